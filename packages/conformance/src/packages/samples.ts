import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { collectAllExamples, type Example } from "../../../../scripts/examples.js";
import { packageFolder } from "../paths.js";
import type { Stranger } from "./project.js";

/**
 * Writes the TypeScript of the READMEs and of the documentation into a stranger's project, as its readers would, and answers with
 * the names of the files. What imports a package that is not there is left out.
 */
export function writeSamples({ folder }: Stranger): readonly string[] {
  const samples = collectAllExamples().filter(({ source }) => source !== "comment");
  return samples
    .filter(({ code }) => packagesIn(code).every((name) => isThere(folder, name)))
    .map((sample) => {
      const file = fileOf(sample);
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${sample.code}\nexport {};\n`);
      return file;
    });
}

// One folder for each text, so that its files find one another by their names.
function fileOf({ title, file, name }: Example): string {
  const text = file.replace(/\W+/g, "-");
  const line = title.slice(file.length + 1);
  return `samples/${text}/${name ?? `line-${line}.ts`}`;
}

function packagesIn(code: string): readonly string[] {
  const specifiers = [...code.matchAll(/\b(?:from |import ?\(?)"([^".][^"]*)"/g)];
  return specifiers.flatMap(([, specifier = ""]) => {
    if (specifier.startsWith("node:")) return [];
    return /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [];
  });
}

/** Whether a package can be imported: installed, or linked from here, as frameworks and drivers of others are. */
function isThere(folder: string, name: string): boolean {
  const types = `@types/${name.replace(/^@/, "").replace("/", "__")}`;
  const [own] = [name, types].map((one) => linked(folder, one));
  return own === true;
}

function linked(folder: string, name: string): boolean {
  const target = join(folder, "node_modules", name);
  if (existsSync(target)) return true;
  const ours = join(packageFolder("conformance"), "node_modules", name);
  if (name.startsWith("@oauth1/") || !existsSync(ours)) return false;
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(ours, target);
  return true;
}
