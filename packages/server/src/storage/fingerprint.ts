import { hashText } from "@oauth1/core";
import type { NonceUse } from "../store.js";

/**
 * The SHA-256 of all that makes a use of a nonce that use, in base64: 43 characters that matter, six bits each. It stands for the use, so that
 * a store holds a few bytes of it in place of three texts of any length. At once on Node.js, Bun and Deno.
 *
 * @example
 * const use = { consumer: "k1", timestamp: 1191242096, nonce: "kllo9940pd9333jh", expiresAt: 1191242396 };
 * (await fingerprint(use)) === (await fingerprint({ ...use, tokenHash: "t1" })); // => false
 */
export function fingerprint(
  { consumer, tokenHash = "", timestamp, nonce }: NonceUse,
  key = "",
): string | Promise<string> {
  // Nothing but the consumer's key and the nonce can hold a space, and the length tells where one ends.
  const use = `${key} ${tokenHash} ${timestamp} ${consumer.length} ${consumer}${nonce}`;
  return hashText("SHA-256", use);
}
