import type { Command } from "commander";
import type { End } from "../commands.js";
import { EXIT, failureOf, UsageError, type ExitCode } from "../failure.js";
import {
  findProfile,
  profileNames,
  profilesFolder,
  removeProfile,
  type Profile,
} from "../profiles.js";
import { note, paintFor, print, printable, printJson, table } from "../terminal.js";

interface JsonFlag {
  readonly json?: true;
}

/** `oauth1 profiles`: what is kept, without the secrets. */
export function declare(command: Command, end: End): void {
  command
    .command("list", { isDefault: true })
    .description("every profile: its provider, and whether it has a token")
    .option("--json", "as JSON")
    .allowExcessArguments()
    .action(({ json }: JsonFlag, { args: [name] }: Command) => {
      if (name !== undefined) {
        throw new UsageError(
          `This lists all: oauth1 profiles remove <name> removes one, and ${JSON.stringify(name)} is nothing that it takes.`,
        );
      }
      end(list(json));
    });
  command
    .command("remove")
    .argument("<name>")
    .description("forgets a profile, and tells the provider nothing: oauth1 logout does")
    .option("--json", "as JSON")
    .action((name: string, { json }: JsonFlag) => {
      removeProfile(name);
      if (json) printJson({ ok: true, removed: name });
      else print(`${name} is removed.`);
      end(EXIT.fine);
    });
}

// A profile that cannot be read hides no other.
function list(json: true | undefined): ExitCode {
  const { rows, problems } = readAll();
  const isWhole = problems.length === 0;
  const message = "Not every profile can be read.";
  const error = isWhole ? undefined : { code: "usage", message, details: problems };
  if (json) printJson({ ok: isWhole, folder: profilesFolder(), profiles: rows, error });
  else {
    if (rows.length > 0) print(printable(table(rows.map(rowOf)).join("\n")));
    else if (isWhole) print("No profiles; oauth1 login makes one.");
    const paint = paintFor(process.stderr);
    for (const problem of problems) note(paint("red", printable(problem)));
  }
  return isWhole ? EXIT.fine : EXIT.usage;
}

function readAll(): { readonly rows: readonly Summary[]; readonly problems: readonly string[] } {
  const rows: Summary[] = [];
  const problems: string[] = [];
  for (const name of profileNames()) {
    try {
      const profile = findProfile(name);
      // One that is gone by now was removed meanwhile.
      if (profile !== undefined) rows.push(summaryOf(name, profile));
    } catch (error) {
      const { exit, message } = failureOf(error);
      if (exit !== EXIT.usage) throw error;
      problems.push(`${name}: ${message}`);
    }
  }
  return { rows, problems };
}

interface Summary {
  readonly name: string;
  readonly provider: string | undefined;
  readonly consumerKey: string;
  readonly hasToken: boolean;
  readonly isEmulated: boolean;
}

function summaryOf(name: string, { provider, consumer, account, originMap }: Profile): Summary {
  return {
    name,
    provider,
    consumerKey: consumer.key,
    hasToken: account !== undefined,
    isEmulated: originMap !== undefined,
  };
}

function rowOf({ name, provider, consumerKey, hasToken, isEmulated }: Summary): readonly string[] {
  const token = hasToken ? "with a token" : "without a token";
  return [name, provider ?? "no provider", consumerKey, isEmulated ? `${token}, emulated` : token];
}
