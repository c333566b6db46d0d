import { printable, type Paint } from "./terminal.js";

/**
 * Two texts with the place where they differ, one above the other, and what is before and after it cut short.
 *
 * @example
 * highlight(["right", "a%20b"], ["wrong", "a+b"], (_style, text) => text);
 * // => ["right  a%20b", "        ^^^", "wrong  a+b", "        ^"]
 */
export function highlight(right: Titled, wrong: Titled, paint: Paint): readonly string[] {
  const [start, rightEnd, wrongEnd] = difference(right[1], wrong[1]);
  const width = Math.max(right[0].length, wrong[0].length) + 2;
  const lines = ([title, raw]: Titled, end: number, style: "green" | "red"): readonly string[] => {
    const text = printable(raw);
    const from = Math.max(0, start - AROUND);
    const lead = `${from > 0 ? "…" : ""}${text.slice(from, start)}`;
    const middle = text.slice(start, Math.min(end, start + MOST));
    const isCut = end > start + MOST;
    const tail = isCut
      ? "…"
      : text.slice(end, end + AROUND) + (end + AROUND < text.length ? "…" : "");
    const marks = "^".repeat(Math.max(1, middle.length));
    return [
      `${title.padEnd(width)}${lead}${paint(style, middle)}${tail}`,
      `${" ".repeat(width + lead.length)}${paint(style, marks)}`,
    ];
  };
  return [...lines(right, rightEnd, "green"), ...lines(wrong, wrongEnd, "red")];
}

type Titled = readonly [title: string, text: string];

/** How many characters of what is the same are shown on either side. */
const AROUND = 24;

/** How many characters of what differs are shown. */
const MOST = 48;

function difference(a: string, b: string): readonly [start: number, endA: number, endB: number] {
  let start = 0;
  const shorter = Math.min(a.length, b.length);
  while (start < shorter && a[start] === b[start]) start += 1;
  let same = 0;
  while (same < shorter - start && a[a.length - 1 - same] === b[b.length - 1 - same]) same += 1;
  return [start, a.length - same, b.length - same];
}
