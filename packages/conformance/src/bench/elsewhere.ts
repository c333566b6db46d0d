import { tool } from "../paths.js";
import { output } from "../process.js";
import { benchOfFigures, single, type Bench, type Figure } from "./report.js";
import type { Spread } from "./race.js";

interface Throughput {
  readonly comparisons: readonly {
    readonly name: string;
    readonly percent: Spread;
    readonly percentOfProcessor: Spread;
    readonly aim?: number;
  }[];
}

interface Storage {
  readonly measurements: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly ratio: number;
    readonly aims: { readonly bytes: number };
  }[];
}

/** What `pnpm throughput` measures: the requests a second that are left to a server behind `protect`. */
export async function benchThroughput(): Promise<Bench> {
  const { comparisons }: Throughput = await run("throughput");
  const figures = comparisons.flatMap(({ name, percent, percentOfProcessor, aim }): Figure[] => {
    const wanted = { unit: "%" as const, aim: aim === undefined ? "none" : `at least ${aim} %` };
    return [
      { name: `${name}, by the clock`, value: percent, ...wanted },
      { name: `${name}, by processor time`, value: percentOfProcessor, ...wanted },
    ];
  });
  return benchOfFigures("throughput: what is left of a server's requests a second", figures);
}

/** What `pnpm storage` measures: what a nonce takes in each store, and how fast they come in. */
export async function benchStorage(): Promise<Bench> {
  const { measurements }: Storage = await run("storage");
  const figures = measurements.flatMap(({ name, bytes, ratio, aims }) => [
    single(`${name}: bytes a nonce`, bytes, { unit: "B", aim: `at most ${aims.bytes}` }),
    single(`${name}: nonces a second, share of the engine`, ratio, { unit: "x", aim: "none" }),
  ]);
  return benchOfFigures("storage: nonces", figures);
}

/** Runs another script of this package, as it is announced there, and reads what it prints. */
async function run<T>(script: string): Promise<T> {
  return JSON.parse(
    await output(tool("pnpm"), ["--silent", "run", script, "--json"], { timeout: 900_000 }),
  );
}
