import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "./usage.js";

/** Why a folder cannot hold a new app, as the end of a sentence about it; `undefined` where it can. */
export function fault(folder: string): string | undefined {
  if (basename(resolve(folder)) === "node_modules") return "is for packages: name another folder.";
  try {
    // A link that leads nowhere is something too.
    if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return undefined;
    if (!statSync(folder).isDirectory()) return "is a file: name another folder.";
    return readdirSync(folder).length === 0
      ? undefined
      : "is not empty: name another folder, or empty this one.";
  } catch (error) {
    return `cannot be used: ${reasonOf(error)}`;
  }
}

/**
 * Writes files by their paths with slashes into a folder that is empty, or not there yet. Never over one that is there, and all
 * or none: throws a `UsageError` where one cannot be written.
 */
export function writeAll(folder: string, files: ReadonlyMap<string, string>): void {
  const made: string[] = [];
  try {
    makeFolder(folder, made);
    for (const [path, text] of files) write(join(folder, ...path.split("/")), text, made);
  } catch (error) {
    for (const path of made) rmSync(path, { recursive: true, force: true });
    throw new UsageError(`${folder} cannot be written: ${reasonOf(error)}`);
  }
}

/**
 * The name of a package in a folder, as npm takes it.
 *
 * @example
 * packageName("somewhere/My App"); // => "my-app"
 */
export function packageName(folder: string): string {
  const name = basename(resolve(folder)).toLowerCase();
  const letters = name.replace(/[^a-z0-9-]+/g, "-").slice(0, LONGEST);
  return letters.replace(/^-+|-+$/g, "") || "oauth1-app";
}

/** Cloudflare gives a Worker the name of a host. */
const LONGEST = 63;

// What was made is noted as soon as it is there, because only that may be removed again. One by one, because Node.js tries
// several at once for ever where the system says that there is none above, as it does in /proc.
function makeFolder(folder: string, made: string[]): void {
  const above = dirname(folder);
  if (existsSync(folder)) return;
  if (above !== folder) makeFolder(above, made);
  mkdirSync(folder);
  made.push(folder);
}

function write(file: string, text: string, made: string[]): void {
  makeFolder(dirname(file), made);
  // What holds secrets is for its owner only.
  const descriptor = openSync(file, "wx", basename(file) === ".env" ? 0o600 : 0o666);
  made.push(file);
  try {
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
