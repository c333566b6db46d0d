import type { Brand } from "./brand.js";

/**
 * Text in the one canonical form that RFC 5849 section 3.6 defines: unreserved characters as they are,
 * every other byte as `%XX` with upper-case hex. It can carry any byte, also those that are not UTF-8.
 */
export type Encoded = Brand<string, "Encoded">;

/**
 * Percent-encodes text as UTF-8, leaving only `A-Z a-z 0-9 - . _ ~` as they are (RFC 5849 section 3.6).
 * A lone surrogate becomes U+FFFD, as in every other UTF-8 encoder of the platform.
 *
 * @example
 * encode("Ladies + Gentlemen"); // => "Ladies%20%2B%20Gentlemen"
 */
export function encode(text: string): Encoded {
  return encoded(UNRESERVED_ONLY.test(text) ? text : encodeReserved(text));
}

/**
 * The name of a protocol parameter, which needs no encoding.
 *
 * @example
 * protocolName("oauth_token"); // => "oauth_token"
 */
export function protocolName(name: `oauth_${Lowercase<string>}`): Encoded {
  return encoded(name);
}

/**
 * Takes text that was made of what is encoded, or of letters, digits and dots alone: nothing is left to do.
 *
 * @example
 * alreadyEncoded("1191242096"); // => "1191242096"
 */
export function alreadyEncoded(text: string): Encoded {
  return encoded(text);
}

/**
 * Percent-encodes text that is encoded already, as the base string does with every name and value
 * (RFC 5849 section 3.4.1.3.2).
 *
 * @example
 * encodeAgain(encode("b c")); // => "b%2520c"
 */
export function encodeAgain(text: Encoded): Encoded {
  return text.includes("%") ? encoded(encodeURIComponent(text)) : text;
}

/**
 * Brings a name or value as found on the wire into the canonical form, byte by byte and without decoding
 * it: hex becomes upper-case, needlessly encoded characters appear as themselves, bytes that are not
 * UTF-8 survive, and a `%` that starts no escape stands for itself.
 *
 * @example
 * encodeWire("%e2%98%83%7E%FF 100%"); // => "%E2%98%83~%FF%20100%25"
 */
export function encodeWire(raw: string): Encoded {
  if (isCanonical(raw)) return raw;
  return encodeEquals(encodeForm(raw).replaceAll("&", "%26"));
}

/**
 * Whether a name or value as found on the wire is in the canonical form already.
 *
 * @example
 * isCanonical("a%20b~"); // => true
 * isCanonical("%7e"); // => false
 */
export function isCanonical(raw: string): raw is Encoded {
  return CANONICAL.test(raw);
}

/**
 * Does to a whole query or form what `encodeWire` does to one name or value, and leaves its `=` and `&` as they are.
 *
 * @example
 * encodeForm("a=%7e&b=c d"); // => "a=~&b=c%20d"
 */
export function encodeForm(wire: string): string {
  return PLAIN_FORM.test(wire) ? wire : wire.replace(UNCANONICAL, canonical);
}

/**
 * Encodes the equal signs that `encodeForm` has left in a value.
 *
 * @example
 * encodeEquals("b=c"); // => "b%3Dc"
 */
export function encodeEquals(piece: string): Encoded {
  return encoded(piece.includes("=") ? piece.replaceAll("=", "%3D") : piece);
}

/**
 * Decodes percent-encoded text for display and look-up. Bytes that are not UTF-8 become U+FFFD and a `%`
 * that starts no escape stands for itself, so any input has an answer.
 *
 * @example
 * decode("%E3%80%81%20100%"); // => "、 100%"
 */
export function decode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return decodeBytes(text);
  }
}

/**
 * Text that encodes each byte of a body which is not ASCII as `%XX`, so that the rest of the pipeline
 * sees one kind of input: text.
 *
 * @example
 * wireFromBytes(new Uint8Array([0x61, 0x3d, 0xff])); // => "a=%FF"
 */
export function wireFromBytes(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  // Bytes that are all ASCII, as most are, and no others decode to as many characters of ASCII.
  if (text.length === bytes.length && !BEYOND_ASCII.test(text)) return text;
  const wire = (byte: number): string =>
    byte < 0x80 ? String.fromCharCode(byte) : escapeByte(byte);
  return Array.from(bytes, wire).join("");
}

/** The one parameter that is never signed. */
export const SIGNATURE: Encoded = /* @__PURE__ */ protocolName("oauth_signature");

const UNRESERVED_ONLY = /^[\w.~-]*$/;

// As most senders write it. Unrolled, because with a plus inside the group it would backtrack without end.
const CANONICAL =
  /^[\w.~-]*(?:%(?:[0189A-F][\dA-F]|2[\dABCF]|3[A-F]|40|5[BCDE]|60|7[BCDF])[\w.~-]*)*$/;

const PLAIN_FORM = /^[\w.~=&-]*$/;

const BEYOND_ASCII = /[^\0-\x7f]/;

const KEPT_BY_PLATFORM = /[!'()*]/;

// An escape is canonical when its hex is upper-case and its byte is reserved. `=` and `&` are never found.
const UNCANONICAL =
  /%(?![0189A-F][\dA-F]|2[\dABCF]|3[A-F]|40|5[BCDE]|60|7[BCDF])(?:[\dA-Fa-f]{2})?|[^\w.~%=&-]+/g;

function encoded(text: string): Encoded {
  return text as Encoded;
}

function encodeReserved(text: string): string {
  const escaped = platformEncoded(text);
  // Mostly there is nothing to replace, and to look first is faster.
  return KEPT_BY_PLATFORM.test(escaped)
    ? escaped.replace(/[!'()*]/g, (character) => escapeByte(character.charCodeAt(0)))
    : escaped;
}

// A lone surrogate makes the platform throw, and to look for one in every text takes as long as encoding it.
function platformEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return encodeURIComponent(text.toWellFormed());
  }
}

function canonical(piece: string): string {
  // What encodeURIComponent has left, such as an exclamation mark, comes alone as a rule.
  if (piece.length === 1 && piece < "\x80") return escapeByte(piece.charCodeAt(0));
  if (!piece.startsWith("%")) return encodeReserved(piece);
  const character = String.fromCharCode(Number.parseInt(piece.slice(1), 16));
  return UNRESERVED_ONLY.test(character) ? character : piece.toUpperCase();
}

function escapeByte(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

function decodeBytes(text: string): string {
  const escaped = encodeWire(text);
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at += 1) {
    if (escaped[at] === "%") {
      bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16));
      at += 2;
    } else {
      bytes.push(escaped.charCodeAt(at));
    }
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}
