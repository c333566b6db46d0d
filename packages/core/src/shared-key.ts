import { platform } from "#crypto";
import type { HashName } from "./crypto/platform.js";
import { encode } from "./percent.js";
import { expose } from "./secret.js";
import {
  signature,
  type Credentials,
  type SignatureMethod,
  type VerifyingKeys,
} from "./signature-method.js";

/**
 * The key of HMAC and the whole signature of PLAINTEXT: both secrets, each encoded, joined by `&`
 * (RFC 5849 sections 3.4.2 and 3.4.4). An absent secret is empty.
 *
 * @example
 * signingKey({ consumer: { key: "jd83jd92dhsh93js", secret: "ja893SD9" } }); // => "ja893SD9&"
 */
export function signingKey(credentials: Pick<Credentials, "consumer" | "token">): string {
  return joinSecrets(credentials.consumer.secret, credentials.token?.secret);
}

/**
 * The same key on the provider's side; `undefined` when the consumer has no shared secret, which no
 * signature of these methods can match.
 *
 * @example
 * verifyingKey({ consumer: {} }); // => undefined
 */
export function verifyingKey(keys: VerifyingKeys): string | undefined {
  const { secret } = keys.consumer;
  return secret === undefined ? undefined : joinSecrets(secret, keys.token?.secret);
}

/**
 * An HMAC method (RFC 5849 section 3.4.2): all that differs between them is the hash and the name.
 *
 * @example
 * hmacMethod("HMAC-SHA1", "SHA-1").usesNonce; // => true
 */
export function hmacMethod(name: string, hash: HashName): SignatureMethod {
  return {
    name,
    hash,
    usesNonce: true,
    sign: (base, credentials) =>
      mapResult(platform.hmac(hash, signingKey(credentials), base), signature),
    verify(base, given, keys) {
      const key = verifyingKey(keys);
      if (key === undefined) return false;
      return mapResult(platform.hmac(hash, key, base), (expected) =>
        platform.equal(expected, given),
      );
    },
  };
}

function joinSecrets(
  consumer: Credentials["consumer"]["secret"],
  token: Credentials["consumer"]["secret"] | undefined,
): string {
  return `${encode(expose(consumer))}&${encode(token === undefined ? "" : expose(token))}`;
}

function mapResult<T, U>(result: T | Promise<T>, map: (value: T) => U): U | Promise<U> {
  return result instanceof Promise ? result.then(map) : map(result);
}
