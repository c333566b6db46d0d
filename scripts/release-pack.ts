// `pnpm release:pack [--out <folder>]`: a whole release in a copy of the tree, from changesets to tarballs. It publishes
// nothing.
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
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

async function packAll(copy: TreeCopy, tarballs: string): Promise<number> {
  const manifests = ["packages/*/package.json", "packages/sdk/*/package.json"];
  const folders = globSync(manifests, { cwd: copy.folder }).map(dirname).sort();
  let packed = 0;
  for (const folder of folders) {
    const path = join(copy.folder, folder, "package.json");
    const { name, version, private: hidden }: Manifest = JSON.parse(readFileSync(path, "utf8"));
    if (hidden === true) continue;
    if (version === "0.0.0") throw new Error(`No changeset gives ${name} a version.`);
    const file = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
    await copy.run(file, ["pnpm", "-C", folder, "pack", "--out", join(tarballs, file)]);
    packed += 1;
  }
  return packed;
}
