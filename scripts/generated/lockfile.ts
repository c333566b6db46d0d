import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { GeneratedPackage } from "../../packages/codegen/src/index.js";
import { root } from "./output.js";

/** Whether the lockfile, which knows every package of the workspace and what each depends on, is behind. */
export async function needsInstall(packages: readonly GeneratedPackage[]): Promise<boolean> {
  const lockfile = await readFile(join(root, "pnpm-lock.yaml"), "utf8").catch(() => "");
  return packages.some(
    ({ id, status, written }) =>
      written.includes("package.json") ||
      lockfile.includes(`\n  packages/sdk/${id}:\n`) !== (status !== "removed"),
  );
}

/** Installs the workspace, which refreshes the lockfile. A failure is reported and sets the exit code. */
export async function install(): Promise<void> {
  const pnpm = join(root, "node_modules/.bin/pnpm");
  try {
    await promisify(execFile)(pnpm, ["install", "--prefer-offline", "--no-frozen-lockfile"], {
      cwd: root,
    });
  } catch (error) {
    const output =
      typeof error === "object" && error !== null && "stdout" in error ? error.stdout : error;
    console.error(`pnpm install failed:\n${String(output)}`);
    process.exitCode = 1;
  }
}
