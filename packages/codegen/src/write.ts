import type { Dirent } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

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
 * CHANGELOG.md, the version in package.json, and what builds leave. Only changed files are touched. When anything fails,
 * the folder is left as it was, and the error is thrown. With `check`, nothing is written.
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
  const before = await readFolder(outDir);
  const wanted = withVersion(files, before);
  const written = [...wanted].filter(([path, text]) => before.get(path) !== text);
  const removed = [...before.keys()].filter((path) => !wanted.has(path));
  const unchanged = [...wanted.keys()].filter((path) => before.get(path) === wanted.get(path));
  const stale = written.length + removed.length > 0;
  if (stale && options.check !== true) await exchange(outDir, new Map(written), removed);
  return { written: written.map(([path]) => path), removed, unchanged, stale };
}

/** Not the generator's: what people write, and what other tools leave. */
const KEPT: ReadonlySet<string> = new Set([
  ".turbo",
  "CHANGELOG.md",
  "dist",
  "node_modules",
  "src/custom",
  "test",
]);

async function readFolder(root: string, below = ""): Promise<Files> {
  const files = new Map<string, string>();
  for (const entry of await listFolder(join(root, below))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (KEPT.has(path)) continue;
    if (!entry.isDirectory()) files.set(path, await readFile(join(root, path), "utf8"));
    else for (const [name, text] of await readFolder(root, path)) files.set(name, text);
  }
  return files;
}

async function listFolder(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** Releases are counted by changesets, in the package itself. */
function withVersion(files: Files, before: Files): Files {
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

/**
 * Puts new files in the place of old ones. First everything is written next to the package, which is where a full disk
 * shows; then files change places by renaming, and each step knows how it is undone.
 */
async function exchange(outDir: string, written: Files, removed: readonly string[]): Promise<void> {
  await mkdir(dirname(outDir), { recursive: true });
  const stage = await mkdtemp(join(dirname(outDir), `.${basename(outDir)}-`));
  const undo: Undo = [];
  try {
    for (const [path, text] of written) {
      await mkdir(dirname(join(stage, "new", path)), { recursive: true });
      await writeFile(join(stage, "new", path), text);
    }
    for (const path of removed) {
      await move(join(outDir, path), join(stage, "old", path), undo);
      await removeEmptyFolders(outDir, dirname(path));
    }
    for (const path of written.keys()) {
      await move(join(outDir, path), join(stage, "old", path), undo);
      await move(join(stage, "new", path), join(outDir, path), undo);
    }
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** Steps back, in the order of the steps forth. */
type Undo = (() => Promise<void>)[];

/** Moves a file, if there is one, and remembers how to move it back. */
async function move(from: string, to: string, undo: Undo): Promise<void> {
  if ((await stat(from).catch(() => undefined)) === undefined) return;
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
  undo.push(async () => {
    await mkdir(dirname(from), { recursive: true });
    await rename(to, from);
  });
}

async function removeEmptyFolders(outDir: string, folder: string): Promise<void> {
  if (folder === "." || (await listFolder(join(outDir, folder))).length > 0) return;
  await rm(join(outDir, folder), { recursive: true, force: true });
  await removeEmptyFolders(outDir, dirname(folder));
}
