import type { AsymmetricKey } from "../asymmetric-key.js";

/** The hash functions that signature methods and the body hash build on. */
export type HashName = "SHA-1" | "SHA-256" | "SHA-512";

/** A way of signing with RSA: PKCS #1 v1.5, or PSS with a salt as long as the hash. */
export interface RsaScheme {
  readonly padding: "RSASSA-PKCS1-v1_5" | "RSA-PSS";
  readonly hash: HashName;
}

/** An HMAC under one key: the HMAC of ASCII text, in base64. */
export type Hmac = (text: string) => string | Promise<string>;

/**
 * What the pipeline needs of a runtime's cryptography. There are two: `node:crypto`, which answers at once, and
 * WebCrypto, which answers with promises. `package.json#imports` chooses between them. Each function is an export of
 * its own, so that a bundle carries only those that its methods use.
 */
export interface Platform {
  /** The HMAC under an ASCII key. It gets cheaper when it is kept and used again. */
  readonly hmac: (hash: HashName, key: string) => Hmac;
  /** The same for somebody who tries thousands of texts, one after the other. */
  readonly searchingHmac: (hash: HashName, key: string) => Hmac;
  /** The hash of bytes, or of text as UTF-8, in base64. */
  readonly digest: (hash: HashName, content: string | Uint8Array) => string | Promise<string>;
  /** Compares ASCII text in constant time. The length is not secret. */
  readonly equal: (expected: string, given: string) => boolean;
  /** 120 random bits of the system's generator, in lower-case hex: servers made with oauthlib take 20 to 30 characters. */
  readonly randomNonce: () => string;
  /** The RSA signature of ASCII text, in base64. Throws a TypeError for a key that is no private RSA key. */
  readonly rsaSign: (
    scheme: RsaScheme,
    key: AsymmetricKey,
    text: string,
  ) => string | Promise<string>;
  /**
   * Checks an RSA signature; any text is a possible one, and no text is one of a key of another algorithm. Throws a TypeError
   * for what is no public key.
   */
  readonly rsaVerify: (
    scheme: RsaScheme,
    key: AsymmetricKey,
    signed: { readonly text: string; readonly signature: string },
  ) => boolean | Promise<boolean>;
}
