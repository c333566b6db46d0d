import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** Writes a file if its text is another. Returns the paths that are, or with `check` would be, written. */
export async function update(
  path: string,
  text: string,
  check: boolean,
): Promise<readonly string[]> {
  const before = await readFile(join(root, path), "utf8").catch(() => "");
  if (before === text) return [];
  if (!check) await writeFile(join(root, path), text);
  return [path];
}
