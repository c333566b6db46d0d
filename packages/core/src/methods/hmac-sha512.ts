import { hmacMethod } from "../shared-key.js";
import type { SignatureMethod } from "../signature-method.js";

/**
 * HMAC-SHA512: RFC 5849 section 3.4.2 with SHA-512, as Clever Cloud accepts it.
 *
 * @example
 * const signed = await sign(
 *   { method: "GET", url: "https://api.example.com/me" },
 *   { consumer: { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" } },
 *   { method: hmacSha512, nonce: "kllo9940pd9333jh", timestamp: 1191242096 },
 * );
 * signed.signature.length; // => 88
 */
export const hmacSha512: SignatureMethod = hmacMethod("HMAC-SHA512", "SHA-512");
