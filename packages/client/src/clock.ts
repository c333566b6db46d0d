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
  /** Takes the answer to the request that was sent again, or the first one where none came: a guess that did not help is undone. */
  readonly settle: (response: Response) => void;
}

/**
 * A clock that is corrected once, by what `Date` says in an answer that refuses the timestamp: in the words of OAuth Problem
 * Reporting, or without a reason and more than a minute off. The latter may have another reason, and `Date` be wrong: it lasts
 * when it has helped.
 *
 * @example
 * const clock = createClock(() => 0);
 * const headers = { date: "Thu, 01 Jan 1970 01:00:00 GMT" };
 * await clock.correct(new Response("oauth_problem=timestamp_refused", { status: 401, headers })); // => true
 * clock.seconds(false); // => 3600
 */
export function createClock(clock: () => number): Clock {
  let offset: number | undefined;
  let isGuess = false;
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
      const reason = await reasonOf(response, difference);
      if (reason === undefined) return false;
      if (offset === undefined) {
        offset = difference;
        latest = 0;
        isGuess = reason === "";
      }
      return true;
    },
    settle({ status }) {
      if (isGuess && status === 401) {
        offset = undefined;
        latest = 0;
      }
      isGuess = false;
    },
  };
}

const MINUTE = 60_000;

// Where a request was refused for its time, the word for it, or nothing where there is none.
async function reasonOf(response: Response, difference: number): Promise<string | undefined> {
  const { status, headers } = response;
  if (Number.isNaN(difference) || (status !== 401 && status !== 400)) return undefined;
  // Who reads the answer is told that it broke off.
  const body = await response
    .clone()
    .text()
    .catch(() => "oauth_problem=unreadable");
  const problem = oauthProblemOf(headers, body);
  if (problem !== undefined) return problem === "timestamp_refused" ? problem : undefined;
  return status === 401 && Math.abs(difference) > MINUTE ? "" : undefined;
}
