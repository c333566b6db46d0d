import type { Descriptor, Issue } from "@oauth1/descriptor";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { openCache, type CacheOptions, type EmissionCache } from "./cache.js";
import type { Changes } from "./changes.js";
import { readDescriptors, type DescriptorSource } from "./descriptors.js";
import { openExchange, RefusedError, type Exchange } from "./exchange.js";
import type { PackageContext } from "./files/manifest.js";
import { GENERATED_FROM } from "./markdown.js";
import { summaryOf, type ProviderSummary } from "./summary.js";
import { contextOf, type Surroundings } from "./surroundings.js";
import { compare, readPackage, stage, withKept, type Files, type WriteReport } from "./write.js";

/**
 * Where descriptors are, where packages go, and what the packages say of their surroundings: by default the scope
 * `@oauth1`, the license MIT, the range `workspace:^`, the command `npx @oauth1/codegen`, and a build script that stands on its
 * own.
 */
export interface GenerateOptions extends Surroundings {
  /** The folder of the descriptors, or single files. Only a folder says which packages are no longer wanted. */
  readonly providers: string | readonly string[];
  /** The folder that holds a folder for each package. */
  readonly packages: string;
  /** Whether to write nothing, and only say what would change. */
  readonly check?: boolean;
  /** Where to remember what was emitted, so that what has not changed is not emitted again. */
  readonly cache?: CacheOptions;
  /** Called after each descriptor. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** What was generated, or everything that is wrong with the descriptors. */
export type Generated =
  | { readonly ok: true; readonly packages: readonly GeneratedPackage[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** What happened to one package. */
export interface GeneratedPackage extends WriteReport {
  readonly id: string;
  readonly operations: number;
  readonly status: "created" | "updated" | "unchanged" | "removed";
  /** What an updated package does otherwise. */
  readonly changes?: Changes;
  /** What the descriptor says of its provider; a removed package has none. */
  readonly provider?: ProviderSummary;
}

/**
 * Reads every descriptor, and when all are right writes the package of each. A package whose descriptor is gone is
 * removed, unless there is something in it that was written by hand. One wrong descriptor, one file that cannot be
 * written, or one folder that holds something else than a generated package, and everything stays as it was.
 *
 * @example
 * const folders = { providers: "/nowhere/providers", packages: "/nowhere/sdk", build: "tsup" };
 * const failure = await generate({ ...folders, check: true }).catch(({ code }) => code);
 * failure; // => "ENOENT"
 */
export async function generate(options: GenerateOptions): Promise<Generated> {
  const descriptors = readDescriptors(options.providers);
  refuseFile(options.packages);
  const issues = [...descriptors.issues];
  const exchange = options.check === true ? undefined : openExchange(options.packages);
  try {
    const run = { options, exchange, cache: options.cache && openCache(options.cache) };
    const packages = await stageAll(descriptors.sources, run, issues);
    if (issues.length > 0) return { ok: false, issues };
    if (descriptors.complete) packages.push(...(await stageOrphans(descriptors.sources, run)));
    await exchange?.carryOut();
    run.cache?.save();
    return { ok: true, packages };
  } finally {
    await exchange?.close();
  }
}

/** A path that leads through a file can hold no packages. */
function refuseFile(packages: string): void {
  if (existsSync(packages)) {
    if (statSync(packages).isDirectory()) return;
    throw new RefusedError(`${packages} is a file: choose a folder for the packages.`);
  }
  if (dirname(packages) !== packages) refuseFile(dirname(packages));
}

/** What all steps of a run need. */
interface Run {
  readonly options: GenerateOptions;
  /** Unset where nothing is written. */
  readonly exchange: Exchange | undefined;
  readonly cache: EmissionCache | undefined;
}

async function stageAll(
  sources: readonly DescriptorSource[],
  run: Run,
  issues: Issue[],
): Promise<GeneratedPackage[]> {
  const packages: GeneratedPackage[] = [];
  for (const [index, source] of sources.entries()) {
    const result = unchanged(source, run) ?? (await update(source, run));
    if ("id" in result) packages.push(result);
    else issues.push(...result.issues);
    run.options.onProgress?.({ done: index + 1, total: sources.length });
  }
  return packages;
}

function unchanged(
  source: DescriptorSource,
  { options, cache }: Run,
): GeneratedPackage | undefined {
  if (cache === undefined) return undefined;
  const folder = resolve(options.packages, source.id);
  const files = readPackage(folder);
  const inputs = inputsOf(source, contextOf(options, folder));
  if (!cache.has(folder, { inputs, files })) return undefined;
  // It was right when it was emitted.
  const descriptor: Descriptor = JSON.parse(source.text);
  return packageOf(descriptor, compare(files, files), "unchanged");
}

async function update(
  source: DescriptorSource,
  { options, exchange, cache }: Run,
): Promise<GeneratedPackage | { readonly issues: readonly Issue[] }> {
  const folder = resolve(options.packages, source.id);
  const context = contextOf(options, folder);
  // What compiles is heavy, and of no use where nothing has changed.
  const { createCompiler } = await import("./compile.js");
  const compiled = createCompiler(context)(source);
  if (!compiled.ok) return compiled;
  const before = readPackage(folder);
  if (await isForeign(before)) {
    throw new RefusedError(
      `${join(options.packages, source.id)} holds files that were not generated: move them away, or choose another folder for the packages.`,
    );
  }
  const said = Object.keys(options.manifest ?? {});
  const wanted = withKept(compiled.files, { before, folder, said });
  const report = compare(before, wanted);
  if (exchange !== undefined) {
    await stage(exchange, source.id, { report, wanted });
    cache?.add(folder, { inputs: inputsOf(source, context), files: wanted });
  }
  const status = before.size === 0 ? "created" : statusOf(report);
  if (status !== "updated") return packageOf(compiled.descriptor, report, status);
  const { changesBetween } = await import("./changes.js");
  return {
    ...packageOf(compiled.descriptor, report, status),
    changes: changesBetween(before, wanted),
  };
}

function inputsOf({ name, text }: DescriptorSource, context: PackageContext): readonly string[] {
  return [name, text, JSON.stringify(context)];
}

function packageOf(
  descriptor: Descriptor,
  report: WriteReport,
  status: GeneratedPackage["status"],
): GeneratedPackage {
  const provider = summaryOf(descriptor);
  return { id: descriptor.id, operations: provider.operations, status, ...report, provider };
}

function statusOf({ stale }: WriteReport): "updated" | "unchanged" {
  return stale ? "updated" : "unchanged";
}

async function stageOrphans(
  sources: readonly DescriptorSource[],
  { options, exchange }: Run,
): Promise<readonly GeneratedPackage[]> {
  const living = new Set(sources.map(({ id }) => id));
  const gone: GeneratedPackage[] = [];
  for (const id of namesIn(options.packages)) {
    const folder = join(options.packages, id);
    if (living.has(id) || !(await isGenerated(folder))) continue;
    const report = compare(readPackage(folder), new Map());
    if (hasHandwork(folder)) for (const path of report.removed) exchange?.remove(`${id}/${path}`);
    else exchange?.remove(id);
    gone.push({ id, operations: 0, status: "removed", ...report });
  }
  return gone;
}

async function isGenerated(folder: string): Promise<boolean> {
  const index = join(folder, "src/index.ts");
  if (!existsSync(index)) return false;
  const { MARKER } = await import("./emit.js");
  return readFileSync(index, "utf8").startsWith(MARKER);
}

/** Whether files are none of ours; a manifest alone may have been put there for its version. */
async function isForeign(files: Files): Promise<boolean> {
  const { MARKER } = await import("./emit.js");
  const sources = [...files].filter(([path]) => path !== "package.json");
  const isOurs = sources.some(
    ([path, text]) =>
      text.startsWith(MARKER) || (path === "README.md" && text.includes(GENERATED_FROM)),
  );
  return sources.length > 0 && !isOurs;
}

function hasHandwork(folder: string): boolean {
  const names = [...namesIn(folder), ...namesIn(join(folder, "src"))];
  return ["test", "custom", ".git"].some((name) => names.includes(name));
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
