import { hashText } from "@oauth1/core";

/**
 * This many random bytes of the system's generator, in lower-case hex: two characters a byte.
 *
 * @example
 * /^[0-9a-f]{32}$/.test(randomHex(16)); // => true
 */
export function randomHex(bytes: number): string {
  return hex(crypto.getRandomValues(new Uint8Array(bytes)));
}

/**
 * Random decimal digits of the system's generator, all equally likely, for a person to type.
 *
 * @example
 * /^[0-9]{8}$/.test(randomDigits(8)); // => true
 */
export function randomDigits(count: number): string {
  let digits = "";
  while (digits.length < count) {
    for (const byte of crypto.getRandomValues(new Uint8Array(count))) {
      // 250 is the largest multiple of ten in a byte: the rest would favor the low digits.
      if (byte < 250 && digits.length < count) digits += String(byte % 10);
    }
  }
  return digits;
}

/**
 * The SHA-256 of text (as UTF-8) in base64, under which tokens and verifiers are stored.
 *
 * @example
 * await sha256(""); // => "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
 */
export async function sha256(text: string): Promise<string> {
  return hashText("SHA-256", text);
}

/**
 * The hash under which a verifier is stored, bound to its temporary token: since only the hash of the token is
 * stored, a stolen table is not enough to try all short verifiers.
 *
 * @example
 * (await hashVerifier("hh5s93j4hdidpola", "hfdp7dh39dks9884")) === (await hashVerifier("other", "hfdp7dh39dks9884")); // => false
 */
export function hashVerifier(token: string, verifier: string): Promise<string> {
  return sha256(JSON.stringify([token, verifier]));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
