/** Random choices that a seed decides, so that a run that found something can be had again. */
export interface Random {
  /** A whole number from 0 to just below the limit. */
  readonly below: (limit: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(choices: readonly T[]) => T;
  /** As many values as a number from `least` to `most` says. */
  readonly list: <T>(least: number, most: number, make: () => T) => T[];
}

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  // Mulberry32: small, fast, and good enough to choose test cases.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick(choices) {
      const chosen = choices[below(choices.length)];
      if (chosen === undefined) throw new TypeError("There is nothing to choose from.");
      return chosen;
    },
    list: (least, most, make) => Array.from({ length: least + below(most - least + 1) }, make),
  };
}
