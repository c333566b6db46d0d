import {
  isOfAnotherAlgorithm,
  knownKey,
  readKey,
  unreadable,
  wrongKey,
  type AsymmetricKey,
  type KeyUse,
  type KnownKey,
} from "../asymmetric-key.js";
import {
  forAnyPadding,
  namesAnother,
  pemBytes,
  pkcs8FromPkcs1,
  spkiFromCertificate,
  spkiFromPkcs1,
} from "./der.js";
import { DIGEST_BYTES } from "./hash-sizes.js";
import { demandLength } from "./key-length.js";
import { keyMemo } from "./key-memo.js";
import type { HashName, Hmac, Platform, RsaScheme } from "./platform.js";

// Browsers, Workers and every other runtime: WebCrypto, which answers with promises.

export const hmac: Platform["hmac"] = (hash, key) => keyedHmac(hash, key, utf8);

export const searchingHmac: Platform["searchingHmac"] = (hash, key) =>
  keyedHmac(hash, key, passing);

function keyedHmac(hash: HashName, key: string, bytesOf: typeof utf8): Hmac {
  // WebCrypto refuses an empty key. HMAC fills every key up with zeros, so one zero is the same key.
  const bytes = utf8(key || "\0");
  const imported = crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash }, false, ["sign"]);
  return async (text) => base64(await crypto.subtle.sign("HMAC", await imported, bytesOf(text)));
}

export const digest: Platform["digest"] = async (hash, content) =>
  base64(
    await crypto.subtle.digest(
      hash,
      typeof content === "string" ? utf8(content) : Uint8Array.from(content),
    ),
  );

export const equal: Platform["equal"] = (a, b) => {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
};

