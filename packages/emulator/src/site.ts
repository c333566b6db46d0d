import type { RequestParts } from "@oauth1/core";
import type { ErrorsModel } from "@oauth1/descriptor";
import { refusalAnswer } from "./answers.js";
import { apiError } from "./api/errors.js";
import type { RateLimits } from "./api/rate-limits.js";
import { controlPages } from "./control.js";
import type { Emulation } from "./emulation.js";
import { FAULT_HEADER, REQUEST_FAULTS, SIGNED_FAULTS, type Fault } from "./faults.js";
import { mishap, type CUT } from "./mishaps.js";
import { problemPage } from "./pages/problem.js";
import type { Found, Route, Router } from "./routes.js";
import { visitOf, type Visit } from "./visit.js";

/** What one port answers, as a function from request to response, or to a connection that is cut. */
export type Site = (request: RequestParts) => Promise<Response | typeof CUT>;

/** What a site is made from. */
export interface SiteOptions {
  readonly emulation: Emulation;
  readonly limits: RateLimits;
  readonly find: Router;
}

/** Answers requests: the emulator's own pages, then what the descriptor says, unless a fault strikes. */
export function createSite({ emulation, limits, find }: SiteOptions): Site {
  const control = controlPages(emulation);
  const { errors } = emulation.model.api;
  const nothing = (status: number, message: string): Response =>
    apiError(errors, { status, code: "not_found", message });
  return async (request) => {
    const visit = visitOf(request);
    const page = await control(visit);
    if (page !== undefined) return page;
    const found = find(visit);
    const route = found.kind === "route" ? found.route : undefined;
    const fault = route && faultFor(emulation, visit, route);
    if (fault instanceof Response) return fault;
    const struck = fault && (await mishap(fault, { emulation, limits, route }));
    if (struck !== undefined) return struck;
    const { method } = request;
    switch (found.kind) {
      case "route":
        return found.route.answer(visit, found.values);
      case "method":
        return wrongMethod(emulation, visit, found);
      case "nothing":
        return nothing(
          404,
          `The descriptor of ${emulation.model.name} has no ${method} ${asked(visit, found.names)}.`,
        );
    }
  };
}

// Of the query, only what would have told one operation from another.
function asked({ path, query }: Visit, names: readonly string[]): string {
  const told = query.filter(([name]) => names.includes(name));
  if (told.length > 0) return `${path}?${told.map((pair) => pair.join("=")).join("&")}`;
  return names.length === 0 ? path : `${path} without the query parameter ${names.join(" or ")}`;
}

// As whatever is there refuses anything else.
function wrongMethod(
  { model }: Emulation,
  { path, request }: Visit,
  { route, methods }: Extract<Found, { kind: "method" }>,
): Response {
  const allow = methods.join(", ");
  const message = `${path} takes ${methods.join(" and ")}, not ${request.method}.`;
  const answer = METHOD_ANSWERS[route.kind](message, { route, errors: model.api.errors });
  answer.headers.set("allow", allow);
  return answer;
}

interface Refusing {
  readonly route: Route;
  readonly errors: ErrorsModel | undefined;
}

const METHOD_ANSWERS: Readonly<
  Record<Route["kind"], (message: string, refusing: Refusing) => Response>
> = {
  page: (message) => problemPage("That is not done here", message, 405),
  endpoint: (advice, { route: { format = "form" } }) =>
    refusalAnswer({ problem: "parameter_rejected", advice }, { format }, 405),
  operation: (message, { errors }) => apiError(errors, { status: 405, code: "not_found", message }),
};

function faultFor(
  { faults }: Emulation,
  { header, carrier }: Visit,
  { name, isBrowsed }: Route,
): Fault | Response | undefined {
  const asked = header(FAULT_HEADER);
  const isSigned = carrier?.value("oauth_signature") !== undefined;
  const names = isSigned ? [...SIGNED_FAULTS, ...REQUEST_FAULTS] : REQUEST_FAULTS;
  if (asked === undefined) return faults.take(names, name, isBrowsed);
  try {
    return faults.asked(asked, name);
  } catch (error) {
    if (error instanceof TypeError) return new Response(`${error.message}\n`, { status: 400 });
    throw error;
  }
}
