import { decode, encodeWire } from "@oauth1/core";

/** Where requests go. */
export interface Target {
  readonly method: string;
  /** A template. */
  readonly url: string;
  /** Query parameters, besides those of the URL. */
  readonly fixed?: Readonly<Record<string, string>>;
}

/** The requests to a target. */
export interface Pattern {
  /** What stands in place of the path's placeholders, decoded; `undefined` for a request to another target. */
  readonly valuesOf: (place: Place) => PathValues | undefined;
  /** Query parameters count most, then a URL without placeholders, then its letters. */
  readonly narrowness: number;
}

/** Where a request goes. */
export interface Place {
  readonly method: string;
  /** The URL without its query, in one of the ways to escape it. */
  readonly url: string;
  readonly query: URLSearchParams;
}

/** The parameters of a path, by their names. */
export type PathValues = ReadonlyMap<string, string>;

/** Takes a request's URL apart. */
export function placeOf({ method, url }: Request): Place {
  const { origin, pathname, searchParams: query } = new URL(url);
  return { method, url: origin + canonical(pathname), query };
}

/** Recognizes the requests to a target, however the characters of the path are escaped. */
export function patternOf({ method, url, fixed = {} }: Target): Pattern {
  const [place = "", query = ""] = url.split("?");
  const parameters = [...new URLSearchParams(query), ...Object.entries(fixed)];
  const [, origin = "", path = ""] = /^(https?:\/\/[^/]*|\{[^}]+\})(.*)$/is.exec(place) ?? [];
  const names = [...path.matchAll(PLACEHOLDER)].map(([, , name = ""]) => name);
  const expression = new RegExp(`^${originText(origin)}${pathText(path)}/?$`);
  return {
    narrowness: 100 * parameters.length + narrownessOf(place),
    valuesOf(sent) {
      const match = expression.exec(sent.url);
      const belongs =
        sent.method === method &&
        parameters.every(([name, value]) => sent.query.getAll(name).includes(value));
      if (match === null || !belongs) return undefined;
      return new Map(names.map((name, at) => [name, decode(match[at + 1] ?? "")]));
    },
  };
}

const PLACEHOLDER = /\{(\+?)([^}]+)\}/g;

function narrownessOf(place: string): number {
  const open = [...place.matchAll(PLACEHOLDER)].map(([, many]) => (many === "+" ? 2 : 1));
  const letters = place.replace(PLACEHOLDER, "").length;
  return letters / 10_000 - open.reduce((sum, one) => sum + one, 0);
}

// A placeholder is a piece of a host here, and alone a whole URL. A host without one is compared as requests have it.
function originText(template: string): string {
  if (template.startsWith("{")) return "https?://.+";
  if (!template.includes("{") && URL.canParse(template)) return escaped(new URL(template).origin);
  const literals = template.toLowerCase().split(/\{[^}]+\}/);
  return literals.map(escaped).join("[^/]+");
}

// One stands for a piece of a segment, with a plus for several segments.
function pathText(template: string): string {
  const normal = template.replace(/\/$/, "");
  const values = [...normal.matchAll(PLACEHOLDER)].map(([, many]) =>
    many === "+" ? "(.+)" : "([^/]+)",
  );
  const [first = "", ...literals] = normal
    .split(/\{[^}]+\}/)
    .map((text) => escaped(canonical(text)));
  return first + literals.map((literal, at) => (values[at] ?? "") + literal).join("");
}

function canonical(path: string): string {
  return path.split("/").map(encodeWire).join("/");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
