import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { HashName, Platform } from "./platform.js";

/** Node.js, Bun and Deno: synchronous, so a signature costs microseconds. */
export const platform: Platform = {
  hmac: (hash, key, text) => createHmac(NODE_NAMES[hash], key).update(text).digest("base64"),
  digest: (hash, text) => createHash(NODE_NAMES[hash]).update(text).digest("base64"),
  equal(a, b) {
    const left = Buffer.from(a);
    const right = Buffer.from(b);
    return left.length === right.length && timingSafeEqual(left, right);
  },
  randomHex: (bytes) => randomBytes(bytes).toString("hex"),
};

const NODE_NAMES: Readonly<Record<HashName, string>> = { "SHA-1": "sha1", "SHA-256": "sha256" };
