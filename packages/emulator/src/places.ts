import { decode, encodeWire, parseForm } from "@oauth1/core";
import { escaped } from "./pattern.js";

/** Names and values, decoded, in the order in which they came. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/**
 * Where something is: `{name}` in the path stands for a part of a segment, `{+name}` for several segments, and the query is
 * what belongs to the URL itself.
 */
export interface Place {
  readonly origin: string;
  readonly path: string;
  readonly query: Pairs;
}

/**
 * Takes a URL apart whose variables have been filled in. What is left in braces are placeholders. Throws a TypeError for
 * what is no absolute URL.
 *
 * @example
 * placeOf("https://wiki.example/w/index.php?title=Special%3AOAuth");
 * // => { origin: "https://wiki.example", path: "/w/index.php", query: [["title", "Special:OAuth"]] }
 */
export function placeOf(url: string): Place {
  const [, origin, path = "", query = ""] =
    /^(https?:\/\/[^/?#]+)([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? [];
  if (origin === undefined || !URL.canParse(origin))
    throw new TypeError(
      `${url} is not an absolute URL: its variables need values that make it one.`,
    );
  return {
    origin: new URL(origin).origin,
    path: path === "" ? "/" : path,
    query: decodedPairs(query),
  };
}

/**
 * A query or a form as names and values, decoded.
 *
 * @example
 * decodedPairs("a=b+c&a=%26"); // => [["a", "b c"], ["a", "&"]]
 */
export function decodedPairs(text: string): Pairs {
  return parseForm(text).map(([name, value]) => [decode(name), decode(value)]);
}

/** The values of a place's placeholders, decoded; `undefined` for another place. */
export type Matcher = (path: string, query: Pairs) => ReadonlyMap<string, string> | undefined;

/**
 * Recognizes a place by path and query, however the path's characters are escaped.
 *
 * @example
 * const matches = matcher(placeOf("https://api.example.com/users/{id}.json"));
 * matches("/users/a%2Fb.json", []); // => new Map([["id", "a/b"]])
 * matches("/users/", []); // => undefined
 * matcher(placeOf("https://api.example.com/raw/{+path}"))("/raw/src/a.ts", []); // => new Map([["path", "src/a.ts"]])
 */
export function matcher({ path, query }: Place): Matcher {
  const placeholders = [...path.matchAll(PLACEHOLDER)];
  const names = placeholders.map(([, , name = ""]) => name);
  const [first = "", ...literals] = path.split(/\{[^}]+\}/).map((text) => escaped(canonical(text)));
  const values = placeholders.map(([, many]) => (many === "+" ? "(.+)" : "([^/]+)"));
  const pattern = new RegExp(
    `^${first}${values.map((value, at) => value + (literals[at] ?? "")).join("")}$`,
  );
  return (given, pairs) => {
    const match = pattern.exec(canonical(given));
    const belongs = query.every(([name, value]) =>
      pairs.some(([n, v]) => n === name && v === value),
    );
    if (match === null || !belongs) return undefined;
    return new Map(names.map((name, at) => [name, decode(match[at + 1] ?? "")]));
  };
}

/**
 * How narrowly a place is described: query parameters count most, then a path without placeholders, then what else it says.
 *
 * @example
 * const [one, any] = [placeOf("https://a.example/users/me"), placeOf("https://a.example/users/{id}")];
 * narrowness(one) > narrowness(any); // => true
 * narrowness(placeOf("https://a.example/users/{id}!posts")) > narrowness(any); // => true
 * narrowness(any) > narrowness(placeOf("https://a.example/users/{+path}")); // => true
 * narrowness(placeOf("https://a.example/users/{id}?all=1")) > narrowness(one); // => true
 */
export function narrowness({ path, query }: Place): number {
  const said = path.replace(PLACEHOLDER, "").length;
  const open = [...path.matchAll(PLACEHOLDER)].map(([, many]) => (many === "+" ? 2 : 1));
  return query.length * 100 - open.reduce((sum, one) => sum + one, 0) + said / 10_000;
}

/**
 * Whether some request could be for either of two places, as far as path and query tell.
 *
 * @example
 * const [a, b] = [placeOf("https://a.example/users/{id}"), placeOf("https://b.example/users/me")];
 * overlap(a, b); // => true
 * overlap(b, placeOf("https://c.example/{+path}")); // => true
 */
export function overlap(a: Place, b: Place): boolean {
  const [left, right] = [a.path.split("/"), b.path.split("/")];
  // Behind a placeholder for many segments anything may follow.
  const open = [left, right].flatMap((parts) => {
    const at = parts.findIndex((part) => part.includes("{+"));
    return at < 0 ? [] : [at];
  });
  if (open.length === 0 && left.length !== right.length) return false;
  const differs = a.query.some(([name, value]) =>
    b.query.some(([other, theirs]) => other === name && theirs !== value),
  );
  const compared = left.slice(0, Math.min(left.length, ...open));
  return !differs && compared.every((part, at) => mayMeet(part, right[at] ?? ""));
}

const PLACEHOLDER = /\{(\+?)([^}]+)\}/g;

function mayMeet(a: string, b: string): boolean {
  return a.includes("{") || b.includes("{") || canonical(a) === canonical(b);
}

function canonical(path: string): string {
  return path.split("/").map(encodeWire).join("/");
}
