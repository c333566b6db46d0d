import { equal, hmac } from "#crypto";
import type { HashName, Hmac } from "./crypto/platform.js";
import { encode } from "./percent.js";
import { expose, type Secret } from "./secret.js";
import {
  demanded,
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
  return joinSecrets(secretOf(credentials), credentials);
}

/**
 * The same key on the provider's side; `undefined` when the consumer has no shared secret, which no
 * signature of these methods can match.
 *
 * @example
 * verifyingKey({ consumer: {} }); // => undefined
 */
export function verifyingKey(keys: VerifyingKeys): string | undefined {
  const secret = keys.consumer.secret ?? undefined;
  return secret === undefined ? undefined : joinSecrets(secret, keys);
}

/**
 * An HMAC method (RFC 5849 section 3.4.2): all that differs between them is the hash and the name.
 *
 * @example
 * hmacMethod("HMAC-SHA1", "SHA-1").usesNonce; // => true
 */
export function hmacMethod(name: string, hash: HashName): SignatureMethod {
  // By the token or the consumer, which callers keep where they put `{ consumer, token }` together for every call. What a key
  // was made of is compared, because objects can change, and a `Secret` of the caller's can say something new.
  const used = new WeakMap<object, UsedKey>();
  const keyed = (secret: string | Secret, keys: VerifyingKeys): Hmac => {
    const consumer = expose(secret);
    const token = expose(keys.token?.secret ?? "");
    const { keyAmpersand } = keys;
    const holder = keys.token ?? keys.consumer;
    const last = used.get(holder);
    const isSame =
      last !== undefined &&
      last.consumer === consumer &&
      last.token === token &&
      last.keyAmpersand === keyAmpersand;
    if (isSame) return last.compute;
    const compute = hmac(hash, joinSecrets(consumer, keys));
    used.set(holder, { consumer, token, keyAmpersand, compute });
    return compute;
  };
  return {
    name,
    hash,
    usesNonce: true,
    sign: (base, credentials) =>
      mapResult(keyed(secretOf(credentials), credentials)(base), signature),
    verify(base, given, keys) {
      // Databases say null for nothing, whatever the type says.
      const secret = keys.consumer.secret ?? undefined;
      if (secret === undefined) return false;
      return mapResult(keyed(secret, keys)(base), (expected) => equal(expected, given));
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

interface UsedKey {
  readonly consumer: string;
  readonly token: string;
  readonly keyAmpersand: boolean | undefined;
  readonly compute: Hmac;
}

function secretOf({ consumer }: Credentials): string | Secret {
  return demanded(consumer.secret, "consumer's secret");
}

function joinSecrets(consumer: string | Secret, { token, keyAmpersand }: VerifyingKeys): string {
  const first = encode(expose(consumer));
  const second = encode(expose(token?.secret ?? ""));
  return second === "" && keyAmpersand === false ? first : first + "&" + second;
}
