import type { AsymmetricKey } from "./asymmetric-key.js";
import type { BaseString } from "./base-string.js";
import type { Brand } from "./brand.js";
import type { HashName } from "./crypto/platform.js";
import type { Secret } from "./secret.js";

/** A signature in the form that `oauth_signature` carries, before percent-encoding. */
export type Signature = Brand<string, "Signature">;

/** The kind of key that HMAC and PLAINTEXT take. */
export interface SharedKey {
  readonly secret: string | Secret;
}

/** Token credentials, or temporary credentials while a login is under way. */
export interface TokenKey {
  readonly key: string;
  readonly secret?: string | Secret;
}

/** What a client signs with: the consumer's key and secret, and those of the token when there is one. */
export interface Credentials<K = SharedKey> {
  readonly consumer: { readonly key: string } & K;
  readonly token?: TokenKey;
  /** False where a key without a token secret ends without its `&`, as a few old servers want it. */
  readonly keyAmpersand?: boolean;
}

/** What a provider verifies with. Secrets and public keys are different fields, so neither can stand in for the other. */
export interface VerifyingKeys {
  readonly consumer: { readonly secret?: string | Secret; readonly publicKey?: AsymmetricKey };
  readonly token?: { readonly secret?: string | Secret };
  /** As in `Credentials`. */
  readonly keyAmpersand?: boolean;
}

/**
 * One way of signing, described by its properties: nothing below this value asks for a method's name.
 * Your own method is a value of this type too (RFC 5849 section 3.4).
 */
export interface SignatureMethod<K = SharedKey> {
  /** The value of `oauth_signature_method`. */
  readonly name: string;
  /** Whether `verify` refuses a request without nonce and timestamp (RFC 5849 section 3.1). Signing sends both whatever it says. */
  readonly usesNonce: boolean;
  /** Whether the signature gives the secrets away to whoever reads it, so that only TLS may carry it. */
  readonly requiresTls?: boolean;
  /** The hash that the method builds on, if it does. */
  readonly hash?: HashName;
  readonly sign: (base: BaseString, credentials: Credentials<K>) => Signature | Promise<Signature>;
  /** Compares in constant time. Total: any text is a possible signature. */
  readonly verify: (
    base: BaseString,
    signature: Signature,
    keys: VerifyingKeys,
  ) => boolean | Promise<boolean>;
}

/**
 * Marks text as a signature: the one constructor of the brand, for signature methods and for whoever reads
 * `oauth_signature` from a request.
 *
 * @example
 * const shout: SignatureMethod = {
 *   name: "SHOUT",
 *   usesNonce: false,
 *   sign: (base) => signature(base.toUpperCase()),
 *   verify: (base, given) => given === base.toUpperCase(),
 * };
 * shout.name; // => "SHOUT"
 */
export function signature(text: string): Signature {
  return text as Signature;
}

/**
 * What a caller has to give. Throws a TypeError that names it where it is not there, as when a variable of the environment is
 * not set and the compiler was told that it is.
 *
 * @example
 * demanded("kd94hf93k423kf44", "consumer's secret"); // => "kd94hf93k423kf44"
 */
export function demanded<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new TypeError(`The ${what} is not set.`);
  return value;
}
