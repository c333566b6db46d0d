// Plain JavaScript, because it runs before anything is installed: on a machine that has only Node.js and npm.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const modules = join(root, "node_modules");

/**
 * Makes the workspace ready: checks Node.js, gets pnpm and installs, each only where that is still to be done.
 * @returns {Promise<void>}
 */
export async function setUp() {
  checkNode();
  const stamp = join(modules, ".oauth1-setup");
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "pnpm-lock.yaml")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const [npm, ...args] = npx(manifest.packageManager);
  await step("Installing the workspace with pnpm (the first time takes a minute)", npm, [
    ...args,
    "install",
    "--prefer-offline",
  ]);
  writeFileSync(
    stamp,
    createHash("sha256")
      .update(readFileSync(join(root, "pnpm-lock.yaml")))
      .digest("hex"),
  );
}

/**
 * Runs one command, showing what it is for and how long it took; its output only when it fails.
 * @param {string} title
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<void>} rejects with `StepFailed`
 */
export async function step(title, command, args) {
  const started = Date.now();
  const ticker = showProgress(title, started);
  const { code, output } = await run(command, args, "pipe");
  clearInterval(ticker);
  const seconds = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  process.stderr.write(`${code === 0 ? "✓" : "✗"} ${title} (${seconds})\n`);
  if (code !== 0) throw new StepFailed(`${output}\n${title} failed: ${command} ${args.join(" ")}`);
}

/**
 * Runs a command of the workspace's own, such as `turbo` or `vitest`.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {"pipe" | "inherit"} stdio
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, stdio = "inherit", env = {}) {
  const path = [join(modules, ".bin"), process.env["PATH"]].join(delimiter);
  const child = spawn(command, args, {
    cwd: root,
    stdio: ["ignore", stdio, stdio],
    shell: process.platform === "win32",
    env: {
      ...process.env,
      PATH: path,
      TURBO_TELEMETRY_DISABLED: "1",
      npm_config_loglevel: "error",
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => (output += text));
  }
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ code: 127, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 130, output }));
  });
}

/** A step that did not succeed; its message is for the person at the terminal. */
export class StepFailed extends Error {}

/**
 * Runs a script's main function: a failed step is told without a stack trace.
 * @param {() => Promise<number>} main returns the exit code
 * @returns {Promise<void>}
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 12)) return;
  throw new StepFailed(
    `This needs Node.js ${manifest.engines.node}, and this is ${process.versions.node}.`,
  );
}

// pnpm is one of the workspace's own tools, so it is fetched once and found in node_modules from then on.
function npx(pnpm) {
  const installed = join(modules, "pnpm", "bin", "pnpm.cjs");
  return existsSync(installed) ? [process.execPath, installed] : ["npx", "--yes", pnpm];
}

function showProgress(title, started) {
  if (!process.stderr.isTTY) {
    process.stderr.write(`… ${title}\n`);
    return undefined;
  }
  const draw = () =>
    process.stderr.write(`\r… ${title} (${Math.round((Date.now() - started) / 1000)} s)`);
  draw();
  return setInterval(draw, 250);
}
