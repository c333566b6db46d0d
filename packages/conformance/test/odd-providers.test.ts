import { generate, type Generated } from "@oauth1/codegen";
import { formatIssue } from "@oauth1/descriptor";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageFolder, ROOT } from "../src/paths.js";
import { checksOf } from "../src/providers/checks.js";
import { describedProviders } from "../src/providers/described.js";
import { openWorld, type World } from "../src/providers/world.js";

// Providers that do not exist, as odd as a descriptor can say: what they are made into has to work like any other.
const providers = fileURLToPath(new URL("odd-providers", import.meta.url));
// Within a package that depends on all others, so that what is generated finds the client.
const packages = join(packageFolder("conformance"), `.odd-${process.pid}`);
const all = await describedProviders({ providers, packages });
let generated: Generated;

beforeAll(async () => {
  generated = await generate({ providers, packages });
});

afterAll(() => rmSync(packages, { recursive: true, force: true }));

it("makes packages of them", () => {
  expect(generated.ok ? [] : generated.issues.map(formatIssue)).toEqual([]);
});

it("makes packages that are right under the repository's own compiler options", async () => {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const entries = ts.sys.readDirectory(packages, [".ts"]);
  const program = ts.createProgram(entries, options);
  const mistakes = ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => [file?.fileName, messageText]);
  expect(entries.length).toBeGreaterThan(30);
  expect(mistakes).toEqual([]);
});

for (const described of all) {
  describe(described.model.name, () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld(described);
    });
    afterAll(() => world.close());
    for (const { title, run } of checksOf(described)) it(title, () => run(world));
  });
}
