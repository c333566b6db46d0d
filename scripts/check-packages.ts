// `pnpm check:packages [name...]`: packs every public package as it would be published, installs all of them in an empty
// project outside of the tree, and tries them there: publint, attw, each subpath alone, types, licence, dependencies.
import { basename } from "node:path";
import { parseArgs } from "node:util";
import {
  checkPackages,
  type PackageReport,
  type PackagesReport,
} from "../packages/conformance/src/packages/check.js";
import { manifestIn, publicPackages } from "../packages/conformance/src/packages/manifests.js";
import { asTable } from "../packages/conformance/src/table.js";
import { orUsage } from "./usage.js";

const { positionals, values } = orUsage(
  () =>
    parseArgs({ allowPositionals: true, options: { json: { type: "boolean", default: false } } }),
  "pnpm check:packages [core client ...] [--json]",
);

const started = Date.now();
const report = await checkPackages(wanted(), (stage) => console.error(`… ${stage} (${elapsed()})`));
const problems = problemsOf(report);
console.log(values.json ? JSON.stringify(report, null, 2) : asText(report));
for (const problem of problems) console.error(problem);
console.error(`${report.packages.length} packages, ${problems.length} problems, in ${elapsed()}`);
process.exitCode = problems.length === 0 ? 0 : 1;

function elapsed(): string {
  return `${((Date.now() - started) / 1000).toFixed(0)} s`;
}

/** The packages that were named, and what of ours they depend on; or all. */
function wanted(): readonly string[] {
  const all = new Map(publicPackages().map((folder) => [manifestIn(folder).name, folder]));
  if (positionals.length === 0) return [...all.values()];
  const chosen = new Set<string>();
  const choose = (name: string): void => {
    const folder = all.get(name);
    if (folder === undefined || chosen.has(folder)) return;
    chosen.add(folder);
    Object.keys(manifestIn(folder).dependencies ?? {}).forEach(choose);
  };
  for (const [name, folder] of all) if (positionals.includes(basename(folder))) choose(name);
  if (chosen.size > 0) return [...chosen].sort();
  console.error(`There is no public package ${positionals.join(", ")}.`);
  return process.exit(2);
}

function problemsOf({ packages, typed }: PackagesReport): readonly string[] {
  return [
    ...packages.flatMap(({ name, problems: found }) => found.map((one) => `${name}: ${one}`)),
    ...typed.flatMap(({ title, errors }) => errors.map((error) => `${title}: ${error}`)),
  ];
}

function asText({ packages, typed }: PackagesReport): string {
  const generated = packages.filter(({ isGenerated }) => isGenerated);
  const byHand = packages.filter(({ isGenerated }) => !isGenerated);
  return [
    asTable([
      ["package", "subpaths", "tarball", "brings along", "problems"],
      ...byHand.map((one) => row(one.name, [one])),
      ...(generated.length === 0 ? [] : [row(`${generated.length} SDKs`, generated)]),
    ]),
    "",
    asTable([
      ["types of all, in one program", "errors"],
      ...typed.map(({ title, errors }) => [title, String(errors.length)]),
    ]),
  ].join("\n");
}

function row(title: string, of: readonly PackageReport[]): readonly string[] {
  const sum = (value: (one: PackageReport) => number): number =>
    of.reduce((total, one) => total + value(one), 0);
  const foreign = new Set(of.flatMap((one) => one.foreign)).size;
  return [
    title,
    String(sum((one) => one.subpaths)),
    `${(sum((one) => one.bytes) / 1000).toFixed(0)} kB`,
    foreign === 0 ? "only ours" : `${foreign} of others`,
    String(sum((one) => one.problems.length)),
  ];
}
