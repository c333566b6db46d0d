import { cpus } from "node:os";
import { ratio, spread, type Spread, type Timing } from "./race.js";

/** One number that the project cares about, and what it wants it to be. */
export interface Figure {
  readonly name: string;
  readonly ratio: Spread;
  /** The aim, in words. Nothing fails where it is missed: a benchmark is no test. */
  readonly aim: string;
}

/** One race and what it shows. */
export interface Bench {
  readonly name: string;
  readonly timings: readonly { readonly name: string; readonly nanoseconds: Spread }[];
  readonly figures: readonly Figure[];
}

/** How the cost of one signature grows. */
export interface Growth {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly { readonly size: number; readonly nanoseconds: number }[];
}

/** A whole program, run once: what it took, and what it is meant to take. */
export interface Load {
  readonly name: string;
  readonly seconds: number;
  /** The most memory that it held (RSS). */
  readonly megabytes?: number;
  readonly aim: string;
  /** Of how many, where several loads differ in nothing else. */
  readonly size?: number;
}

export interface BenchReport {
  readonly node: string;
  readonly cpu: string;
  readonly benches: readonly Bench[];
  readonly growths: readonly Growth[];
  readonly loads: readonly Load[];
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
      return { name: title, ratio: ratio(find(of), find(to)), aim };
    }),
  };
}

export function machine(): Pick<BenchReport, "node" | "cpu"> {
  return { node: process.versions.node, cpu: cpus()[0]?.model ?? "unknown" };
}

/** The report for people; with an earlier one, each figure beside what it was. */
export function asText(report: BenchReport, earlier?: BenchReport): string {
  const before = new Map(
    earlier?.benches.flatMap((bench) =>
      bench.figures.map(({ name, ratio: was }) => [`${bench.name} ${name}`, was.median] as const),
    ),
  );
  return [
    `Node.js ${report.node}, ${report.cpu}. Ratios are medians of paired rounds, with the least and the most.`,
    ...report.benches.flatMap((bench) => benchText(bench, before)),
    ...report.growths.flatMap(chart),
    ...loadLines(report.loads, earlier?.loads),
  ].join("\n");
}

function benchText(
  { name, timings, figures }: Bench,
  before: ReadonlyMap<string, number>,
): readonly string[] {
  const width = Math.max(...[...timings, ...figures].map((one) => one.name.length));
  return [
    `\n${name}`,
    ...timings.map(
      ({ name: who, nanoseconds }) => `  ${who.padEnd(width)}  ${microseconds(nanoseconds)}`,
    ),
    ...figures.map(({ name: what, ratio: seen, aim }) => {
      const was = before.get(`${name} ${what}`);
      const change = was === undefined ? "" : `, was ${was.toFixed(2)}`;
      return `  ${what.padEnd(width)}  ${spreadText(seen)}  (aim: ${aim}${change})`;
    }),
  ];
}

// A flat line of bars is a cost that grows with the size and no faster.
function chart({ name, unit, points }: Growth): readonly string[] {
  const each = points.map(({ size, nanoseconds }) => nanoseconds / size);
  const most = Math.max(...each);
  return [
    `\n${name}: nanoseconds a ${unit}`,
    ...points.map(({ size, nanoseconds }, at) => {
      const cost = each[at] ?? 0;
      const bar = "█".repeat(Math.max(1, Math.round((cost / most) * 40)));
      const total = `${(nanoseconds / 1000).toFixed(1)} us`.padStart(12);
      return `  ${String(size).padStart(7)} ${total}  ${cost.toFixed(1).padStart(8)} ${bar}`;
    }),
  ];
}

function loadLines(
  loads: readonly Load[],
  earlier: readonly Load[] | undefined,
): readonly string[] {
  if (loads.length === 0) return [];
  const width = Math.max(...loads.map(({ name }) => name.length));
  const lines = loads.map(({ name, seconds, megabytes, aim }) => {
    const memory = megabytes === undefined ? "" : `${megabytes.toFixed(0)} MB`;
    const was = earlier?.find((load) => load.name === name);
    const change = was === undefined ? "" : `, was ${was.seconds.toFixed(2)} s`;
    const taken = `${seconds.toFixed(2).padStart(7)} s  ${memory.padStart(7)}`;
    return `  ${name.padEnd(width)}  ${taken}  (aim: ${aim}${change})`;
  });
  return ["\nprograms, run once", ...lines];
}

function microseconds({ median, least, most }: Spread): string {
  const [a, b, c] = [median, least, most].map((value) => (value / 1000).toFixed(2));
  return `${a?.padStart(7)} us  (${b}..${c})`;
}

function spreadText({ median, least, most }: Spread): string {
  return `${median.toFixed(2).padStart(7)} x   (${least.toFixed(2)}..${most.toFixed(2)})`;
}
