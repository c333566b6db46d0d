import type { HashName, RsaScheme } from "./platform.js";

/**
 * Throws a TypeError for a key whose modulus has no room for a hash and its padding (RFC 8017 sections 9.1.1 and 9.2).
 *
 * @example
 * demandLength(2048, { padding: "RSA-PSS", hash: "SHA-256" }); // => undefined
 */
export function demandLength(bits: number | undefined, { padding, hash }: RsaScheme): void {
  if (bits === undefined || bits >= LEAST_BITS[padding][hash]) return;
  throw new TypeError(
    `This RSA key has ${bits} bits, which is too short for ${padding} with ${hash}: make one of 2048 bits or more.`,
  );
}

const LEAST_BITS: Readonly<Record<RsaScheme["padding"], Readonly<Record<HashName, number>>>> = {
  "RSASSA-PKCS1-v1_5": { "SHA-1": 361, "SHA-256": 489, "SHA-512": 745 },
  "RSA-PSS": { "SHA-1": 330, "SHA-256": 522, "SHA-512": 1034 },
};
