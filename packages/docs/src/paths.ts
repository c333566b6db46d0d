import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package, which is the root of the site. */
export const DOCS: string = fileURLToPath(new URL("..", import.meta.url));

/** The folder of the repository. */
export const ROOT: string = join(DOCS, "../..");

/** Where the finished site is. */
export const SITE: string = join(DOCS, "dist");

/** The path under which the site is served, with a slash at both ends. */
export const BASE: string = process.env["DOCS_BASE"] ?? "/";
