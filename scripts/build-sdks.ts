import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import ts from "typescript";
import { writeDeclarations } from "./declarations.js";

/**
 * `pnpm build:sdk [folder]`: builds all SDKs and the package of them all, or one, file by file. They hold data and types, so there is nothing to
 * bundle, and one process for all takes seconds where one for each takes minutes.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const providers = join(root, "packages/providers");
const sdks = globSync("packages/sdk/*/package.json", { cwd: root, absolute: true }).map(dirname);
const [folder] = process.argv.slice(2);
const RELATIVE_REQUIRE = /(require\("\.{1,2}\/[^"]+)\.js("\))/g;

for (const sdk of folder === undefined ? [...sdks, providers] : [resolve(folder)]) {
  build(join(sdk, "src"), join(sdk, "dist"));
  // pnpm adds the license of the workspace by itself, but not where a file such as licenses.ts looks like one.
  cpSync(join(root, "LICENSE"), join(resolve(sdk), "LICENSE"));
  if (sdk === providers) copyDescriptors();
}

function copyDescriptors(): void {
  cpSync(join(root, "providers"), join(providers, "dist/descriptors"), { recursive: true });
}

function build(source: string, out: string): void {
  rmSync(out, { recursive: true, force: true });
  for (const name of globSync("**/*.ts", { cwd: source })) {
    const text = readFileSync(join(source, name), "utf8");
    const file = join(out, name.replace(/\.ts$/, ""));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.js`, transpile(text, ts.ModuleKind.ESNext));
    writeFileSync(
      `${file}.cjs`,
      transpile(text, ts.ModuleKind.CommonJS).replace(RELATIVE_REQUIRE, "$1.cjs$2"),
    );
  }
  writeDeclarations(source, out);
}

function transpile(text: string, module: ts.ModuleKind): string {
  const compilerOptions = { module, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: false };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}
