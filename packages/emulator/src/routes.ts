import { matcher, narrowness, overlap, type Place } from "./places.js";
import type { Visit } from "./visit.js";

/** Something that the emulated provider answers. */
export interface Route {
  /** An operation's id, or an endpoint's name: what faults are asked for by. */
  readonly name: string;
  readonly methods: readonly string[];
  readonly place: Place;
  /** Whether a request is for this route, where another one has the same method and place. */
  readonly claims?: (visit: Visit) => boolean;
  /** How much of what tells its requests from others one has: of those that claim a request, the most counts. */
  readonly marks?: (visit: Visit) => number;
  /** The fields of a form that tell whom a request is for and say that it is not this route; empty where nothing says so. */
  readonly strangers?: (visit: Visit) => readonly string[];
  /** Whether the path's values are those that the descriptor gives for an example: among equals, that decides. */
  readonly isExample?: (values: ReadonlyMap<string, string>) => boolean;
  readonly kind: "endpoint" | "operation" | "page";
  /** Whether people come here with a browser: a fault strikes only where it names this route. */
  readonly isBrowsed?: boolean;
  /** How an endpoint writes its answers; as a form by default. */
  readonly format?: "form" | "json";
  readonly answer: Answer;
}

/** Answers a request; `values` are those of the path's placeholders. */
export type Answer = (visit: Visit, values: ReadonlyMap<string, string>) => Promise<Response>;

/** Where a request leads: to a route, to a place that takes other methods, or nowhere. */
export type Found =
  | { readonly kind: "route"; readonly route: Route; readonly values: ReadonlyMap<string, string> }
  | { readonly kind: "method"; readonly route: Route; readonly methods: readonly string[] }
  /** With the names of the query parameters, or of the fields of a form, that would lead somewhere from the same path. */
  | { readonly kind: "nothing"; readonly names: readonly string[]; readonly in: "form" | "query" };

/** Finds the route of a request. */
export type Router = (visit: Visit) => Found;

/** A router that takes the most narrowly described route of a method, and among equals the one that claims the request, or knows it best. */
export function createRouter(routes: readonly Route[]): Router {
  const sorted = [...routes]
    .sort((a, b) => narrowness(b.place) - narrowness(a.place))
    .map((route) => ({ route, matches: matcher(route.place) }));
  return (visit) => {
    const { path, query, request } = visit;
    const here = sorted.flatMap(({ route, matches }) => {
      const values = matches(path, query);
      return values === undefined ? [] : [{ route, values }];
    });
    const fitting = here.filter(({ route }) => route.methods.includes(request.method));
    const equals = fitting.filter(({ route }) => isAsNarrow(route, fitting[0]?.route));
    const strangers = strangersOf(equals, visit);
    if (strangers.length > 0) return { kind: "nothing", names: strangers, in: "form" };
    // Where nobody claims a request, it is a wrong one for what comes last, such as the plain login.
    const claiming = equals.filter(({ route }) => route.claims?.(visit) !== false);
    const marked = mostMarked(claiming.length > 0 ? claiming : equals.toReversed(), visit);
    const found = marked.find(({ route, values }) => route.isExample?.(values)) ?? marked[0];
    if (found !== undefined) return { kind: "route", ...found };
    const [narrowest] = here;
    if (narrowest === undefined)
      return { kind: "nothing", names: namesAt(path, routes), in: "query" };
    const methods = [...new Set(here.flatMap(({ route }) => route.methods))];
    return { kind: "method", route: narrowest.route, methods };
  };
}

// A form that is for none of several routes, each of which it would name.
function strangersOf(
  equals: readonly { readonly route: Route }[],
  visit: Visit,
): readonly string[] {
  const fields = equals.map(({ route }) => route.strangers?.(visit) ?? []);
  const isForNone = fields.length > 1 && fields.every((names) => names.length > 0);
  return isForNone ? [...new Set(fields.flat())] : [];
}

function mostMarked<T extends { readonly route: Route }>(
  found: readonly T[],
  visit: Visit,
): readonly T[] {
  if (found.length < 2) return found;
  const marks = found.map(({ route }) => route.marks?.(visit) ?? 0);
  const most = Math.max(...marks);
  return found.filter((_, at) => marks[at] === most);
}

function namesAt(path: string, routes: readonly Route[]): readonly string[] {
  const places = routes.map(({ place }) => place);
  const here = places.filter((place) => matcher({ ...place, query: [] })(path, []) !== undefined);
  return [...new Set(here.flatMap(({ query }) => query.map(([name]) => name)))];
}

function isAsNarrow({ place }: Route, narrowest: Route | undefined): boolean {
  return narrowest !== undefined && narrowness(place) === narrowness(narrowest.place);
}

/**
 * The origins of a provider, in groups that one port can serve, because no request could be for two origins of a group.
 *
 * @example
 * const route = (url) => ({ name: "me", kind: "operation", methods: ["GET"], place: placeOf(url), answer: async () => new Response() });
 * const routes = ["https://a.example/me", "https://b.example/me", "https://c.example/you"].map(route);
 * groupOrigins(["https://a.example", "https://b.example", "https://c.example"], routes);
 * // => [["https://a.example", "https://c.example"], ["https://b.example"]]
 */
export function groupOrigins(
  origins: readonly string[],
  routes: readonly Route[],
): readonly (readonly string[])[] {
  const groups: string[][] = [];
  const of = (wanted: readonly string[]): readonly Route[] =>
    routes.filter(({ place }) => wanted.includes(place.origin));
  for (const origin of origins) {
    const group = groups.find((members) => !collide(of(members), of([origin])));
    if (group === undefined) groups.push([origin]);
    else group.push(origin);
  }
  return groups;
}

function collide(some: readonly Route[], others: readonly Route[]): boolean {
  return some.some((a) =>
    others.some(
      (b) => a.methods.some((method) => b.methods.includes(method)) && overlap(a.place, b.place),
    ),
  );
}
