import { seeOther } from "../../html.js";
import type { Visit } from "../../visit.js";
import type { Link, Memory } from "./memory.js";
import { messagePage, SITE_NAME } from "./pages.js";
import type { Partner } from "./partner.js";

/** A request to the site. */
export interface Arrival {
  readonly visit: Visit;
  /** Empty for somebody who is not signed in. */
  readonly user: string;
  readonly memory: Memory;
  readonly partners: readonly Partner[];
  /** The one that the path names. */
  readonly partner: Partner | undefined;
  /** The cookie of a new session. */
  readonly logIn: (user: string) => string;
}

/** A request about a provider, by somebody who is signed in. */
export interface Errand extends Arrival {
  readonly partner: Partner;
  readonly link: Link;
  /** Keeps something else about user and provider, and goes back to the first page. */
  readonly keep: (link: Link) => Response;
}

/** Answers a request. */
export type Handler = (arrival: Arrival) => Promise<Response> | Response;

/** A handler of requests about a provider, by somebody who is signed in. */
export function errand(handle: (errand: Errand) => Promise<Response> | Response): Handler {
  return (arrival) => {
    const { user, partner, memory } = arrival;
    if (user === "") return stranger();
    if (partner === undefined) return nothing();
    const { id } = partner.model;
    const keep = (link: Link): Response => {
      memory.keep(user, id, link);
      return seeOther("/");
    };
    return handle({ ...arrival, partner, keep, link: memory.linkOf(user, id) });
  };
}

/** The answer to somebody who is not signed in. */
export function stranger(): Response {
  return messagePage("Who are you?", "Sign in first.", 403);
}

/** The answer where there is no page. */
export function nothing(): Response {
  return messagePage("Nothing is here", `${SITE_NAME} has no such page.`, 404);
}

/** The answer where no login was begun. */
export function noLogin(): Response {
  return messagePage("Nobody is linking an account here", "Start from the first page.", 400);
}
