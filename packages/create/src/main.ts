import { resolve } from "node:path";
import { appFiles } from "./app-files.js";
import { fault, packageName, writeAll } from "./folder.js";
import { helpText, readOptions, withDefaults, type Options, type Wanted } from "./options.js";
import { jsonReporter, textReporter, type Made } from "./report.js";
import type { Surroundings } from "./surroundings.js";
import { UsageError } from "./usage.js";

/**
 * Makes an app as the arguments say, and where they do not, as the person at the terminal does. Resolves to what the program
 * ends with: 0, 1 where `npm install` fails, 2 for wrong usage. It never rejects.
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
async function want(
  options: Options,
  { supplies, isTerminal }: Surroundings,
): Promise<Wanted | undefined> {
  if (!isTerminal || options.yes || options.json) return withDefaults(options);
  const { ask } = await import("./ask.js");
  return ask(options, supplies.facts.providers);
}

function make({ folder, provider, template }: Wanted, { supplies, cwd }: Surroundings): Made {
  const path = resolve(cwd, folder);
  const wrong = fault(path);
  if (wrong !== undefined) throw new UsageError(`${folder} ${wrong}`);
  const files = appFiles({ name: packageName(path), provider, template }, supplies);
  writeAll(path, files);
  return { folder, path, provider, template, files: [...files.keys()].sort() };
}
