// `pnpm interop`: other people's clients against our server, and our client against other people's servers.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { orUsage } from "../../../../scripts/usage.js";
import { DOCS_PROOF, writeProof } from "../paths.js";
import { runMatrix, type Played } from "./matrix.js";
import { PEERS } from "./peers.js";
import { asProof, asText } from "./report.js";

const PROOF = "interop.json";
// Everything in it has a limit of its own; this one is for what nobody has thought of.
const PATIENCE = 600_000;

const { values } = orUsage(
  () =>
    parseArgs({
      options: {
        only: { type: "string" },
        json: { type: "boolean", default: false },
        check: { type: "boolean", default: false },
      },
    }),
  "pnpm interop [--only Authlib,grant,...] [--json] [--check]",
);

const known = new Set(PEERS.map(({ name }) => name));
const wanted = values.only?.split(",") ?? [...known];
const unknown = wanted.filter((name) => !known.has(name));
if (unknown.length > 0) {
  console.error(
    `There is no peer ${unknown.join(", ")}: --only takes some of ${[...known].join(",")}`,
  );
  process.exit(2);
}

// Programs end with this process, so it must not end without saying so.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => process.exit(signal === "SIGINT" ? 130 : 143));
setTimeout(() => {
  console.error(`This has taken more than ${PATIENCE / 1000} s.`);
  process.exit(1);
}, PATIENCE).unref();

const isCi = process.env["CI"] !== undefined;
const all = await runMatrix(
  PEERS.filter(({ name }) => wanted.includes(name)),
  (played) => console.error(`${mark(played)} ${played.peer} ${played.version ?? ""}`.trimEnd()),
);
const problems = all.flatMap((played) => played.problems);
const isWhole = values.only === undefined && all.every(({ missing }) => missing !== true);
if (isWhole && problems.length === 0) await keep(asProof(all));
console.log(values.json ? JSON.stringify(all) : asText(all));
for (const problem of problems) console.error(`✗ ${problem}`);
process.exitCode =
  problems.length === 0 && (!isCi || all.every(({ missing }) => missing !== true)) ? 0 : 1;

function mark({ missing, problems: found }: Played): string {
  if (missing === true) return isCi ? "✗" : "-";
  return found.length === 0 ? "✓" : "✗";
}

async function keep(proof: object): Promise<void> {
  if (!values.check) return writeProof(DOCS_PROOF, PROOF, JSON.stringify(proof, null, 2));
  const kept: object = JSON.parse(readFileSync(join(DOCS_PROOF, PROOF), "utf8"));
  if (!isDeepStrictEqual(withoutVersions(kept), withoutVersions(proof)))
    problems.push(
      "packages/docs/proof/interop.json shows something else: run `pnpm interop` and commit it.",
    );
}

// Another release of a peer is no drift as long as it does the same.
function withoutVersions(proof: object): unknown {
  return JSON.parse(
    JSON.stringify(proof, (name, value: unknown) => (name === "version" ? undefined : value)),
  );
}
