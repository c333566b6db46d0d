import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
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
  return once(spec, { spec, finish: async () => undefined });
}

/**
 * The same, of a package with a native part, which is compiled with its own script `build-release` for the Node.js that
 * runs this. Rejects with `Unavailable` where there are no headers of Node.js, or no compiler.
 */
export function compiled(name: string, version: string): Promise<string> {
  const spec = `${name}@${version}`;
  // What is compiled for one version of Node.js does not load in another.
  const key = `${spec}-${process.platform}-${process.arch}-${process.versions.modules}`;
  return once(key, { spec, finish: (modules) => compile(join(modules, name)) });
}

interface Installation {
  readonly spec: string;
  /** What has to be done in the new folder before others may find it. */
  readonly finish: (modules: string) => Promise<void>;
}

function once(key: string, installation: Installation): Promise<string> {
  const found = started.get(key) ?? install(key, installation);
  started.set(key, found);
  return found;
}

async function install(key: string, { spec, finish }: Installation): Promise<string> {
  const folder = join(CACHE, key.replace("/", "-"));
  const modules = join(folder, "node_modules");
  if (existsSync(modules)) return modules;
  if (process.env["RUNTIMES"] === "cached") {
    throw new Unavailable(`${spec} has not been fetched yet: the tests do that with CI=true`);
  }
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(join(CACHE, "installing-"));
  try {
    const quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
    // Their binaries come as packages of their own, so nobody's script has to run.
    const args = ["install", ...quiet, "--ignore-scripts", "--prefix", draft, spec];
    const { code, stderr } = await runProcess("npm", args, { timeout: 600_000 });
    if (code !== 0) throw new Unavailable(`npm cannot install ${spec}: ${reason(stderr)}`);
    await finish(join(draft, "node_modules"));
    keep(draft, folder);
    return modules;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

// It is tried and not timed, so no time is spent on optimizing it.
const PLAIN = { CFLAGS: "-O0", CXXFLAGS: "-O0" };

async function compile(folder: string): Promise<void> {
  const nodedir = dirname(dirname(process.execPath));
  if (!existsSync(join(nodedir, "include/node/node_version.h"))) {
    throw new Unavailable(`there are no headers of Node.js at ${join(nodedir, "include/node")}`);
  }
  const env = { ...PLAIN, npm_config_nodedir: nodedir };
  const options = { cwd: folder, env, timeout: 600_000 };
  const { code, stderr } = await runProcess("npm", ["run", "build-release"], options);
  if (code !== 0) throw new Unavailable(`it cannot be compiled: ${reason(stderr)}`);
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
