import { join } from "node:path";
import { fileURLToPath } from "node:url";

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
