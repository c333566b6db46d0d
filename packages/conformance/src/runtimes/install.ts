import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../paths.js";
import { runProcess } from "../process.js";

/** A runtime that this machine cannot have; the message says why. */
export class Unavailable extends Error {}

const CACHE = join(ROOT, "node_modules/.cache/runtimes");
const started = new Map<string, Promise<string>>();

/**
 * The node_modules folder with this package in it. The runtimes weigh 900 MB together, so they are no dependencies
 * of the workspace: npm fetches each at its first use, and from then on it is in the cache. With `RUNTIMES=cached` in
 * the environment nothing is fetched.
 */
export function installed(name: string, version: string): Promise<string> {
  const spec = `${name}@${version}`;
  const found = started.get(spec) ?? install(spec);
  started.set(spec, found);
  return found;
}

async function install(spec: string): Promise<string> {
  const folder = join(CACHE, spec.replace("/", "-"));
  const modules = join(folder, "node_modules");
  if (existsSync(modules)) return modules;
  if (process.env["RUNTIMES"] === "cached") {
    throw new Unavailable(`${spec} has not been fetched yet: pnpm runtimes does that`);
  }
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(join(CACHE, "installing-"));
  try {
    const quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
    // Their binaries come as packages of their own, so nobody's script has to run.
    const args = ["install", ...quiet, "--ignore-scripts", "--prefix", draft, spec];
    const { code, stderr } = await runProcess("npm", args, { timeout: 240_000 });
    if (code !== 0) throw new Unavailable(`npm cannot install ${spec}: ${reason(stderr)}`);
    keep(draft, folder);
    return modules;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

// Another run may have been faster; what it has installed is the same.
function keep(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

// Of what npm writes, the code says most, and the rest names paths of this machine.
function reason(text: string): string {
  return /^npm error code \S+/m.exec(text)?.[0] ?? text.trim().split("\n")[0] ?? "";
}
