import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const exec = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

/** A copy of the tree outside of it, as a git repository of one commit. */
export interface TreeCopy {
  readonly folder: string;
  /** Runs a command there, and says that it went well. Rejects with its output where it did not. */
  readonly run: (title: string, command: readonly string[]) => Promise<string>;
}

/** Copies what git knows of the tree, lets `use` work on it, and removes it whatever happens. */
export async function withTreeCopy(use: (copy: TreeCopy) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "oauth1-copy-"));
  try {
    await copyInto(folder);
    await use({ folder, run: (title, command) => run(folder, title, command) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const IDENTITY = ["-c", "user.name=copy", "-c", "user.email=copy@oauth1.example"];

async function copyInto(folder: string): Promise<void> {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = await exec("git", list, { cwd: root, maxBuffer: 1 << 26 });
  for (const path of stdout.split("\0").filter((name) => name !== "")) {
    // What was deleted and not yet committed, git still knows.
    if (!existsSync(join(root, path))) continue;
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  await exec("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder });
  await exec("git", ["add", "--all"], { cwd: folder });
  await exec("git", [...IDENTITY, "commit", "--quiet", "--message", "copy"], { cwd: folder });
}

async function run(
  folder: string,
  title: string,
  [command = "", ...args]: readonly string[],
): Promise<string> {
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1" };
  try {
    const { stdout } = await exec(command, args, { cwd: folder, env, maxBuffer: 1 << 26 });
    console.error(`✓ ${title}`);
    return stdout;
  } catch (error) {
    throw new Error(`✗ ${title}: ${command} ${args.join(" ")}\n${outputOf(error)}`, {
      cause: error,
    });
  }
}

function outputOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const streams = ["stdout", "stderr"].map((name) => Reflect.get(error, name));
  const output = streams.filter((text) => typeof text === "string").join("");
  return output === "" ? error.message : output;
}
