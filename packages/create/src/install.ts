import { spawn } from "node:child_process";

import type { Manager } from "./manager.js";

/** How installing has ended, and what it wrote where it was not shown. */
export interface Installed {
  readonly ok: boolean;
  readonly output: string;
}

/** Installs the packages of a folder. */
export function runInstall(manager: Manager, folder: string): Promise<Installed> {
  const args = ["install", ...(manager === "npm" ? ["--no-audit", "--no-fund"] : [])];
  const child = spawn(manager, args, { cwd: folder, shell: process.platform === "win32" });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => written.push(text));
  }
  return new Promise((resolve) => {
    child.once("error", ({ message }) => resolve({ ok: false, output: message }));
    child.once("close", (code) => resolve({ ok: code === 0, output: written.join("").trim() }));
  });
}
