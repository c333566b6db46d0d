import type { ErrorShape } from "./description.js";
import { oauthProblemOf } from "./problem.js";
import { isRefusal, problemOf, toldBy } from "./told.js";

/** The client's time, which the provider may put right. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For `oauth_timestamp`; never below an earlier one where that is wanted. A guess counts for this one alone. */
  readonly seconds: (increasing: boolean, guess?: number) => number;
  /** By how much it has been put right so far, in milliseconds. */
  readonly correction: () => number | undefined;
  /** By how much it has to be put right where an answer refuses a timestamp of before, so that another one is worth a try. */
  readonly correct: (answer: Refusable, before: number | undefined) => Promise<number | undefined>;
  /** Takes a correction for right from now on. */
  readonly keep: (correction: number) => void;
}

/** An answer that may refuse a timestamp. */
export interface Refusable {
  readonly response: Response;
  /** Reads the body, where that has to be. */
  readonly text: () => string | Promise<string>;
  /** How it tells that. */
  readonly errors?: ErrorShape | undefined;
}

/**
 * A clock that is corrected by what `Date` says in an answer that refuses the timestamp: in the words of OAuth Problem
 * Reporting, which counts at once, or with 401, without a reason and more than a minute off. The latter may have another reason,
 * and `Date` be wrong: it is for whoever got that answer, until it has helped. Both count again where it is more than a minute
 * off by then: the machine's own clock may have been put right since.
 *
 * @example
 * const clock = createClock(() => 0);
 * const headers = { date: "Thu, 01 Jan 1970 01:00:00 GMT" };
 * const response = new Response(null, { status: 401, headers });
 * await clock.correct({ response, text: () => "oauth_problem=timestamp_refused" }, undefined); // => 3600000
 * clock.seconds(false); // => 3600
 */
export function createClock(clock: () => number): Clock {
  let offset: number | undefined;
  let latest = 0;
  const now = (): number => clock() + (offset ?? 0);
  const keep = (correction: number): void => {
    offset = correction;
    latest = 0;
  };
  return {
    now,
    seconds(increasing, guess = offset) {
      if (guess !== offset) return Math.floor((clock() + (guess ?? 0)) / 1000);
      latest = Math.max(Math.floor(now() / 1000), increasing ? latest : 0);
      return latest;
    },
    correction: () => offset,
    keep,
    async correct(answer, before) {
      const correction = Date.parse(answer.response.headers.get("date") ?? "") - clock();
      const wrong = Math.abs(correction - (before ?? 0));
      const reason = await reasonOf(answer, wrong);
      if (reason === undefined) return undefined;
      // Another request has seen to it in the meantime.
      if (offset !== before) return offset;
      if (before !== undefined && wrong <= MINUTE) return undefined;
      if (reason !== "") keep(correction);
      return correction;
    },
  };
}

const MINUTE = 60_000;

// Of `Date`, which has whole seconds, and was written before it came.
const TOLERANCE = 2000;

// Where a request was refused for its time, the word for it, or nothing where there is none.
async function reasonOf(
  { response: { status, ok, headers }, text, errors = {} }: Refusable,
  wrong: number,
): Promise<string | undefined> {
  const mayRefuse = ok ? errors.signs : status === 401 || status === 400 || errors.problems;
  if (!mayRefuse || !(wrong > TOLERANCE)) return undefined;
  const body = await text();
  const told = toldBy(body, errors);
  if (ok && !isRefusal(told, errors)) return undefined;
  const problem = problemOf(told, errors) ?? oauthProblemOf(headers, body);
  if (problem === "timestamp_refused") return problem;
  return problem === undefined && status === 401 && wrong > MINUTE ? "" : undefined;
}
