import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Another text for every version of the code that generates, also while somebody works on it: what the files beside this
 * one and those of `@oauth1/descriptor` hold.
 */
export function fingerprint(): string {
  const modules = [import.meta.url, import.meta.resolve("@oauth1/descriptor")];
  const schema = import.meta.resolve("@oauth1/descriptor/schema.json");
  const folders = modules.map((url) => dirname(fileURLToPath(url)));
  const hash = createHash("sha256");
  for (const file of [...folders.flatMap(filesBelow), fileURLToPath(schema)]) {
    hash.update(`${file}\n`).update(readFileSync(file));
  }
  return hash.digest("base64url");
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(?:[cm]?[jt]s|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
