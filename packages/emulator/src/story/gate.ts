import type { IncomingHttpHeaders } from "node:http";

/** Why a request is not answered. */
export interface GateRefusal {
  readonly status: 403 | 421;
  readonly text: string;
}

/** A request, as far as it matters who sends it. */
export interface Visitor {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  /** The origin of the page. */
  readonly origin: string;
}

/**
 * Why a request is refused; `undefined` for one of the page's own. A name that was bound to this machine afterwards has
 * another Host, and a page of another origin can neither add the header nor claim to be of the same one.
 *
 * @example
 * const origin = "http://127.0.0.1:4000";
 * refusalOf({ origin, path: "/", headers: { host: "127.0.0.1:4000" } }); // => undefined
 * refusalOf({ origin, path: "/api/stage", headers: { host: "127.0.0.1:4000" } })?.status; // => 403
 * refusalOf({ origin, path: "/", headers: { host: "rebound.example:4000" } })?.status; // => 421
 */
export function refusalOf({ headers, path, origin }: Visitor): GateRefusal | undefined {
  if (`http://${headers.host}` !== origin)
    return { status: 421, text: `This is ${origin}/ and nothing else: open that address.` };
  if (!path.startsWith("/api/")) return undefined;
  const isForeign = headers.origin !== undefined && headers.origin !== origin;
  // An event stream is opened by the browser, which adds no header of the page's.
  const isOwn =
    headers["x-oauth1-page"] === "1" ||
    (path === EVENTS && headers["sec-fetch-site"] === "same-origin");
  if (isOwn && !isForeign) return undefined;
  return { status: 403, text: "Only the page itself is answered: send x-oauth1-page: 1." };
}

/** Where the events of the story are. */
export const EVENTS = "/api/stage/events";
