import type { SignatureMethod } from "@oauth1/core";
import { briefText } from "./brief.js";
import { demandTime, discard, type Way } from "./dispatch.js";
import { CallError } from "./errors.js";
import { urlInHeader, withoutQuery, withMissing } from "./query.js";

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
      `${url.origin} does not belong to ${name}, or is not in \`originMap\`, so no signed request is sent there: ` +
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
  const location = urlInHeader(response.headers.get("location"));
  if (location === undefined || !/30[12378]/.test(String(response.status))) return undefined;
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
  readonly way: Way;
}

/** The request that a redirect asks for. Rejects with a `CallError` where credentials or a body would go astray. */
export async function redirected(
  request: Request,
  response: Response,
  { target, keys, way }: Redirection,
): Promise<Request> {
  const { origin, searchParams } = new URL(request.url);
  const isNear = target.startsWith(`${origin}/`);
  if (isNear && request.redirect === "follow" && /^(?:GET|HEAD)$/.test(request.method)) {
    await discard(response);
    const proof = [...searchParams].filter(([name]) => keys.includes(name));
    return new Request(withMissing(target, proof), request);
  }
  const { status, headers } = response;
  // Without a length it may never end.
  const body = headers.has("content-length") ? await briefText(response) : "";
  await discard(response);
  demandTime(request, way);
  throw new CallError(
    "redirect_refused",
    `${request.method} ${withoutQuery(request.url)} redirects to ${withoutQuery(target)}; a signed request is sent again only with GET or HEAD, and on the same origin.`,
    { status, headers, body, hide: way.hide },
  );
}

const UNREADABLE = "an unreadable place";

/**
 * Whether a URL is of this machine.
 *
 * @example
 * isLoopback(new URL("http://127.0.0.1:8080/a")); // => true
 */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
