import { searchingHmac } from "#crypto";
import { claimedBaseString, type BaseString } from "../base-string.js";
import { DIGEST_BYTES } from "../crypto/hash-sizes.js";
import type { HashName, Hmac } from "../crypto/platform.js";
import { keyedHash } from "../keyed-hash.js";
import { mapResult, verifyingKey } from "../shared-key.js";
import { signature, type SignatureMethod, type VerifyingKeys } from "../signature-method.js";
import type { Key, Mac } from "./draft.js";

/** The hashes that one can be mistaken for another, the likeliest first. */
export const HASHES: readonly HashName[] = ["SHA-1", "SHA-256", "SHA-512"];

/**
 * The HMACs of RFC 5849 section 3.4.2 and its later hashes. Keys are prepared once, because most candidates share one.
 *
 * @example
 * hmacs().map(({ hash }) => hash); // => ["SHA-1", "SHA-256", "SHA-512"]
 */
export function hmacs(): readonly Mac[] {
  return HASHES.map(hmac);
}

/**
 * Finds out by trying what a method makes of a base string: an HMAC under both secrets, the key itself, or something that
 * only its own `verify` knows. So no method has to be known by its name.
 *
 * @example
 * const keys = { consumer: { secret: "cs" } };
 * (await macOf(hmacSha1, { base: "GET&a&b", keys, known: hmacs() })).hash; // => "SHA-1"
 */
export async function macOf(
  method: SignatureMethod<never>,
  { base, keys, known }: { base: BaseString; keys: VerifyingKeys; known: readonly Mac[] },
): Promise<Mac> {
  const key = verifyingKey(keys);
  const mac = known.find(({ hash }) => hash === method.hash);
  if (key !== undefined && mac?.hash !== undefined) {
    const expected = await searchingHmac(mac.hash, key)(base);
    if (await method.verify(base, signature(expected), keys)) return mac;
  }
  if (key !== undefined && (await method.verify(base, signature(key), keys))) return KEY_ITSELF;
  return {
    usesText: true,
    usesKey: false,
    matches: ({ text, signature: given }) =>
      method.verify(claimedBaseString(text), signature(given), keys),
  };
}

const KEY_ITSELF: Mac = {
  usesText: false,
  usesKey: true,
  matches: ({ key, signature: given }) => key === given,
};

function hmac(hash: HashName): Mac {
  const prepared = new Map<string, Hmac>();
  const length = 4 * Math.ceil(DIGEST_BYTES[hash] / 3);
  const keyed = (key: string): Hmac => {
    const known = prepared.get(key) ?? searchingHmac(hash, key);
    prepared.set(key, known);
    return known;
  };
  return {
    hash,
    usesText: true,
    usesKey: true,
    matches({ text, key, charset, signature: given }) {
      // A signature of any other length than that of the hash in base64 needs no computing.
      if (given.length !== length) return false;
      if (!isAscii(text) || !isAscii(key)) {
        return mapResult(keyedHash(hash, bytesOf(key, charset), text), (made) => made === given);
      }
      return mapResult(keyed(key)(text), (made) => made === given);
    },
  };
}

function bytesOf(text: string, charset: Key["charset"]): Uint8Array {
  if (charset === "utf-8") return new TextEncoder().encode(text);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}
