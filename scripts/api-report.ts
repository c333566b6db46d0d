// `pnpm api [--check]`: what each hand-written public package exports, as `api.txt` beside its package.json, so that a
// change of an API shows in the diff. The packages have to be built. SDKs need none: their sources are generated.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { globSync } from "tinyglobby";
import ts from "typescript";
import { orUsage } from "./usage.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const { check = false } = orUsage(
  () => parseArgs({ options: { check: { type: "boolean" } } }).values,
  "pnpm api [--check]",
);

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

const printer = ts.createPrinter({ removeComments: true });
const stale: string[] = [];
for (const path of globSync("packages/*/package.json", { cwd: root }).sort()) {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, path), "utf8"));
  const isGenerated = manifest.scripts?.["build:sdk"] !== undefined;
  const isProgram = Object.keys(manifest.exports ?? {}).length === 0;
  if (manifest.private === true || isProgram || isGenerated) continue;
  const folder = join(root, path, "..");
  const report = reportOf(manifest, folder);
  const file = join(folder, "api.txt");
  if (existsSync(file) && readFileSync(file, "utf8") === report) continue;
  stale.push(manifest.name);
  if (!check) writeFileSync(file, report);
}
const verb = check ? "differs from" : "written to";
for (const name of stale) console.log(`${name}: its API ${verb} api.txt`);
if (check && stale.length > 0) console.error("Run pnpm api, and read the diff.");
process.exitCode = check && stale.length > 0 ? 1 : 0;

function reportOf({ name, exports = {} }: Manifest, folder: string): string {
  const entries = Object.entries(exports).flatMap(([subpath, target]) =>
    expand(folder, subpath, typesOf(target)),
  );
  const program = ts.createProgram(
    entries.map(([, file]) => file),
    { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  );
  const sections = entries.map(
    ([subpath, file]) => `# ${name}${subpath.slice(1)}\n\n${exportsOf(program, file)}`,
  );
  return sections.join("\n");
}

function typesOf(target: unknown): string | undefined {
  if (typeof target !== "object" || target === null || !("import" in target)) return undefined;
  const { import: esm } = target;
  if (typeof esm !== "object" || esm === null || !("types" in esm)) return undefined;
  return typeof esm.types === "string" ? esm.types : undefined;
}

/** A subpath with a wildcard stands for every file that it matches. */
function expand(
  folder: string,
  subpath: string,
  types: string | undefined,
): readonly (readonly [subpath: string, file: string])[] {
  if (types === undefined) return [];
  const [before = "", after = ""] = types.replace("./", "").split("*");
  return globSync(types.replace("./", ""), { cwd: folder })
    .sort()
    .map((file) => [
      subpath.replace("*", file.slice(before.length, file.length - after.length)),
      join(folder, file),
    ]);
}

function exportsOf(program: ts.Program, file: string): string {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) return "(nothing)\n";
  const lines = checker.getExportsOfModule(module).map((symbol) => {
    const original =
      (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
    return `${symbol.name}: ${(original.declarations ?? []).map(textOf).join("\n")}\n`;
  });
  return lines.sort().join("\n");
}

/** A declaration without its comments. Of a file that is imported as a namespace, only the name. */
function textOf(declaration: ts.Declaration): string {
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  if (ts.isSourceFile(node)) return "a module";
  return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
}
