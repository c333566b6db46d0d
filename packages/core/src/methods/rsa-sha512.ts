import { rsaMethod, type PrivateKey } from "../rsa.js";
import type { SignatureMethod } from "../signature-method.js";

/**
 * RSA-SHA512: RFC 5849 section 3.4.3 with SHA-512.
 *
 * @example
 * import { generateKeyPairSync } from "node:crypto";
 * const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
 * const { request } = await sign(
 *   { method: "GET", url: "https://api.example.com/me" },
 *   { consumer: { key: "dpf43f3p2l4k3l03", privateKey } },
 *   { method: rsaSha512 },
 * );
 * const verdict = await verify(request, () => ({ consumer: { publicKey } }), { methods: [rsaSha512] });
 * verdict.ok; // => true
 */
export const rsaSha512: SignatureMethod<PrivateKey> = rsaMethod("RSA-SHA512", {
  padding: "RSASSA-PKCS1-v1_5",
  hash: "SHA-512",
});
