/** How text for a terminal is written. */
export interface TextFormat {
  /** Whether headings are colored with ANSI escapes; false by default. */
  readonly color?: boolean;
  /** In columns of the terminal: 100 by default, and 40 at least. What leaves no room for the last cell makes a line longer. */
  readonly width?: number | undefined;
}

/**
 * Columns under each other, the last one wrapped. What a peer sent cannot move the cursor: control characters are shown as
 * escapes.
 *
 * @example
 * columns([["a", "bb", "c"], ["aaa", "b", "c"]]); // => ["  a    bb  c", "  aaa  b   c"]
 */
export function columns(
  rows: readonly (readonly string[])[],
  format: TextFormat = {},
): readonly string[] {
  const cells = rows.map((row) =>
    row.map((cell, at) => (at === row.length - 1 ? printable(cell) : shortened(printable(cell)))),
  );
  const widths: number[] = [];
  for (const row of cells) {
    for (const [at, cell] of row.slice(0, -1).entries()) {
      widths[at] = Math.max(widths[at] ?? 0, widthOf(cell));
    }
  }
  return cells.flatMap((row) => {
    const lead = row
      .slice(0, -1)
      .map((cell, at) => `${cell}${" ".repeat((widths[at] ?? 0) - widthOf(cell))}  `);
    return wrapped(row.at(-1) ?? "", `${INDENT}${lead.join("")}`, format);
  });
}

/**
 * A heading and what stands under it.
 *
 * @example
 * section("Key", ["  consumer secret"], {}); // => ["Key", "  consumer secret", ""]
 */
export function section(
  heading: string,
  lines: readonly string[],
  format: TextFormat,
): readonly string[] {
  const written = wrapped(printable(heading), "", format);
  return [
    ...written.map((line) => (format.color ? `\u001B[1m${line}\u001B[22m` : line)),
    ...lines,
    "",
  ];
}

/**
 * Text under a margin, wrapped anywhere, because a base string has no spaces.
 *
 * @example
 * paragraph("GET&a&b"); // => ["  GET&a&b"]
 */
export function paragraph(text: string, format: TextFormat = {}): readonly string[] {
  return wrapped(printable(text), INDENT, format);
}

const INDENT = "  ";
const WIDTH = 100;
const LEAST_WIDTH = 40;
const LEAST_ROOM = 20;
const CELL = 32;
const MOST_UNITS = 4;

// Controls, bidirectional overrides and line separators are all in these categories.
function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

function shortened(text: string): string {
  return start(text, CELL) === text ? text : `${start(text, CELL - 1)}…`;
}

// As many whole characters as there is room for, and an end of those that need none.
function start(text: string, room: number): string {
  let length = 0;
  let left = room;
  for (const character of text) {
    left -= widthOf(character);
    if (left < 0 || length > MOST_UNITS * room) break;
    length += character.length;
  }
  return text.slice(0, length);
}

// In columns of a terminal: marks stand on the character before them, and what East Asia writes takes two (UAX #11).
function widthOf(text: string): number {
  return text.replace(MARK, "").replace(WIDE, "--").replace(BEYOND, "-").length;
}

const MARK = /\p{M}/gu;
// But for what is half as wide there.
const WIDE =
  /(?![\uFF61-\uFFDC])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303E\uFF01-\uFF60]/gu;
const BEYOND = /[^\0-\uFFFF]/gu;

// Words stay together where there are any.
function wrapped(text: string, lead: string, { width = WIDTH }: TextFormat): readonly string[] {
  const margin = widthOf(lead);
  const room = Math.max(LEAST_ROOM, Math.max(LEAST_WIDTH, width) - margin);
  const lines: string[] = [];
  let rest = text;
  for (let most = start(rest, room); most !== rest; most = start(rest, room)) {
    const space = rest.lastIndexOf(" ", most.length);
    const line = space > most.length / 2 ? rest.slice(0, space) : most;
    lines.push(line);
    rest = rest.slice(line.length).trimStart();
  }
  lines.push(rest);
  return lines.map((line, at) => `${at === 0 ? lead : " ".repeat(margin)}${line}`.trimEnd());
}
