import {
  constants,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hash as hashOnce,
  KeyObject,
  randomFillSync,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";
import {
  isOfAnotherAlgorithm,
  knownKey,
  readKey,
  wrongKey,
  type AsymmetricKey,
  type KeyUse,
} from "../asymmetric-key.js";
import { BLOCK_BYTES, DIGEST_BYTES } from "./hash-sizes.js";
import { demandLength } from "./key-length.js";
import { keyMemo } from "./key-memo.js";
import type { HashName, Hmac, Platform, RsaScheme } from "./platform.js";

// Node.js, Bun and Deno: synchronous, so a signature costs microseconds.

// Preparing a key pays from the second text on.
export const hmac: Platform["hmac"] = (hash, key) => {
  let compute: Hmac = (text) => {
    compute = preparedHmac(hash, key);
    return createHmac(NODE_NAMES[hash], key).update(text).digest("base64");
  };
  return (text) => compute(text);
};

export const searchingHmac: Platform["searchingHmac"] = hmac;

// Two one-shot hashes over pads that are prepared once (RFC 2104) take half the time of an Hmac object. Key and text are
// ASCII, so writing them as Latin-1 copies their bytes.
function preparedHmac(hash: HashName, key: string): Hmac {
  const block = BLOCK_BYTES[hash];
  const name = NODE_NAMES[hash];
  const short = key.length > block ? hashOnce(name, key, "binary") : key;
  const inner = pad(short, block, 0x36);
  const outer = Buffer.concat([pad(short, block, 0x5c), Buffer.alloc(DIGEST_BYTES[hash])]);
  return (text) => {
    outer.write(hashOnce(name, joined(inner, text), "binary"), block, "latin1");
    return hashOnce(name, outer, "base64");
  };
}

// Nearly every text fits, and a buffer that is used again is never garbage. Texts of one call are as long as each other, and
// what was hashed last under the same key has left its pad there.
const scratch = Buffer.alloc(16_384);
let used = scratch;
let padded: Buffer | undefined;

function joined(inner: Buffer, text: string): Buffer {
  const length = inner.length + text.length;
  if (length > scratch.length) return Buffer.concat([inner, Buffer.from(text, "latin1")]);
  if (used.length !== length) used = scratch.subarray(0, length);
  if (padded !== inner) inner.copy(used);
  padded = inner;
  used.write(text, inner.length, "latin1");
  return used;
}

export const digest: Platform["digest"] = (hash, content) =>
  hashOnce(NODE_NAMES[hash], content, "base64");

// Most signatures are as long as the last one, and then there is nothing to allocate.
let left = Buffer.alloc(0);
let right = left;

export const equal: Platform["equal"] = (expected, given) => {
  const { length } = expected;
  if (given.length !== length) return false;
  if (left.length !== length) [left, right] = [Buffer.alloc(length), Buffer.alloc(length)];
  left.write(expected, "latin1");
  // Other characters than ASCII are written as bytes that are none of it, or find no room.
  return right.write(given) === length && timingSafeEqual(left, right);
};

// A call of the generator costs more than a signature, so it fills a pool. No part of it is handed out twice.
const NONCE_BYTES = 15;
const POOLED = 256;
let pool = "";
let spent = 0;

export const randomNonce: Platform["randomNonce"] = () => {
  if (spent === pool.length) {
    pool = randomFillSync(Buffer.alloc(NONCE_BYTES * POOLED)).toString("hex");
    spent = 0;
  }
  const from = spent;
  spent += 2 * NONCE_BYTES;
  return pool.slice(from, spent);
};

export const rsaSign: Platform["rsaSign"] = (scheme, key, text) => {
  const object = importKey(key, "private");
  if (!fits(object, scheme))
    throw wrongKey("private", "one for RSA-PSS with another hash, with a longer salt, or alone");
  demandLength(object.asymmetricKeyDetails?.modulusLength, scheme);
  return sign(NODE_NAMES[scheme.hash], Buffer.from(text), {
    key: object,
    ...PADDINGS[scheme.padding],
  }).toString("base64");
};

export const rsaVerify: Platform["rsaVerify"] = (scheme, key, { text, signature }) => {
  // It is the peer who names the method: a key that is for another one verifies nothing, and is no reason to throw.
  if (isOfAnotherAlgorithm(key)) return false;
  const object = importKey(key, "public");
  if (!fits(object, scheme)) return false;
  return verify(
    NODE_NAMES[scheme.hash],
    Buffer.from(text),
    { key: object, ...PADDINGS[scheme.padding] },
    Buffer.from(signature, "base64"),
  );
};

const NODE_NAMES: Readonly<Record<HashName, string>> = {
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-512": "sha512",
};

const PADDINGS: Readonly<
  Record<RsaScheme["padding"], { readonly padding: number; readonly saltLength?: number }>
> = {
  "RSASSA-PKCS1-v1_5": { padding: constants.RSA_PKCS1_PADDING },
  "RSA-PSS": {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  },
};

function pad(key: string, block: number, byte: number): Buffer {
  const padded = Buffer.alloc(block, byte);
  for (let at = 0; at < key.length; at += 1) padded[at] = key.charCodeAt(at) ^ byte;
  return padded;
}

// A key that was made for PSS alone may name the hashes of text and mask that it is for, and the least salt. Both hashes are the
// same here, and the salt is as long as the hash.
function fits(key: KeyObject, { padding, hash }: RsaScheme): boolean {
  if (!isRsa(key)) return false;
  if (key.asymmetricKeyType !== "rsa-pss") return true;
  const name = NODE_NAMES[hash];
  const {
    hashAlgorithm = name,
    mgf1HashAlgorithm = name,
    saltLength = 0,
  } = key.asymmetricKeyDetails ?? {};
  const isForBoth = hashAlgorithm === name && mgf1HashAlgorithm === name;
  return padding === "RSA-PSS" && isForBoth && saltLength <= DIGEST_BYTES[hash];
}

const imported = { private: keyMemo<KeyObject>(), public: keyMemo<KeyObject>() };

// Parsing a PEM takes longer than verifying with it.
function importKey(key: AsymmetricKey, use: KeyUse): KeyObject {
  return imported[use](key, () => parseKey(key, use));
}

function parseKey(key: AsymmetricKey, use: KeyUse): KeyObject {
  const known = knownKey(key, use);
  const create = use === "private" ? createPrivateKey : createPublicKey;
  const object = readKey(use, known, () => {
    switch (known.kind) {
      case "pem":
        return create(known.pem);
      case "jwk":
        return create({ key: { ...known.jwk }, format: "jwk" });
      case "keyObject":
        return known.keyObject instanceof KeyObject ? known.keyObject : undefined;
      case "cryptoKey":
        return known.cryptoKey instanceof CryptoKey ? KeyObject.from(known.cryptoKey) : undefined;
    }
  });
  if (use === "private" && !isRsa(object)) {
    throw wrongKey(use, `a key of type ${object.asymmetricKeyType}`);
  }
  return object;
}

function isRsa({ asymmetricKeyType }: KeyObject): boolean {
  return asymmetricKeyType?.startsWith("rsa") === true;
}
