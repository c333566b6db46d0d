import type { Secret } from "@oauth1/core";
import { isRecord, isSecret } from "./kept.js";

/** What a box is locked with: random text of at least 32 characters, or at least 32 random bytes. */
export type SealingKey = string | Secret | Uint8Array;

/** Encrypts JSON values and takes them back, until their time is over. Of several keys the first seals, and each opens. */
export interface SealingBox {
  readonly seal: (
    value: unknown,
    options: { readonly lifetime?: number; readonly now?: () => number },
  ) => Promise<string>;
  /** `undefined` for whatever this box has not sealed, and for what is too old. */
  readonly open: (sealed: string, now?: () => number) => Promise<unknown>;
}

/**
 * A box of AES-256-GCM. Each text has a key of its own, which HKDF-SHA-256 derives from the secret, a random salt and the
 * purpose: what was sealed for one purpose does not open for another. Throws a TypeError for a key that is too short, and for
 * no key at all.
 *
 * @example
 * const box = sealingBox("a secret of at least 32 characters", "greetings");
 * const sealed = await box.seal({ hello: "world" }, { lifetime: 60, now: () => 0 });
 * await box.open(sealed, () => 59_999); // => { hello: "world" }
 * await box.open(sealed, () => 60_000); // => undefined
 */
export function sealingBox(key: SealingKey | readonly SealingKey[], purpose: string): SealingBox {
  const [first, ...older] = [key].flat();
  const secret = bytesOf(first);
  const secrets = [secret, ...older.map(bytesOf)];
  const info = new TextEncoder().encode(`@oauth1/client ${VERSION} ${purpose}`);
  return {
    async seal(value, { lifetime = 600, now = Date.now }) {
      const expires = now() + lifetime * 1000;
      if (!(lifetime > 0) || !Number.isFinite(expires)) {
        throw new TypeError("The lifetime of a login is a number of seconds, more than none.");
      }
      const salt = crypto.getRandomValues(new Uint8Array(SALT));
      const content = JSON.stringify({ expires, value });
      const encrypted = await crypto.subtle.encrypt(
        CIPHER,
        await derive(secret, { salt, info }),
        new TextEncoder().encode(content),
      );
      return `${VERSION}.${toBase64Url([...salt, ...new Uint8Array(encrypted)])}`;
    },
    async open(sealed, now = Date.now) {
      for (const one of secrets) {
        const content = await decrypt(one, info, sealed);
        if (isRecord(content)) return Number(content.expires) > now() ? content.value : undefined;
      }
      return undefined;
    },
  };
}

const VERSION = "1";
const SALT = 16;

// The derived key encrypts one text and no other, so its nonce need not change.
const CIPHER = { name: "AES-GCM", iv: /* @__PURE__ */ new Uint8Array(12) } as const;

type Bytes = Uint8Array<ArrayBuffer>;

function bytesOf(key: SealingKey | undefined): Bytes {
  const given = isSecret(key) ? key.expose() : key;
  // An environment may lack the variable, whatever the type says.
  const isKey = typeof given === "string" || given instanceof Uint8Array;
  if (isKey && given.length >= 32) {
    return typeof given === "string" ? new TextEncoder().encode(given) : new Uint8Array(given);
  }
  throw new TypeError(
    "The key that seals a login is missing or too short: make one of at least 32 random characters or bytes, such as with `openssl rand -base64 32`, and keep it with your secrets.",
  );
}

async function derive(
  secret: Bytes,
  { salt, info }: { readonly salt: Bytes; readonly info: Bytes },
): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const algorithm = { name: "HKDF", hash: "SHA-256", salt, info };
  const usages = ["encrypt", "decrypt"] as const;
  return crypto.subtle.deriveKey(algorithm, material, { name: "AES-GCM", length: 256 }, false, [
    ...usages,
  ]);
}

async function decrypt(secret: Bytes, info: Bytes, sealed: unknown): Promise<unknown> {
  if (typeof sealed !== "string" || !sealed.startsWith(`${VERSION}.`)) return undefined;
  try {
    const bytes = fromBase64Url(sealed.slice(VERSION.length + 1));
    const key = await derive(secret, { salt: bytes.slice(0, SALT), info });
    const content = await crypto.subtle.decrypt(CIPHER, key, bytes.slice(SALT));
    return JSON.parse(new TextDecoder().decode(content));
  } catch {
    return undefined;
  }
}

function toBase64Url(bytes: Iterable<number>): string {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// In one spelling: the last character has bits that mean nothing, and decoders do not agree about the rest.
function fromBase64Url(text: string): Bytes {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  if (toBase64Url(bytes) === text) return bytes;
  throw new TypeError("This is not how bytes are written here.");
}
