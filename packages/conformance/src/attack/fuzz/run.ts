// `pnpm fuzz`: hostile requests against every endpoint of a server of ours, for as long as one likes.
import { parseArgs } from "node:util";
import { orUsage } from "../../../../../scripts/usage.js";
import { ADAPTERS } from "../adapters.js";
import { openStore, STORES } from "../stores.js";
import { openTarget } from "../target.js";
import { attackEndpoint } from "./campaign.js";
import { ENDPOINTS } from "./endpoints.js";

const { values } = orUsage(
  () =>
    parseArgs({
      options: {
        seed: { type: "string", default: String(Date.now() % 2 ** 31) },
        runs: { type: "string", default: "10000" },
        adapter: { type: "string", default: "node" },
        store: { type: "string", default: "memory" },
      },
    }),
  "pnpm fuzz [--seed N] [--runs N] [--adapter node] [--store memory]",
);

const [seed, runs] = [Number(values.seed), Number(values.runs)];
const adapter = ADAPTERS[values.adapter];
const kind = STORES[values.store];
if (!Number.isInteger(seed) || !Number.isInteger(runs) || runs < 1 || !adapter || !kind) {
  const names = [ADAPTERS, STORES].map((table) => Object.keys(table).join(", "));
  console.error(
    `--seed and --runs are whole numbers; --adapter is one of ${names[0]}, and --store one of ${names[1]}.`,
  );
  process.exit(2);
}

let failures = 0;
for (const path of Object.keys(ENDPOINTS)) {
  const opened = await openStore(kind);
  const target = await openTarget({ adapter, opened, options: { sessionLifetime: 3600 } });
  const started = performance.now();
  try {
    await attackEndpoint(target, path, { seed, runs });
    const took = performance.now() - started;
    console.log(
      `${path}: ${runs} requests from the seed ${seed}, ${(took / runs).toFixed(2)} ms each, no harm`,
    );
  } catch (error) {
    failures += 1;
    console.log(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  await target.close();
  await opened.close();
}
process.exitCode = failures === 0 ? 0 : 1;
