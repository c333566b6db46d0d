import type { Target, TargetOptions } from "./target.js";

/** One attack, and the row of the list of security facts that it proves. */
export interface Row {
  readonly row: number;
  /** What holds; the title of the test behind `row N: `. */
  readonly claim: string;
  /** What the provider is made with, beside its origin, store and clock. */
  readonly options?: () => TargetOptions;
  /** Rejects when the claim does not hold. */
  readonly run: (target: Target) => Promise<void>;
  /** What the claim is about, where that is not adapters and stores alike: it is not tried on the others. */
  readonly about?: "adapters" | "provider";
}

/** As many calls at once, all started before the first is awaited. */
export function atOnce<T>(count: number, call: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => call(index)));
}

/** How many of the values are this one. */
export function count<T>(values: readonly T[], wanted: T): number {
  return values.filter((value) => value === wanted).length;
}
