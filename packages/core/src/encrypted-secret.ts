import { knownKey, type AsymmetricKey, type KnownKey } from "./asymmetric-key.js";
import { content, elements, isRsaEncryption, pemBytes, spkiFromCertificate } from "./crypto/der.js";
import { base64Bytes, isBase64 } from "./keyed-hash.js";
import { bytesOfNumber, modularPower, numberOf } from "./modular.js";
import { expose, type Secret } from "./secret.js";

// RSAES-PKCS1-v1_5 (RFC 8017 section 7.2) on the numbers of a key, because WebCrypto does not have it, and Node.js refuses to
// decrypt with it on some versions of OpenSSL: the padding is a danger where somebody else chooses what is decrypted.

/**
 * Decrypts the secret of a token that a provider has encrypted for the app: base64 in, bytes out. It is for secrets of the
 * provider itself, and never for what others may send, because the time that it takes depends on key and text. Rejects with a
 * TypeError for a key that is no private RSA key, and for a secret that is not encrypted for it; neither holds any of both.
 *
 * @example
 * import { generateKeyPairSync } from "node:crypto";
 * const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
 * const encrypted = await encryptSecret(publicKey, Uint8Array.of(1, 2, 3));
 * await decryptSecret(privateKey, encrypted); // => Uint8Array.of(1, 2, 3)
 */
export async function decryptSecret(
  key: AsymmetricKey,
  secret: string | Secret,
): Promise<Uint8Array> {
  const { modulus, decrypting } = await numbersOf(key);
  if (decrypting === undefined) throw wrongKey("a private");
  const size = sizeOf(modulus);
  // A file ends with a line break, and openssl makes lines of 64 characters.
  const text = expose(secret).replace(/\s/g, "");
  const encrypted = isBase64(text) ? base64Bytes(text) : new Uint8Array();
  const number = numberOf(encrypted);
  if (encrypted.length !== size || number >= modulus) throw foreignSecret();
  const padded = bytesOfNumber(modularPower(number, decrypting, modulus), size);
  const end = padded.indexOf(0, 2);
  if (padded[0] !== 0 || padded[1] !== ENCRYPTION_BLOCK || end < 2 + PADDING) throw foreignSecret();
  return padded.slice(end + 1);
}

/**
 * Encrypts a token's secret for an app, as a provider does it: bytes in, base64 out. A private key is taken for its public
 * half. Rejects with a TypeError for what is no RSA key, and for a secret that is too long for it.
 *
 * @example
 * import { generateKeyPairSync } from "node:crypto";
 * const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
 * (await encryptSecret(publicKey, Uint8Array.of(1, 2, 3))).length; // => 344
 */
export async function encryptSecret(key: AsymmetricKey, secret: Uint8Array): Promise<string> {
  const { modulus, encrypting } = await numbersOf(key);
  if (encrypting === undefined) throw wrongKey("an");
  const size = sizeOf(modulus);
  const filled = size - secret.length - 3;
  if (filled < PADDING) throw new TypeError("This secret is too long for the key.");
  const padding = crypto.getRandomValues(new Uint8Array(filled)).map((byte) => byte || 1);
  const padded = Uint8Array.of(0, ENCRYPTION_BLOCK, ...padding, 0, ...secret);
  const encrypted = bytesOfNumber(modularPower(numberOf(padded), encrypting, modulus), size);
  return btoa(String.fromCharCode(...encrypted));
}

const ENCRYPTION_BLOCK = 2;
const PADDING = 8;

/** The numbers of an RSA key: what it has of both exponents. */
interface RsaNumbers {
  readonly modulus: bigint;
  readonly encrypting: bigint | undefined;
  readonly decrypting: bigint | undefined;
}

async function numbersOf(key: AsymmetricKey): Promise<RsaNumbers> {
  try {
    const known = anyKey(key);
    const numbers = known.kind === "pem" ? fromPem(known) : fromJwk(await jwkOf(known));
    if (numbers !== undefined) return numbers;
  } catch {
    // What the platform has to say may quote the key.
  }
  throw wrongKey("an");
}

function anyKey(key: AsymmetricKey): KnownKey {
  try {
    return knownKey(key, "private");
  } catch {
    return knownKey(key, "public");
  }
}

function fromPem({ label, pem }: Extract<KnownKey, { kind: "pem" }>): RsaNumbers | undefined {
  const der = pemBytes(pem);
  switch (label) {
    case "RSA PRIVATE KEY":
      return privateNumbers(der);
    case "PRIVATE KEY": {
      const [, algorithm, key] = elements(content(der));
      return key && isRsaEncryption(algorithm) ? privateNumbers(content(key)) : undefined;
    }
    case "RSA PUBLIC KEY":
      return publicNumbers(der);
    case "CERTIFICATE":
      return spkiNumbers(spkiFromCertificate(der));
    default:
      return spkiNumbers(der);
  }
}

function privateNumbers(der: Uint8Array): RsaNumbers | undefined {
  const [, modulus, encrypting, decrypting] = elements(content(der)).map(integer);
  return modulus === undefined ? undefined : { modulus, encrypting, decrypting };
}

function publicNumbers(der: Uint8Array): RsaNumbers | undefined {
  const [modulus, encrypting] = elements(content(der)).map(integer);
  return modulus === undefined ? undefined : { modulus, encrypting, decrypting: undefined };
}

function spkiNumbers(der: Uint8Array | undefined): RsaNumbers | undefined {
  const [algorithm, key] = der === undefined ? [] : elements(content(der));
  // A bit string says first how many bits of its end do not count.
  return key && isRsaEncryption(algorithm) ? publicNumbers(content(key).subarray(1)) : undefined;
}

function integer(element: Uint8Array): bigint {
  return numberOf(content(element));
}

async function jwkOf(known: Exclude<KnownKey, { kind: "pem" }>): Promise<unknown> {
  switch (known.kind) {
    case "jwk":
      return known.jwk;
    case "keyObject":
      return known.keyObject.export({ format: "jwk" });
    case "cryptoKey":
      return known.cryptoKey instanceof CryptoKey
        ? crypto.subtle.exportKey("jwk", known.cryptoKey)
        : undefined;
  }
}

function fromJwk(jwk: unknown): RsaNumbers | undefined {
  const { n, e, d }: JsonWebKey = typeof jwk === "object" ? { ...jwk } : {};
  const modulus = fromBase64Url(n);
  if (modulus === undefined) return undefined;
  return { modulus, encrypting: fromBase64Url(e), decrypting: fromBase64Url(d) };
}

function fromBase64Url(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  return numberOf(base64Bytes(text.replaceAll("-", "+").replaceAll("_", "/")));
}

function sizeOf(modulus: bigint): number {
  return Math.ceil(modulus.toString(16).length / 2);
}

function foreignSecret(): TypeError {
  return new TypeError(
    "This token's secret is not encrypted for this key: pass the secret as the provider shows it, and the private half of the encryption key that was registered.",
  );
}

function wrongKey(what: string): TypeError {
  return new TypeError(
    `A token's secret is encrypted for ${what} RSA key, and this is none that can be read: pass PEM, a JSON Web Key, a KeyObject or an extractable CryptoKey.`,
  );
}
