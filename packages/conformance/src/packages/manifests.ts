import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { globSync } from "tinyglobby";
import { ROOT } from "../paths.js";

/** What is looked at in a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, string | Conditions>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Conditions {
  readonly import: { readonly types: string; readonly default: string };
}

/** The manifest in this folder. */
export function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/** The folders of the public packages. */
export function publicPackages(): readonly string[] {
  return globSync(["packages/*/package.json", "packages/sdk/*/package.json"], { cwd: ROOT })
    .map((path) => join(ROOT, dirname(path)))
    .filter((folder) => manifestIn(folder).private !== true)
    .sort();
}

/** Something that a package lets others import. */
export interface Subpath {
  /** As in an import: `@oauth1/core/methods/plaintext`. */
  readonly specifier: string;
  /** Within the package: `./methods/plaintext`. */
  readonly path: string;
  readonly isJson: boolean;
}

/** Every subpath of the package in this folder; a wildcard stands for each file that it matches. */
export function subpathsIn(folder: string): readonly Subpath[] {
  const { name, exports = {} } = manifestIn(folder);
  return Object.entries(exports).flatMap(([pattern, target]) => {
    const file = typeof target === "string" ? target : target.import.default;
    return matches(folder, file).map((match): Subpath => {
      const path = pattern.replace("*", match);
      return { specifier: join(name, path), path, isJson: typeof target === "string" };
    });
  });
}

/** What the asterisk of a target stands for. A target without one matches once. */
function matches(folder: string, target: string): readonly string[] {
  const file = target.replace("./", "");
  if (!file.includes("*")) return [""];
  const [before = "", after = ""] = file.split("*");
  return globSync([file], { cwd: folder })
    .sort()
    .map((found) => found.slice(before.length, found.length - after.length));
}
