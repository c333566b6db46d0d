import { decode, parseForm } from "@oauth1/core";
import type { ErrorShape, ErrorSign } from "./description.js";
import { valueAt } from "./path.js";

/**
 * What a body says that may be about an error: JSON, what the description reads besides, a form, or words. `undefined` for a
 * page, which nobody has written for a program, and for nothing.
 *
 * @example
 * toldBy('{"error":"gone"}', {}); // => { error: "gone" }
 * toldBy("oauth_problem=token_expired", {}); // => { oauth_problem: "token_expired" }
 * toldBy("Not found", {}); // => "Not found"
 * toldBy("<html>Not found</html>", {}); // => undefined
 */
export function toldBy(body: string, { read }: Pick<ErrorShape, "read">): unknown {
  const json = parsed(body);
  if (json !== undefined) return json.value;
  const told = read?.(body);
  if (told !== undefined) return told;
  if (/^\w+=/.test(body))
    return Object.fromEntries(parseForm(body).map(([name, value]) => [name, decode(value)]));
  return /^\s*(?:<|$)/.test(body) ? undefined : body;
}

/**
 * The value of a JSON text; `undefined` where it is none.
 *
 * @example
 * parsed("null"); // => { value: null }
 * parsed("<html>"); // => undefined
 */
export function parsed(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}

/**
 * Whether an answer of success is an error all the same.
 *
 * @example
 * isRefusal({ stat: "fail" }, { signs: [{ at: "stat", equals: "fail" }] }); // => true
 */
export function isRefusal(told: unknown, { signs = [] }: Pick<ErrorShape, "signs">): boolean {
  return signs.some((sign) => shows(sign, told));
}

/**
 * What the code of an error means, where that changes what the client does.
 *
 * @example
 * problemOf({ error: { code: 7 } }, { code: ["error.code"], problems: { 7: "rate_limited" } }); // => "rate_limited"
 */
export function problemOf(
  told: unknown,
  { code, problems = {} }: ErrorShape,
): "rate_limited" | "timestamp_refused" | undefined {
  return new Map(Object.entries(problems)).get(saidAt(told, code) ?? "");
}

/**
 * The first text or number that stands at one of these places.
 *
 * @example
 * saidAt({ error: { code: 7 } }, ["code", "error.code"]); // => "7"
 */
export function saidAt(told: unknown, paths: readonly string[] = []): string | undefined {
  for (const path of paths) {
    const value = valueAt(told, path);
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  return undefined;
}

function shows({ at, equals, least }: ErrorSign, told: unknown): boolean {
  const value = valueAt(told, at);
  if (equals !== undefined) return value === equals;
  if (least !== undefined) return Number(value) >= least;
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
