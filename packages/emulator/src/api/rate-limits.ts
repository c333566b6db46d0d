import type { ApiModel, DescribedRateLimit } from "@oauth1/descriptor";
import { hasOwnCode, type ApiProblem } from "./errors.js";

/** Counts calls, and says how many are left. */
export interface RateLimits {
  /** Counts a call of one consumer and token. */
  readonly count: (who: string) => Counted;
  /** What a refusal says that comes without having counted. */
  readonly refusal: () => Counted;
}

/** What a call is told. */
export interface Counted {
  readonly isRefused: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** How calls are limited. */
export interface RateLimitOptions {
  readonly described: DescribedRateLimit | undefined;
  /** Instead of the described number. */
  readonly calls: number | undefined;
  readonly now: () => number;
}

/**
 * The described limit: so many calls in so many seconds. Where no number is described, calls are counted against a
 * thousand, and none is refused. Throws a TypeError for a number of calls that is none.
 *
 * @example
 * const limits = createRateLimits({ described: { remaining: "x-left" }, calls: 1, now: () => 0 });
 * limits.count("k").headers; // => { "x-left": "0" }
 * limits.count("k").isRefused; // => true
 * const endless = createRateLimits({ described: undefined, calls: undefined, now: () => 0 });
 * Array.from({ length: 1001 }, () => endless.count("k")).at(-1).isRefused; // => false
 */
export function createRateLimits({
  described = {},
  calls = described.calls,
  now,
}: RateLimitOptions): RateLimits {
  if (calls !== undefined && !(Number.isSafeInteger(calls) && calls > 0))
    throw new TypeError(`calls is ${calls}: it has to be a whole number above zero.`);
  const windows = new Map<string, Window>();
  const { seconds = 900 } = described;
  const limit = calls ?? 1000;
  const told = (used: number, end: number): Readonly<Record<string, string>> =>
    headersOf(described, {
      limit,
      remaining: Math.max(0, limit - used),
      reset: resetOf(described, { end, now: now() }),
    });
  return {
    count(who) {
      const last = windows.get(who);
      const isOver = last === undefined || last.end <= now();
      if (isOver) dropOver(windows, now());
      const window = isOver ? { end: now() + seconds * 1000, used: 0 } : last;
      const used = window.used + 1;
      windows.set(who, { ...window, used });
      const isRefused = calls !== undefined && used > limit;
      const headers = told(used, window.end);
      return {
        isRefused,
        headers: isRefused ? { ...headers, ...wait(window.end - now()) } : headers,
      };
    },
    refusal() {
      const end = now() + 1000;
      return { isRefused: true, headers: { ...told(limit, end), ...wait(1000) } };
    },
  };
}

/**
 * What a call is told that is one too many; its status is the described one, or 429. Where a code says it, it may come with a
 * status of success, as other errors do.
 *
 * @example
 * tooMany({ api: { rateLimit: { status: 403 } } }, { "retry-after": "1" }).status; // => 403
 */
export function tooMany(
  { api: { rateLimit, errors } }: { readonly api: Pick<ApiModel, "errors" | "rateLimit"> },
  headers: Readonly<Record<string, string>>,
): ApiProblem {
  const message = "Too many calls: wait, and try again.";
  const { status = 429 } = rateLimit ?? {};
  const isFixed = rateLimit?.status !== undefined || !hasOwnCode(errors, "rate_limited");
  return { code: "rate_limited", message, headers, status, isFixed };
}

/** The calls of one consumer and token. */
interface Window {
  readonly end: number;
  readonly used: number;
}

// All windows are equally long, so the oldest come first and the walk ends at the first one that is not over.
function dropOver(windows: Map<string, Window>, now: number): void {
  for (const [who, { end }] of windows) {
    if (end > now) return;
    windows.delete(who);
  }
}

function wait(ms: number): { readonly "retry-after": string } {
  return { "retry-after": String(Math.ceil(ms / 1000)) };
}

function headersOf(
  described: DescribedRateLimit,
  values: Readonly<Record<"limit" | "remaining" | "reset", number>>,
): Readonly<Record<string, string>> {
  const names = ["limit", "remaining", "reset"] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const [header] = [described[name] ?? []].flat();
      return header === undefined ? [] : [[header, String(values[name])]];
    }),
  );
}

function resetOf(
  { resetUnit = "epoch-seconds" }: DescribedRateLimit,
  { end, now }: { readonly end: number; readonly now: number },
): number {
  if (resetUnit === "seconds") return Math.ceil((end - now) / 1000);
  return resetUnit === "epoch-milliseconds" ? end : Math.ceil(end / 1000);
}
