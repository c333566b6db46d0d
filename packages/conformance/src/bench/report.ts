import { cpus } from "node:os";
import { asTable } from "../table.js";
import { ratio, spread, type Spread, type Timing } from "./race.js";

/** One number that the project cares about, and what it wants it to be. */
export interface Figure {
  readonly name: string;
  /** Of what was measured once, or does not vary, all three are one. */
  readonly value: Spread;
  readonly unit: Unit;
  /** The aim, in words. Nothing fails where it is missed: a benchmark is no test. */
  readonly aim: string;
}

/** `x` is a ratio of two contenders in one race. */
export type Unit = "%" | "B" | "MB" | "ms" | "s" | "x";

/** One race, or a group of measurements, and what it shows. */
export interface Bench {
  readonly name: string;
  readonly timings: readonly { readonly name: string; readonly nanoseconds: Spread }[];
  readonly figures: readonly Figure[];
}

/** How a cost grows. */
export interface Growth {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly { readonly size: number; readonly nanoseconds: number }[];
}

export interface BenchReport {
  readonly node: string;
  readonly cpu: string;
  readonly benches: readonly Bench[];
  readonly growths: readonly Growth[];
}

/** What is compared with what, and why. */
export interface Comparison {
  readonly name: string;
  readonly of: string;
  readonly to: string;
  readonly aim: string;
}

/** Sums up a race. */
export function benchOf(
  name: string,
  timings: readonly Timing[],
  comparisons: readonly Comparison[],
): Bench {
  const find = (wanted: string): Timing => {
    const found = timings.find((timing) => timing.name === wanted);
    if (found === undefined) throw new TypeError(`Nobody called ${wanted} took part.`);
    return found;
  };
  return {
    name,
    timings: timings.map((timing) => ({ name: timing.name, nanoseconds: spread(timing.rounds) })),
    figures: comparisons.map(({ name: title, of, to, aim }) => {
      return { name: title, value: ratio(find(of), find(to)), unit: "x", aim };
    }),
  };
}

/** A group of figures without a race. */
export function benchOfFigures(name: string, figures: readonly Figure[]): Bench {
  return { name, timings: [], figures };
}

/** A figure that has one value. */
export function single(name: string, amount: number, rest: Pick<Figure, "aim" | "unit">): Figure {
  return { name, value: spread([amount]), ...rest };
}

export function machine(): Pick<BenchReport, "node" | "cpu"> {
  return { node: process.versions.node, cpu: cpus()[0]?.model ?? "unknown" };
}

/** The report for people. */
export function asText({ node, cpu, benches, growths }: BenchReport): string {
  return [
    `Node.js ${node}, ${cpu}. Medians of paired rounds, with the least and the most.`,
    ...benches.map(benchText),
    ...growths.map(growthText),
  ].join("\n\n");
}

/** A value with its unit, as in `1.87 x`. */
export function amount(value: number, unit: Unit): string {
  return `${value.toFixed(unit === "B" ? 0 : 2)} ${unit}`;
}

function benchText({ name, timings, figures }: Bench): string {
  const times = timings.map(({ name: who, nanoseconds: { median, least, most } }) => {
    const [a, b, c] = [median, least, most].map((value) => (value / 1000).toFixed(2));
    return [`  ${who}`, `${a} us`, `(${b}..${c})`, ""];
  });
  const seen = figures.map(({ name: what, value, unit, aim }) => {
    return [`  ${what}`, amount(value.median, unit), range(value), `aim: ${aim}`];
  });
  return `${name}\n${asTable([...times, ...seen])}`;
}

function range({ least, most }: Spread): string {
  return least === most ? "" : `(${least.toFixed(2)}..${most.toFixed(2)})`;
}

// A flat line of bars is a cost that grows with the size and no faster.
function growthText({ name, unit, points }: Growth): string {
  const each = points.map(({ size, nanoseconds }) => nanoseconds / size);
  const most = Math.max(...each);
  const lines = points.map(({ size, nanoseconds }, at) => {
    const cost = each[at] ?? 0;
    const bar = "█".repeat(Math.max(1, Math.round((cost / most) * 40)));
    const total = `${(nanoseconds / 1000).toFixed(1)} us`.padStart(12);
    return `  ${String(size).padStart(7)} ${total}  ${cost.toFixed(1).padStart(8)} ${bar}`;
  });
  return [`${name}: nanoseconds a ${unit}`, ...lines].join("\n");
}
