import { readFileSync, readdirSync, statSync, type Dirent } from "node:fs";
import { basename, dirname, join } from "node:path";
import { openExchange, RefusedError, type Exchange } from "./exchange.js";
import { FOR_ALL } from "./files/manifest.js";

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
 * CHANGELOG.md, api.txt, licenses and notices, files whose names begin with a dot, the version and other fields of
 * package.json, and what builds leave. Only changed files are touched; line ends that a checkout has made are no change. When
 * anything fails, the folder is left as it was, and the error is thrown. With `check`, nothing is written.
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
  const wanted = withKept(files, { before, folder: outDir });
  const report = compare(before, wanted);
  if (!report.stale || options.check === true) return report;
  const exchange = openExchange(dirname(outDir));
  try {
    await stage(exchange, basename(outDir), { report, wanted });
    await exchange.carryOut();
  } finally {
    await exchange.close();
  }
  return report;
}

/** What is there of a package, without what is not the generator's, and with the line ends that it writes. */
export function readPackage(folder: string, below = ""): Files {
  const files = new Map<string, string>();
  for (const entry of listFolder(join(folder, below))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (KEPT.test(path)) continue;
    if (!entry.isDirectory()) files.set(path, unixText(textOf(join(folder, path))));
    else for (const [name, text] of readPackage(folder, path)) files.set(name, text);
  }
  return files;
}

/** Not the generator's: what people write, and what other tools leave, in whichever folder where the name begins with a dot. */
const KEPT =
  /^(?:(?:.*\/)?\.[^/]*|CHANGELOG\.md|(?:LICEN[CS]E|NOTICE)[^/]*|api\.txt|dist|node_modules|src\/custom|test)$/;

/** A link to a folder leads to what is somebody else's, and one to nothing, or a pipe, has no text. */
function textOf(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    return readFileSync(path, "utf8");
  throw new RefusedError(`${path} is neither a file nor a folder: move it away.`);
}

// Git may check files out with the line ends of Windows.
function unixText(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

function listFolder(folder: string): readonly Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/**
 * The files with what a package says of itself in its manifest: releases are counted by changesets in the package, and
 * whoever owns it decides where it goes. `said` are fields that the files are to have as they are.
 */
export function withKept(
  files: Files,
  {
    before,
    folder,
    said = [],
  }: { readonly before: Files; readonly folder: string; readonly said?: readonly string[] },
): Files {
  const [emitted, present] = [files.get(MANIFEST), before.get(MANIFEST)];
  if (emitted === undefined || present === undefined) return files;
  const there = fieldsOf(present, join(folder, MANIFEST));
  const kept = Object.entries(there).filter(
    ([name, value]) =>
      name === "version" || (OWN.has(name) && !said.includes(name) && !isUsual(value)),
  );
  const fields = { ...JSON.parse(emitted), ...Object.fromEntries(kept) };
  // Its owner may have laid it out otherwise.
  const text = isSame(fields, there) ? present : `${JSON.stringify(fields, undefined, 2)}\n`;
  return new Map([...files, [MANIFEST, text]]);
}

const MANIFEST = "package.json";

/** Fields that a package keeps, besides its version. */
const OWN: ReadonlySet<string> = new Set(["private", "publishConfig", "repository"]);

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(text: string, file: string): Fields {
  try {
    const fields: unknown = JSON.parse(text);
    if (typeof fields === "object" && fields !== null && !Array.isArray(fields))
      return { ...fields };
  } catch {
    // What is no JSON is told as what is no object.
  }
  throw new RefusedError(`${file} is not a JSON object: mend it, or remove it.`);
}

// What the generator has written itself is nobody's wish.
function isUsual(value: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(FOR_ALL);
}

function isSame(fields: Fields, others: Fields): boolean {
  const [text, other] = [fields, others].map((one) =>
    JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
  return text === other;
}

/** What has to be done so that a package becomes what is wanted. */
export function compare(before: Files, wanted: Files): WriteReport {
  const paths = [...wanted.keys()];
  const isThere = (path: string): boolean =>
    before.has(path) && before.get(path) === unixText(wanted.get(path) ?? "");
  const [written, unchanged] = [paths.filter((path) => !isThere(path)), paths.filter(isThere)];
  const removed = [...before.keys()].filter((path) => !wanted.has(path));
  return { written, removed, unchanged, stale: written.length + removed.length > 0 };
}

/** Stages what a report says, for the package in a folder of that name. */
export async function stage(
  exchange: Exchange,
  name: string,
  { report, wanted }: { readonly report: WriteReport; readonly wanted: Files },
): Promise<void> {
  for (const path of report.removed) exchange.remove(`${name}/${path}`);
  for (const path of report.written) await exchange.put(`${name}/${path}`, wanted.get(path) ?? "");
}
