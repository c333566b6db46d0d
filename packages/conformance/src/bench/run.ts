// `pnpm bench`: what things cost, as ratios within one run where that can be. Never a test: a machine may be busy.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { orUsage } from "../../../../scripts/usage.js";
import { DOCS_PROOF, typedPath, writeProof } from "../paths.js";
import { chartOf } from "./chart.js";
import { benchCodegen } from "./codegen.js";
import { compared } from "./compare.js";
import { benchDiagnose } from "./diagnose.js";
import { benchStorage, benchThroughput } from "./elsewhere.js";
import { proofOf } from "./proof.js";
import { benchRsa } from "./rsa.js";
import { asText, machine, type Bench, type BenchReport, type Growth } from "./report.js";
import { growths } from "./scaling.js";
import { benchSign } from "./sign.js";
import { benchSizes } from "./sizes.js";
import { benchStart } from "./start.js";
import { PLAIN, TEXT } from "./subject.js";
import { benchVerify } from "./verify.js";

/** What a group of measurements adds to the report. */
interface Measured {
  readonly benches?: readonly Bench[];
  readonly growths?: readonly Growth[];
}

const GROUPS: Readonly<Record<string, () => Promise<Measured>>> = {
  sign: async () => ({ benches: [await benchSign(PLAIN), await benchSign(TEXT)] }),
  verify: async () => ({ benches: [await benchVerify()] }),
  rsa: async () => ({ benches: [await benchRsa()] }),
  diagnose: async () => ({ benches: [await benchDiagnose()] }),
  scaling: async () => ({ growths: await growths() }),
  size: async () => ({ benches: [await benchSizes()] }),
  start: async () => ({ benches: [await benchStart()] }),
  throughput: async () => ({ benches: [await benchThroughput()] }),
  storage: async () => ({ benches: [await benchStorage()] }),
  codegen: async () => {
    const { bench, growth } = await benchCodegen();
    return { benches: [bench], growths: [growth] };
  },
};

const known = Object.keys(GROUPS);
const { values } = orUsage(
  () =>
    parseArgs({
      options: {
        only: { type: "string" },
        compare: { type: "string" },
        docs: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        out: { type: "string" },
      },
    }),
  `pnpm bench [--only ${known.join(",")}] [--compare old.json] [--json] [--docs | --out folder]`,
);

const wanted = values.only?.split(",") ?? known;
if (!wanted.every((name) => known.includes(name))) {
  console.error(`--only takes some of ${known.join(",")}`);
  process.exit(2);
}

const earlier: unknown =
  values.compare === undefined
    ? undefined
    : JSON.parse(readFileSync(typedPath(values.compare), "utf8"));

const measured: Measured[] = [];
for (const [name, measure] of Object.entries(GROUPS)) {
  if (!wanted.includes(name)) continue;
  console.error(`… ${name}`);
  measured.push(await measure());
}
const report: BenchReport = {
  ...machine(),
  benches: measured.flatMap(({ benches = [] }) => benches),
  growths: measured.flatMap(({ growths: grown = [] }) => grown),
};
console.log(values.json ? JSON.stringify(report, null, 2) : asText(report));
if (earlier !== undefined && !values.json) console.log(`\n${compared(report, earlier)}`);

const out = values.out === undefined ? undefined : typedPath(values.out);
const folder = values.docs ? DOCS_PROOF : out;
if (folder !== undefined) {
  await writeProof(folder, "bench.json", JSON.stringify(proofOf(report)));
  await writeProof(folder, "bench.svg", chartOf(report));
}
