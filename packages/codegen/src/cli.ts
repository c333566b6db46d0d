#!/usr/bin/env node
import { EXIT, print, printJson, UsageError } from "./commands/command.js";
import { generateCommand } from "./commands/generate.js";
import { importCommand } from "./commands/import.js";
import { validateCommand } from "./commands/validate.js";
import { VERSION } from "./commands/version.js";
import { RefusedError } from "./exchange.js";

const USAGE = `Usage: oauth1-codegen <folder or files> --out <folder> [options]
       oauth1-codegen validate <folder or files> [--json]
       oauth1-codegen import <OpenAPI document> [--id <id>] [--out <file>]

Makes a typed SDK package of each OAuth 1.0a provider descriptor (<id>.json).

  --out <folder>      holds a folder for each package; nothing else is written,
                      and one for a package that holds other files is refused
  --scope <@name>     in front of the packages' names (default @oauth1)
  --license <text>    the license that the packages name (default MIT)
  --range <range>     of @oauth1/client and @oauth1/core (default ^${VERSION})
  --check             writes nothing, and fails where something would change
  --json              says what happened as JSON
  --help, --version

validate only looks for mistakes. import makes a descriptor of OpenAPI 3 or
Swagger 2 (JSON or YAML); the login is left for you, and validate finds it.

Ends with 0, or 1 for mistakes in descriptors and for drift with --check, 2 for
wrong usage and for a folder or file that is refused, or that you may not read
or write, 70 for anything else; with --json, an error is JSON too.
`;

const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  import: importCommand,
  validate: validateCommand,
};

// A reader that has seen enough, such as head, is no failure.
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) =>
  process.exit(code === "EPIPE" ? EXIT.fine : EXIT.internal),
);

// No await at the top, because this file is built as CommonJS too.
main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => (process.exitCode = explain(error)),
);

async function main(args: string[]): Promise<number> {
  const [first = "", ...rest] = args;
  if (args.some((arg) => arg === "--help" || arg === "-h")) return print(USAGE);
  if (first === "--version") return print(`${VERSION}\n`);
  const command = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  return command === undefined ? generateCommand(args) : command(rest);
}

/** Whoever typed the command, or whose disk is full, gets the reason; who typed nothing the usage; a mistake of ours its place. */
function explain(error: unknown): number {
  const { message, stack = message } = error instanceof Error ? error : Error(String(error));
  const code = codeOf(error);
  const isUsage = code === "usage";
  const told = code === "internal" ? stack : message;
  if (process.argv.includes("--json")) printJson({ ok: false, error: { code, message: told } });
  else process.stderr.write(`${told}\n${isUsage ? helpFor(process.argv.slice(2)) : ""}`);
  return isUsage || code === "refused" || MENDABLE.has(code) ? EXIT.usage : EXIT.internal;
}

function helpFor({ length }: readonly string[]): string {
  return length === 0 ? `\n${USAGE}` : "(oauth1-codegen --help says what there is)\n";
}

/** What the system calls what is wrong with a file or a folder that was named. */
const MENDABLE: ReadonlySet<string> = new Set([
  ...["EACCES", "EEXIST", "EISDIR", "ELOOP", "ENAMETOOLONG", "ENOENT", "ENOTDIR", "EPERM", "EROFS"],
]);

/** What kind of failure it is: `usage`, `refused`, what the system calls it, or `internal`. */
function codeOf(error: unknown): string {
  if (error instanceof UsageError) return "usage";
  if (error instanceof RefusedError) return "refused";
  const { code = "internal", syscall }: Partial<NodeJS.ErrnoException> =
    error instanceof Error ? error : {};
  if (code.startsWith("ERR_PARSE_ARGS")) return "usage";
  return syscall === undefined ? "internal" : code;
}
