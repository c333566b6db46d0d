import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { handwrittenPages } from "../../../scripts/examples.js";
import { ROOT } from "../src/paths.js";
import { blocksIn, READMES } from "./blocks.js";

// The README of the repository shows all packages at once, and generating needs but one.
const others = ["README.md", "CONTRIBUTING.md", "packages/codegen/README.md"];
const texts = [...handwrittenPages(), ...READMES.filter((file) => !others.includes(file))];

describe("a reader who installs what a page says has what its examples import", () => {
  it.each(texts)("%s", (file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    const left = /^packages\/docs\/migrate\/(.+)\.md$/.exec(file)?.[1]; // comes with the reader
    const installed = new Set([...installedBy(text), left]);
    const imported = blocksIn(file, text).flatMap(({ language, code }) =>
      language === "ts" ? importedBy(code) : [],
    );
    expect([...new Set(imported)].filter((name) => !installed.has(name))).toEqual([]);
  });
});

describe("a reader who type-checks what a page shows has the types of what it imports", () => {
  it.each(texts)("%s", (file) => {
    if (!file.startsWith("packages/docs/")) return;
    const text = readFileSync(join(ROOT, file), "utf8");
    const installed = installedBy(text);
    const imported = blocksIn(file, text).flatMap(({ language, code }) =>
      language === "ts" ? importedBy(code) : [],
    );
    const apart = imported.map((name) => `@types/${name}`).filter((name) => TYPES.includes(name));
    expect([...new Set(apart)].filter((name) => !installed.includes(name))).toEqual([]);
  });
});

// What comes without types of its own, and so has them in a package that this site uses itself.
const TYPES = Object.keys(
  JSON.parse(readFileSync(join(ROOT, "packages/docs/package.json"), "utf8")).devDependencies,
);

const guides = texts.filter((file) => file.startsWith("packages/docs/guides/"));

describe("a reader who copies the files of a guide can run them", () => {
  it.each(guides)("%s", (file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    const isAwaiting = blocksIn(file, text).some(
      ({ language, code }) => language === "ts" && TOP_LEVEL_AWAIT.test(code),
    );
    if (isAwaiting) {
      expect(text).toContain("npm pkg set type=module");
      expect(text).toContain("npx tsx");
    }
    const started = text.match(/^npx @oauth1\/cli emulate .*$/gm) ?? [];
    expect(started.filter((command) => !command.includes("--show-secrets"))).toEqual([]);
  });
});

// A file that awaits is read as CommonJS, and refused, unless its folder says that it is none.
const TOP_LEVEL_AWAIT =
  /^(?!.*(?:\basync\b|=>.*await))[^\s/].*\bawait |^await |^for .*\n {2}await /m;

function installedBy(text: string): readonly string[] {
  const commands = [...text.matchAll(/npm install ([^`\n#]+)/g)].map(([, names = ""]) => names);
  return commands.flatMap((names) => names.trim().split(/ +/));
}

function importedBy(code: string): readonly string[] {
  const modules = [...code.matchAll(/(?:\bfrom |\bimport ?\(?)"([^".][^"]*)"/g)];
  return modules.flatMap(([, module = ""]) => {
    if (module.startsWith("node:")) return [];
    return [/^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module];
  });
}
