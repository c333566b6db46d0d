import { existsSync, readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { Plugin } from "vitest/config";

/** One example of a doc comment, a README or a page of the documentation, as it stands there. */
export interface Example {
  /** Relative to the root, with the line where the code begins. */
  readonly title: string;
  readonly file: string;
  readonly code: string;
  readonly source: "comment" | "readme" | "page";
  /** The file that the example is, where its text says so: others of the same text import it by that. */
  readonly name?: string;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));

// Examples import the packages by name, and conformance is the package that depends on all of them.
const HOME = join(ROOT, "packages/conformance");

/** All examples of the sources and of the READMEs, in the order of their files. */
export function collectExamples(): readonly Example[] {
  const options = { cwd: ROOT, ignore: ["**/node_modules/**", "**/dist/**"] };
  const sources = globSync(["packages/*/src/**/*.ts"], options).sort();
  const readmes = globSync(
    ["README.md", "packages/*/README.md", "packages/sdk/*/README.md"],
    options,
  ).sort();
  return [
    ...sources.flatMap(commentExamples),
    ...readmes.flatMap((file) => textExamples(file, "readme")),
  ];
}

/** Those examples, and behind them the ones of the documentation's pages. */
export function collectAllExamples(): readonly Example[] {
  return [
    ...collectExamples(),
    ...handwrittenPages().flatMap((file) => textExamples(file, "page")),
  ];
}

/** The pages of the documentation that people write, relative to the root. */
export function handwrittenPages(): readonly string[] {
  const made = ["dist", "generated", "providers", "public", "reference", "node_modules"];
  const ignore = made.map((folder) => `packages/docs/${folder}/**`);
  return globSync("packages/docs/**/*.md", { cwd: ROOT, ignore }).sort();
}

/** Whether an example says what it yields, and so can be run. */
export function isExecuted({ code }: Example): boolean {
  return code.includes("// =>");
}

/** Where an example lives for module resolution; nothing is ever written there. */
export function examplePath(index: number): string {
  return join(HOME, `example-${index}.ts`);
}

/** Lets `import(examplePath(n))` run the n-th example, its `expression; // => value` lines as assertions. */
export function examples(): Plugin {
  const collected = collectAllExamples();
  return {
    name: "examples",
    enforce: "pre",
    resolveId(id) {
      const index = indexOf(id);
      return index === undefined ? sdkSource(id) : examplePath(index);
    },
    load(id) {
      const example = collected[indexOf(id) ?? -1];
      return example === undefined ? undefined : executable(linked(example, collected));
    },
  };
}

// An SDK is in nobody's manifest, so that a new descriptor is the one file that it takes.
function sdkSource(id: string): string | undefined {
  const [, provider] = /^@oauth1\/providers\/(.+)$/.exec(id) ?? [];
  if (provider?.startsWith("descriptors/")) return join(ROOT, "providers", provider.slice(12));
  if (provider !== undefined) return join(ROOT, `packages/providers/src/${provider}.ts`);
  const [, name = "", entry = "index"] = /^@oauth1\/([^/]+)(?:\/(testing))?$/.exec(id) ?? [];
  const file = join(ROOT, "packages/sdk", name, `src/${entry}.ts`);
  return name !== "" && existsSync(file) ? file : undefined;
}

function indexOf(id: string): number | undefined {
  const match = /\/packages\/conformance\/example-(\d+)\.[jt]s$/.exec(id);
  return match === null ? undefined : Number(match[1]);
}

function commentExamples(file: string): Example[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const found: Example[] = [];
  for (const comment of text.matchAll(/^\/\*\*\n([\s\S]*?)^ \*\//gm)) {
    const lines = (comment[1] ?? "").split("\n").map((line) => line.replace(/^ \* ?/, ""));
    const start = lines.findIndex((line) => line.trim() === "@example");
    if (start < 0) continue;
    const line = text.slice(0, comment.index).split("\n").length + start + 2;
    found.push({
      title: `${file}:${line}`,
      file,
      code: lines.slice(start + 1).join("\n"),
      source: "comment",
    });
  }
  return found;
}

function textExamples(file: string, source: "readme" | "page"): Example[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/^```ts(?: \[(.+)\])?\n([\s\S]*?)^```$/gm)].map((block) => {
    const [, name, code = ""] = block;
    const line = text.slice(0, block.index).split("\n").length + 1;
    const example: Example = { title: `${file}:${line}`, file, code, source };
    return name === undefined ? example : { ...example, name };
  });
}

