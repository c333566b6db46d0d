import { InputError } from "./input-error.js";

/**
 * The words of a command, as a POSIX shell makes them, and `$'...'` as browsers copy it. Nothing is substituted. Throws an
 * `InputError` for a quote that does not end, and for one that no shell knows.
 *
 * @example
 * shellWords(`curl 'a b' "c\\"d" e\\ f`); // => ["curl", "a b", 'c"d', "e f"]
 */
export function shellWords(command: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
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
      double?.replace(/\\([$`"\\\n])/g, (_, one: string) => (one === "\n" ? "" : one)) ??
      (escaped === "\n" ? undefined : (escaped ?? piece));
    if (word === undefined && read === piece) refuseTypographic(piece);
    if (read !== undefined) word = (word ?? "") + read;
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

const PIECE =
  /\$'((?:[^'\\]|\\[^])*)'|'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])|(\s+)|(?:(?!\$')[^\s'"\\])+/y;

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

const ANSI_ESCAPE = /\\(?:u[\da-f]{1,4}|x[\da-f]{1,2}|[^])/gi;

function unescaped(escape: string): string {
  const [, code] = /^\\[ux]([\da-f]+)$/i.exec(escape) ?? [];
  if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
  const letter = escape.slice(1);
  return LETTERS.get(letter) ?? letter;
}

const LETTERS: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
