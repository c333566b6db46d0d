import { timeOf } from "./date.js";
import type { RateLimitHeaders } from "./description.js";

/** How many calls are left, as far as the answer says. */
export interface RateLimit {
  /** How many there are in a window. */
  readonly limit?: number;
  readonly remaining?: number;
  /** When there are as many again, in milliseconds since 1970. */
  readonly reset?: number;
}

/**
 * Reads the headers that tell how many calls are left; `undefined` where none of them is there. `now` is in milliseconds
 * since 1970, and only needed where the reset is counted from now. A reset that is a date is read as one, whatever its unit.
 *
 * @example
 * const headers = new Headers({ "x-left": "0", "x-reset": "60" });
 * readRateLimit(headers, { remaining: "x-left", reset: "x-reset", resetUnit: "seconds" }, 1000); // => { remaining: 0, reset: 61000 }
 */
export function readRateLimit(
  headers: Headers,
  { limit, remaining, reset, resetUnit = "epoch-seconds" }: RateLimitHeaders,
  now: number,
): RateLimit | undefined {
  const read = (names: string | readonly string[] = []): string =>
    [names]
      .flat()
      .map((name) => headers.get(name))
      .find((text) => text !== null) ?? "";
  const end = read(reset);
  const isDate = /.[-:]/.test(end);
  const values = [
    ["limit", Number.parseFloat(read(limit))],
    ["remaining", Number.parseFloat(read(remaining))],
    ["reset", isDate ? timeOf(end) : MILLISECONDS[resetUnit](Number.parseFloat(end), now)],
  ] as const;
  const known = values.filter(([, value]) => !Number.isNaN(value));
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

const MILLISECONDS = {
  seconds: (value: number, now: number) => now + value * 1000,
  "epoch-seconds": (value: number) => value * 1000,
  "epoch-milliseconds": (value: number) => value,
} as const;
