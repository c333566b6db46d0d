import { decode, encode } from "../percent.js";

/**
 * Writes the escapes of UTF-8 text as those of Latin-1, and escapes that are no UTF-8 as if they had been Latin-1 all
 * along: what a signer with the other charset makes of it.
 *
 * @example
 * latin1("caf%C3%A9"); // => "caf%E9"
 * latin1("caf%E9"); // => "caf%C3%A9"
 */
export function latin1(encoded: string): string {
  if (!/%[89A-F]/.test(encoded)) return encoded;
  if (decode(encoded).includes("\uFFFD")) return utf8OfBytes(encoded);
  return encoded.replace(/(?:%[89A-F][0-9A-F])+/g, (escapes) => {
    const characters = decode(escapes);
    if (/[^\0-\xff]/.test(characters)) return escapes;
    return Array.from(characters, escaped).join("");
  });
}

/**
 * Encodes each byte above ASCII as if it were a character: UTF-8 made of UTF-8.
 *
 * @example
 * utf8OfBytes("caf%C3%A9"); // => "caf%C3%83%C2%A9"
 */
export function utf8OfBytes(encoded: string): string {
  return encoded.replace(/%([89A-F][0-9A-F])/g, (_escape, hex: string) =>
    encode(String.fromCharCode(Number.parseInt(hex, 16))),
  );
}

/**
 * What a signer does who does not encode.
 *
 * @example
 * asItIs("a b"); // => "a b"
 */
export function asItIs(text: string): string {
  return text;
}

/**
 * Encoded text as forms have it, with `+` for a space, `~` encoded and `*` not.
 *
 * @example
 * formEncoded("a%20b%2A~"); // => "a+b*%7E"
 */
export function formEncoded(encoded: string): string {
  return encoded.replaceAll("%20", "+").replaceAll("~", "%7E").replaceAll("%2A", "*");
}

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
