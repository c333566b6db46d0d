/** The provider's clock: the real one and what an attacker has waited. */
export interface Clock {
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly wait: (seconds: number) => void;
  /** From now on it goes only where somebody waits. */
  readonly stop: () => void;
}

export function createClock(): Clock {
  let waited = 0;
  let stopped: number | undefined;
  // A real one at heart, since a durable store may drop what is long over by itself.
  const running = (): number => Math.floor(Date.now() / 1000);
  return {
    now: () => (stopped ?? running()) + waited,
    wait: (seconds) => void (waited += seconds),
    stop: () => void (stopped = running()),
  };
}
