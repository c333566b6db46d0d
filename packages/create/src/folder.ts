import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Why a folder cannot hold a new app, as the end of a sentence about it; `undefined` where it can. */
export function fault(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  if (!statSync(folder).isDirectory()) return "is a file: name another folder.";
  return readdirSync(folder).length === 0
    ? undefined
    : "is not empty: name another folder, or empty this one.";
}

/** Writes files by their paths with slashes. Never over one that is there. */
export function writeAll(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const file = join(folder, ...path.split("/"));
    mkdirSync(dirname(file), { recursive: true });
    // What holds secrets is for its owner only.
    writeFileSync(file, text, { flag: "wx", ...(path === ".env" && { mode: 0o600 }) });
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
  return name.replace(/[^a-z0-9-]+/g, "-").replace(/^-+|-+$/g, "") || "oauth1-app";
}
