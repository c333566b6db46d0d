import { setting } from "./settings.ts";
import type { Account } from "./provider.ts";

// Who is signed in stands in a cookie of the browser, encrypted with SESSION_SECRET: there is nothing to store.
const DAYS = 30;

/** The account of whoever is signed in; undefined where nobody is. */
export async function readSession(request: Request): Promise<Account | undefined> {
  const cookies = (request.headers.get("cookie") ?? "").split(/;\s*/);
  const start = `${cookieName()}=`;
  const sealed = cookies.find((cookie) => cookie.startsWith(start));
  if (sealed === undefined) return undefined;
  try {
    const [iv = "", text = ""] = sealed.slice(start.length).split(".");
    const opened = await crypto.subtle.decrypt(cipher(bytes(iv)), await key(), bytes(text));
    const { account, expires } = JSON.parse(new TextDecoder().decode(opened));
    return expires > Date.now() ? account : undefined;
  } catch {
    return undefined; // Somebody has changed it, or SESSION_SECRET is another one now.
  }
}

/** The answer that signs a user in, and sends them on. */
export async function signIn(account: Account, location = "/"): Promise<Response> {
  const expires = Date.now() + DAYS * 24 * 60 * 60 * 1000;
  const text = new TextEncoder().encode(JSON.stringify({ account, expires }));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(cipher(iv), await key(), text);
  return withCookie(`${base64(iv)}.${base64(new Uint8Array(sealed))}`, location);
}

/** The answer that signs a user out. */
export function signOut(): Response {
  return withCookie("", "/");
}

function withCookie(value: string, location: string): Response {
  const age = value === "" ? 0 : DAYS * 24 * 60 * 60;
  const cookie = `${cookieName()}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${isSecure() ? "; Secure" : ""}`;
  return new Response(null, { status: 303, headers: { location, "set-cookie": cookie } });
}

// With this prefix, no neighboring subdomain can plant a session of its own. Browsers take it over https only.
function cookieName(): string {
  return isSecure() ? "__Host-session" : "session";
}

function isSecure(): boolean {
  return setting("APP_URL").startsWith("https:");
}

const cipher = (iv: Uint8Array<ArrayBuffer>) => ({ name: "AES-GCM", iv });

async function key(): Promise<CryptoKey> {
  const secret = new TextEncoder().encode(`session ${setting("SESSION_SECRET")}`);
  const digest = await crypto.subtle.digest("SHA-256", secret);
  return crypto.subtle.importKey("raw", digest, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function base64(value: Uint8Array): string {
  return btoa(String.fromCharCode(...value));
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
