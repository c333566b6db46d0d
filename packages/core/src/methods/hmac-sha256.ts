import { hmacMethod } from "../shared-key.js";
import type { SignatureMethod } from "../signature-method.js";

/**
 * HMAC-SHA256: RFC 5849 section 3.4.2 with SHA-256, as NetSuite and Magento require it.
 *
 * @example
 * const signed = await sign(
 *   { method: "GET", url: "https://api.example.com/me" },
 *   { consumer: { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" } },
 *   { method: hmacSha256, nonce: "kllo9940pd9333jh", timestamp: 1191242096 },
 * );
 * signed.signature; // => "usuSJwW8cjaMx0dlAoWcLrmKFYzzH/sTgOSqjVaXEhg="
 */
export const hmacSha256: SignatureMethod = hmacMethod("HMAC-SHA256", "SHA-256");
