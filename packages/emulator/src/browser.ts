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
