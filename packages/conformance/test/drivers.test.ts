import { join } from "node:path";
import { memoryStore } from "@oauth1/server/stores/memory";
import { storeContract } from "@oauth1/testing";
import { describe, expect, it, vi } from "vitest";
import { ROOT, TYPESCRIPT } from "../src/paths.js";
import { output } from "../src/process.js";
import { compiled, Unavailable } from "../src/runtimes/install.js";
import { bunProgram, nodeProgram } from "../src/runtimes/runtimes.js";

const isCi = process.env["CI"] !== undefined;
// What weighs a hundred megabytes, or has to be compiled, is fetched in CI only.
if (!isCi) vi.stubEnv("RUNTIMES", "cached");

const SUITE = join(ROOT, "packages/conformance/src/drivers/sqlite.ts");
const expected = storeContract(() => memoryStore()).map(({ name }) => ({ name }));

/** What runs the suite with which options, and what it is to load as the driver. */
type Driver = readonly [driver: string, program: string, options?: readonly string[]];

// The first two are part of a runtime.
const DRIVERS: Readonly<Record<string, () => Promise<Driver>>> = {
  "node:sqlite": async () => ["node:sqlite", await nodeProgram("24.21.0")],
  "bun:sqlite": async () => ["bun:sqlite", await bunProgram()],
  libsql: async () => ["libsql", process.execPath, TYPESCRIPT],
  // The last one that runs on Node.js 20. The registry has no binary of it, so it is compiled.
  "better-sqlite3": async () => {
    const modules = await compiled("better-sqlite3", "12.11.1");
    return [join(modules, "better-sqlite3"), process.execPath, TYPESCRIPT];
  },
};

describe("the contract of stores, races included, is kept by SQLite with", () => {
  it.for(Object.entries(DRIVERS))("%s", { timeout: 900_000 }, async ([, find], context) => {
    const [driver, program, options = []] = await find().catch((error: unknown) => {
      // Elsewhere a missing runtime is a skipped test; CI has them all, so there it is a failure.
      if (error instanceof Unavailable && !isCi) return context.skip(error.message);
      throw error;
    });
    expect(JSON.parse(await output(program, [...options, SUITE, driver]))).toEqual(expected);
  });
});
