import { expect, it } from "vitest";
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
