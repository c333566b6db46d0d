import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { PAGE_FOLDER } from "#page-folder";

/** A file of the page. */
export interface BuiltFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A file of the page as it was built, by its path; the page itself for `/`, and `undefined` for what there is not. */
export function builtFile(path: string): BuiltFile | undefined {
  if (!isBuilt()) return undefined;
  const wanted = path === "/" ? "index.html" : path.slice(1);
  // Only what is listed is read, so that no path leads out of the folder.
  const listed = readdirSync(PAGE_FOLDER, { recursive: true, encoding: "utf8" });
  const name = listed.find((one) => one.replaceAll("\\", "/") === wanted && extname(one) !== "");
  if (name === undefined) return undefined;
  const type = TYPES[extname(name)] ?? "application/octet-stream";
  return { type, bytes: readFileSync(join(PAGE_FOLDER, name)) };
}

/** Whether the page was built. */
export function isBuilt(): boolean {
  return existsSync(join(PAGE_FOLDER, "index.html"));
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
};
