import { rsaMethod, type PrivateKey } from "../rsa.js";
import type { SignatureMethod } from "../signature-method.js";

/**
 * RSA-PSS with SHA-256, MGF1 and a salt of 32 bytes, as Mastercard offers it under the name `RSA-PSS`.
 *
 * @example
 * import { generateKeyPairSync } from "node:crypto";
 * const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
 * const { request } = await sign(
 *   { method: "GET", url: "https://api.example.com/me" },
 *   { consumer: { key: "dpf43f3p2l4k3l03", privateKey } },
 *   { method: rsaPssSha256 },
 * );
 * const verdict = await verify(request, () => ({ consumer: { publicKey } }), { methods: [rsaPssSha256] });
 * verdict.ok; // => true
 */
export const rsaPssSha256: SignatureMethod<PrivateKey> = rsaMethod("RSA-PSS", {
  padding: "RSA-PSS",
  hash: "SHA-256",
});
