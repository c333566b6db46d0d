/** The hash functions that signature methods build on. */
export type HashName = "SHA-1" | "SHA-256";

/**
 * What the pipeline needs of a runtime's cryptography. There are two: `node:crypto`, which answers at
 * once, and WebCrypto, which answers with promises. `package.json#imports` chooses between them.
 */
export interface Platform {
  /** The HMAC of ASCII text under an ASCII key, in base64. */
  readonly hmac: (hash: HashName, key: string, text: string) => string | Promise<string>;
  /** The hash of text (as UTF-8), in base64. */
  readonly digest: (hash: HashName, text: string) => string | Promise<string>;
  /** Whether two texts of no secret length are the same, in a time that does not tell where they differ. */
  readonly equal: (a: string, b: string) => boolean;
  /** This many random bytes of the system's generator, in lower-case hex. */
  readonly randomHex: (bytes: number) => string;
}
