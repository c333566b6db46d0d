import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import type { GeneratedPackage } from "../packages/codegen/src/index.js";
import type { Issue } from "../packages/descriptor/src/index.js";
import { writeChangesets } from "./generated/changesets.js";
import { install, needsInstall } from "./generated/lockfile.js";
import { writeMethods } from "./generated/methods.js";
import { root } from "./generated/output.js";
import { writeProvidersPackage } from "./generated/providers-package.js";
import { writeReadme } from "./generated/readme.js";
import { orUsage } from "./usage.js";

/**
 * `pnpm generate [--check] [--json]`: everything in this repository that is made from something else. `--check` writes
 * nothing and fails where something would change.
 */
const options = { check: { type: "boolean" }, json: { type: "boolean" } } as const;
const { check = false, json = false } = orUsage(
  () => parseArgs({ options }).values,
  "pnpm generate [--check] [--json]",
);

const drifted = [...(await writeMethods(check))];
// Only now: these modules read what was just written. What is heavy they load where something has changed.
const { fingerprint } = await import("../packages/codegen/src/fingerprint.js");
const { generate } = await import("../packages/codegen/src/generate.js");
const { counted } = await import("../packages/codegen/src/markdown.js");
const { issueLines, packageLines, staleFiles } = await import("../packages/codegen/src/report.js");
const result = await generate({
  providers: relative(process.cwd(), join(root, "providers")),
  packages: join(root, "packages/sdk"),
  command: "pnpm generate",
  build: "tsx ../../../scripts/build-sdks.ts .",
  script: "build:sdk",
  cache: { file: join(root, "node_modules/.cache/oauth1-codegen.json"), generator: fingerprint() },
  check,
});
if (result.ok) {
  drifted.push(...(await writeReadme(result.packages, check)));
  const all = await writeProvidersPackage(result.packages, check);
  drifted.push(...[...all.written, ...all.removed].map((path) => `packages/providers/${path}`));
  if (!check) drifted.push(...(await writeChangesets(result.packages)));
  if ((await needsInstall(result.packages)) || all.written.includes("package.json")) {
    drifted.push("pnpm-lock.yaml");
    if (!check) await install();
  }
  report(result.packages);
} else {
  reportIssues(result.issues);
}

function report(packages: readonly GeneratedPackage[]): void {
  const changed = [...drifted, ...staleFiles(packages, "packages/sdk")];
  if (check && changed.length > 0) process.exitCode = 1;
  if (json) {
    console.log(JSON.stringify({ ok: process.exitCode !== 1, changed, packages }, undefined, 2));
    return;
  }
  for (const line of packageLines(packages)) console.log(line);
  for (const path of check ? changed : drifted)
    console.log(`${check ? "stale" : "written"}  ${path}`);
  console.log(`${counted(changed.length, "file")} ${check ? "would change" : "changed"}`);
}

function reportIssues(issues: readonly Issue[]): void {
  process.exitCode = 1;
  if (json) console.log(JSON.stringify({ ok: false, issues }, undefined, 2));
  else for (const line of issueLines(issues)) console.error(line);
  if (!json) console.error(`${counted(issues.length, "mistake")}; nothing was written`);
}
