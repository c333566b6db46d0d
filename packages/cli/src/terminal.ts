import type { TextFormat } from "@oauth1/core/explain";
import { styleText } from "node:util";

/** Says what was asked for. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Says it as JSON, on one line where it is one of many. */
export function printJson(value: unknown, { compact = false }: { compact?: boolean } = {}): void {
  print(jsonFor(process.stdout, JSON.stringify(value, undefined, compact ? undefined : 2)));
}

/**
 * JSON for a stream: on a terminal, what would control that is escaped, which says the same.
 *
 * @example
 * jsonFor({ isTTY: true }, '"a\u009Bb"'); // => '"a\\u009bb"'
 */
export function jsonFor({ isTTY }: Partial<NodeJS.WriteStream>, json: string): string {
  if (isTTY !== true) return json;
  return json.replace(CONTROLS, (found) =>
    found.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}

/** Text of a peer as it came, but for what would control a terminal that shows it. */
export function printOfPeer(text: string): void {
  print(process.stdout.isTTY ? printable(text) : text);
}

/** Says what goes on, which is no part of the answer. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/**
 * Text of a peer, which cannot move the cursor or color anything: what controls a terminal is replaced, but for line breaks.
 *
 * @example
 * printable("a\u001B[31mb\n"); // => "a\uFFFD[31mb\n"
 */
export function printable(text: string): string {
  return text.replace(CONTROLS, "\uFFFD");
}

const CONTROLS = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The styles that are used. */
export type Style = "bold" | "dim" | "green" | "red" | "yellow";

/** Writes text in a style where somebody looks at it, and as it is anywhere else. */
export type Paint = (style: Style, text: string) => string;

/**
 * How to write on a stream: with ANSI escapes on a terminal, unless NO_COLOR or TERM=dumb asks for none.
 *
 * @example
 * paintFor({ isTTY: false })("red", "no"); // => "no"
 */
export function paintFor(stream: Partial<NodeJS.WriteStream>): Paint {
  if (!hasColors(stream)) return (_style, text) => text;
  // Newer versions of Node.js would look at stdout besides, whichever stream this is.
  return (style, text) => styleText(style, text, { validateStream: false });
}

/** Whether a stream shows colors. */
export function hasColors(stream: Partial<NodeJS.WriteStream>): boolean {
  return stream.isTTY === true && stream.hasColors?.() === true;
}

/**
 * How text of `explain` and `diagnose` is written on a stream: as wide as a terminal is, up to 100 characters.
 *
 * @example
 * textFormat({ isTTY: true, columns: 80 }); // => { color: false, width: 80 }
 */
export function textFormat(stream: Partial<NodeJS.WriteStream>): TextFormat {
  const { columns = MOST_COLUMNS } = stream;
  return { color: hasColors(stream), width: Math.min(columns, MOST_COLUMNS) };
}

const MOST_COLUMNS = 100;

/**
 * Rows under each other, by the columns that a terminal shows, the last cell as long as it is.
 *
 * @example
 * table([["a", "bb"], ["aaa", "b"]]); // => ["a    bb", "aaa  b"]
 */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.slice(0, -1).entries()) {
      widths[at] = Math.max(widths[at] ?? 0, columnsOf(cell));
    }
  }
  return rows.map((row) =>
    row
      .map((cell, at) => cell + " ".repeat(Math.max(0, (widths[at] ?? 0) - columnsOf(cell))))
      .join("  ")
      .trimEnd(),
  );
}

// What is seen as one character counts once, and twice where East Asia writes it, or where it is a picture (UAX #11).
function columnsOf(text: string): number {
  const seen = [...new Intl.Segmenter("en").segment(text)];
  return seen.reduce((columns, { segment }) => columns + (WIDE.test(segment) ? 2 : 1), 0);
}

// But for what is half as wide there.
const WIDE =
  /^(?![\uFF61-\uFFDC])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303E\uFF01-\uFF60]|\uFE0F$/u;

/** Tells how far a run is. */
export interface Progress {
  readonly update: (progress: { readonly done: number; readonly total: number }) => void;
  readonly stop: () => void;
}

/** A count on a terminal, as soon as a run takes longer than somebody waits; anywhere else nothing at all. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const patient = performance.now() + PATIENCE;
  let isShown = false;
  return {
    update({ done, total }) {
      if (!stream.isTTY || performance.now() < patient) return;
      isShown = true;
      const filled = Math.round((BAR * done) / Math.max(1, total));
      stream.write(`\r${"█".repeat(filled)}${"░".repeat(BAR - filled)} ${done}/${total}`);
    },
    stop: () => void (isShown && stream.write("\r\u001B[2K")),
  };
}

/** In milliseconds. */
const PATIENCE = 500;

const BAR = 24;
