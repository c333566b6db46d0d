import { Argument, Command } from "commander";
import { COMMANDS, type End } from "../commands.js";
import { EXIT } from "../failure.js";
import { builtInIds } from "../provider/find.js";
import { print } from "../terminal.js";

/** `oauth1 completion`: made of what the commands declare, so that it cannot lag behind. */
export function declare(command: Command, end: End): void {
  command
    .addArgument(new Argument("<shell>", "which shell").choices(Object.keys(SHELLS)))
    .addHelpText("after", HELP)
    .action(async (shell: keyof typeof SHELLS) => {
      print(SHELLS[shell](await allWords()));
      end(EXIT.fine);
    });
}

const HELP = `
  bash  source <(oauth1 completion bash)             in ~/.bashrc
  zsh   source <(oauth1 completion zsh)              in ~/.zshrc, after compinit
  fish  oauth1 completion fish > ~/.config/fish/completions/oauth1.fish`;

/** What can follow a command. */
interface Words {
  /** As it is typed, such as `providers show`; empty for the program itself. */
  readonly path: string;
  readonly words: readonly Word[];
}

interface Word {
  readonly text: string;
  readonly description: string;
}

async function allWords(): Promise<readonly Words[]> {
  const names = COMMANDS.map(({ name, summary }) => ({ text: name, description: summary }));
  const parts = await Promise.all(
    COMMANDS.map(async ({ name, load }) => {
      const command = new Command(name);
      (await load()).declare(command, () => undefined);
      return wordsOf(command, name);
    }),
  );
  return [{ path: "", words: names }, ...parts.flat()];
}

function wordsOf(command: Command, path: string): readonly Words[] {
  const options = command.options.flatMap(({ long, description }) =>
    typeof long === "string" ? [{ text: long, description }] : [],
  );
  const parts = command.commands.map((one) => ({
    text: one.name(),
    description: one.description(),
  }));
  const choices = command.registeredArguments.flatMap((argument) =>
    (argument.name() === "provider"
      ? builtInIds().filter(isWord)
      : (argument.argChoices ?? [])
    ).map((text) => ({
      text,
      description: "",
    })),
  );
  return [
    { path, words: [...parts, ...choices, ...options, { text: "--help", description: "" }] },
    ...command.commands.flatMap((one) => wordsOf(one, `${path} ${one.name()}`)),
  ];
}

// A shell reads what it completes with, and a folder of the user's may hold any name.
function isWord(text: string): boolean {
  return /^[\w.-]+$/.test(text);
}

const SHELLS = {
  bash: (all: readonly Words[]) => `_oauth1() {
  local key="\${COMP_WORDS[1]}" candidates=()
  [ "$COMP_CWORD" -gt 2 ] && key="$key \${COMP_WORDS[2]}"
  [ "$COMP_CWORD" -eq 1 ] && key=""
  case "$key" in
${cases(all)}
  esac
  COMPREPLY=($(compgen -W "\${candidates[*]}" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _oauth1 oauth1`,
  zsh: (all: readonly Words[]) => `#compdef oauth1
_oauth1() {
  local key="$words[2]"
  local -a candidates
  (( CURRENT > 3 )) && key="$key $words[3]"
  (( CURRENT == 2 )) && key=""
  case "$key" in
${cases(all)}
  esac
  compadd -a candidates || _files
}
compdef _oauth1 oauth1`,
  fish: (all: readonly Words[]) => all.flatMap(fishLines).join("\n"),
} as const;

// The longest path first, because the first pattern that fits counts.
function cases(all: readonly Words[]): string {
  const branches = [...all].sort((a, b) => b.path.split(" ").length - a.path.split(" ").length);
  return branches
    .map(({ path, words }) => {
      const pattern = path === "" ? '""' : `"${path}"|"${path} "*`;
      return `    ${pattern}) candidates=(${words.map(({ text }) => text).join(" ")}) ;;`;
    })
    .join("\n");
}

function fishLines({ path, words }: Words): readonly string[] {
  const seen = path.split(" ").map((name) => `__fish_seen_subcommand_from ${name}`);
  const when = path === "" ? "__fish_use_subcommand" : `'${seen.join("; and ")}'`;
  return words.map(({ text, description }) => {
    const said = text.startsWith("--") ? `-l ${text.slice(2)}` : `-a ${text}`;
    return `complete -c oauth1 -n ${when} ${said} -d '${description.replaceAll("'", "")}'`;
  });
}
