/** The provider's clock: the real one and what an attacker has waited. */
export interface Clock {
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly wait: (seconds: number) => void;
}

export function createClock(): Clock {
  let waited = 0;
  return {
    // A real one at heart, since a durable store may drop what is long over by itself.
    now: () => Math.floor(Date.now() / 1000) + waited,
    wait: (seconds) => void (waited += seconds),
  };
}
