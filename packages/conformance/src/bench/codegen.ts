import { output } from "../process.js";
import { benchOfFigures, single, type Bench, type Figure, type Growth } from "./report.js";

/** A whole program, run once: what it took, and what it is meant to take. */
export interface Load {
  readonly name: string;
  readonly seconds: number;
  /** The most memory that it held (RSS). */
  readonly megabytes?: number;
  readonly aim: { readonly seconds: string; readonly megabytes?: string };
  /** Of how many, where several loads differ in nothing else. */
  readonly size?: number;
}

/** What generating and building SDKs takes, each in a process of its own; and how that grows with the number of descriptors. */
export async function benchCodegen(): Promise<{ readonly bench: Bench; readonly growth: Growth }> {
  const args = ["--conditions=@oauth1/source", "src/bench/codegen-run.ts"];
  const loads: readonly Load[] = JSON.parse(await output("tsx", args, { timeout: 900_000 }));
  const points = loads.flatMap(({ size, seconds }) =>
    size === undefined ? [] : [{ size, nanoseconds: seconds * 1e9 }],
  );
  return {
    bench: benchOfFigures("codegen: programs, run once", loads.flatMap(figuresOf)),
    growth: { name: "generating SDKs", unit: "provider", points },
  };
}

function figuresOf({ name, seconds, megabytes, aim }: Load): readonly Figure[] {
  const time = single(name, seconds, { unit: "s", aim: aim.seconds });
  if (megabytes === undefined) return [time];
  const memory = { unit: "MB", aim: aim.megabytes ?? "none" } as const;
  return [time, single(`${name}, memory`, megabytes, memory)];
}
