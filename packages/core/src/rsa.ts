import { rsaSign, rsaVerify } from "#crypto";
import type { AsymmetricKey } from "./asymmetric-key.js";
import type { RsaScheme } from "./crypto/platform.js";
import { signature, type SignatureMethod } from "./signature-method.js";
import { mapResult } from "./shared-key.js";

/** The kind of key that RSA methods take. RSA needs no secrets: those of the token are left out of the signature. */
export interface PrivateKey {
  readonly privateKey: AsymmetricKey;
}

/**
 * An RSA method (RFC 5849 section 3.4.3): all that differs between them is the name, the padding and the hash.
 *
 * @example
 * rsaMethod("RSA-SHA1", { padding: "RSASSA-PKCS1-v1_5", hash: "SHA-1" }).usesNonce; // => true
 */
export function rsaMethod(name: string, scheme: RsaScheme): SignatureMethod<PrivateKey> {
  return {
    name,
    hash: scheme.hash,
    usesNonce: true,
    sign: (base, { consumer }) => mapResult(rsaSign(scheme, consumer.privateKey, base), signature),
    verify(base, given, { consumer: { publicKey } }) {
      // One spelling of a signature is right: decoders disagree about the others.
      if (!isCanonicalBase64(given)) return false;
      const key = publicKey ?? NOBODY;
      const matches = rsaVerify(scheme, key, { text: base, signature: given });
      return mapResult(matches, (yes) => yes && key !== NOBODY);
    },
  };
}

// A modulus whose factors nobody knows: who has no key costs the same arithmetic as a wrong signature.
const NOBODY: AsymmetricKey = { kty: "RSA", n: `${"v".repeat(341)}Q`, e: "AQAB" };

// The bits that the padding leaves over are zeros.
function isCanonicalBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+(?:[AEIMQUYcgkosw048]=|[AQgw]==)?$/.test(text);
}
