import { parseTree, type ParseError } from "jsonc-parser";
import type { DescriptorDocument } from "./document.js";
import { syntaxOf, type Syntax } from "./syntax.js";
import { plainTree, treeOf, type Node } from "./tree.js";

/** A document as far as it can be read, and what is wrong with its syntax. */
export interface ReadDocument extends Syntax {
  readonly document: DescriptorDocument;
}

/** Parses what can be parsed, and reports what cannot. */
export function readDocument(text: string, file: string): ReadDocument {
  const { deepAt } = outlineOf(text);
  if (deepAt !== undefined) {
    const message = `this is nested deeper than ${MOST_LEVELS} levels`;
    const finding = { offset: deepAt, path: [], rule: "syntax", message };
    const document = { file, text, root: undefined };
    return { document, findings: [finding], isLost: () => true, isWhole: false };
  }
  const errors: ParseError[] = [];
  const parsed = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  return { document: { file, text, root: parsed && treeOf(parsed) }, ...syntaxOf(errors, text) };
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
