// `pnpm api [--check]`: what each public package exports, as `api.txt` beside its package.json, so that a change of an API
// shows in the diff. The packages have to be built.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { globSync } from "tinyglobby";
import ts from "typescript";
import { publicPackages, subpathsIn } from "../packages/conformance/src/packages/manifests.js";
import { ROOT } from "../packages/conformance/src/paths.js";
import { orUsage } from "./usage.js";

const { check = false } = orUsage(
  () => parseArgs({ options: { check: { type: "boolean" } } }).values,
  "pnpm api [--check]",
);

interface Module {
  /** As in an import: `@oauth1/core/methods/plaintext`. */
  readonly specifier: string;
  /** Where its declarations are. */
  readonly file: string;
}

const options = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};
const packages = publicPackages()
  .map((folder) => ({ folder, modules: modulesIn(folder) }))
  .filter(({ modules }) => modules.length > 0);
// One program for all: the SDKs lean on the same declarations, which are read once.
const program = ts.createProgram(
  packages.flatMap(({ modules }) => modules.map(({ file }) => file)),
  options,
);
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });

const reports = new Map(
  packages.map(({ folder, modules }) => [
    relative(ROOT, join(folder, "api.txt")),
    modules.map(sectionOf).join("\n"),
  ]),
);
const stale = findStale();
for (const path of stale) console.log(`${check ? "stale" : update(path)}  ${path}`);
if (check && stale.length > 0) console.error("Run pnpm api, and read the diff.");
process.exitCode = check && stale.length > 0 ? 1 : 0;

function modulesIn(folder: string): readonly Module[] {
  const modules = subpathsIn(folder).filter(({ isJson }) => !isJson);
  return modules.map(({ specifier }) => {
    const importer = join(folder, "package.json");
    const { resolvedModule } = ts.resolveModuleName(specifier, importer, options, ts.sys);
    if (resolvedModule === undefined) throw new Error(`${specifier} is not built: run pnpm build.`);
    return { specifier, file: resolvedModule.resolvedFileName };
  });
}

/** The reports that are not as they should be, and those of packages that are gone. */
function findStale(): readonly string[] {
  const present = globSync(["packages/*/api.txt", "packages/sdk/*/api.txt"], { cwd: ROOT });
  const paths = [...new Set([...reports.keys(), ...present])].sort();
  return paths.filter((path) => {
    const file = join(ROOT, path);
    return !existsSync(file) || readFileSync(file, "utf8") !== reports.get(path);
  });
}

function update(path: string): "written" | "removed" {
  const report = reports.get(path);
  if (report === undefined) rmSync(join(ROOT, path));
  else writeFileSync(join(ROOT, path), report);
  return report === undefined ? "removed" : "written";
}

/** A module's exports: first those that it passes on from other packages, a line each, then its own. */
function sectionOf({ specifier, file }: Module): string {
  const passedOn: string[] = [];
  const own: string[] = [];
  for (const symbol of exportsOf(file)) {
    const origin = originOf(symbol);
    if (origin === undefined) own.push(`${symbol.name}: ${textOf(symbol)}\n`);
    else passedOn.push(`${symbol.name}: from ${origin}\n`);
  }
  const parts = [`# ${specifier}\n`, passedOn.sort().join(""), ...own.sort()];
  return parts.filter((part) => part !== "").join("\n");
}

function exportsOf(file: string): readonly ts.Symbol[] {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  return module === undefined ? [] : checker.getExportsOfModule(module);
}

/** The module of another package that an export comes from, through however many files of its own package. */
function originOf(symbol: ts.Symbol): string | undefined {
  if (!isAlias(symbol)) return undefined;
  const [declaration] = symbol.declarations ?? [];
  const statement = ts.findAncestor(
    declaration,
    (node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node),
  );
  const from = statement?.moduleSpecifier;
  if (from && ts.isStringLiteral(from) && !from.text.startsWith(".")) return from.text;
  const next = checker.getImmediateAliasedSymbol(symbol);
  return next && originOf(next);
}

function isAlias({ flags }: ts.Symbol): boolean {
  return (flags & ts.SymbolFlags.Alias) !== 0;
}

/** The declarations of an export, without their comments. */
function textOf(symbol: ts.Symbol): string {
  const { declarations = [] } = isAlias(symbol) ? checker.getAliasedSymbol(symbol) : symbol;
  const nodes = declarations.map((one) =>
    ts.isVariableDeclaration(one) ? one.parent.parent : one,
  );
  return nodes
    .map((node) => printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile()))
    .join("\n");
}
