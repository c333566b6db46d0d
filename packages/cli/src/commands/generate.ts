import type { Command } from "commander";
import type { End } from "../commands.js";
import { EXIT, UsageError, type ExitCode } from "../failure.js";
import { readDescriptorSet } from "../provider/find.js";
import { createProgress, note, print, printJson } from "../terminal.js";
import { VERSION } from "../version.js";

interface GenerateFlags {
  readonly out: string;
  readonly scope: string;
  readonly license: string;
  readonly range: string;
  readonly check?: boolean;
  readonly json?: true;
}

/** `oauth1 generate`: what `oauth1-codegen` does. */
export function declare(command: Command, end: End): void {
  command
    .argument("<providers...>", "descriptors, or folders of them")
    .requiredOption("--out <folder>", "holds a folder for each package; nothing else is written")
    .option("--scope <name>", "in front of the packages' names", "@oauth1")
    .option("--license <text>", "the license that the packages name", "MIT")
    .option("--range <range>", "of @oauth1/client and @oauth1/core", `^${VERSION}`)
    .option("--check", "writes nothing, and fails where something would change")
    .option("--json", "what happened, as JSON")
    .action(async (providers: readonly string[], flags: GenerateFlags) => {
      const said = ["scope", "license", "range"].flatMap((name) =>
        command.getOptionValueSource(name) === "cli" ? [[name, String(command.opts()[name])]] : [],
      );
      end(await generatePackages(providers, flags, Object.fromEntries(said)));
    });
}

async function generatePackages(
  providers: readonly string[],
  { out, scope, license, range, check = false, json }: GenerateFlags,
  said: Readonly<Record<string, string>>,
): Promise<ExitCode> {
  // A variable of a shell that is not set makes an empty flag.
  if (out === "") throw new UsageError("--out is a folder, and this one has no name.");
  // Before anything is written, or taken away because nothing describes it.
  await readDescriptorSet(providers);
  if (!/^@[a-z0-9-][a-z0-9._-]*$/.test(scope)) {
    throw new UsageError(
      `--scope is a name such as @acme, not ${JSON.stringify(scope)} (npm wants lower case).`,
    );
  }
  const { commandLine, counted, generate, issueLines, packageLines, staleFiles } =
    await import("@oauth1/codegen");
  const { update, stop } = createProgress();
  const parts = { program: "npx oauth1 generate", providers, out, options: said };
  const target = { providers, packages: out, check, command: commandLine(parts) };
  const context = { scope, license, range, onProgress: update };
  const result = await generate({ ...target, ...context }).finally(stop);
  if (!result.ok) {
    if (json) printJson(result);
    else note([...issueLines(result.issues), counted(result.issues.length, "mistake")].join("\n"));
    return EXIT.no;
  }
  const changed = staleFiles(result.packages, out);
  const drifted = check && changed.length > 0;
  if (json) printJson({ ok: !drifted, changed, packages: result.packages });
  else {
    const what = check ? "would change" : "changed";
    print(
      [...packageLines(result.packages), `${counted(changed.length, "file")} ${what}`].join("\n"),
    );
    if (drifted) note(changed.map((path) => `stale  ${path}`).join("\n"));
  }
  return drifted ? EXIT.no : EXIT.fine;
}
