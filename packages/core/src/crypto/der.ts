import { DIGEST_BYTES } from "./hash-sizes.js";
import type { HashName } from "./platform.js";

// WebCrypto reads keys in two envelopes only, PKCS #8 and SPKI (RFC 5958, RFC 5280). These put the older forms into them.

/**
 * The bytes of a PEM block (RFC 7468), whose line breaks may be written as `\n`, as variables of the environment often have them.
 *
 * @example
 * pemBytes("-----BEGIN X-----\nAQID\n-----END X-----"); // => new Uint8Array([1, 2, 3])
 */
export function pemBytes(pem: string): Uint8Array<ArrayBuffer> {
  const base64 = pem.replace(/-----[^-]*-----/g, "").replace(/\s|\\[nr]/g, "");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** A PKCS #1 private key in a PKCS #8 envelope. */
export function pkcs8FromPkcs1(key: Uint8Array): Uint8Array<ArrayBuffer> {
  return wrap(SEQUENCE, [VERSION_0, RSA_ALGORITHM, wrap(OCTET_STRING, [key])]);
}

/** A PKCS #1 public key in an SPKI envelope. */
export function spkiFromPkcs1(key: Uint8Array): Uint8Array<ArrayBuffer> {
  return wrap(SEQUENCE, [RSA_ALGORITHM, wrap(BIT_STRING, [NO_UNUSED_BITS, key])]);
}

/** The public key of an X.509 certificate; `undefined` when the bytes are none. */
export function spkiFromCertificate(certificate: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const [body] = elements(content(certificate));
  if (body === undefined) return undefined;
  const fields = elements(content(body));
  // The version is there from version 2 on, and the key is the sixth field behind it.
  const key = fields[fields[0]?.[0] === EXPLICIT_0 ? 6 : 5];
  return key === undefined ? undefined : Uint8Array.from(key);
}

/** Whether a PKCS #8 or SPKI envelope names another algorithm than RSA for any padding; what names none is damaged. */
export function namesAnother(envelope: Uint8Array): boolean {
  // The version of PKCS #8 stands before it, and behind it the key, which is no sequence in either.
  const algorithm = elements(content(envelope)).find(([tag]) => tag === SEQUENCE);
  const [identifier] = algorithm === undefined ? [] : elements(content(algorithm));
  if (identifier?.[0] !== OBJECT_IDENTIFIER) return false;
  return !isNamed(content(identifier), RSA_ENCRYPTION);
}

/**
 * The envelope of a key for RSA-PSS alone (RFC 4055 section 3.1) as that of a key for any padding, which is the one that
 * WebCrypto reads; `undefined` where the key names another hash than this one, or a salt that is longer. Any other as it is.
 */
export function forAnyPadding(
  envelope: Uint8Array<ArrayBuffer>,
  hash: HashName,
): Uint8Array<ArrayBuffer> | undefined {
  const parts = elements(content(envelope));
  const alone = parts.find(isPssAlone);
  if (alone === undefined) return envelope;
  const [, parameters] = elements(content(alone));
  if (parameters !== undefined && !allows(parameters, hash)) return undefined;
  return wrap(
    SEQUENCE,
    parts.map((part) => (part === alone ? RSA_ALGORITHM : part)),
  );
}

/** Whether the algorithm that a PKCS #8 or SPKI envelope names is RSA, and not RSA-PSS alone. */
export function isRsaEncryption(algorithm: Uint8Array = NONE): boolean {
  const [identifier] = elements(content(algorithm));
  return identifier !== undefined && isNamed(content(identifier), RSA_ENCRYPTION);
}

const SEQUENCE = 0x30;
const OBJECT_IDENTIFIER = 0x06;
const OCTET_STRING = 0x04;
const BIT_STRING = 0x03;
const EXPLICIT_0 = 0xa0;
const EXPLICIT_1 = 0xa1;
const EXPLICIT_2 = 0xa2;
const VERSION_0 = /* @__PURE__ */ Uint8Array.of(2, 1, 0);
const NO_UNUSED_BITS = /* @__PURE__ */ Uint8Array.of(0);

// SEQUENCE { OBJECT IDENTIFIER 1.2.840.113549.1.1.1 (rsaEncryption), NULL }
const RSA_ALGORITHM = /* @__PURE__ */ Uint8Array.of(
  48,
  13,
  6,
  9,
  42,
  134,
  72,
  134,
  247,
  13,
  1,
  1,
  1,
  5,
  0,
);

// The algorithm of a key for any padding, 1.2.840.113549.1.1.1, and that of one for RSA-PSS alone. Spread, a bundle would
// keep them.
const RSA_ENCRYPTION: readonly number[] = [42, 134, 72, 134, 247, 13, 1, 1, 1];
const RSA_PSS: readonly number[] = [42, 134, 72, 134, 247, 13, 1, 1, 10];

const HASH_IDENTIFIERS: Readonly<Record<HashName, readonly number[]>> = {
  "SHA-1": [43, 14, 3, 2, 26],
  "SHA-256": [96, 134, 72, 1, 101, 3, 4, 2, 1],
  "SHA-512": [96, 134, 72, 1, 101, 3, 4, 2, 3],
};

function isPssAlone(part: Uint8Array): boolean {
  if (part[0] !== SEQUENCE) return false;
  const [identifier] = elements(content(part));
  return identifier !== undefined && isNamed(content(identifier), RSA_PSS);
}

// The hash, the function that makes the mask, which has a hash of its own, and the least salt (RFC 4055 section 3.1). What is
// not there is SHA-1 and 20 bytes.
function allows(parameters: Uint8Array, hash: HashName): boolean {
  const named = elements(content(parameters));
  const valueOf = (tag: number): Uint8Array =>
    content(named.find(([first]) => first === tag) ?? NONE);
  const [, hashOfMask] = elements(content(valueOf(EXPLICIT_1)));
  const salt = content(valueOf(EXPLICIT_2)).reduce((sum, byte) => sum * 256 + byte, 0);
  const isHash = (algorithm: Uint8Array = NONE): boolean => {
    const [identifier] = elements(content(algorithm));
    return identifier === undefined
      ? hash === "SHA-1"
      : isNamed(content(identifier), HASH_IDENTIFIERS[hash]);
  };
  return isHash(valueOf(EXPLICIT_0)) && isHash(hashOfMask) && salt <= DIGEST_BYTES[hash];
}

const NONE = /* @__PURE__ */ new Uint8Array();

function isNamed(identifier: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, at) => identifier[at] === byte);
}

function wrap(tag: number, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const length = lengthBytes(size);
  const bytes = new Uint8Array(1 + length.length + size);
  bytes.set([tag, ...length]);
  let at = 1 + length.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function lengthBytes(size: number): readonly number[] {
  if (size < 0x80) return [size];
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

/** Where an element's content begins and ends. */
function extent(bytes: Uint8Array): { readonly start: number; readonly end: number } {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return { start: 2, end: 2 + first };
  const start = 2 + (first & 0x7f);
  const size = bytes.subarray(2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  return { start, end: start + size };
}

/** What is in an element. */
export function content(bytes: Uint8Array): Uint8Array {
  const { start, end } = extent(bytes);
  return bytes.subarray(start, end);
}

/** The elements that stand one after the other, each with its head. */
export function elements(bytes: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let rest = bytes; rest.length > 1;) {
    const { end } = extent(rest);
    found.push(rest.subarray(0, end));
    rest = rest.subarray(end);
  }
  return found;
}
