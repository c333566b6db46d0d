import { columnsOf } from "./columns.js";

/**
 * A Markdown table with aligned columns, as prettier writes it; `|` in a cell is escaped.
 *
 * @example
 * table(["a", "b"], [["1", "two"]]); // => "| a   | b   |\n| --- | --- |\n| 1   | two |\n"
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) =>
    Math.max(3, ...cells.map((row) => columnsOf(row[column] ?? ""))),
  );
  const [first, ...rest] = cells.map(
    (row) => `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0)).join(" | ")} |\n`,
  );
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |\n`;
  return [first, rule, ...rest].join("");
}

function pad(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - columnsOf(cell)));
}

/**
 * Free text as Markdown shows it, in the spelling of prettier: only what stands in backticks is left as it is.
 *
 * @example
 * prose("1 * 2, _x_ and `a*b`"); // => "1 \\* 2, \\_x\\_ and `a*b`"
 * prose("# is no heading, and 1. no list"); // => "\\# is no heading, and 1. no list"
 */
export function prose(text: string): string {
  const parts = text
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .split(/(`[^`]+`)/);
  const shown = parts.map((part, index) => (index % 2 === 1 ? part : escaped(part))).join("");
  return shown.replace(BLOCK_MARK, "\\$&");
}

/** What begins a heading, a quotation, a list, a rule or a block of code where a line begins with it. */
const BLOCK_MARK = /^(?:#{1,6}(?=\s|$)|>|[-+](?=[\s-]|$)|~~~)|(?<=^\d{1,9})[.)](?=\s|$)/;

// An underscore between letters means nothing, and prettier would take its escape away.
function escaped(text: string): string {
  return text
    .replace(/[\\`[\]<]/g, "\\$&")
    .replaceAll("*", "\\*")
    .replace(/&(?=#?\w+;)/g, "\\&")
    .replace(/(?<=^|[\p{P}\p{S}\s])_+|_+(?=$|[\p{P}\p{S}\s])/gu, (marks) =>
      "\\_".repeat(marks.length),
    );
}

/**
 * Text in the type of code.
 *
 * @example
 * code("getMe"); // => "`getMe`"
 */
export function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** A block of code. */
export function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** A list of sentences. */
export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** A number with its noun. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : `${noun}s`}`;
}

/**
 * A time in the largest unit that it has a whole number of.
 *
 * @example
 * lasting(157_680_000); // => "1,825 days"
 * lasting(90); // => "90 seconds"
 */
export function lasting(seconds: number): string {
  const [size, unit] = UNITS.find(([one]) => seconds % one === 0) ?? [1, "second"];
  return counted(seconds / size, unit);
}

const UNITS = [
  [86_400, "day"],
  [3600, "hour"],
  [60, "minute"],
] as const;

/** Things in a sentence: `a`, `a and b`, `a, b and c`. */
export function listed(things: readonly string[]): string {
  const [last = "", ...others] = things.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(", ")} and ${last}`;
}

/** What the README of every package says of it. */
export const GENERATED_FROM = "This package is generated from ";
