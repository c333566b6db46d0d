import { equal } from "#crypto";
import { base64Bytes, isBase64, keyedHash } from "../keyed-hash.js";
import { expose } from "../secret.js";
import { mapResult } from "../shared-key.js";
import { signature, type SignatureMethod, type TokenKey } from "../signature-method.js";

/**
 * HMAC-SHA256 under the bytes of the token's secret alone, which is base64: what Interactive Brokers signs calls with once a
 * live session is open. The consumer signs with nothing. `sign` throws a TypeError where the secret is no base64.
 *
 * @example
 * const signed = await sign(
 *   { method: "GET", url: "https://api.example.com/me" },
 *   { consumer: { key: "TESTCONS" }, token: { key: "6f531f8fd316915af53f", secret: "YBWbLw+9RYP2nWrPQHxHZkBb1aM=" } },
 *   { method: hmacSha256Token, nonce: "kllo9940pd9333jh", timestamp: 1191242096 },
 * );
 * signed.signature; // => "keLcfbua7GxQ9JNmORGfbg9t1ntaT9cF8EA7UtlloOU="
 */
export const hmacSha256Token: SignatureMethod<unknown> = {
  name: "HMAC-SHA256",
  hash: "SHA-256",
  usesNonce: true,
  sign(base, { token }) {
    const key = keyOf(token);
    if (key === undefined) throw new TypeError(NO_KEY);
    return mapResult(keyedHash("SHA-256", key, base), signature);
  },
  verify(base, given, { token }) {
    const key = keyOf(token);
    const expected = keyedHash("SHA-256", key ?? NOBODY, base);
    return mapResult(expected, (right) => equal(right, given) && key !== undefined);
  },
};

const NO_KEY =
  "This signature method signs with the token's secret, which has to be base64: open a live session, and pass its token.";

// Who has no key costs the same work as a wrong signature.
const NOBODY = /* @__PURE__ */ new Uint8Array(20);

function keyOf(token: Pick<TokenKey, "secret"> | undefined): Uint8Array | undefined {
  const text = expose(token?.secret ?? "");
  return isBase64(text) ? base64Bytes(text) : undefined;
}
