// `pnpm runtimes`: the suite in every runtime, on the packed packages.
import { parseArgs } from "node:util";
import { orUsage } from "../../../../scripts/usage.js";
import { DOCS_PROOF, typedPath, writeProof } from "../paths.js";
import { isGood, matrixTable, remarks, runMatrix, type Row } from "./matrix.js";
import { proofOf } from "./proof.js";
import { RUNTIMES } from "./runtimes.js";

const { values } = orUsage(
  () =>
    parseArgs({
      options: {
        only: { type: "string" },
        json: { type: "boolean", default: false },
        docs: { type: "boolean", default: false },
        out: { type: "string" },
      },
    }),
  "pnpm runtimes [--only node,bun,...] [--json] [--docs | --out folder]",
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
  "… packing the packages, and fetching what is not in node_modules/.cache/runtimes yet",
);
const isCi = process.env["CI"] !== undefined;
const rows = await runMatrix(
  RUNTIMES.filter(({ id }) => wanted.includes(id)),
  (row) => console.error(`${mark(row)} ${row.title} (${row.seconds.toFixed(1)} s)`),
);
console.log(values.json ? JSON.stringify(rows) : [matrixTable(rows), ...remarks(rows)].join("\n"));
const isGreen = rows.every((row) => isGood(row, isCi));
const out = values.out === undefined ? undefined : typedPath(values.out);
const folder = values.docs ? DOCS_PROOF : out;
if (folder !== undefined && isGreen) {
  await writeProof(folder, "runtimes.json", JSON.stringify(await proofOf(rows, RUNTIMES), null, 2));
}
process.exitCode = isGreen ? 0 : 1;

function mark(row: Row): string {
  if (!isGood(row, isCi)) return "✗";
  return row.missing === undefined ? "✓" : "-";
}
