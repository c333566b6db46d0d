import { printParseErrorCode, type ParseError } from "jsonc-parser";
import { lastUpTo, lineStarts, type Finding } from "./document.js";
import { tornAt } from "./layout.js";

/** What is wrong with the syntax of a document, and what cannot be believed for that. */
export interface Syntax {
  readonly findings: readonly Finding[];
  /** Where nothing that stands there can be believed. */
  readonly isLost: (offset: number) => boolean;
  /** Whether everything is there that was written, so that one part can be compared with another. */
  readonly isWhole: boolean;
}

/** One mistake in the syntax. */
interface SyntaxMistake {
  readonly code: string;
  readonly offset: number;
  readonly message: string;
  /** From where and up to where it makes the text something else than was meant. */
  readonly begin: number;
  end: number;
}

/** What a person did wrong, of all that a parser stumbles over, and what can be believed in spite of it. */
export function syntaxOf(errors: readonly ParseError[], text: string): Syntax {
  const mistakes = withoutSequels(errors, text);
  const isTorn = errors.some((error) => tears(error, text));
  const torn = isTorn ? tornMistakes(mistakes, text) : mistakes;
  const findings = torn.map(({ offset, message }): Finding => {
    return { offset, path: [], rule: "syntax", message };
  });
  const begins = torn.map(({ begin }) => begin);
  const [first = Infinity] = begins;
  const isLost = (at: number): boolean =>
    (isTorn && at >= first) || at < (torn[lastUpTo(at, begins)]?.end ?? 0);
  return { findings, isLost, isWhole: !isTorn && torn.every((one) => isHarmless(one, text)) };
}

/** Whether what has been opened and what has been closed are not the same: behind that, nothing stands where it should. */
function tears({ error, offset }: ParseError, text: string): boolean {
  const code = printParseErrorCode(error);
  return TEARS.has(code) || (code === "CommaExpected" && /[:\]}]/.test(text[offset] ?? ""));
}

const TEARS: ReadonlySet<string> = new Set([
  "CloseBraceExpected",
  "CloseBracketExpected",
  "EndOfFileExpected",
]);

/** One mistake leads to others on its line, and a text without an end also on the next: a person made the first. */
function withoutSequels(errors: readonly ParseError[], text: string): readonly SyntaxMistake[] {
  const mistakes: SyntaxMistake[] = [];
  const lines = lineStarts(text);
  for (const { error, offset } of errors) {
    const code = printParseErrorCode(error);
    const last = mistakes.at(-1);
    const isOpen = code === "UnexpectedEndOfString";
    const isSequel = last !== undefined && (offset < last.end || isGap(code, offset, text));
    if (isSequel && !isOpen) continue;
    const line = endOfLine(text, offset);
    const end = isOpen ? endOfLine(text, line) : line;
    if (isSequel) last.end = end;
    else mistakes.push(mistakeOf({ code, offset, end }, { text, lines }));
  }
  return mistakes;
}

function mistakeOf(
  mistake: Pick<SyntaxMistake, "code" | "end" | "offset">,
  { text, lines }: { readonly text: string; readonly lines: readonly number[] },
): SyntaxMistake {
  const { code, offset } = mistake;
  const isName = code === "CommaExpected" && text[offset] === ":";
  const message = isName ? NO_OBJECT : (MESSAGES[code] ?? "this is not JSON");
  const line = lines[lastUpTo(offset, lines)] ?? 0;
  return { ...mistake, message, begin: isHarmless(mistake, text) && !isName ? offset : line };
}

const NO_OBJECT =
  "only an object has names: an opening brace is missing before this, or a closing bracket";

/** Whether the parser misses what it has not understood before: no comma is too many here. */
function isGap(code: string, offset: number, text: string): boolean {
  const isMissing = code === "PropertyNameExpected" || code === "ValueExpected";
  return isMissing && !/[,:[{]\s*$/.test(text.slice(Math.max(0, offset - 500), offset));
}

/** Where the line after this place begins. */
function endOfLine(text: string, offset: number): number {
  const ends = /\r\n|\r|\n/g;
  ends.lastIndex = offset;
  return ends.exec(text) === null ? text.length + 1 : ends.lastIndex;
}

/** The first mistake, also where only the layout shows it, and of the others what cannot follow from it. */
function tornMistakes(mistakes: readonly SyntaxMistake[], text: string): readonly SyntaxMistake[] {
  const [first] = mistakes;
  const torn = tornAt(text);
  const isShown = torn !== undefined && torn.offset <= (first?.offset ?? Infinity);
  const start = isShown
    ? { ...torn, code: "", begin: torn.offset, end: endOfLine(text, torn.offset) }
    : first;
  if (start === undefined) return mistakes;
  const others = mistakes.filter(({ code, offset }) => offset > start.offset && OWN.has(code));
  return [start, ...others];
}

// What no other mistake makes of a text.
const OWN: ReadonlySet<string> = new Set([
  "InvalidCharacter",
  "InvalidCommentToken",
  "InvalidEscapeCharacter",
  "InvalidSymbol",
  "InvalidUnicode",
  "UnexpectedEndOfString",
]);

/** Whether nothing is lost by a mistake: a comma too many or too few, and a comment. */
function isHarmless(
  { code, offset }: Pick<SyntaxMistake, "code" | "offset">,
  text: string,
): boolean {
  if (HARMLESS.has(code)) return true;
  const isMissing = code === "PropertyNameExpected" || code === "ValueExpected";
  return isMissing && /,\s*$/.test(text.slice(Math.max(0, offset - 500), offset));
}

const HARMLESS: ReadonlySet<string> = new Set([
  "CommaExpected",
  "InvalidCharacter",
  "InvalidCommentToken",
  "InvalidEscapeCharacter",
  "InvalidUnicode",
]);

const MESSAGES: Readonly<Record<string, string>> = {
  CloseBraceExpected: "a closing brace is missing",
  CloseBracketExpected: "a closing bracket is missing",
  ColonExpected: "a colon is missing",
  CommaExpected: "a comma is missing",
  EndOfFileExpected: "nothing may follow the closing brace",
  InvalidCharacter: "this character has to be escaped, as in \\u0009 for a tab",
  InvalidCommentToken: "JSON has no comments",
  InvalidEscapeCharacter: "JSON has no such escape: a backslash itself is \\\\",
  InvalidNumberFormat: "this is not a number",
  InvalidSymbol: "this is not JSON: names and texts stand in double quotes",
  InvalidUnicode: "four hexadecimal digits are missing behind \\u",
  UnexpectedEndOfComment: "JSON has no comments",
  UnexpectedEndOfNumber: "this number has no end",
  UnexpectedEndOfString: "this text has no end on its line",
  PropertyNameExpected: "a property name is missing, or the comma before is one too many",
  ValueExpected: "a value is missing, or the comma before is one too many",
};
