/** One fact that an implementation has to hold. `run` rejects, with a sentence, when it does not. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/**
 * Runs a check, and says in the message of what it rejects with where its rule is written.
 *
 * @example
 * const check = async () => demandSame("fresh", "used", "the replay");
 * const error = await underRule("RFC 5849 section 3.3", check).catch((caught) => caught);
 * error.message; // => 'Expected the replay to be "used", but it is "fresh". See RFC 5849 section 3.3.'
 */
export async function underRule(rule: string, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message} See ${rule}.`, { cause: error });
  }
}

/**
 * Throws an Error unless both values are the same data, compared as JSON in which the order of
 * fields does not count.
 *
 * @example
 * demandSame({ a: [1], b: 2 }, { b: 2, a: [1] }, "the data"); // => undefined
 */
export function demandSame(actual: unknown, expected: unknown, what: string): void {
  const [left, right] = [sortedJson(actual), sortedJson(expected)];
  if (left !== right) throw new Error(`Expected ${what} to be ${right}, but it is ${left}.`);
}

/**
 * Throws an Error unless exactly one of these values is one that counts.
 *
 * @example
 * demandOne([false, true, false], (won) => won, "the race"); // => undefined
 */
export function demandOne<T>(
  values: readonly T[],
  counts: (value: T) => boolean,
  what: string,
): void {
  const { length } = values.filter(counts);
  if (length !== 1) throw new Error(`Expected ${what} to have one winner, but it has ${length}.`);
}

/**
 * Starts this many calls at once and waits for all of them.
 *
 * @example
 * await race(3, async (index) => index * 2); // => [0, 2, 4]
 */
export function race<T>(
  count: number,
  call: (index: number) => Promise<T> | T,
): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => call(index)));
}

function sortedJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, inner: unknown) => {
    // What drivers answer in the place of a number, and no JSON.
    if (typeof inner === "bigint") return `${inner}n, a bigint`;
    return typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner;
  });
}
