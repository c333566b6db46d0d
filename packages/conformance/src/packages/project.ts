import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, tool } from "../paths.js";
import { output } from "../process.js";
import { manifestIn } from "./manifests.js";

/** A stranger's empty project outside of the tree, into which packages were installed as they would be published. */
export interface Stranger {
  readonly folder: string;
  /** The tarball of each package, by its name. */
  readonly tarballs: ReadonlyMap<string, string>;
  readonly remove: () => void;
}

/** Packs the packages in these folders, once, and installs all of them, and these of others. */
export async function strangerWith(
  folders: readonly string[],
  others: readonly string[] = [],
): Promise<Stranger> {
  const folder = mkdtempSync(join(tmpdir(), "oauth1-packages-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const tarballs = await pack(folders, join(folder, "tarballs"));
    await install(folder, [...tarballs.values(), ...others]);
    return { folder, tarballs, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Where a package has been installed. */
export function installedFolder({ folder }: Stranger, name: string): string {
  return join(folder, "node_modules", name);
}

async function pack(folders: readonly string[], to: string): Promise<ReadonlyMap<string, string>> {
  mkdirSync(to);
  const filters = folders.map((folder) => `--filter=${manifestIn(folder).name}`);
  const args = [...filters, "--recursive", "pack", "--pack-destination", to];
  await output(tool("pnpm"), args, { cwd: ROOT });
  const files = new Set(readdirSync(to));
  const entries = folders.map((folder) => {
    const { name, version } = manifestIn(folder);
    const file = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
    if (!files.has(file)) throw new Error(`pnpm has not packed ${name}.`);
    return [name, join(to, file)] as const;
  });
  return new Map(entries);
}

async function install(folder: string, specifiers: readonly string[]): Promise<void> {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "stranger", private: true }));
  const quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
  const args = ["install", ...quiet, "--ignore-scripts", "--prefer-offline"];
  await output("npm", [...args, ...specifiers], { cwd: folder, timeout: 600_000 });
}
