import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, TYPESCRIPT } from "../src/paths.js";
import { runProcess } from "../src/process.js";

const COMMANDS = [
  "scripts/generate.ts",
  "scripts/check-packages.ts",
  "packages/conformance/src/attack/fuzz/run.ts",
  "packages/conformance/src/bench/run.ts",
  "packages/conformance/src/differential/run.ts",
  "packages/conformance/src/interop/run.ts",
  "packages/conformance/src/runtimes/run.ts",
  "packages/conformance/src/serve.ts",
  "packages/conformance/src/storage/run.ts",
  "packages/conformance/src/throughput/run.ts",
] as const;

it.each(COMMANDS)(
  "%s answers a typo with its usage, and without a stack trace",
  async (command) => {
    const args = [...TYPESCRIPT, "--conditions=@oauth1/source", command, "--typo"];
    const { code, stdout, stderr } = await runProcess(process.execPath, args, { cwd: ROOT });
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/Unknown option '--typo'[\s\S]*Usage: /);
    expect(stderr).not.toMatch(/\n\s+at /);
  },
);

describe.each(["README.md", "CONTRIBUTING.md"])("the commands that %s names", (file) => {
  const text = readFileSync(join(ROOT, file), "utf8");
  const named = [...text.matchAll(/[`&\n] ?(?:npx )?(p?npm) (run )?([a-z][\w:-]*)(?=[` ])/g)].map(
    ([, program = "", run, name = ""]) => ({ program, isRun: run !== undefined, name }),
  );

  it("are scripts", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const ours = named.filter(({ program, isRun }) => program === "pnpm" || isRun);
    expect(ours).not.toEqual([]);
    expect(ours.filter(({ name }) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it("are not taken by npm, to which pnpm hands what npm knows, where they are not behind run", async () => {
    const { stdout } = await runProcess("npm", ["help"], { cwd: ROOT });
    const [, list = ""] = /All commands:\s+(.*?)\n\n/s.exec(stdout) ?? [];
    const taken = new Set(list.split(/,\s+/));
    expect(taken).toContain("docs");
    const bare = named.filter(({ program, isRun }) => program === "pnpm" && !isRun);
    expect(bare.filter(({ name }) => taken.has(name))).toEqual([]);
  });
});
