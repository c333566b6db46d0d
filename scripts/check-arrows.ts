// Holds the dependency arrows of ARCHITECTURE.md: what a package may import is in this table and nowhere else.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { globSync } from "tinyglobby";
import ts from "typescript";

/** Of our own packages, which ones a folder's sources may import. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  client: ["@oauth1/core"],
  server: ["@oauth1/core"],
  descriptor: [],
  codegen: ["@oauth1/descriptor"],
  emulator: ["@oauth1/client", "@oauth1/core", "@oauth1/descriptor", "@oauth1/server"],
  testing: ["@oauth1/core", "@oauth1/server"],
  sdk: ["@oauth1/client", "@oauth1/core/methods/"],
  providers: readdirSync("packages/sdk").map((id) => `@oauth1/${id}`),
  cli: ["@oauth1/"],
  create: [],
  // Private: these stand outside the library.
  conformance: ["@oauth1/"],
  demo: ["@oauth1/"],
  docs: ["@oauth1/"],
};

/** The third-party modules that a folder's sources may import. Runtime packages have none. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  descriptor: ["ajv/", "jsonc-parser"],
  codegen: ["cli-progress", "swagger2openapi", "ts-morph", "yaml"],
  cli: ["commander"],
  create: ["@clack/prompts"],
  conformance: [
    "@arethetypeswrong/core",
    "@hono/node-server",
    "express",
    "fast-check",
    "fastify",
    "hono",
    "koa",
    "libsql",
    "pg",
    "publint",
    "redis",
    "tinyglobby",
  ],
  docs: ["playwright-core", "tinyglobby", "typedoc", "vitepress"],
};

const problems: string[] = [];
const imports = new Map<string, readonly string[]>();

for (const file of globSync(["packages/*/src/**/*.ts", "packages/sdk/*/src/**/*.ts"])) {
  const specifiers = specifiersOf(file);
  imports.set(
    file,
    specifiers
      .filter((one) => one.startsWith("."))
      .map((one) => join(dirname(file), one).replace(/\.js$/, ".ts")),
  );
  for (const specifier of specifiers) check(file, specifier);
}
for (const cycle of cycles()) problems.push(`import cycle: ${cycle.join(" -> ")}`);
for (const file of globSync(["packages/*/package.json", "packages/sdk/*/package.json"]))
  checkManifest(file);

for (const problem of problems) console.error(problem);
console.log(`${imports.size} source files, ${problems.length} arrows that point the wrong way`);
process.exitCode = problems.length === 0 ? 0 : 1;

function folderOf(file: string): string {
  return file.split("/")[1] ?? "";
}

function check(file: string, specifier: string): void {
  const folder = folderOf(file);
  if (specifier.startsWith(".")) {
    if (/(?:^|\/)index\.js$/.test(specifier))
      problems.push(`${file} imports its own package's index`);
    return;
  }
  if (specifier.startsWith("node:") || specifier.startsWith("#")) return;
  const allowed = [...(ARROWS[folder] ?? []), ...(LIBRARIES[folder] ?? [])];
  if (
    allowed.some(
      (one) => specifier === one || specifier.startsWith(one.endsWith("/") ? one : `${one}/`),
    )
  )
    return;
  problems.push(`${file} imports ${specifier}, which ${folder} may not`);
}

function checkManifest(file: string): void {
  const {
    private: isPrivate = false,
    dependencies = {},
  }: { private?: boolean; dependencies?: Record<string, string> } = JSON.parse(
    readFileSync(file, "utf8"),
  );
  const allowed = LIBRARIES[folderOf(file)] ?? [];
  for (const name of Object.keys(dependencies)) {
    if (
      isPrivate ||
      name.startsWith("@oauth1/") ||
      allowed.some((one) => one.replace(/\/$/, "") === name)
    )
      continue;
    problems.push(`${file} depends on ${name}: runtime packages have no third-party dependency`);
  }
}

function specifiersOf(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    return moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier)
      ? [moduleSpecifier.text]
      : [];
  });
}

function cycles(): readonly (readonly string[])[] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return found;
}
