import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { globSync } from "tinyglobby";
import ts from "typescript";

/**
 * Writes the declarations of every source file, twice: `.d.ts` for import and `.d.cts` for require. Under
 * `isolatedDeclarations` each file says all that its declaration needs, so no program is built and a package takes
 * milliseconds.
 */
export function writeDeclarations(sourceDir: string, outDir: string): void {
  for (const name of globSync(["**/*.ts"], { cwd: sourceDir })) {
    const fileName = join(sourceDir, name);
    const { outputText, diagnostics = [] } = ts.transpileDeclaration(
      readFileSync(fileName, "utf8"),
      {
        fileName,
        reportDiagnostics: true,
        compilerOptions: {
          isolatedDeclarations: true,
          target: ts.ScriptTarget.ES2022,
          verbatimModuleSyntax: true,
        },
      },
    );
    for (const { messageText } of diagnostics) {
      throw new Error(`${fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
    }
    const out = join(outDir, name.replace(/\.ts$/, ""));
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(`${out}.d.ts`, outputText);
    writeFileSync(`${out}.d.cts`, outputText.replace(RELATIVE_MODULE, "$1$2.cjs$3"));
  }
}

const RELATIVE_MODULE = /((?:from|import)\s*\(?\s*["'])(\.{1,2}\/[^"']+)\.js(["'])/g;
