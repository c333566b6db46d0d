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
export function signingKey(credentials: Credentials): string {
  return joinSecrets(secretsOf(credentials, credentials.consumer.secret));
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
  return secret === undefined ? undefined : joinSecrets(secretsOf(keys, secret));
}

/**
 * An HMAC method (RFC 5849 section 3.4.2): all that differs between them is the hash and the name.
 *
 * @example
 * hmacMethod("HMAC-SHA1", "SHA-1").usesNonce; // => true
 */
export function hmacMethod(name: string, hash: HashName): SignatureMethod {
  const used = new WeakMap<object, UsedKey>();
  // Preparing a key pays from the second time on. The secrets are compared, because objects can change.
  const compute = (
    base: BaseString,
    holder: object,
    secrets: Secrets,
  ): string | Promise<string> => {
    const known = used.get(holder);
    if (known === undefined || !isOf(known, secrets)) {
      const key = joinSecrets(secrets);
      used.set(holder, { secrets, key });
      return hmac(hash, key, base);
    }
    known.keyed ??= keyedHmac(hash, known.key);
    return known.keyed(base);
  };
  return {
    name,
    hash,
    usesNonce: true,
    sign(base, credentials) {
      const secrets = secretsOf(credentials, credentials.consumer.secret);
      return mapResult(compute(base, credentials, secrets), signature);
    },
    verify(base, given, keys) {
      const { secret } = keys.consumer;
      if (secret === undefined) return false;
      const expected = compute(base, keys, secretsOf(keys, secret));
      return mapResult(expected, (text) => equal(text, given));
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

interface Secrets {
  readonly consumer: string | Secret;
  readonly token: string | Secret | undefined;
  readonly ampersand: boolean | undefined;
}

interface UsedKey {
  readonly secrets: Secrets;
  readonly key: string;
  keyed?: KeyedHmac;
}

function secretsOf(
  { token, keyAmpersand }: Pick<VerifyingKeys, "token" | "keyAmpersand">,
  consumer: string | Secret,
): Secrets {
  return { consumer, token: token?.secret, ampersand: keyAmpersand };
}

function isOf({ secrets }: UsedKey, { consumer, token, ampersand }: Secrets): boolean {
  return (
    secrets.consumer === consumer && secrets.token === token && secrets.ampersand === ampersand
  );
}

function joinSecrets({ consumer, token, ampersand }: Secrets): string {
  const first = encode(expose(consumer));
  const second = token === undefined ? "" : encode(expose(token));
  return second === "" && ampersand === false ? first : `${first}&${second}`;
}
