import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { contentProblems } from "../src/packages/contents.js";
import { loadAlone, loadingProblem } from "../src/packages/loading.js";
import { subpathsIn } from "../src/packages/manifests.js";
import type { Stranger } from "../src/packages/project.js";
import { typeCheck } from "../src/packages/typing.js";
import { ROOT } from "../src/paths.js";

/** A project that has one package with as many faults as there are subpaths. */
const folder = mkdtempSync(join(tmpdir(), "oauth1-faulty-"));
const stranger: Stranger = { folder, tarballs: new Map(), remove: () => undefined };
const installed = join(folder, "node_modules/@oauth1/faulty");
const subpaths = [".", "./methods/*", "./alike", "./untyped"];

const MANIFEST = {
  name: "@oauth1/faulty",
  version: "1.0.0",
  type: "module",
  main: "./dist/index.cjs",
  types: "./dist/index.d.cts",
  exports: Object.fromEntries(subpaths.map((path) => [path, targetOf(path)])),
  typesVersions: {
    "*": { "methods/*": ["./dist/methods/*.d.cts"], alike: ["./dist/alike.d.cts"] },
  },
  bin: { faulty: "./dist/index.js", gone: "./dist/gone.js" },
  dependencies: { foreign: "1.0.0" },
};

const FILES: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify(MANIFEST),
  "dist/index.js": "throw new Error('not here');",
  "dist/index.cjs": "exports.a = 1;",
  "dist/methods/one.js": "export const a = 1;",
  "dist/methods/one.cjs": "exports.b = 1;",
  "dist/methods/two.js": "",
  "dist/methods/two.cjs": "",
  "dist/alike.js": "export const a = 1;",
  "dist/alike.cjs": "exports.a = 1;",
  "dist/untyped.js": "export const a = 1;",
  "dist/untyped.cjs": "exports.a = 1;",
  ...declared("index", "export declare const a: Missing;"),
  ...declared("methods/one", "export declare const a: number;"),
  ...declared("methods/two", "export {};"),
  ...declared("alike", "export declare const a: number;"),
};

for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(installed, path)), { recursive: true });
  writeFileSync(join(installed, path), text);
}
symlinkSync(join(ROOT, "node_modules/@types"), join(folder, "node_modules/@types"));
afterAll(() => rmSync(folder, { recursive: true }));

function declared(name: string, text: string): Readonly<Record<string, string>> {
  return { [`dist/${name}.d.ts`]: text, [`dist/${name}.d.cts`]: text };
}

function targetOf(path: string): object {
  const file = path === "." ? "./dist/index" : path.replace("./", "./dist/");
  const target = (types: string, code: string): object => {
    return { types: `${file}${types}`, default: `${file}${code}` };
  };
  return { import: target(".d.ts", ".js"), require: target(".d.cts", ".cjs") };
}

describe("the check of the packages notices", () => {
  it("every file behind a wildcard", () => {
    expect(subpathsIn(installed).map(({ path }) => path)).toEqual([
      ...[".", "./methods/one", "./methods/two", "./alike", "./untyped"],
    ]);
  });

  it("what cannot be loaded, exports nothing, or differs by format", async () => {
    const problems = (await loadAlone(stranger, subpathsIn(installed))).map(loadingProblem);
    expect(problems).toEqual([
      'import "@oauth1/faulty": not here',
      "@oauth1/faulty/methods/one exports a to import, and b to require",
      "@oauth1/faulty/methods/two exports nothing",
      undefined,
      undefined,
    ]);
  });

  it("declarations with errors, and those that are missing, with each compiler", async () => {
    const all = await typeCheck(stranger, subpathsIn(installed));
    const typed = all.filter(({ title }) => !title.endsWith("samples"));
    expect(typed).toHaveLength(9);
    for (const { errors } of typed) {
      expect(errors.join("\n")).toMatch(/Cannot find name 'Missing'/);
      expect(errors.join("\n")).toMatch(/@oauth1\/faulty\/untyped/);
      expect(errors.join("\n")).not.toMatch(/alike/);
    }
  });

  it("a licence that is missing, code of others, and commands that are none", () => {
    expect(contentProblems(stranger, "@oauth1/faulty")).toEqual([
      "there is no LICENSE in it",
      "there is no README.md in it",
      "it brings foreign with it",
      "./dist/index.js does not begin with a line for the shell",
      "there is no ./dist/gone.js for the command gone",
    ]);
  });
});
