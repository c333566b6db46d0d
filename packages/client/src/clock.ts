import { oauthProblemOf } from "./errors.js";

/** The client's time, which the provider may put right. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For `oauth_timestamp`; never below an earlier one where that is wanted. */
  readonly seconds: (increasing: boolean) => number;
  /** By how much it has been put right so far, in milliseconds. */
  readonly correction: () => number | undefined;
  /** Whether an answer refuses a timestamp of before, so that another one is worth a try. The first one that does puts the clock right. */
  readonly correct: (response: Response, before: number | undefined) => Promise<boolean>;
  /** Takes the answer to the request that was sent again, or the first one where none came: a guess that did not help is undone. */
  readonly settle: (response: Response) => void;
}

/**
 * A clock that is corrected by what `Date` says in an answer that refuses the timestamp: in the words of OAuth Problem
 * Reporting, or without a reason and more than a minute off. The latter may have another reason, and `Date` be wrong: it lasts
 * when it has helped. It is corrected again where an answer has the word and it is more than a minute off: the machine's own
 * clock may have been put right since.
 *
 * @example
 * const clock = createClock(() => 0);
 * const headers = { date: "Thu, 01 Jan 1970 01:00:00 GMT" };
 * await clock.correct(new Response("oauth_problem=timestamp_refused", { status: 401, headers }), undefined); // => true
 * clock.seconds(false); // => 3600
 */
export function createClock(clock: () => number): Clock {
  let offset: number | undefined;
  // What to go back to where it was no more than a guess.
  let guessed: { readonly from: number | undefined } | undefined;
  let latest = 0;
  const now = (): number => clock() + (offset ?? 0);
  return {
    now,
    seconds(increasing) {
      latest = Math.max(Math.floor(now() / 1000), increasing ? latest : 0);
      return latest;
    },
    correction: () => offset,
    async correct(response, before) {
      const difference = Date.parse(response.headers.get("date") ?? "") - clock();
      const wrong = difference - (before ?? 0);
      const reason = await reasonOf(response, wrong);
      if (reason === undefined) return false;
      // Another request has seen to it in the meantime.
      if (offset !== before) return true;
      if (before !== undefined && (reason === "" || Math.abs(wrong) <= MINUTE)) return false;
      guessed = reason === "" ? { from: before } : undefined;
      offset = difference;
      latest = 0;
      return true;
    },
    settle({ status }) {
      if (guessed !== undefined && status === 401) {
        offset = guessed.from;
        latest = 0;
      }
      guessed = undefined;
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
