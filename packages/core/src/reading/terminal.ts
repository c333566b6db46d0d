/** How text for a terminal is written. */
export interface TextFormat {
  /** Whether headings are colored with ANSI escapes; false by default. */
  readonly color?: boolean;
  /** In characters: 100 by default, and 40 at least. Columns that leave no room for the last one make a line longer. */
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
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    }
  }
  return cells.flatMap((row) => {
    const lead = row.slice(0, -1).map((cell, at) => `${cell.padEnd(widths[at] ?? 0)}  `);
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

// Controls, bidirectional overrides and line separators are all in these categories.
function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

function shortened(text: string): string {
  return text.length > CELL ? `${start(text, CELL - 1)}…` : text;
}

// A character beyond the first plane is two units, and half of it is none.
function start(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}

// Words stay together where there are any.
function wrapped(text: string, lead: string, { width = WIDTH }: TextFormat): readonly string[] {
  const room = Math.max(LEAST_ROOM, Math.max(LEAST_WIDTH, width) - lead.length);
  const lines: string[] = [];
  let rest = text;
  while (rest.length > room) {
    const space = rest.lastIndexOf(" ", room);
    const line = start(rest, space > room / 2 ? space : room);
    lines.push(line);
    rest = rest.slice(line.length).trimStart();
  }
  lines.push(rest);
  return lines.map((line, at) => `${at === 0 ? lead : " ".repeat(lead.length)}${line}`.trimEnd());
}
