import { readFileSync, readdirSync, type Dirent } from "node:fs";
import { basename, dirname, join } from "node:path";
import { openExchange, type Exchange } from "./exchange.js";

/** What `write` did to a package's folder, or what it would have done. Paths are relative, with slashes. */
export interface WriteReport {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Whether the folder was not as the files say. */
  readonly stale: boolean;
}

/** The files of a package by their relative paths. */
export type Files = ReadonlyMap<string, string>;

/**
 * Makes a package's folder hold exactly these files, besides what people and tools keep there: `src/custom`, `test`,
 * CHANGELOG.md, api.txt, the version in package.json, and what builds leave. Only changed files are touched. When anything
 * fails, the folder is left as it was, and the error is thrown. With `check`, nothing is written.
 *
 * @example
 * const files = new Map([["src/index.ts", "export {};\n"]]);
 * const { written } = await write(files, "/nowhere/acme", { check: true });
 * written; // => ["src/index.ts"]
 */
export async function write(
  files: Files,
  outDir: string,
  options: { readonly check?: boolean } = {},
): Promise<WriteReport> {
  const before = readPackage(outDir);
  const wanted = withVersion(files, before);
  const report = compare(before, wanted);
  if (!report.stale || options.check === true) return report;
  const exchange = openExchange(dirname(outDir));
  try {
    stage(exchange, basename(outDir), { report, wanted });
    exchange.carryOut();
  } finally {
    exchange.close();
  }
  return report;
}

/** What is there of a package, without what is not the generator's. */
export function readPackage(folder: string, below = ""): Files {
  const files = new Map<string, string>();
  for (const entry of listFolder(join(folder, below))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (KEPT.has(path)) continue;
    if (!entry.isDirectory()) files.set(path, readFileSync(join(folder, path), "utf8"));
    else for (const [name, text] of readPackage(folder, path)) files.set(name, text);
  }
  return files;
}

/** Not the generator's: what people write, and what other tools leave. */
const KEPT: ReadonlySet<string> = new Set([
  ".turbo",
  "CHANGELOG.md",
  "LICENSE",
  "api.txt",
  "dist",
  "node_modules",
  "src/custom",
  "test",
]);

function listFolder(folder: string): readonly Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** The files with the version that the package has: releases are counted by changesets, in the package itself. */
export function withVersion(files: Files, before: Files): Files {
  const version = /^ {2}"version": "[^"]*"/m;
  const [kept] = version.exec(before.get("package.json") ?? "") ?? [];
  if (kept === undefined) return files;
  return new Map(
    [...files].map(([path, text]) => [
      path,
      path === "package.json" ? text.replace(version, () => kept) : text,
    ]),
  );
}

/** What has to be done so that a package becomes what is wanted. */
export function compare(before: Files, wanted: Files): WriteReport {
  const paths = [...wanted.keys()];
  const written = paths.filter((path) => before.get(path) !== wanted.get(path));
  const unchanged = paths.filter((path) => before.get(path) === wanted.get(path));
  const removed = [...before.keys()].filter((path) => !wanted.has(path));
  return { written, removed, unchanged, stale: written.length + removed.length > 0 };
}

/** Stages what a report says, for the package in a folder of that name. */
export function stage(
  exchange: Exchange,
  name: string,
  { report, wanted }: { readonly report: WriteReport; readonly wanted: Files },
): void {
  for (const path of report.removed) exchange.remove(`${name}/${path}`);
  for (const path of report.written) exchange.put(`${name}/${path}`, wanted.get(path) ?? "");
}
