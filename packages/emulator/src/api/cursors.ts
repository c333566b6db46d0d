import type { TextFormat } from "@oauth1/descriptor";
import { anotherText, PAGES } from "./endless-list.js";

/** What names a page of a list to the parameter that asks for it. */
export interface Cursors {
  /** The described one; `undefined` where none is. */
  readonly example: unknown;
  /** Whether it is a number and nothing else. */
  readonly isNumber: boolean;
  /** Whether no call goes without one: then the first page is asked for by one that nobody has been given. */
  readonly isRequired: boolean;
  readonly format: TextFormat | undefined;
}

/**
 * What names a page, which counts from 0: of the described type and format.
 *
 * @example
 * const cursors = { example: "2026-01-31", isNumber: false, isRequired: false, format: undefined };
 * cursorTo(1, cursors); // => "page-2"
 * cursorTo(1, { ...cursors, format: { example: "", pattern: /^....-..-..$/ } }); // => "2027-01-31"
 * cursorTo(1, { ...cursors, example: 7, isNumber: true }); // => 2
 */
export function cursorTo(index: number, { example, isNumber, format }: Cursors): number | string {
  if (isNumber) return typeof example === "string" ? String(index + 1) : index + 1;
  if (format === undefined) return `page-${index + 1}`;
  const isFit = typeof example === "string" && format.pattern.test(example);
  return anotherText(isFit ? example : format.example, { round: index, stride: 1 });
}

/**
 * Which page is asked for; `undefined` for a cursor that is none.
 *
 * @example
 * const cursors = { example: "a", isNumber: false, isRequired: false, format: undefined };
 * cursorIndex("page-2", cursors); // => 1
 * cursorIndex("b", cursors); // => undefined
 * cursorIndex("b", { ...cursors, isRequired: true }); // => 0
 */
export function cursorIndex(given: string, cursors: Cursors): number | undefined {
  // Some providers want a number such as -1 for the first page.
  if (given === "" || /^-?[01]$/.test(given)) return 0;
  const all = Array.from({ length: PAGES }, (_, index) => String(cursorTo(index, cursors)));
  const own = all.indexOf(given);
  if (own >= 0) return own;
  if (cursors.isRequired) return 0;
  const [, number] = /^(?:page-)?([2-9])$/.exec(given) ?? [];
  return number === undefined ? undefined : Number(number) - 1;
}
