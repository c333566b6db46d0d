import { rsaMethod, type PrivateKey } from "../rsa.js";
import type { SignatureMethod } from "../signature-method.js";

/**
 * RSA-SHA1 (RFC 5849 section 3.4.3), as Jira and Confluence Data Center want it.
 *
 * @example
 * import { generateKeyPairSync } from "node:crypto";
 * const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
 * const { request } = await sign(
 *   { method: "GET", url: "https://api.example.com/me" },
 *   { consumer: { key: "dpf43f3p2l4k3l03", privateKey } },
 *   { method: rsaSha1 },
 * );
 * const verdict = await verify(request, () => ({ consumer: { publicKey } }), { methods: [rsaSha1] });
 * verdict.ok; // => true
 */
export const rsaSha1: SignatureMethod<PrivateKey> = rsaMethod("RSA-SHA1", {
  padding: "RSASSA-PKCS1-v1_5",
  hash: "SHA-1",
});
