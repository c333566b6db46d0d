import { hmacMethod } from "../shared-key.js";
import type { SignatureMethod } from "../signature-method.js";

/**
 * HMAC-SHA1 (RFC 5849 section 3.4.2), the method that nearly every provider speaks.
 *
 * @example
 * const signed = await sign(
 *   { method: "GET", url: "https://api.example.com/me" },
 *   { consumer: { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" } },
 *   { method: hmacSha1, nonce: "kllo9940pd9333jh", timestamp: 1191242096 },
 * );
 * signed.signature; // => "T6Z8XkEaGMu8GjrTROFWuzToOvc="
 */
export const hmacSha1: SignatureMethod = hmacMethod("HMAC-SHA1", "SHA-1");
