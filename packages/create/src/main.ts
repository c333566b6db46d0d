import { resolve } from "node:path";
import { appFiles } from "./app-files.js";
import { fault, packageName, writeAll } from "./folder.js";
import { helpText, readOptions, withDefaults, type Options, type Wanted } from "./options.js";
import { jsonReporter, textReporter, type Made } from "./report.js";
import type { Surroundings } from "./surroundings.js";
import { UsageError } from "./usage.js";

/**
 * Makes an app as the arguments say, and where they do not, as the person at the terminal does. Resolves to what the program
 * ends with: 0, 1 where installing fails, 2 for wrong usage. It never rejects.
 */
export async function main(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<0 | 1 | 2 | 70> {
  const { providers } = surroundings.supplies.facts;
  const report = (args.includes("--json") ? jsonReporter : textReporter)(surroundings);
  try {
    const options = readOptions(args, providers);
    if (options.help) {
      surroundings.write(helpText(providers));
      return 0;
    }
    // Before anything is asked, which would be for nothing.
    if (options.folder !== undefined) placeOf(options.folder, surroundings);
    const wanted = await want(options, surroundings);
    if (wanted === undefined) return 0;
    const made = make(wanted, surroundings);
    const installed = wanted.install ? await report.install(made) : undefined;
    report.done(made, installed);
    return installed?.ok === false ? 1 : 0;
  } catch (error) {
    report.failed(error);
    return error instanceof UsageError ? 2 : 70;
  }
}

// clack is loaded where questions are asked, and nowhere else.
async function want(options: Options, surroundings: Surroundings): Promise<Wanted | undefined> {
  if (!surroundings.isTerminal || options.yes || options.json) return withDefaults(options);
  const { ask } = await import("./ask.js");
  return ask(options, surroundings);
}

function make(
  { folder, provider, template }: Wanted,
  { supplies, cwd, manager }: Surroundings,
): Made {
  const path = placeOf(folder, { cwd });
  const files = appFiles({ name: packageName(path), provider, template, manager }, supplies);
  uninterrupted(() => writeAll(path, files));
  return { folder, path, provider, template, files: [...files.keys()].sort() };
}

function placeOf(folder: string, { cwd }: Pick<Surroundings, "cwd">): string {
  if (!/^[^\p{Cc}]*[^\p{Cc}\s][^\p{Cc}]*$/u.test(folder))
    throw new UsageError(`${JSON.stringify(folder)} is no name of a folder.`);
  const path = resolve(cwd, folder);
  const wrong = fault(path);
  if (wrong === undefined) return path;
  throw new UsageError(`${folder} ${wrong}`);
}

// Ctrl-C is heard meanwhile, and acted on when all is written: nothing in between waits for anything.
function uninterrupted(work: () => void): void {
  if (!process.listeners("SIGINT").includes(interrupted)) process.once("SIGINT", interrupted);
  try {
    work();
  } finally {
    setImmediate(() => process.off("SIGINT", interrupted));
  }
}

function interrupted(): void {
  process.kill(process.pid, "SIGINT");
}
