import type { Platform } from "./platform.js";

/** Browsers, Workers and every other runtime: WebCrypto, which answers with promises. */
export const platform: Platform = {
  async hmac(hash, key, text) {
    const algorithm = { name: "HMAC", hash };
    const imported = await crypto.subtle.importKey("raw", utf8(key), algorithm, false, ["sign"]);
    return base64(await crypto.subtle.sign("HMAC", imported, utf8(text)));
  },
  digest: async (hash, text) => base64(await crypto.subtle.digest(hash, utf8(text))),
  equal(a, b) {
    let difference = a.length ^ b.length;
    for (let at = 0; at < a.length; at += 1) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
    return difference === 0;
  },
  randomHex(bytes) {
    const random = crypto.getRandomValues(new Uint8Array(bytes));
    return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
  },
};

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function base64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
