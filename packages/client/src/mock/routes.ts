import type { OperationDescription } from "../operation-description.js";
import { bodyFit, hasFixed } from "./bodies.js";
import { patternOf, placeOf, type PathValues, type Pattern } from "./pattern.js";
import type { MockEndpoint, MockExample, MockProvider } from "./provider.js";
import type { Sent } from "./sent.js";

/** A request that the mock knows: of a flow's endpoint, or of an operation. */
export type Route = Pattern & {
  /** Whether a request to that place can be this one; `temporary` are the keys of temporary credentials. */
  readonly fits: (sent: Sent, temporary: ReadonlySet<string>) => Promise<boolean>;
} & (
    | { readonly kind: "endpoint"; readonly endpoint: MockEndpoint }
    | {
        readonly kind: "operation";
        readonly operation: OperationDescription;
        readonly path: NonNullable<MockExample[2]>;
      }
  );

/** The requests that a mock knows. */
export function routesOf({
  description: { api },
  endpoints = [],
  examples = [],
}: MockProvider): readonly Route[] {
  const hosts = new Map(Object.entries(api.hosts ?? {}));
  return [
    ...endpoints.map(endpointRoute),
    ...examples.map(([{ description: operation }, , path = {}]): Route => {
      const { method, fixed = {}, body } = operation;
      const url = (hosts.get(operation.host ?? "") ?? api.baseUrl) + operation.path;
      return {
        ...patternOf({ method, url, fixed }),
        fits: async (sent) => body?.fixed === undefined || hasFixed(body, await sent.body()),
        kind: "operation",
        operation,
        path,
      };
    }),
  ];
}

function endpointRoute(endpoint: MockEndpoint): Route {
  return {
    ...patternOf(endpoint),
    // One URL may give both kinds of credentials, and renew a token: what comes along tells what is wanted.
    async fits({ request }, temporary) {
      const token = tokenOf(request);
      if (endpoint.renews === true) return token !== undefined && !temporary.has(token);
      return !(endpoint.gives === "temporary" && token !== undefined);
    },
    kind: "endpoint",
    endpoint,
  };
}

function tokenOf({ url, headers }: Request): string | undefined {
  const pairs = [...new URL(url).searchParams].map((pair) => pair.join("="));
  const sent = [headers.get("authorization") ?? "", ...pairs].join("&");
  return /\boauth_token"?[=:]"?([^"&]+)/.exec(sent)?.[1];
}

/**
 * The route of a request: of those that it can be for, the one at the most narrowly described place. At one place the operation
 * that makes such requests comes first, then the one that says more of them, then one of `answered`, the latest of these last.
 */
export async function routeOf(
  routes: readonly Route[],
  sent: Sent,
  { answered, temporary }: RouteContext,
): Promise<Route | undefined> {
  const place = placeOf(sent.request);
  const here = routes.flatMap((route): readonly Found[] => {
    const values = route.valuesOf(place);
    return values === undefined ? [] : [{ route, values }];
  });
  const fitting = await filtered(here, ({ route }) => route.fits(sent, temporary));
  const narrowest = Math.max(...fitting.map(({ route }) => route.narrowness));
  const [first, ...others] = fitting.filter(({ route }) => route.narrowness === narrowest);
  if (first === undefined || others.length === 0) return first?.route;
  const ranked = await Promise.all(
    [first, ...others].map(async (found) => ({
      ...found,
      merits: await meritsOf(found, sent, answered),
    })),
  );
  return ranked.reduce((best, one) => (isBetter(one.merits, best.merits) ? one : best)).route;
}

/** What a mock knows besides the request. */
export interface RouteContext {
  readonly answered: readonly OperationDescription[];
  /** The keys of temporary credentials. */
  readonly temporary: ReadonlySet<string>;
}

interface Found {
  readonly route: Route;
  readonly values: PathValues;
}

async function filtered<T>(
  items: readonly T[],
  isWanted: (item: T) => Promise<boolean>,
): Promise<readonly T[]> {
  const wanted = await Promise.all(items.map(isWanted));
  return items.filter((_, at) => wanted[at] === true);
}

// What counts between routes at one place, the most important first.
async function meritsOf(
  { route, values }: Found,
  sent: Sent,
  answered: readonly OperationDescription[],
): Promise<readonly number[]> {
  if (route.kind === "endpoint") return [route.endpoint.renews === true ? 2 : 1];
  const { fixedHeaders = {}, body } = route.operation;
  const headers = Object.entries(fixedHeaders);
  const isHeaded = headers.every(([name, value]) => sent.request.headers.get(name) === value);
  const fit = isHeaded ? bodyFit(body, await sent.body()) : 0;
  const known = Object.entries(route.path).filter(([name, text]) => values.get(name) === text);
  const turn = answered.indexOf(route.operation);
  return [
    Number(fit > 0),
    headers.length + Object.keys(body?.fixed ?? {}).length,
    Number(turn >= 0),
    fit,
    known.length,
    turn,
  ];
}

function isBetter(merits: readonly number[], others: readonly number[]): boolean {
  const at = merits.findIndex((merit, index) => merit !== (others[index] ?? 0));
  return (merits[at] ?? 0) > (others[at] ?? 0);
}
