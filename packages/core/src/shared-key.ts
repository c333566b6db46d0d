import { equal, hmac, keyedHmac } from "#crypto";
import type { BaseString } from "./base-string.js";
import type { HashName, KeyedHmac } from "./crypto/platform.js";
import { encode } from "./percent.js";
import { expose, type Secret } from "./secret.js";
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
export function signingKey({ consumer, token, keyAmpersand }: Credentials): string {
  return joinSecrets(consumer.secret, token?.secret, keyAmpersand);
}

/**
 * The same key on the provider's side; `undefined` when the consumer has no shared secret, which no
 * signature of these methods can match.
 *
 * @example
 * verifyingKey({ consumer: {} }); // => undefined
 */
export function verifyingKey({ consumer, token, keyAmpersand }: VerifyingKeys): string | undefined {
  const { secret } = consumer;
  return secret === undefined ? undefined : joinSecrets(secret, token?.secret, keyAmpersand);
}

/**
 * An HMAC method (RFC 5849 section 3.4.2): all that differs between them is the hash and the name.
 *
 * @example
 * hmacMethod("HMAC-SHA1", "SHA-1").usesNonce; // => true
 */
export function hmacMethod(name: string, hash: HashName): SignatureMethod {
  const used = new WeakMap<Credentials, UsedKey>();
  const compute = (base: BaseString, credentials: Credentials): string | Promise<string> => {
    const known = used.get(credentials);
    if (known === undefined || !isOf(known, credentials)) {
      const key = signingKey(credentials);
      used.set(credentials, {
        consumer: credentials.consumer.secret,
        token: credentials.token?.secret,
        key,
      });
      return hmac(hash, key, base);
    }
    known.keyed ??= keyedHmac(hash, known.key);
    return known.keyed(base);
  };
  return {
    name,
    hash,
    usesNonce: true,
    sign: (base, credentials) => mapResult(compute(base, credentials), signature),
    verify(base, given, keys) {
      const key = verifyingKey(keys);
      if (key === undefined) return false;
      return mapResult(hmac(hash, key, base), (expected) => equal(expected, given));
    },
  };
}

/**
 * Applies a function to a result that may be on its way, and only then waits for it.
 *
 * @example
 * mapResult(2, (value) => value + 1); // => 3
 */
export function mapResult<T, U>(result: T | Promise<T>, map: (value: T) => U): U | Promise<U> {
  return result instanceof Promise ? result.then(map) : map(result);
}

// Preparing a key pays from the second signature on. The secrets are compared, because objects can change.
interface UsedKey {
  readonly consumer: string | Secret;
  readonly token: string | Secret | undefined;
  readonly key: string;
  keyed?: KeyedHmac;
}

function isOf(known: UsedKey, { consumer, token }: Credentials): boolean {
  return known.consumer === consumer.secret && known.token === token?.secret;
}

function joinSecrets(
  consumer: string | Secret,
  token: string | Secret | undefined,
  ampersand: boolean | undefined,
): string {
  const first = encode(expose(consumer));
  const second = token === undefined ? "" : encode(expose(token));
  return second === "" && ampersand === false ? first : `${first}&${second}`;
}
