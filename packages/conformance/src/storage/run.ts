// `pnpm storage`: what a nonce takes in each store, and how fast nonces come in next to the engine alone. Never a test.
import { parseArgs } from "node:util";
import { orUsage } from "../../../../scripts/usage.js";
import { machine } from "../bench/report.js";
import { measure, type Measurement } from "./engine.js";
import { SUBJECTS } from "./subjects.js";

const { values } = orUsage(
  () =>
    parseArgs({
      options: {
        only: { type: "string" },
        nonces: { type: "string" },
        json: { type: "boolean", default: false },
      },
    }),
  "pnpm storage [--only memory,sqlite,postgres,redis] [--nonces 1000000] [--json]",
);

const known = SUBJECTS.map(({ name }) => name);
const wanted = values.only?.split(",") ?? known;
const nonces = values.nonces === undefined ? undefined : Number(values.nonces);
if (!wanted.every((name) => known.includes(name)) || !(nonces === undefined || nonces >= 1000)) {
  console.error(`--only takes some of ${known.join(",")}, and --nonces a number from 1000`);
  process.exit(2);
}

const measurements: Measurement[] = [];
for (const subject of SUBJECTS.filter(({ name }) => wanted.includes(name))) {
  console.error(`… ${subject.name}`);
  measurements.push(await measure(subject, nonces));
}
const report = { ...machine(), measurements };
console.log(values.json ? JSON.stringify(report, null, 2) : asText(measurements));

function asText(list: readonly Measurement[]): string {
  const { node, cpu } = machine();
  return [
    `Node.js ${node}, ${cpu}. Nonces spread over 600 s; rates are medians of five turns, ratios of pairs of turns.`,
    ...list.flatMap((one) => [
      `\n${one.name}, ${one.nonces} nonces`,
      `  bytes a nonce   ${one.bytes.toFixed(1).padStart(9)}   (aim: ${one.aims.bytes})`,
      `  nonces a second ${thousands(one.rate)}${aimed(one.aims.rate)}`,
      `  the engine alone${thousands(one.bareRate)}   (${one.bareName})`,
      `  ratio           ${one.ratio.toFixed(2).padStart(9)}`,
    ]),
  ].join("\n");
}

function thousands(rate: number): string {
  return `${(rate / 1000).toFixed(1)} k`.padStart(10);
}

function aimed(rate: number | undefined): string {
  return rate === undefined ? "" : `  (aim: ${(rate / 1000).toFixed(0)} k)`;
}