export const randomNonce: Platform["randomNonce"] = () => {
  const random = crypto.getRandomValues(new Uint8Array(15));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

export const rsaSign: Platform["rsaSign"] = async (scheme, key, text) => {
  const imported = await importKey(scheme, key, "private");
  if (imported === undefined) throw wrongKey("private", misfit(scheme));
  demandLength(bitsOf(imported), scheme);
  return base64(await crypto.subtle.sign(operation(scheme), imported, utf8(text)));
};

export const rsaVerify: Platform["rsaVerify"] = async (scheme, key, { text, signature }) => {
  if (isOfAnotherAlgorithm(key) || isOfAnother(scheme, key)) return false;
  const imported = await importKey(scheme, key, "public");
  if (imported === undefined) return false;
  const bytes = Uint8Array.from(atob(signature), (character) => character.charCodeAt(0));
  // Some platforms reject what others answer with no, as for a modulus that is no number to them.
  return crypto.subtle.verify(operation(scheme), imported, bytes, utf8(text)).catch(() => false);
};

// What of a PEM can be read, and does not fit.
function misfit({ padding }: RsaScheme): string {
  const another = "one of another algorithm";
  return padding === "RSA-PSS"
    ? `${another}, or for RSA-PSS with another hash or a longer salt`
    : another;
}

function bitsOf(key: CryptoKey): number | undefined {
  const made: object = key.algorithm;
  const bits = "modulusLength" in made ? made.modulusLength : undefined;
  return typeof bits === "number" ? bits : undefined;
}

function operation({ padding, hash }: RsaScheme): { name: string; saltLength: number } {
  return { name: padding, saltLength: DIGEST_BYTES[hash] };
}

const imported = new Map<
  string,
  (key: AsymmetricKey, parse: () => Promise<Imported>) => Promise<Imported>
>();

/** Nothing for PEM of another algorithm, or for RSA-PSS with another hash or a longer salt: only parsing it can tell. */
type Imported = CryptoKey | undefined;

// WebCrypto ties a key to one use and one hash, so the same PEM may be imported more than once.
function importKey(scheme: RsaScheme, key: AsymmetricKey, use: KeyUse): Promise<Imported> {
  const name = `${scheme.padding} ${scheme.hash} ${use}`;
  const memo = imported.get(name) ?? keyMemo<Promise<Imported>>();
  imported.set(name, memo);
  return memo(key, () => parseKey(scheme, knownKey(key, use), use));
}

async function parseKey(scheme: RsaScheme, known: KnownKey, use: KeyUse): Promise<Imported> {
  switch (known.kind) {
    case "pem": {
      const der = readKey(use, known, () => ENVELOPES[known.label]?.(pemBytes(known.pem)));
      const format = use === "private" ? "pkcs8" : "spki";
      const envelope = scheme.padding === "RSA-PSS" ? forAnyPadding(der, scheme.hash) : der;
      if (envelope === undefined) return undefined;
      return crypto.subtle
        .importKey(format, envelope, algorithm(scheme), false, usages(use))
        .catch(() => (namesAnother(envelope) ? undefined : refuse(use, known)));
    }
    case "jwk":
      return importJwk(scheme, known.jwk, { use, known });
    case "keyObject": {
      const jwk = readKey(use, known, () => known.keyObject.export({ format: "jwk" }));
      return importJwk(scheme, jwk, { use, known });
    }
    case "cryptoKey":
      return fittingKey(scheme, known.cryptoKey, { use, known });
  }
}

const ENVELOPES: Readonly<
  Record<string, (der: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | undefined>
> = {
  "PRIVATE KEY": (der) => der,
  "RSA PRIVATE KEY": pkcs8FromPkcs1,
  "PUBLIC KEY": (der) => der,
  "RSA PUBLIC KEY": spkiFromPkcs1,
  CERTIFICATE: spkiFromCertificate,
};

/** A key as it was given, and for what. */
interface Given {
  readonly use: KeyUse;
  readonly known: KnownKey;
}

async function fittingKey(scheme: RsaScheme, key: unknown, given: Given): Promise<CryptoKey> {
  const { use } = given;
  if (!(key instanceof CryptoKey)) throw wrongKey(use, "a CryptoKey of another runtime");
  const { name } = key.algorithm;
  // The public half of a key that was generated to sign has no use of its own.
  const isUsable = key.type === use && usages(use).every((usage) => key.usages.includes(usage));
  if (isUsable && isMadeFor(scheme, key)) return key;
  if (!key.extractable) {
    throw wrongKey(use, `a CryptoKey for ${name} with another hash or use, and not extractable`);
  }
  return importJwk(scheme, await crypto.subtle.exportKey("jwk", key), given);
}

// It is the peer who names the method: a key that stays with another one verifies nothing, and is no reason to throw.
function isOfAnother(scheme: RsaScheme, key: unknown): boolean {
  if (isForPssAlone(key)) return scheme.padding !== "RSA-PSS";
  if (!(key instanceof CryptoKey) || key.extractable || key.type !== "public") return false;
  return /^RSA(?:SSA-PKCS1-v1_5|-PSS)$/.test(key.algorithm.name) && !isMadeFor(scheme, key);
}

// A KeyObject, which WebCrypto cannot read: nothing has to be read of it to know which methods it is not for.
function isForPssAlone(key: unknown): boolean {
  if (typeof key !== "object" || key === null || !("asymmetricKeyType" in key)) return false;
  return key.asymmetricKeyType === "rsa-pss";
}

function isMadeFor({ padding, hash: needed }: RsaScheme, { algorithm: made }: CryptoKey): boolean {
  const { name, hash } = { hash: undefined, ...made };
  return name === padding && hashName(hash) === needed;
}

function hashName(hash: unknown): unknown {
  return typeof hash === "object" && hash !== null && "name" in hash ? hash.name : undefined;
}

function importJwk(scheme: RsaScheme, jwk: unknown, { use, known }: Given): Promise<CryptoKey> {
  const { kty, n, e, ...secret }: JsonWebKey = typeof jwk === "object" ? { ...jwk } : {};
  const { d, p, q, dp, dq, qi } = secret;
  // What the key was meant for (alg, use, key_ops) would stop it from being used here.
  const plain = use === "private" ? { kty, n, e, d, p, q, dp, dq, qi } : { kty, n, e };
  const parts = Object.fromEntries(
    Object.entries(plain).filter(([, value]) => value !== undefined),
  );
  return crypto.subtle
    .importKey("jwk", parts, algorithm(scheme), false, usages(use))
    .catch(() => refuse(use, known));
}

function refuse(use: KeyUse, known: KnownKey): never {
  throw unreadable(use, known);
}

function algorithm({ padding, hash }: RsaScheme): { name: string; hash: string } {
  return { name: padding, hash };
}

function usages(use: KeyUse): ("sign" | "verify")[] {
  return [use === "private" ? "sign" : "verify"];
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

// WebCrypto copies what it is given before it answers, so one array serves all texts: in a browser a new one for each costs
// more than the HMAC.
const encoder: TextEncoder = /* @__PURE__ */ new TextEncoder();
const passed: Uint8Array<ArrayBuffer> = /* @__PURE__ */ new Uint8Array(16_384);

function passing(text: string): Uint8Array<ArrayBuffer> {
  const { read, written } = encoder.encodeInto(text, passed);
  return read === text.length ? passed.subarray(0, written) : utf8(text);
}

function base64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
