import { shellQuoted } from "@oauth1/emulator/input";
import type { Command } from "commander";
import { existsSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { End } from "../commands.js";
import { asked, EXIT, Refusal, UsageError } from "../failure.js";
import { makeFolder } from "../folder.js";
import { readBytes } from "../provider/find.js";
import { note, print, printJson } from "../terminal.js";

interface ImportFlags {
  readonly id?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `oauth1 import`: a descriptor to finish, and on stderr what the document does not say. */
export function declare(command: Command, end: End): void {
  command
    .argument("<document>", "OpenAPI 3 or Swagger 2, as JSON or YAML")
    .option("--id <id>", "the provider's id; the file's name by default")
    .option("--out <file>", "where the descriptor goes; stdout by default")
    .option("--json", "what is left to do, as JSON; needs --out")
    .action(async (document: string, flags: ImportFlags) => {
      await importDocument(document, flags);
      end(EXIT.fine);
    });
}

async function importDocument(document: string, { id, out, json }: ImportFlags): Promise<void> {
  if (!existsSync(document)) throw new UsageError(`There is no ${document}.`);
  if (out !== undefined && existsSync(out)) throw new UsageError(`${out} is there already.`);
  if (json && out === undefined) throw new UsageError("--json needs --out: stdout is taken.");
  const { importedId, importOpenApi } = await import("@oauth1/codegen");
  const name = await asked(() => importedId({ id, out, document }));
  const result = await importOpenApi(readBytes(document), { id: name, file: document });
  if (!result.ok) throw new Refusal("not_imported", result.problems.join("\n"));
  if (out === undefined) {
    for (const line of result.notes) note(line);
    return print(result.text);
  }
  makeFolder(dirname(out));
  writeFileSync(out, result.text);
  if (json) return printJson({ ok: true, file: out, notes: result.notes });
  for (const line of result.notes) note(line);
  print(
    `${out} is written. What begins with TODO is left for you: oauth1 providers validate ${shellQuoted(out)}`,
  );
}
