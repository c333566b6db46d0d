import type { FlowModel } from "@oauth1/descriptor";
import { operationRoutes } from "./api/operations.js";
import type { RateLimits } from "./api/rate-limits.js";
import { rulesOf, type Emulation } from "./emulation.js";
import { exchangeRoutes } from "./flows/exchange.js";
import { liveSessionRoutes } from "./flows/live-session.js";
import { loginRoutes } from "./flows/login.js";
import { pushedLoginRoutes } from "./flows/pushed-login.js";
import { renewalRoutes } from "./flows/renewal.js";
import { reverseAuthRoutes } from "./flows/reverse-auth.js";
import { revocationRoutes } from "./flows/revocation.js";
import { xAuthRoutes } from "./flows/x-auth.js";
import { DEVELOPER } from "./pages/developer.js";
import { placeOf } from "./places.js";
import type { Served } from "./ports.js";
import type { Route } from "./routes.js";
import { realmFlaw } from "./rules.js";
import type { Visit } from "./visit.js";

/** Everything that the descriptor says a provider answers, for each of its tenants. Throws a TypeError for what is at `/-/`. */
export function describedPlaces(emulations: readonly Emulation[], limits: RateLimits): Served {
  const all = emulations.map((emulation) => {
    const { origins, routes } = placesOf(emulation, limits);
    const isAlone = emulations.length === 1;
    return { origins, routes: isAlone ? routes : routes.map((one) => withRealm(one, emulation)) };
  });
  const routes = all.flatMap((one) => one.routes);
  for (const route of routes) checkPlace(route);
  return { origins: [...new Set(all.flatMap(({ origins }) => origins))], routes };
}

// A page of the emulator's own would answer in its place.
function checkPlace({ name, place: { path } }: Route): void {
  if (path.startsWith(DEVELOPER.home))
    throw new TypeError(
      `${name} is at ${path}, and cannot be emulated: paths that begin with ${DEVELOPER.home} are the emulator's own.`,
    );
}

// Tenants may share a place, and differ by nothing but the realm.
function withRealm(route: Route, emulation: Emulation): Route {
  const rules = rulesOf(emulation);
  const isOwn = (visit: Visit): boolean =>
    visit.carrier === undefined ||
    realmFlaw({ visit, carrier: visit.carrier, rules }) === undefined;
  return { ...route, claims: (visit) => isOwn(visit) && route.claims?.(visit) !== false };
}

function placesOf(emulation: Emulation, limits: RateLimits): Served {
  const { model, urls } = emulation;
  const flows = model.oauth.flows.map((flow) => flowRoutes(emulation, flow));
  const servers = [model.api.baseUrl, ...model.api.hosts.map(([, url]) => url)];
  return {
    origins: [
      ...flows.flat().map(({ place }) => place.origin),
      ...servers.map((url) => placeOf(urls.fill(url)).origin),
    ],
    // What is recognized by something that it carries comes before the plain login at the same URL.
    routes: [...flows.toReversed().flat(), ...operationRoutes(emulation, limits)],
  };
}

function flowRoutes(emulation: Emulation, flow: FlowModel): readonly Route[] {
  switch (flow.kind) {
    case "login":
      return loginRoutes(emulation, flow);
    case "pushed-login":
      return pushedLoginRoutes(emulation, flow);
    case "x-auth":
      return xAuthRoutes(emulation, flow);
    case "reverse-auth":
      return reverseAuthRoutes(emulation, flow);
    case "renewal":
      return renewalRoutes(emulation, flow);
    case "revocation":
      return revocationRoutes(emulation, flow);
    case "exchange":
      return exchangeRoutes(emulation, flow);
    case "live-session":
      return liveSessionRoutes(emulation, flow);
    // Their tokens are issued by a page, or not at all.
    case "pre-issued":
    case "two-legged":
      return [];
  }
}
