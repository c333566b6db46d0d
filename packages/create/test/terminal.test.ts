import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const SCRIPT = "/usr/bin/script";
const onTerminal = it.skipIf(!existsSync(SCRIPT) || process.platform !== "linux");

onTerminal("asks on a terminal for what was not said", async () => {
  const folder = mkdtempSync(join(tmpdir(), "oauth1-create-"));
  const session = terminal(folder);
  try {
    await session.answer("Which provider?", "disco");
    await session.answer("1 match", "\r");
    await session.answer("On what?", "\u001B[B\r");
    await session.answer("Where?", "my app\r");
    await session.answer("Run npm install?", "n");
    expect(await session.ended).toBe(0);
    expect(session.shown()).toContain('cd "my app"');
    const manifest = readFileSync(join(folder, "my app/package.json"), "utf8");
    expect(manifest).toContain('"name": "my-app"');
    expect(manifest).toContain('"@oauth1/discogs"');
    expect(manifest).toContain('"hono"');
  } finally {
    session.close();
    rmSync(folder, { recursive: true });
  }
});

onTerminal("asks for nothing that was said, and writes nothing after Ctrl-C", async () => {
  const folder = mkdtempSync(join(tmpdir(), "oauth1-create-"));
  mkdirSync(join(folder, "discogs-app"));
  writeFileSync(join(folder, "discogs-app/mine.txt"), "mine");
  const session = terminal(folder, "--provider discogs --template node --install");
  try {
    await session.answer("Where?", "\r");
    await session.answer("That is not empty", "\u0003");
    await session.answer("Nothing was written.", "");
    expect(await session.ended).toBe(0);
    expect(session.shown()).not.toMatch(/Which provider|On what|Run npm install/);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
      "discogs-app",
      "discogs-app/mine.txt",
    ]);
  } finally {
    session.close();
    rmSync(folder, { recursive: true });
  }
});

const LOADER = fileURLToPath(new URL("../../../node_modules/tsx/dist/loader.mjs", import.meta.url));
const PROGRAM = fileURLToPath(new URL("fixtures/run.ts", import.meta.url));

function terminal(cwd: string, args = "") {
  const command = `stty cols 100 rows 40; ${process.execPath} --import ${LOADER} --conditions=@oauth1/source ${PROGRAM} ${args}`;
  const child = spawn(SCRIPT, ["-qec", command, "/dev/null"], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", TERM: "xterm", NO_COLOR: "1" },
  });
  let shown = "";
  let wake = (): void => undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    wake();
  });
  return {
    shown: () => shown,
    close: () => child.kill(),
    ended: new Promise<number | null>((resolve) => child.once("close", resolve)),
    /** Types, as soon as the terminal shows a text. */
    async answer(text: string, keys: string): Promise<void> {
      while (!shown.includes(text)) await new Promise<void>((resolve) => (wake = resolve));
      child.stdin.write(keys);
    },
  };
}
