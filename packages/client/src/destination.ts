import type { SignatureMethod } from "@oauth1/core";
import { CallError, shownBody, shownHeaders } from "./errors.js";
import { withMissing } from "./query.js";

/** Where signed requests may go. */
export interface Destinations {
  readonly origins: ReadonlySet<string>;
  /** The provider's name, for people. */
  readonly name: string;
}

/**
 * Throws a TypeError for a URL outside of the provider's origins, and for a method that may only go over TLS.
 *
 * @example
 * const origins = new Set(["https://photos.example.net"]);
 * const method = { name: "HMAC-SHA1", usesNonce: true, sign: () => signature(""), verify: () => false };
 * checkDestination("https://photos.example.net/a", { origins, name: "Photos" }, method); // => undefined
 */
export function checkDestination(
  target: string,
  { origins, name }: Destinations,
  method: SignatureMethod<never>,
): void {
  const url = new URL(target);
  if (!origins.has(url.origin)) {
    throw new TypeError(
      `${url.origin} does not belong to ${name}, so no signed request is sent there: ` +
        "if it should be, add it to the client's option `origins`.",
    );
  }
  if (method.requiresTls === true && url.protocol !== "https:" && !isLoopback(url)) {
    throw new TypeError(
      `${method.name} hands both secrets to whoever reads the request, so it is not sent to ${url.origin}: use https.`,
    );
  }
}

/**
 * Where an answer redirects to; `unreadable` where nobody can tell, and `undefined` where it does not.
 *
 * @example
 * const answer = new Response(null, { status: 302, headers: { location: "/new" } });
 * redirectTarget("https://photos.example.net/old", answer, (url) => url); // => "https://photos.example.net/new"
 */
export function redirectTarget(
  url: string,
  response: Response,
  relocate: (url: string) => string,
): string | undefined {
  // Browsers hide where a redirect leads from whoever wants to follow it by hand.
  if (response.type === "opaqueredirect") return UNREADABLE;
  const location = response.headers.get("location");
  if (location === null || response.status < 300 || response.status > 399) return undefined;
  if (!URL.canParse(location, url)) return UNREADABLE;
  const { href, username, password } = new URL(location, url);
  // No request can be made to a URL with a name and a password.
  return username + password === "" ? relocate(href) : UNREADABLE;
}

/** Where a request is redirected to. */
export interface Redirection {
  readonly target: string;
  /** Parameters in the query that authenticate the request, and that `Location` need not repeat. */
  readonly keys: readonly unknown[];
  /** Blanks out the credentials in a text. */
  readonly hide: (text: string) => string;
}

/** The request that a redirect asks for. Rejects with a `CallError` where credentials or a body would go astray. */
export async function redirected(
  request: Request,
  response: Response,
  { target, keys, hide }: Redirection,
): Promise<Request> {
  const isRepeatable = request.method === "GET" || request.method === "HEAD";
  if (request.redirect === "follow" && isRepeatable && target !== UNREADABLE) {
    const { origin, searchParams } = new URL(request.url);
    if (new URL(target).origin === origin) {
      // What nobody reads would keep its connection.
      await response.body?.cancel().catch(() => undefined);
      const proof = [...searchParams].filter(([name]) => keys.includes(name));
      return new Request(withMissing(target, proof), request);
    }
  }
  throw new CallError(
    "redirect_refused",
    hide(
      `${request.method} ${placeOf(request.url)} redirects to ${placeOf(target)}; a signed request is sent again only without a body and on the same origin.`,
    ),
    {
      status: response.status,
      headers: shownHeaders(response.headers, hide),
      body: shownBody(await response.text().catch(() => ""), hide),
    },
  );
}

/**
 * A URL without its query, which may hold credentials.
 *
 * @example
 * placeOf("https://photos.example.net/a?oauth_token=b"); // => "https://photos.example.net/a"
 */
export function placeOf(url: string): string {
  return url.replace(/[?#].*/s, "");
}

const UNREADABLE = "an unreadable place";

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
