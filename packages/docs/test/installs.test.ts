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
