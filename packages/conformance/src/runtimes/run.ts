// `pnpm runtimes`: the suite in every runtime, on the packed @oauth1/core.
import { parseArgs } from "node:util";
import { orUsage } from "../../../../scripts/usage.js";
import { asTable, isGood, remarks, runMatrix, type Row } from "./matrix.js";
import { RUNTIMES } from "./runtimes.js";

const { values } = orUsage(
  () =>
    parseArgs({
      options: {
        only: { type: "string" },
        json: { type: "boolean", default: false },
      },
    }),
  "pnpm runtimes [--only node,bun,...] [--json]",
);

const known = new Set(RUNTIMES.map(({ id }) => id));
const wanted = values.only?.split(",") ?? [...known];
const unknown = wanted.filter((id) => !known.has(id));
if (unknown.length > 0) {
  console.error(
    `There is no runtime ${unknown.join(", ")}: --only takes some of ${[...known].join(",")}`,
  );
  process.exit(2);
}

console.error(
  "… packing @oauth1/core, and fetching what is not in node_modules/.cache/runtimes yet",
);
const isCi = process.env["CI"] !== undefined;
const rows = await runMatrix(
  RUNTIMES.filter(({ id }) => wanted.includes(id)),
  (row) => console.error(`${mark(row)} ${row.title} (${row.seconds.toFixed(1)} s)`),
);
console.log(values.json ? JSON.stringify(rows) : [asTable(rows), ...remarks(rows)].join("\n"));
process.exitCode = rows.every((row) => isGood(row, isCi)) ? 0 : 1;

function mark(row: Row): string {
  if (!isGood(row, isCi)) return "✗";
  return row.missing === undefined ? "✓" : "-";
}
