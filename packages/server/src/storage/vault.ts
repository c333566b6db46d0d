import { expose, hashText, secret, type Secret } from "@oauth1/core";

/** One key, or several: the first one seals, and each opens what it has sealed. 32 bytes in base64 each. */
export type StorageKey = string | readonly string[];

/**
 * Encrypts secrets at rest: AES-256-GCM of WebCrypto. What is sealed for one place, such as `consumer k1`, does not
 * open for another, so that a ciphertext cannot be moved to another row.
 */
export interface Vault {
  readonly seal: (place: string, value: Secret) => Promise<string>;
  /** Rejects with a TypeError for a damaged or another place's secret, and for one whose key is not among the given ones. */
  readonly open: (place: string, sealed: string) => Promise<Secret>;
  /** Opens what is nobody's secret, for the time that it takes. */
  readonly openNothing: () => Promise<undefined>;
}

/**
 * Throws a TypeError, with the command that makes a key, for what is no key.
 *
 * @example
 * import { expose, secret } from "@oauth1/core";
 * const vault = createVault("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
 * const sealed = await vault.seal("consumer k1", secret("kd94hf93k423kf44"));
 * expose(await vault.open("consumer k1", sealed)); // => "kd94hf93k423kf44"
 * await vault.open("consumer k2", sealed).catch((error) => error.message);
 * // => "The secret of consumer k2 does not open: it was changed, or belongs to something else."
 */
export function createVault(key: StorageKey): Vault {
  const ring = (typeof key === "object" ? key : [key]).map((one) => memoized(keyBytes(one)));
  const [sealing] = ring;
  if (sealing === undefined) throw new TypeError(`A store needs a key for its secrets. ${HOW}`);
  const seal: Vault["seal"] = async (place, value) => {
    const { id, key: cryptoKey } = await sealing();
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const bytes = new TextEncoder().encode(expose(value));
    const boxed = await crypto.subtle.encrypt(cipher(iv, place), cryptoKey, bytes);
    return `${id}.${base64(iv)}${base64(new Uint8Array(boxed))}`;
  };
  const open: Vault["open"] = async (place, sealed) => {
    const [id, body = ""] = sealed.split(".");
    const keys = await Promise.all(ring.map((one) => one()));
    const cryptoKey = keys.find((one) => one.id === id)?.key;
    if (cryptoKey === undefined) {
      throw new TypeError(
        `The secret of ${place} was sealed with a key that this store was not given: add it to the list.`,
      );
    }
    const bytes = await decrypted(cryptoKey, place, body).catch(() => unreadable(place));
    return secret(decoder.decode(bytes));
  };
  let nothing: Promise<string> | undefined;
  const openNothing = async (): Promise<undefined> => {
    nothing ??= seal(NOTHING, secret(NOBODYS));
    await open(NOTHING, await nothing);
    return undefined;
  };
  return { seal, open, openNothing };
}

const NOTHING = "nothing";

// As long as those that are handed out.
const NOBODYS = "0".repeat(64);

// By default a decoder takes a first U+FEFF away, and the secret would be another one.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const HOW =
  "Make one with `openssl rand -base64 32`, and keep it where the database's backups are not.";

// A multiple of three bytes needs no padding, so what follows in base64 begins at a known character.
const IV_BYTES = 12;
const IV_CHARACTERS = 16;

interface NamedKey {
  /** Tells which key has sealed something, and nothing else about it. */
  readonly id: string;
  readonly key: CryptoKey;
}

function keyBytes(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) {
    throw new TypeError(`A store's key is 32 random bytes in base64, and this one is not. ${HOW}`);
  }
  return fromBase64(text);
}

function memoized(bytes: Uint8Array<ArrayBuffer>): () => Promise<NamedKey> {
  let named: Promise<NamedKey> | undefined;
  return () => (named ??= importKey(bytes));
}

async function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<NamedKey> {
  const hash = await hashText("SHA-256", `oauth1 key id ${base64(bytes)}`);
  const usages: KeyUsage[] = ["encrypt", "decrypt"];
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, usages);
  return { id: hash.slice(0, 8), key };
}

async function decrypted(key: CryptoKey, place: string, body: string): Promise<ArrayBuffer> {
  const iv = fromBase64(body.slice(0, IV_CHARACTERS));
  return crypto.subtle.decrypt(cipher(iv, place), key, fromBase64(body.slice(IV_CHARACTERS)));
}

function cipher(iv: Uint8Array<ArrayBuffer>, place: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place) };
}

function unreadable(place: string): never {
  throw new TypeError(
    `The secret of ${place} does not open: it was changed, or belongs to something else.`,
  );
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
