import { readFileSync } from "node:fs";
import { packageFolder } from "../paths.js";
import { join } from "node:path";

/** The version of a peer of the npm registry that is installed. */
export function versionOf(name: string): string {
  const file = join(packageFolder("conformance"), "node_modules", name, "package.json");
  const manifest: { readonly version: string } = JSON.parse(readFileSync(file, "utf8"));
  return manifest.version;
}
