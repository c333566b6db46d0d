// `pnpm differential`: our signatures against oauthlib's and a second opinion's, on generated hostile requests.
import { parseArgs } from "node:util";
import { orUsage } from "../../../../scripts/usage.js";
import { compareAll, type Comparison, type Report } from "./compare.js";

const { values } = orUsage(
  () =>
    parseArgs({
      options: {
        seed: { type: "string", default: String(Date.now() % 2 ** 31) },
        count: { type: "string", default: "10000" },
        json: { type: "boolean", default: false },
      },
    }),
  "pnpm differential [--seed N] [--count N] [--json]",
);

const seed = Number(values.seed);
const count = Number(values.count);
if (!Number.isInteger(seed) || !Number.isInteger(count) || count < 1) {
  console.error(
    "--seed and --count are whole numbers, as in: pnpm differential --seed 7 --count 100000",
  );
  process.exit(2);
}

if (!values.json) console.error(`… ${count} requests from the seed ${seed}`);
const report = await compareAll(seed, count);
console.log(values.json ? JSON.stringify(report) : asText(report));
process.exitCode = isClean(report) ? 0 : 1;

function isClean({ comparisons, wrongVerdicts }: Report): boolean {
  return (
    wrongVerdicts.length === 0 && comparisons.every(({ differences }) => differences.length === 0)
  );
}

function asText(given: Report): string {
  const { verified, wrongVerdicts } = given;
  return [
    `${given.requests} requests from the seed ${given.seed}`,
    ...given.comparisons.flatMap(comparisonText),
    `verify: ${verified} requests accepted with the second opinion's signature and refused with another, ${wrongVerdicts.length} wrong`,
    ...wrongVerdicts.slice(0, 3).map((wrong) => JSON.stringify(wrong, null, 2)),
  ].join("\n");
}

function comparisonText({
  with: peer,
  agreed,
  deviations,
  differences,
}: Comparison): readonly string[] {
  return [
    `${peer}: ${agreed} the same, ${differences.length} different`,
    ...deviations.map(({ name, reason, count: times }) => `  ${times} known: ${name} (${reason})`),
    ...differences.slice(0, 3).map((difference) => JSON.stringify(difference, null, 2)),
  ];
}
