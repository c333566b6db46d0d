import { existsSync } from "node:fs";
import { readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { GeneratedPackage } from "../../packages/codegen/src/index.js";
import { root, update } from "./output.js";

/**
 * Describes for the next release what has changed in SDKs; whoever changed it may say it better. Returns the paths that are
 * written.
 */
export async function writeChangesets(
  packages: readonly GeneratedPackage[],
): Promise<readonly string[]> {
  const written: string[] = [];
  const pending = await readPending();
  for (const { id, status, changes } of packages) {
    if (status === "removed") written.push(...(await removeChangesets(id)));
    if (status !== "created" && changes === undefined) continue;
    const manifest = await readFile(join(root, `packages/sdk/${id}/package.json`), "utf8");
    const owner: { name: string; version: string } = JSON.parse(manifest);
    // Before its first release, a package has nothing that could have changed for anybody.
    if (owner.version === UNRELEASED && pending.includes(`"${owner.name}":`)) continue;
    const { changesetOf } = await import("../../packages/codegen/src/changes.js");
    const { name, text } = changesetOf({ id, ...owner }, changes);
    const path = `.changeset/${name}`;
    // There it may have been rewritten by hand.
    if (!existsSync(join(root, path))) written.push(...(await update(path, text, false)));
  }
  return written;
}

const UNRELEASED = "0.0.0";

async function readPending(): Promise<string> {
  const names = await readdir(join(root, ".changeset")).catch(() => []);
  const own = names.filter((name) => name.endsWith(".md"));
  const texts = own.map((name) => readFile(join(root, ".changeset", name), "utf8"));
  return (await Promise.all(texts)).join("\n");
}

/** A changeset of a package that is gone would stop the next release. */
async function removeChangesets(id: string): Promise<readonly string[]> {
  const names = await readdir(join(root, ".changeset"));
  const own = names.filter(
    (name) => name.startsWith(`${id}-`) && /^[0-9a-f]{8}\.md$/.test(name.slice(id.length + 1)),
  );
  for (const name of own) await rm(join(root, ".changeset", name));
  return own.map((name) => `.changeset/${name}`);
}
