import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { shellWord } from "../command-line.js";
import { makeFolder } from "../folder.js";
import { importedId } from "../import/names.js";
import { complain, existing, print, UsageError } from "./command.js";

/** `oauth1-codegen import`: a descriptor to finish, and on stderr what it does not say. */
export async function importCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { id: { type: "string" }, out: { type: "string" } },
  });
  const [file = "", ...more] = existing(positionals);
  if (more.length > 0) throw new UsageError("import takes one document");
  if (statSync(file).isDirectory()) throw new UsageError(`${file} is a folder, and no document`);
  const { out } = values;
  if (out !== undefined && existsSync(out)) throw new UsageError(`${out} is there already`);
  // YAML and OpenAPI are read by few.
  const { importOpenApi } = await import("../import/import.js");
  const id = idOf({ id: values.id, out, document: file });
  const result = await importOpenApi(readFileSync(file), { id, file });
  if (!result.ok) return complain(result.problems);
  complain(result.notes);
  if (out === undefined) return print(result.text);
  makeFolder(dirname(out));
  writeFileSync(out, result.text);
  return print(
    `${out} is written. What begins with TODO is left for you: oauth1-codegen validate ${shellWord(out)}\n`,
  );
}

function idOf(named: Parameters<typeof importedId>[0]): string {
  try {
    return importedId(named);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}
