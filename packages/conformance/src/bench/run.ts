// `pnpm bench`: what signing and verifying cost, as ratios within one run. Never a test: a machine may be busy.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { orUsage } from "../../../../scripts/usage.js";
import { codegenGrowth, codegenLoads } from "./codegen.js";
import { benchRsa } from "./rsa.js";
import { asText, machine, type Bench, type BenchReport, type Growth } from "./report.js";
import { growths } from "./scaling.js";
import { benchSign } from "./sign.js";
import { PLAIN, TEXT } from "./subject.js";
import { benchVerify } from "./verify.js";

const BENCHES: Readonly<Record<string, readonly (() => Promise<Bench>)[]>> = {
  sign: [() => benchSign(PLAIN), () => benchSign(TEXT)],
  verify: [benchVerify],
  rsa: [benchRsa],
};

const { values } = orUsage(
  () =>
    parseArgs({
      options: {
        only: { type: "string" },
        compare: { type: "string" },
        json: { type: "boolean", default: false },
      },
    }),
  "pnpm bench [--only sign,verify,rsa,scaling,codegen] [--compare old.json] [--json]",
);

const known = [...Object.keys(BENCHES), "scaling", "codegen"];
const wanted = values.only?.split(",") ?? known;
if (!wanted.every((name) => known.includes(name))) {
  console.error(`--only takes some of ${known.join(",")}`);
  process.exit(2);
}

const earlier: BenchReport | undefined =
  values.compare === undefined ? undefined : JSON.parse(readFileSync(values.compare, "utf8"));

const benches: Bench[] = [];
for (const [name, ofName] of Object.entries(BENCHES)) {
  if (!wanted.includes(name)) continue;
  for (const bench of ofName) benches.push(await announced(name, bench));
}
const grown: readonly Growth[] = wanted.includes("scaling")
  ? await announced("scaling", growths)
  : [];

const loads = wanted.includes("codegen") ? await announced("codegen", codegenLoads) : [];

const report: BenchReport = {
  ...machine(),
  benches,
  growths: [...grown, ...codegenGrowth(loads)],
  loads,
};
console.log(values.json ? JSON.stringify(report, null, 2) : asText(report, earlier));

async function announced<T>(name: string, work: () => Promise<T>): Promise<T> {
  console.error(`… ${name}`);
  return work();
}
