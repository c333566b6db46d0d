import { digest } from "#crypto";
import { BLOCK_BYTES } from "./crypto/hash-sizes.js";
import type { HashName } from "./crypto/platform.js";

/**
 * The HMAC of text or bytes under a key (RFC 2104), in base64. For keys that are bytes; the HMAC methods take text.
 *
 * @example
 * const key = new TextEncoder().encode("key");
 * await keyedHash("SHA-1", key, "The quick brown fox jumps over the lazy dog"); // => "3nybhbi3iqa8ino29wqQcBydtNk="
 */
export function keyedHash(
  hash: HashName,
  key: Uint8Array,
  content: string | Uint8Array,
): string | Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return after(keyBlock(hash, key), (block) =>
    after(digest(hash, joined(masked(block, 0x36), bytes)), (inner) =>
      digest(hash, joined(masked(block, 0x5c), base64Bytes(inner))),
    ),
  );
}

/**
 * The bytes that base64 stands for. Throws the platform's error for text that is none.
 *
 * @example
 * base64Bytes("AQID"); // => new Uint8Array([1, 2, 3])
 */
export function base64Bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/**
 * Whether text is base64 with its padding.
 *
 * @example
 * isBase64("AQI="); // => true
 * isBase64("AQI"); // => false
 */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

// A key that is longer than a block counts as its hash, and a shorter one is filled up with zeros.
function keyBlock(hash: HashName, key: Uint8Array): Uint8Array | Promise<Uint8Array> {
  const size = BLOCK_BYTES[hash];
  const short = key.length > size ? after(digest(hash, key), base64Bytes) : key;
  return after(short, (bytes) => joined(bytes, new Uint8Array(size - bytes.length)));
}

function masked(block: Uint8Array, mask: number): Uint8Array {
  return block.map((byte) => byte ^ mask);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

// What follows a result that may be on its way may be on its way itself.
function after<T, U>(result: T | Promise<T>, next: (value: T) => U | Promise<U>): U | Promise<U> {
  return result instanceof Promise ? result.then(next) : next(result);
}
