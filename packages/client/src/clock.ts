import { oauthProblemOf } from "./errors.js";

/** The client's time, which the provider may put right. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For `oauth_timestamp`; never below an earlier one where that is wanted. */
  readonly seconds: (increasing: boolean) => number;
  readonly isCorrected: () => boolean;
  /** Whether an answer refuses the timestamp. The first one that does puts the clock right. */
  readonly correct: (response: Response) => Promise<boolean>;
}

/**
 * A clock that is corrected once, by what `Date` says in an answer that refuses the timestamp: in the words of OAuth Problem
 * Reporting, or without a reason and more than a minute off.
 *
 * @example
 * const clock = createClock(() => 0);
 * const headers = { date: "Thu, 01 Jan 1970 01:00:00 GMT" };
 * await clock.correct(new Response("oauth_problem=timestamp_refused", { status: 401, headers })); // => true
 * clock.seconds(false); // => 3600
 */
export function createClock(clock: () => number): Clock {
  let offset: number | undefined;
  let latest = 0;
  const now = (): number => clock() + (offset ?? 0);
  return {
    now,
    seconds(increasing) {
      latest = Math.max(Math.floor(now() / 1000), increasing ? latest : 0);
      return latest;
    },
    isCorrected: () => offset !== undefined,
    async correct(response) {
      const difference = Date.parse(response.headers.get("date") ?? "") - clock();
      if (!(await isAboutTime(response, difference))) return false;
      if (offset === undefined) latest = 0;
      offset ??= difference;
      return true;
    },
  };
}

const MINUTE = 60_000;

async function isAboutTime(response: Response, difference: number): Promise<boolean> {
  const { status, headers } = response;
  if (Number.isNaN(difference) || (status !== 401 && status !== 400)) return false;
  const problem = oauthProblemOf(headers, await response.clone().text());
  if (problem !== undefined) return problem === "timestamp_refused";
  return status === 401 && Math.abs(difference) > MINUTE;
}
