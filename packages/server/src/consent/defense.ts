import { expose, headerValues, receivedTarget, type RequestParts, type Secret } from "@oauth1/core";
import { randomHex } from "../random.js";

/** Makes and recognizes what a form has to carry to be taken for its session's. */
export interface FormTokens {
  readonly make: (bound: readonly string[]) => Promise<string>;
  /** Compares in constant time. Total: any text is a possible token. */
  readonly matches: (bound: readonly string[], token: string) => Promise<boolean>;
}

/**
 * Form tokens: HMAC-SHA256 over what they are bound to, so that nothing has to be kept. Without a key they are this
 * process's alone. Throws a TypeError for a key that can be guessed.
 *
 * @example
 * const tokens = formTokens("a secret that several processes share");
 * const token = await tokens.make(["session", "request"]);
 * await tokens.matches(["session", "request"], token); // => true
 * await tokens.matches(["another session", "request"], token); // => false
 */
export function formTokens(given?: string | Secret | Uint8Array): FormTokens {
  const bytes = given instanceof Uint8Array ? new Uint8Array(given) : utf8(expose(given ?? ""));
  if (given !== undefined && bytes.length < 16) {
    throw new TypeError(
      "key is under 16 bytes: make one with `openssl rand -base64 32`, the same for all processes.",
    );
  }
  // Made when first needed: some runtimes have neither randomness nor promises while a module loads.
  let imported: Promise<CryptoKey> | undefined;
  const key = (): Promise<CryptoKey> =>
    (imported ??= hmacKey(given === undefined ? utf8(randomHex(32)) : bytes));
  return {
    async make(bound) {
      const mac = await crypto.subtle.sign("HMAC", await key(), message(bound));
      return btoa(String.fromCharCode(...new Uint8Array(mac)));
    },
    async matches(bound, token) {
      if (!/^[A-Za-z0-9+/]{43}=$/.test(token)) return false;
      const mac = Uint8Array.from(atob(token), (character) => character.charCodeAt(0));
      return crypto.subtle.verify("HMAC", await key(), mac, message(bound));
    },
  };
}

/** What the page can be asked by. */
export const METHODS: readonly string[] = ["GET", "HEAD", "POST"];

/**
 * Whether a browser says that another site has posted this form. It says nothing about the session: that is what form
 * tokens are for.
 *
 * @example
 * const origins = ["https://photos.example.net"];
 * isForeign({ headers: { origin: "https://evil.example" } }, origins); // => true
 * isForeign({ headers: { origin: "null", "sec-fetch-site": "same-origin" } }, origins); // => false
 */
export function isForeign(
  { headers }: Pick<RequestParts, "headers">,
  origins: readonly string[],
): boolean {
  const sites = headerValues(headers, "sec-fetch-site");
  if (sites.some((site) => site !== "same-origin" && site !== "none")) return true;
  // Under `no-referrer` a browser calls the page's own origin null, so null tells nothing.
  const named = headerValues(headers, "origin").filter((origin) => origin !== "null");
  return named.some((origin) => {
    const target = receivedTarget(origin);
    return target === undefined || !origins.includes(`${target.scheme}://${target.host}`);
  });
}

/**
 * A path of this site, with its query, that is safe to redirect to; `undefined` for anything else. Check `continue` with
 * it where your login sends the browser on: what leads elsewhere, by whatever spelling, is no path of this site.
 *
 * @example
 * localPath("/oauth/authorize?oauth_token=t"); // => "/oauth/authorize?oauth_token=t"
 * localPath("//evil.example/"); // => undefined
 * localPath("/\\evil.example/"); // => undefined
 * localPath("https://evil.example/"); // => undefined
 */
export function localPath(value: string | null | undefined): string | undefined {
  // Printable ASCII without the backslash: browsers drop tabs and line ends, and turn backslashes into slashes.
  if (value === null || value === undefined || !/^\/(?!\/)[!-[\]-~]*$/.test(value))
    return undefined;
  // What is left of `/.//evil.example` would lead elsewhere if somebody resolved it and sent the path alone.
  return new URL(value, "http://localhost").pathname.startsWith("//") ? undefined : value;
}

/**
 * The headers of every answer: nobody frames it, keeps it, or learns its address, and it loads nothing from anywhere.
 * A page with a nonce has one style of its own, and `ownAssets` lets in pictures, fonts and styles of this site.
 *
 * @example
 * const headers = defenseHeaders({ nonce: "n" });
 * headers["content-security-policy"]; // => "default-src 'none'; style-src 'nonce-n'; base-uri 'none'; frame-ancestors 'none'"
 */
export function defenseHeaders({
  nonce,
  ownAssets = false,
}: { readonly nonce?: string; readonly ownAssets?: boolean } = {}): Record<string, string> {
  const styles = [...(ownAssets ? ["'self'"] : []), ...(nonce ? [`'nonce-${nonce}'`] : [])];
  // There is no `form-action`: browsers hold against it not only the callback but every redirect behind it, and where
  // a consumer's callback leads on to, such as its app's own scheme, nobody here can know.
  const policy = [
    "default-src 'none'",
    ...(styles.length > 0 ? [`style-src ${styles.join(" ")}`] : []),
    ...(ownAssets ? ["img-src 'self' data:", "font-src 'self'"] : []),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "cache-control": "no-store",
    "content-security-policy": policy.join("; "),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
}

function hmacKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign", "verify"]);
}

// JSON keeps the pieces apart: ["a", "bc"] is not ["ab", "c"].
function message(bound: readonly string[]): Uint8Array<ArrayBuffer> {
  return utf8(JSON.stringify(bound));
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}
