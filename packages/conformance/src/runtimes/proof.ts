import { GROUPS } from "./library.js";
import { checksIn, type Row } from "./matrix.js";
import type { Runtime } from "./runtimes.js";

/** The matrix as the documentation shows it: without times, so that it changes only where a fact does. */
export interface RuntimesProof {
  readonly groups: readonly string[];
  readonly runtimes: readonly ProvenRuntime[];
}

/** One row: of each group, how many checks pass, of how many. */
interface ProvenRuntime {
  readonly runtime: string;
  readonly version: string;
  readonly variant?: string;
  readonly checks: Readonly<Record<string, string>>;
}

/** Rows that were not run are left out: a proof has no gaps. */
export async function proofOf(
  rows: readonly Row[],
  runtimes: readonly Runtime[],
): Promise<RuntimesProof> {
  const proven: ProvenRuntime[] = [];
  for (const row of rows) {
    const runtime = runtimes.find(({ title }) => title === row.title);
    if (runtime === undefined || row.results.length === 0) continue;
    const { name, variant } = runtime;
    const checks = Object.fromEntries(GROUPS.map((group) => [group, checksIn(row, group)]));
    const version = await runtime.version();
    proven.push({ runtime: name, version, ...(variant === undefined ? {} : { variant }), checks });
  }
  return { groups: GROUPS, runtimes: proven };
}
