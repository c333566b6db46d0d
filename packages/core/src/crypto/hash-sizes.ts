import type { HashName } from "./platform.js";

/** The bytes of a block, to which HMAC fills up its key (RFC 2104). */
export const BLOCK_BYTES: Readonly<Record<HashName, number>> = {
  "SHA-1": 64,
  "SHA-256": 64,
  "SHA-512": 128,
};

/** The bytes of a hash. */
export const DIGEST_BYTES: Readonly<Record<HashName, number>> = {
  "SHA-1": 20,
  "SHA-256": 32,
  "SHA-512": 64,
};
