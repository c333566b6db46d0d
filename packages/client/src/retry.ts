import { timeOf } from "./date.js";
import { LONGEST_TIMER } from "./ending.js";
import { CallError } from "./errors.js";
import type { ConnectionOptions, RetryOptions } from "./options.js";

/** How one call is tried again. */
export interface RetryPolicy extends RetryOptions {
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
  readonly onRetry?: ConnectionOptions["onRetry"];
}

/**
 * Makes attempts until one succeeds, fails for good, or was the last: after a wait that the provider has asked for, or one
 * that grows exponentially with full jitter. A wait longer than the longest one is not begun.
 *
 * @example
 * const failures = [new CallError("network", "lost"), new CallError("network", "lost again")];
 * const waits = [];
 * const attempt = async () => {
 *   const failure = failures.shift();
 *   if (failure) throw failure;
 *   return "arrived";
 * };
 * await withRetries(attempt, { now: Date.now, random: () => 0.5, wait: async (milliseconds) => waits.push(milliseconds) }); // => "arrived"
 * waits; // => [250, 500]
 */
export async function withRetries<T>(attempt: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  const { attempts = 2, maxDelay = 30_000, wait = pause, signal, onRetry } = policy;
  for (let made = 1; ; made += 1) {
    try {
      return await attempt();
    } catch (error) {
      // What is no number allows none.
      const isLast = !(made <= attempts);
      if (isLast || !(error instanceof CallError) || !isPassing(error)) throw error;
      const delay = delayAfter(error, made, { ...policy, maxDelay });
      if (delay > maxDelay) throw error;
      await onRetry?.({ attempt: made + 1, wait: delay, error });
      await wait(delay, signal);
    }
  }
}

const BASE = 500;

// A provider that gives its reason in the words of OAuth has looked at the request and refused it.
function isPassing({ code, status = 0, oauthProblem }: CallError): boolean {
  if (code === "network" || code === "timeout" || code === "rate_limited") return true;
  const isOutage = status === 500 || (status > 501 && status < 505);
  return code === "request_refused" && isOutage && oauthProblem === undefined;
}

function delayAfter(
  { headers, code, rateLimit }: CallError,
  made: number,
  { now, random = fraction, maxDelay }: RetryPolicy & { readonly maxDelay: number },
): number {
  const told = askedFor(headers?.get("retry-after") ?? "", now());
  if (told !== undefined) return Math.max(told, 0);
  const left = code === "rate_limited" ? (rateLimit?.reset ?? 0) - now() : 0;
  // One that has passed says nothing of the next.
  if (left > 0) return left;
  return random() * Math.min(maxDelay, BASE * 2 ** (made - 1));
}

// Seconds or a date (RFC 9110 section 10.2.3); anything else asks for nothing, as a date would without its zone.
function askedFor(text: string, now: number): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = timeOf(text);
  return Number.isNaN(date) ? undefined : date - now;
}

function fraction(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value / 2 ** 32;
}

// The signal is the call's own and ends with it, so nothing has to be taken off it.
function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, Math.min(milliseconds, LONGEST_TIMER));
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    if (signal?.aborted === true) abort();
    else signal?.addEventListener("abort", abort);
  });
}
