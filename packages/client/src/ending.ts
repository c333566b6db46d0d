/** What ends a request, and the reading of its answer, before its time. */
export interface Ending {
  /** None where nothing does. */
  readonly signal: AbortSignal | undefined;
  /** The one of the signals behind it that is the time's. */
  readonly limit: AbortSignal | undefined;
  /** Lets go of these, for there is nothing left to end. */
  readonly release: () => void;
}

/**
 * Ends when one of the signals does, for its reason.
 *
 * @example
 * const [user, app] = [new AbortController(), new AbortController()];
 * const ending = endingOf([user.signal, undefined, app.signal], timeLimit(1000));
 * user.abort("The user has left.");
 * ending.signal.reason; // => "The user has left."
 */
export function endingOf(
  signals: readonly (AbortSignal | null | undefined)[],
  limit?: AbortSignal,
): Ending {
  const all = [...signals, limit].flatMap((signal) => signal ?? []);
  return all.length === 0 ? { signal: undefined, limit, release() {} } : { ...joined(all), limit };
}

/**
 * What ends after so many milliseconds; nothing for more of them than a timer can count. Throws a TypeError for what is no
 * number of them.
 *
 * @example
 * timeLimit(Infinity); // => undefined
 */
export function timeLimit(timeout: number | undefined): AbortSignal | undefined {
  if (timeout === undefined || timeout > LONGEST_TIMER) return undefined;
  if (Number.isFinite(timeout) && timeout >= 0) return AbortSignal.timeout(Math.round(timeout));
  throw new TypeError(
    `The option \`timeout\` is ${String(timeout)}: it has to be a number of milliseconds, or left out.`,
  );
}

/** The milliseconds of a timer: one with more goes off at once. */
export const LONGEST_TIMER: number = 2 ** 31 - 1;

// `AbortSignal.any`, and the signal of a Request, do not keep what they follow: on Node.js 20 a time limit is gone with the next
// garbage collection, and whoever waits for an answer waits forever.
function joined(signals: readonly AbortSignal[]): Omit<Ending, "limit"> {
  const controller = new AbortController();
  const releases: (() => void)[] = [];
  const release = (): void => releases.forEach((letGo) => letGo());
  for (const signal of signals) {
    const end = (): void => {
      controller.abort(signal.reason);
      release();
    };
    if (signal.aborted) end();
    else releases.push(follow(signal, end));
  }
  return { signal: controller.signal, release };
}

// One listener for all, because platforms take many on one signal for a leak.
const followed: WeakMap<AbortSignal, Followers> = /* @__PURE__ */ new WeakMap();

type Followers = ReturnType<typeof createFollowers>;

function follow(signal: AbortSignal, end: () => void): () => void {
  const followers = followed.get(signal) ?? createFollowers();
  followed.set(signal, followers);
  followers.add(end);
  signal.addEventListener("abort", followers);
  return () => {
    followers.delete(end);
    if (followers.size === 0) signal.removeEventListener("abort", followers);
  };
}

function createFollowers(): Set<() => void> & EventListenerObject {
  const ends = new Set<() => void>();
  return Object.assign(ends, { handleEvent: () => ends.forEach((end) => end()) });
}
