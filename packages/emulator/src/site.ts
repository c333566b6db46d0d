import type { RequestParts } from "@oauth1/core";
import type { ErrorsModel } from "@oauth1/descriptor";
import { refusalAnswer } from "./answers.js";
import { apiError } from "./api/errors.js";
import type { RateLimits } from "./api/rate-limits.js";
import { controlPages } from "./control.js";
import type { Emulation } from "./emulation.js";
import { FAULT_HEADER, REQUEST_FAULTS, SIGNED_FAULTS, type Fault } from "./faults.js";
import { CUT, mishap } from "./mishaps.js";
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
  /** What clients reach it by, where that was said. */
  readonly origin: string | undefined;
  /** The one origin whose scripts may call the provider; nobody's where it is absent. */
  readonly calledBy: string | undefined;
  /** Forgets all but the apps. */
  readonly reset: () => Promise<void>;
}

/** Answers requests: the emulator's own pages, then what the descriptor says, unless a fault strikes. */
export function createSite(options: SiteOptions): Site {
  const { emulation, limits, find, origin, calledBy, reset } = options;
  const control = controlPages({ ...emulation, reset }, origin);
  const { name, api } = emulation.model;
  const answer = async (visit: Visit): Promise<Response | typeof CUT> => {
    const found = find(visit);
    const fault = faultFor(emulation, visit, found);
    if (fault instanceof Response) return fault;
    const route = found.kind === "nothing" ? UNDESCRIBED : found.route;
    const struck = fault && (await mishap(fault, { emulation, limits, route }));
    if (struck !== undefined) return struck;
    switch (found.kind) {
      case "route":
        return found.route.answer(visit, found.values);
      case "method":
        return wrongMethod(emulation, visit, found);
      case "nothing":
        return apiError(api.errors, {
          status: 404,
          code: "not_found",
          message: `The descriptor of ${name} has no ${visit.request.method} ${asked(visit, found)}.`,
        });
    }
  };
  return async (request) => {
    const visit = visitOf(request);
    const page = await control(visit);
    if (page !== undefined) return page;
    if (calledBy === undefined || visit.header("origin") !== calledBy) return answer(visit);
    return shared(preflight(visit) ?? (await answer(visit)), calledBy);
  };
}

// What a browser asks before a script of another origin sends what is signed (Fetch standard, section 4.8).
function preflight({ request, header }: Visit): Response | undefined {
  const method = header("access-control-request-method");
  if (request.method !== "OPTIONS" || method === undefined) return undefined;
  const names = header("access-control-request-headers") ?? "";
  const headers = { "access-control-allow-methods": method, "access-control-allow-headers": names };
  return new Response(null, { status: 204, headers });
}

function shared(answer: Response | typeof CUT, origin: string): Response | typeof CUT {
  if (answer === CUT) return answer;
  answer.headers.set("access-control-allow-origin", origin);
  answer.headers.set("access-control-expose-headers", "*");
  answer.headers.append("vary", "origin");
  return answer;
}

// Of the query and of a form, only what would have told one operation from another.
function asked(
  { path, query, form }: Visit,
  { names, in: place }: Extract<Found, { kind: "nothing" }>,
): string {
  if (place === "form") {
    const told = form.filter(([name]) => names.includes(name)).map((pair) => pair.join("="));
    return told.length > 0
      ? `${path} with ${told.join(" and ")} in its form`
      : `${path} without the field ${names.join(" or ")} in its form`;
  }
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

/** What is not described can go wrong as an operation does. */
const UNDESCRIBED = { kind: "operation", name: "" } as const;

function faultFor(
  { faults }: Emulation,
  { header, carrier }: Visit,
  found: Found,
): Fault | Response | undefined {
  const asked = header(FAULT_HEADER);
  const isSigned = carrier?.value("oauth_signature") !== undefined;
  const names = isSigned ? [...SIGNED_FAULTS, ...REQUEST_FAULTS] : REQUEST_FAULTS;
  const route = found.kind === "route" ? found.route : undefined;
  if (asked === undefined) return route && faults.take(names, route.name, route.isBrowsed);
  try {
    return faults.asked(asked, route?.name);
  } catch (error) {
    if (error instanceof TypeError) return new Response(`${error.message}\n`, { status: 400 });
    throw error;
  }
}
