import { execFileSync } from "node:child_process";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generate, type Generated } from "@oauth1/codegen";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProject, type Project } from "./fixtures/folder.js";

const TSUP = fileURLToPath(
  new URL("../../../node_modules/tsup/dist/cli-default.js", import.meta.url),
);
const INDEX = "sdk/acme/src/custom/index.ts";

let project: Project;

beforeEach(async () => {
  project = await createProject();
  await project.describe("acme");
});

afterEach(() => project.remove());

async function run(more: { readonly build?: string } = {}): Promise<Generated> {
  const cache = { file: join(project.root, "cache.json"), generator: "1" };
  const options = { scope: "@acme", range: "^1.0.0", cache };
  return generate({ providers: project.providers, packages: project.sdk, ...options, ...more });
}

async function manifest(): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await project.read("sdk/acme/package.json"));
}

const EXPORTED = {
  "@oauth1/source": "./src/custom/index.ts",
  import: { types: "./dist/custom/index.d.ts", default: "./dist/custom/index.js" },
  require: { types: "./dist/custom/index.d.cts", default: "./dist/custom/index.cjs" },
};

describe("src/custom/index.ts", () => {
  it("is a subpath as long as it is there, also for a cache", async () => {
    await run();
    await project.put(INDEX, "export {};");
    expect(await run()).toMatchObject({ packages: [{ written: ["package.json"] }] });
    expect(await manifest()).toMatchObject({
      exports: { "./custom": EXPORTED },
      typesVersions: { "*": { custom: ["./dist/custom/index.d.cts"] } },
      tsup: { entry: ["src/index.ts", "src/testing.ts", "src/custom/index.ts"] },
    });
    expect(await run()).toMatchObject({ packages: [{ status: "unchanged" }] });
    await project.put("sdk/acme/src/custom/more.ts", "export {};");
    expect(await run({ build: "make" })).toMatchObject({ packages: [{ status: "updated" }] });
    expect(await manifest()).toMatchObject({ exports: { "./custom": EXPORTED } });
    await project.remove();
    project = await createProject();
    await project.describe("acme");
    await project.put("sdk/acme/src/custom/other.ts", "export {};");
    await run();
    expect((await manifest())["exports"]).not.toHaveProperty("./custom");
  });

  it("is built with the rest, and can be imported", async () => {
    await project.put(INDEX, 'export { shout } from "./shout.js";');
    await project.put(
      "sdk/acme/src/custom/shout.ts",
      "export const shout = (text: string): string => text.toUpperCase();",
    );
    await run();
    await mkdir(join(project.root, "node_modules/@acme"), { recursive: true });
    await symlink(join(project.sdk, "acme"), join(project.root, "node_modules/@acme/acme"));
    const node = (cwd: string, args: readonly string[]): string =>
      execFileSync(process.execPath, args, { cwd, encoding: "utf8", stdio: "pipe" });
    // What declarations import is not installed there.
    node(join(project.sdk, "acme"), [TSUP, "--no-dts"]);
    const said = 'console.log(shout("it works"))';
    const modern = `import { shout } from "@acme/acme/custom"; ${said}`;
    const older = `const { shout } = require("@acme/acme/custom"); ${said}`;
    expect(node(project.root, ["--input-type=module", "--eval", modern])).toBe("IT WORKS\n");
    expect(node(project.root, ["--eval", older])).toBe("IT WORKS\n");
  });
});
