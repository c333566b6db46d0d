import { Command, CommanderError } from "commander";
import { COMMANDS, type End } from "./commands.js";
import { EXIT, failureOf, Interrupted, type ExitCode, type Failure } from "./failure.js";
import { NARROW_HELP } from "./help.js";
import { refuseSecretArguments } from "./secrets.js";
import { note, paintFor, printable, printJson } from "./terminal.js";
import { VERSION } from "./version.js";

/**
 * Runs a command and resolves to what the program ends with. It never rejects: what goes wrong is said on stderr, or as
 * JSON on stdout where `--json` is among the arguments.
 *
 * @example
 * await main(["no-such-command"]); // => 2
 */
export async function main(args: readonly string[]): Promise<ExitCode> {
  let ended: ExitCode = EXIT.fine;
  try {
    refuseSecretArguments(args);
    const program = await createProgram(args, (code) => (ended = code));
    await program.parseAsync(withHelp(args), { from: "user" });
    return ended;
  } catch (error) {
    const json = args.includes("--json");
    if (error instanceof CommanderError) return usageOf(error, json);
    // As Ctrl-C ends a program anywhere else, so that whoever has started it is told.
    if (error instanceof Interrupted) process.kill(process.pid, "SIGINT");
    const failure = failureOf(error);
    tell(failure, { json, compact: args.includes("--all") });
    return failure.exit;
  }
}

const HELP = `
Secrets are read from OAUTH1_CONSUMER_SECRET, OAUTH1_TOKEN_SECRET and
OAUTH1_PRIVATE_KEY(_FILE), from a profile, or asked for; never from arguments.
oauth1 help <command> says more.

Ends with 0, or 1 where the answer is no (a wrong signature, a refusal, an HTTP
error), 2 for wrong usage, 70 for a mistake of ours.`;

// Of a command that there is not, Commander would show its own help, and not say so.
function withHelp(args: readonly string[]): readonly string[] {
  const [first, ...named] = args;
  if (first !== "help" || named.length === 0) return args;
  return COMMANDS.some(({ name }) => name === named[0]) ? [...named, "--help"] : named;
}

// Only the command that is used is loaded; of the others, the help needs a line each.
async function createProgram(args: readonly string[], end: End): Promise<Command> {
  const program = new Command("oauth1").description("OAuth 1.0a at a terminal").version(VERSION);
  program.configureHelp(NARROW_HELP);
  const isSilent = args.includes("--json");
  program.configureOutput({
    writeErr: (text) => void (isSilent || process.stderr.write(text)),
    outputError: (text, write) => write(`${withoutValue(text.trimEnd())}\n`),
  });
  settle(program.addHelpText("after", HELP), "oauth1");
  for (const { name, summary, load } of COMMANDS) {
    const command = program.command(name).description(summary);
    if (args.includes(name)) (await load()).declare(command, end);
    settle(command, `oauth1 ${name}`);
  }
  return program;
}

function settle(command: Command, path: string): void {
  command.exitOverride().showHelpAfterError(`(${path} --help says what there is)`);
  for (const part of command.commands) settle(part, `${path} ${part.name()}`);
}

function usageOf({ exitCode, message }: CommanderError, json: boolean): ExitCode {
  if (exitCode === 0) return EXIT.fine;
  // Of what Commander has shown in place of an error, this is all that it says.
  const said = message === "(outputHelp)" ? "error: which command? oauth1 --help has all" : message;
  const told = withoutValue(said).replace(/^error: /, "");
  if (json) printJson({ ok: false, error: { code: "usage", message: told, details: [] } });
  return EXIT.usage;
}

// What follows an option that nobody knows may be a secret.
function withoutValue(message: string): string {
  const [, option] = /^error: unknown option '(--[^='\s]+|-[^-'])/.exec(message) ?? [];
  if (option === undefined) return message;
  const meant = /\n\(Did you mean [^\n]*$/.exec(message)?.[0] ?? "";
  return `error: unknown option '${option}'${meant}`;
}

// Where items come before it, each on a line, the error is on one too.
function tell(
  { code, message, details, status }: Failure,
  { json, compact }: { readonly json: boolean; readonly compact: boolean },
): void {
  const error = { code, message, details, status };
  if (json) return printJson({ ok: false, error }, { compact });
  const paint = paintFor(process.stderr);
  note(paint("red", printable(message)));
  for (const detail of details) note(paint("dim", printable(detail)));
}
