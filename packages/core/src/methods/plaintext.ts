import { digest, equal } from "#crypto";
import { signingKey, verifyingKey } from "../shared-key.js";
import { signature, type SignatureMethod } from "../signature-method.js";

/**
 * PLAINTEXT (RFC 5849 section 3.4.4): the signature IS both secrets, so it is for TLS connections only.
 *
 * @example
 * const signed = await sign(
 *   { method: "POST", url: "https://server.example.com/request_token" },
 *   {
 *     consumer: { key: "jd83jd92dhsh93js", secret: "ja893SD9" },
 *     token: { key: "hdk48Djdsa", secret: "xyz4992k83j47x0b" },
 *   },
 *   { method: plaintext },
 * );
 * signed.signature; // => "ja893SD9&xyz4992k83j47x0b"
 */
export const plaintext: SignatureMethod = {
  name: "PLAINTEXT",
  usesNonce: false,
  requiresTls: true,
  sign: (_base, credentials) => signature(signingKey(credentials)),
  async verify(_base, given, keys) {
    const expected = verifyingKey(keys);
    if (expected === undefined) return false;
    // The length of the secrets is secret too, and digests all have the same.
    return equal(await digest("SHA-256", expected), await digest("SHA-256", given));
  },
};
