import { lower, parseDescriptor, type Issue, type ProviderModel } from "@oauth1/descriptor";
import { readFile, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { emit, MARKER } from "./emit.js";
import { createPrinter } from "./print.js";
import { write, type WriteReport } from "./write.js";

/** Where descriptors are, where packages go, and what the packages say of their surroundings. */
export interface GenerateOptions {
  /** The folder of the descriptors; its own name appears in the packages. */
  readonly providers: string;
  /** The folder that holds a folder for each package. */
  readonly packages: string;
  /** The version range of our own packages; `workspace:^` by default. */
  readonly range?: string;
  /** The build script of the packages. */
  readonly build: string;
  /** Whether to write nothing, and only say what would change. */
  readonly check?: boolean;
}

/** What was generated, or everything that is wrong with the descriptors. */
export type Generated =
  | {
      readonly ok: true;
      readonly models: readonly ProviderModel[];
      readonly packages: readonly GeneratedPackage[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** What happened to one package. */
export interface GeneratedPackage extends WriteReport {
  readonly id: string;
  readonly operations: number;
  readonly status: "created" | "updated" | "unchanged" | "removed";
}

/**
 * Reads every descriptor, and when all are right writes the package of each. A package whose descriptor is gone is
 * removed, unless there is something in it that was written by hand. One wrong descriptor, and nothing is written.
 *
 * @example
 * const folders = { providers: "/nowhere/providers", packages: "/nowhere/sdk", build: "tsup" };
 * const failure = await generate({ ...folders, check: true }).catch(({ code }) => code);
 * failure; // => "ENOENT"
 */
export async function generate(options: GenerateOptions): Promise<Generated> {
  const sources = await readDescriptors(options.providers);
  const results = sources.map(({ file, text }) => parseDescriptor(text, { file }));
  const issues = results.flatMap((result) => (result.ok ? [] : result.issues));
  if (issues.length > 0) return { ok: false, issues };
  const models = results.flatMap((result) => (result.ok ? [lower(result.descriptor)] : []));
  const packages = await writePackages(models, options);
  const gone = await removeOrphans(new Set(models.map(({ id }) => id)), options);
  return { ok: true, models, packages: [...packages, ...gone] };
}

async function readDescriptors(
  folder: string,
): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(
    names.map(async (name) => ({
      file: `${basename(folder)}/${name}`,
      text: await readFile(join(folder, name), "utf8"),
    })),
  );
}

async function writePackages(
  models: readonly ProviderModel[],
  options: GenerateOptions,
): Promise<readonly GeneratedPackage[]> {
  const { providers, build, range = "workspace:^", check = false } = options;
  const printer = createPrinter();
  const all = models.map((model) => {
    const source = `${basename(providers)}/${model.id}.json`;
    return { model, files: emit(model, { source, range, build, printer }) };
  });
  const packages: GeneratedPackage[] = [];
  for (const { model, files } of all) {
    const report = await write(files, join(options.packages, model.id), { check });
    packages.push({
      id: model.id,
      operations: model.operations.length,
      status: statusOf(report),
      ...report,
    });
  }
  return packages;
}

function statusOf({ stale, unchanged, removed }: WriteReport): GeneratedPackage["status"] {
  if (!stale) return "unchanged";
  return unchanged.length + removed.length === 0 ? "created" : "updated";
}

async function removeOrphans(
  living: ReadonlySet<string>,
  { packages, check = false }: GenerateOptions,
): Promise<readonly GeneratedPackage[]> {
  const gone: GeneratedPackage[] = [];
  for (const id of await readFolder(packages)) {
    const folder = join(packages, id);
    if (living.has(id) || !(await isGenerated(folder))) continue;
    const report = await write(new Map(), folder, { check });
    if (!check && !(await hasHandwork(folder))) await rm(folder, { recursive: true });
    gone.push({ id, operations: 0, status: "removed", ...report });
  }
  return gone;
}

async function isGenerated(folder: string): Promise<boolean> {
  const index = await readFile(join(folder, "src/index.ts"), "utf8").catch(() => "");
  return index.startsWith(MARKER);
}

async function hasHandwork(folder: string): Promise<boolean> {
  const names = [...(await readFolder(folder)), ...(await readFolder(join(folder, "src")))];
  return names.includes("test") || names.includes("custom");
}

async function readFolder(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
