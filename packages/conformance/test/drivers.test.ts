import { join } from "node:path";
import { memoryStore } from "@oauth1/server/stores/memory";
import { storeContract } from "@oauth1/testing";
import { describe, expect, it, vi } from "vitest";
import { ROOT } from "../src/paths.js";
import { output } from "../src/process.js";
import { Unavailable } from "../src/runtimes/install.js";
import { bunProgram, nodeProgram } from "../src/runtimes/runtimes.js";

const isCi = process.env["CI"] !== undefined;
// What weighs a hundred megabytes is fetched in CI only.
if (!isCi) vi.stubEnv("RUNTIMES", "cached");

const SUITE = join(ROOT, "packages/conformance/src/drivers/sqlite.ts");
const expected = storeContract(() => memoryStore()).map(({ name }) => ({ name }));

describe("the SQLite that a runtime brings along keeps the contract of stores:", () => {
  it.for([
    ["node:sqlite", () => nodeProgram("24.21.0")],
    ["bun:sqlite", bunProgram],
  ] as const)("%s", { timeout: 300_000 }, async ([driver, program], context) => {
    const path = await program().catch((error: unknown) => {
      // Elsewhere a missing runtime is a skipped test; CI has them all, so there it is a failure.
      if (error instanceof Unavailable && !isCi) return context.skip(error.message);
      throw error;
    });
    expect(JSON.parse(await output(path, [SUITE, driver]))).toEqual(expected);
  });
});
