import { InputError } from "./input-error.js";

/** A word of a command. */
export interface ShellWord {
  readonly text: string;
  /** What a shell would put something else for: the first variable or command of the word, such as `$URL`. */
  readonly substituted?: string;
}

/**
 * The words of a command, as a POSIX shell makes them, and `$'...'` as browsers copy it. Nothing is substituted. Throws an
 * `InputError` for a quote that does not end, and for one that no shell knows.
 *
 * @example
 * shellWords(`curl 'a b' "c\\"d" e\\ f`); // => ["curl", "a b", 'c"d', "e f"]
 */
export function shellWords(command: string): readonly string[] {
  return readWords(command).map(({ text }) => text);
}

/** The words of a command, each with what a shell would have put something else for. */
export function readWords(command: string): readonly ShellWord[] {
  const words: ShellWord[] = [];
  let word: ShellWord | undefined;
  const text = command.trim();
  for (let at = 0; at < text.length;) {
    const [piece = "", ansi, single, double, escaped, blank] = nextPiece(text, at);
    at += piece.length;
    if (blank !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    const read =
      ansi?.replace(ANSI_ESCAPE, unescaped) ??
      single ??
      double?.replace(/\\(\r\n|[$`"\\\n])/g, (_, one: string) => (one.endsWith("\n") ? "" : one)) ??
      (escaped === "" || escaped?.endsWith("\n") ? undefined : (escaped ?? piece));
    if (word === undefined && read === piece) refuseTypographic(piece);
    if (read === undefined) continue;
    const open = double ?? (read === piece ? piece : "");
    word = { ...substitutedIn(open), ...word, text: (word?.text ?? "") + read };
  }
  return word === undefined ? words : [...words, word];
}

/**
 * A word as a POSIX shell reads it back, in quotes where it needs them.
 *
 * @example
 * shellQuoted("it's"); // => "'it'\\''s'"
 */
export function shellQuoted(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A word as it was meant, for a shell that puts something else for its variables. */
export function wordQuoted({ text, substituted }: ShellWord): string {
  return substituted === undefined ? shellQuoted(text) : `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

const PIECE =
  /\$'((?:[^'\\]|\\[^])*)'|'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\(\r?\n|[^]?)|(\s+)|(?:(?!\$')[^\s'"\\])+/y;

function nextPiece(text: string, at: number): RegExpExecArray {
  PIECE.lastIndex = at;
  const found = PIECE.exec(text);
  if (found !== null) return found;
  throw new InputError(`The quote at character ${at + 1} of the command does not end.`);
}

// What a shell would take for a part of the word.
function refuseTypographic(piece: string): void {
  const [quote] = /^[\u2018-\u201F]/.exec(piece) ?? [];
  if (quote === undefined) return;
  throw new InputError(
    `The command has typographic quotes (${quote}), which a chat or a text editor makes of ' and ": put those back.`,
  );
}

function substitutedIn(text: string): Pick<ShellWord, "substituted"> {
  const found = Array.from(text.matchAll(SUBSTITUTED), ([one]) => one);
  const first = found.find((one) => !one.startsWith("\\"));
  if (first === undefined) return {};
  return { substituted: first + (ENDS.find(([begin]) => first.startsWith(begin))?.[1] ?? "") };
}

// What is escaped is passed over. Of a command only its beginning is named, because a secret may stand in it.
const SUBSTITUTED = /\\[^]|\$(?:[a-z_]\w*|[\d@*#?!$-]|\{\w*|\()|`/gi;

const ENDS = [
  ["${", "}"],
  ["$(", "...)"],
  ["`", "...`"],
] as const;

const ANSI_ESCAPE =
  /(?:\\x[\da-fA-F]{1,2}|\\[0-7]{1,3})+|\\(?:u[\da-fA-F]{1,4}|U[\da-fA-F]{1,8}|[^])/g;

function unescaped(escape: string): string {
  const [, code] = /^\\u([\da-f]+)$/i.exec(escape) ?? [];
  if (code !== undefined) return characterOf(Number.parseInt(code, 16));
  if (/^\\(?:x[\da-f]|[0-7])/i.test(escape)) return textOfBytes(escape);
  const letter = escape.slice(1);
  return LETTERS.get(letter) ?? letter;
}

function characterOf(code: number): string {
  return code > 0x10ffff ? "\uFFFD" : String.fromCodePoint(code);
}

// What is no UTF-8 are characters: Firefox writes those up to U+00FF as if each were a byte.
function textOfBytes(escapes: string): string {
  const codes = Array.from(escapes.matchAll(/\\(?:x(\w+)|(\d+))/g), ([, hex, octal = ""]) =>
    hex === undefined ? Number.parseInt(octal, 8) & 0xff : Number.parseInt(hex, 16),
  );
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(new Uint8Array(codes));
  } catch {
    return String.fromCharCode(...codes);
  }
}

const LETTERS: ReadonlyMap<string, string> = new Map([
  ["a", "\u0007"],
  ["b", "\b"],
  ["e", "\u001B"],
  ["E", "\u001B"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);
