import { equal } from "#crypto";
import { claimedBaseString, type BaseString } from "./base-string.js";
import { content, elements, pemBytes } from "./crypto/der.js";
import { base64Bytes, keyedHash } from "./keyed-hash.js";
import { bytesOfNumber, modularPower, numberOf, toHex } from "./modular.js";
import type { SignatureMethod } from "./signature-method.js";

/**
 * Live sessions: an extension of OAuth 1.0a by which app and provider agree on a secret for a day, as Interactive Brokers
 * wants it ("OAuth 1.0a Extended"). These are the parts of both sides.
 */
export { decryptSecret, encryptSecret } from "./encrypted-secret.js";
export { toHex } from "./modular.js";

/** A Diffie-Hellman group: a prime in hex, and a generator, which is 2 by default. */
export interface DiffieHellmanGroup {
  readonly prime: string;
  readonly generator?: number;
}

/** One side of an agreement on a secret. */
export interface KeyAgreement {
  /** What the other side gets to know, in hex. */
  readonly challenge: string;
  /** The shared secret, from the challenge of the other side; `undefined` where that is none. */
  readonly agree: (challenge: string) => Uint8Array | undefined;
}

/**
 * Begins an agreement (Diffie-Hellman) with 256 random bits. The group is PEM, as `openssl dhparam` writes it, a prime in hex, or
 * a prime and a generator. Throws a TypeError for anything else.
 *
 * @example
 * const group = { prime: "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a63a3620ffffffffffffffff" };
 * const [app, provider] = [keyAgreement(group), keyAgreement(group)];
 * String(app.agree(provider.challenge)) === String(provider.agree(app.challenge)); // => true
 */
export function keyAgreement(group: string | DiffieHellmanGroup): KeyAgreement {
  const { prime, generator } = numbersOf(group);
  const own = numberOf(crypto.getRandomValues(new Uint8Array(32)));
  return {
    challenge: modularPower(generator, own, prime).toString(16),
    agree(challenge) {
      const other = HEX.test(challenge) ? BigInt(`0x${challenge}`) : 0n;
      // These would lead to the same secret whatever is drawn.
      if (other < 2n || other > prime - 2n) return undefined;
      return signedBytes(modularPower(other, own, prime));
    },
  };
}

/**
 * The live session token in base64: what calls are signed with, by `methods/hmac-sha256-token`.
 *
 * @example
 * await liveSessionToken(Uint8Array.of(0, 255), Uint8Array.of(1, 2, 3)); // => "RzaXACyiC1WqQgyPlbOL6j9R5mg="
 */
export async function liveSessionToken(shared: Uint8Array, secret: Uint8Array): Promise<string> {
  return keyedHash("SHA-1", shared, secret);
}

/**
 * What proves that both sides have come to the same live session token, in hex.
 *
 * @example
 * await liveSessionSignature("YBWbLw+9RYP2nWrPQHxHZkBb1aM=", "TESTCONS"); // => "543c55477d6cbb0e792d1e4f8111cec7305ba3f4"
 */
export async function liveSessionSignature(token: string, consumerKey: string): Promise<string> {
  return toHex(base64Bytes(await keyedHash("SHA-1", base64Bytes(token), consumerKey)));
}

/**
 * Whether a provider's proof is that of a live session token. Leading zeros may be missing, and the time does not tell where
 * the texts differ.
 *
 * @example
 * await verifyLiveSession("YBWbLw+9RYP2nWrPQHxHZkBb1aM=", { consumerKey: "TESTCONS", signature: "0" }); // => false
 */
export async function verifyLiveSession(
  token: string,
  { consumerKey, signature }: { readonly consumerKey: string; readonly signature: string },
): Promise<boolean> {
  const expected = await liveSessionSignature(token, consumerKey);
  return equal(expected, signature.toLowerCase().padStart(expected.length, "0"));
}

/**
 * A signature method whose base string has a text in front. Interactive Brokers wants a live session's request signed with the
 * token's decrypted secret before it, in hex. Throws a TypeError for a prefix beyond ASCII, which a base string cannot hold.
 *
 * @example
 * prefixed(plaintext, "901c5e47").name; // => "PLAINTEXT"
 */
export function prefixed<K>(method: SignatureMethod<K>, prefix: string): SignatureMethod<K> {
  if (/[^\0-\x7f]/.test(prefix)) throw new TypeError("A prefix is ASCII text: write it in hex.");
  const after = (base: BaseString): BaseString => claimedBaseString(prefix + base);
  return {
    ...method,
    sign: (base, credentials) => method.sign(after(base), credentials),
    verify: (base, given, keys) => method.verify(after(base), given, keys),
  };
}

const HEX = /^[0-9a-f]+$/i;

function numbersOf(group: string | DiffieHellmanGroup): {
  readonly prime: bigint;
  readonly generator: bigint;
} {
  const { prime, generator } = read(group);
  if (prime !== undefined && generator !== undefined && prime > 3n && generator > 1n) {
    return { prime, generator };
  }
  throw new TypeError(
    "This is no Diffie-Hellman group: pass the PEM that `openssl dhparam` has written, or { prime, generator } with the prime in hex.",
  );
}

function read(group: string | DiffieHellmanGroup): Numbers {
  if (typeof group !== "string") return fromHex(group);
  const prime = group.trim();
  return HEX.test(prime) ? fromHex({ prime }) : fromPem(group);
}

interface Numbers {
  readonly prime?: bigint | undefined;
  readonly generator?: bigint | undefined;
}

// Who has no types can pass anything.
function fromHex(group: Partial<DiffieHellmanGroup> | undefined): Numbers {
  const { prime = "", generator = 2 } = group ?? {};
  if (!HEX.test(prime) || !Number.isSafeInteger(generator)) return {};
  return { prime: BigInt(`0x${prime}`), generator: BigInt(generator) };
}

// With `-dsaparam`, openssl writes the form of X9.42, which begins with the same two numbers.
const PEM = /-----BEGIN ((?:X9\.42 )?DH PARAMETERS)-----[^-]*-----END \1-----/;

function fromPem(text: string): Numbers {
  const [pem] = PEM.exec(text) ?? [];
  if (pem === undefined) return {};
  try {
    const [prime, generator] = elements(content(pemBytes(pem))).map((one) =>
      numberOf(content(one)),
    );
    return { prime, generator };
  } catch {
    // It is no base64.
    return {};
  }
}

// As Java writes a number: with a bit for the sign, so a byte more where the first one is full.
function signedBytes(number: bigint): Uint8Array {
  const bits = number.toString(2).length;
  return bytesOfNumber(number, Math.floor(bits / 8) + 1);
}
