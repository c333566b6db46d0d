// `pnpm release:pack [--out <folder>]`: a whole release in a copy of the tree, from changesets to tarballs. It publishes
// nothing.
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { globSync } from "tinyglobby";
import { withTreeCopy, type TreeCopy } from "./tree-copy.js";
import { orUsage } from "./usage.js";

const { out } = orUsage(
  () => parseArgs({ options: { out: { type: "string" } } }).values,
  "pnpm release:pack [--out <folder>]",
);

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
}

await withTreeCopy(async (copy) => {
  await copy.run("install", ["pnpm", "install", "--prefer-offline", "--frozen-lockfile"]);
  await copy.run("version", ["pnpm", "changeset", "version"]);
  await copy.run("generate", ["pnpm", "generate"]);
  await copy.run("build", ["pnpm", "build"]);
  const tarballs = out === undefined ? join(copy.folder, "tarballs") : resolve(out);
  mkdirSync(tarballs, { recursive: true });
  console.log(`${await packAll(copy, tarballs)} packages versioned and packed`);
});

async function packAll({ folder, run }: TreeCopy, tarballs: string): Promise<number> {
  const manifests = publicManifests(folder);
  const unversioned = manifests.find(({ version }) => version === "0.0.0");
  if (unversioned !== undefined)
    throw new Error(`No changeset gives ${unversioned.name} a version.`);
  const filters = manifests.map(({ name }) => `--filter=${name}`);
  const pack = ["--recursive", "pack", "--pack-destination", tarballs];
  await run(`pack ${manifests.length} packages`, ["pnpm", ...filters, ...pack]);
  const packed = new Set(readdirSync(tarballs));
  for (const { name, version } of manifests) {
    const file = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
    if (!packed.has(file)) throw new Error(`There is no ${file} of ${name}.`);
  }
  return manifests.length;
}

function publicManifests(folder: string): readonly Manifest[] {
  const paths = globSync(["packages/*/package.json", "packages/sdk/*/package.json"], {
    cwd: folder,
  });
  return paths
    .map((path): Manifest => JSON.parse(readFileSync(join(folder, path), "utf8")))
    .filter((manifest) => manifest.private !== true);
}
