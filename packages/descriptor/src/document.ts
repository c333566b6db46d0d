import {
  getNodePath,
  parseTree,
  printParseErrorCode,
  type JSONPath,
  type ParseError,
} from "jsonc-parser";
import type { NamedTypeModel } from "./model.js";
import { plainTree, treeOf, type Node, type Place } from "./tree.js";

/** A descriptor's text as a tree that knows where everything stands. */
export interface DescriptorDocument {
  /** What issues are reported under, and what the id is compared with. */
  readonly file: string;
  readonly text: string;
  /** Undefined for an empty file. */
  readonly root: Node | undefined;
}

/** A mistake, before its offset has become a line and a column. */
export interface Finding {
  readonly offset: number;
  readonly path: JSONPath;
  readonly rule: string;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/** A document, with the types that can be read of it, however broken the rest may be. */
export interface Subject extends DescriptorDocument {
  readonly types: readonly NamedTypeModel[];
}

/** One judgement over a whole document. It sees the tree, so that it can say its part about a broken one too. */
export type Rule = (subject: Subject) => Iterable<Finding>;

/** A document as far as it can be read, what is wrong with its syntax, and where nothing that stands there can be believed. */
export interface ReadDocument {
  readonly document: DescriptorDocument;
  readonly findings: readonly Finding[];
  readonly isLost: (offset: number) => boolean;
}

/** Parses what can be parsed, and reports what cannot. */
export function readDocument(text: string, file: string): ReadDocument {
  const { deepAt } = outlineOf(text);
  if (deepAt !== undefined) {
    const message = `this is nested deeper than ${MOST_LEVELS} levels`;
    const finding = { offset: deepAt, path: [], rule: "syntax", message };
    return { document: { file, text, root: undefined }, findings: [finding], isLost: () => true };
  }
  const errors: ParseError[] = [];
  const parsed = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const mistakes = withoutSequels(errors, text);
  const findings = mistakes.map(({ code, offset }) => {
    const message = SYNTAX_MESSAGES[code] ?? "this is not JSON";
    return { offset, path: [], rule: "syntax", message };
  });
  const offsets = mistakes.map(({ offset }) => offset);
  const isLost = (at: number): boolean => at < (mistakes[lastUpTo(at, offsets)]?.end ?? 0);
  return { document: { file, text, root: parsed && treeOf(parsed) }, findings, isLost };
}

interface SyntaxMistake {
  readonly code: string;
  readonly offset: number;
  /** Up to where it confuses the parser. */
  end: number;
}

/** One mistake leads to others on its line, and a text without an end also on the next: a person made the first. */
function withoutSequels(
  errors: readonly ParseError[],
  text: string,
): readonly Readonly<SyntaxMistake>[] {
  const mistakes: SyntaxMistake[] = [];
  for (const { error, offset } of errors) {
    const code = printParseErrorCode(error);
    const last = mistakes.at(-1);
    const isSequel = last !== undefined && offset < last.end;
    const isOpen = code === "UnexpectedEndOfString";
    if (isSequel && !isOpen) continue;
    const line = endOfLine(text, offset);
    const end = isOpen ? endOfLine(text, line) : line;
    if (isSequel) last.end = end;
    else mistakes.push({ code, offset, end });
  }
  return mistakes;
}

/** Where the line after this place begins. */
function endOfLine(text: string, offset: number): number {
  const ends = new RegExp(LINE_END, "g");
  ends.lastIndex = offset;
  return ends.exec(text) === null ? text.length + 1 : ends.lastIndex;
}

const LINE_END = /\r\n|\r|\n/g;

/** Where each line of a text begins. */
export function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(LINE_END), ({ 0: end, index }) => index + end.length)];
}

/** The index of the last of ascending numbers that is not above this one; -1 where all are. */
export function lastUpTo(number: number, ascending: readonly number[]): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const MOST_LEVELS = 200;

/** What a text says of itself before anybody reads it. */
interface Outline {
  /** Where it is nested deeper than what reads it can go, which calls itself for each level. */
  readonly deepAt: number | undefined;
  /** How many members its objects have, doubled ones included. */
  readonly members: number;
}

function outlineOf(text: string): Outline {
  let [depth, members, isText] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isText) {
      if (character === "\\") at += 1;
      else if (character === '"' || character === "\n") isText = false;
    } else if (character === '"') {
      isText = true;
    } else if (character === ":") {
      members += 1;
    } else if (character === "[" || character === "{") {
      depth += 1;
      if (depth > MOST_LEVELS) return { deepAt: at, members };
    } else if (character === "]" || character === "}") {
      depth -= 1;
    }
  }
  return { deepAt: undefined, members };
}

/**
 * A document without places, for whoever has nothing to say about them; `undefined` for a text that is not JSON, and where a
 * name is there twice. Nearly every descriptor is right, and the places take longer than all that is judged.
 */
export function readPlain(
  text: string,
  file: string,
): { readonly document: DescriptorDocument; readonly value: unknown } | undefined {
  const { deepAt, members } = outlineOf(text);
  if (deepAt !== undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const root = plainTree(value);
    return members === membersIn(root) ? { document: { file, text, root }, value } : undefined;
  } catch {
    return undefined;
  }
}

function membersIn({ members, items }: Node): number {
  let count = members.length;
  for (const { value } of members) if (value !== undefined) count += membersIn(value);
  for (const item of items) count += membersIn(item);
  return count;
}

const SYNTAX_MESSAGES: Readonly<Record<string, string>> = {
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

/** A finding at a value or at a name. */
export function findingAt(
  place: Place,
  rule: string,
  [message, suggestion]: readonly [message: string, suggestion?: string | undefined],
): Finding {
  return { offset: place.offset, path: getNodePath(place.parsed), rule, message, suggestion };
}