// `./login.js` is the example of the same text that is called `login.ts`.
function linked(example: Example, all: readonly Example[]): Example {
  const code = example.code.replace(
    /(\bfrom |\bimport ?\(?)"\.\/([^"]+)\.js"/g,
    (line, word, name) => {
      const index = all.findIndex(
        (other) => other.file === example.file && other.name === `${name}.ts`,
      );
      return index < 0 ? line : `${word}"${examplePath(index).replace(/ts$/, "js")}"`;
    },
  );
  return { ...example, code };
}

function executable(example: Example): string {
  const body = assertions(example.code);
  const imports = example.source === "comment" ? implicitImports(example) : "";
  return `import { expect as __expect } from "vitest";\n${imports}${body}\nexport {};\n`;
}

// A comment's example speaks as its package does: what any file of the package exports is in scope.
function implicitImports({ file, code }: Example): string {
  const [, folder = ""] = /^(packages\/[^/]+)\//.exec(file) ?? [];
  const lines: string[] = [];
  const declared = new Set(
    [...code.matchAll(/\b(?:const|let|function) (\w+)/g)].map(([, name]) => name),
  );
  for (const source of globSync([`${folder}/src/**/*.ts`], { cwd: ROOT })) {
    const text = readFileSync(join(ROOT, source), "utf8");
    for (const [, name = ""] of text.matchAll(
      /^export (?:async )?(?:const|function\*?|class) (\w+)/gm,
    )) {
      if (declared.has(name) || !new RegExp(`\\b${name}\\b`).test(code)) continue;
      const specifier = `./${relative(HOME, join(ROOT, source))}`.replace("./..", "..");
      const line = `import { ${name} } from ${JSON.stringify(specifier)};\n`;
      if (!lines.includes(line)) lines.push(line);
    }
  }
  return lines.join("");
}

/** Turns each `expression; // => value`, the comment behind it or on the next line, into an assertion. */
export function assertions(code: string): string {
  const file = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  let result = code;
  for (const statement of [...file.statements].reverse()) {
    if (!ts.isExpressionStatement(statement)) continue;
    const expected = /^\s*\/\/ => (.*)/.exec(code.slice(statement.end));
    if (expected === null) continue;
    const assertion = `__expect(${statement.expression.getText(file)}).toEqual(${expected[1] ?? ""});`;
    const end = statement.end + expected[0].length;
    result = result.slice(0, statement.getStart(file)) + assertion + result.slice(end);
  }
  return result;
}

/** The compiler's complaints about examples of READMEs and pages, each with the place it is about. */
export function typeErrors(list: readonly Example[]): readonly string[] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    ROOT,
  );
  const texts = new Map(
    list.map((example, index) => [
      examplePath(index),
      `${linked(example, list).code}\nexport {};\n`,
    ]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists.call(host, path);
  host.readFile = (path) => texts.get(path) ?? readFile.call(host, path);
  const program = ts.createProgram(
    [...texts.keys()],
    {
      ...options,
      noUnusedLocals: false,
      isolatedDeclarations: false,
      declaration: false,
      paths: {
        "@oauth1/providers/descriptors/*": ["./providers/*"],
        "@oauth1/providers/*": ["./packages/providers/src/*.ts"],
        "@oauth1/*/testing": ["./packages/sdk/*/src/testing.ts"],
        "@oauth1/*": ["./packages/sdk/*/src/index.ts"],
      },
    },
    host,
  );
  const found = [...texts.keys()].flatMap((path, index) => {
    const source = program.getSourceFile(path);
    return ts
      .getPreEmitDiagnostics(program, source)
      .map(
        ({ messageText }) =>
          `${list[index]?.title}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
      );
  });
  return found;
}
