import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The folder of the repository. */
export const ROOT: string = fileURLToPath(new URL("../../..", import.meta.url));

/** The folder of a package, as in `packageFolder("sdk/twitter")`. */
export function packageFolder(name: string): string {
  return join(ROOT, "packages", name);
}

/** A tool of the workspace's own. */
export function tool(name: string): string {
  return join(ROOT, "node_modules/.bin", name);
}

/** With these options Node.js runs TypeScript by itself; the command `tsx` would be a second process each time. */
export const TYPESCRIPT: readonly string[] = [
  "--import",
  pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href,
];

/** Where the documentation has what was measured and proved. */
export const DOCS_PROOF: string = packageFolder("docs/proof");

/** A path as somebody has typed it: pnpm runs scripts in the package's folder, and says where it was started. */
export function typedPath(path: string): string {
  return resolve(process.env["INIT_CWD"] ?? "", path);
}

/** Writes a file of it, laid out as Prettier would, and says so. */
export async function writeProof(folder: string, name: string, text: string): Promise<void> {
  const { format, resolveConfig } = await import("prettier");
  const file = join(folder, name);
  const isData = name.endsWith(".json");
  const config = await resolveConfig(join(DOCS_PROOF, name));
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, isData ? await format(text, { ...config, parser: "json" }) : text);
  console.error(`written: ${relative(typedPath(""), file)}`);
}
