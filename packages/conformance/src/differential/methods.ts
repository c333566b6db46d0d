import type { Credentials, SignatureMethod } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { hmacSha512 } from "@oauth1/core/methods/hmac-sha512";
import type { Case } from "./case.js";

/** The hashes that there is an HMAC method for, the usual one most often. */
export const HASHES = ["SHA-1", "SHA-1", "SHA-256", "SHA-512"] as const;

export const METHODS: Readonly<Record<Case["hash"], SignatureMethod>> = {
  "SHA-1": hmacSha1,
  "SHA-256": hmacSha256,
  "SHA-512": hmacSha512,
};

export function keyOf({ consumerSecret, tokenSecret }: Case): Credentials {
  return {
    consumer: { key: "", secret: consumerSecret },
    token: { key: "", secret: tokenSecret },
  };
}
