import { spawn } from "node:child_process";

/** How `npm install` has ended, and what it wrote where it was not shown. */
export interface Installed {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs `npm install` in a folder. */
export function npmInstall(folder: string): Promise<Installed> {
  const args = ["install", "--no-audit", "--no-fund"];
  const child = spawn("npm", args, { cwd: folder, shell: process.platform === "win32" });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => written.push(text));
  }
  return new Promise((resolve) => {
    child.once("error", ({ message }) => resolve({ ok: false, output: message }));
    child.once("close", (code) => resolve({ ok: code === 0, output: written.join("").trim() }));
  });
}
