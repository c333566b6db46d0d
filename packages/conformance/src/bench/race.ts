/** Something to be timed. `prepare` makes one turn of so many operations ready, untimed, and returns the turn. */
export interface Contender {
  readonly name: string;
  readonly prepare: (times: number) => (() => void) | (() => Promise<void>);
}

/** What a contender needed in each round, in nanoseconds an operation. */
export interface Timing {
  readonly name: string;
  readonly rounds: readonly number[];
}

/** One number of a comparison, and how far the rounds were apart: a wide spread is a noisy machine. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface RaceOptions {
  readonly rounds?: number;
  /** How long one turn of one contender is meant to take. */
  readonly milliseconds?: number;
}

/**
 * Lets everybody take a turn in every round, forwards in one and backwards in the next, so that whatever slows the
 * machine down for a while slows all of them. Only ratios within one race mean anything.
 */
export async function race(
  contenders: readonly Contender[],
  { rounds = 41, milliseconds = 20 }: RaceOptions = {},
): Promise<readonly Timing[]> {
  const lanes: Lane[] = [];
  for (const contender of contenders) lanes.push(await warmUp(contender, milliseconds));
  for (let round = 0; round < rounds; round += 1) {
    for (const lane of round % 2 === 0 ? lanes : lanes.toReversed()) {
      lane.rounds.push(await timeOf(lane.contender, lane.times));
    }
  }
  return lanes.map(({ contender, rounds: measured }) => ({
    name: contender.name,
    rounds: measured,
  }));
}

/** How many times as long the first took as the second, round by round. */
export function ratio(one: Timing, other: Timing): Spread {
  return spread(one.rounds.map((nanoseconds, round) => nanoseconds / (other.rounds[round] ?? NaN)));
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? NaN;
  return { median: at(sorted.length >> 1), least: at(0), most: at(sorted.length - 1) };
}

interface Lane {
  readonly contender: Contender;
  readonly times: number;
  readonly rounds: number[];
}

// The compiler has to have seen the code, and a turn has to be long enough for the clock.
async function warmUp(contender: Contender, milliseconds: number): Promise<Lane> {
  let times = 1;
  const until = performance.now() + 12 * milliseconds;
  while (performance.now() < until) {
    const nanoseconds = await timeOf(contender, times);
    const fitting = Math.round((milliseconds * 1e6) / nanoseconds);
    times = Math.max(1, Math.min(fitting, times * 4));
  }
  return { contender, times, rounds: [] };
}

async function timeOf({ prepare }: Contender, times: number): Promise<number> {
  const turn = prepare(times);
  const started = process.hrtime.bigint();
  const pending = turn();
  // Awaiting what is no promise would cost a synchronous contender a tick.
  if (pending !== undefined) await pending;
  return Number(process.hrtime.bigint() - started) / times;
}
