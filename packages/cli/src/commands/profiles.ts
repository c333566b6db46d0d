import type { Command } from "commander";
import type { End } from "../commands.js";
import { EXIT, UsageError } from "../failure.js";
import { profilesFolder, readProfiles, removeProfile, type Profile } from "../profiles.js";
import { print, printJson, table } from "../terminal.js";

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
      const rows = [...readProfiles()].map(([name, profile]) => summaryOf(name, profile));
      if (json) printJson({ ok: true, folder: profilesFolder(), profiles: rows });
      else if (rows.length === 0) print("No profiles; oauth1 login makes one.");
      else print(table(rows.map(rowOf)).join("\n"));
      end(EXIT.fine);
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
