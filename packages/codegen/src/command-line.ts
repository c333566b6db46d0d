import { relative } from "node:path";

/** What was asked for, as far as it decides what the packages hold. */
export interface CommandParts {
  /** The command without arguments. */
  readonly program: string;
  readonly providers: readonly string[];
  readonly out: string;
  /** By their names. What is the default already is left out by whoever asks. */
  readonly options?: Readonly<Record<string, string>>;
}

/**
 * A command for the header of generated files: whoever types it in the same folder gets the same packages. Paths are relative
 * to that folder, however they were given.
 *
 * @example
 * commandLine({ program: "npx @oauth1/codegen", providers: ["./providers/"], out: "sdk", options: { license: "see LICENSE" } });
 * // => "npx @oauth1/codegen providers --out sdk --license 'see LICENSE'"
 */
export function commandLine({ program, providers, out, options = {} }: CommandParts): string {
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const words = [...providers.map(fromHere), "--out", fromHere(out), ...flags];
  return [program, ...words.map(shellWord)].join(" ");
}

// In a sentence, a dot at the end would be lost in the sentence's own.
function fromHere(path: string): string {
  const way = relative(process.cwd(), path).replaceAll("\\", "/") || ".";
  return way.endsWith(".") ? `${way}/` : way;
}

/** A word as a shell takes it for one. */
export function shellWord(word: string): string {
  return /^[\w@^.:/=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
