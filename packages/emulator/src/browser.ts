import { receivedTarget } from "@oauth1/core";
import { seeOther } from "./html.js";
import type { BrowserSession, BrowserSessions } from "./sessions.js";
import type { Visit } from "./visit.js";

/** A browser with which somebody is logged in. */
export type LoggedIn = BrowserSession & { readonly user: string };

/** Shows a page to whoever is logged in, and sends everybody else to the login, which leads back. */
export async function loggedIn(
  { sessions }: { readonly sessions: BrowserSessions },
  { request }: Pick<Visit, "request">,
  show: (session: LoggedIn) => Promise<Response>,
): Promise<Response> {
  const session = sessions.find(request);
  if (session?.user !== undefined) return show({ ...session, user: session.user });
  const { path = "", query = "" } = receivedTarget(request.url) ?? {};
  const target = query === "" ? path : `${path}?${query}`;
  return seeOther(`${LOGIN}?continue=${encodeURIComponent(target)}`);
}

/** Where users log in. */
export const LOGIN = "/-/login";

/**
 * Whether a form comes from a page of somebody else's, open in a browser that reaches the emulator, or may do so: such a page
 * may link here and do nothing else. `own` is the origin that the emulator was given. Programs that are no browsers do not say
 * where they come from.
 *
 * @example
 * const headers = { host: "rebound.example:4000", origin: "http://rebound.example:4000" };
 * const visit = visitOf({ method: "POST", url: "http://rebound.example:4000/-/faults", headers });
 * isForeign(visit, undefined); // => true
 * isForeign(visit, "http://rebound.example:4000"); // => false
 */
export function isForeign({ request, header, url }: Visit, own: string | undefined): boolean {
  const [site, origin] = [header("sec-fetch-site"), header("origin")];
  const isHarmless = request.method === "GET" || request.method === "HEAD";
  if (isHarmless || (site ?? origin) === undefined) return false;
  // Browsers say the site to whom they trust, which is TLS and this machine, and the origin to everybody.
  const isAcross = site === undefined ? origin !== originOf(url) : site === "cross-site";
  return isAcross || !isKnown(hostnameOf(`http://${header("host")}`), own);
}

// Anybody can bind a name of the public DNS to this machine, and a page of that name is of the same origin then.
function isKnown(hostname: string, own: string | undefined): boolean {
  return LOCAL.test(hostname) || (own !== undefined && hostname === hostnameOf(own));
}

/** Addresses, names without a dot, as containers have, and those that no public DNS knows. */
const LOCAL = /^(?:[^.]+|[\d.]+|.+\.(?:internal|localhost|test))$/;

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : "";
}

function hostnameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}
