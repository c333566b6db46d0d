import { output } from "../process.js";
import type { Growth, Load } from "./report.js";

/** What generating and building SDKs takes, each in a process of its own. */
export async function codegenLoads(): Promise<readonly Load[]> {
  const args = ["--conditions=@oauth1/source", "src/bench/codegen-run.ts"];
  const text = await output("tsx", args, { timeout: 900_000 });
  const loads: readonly Load[] = JSON.parse(text);
  return loads;
}

/** How the time grows with the number of descriptors. */
export function codegenGrowth(loads: readonly Load[]): readonly Growth[] {
  const points = loads.flatMap(({ size, seconds }) =>
    size === undefined ? [] : [{ size, nanoseconds: seconds * 1e9 }],
  );
  return points.length === 0 ? [] : [{ name: "generating SDKs", unit: "provider", points }];
}
