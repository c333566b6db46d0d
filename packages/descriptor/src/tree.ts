import type { Node as ParsedNode } from "jsonc-parser";

/** Where something stands in a document: a value, or a name. */
export interface Place {
  readonly offset: number;
  readonly parsed: ParsedNode;
}

/** A value of a document, and where it stands. */
export interface Node extends Place {
  readonly type: ParsedNode["type"];
  /** Of what is no object and no array. */
  readonly value: unknown;
  /** The members of an object in file order, doubled ones included. */
  readonly members: readonly Entry[];
  /** The items of an array. */
  readonly items: readonly Node[];
}

/** A member of an object, with what its issues point at. */
export interface Entry {
  readonly key: string;
  readonly keyNode: Place;
  /** Undefined where somebody has not written it yet. */
  readonly value: Node | undefined;
}

/** What was meant by a name or a text that is misspelled. */
export type Meant = ReadonlyMap<ParsedNode, string>;

/**
 * The tree of what the parser made: with members and items, which every rule asks for, in place of children, and with what is
 * misspelled as it was meant.
 */
export function treeOf(parsed: ParsedNode, meant: Meant = new Map()): Node {
  const { type, offset, children = NONE } = parsed;
  const value: unknown = meant.get(parsed) ?? parsed.value;
  const members = type === "object" ? children.flatMap((one) => entryOf(one, meant)) : NONE;
  const items = type === "array" ? children.map((one) => treeOf(one, meant)) : NONE;
  return { type, offset, value, members, items, parsed };
}

const NONE: readonly never[] = [];

function entryOf(
  { children: [key, value] = [] }: ParsedNode,
  meant: Meant,
): Entry | readonly Entry[] {
  if (key === undefined) return NONE;
  const keyNode = { offset: key.offset, parsed: key };
  return {
    key: meant.get(key) ?? String(key.value),
    keyNode,
    value: value && treeOf(value, meant),
  };
}

/** The tree of a value of `JSON.parse`, for whoever asks for no places. */
export function plainTree(value: unknown): Node {
  if (Array.isArray(value)) return { ...nowhere("array"), items: value.map(plainTree) };
  if (typeof value !== "object" || value === null) return { ...nowhere(kindOf(value)), value };
  const members = Object.entries(value).map(([key, one]) => {
    return { key, keyNode: nowhere("string"), value: plainTree(one) };
  });
  return { ...nowhere("object"), members };
}

function nowhere(type: Node["type"]): Node {
  return { type, offset: 0, value: undefined, members: NONE, items: NONE, parsed: UNPARSED };
}

const UNPARSED: ParsedNode = { type: "null", offset: 0, length: 0 };

function kindOf(value: unknown): Node["type"] {
  const kind = typeof value;
  return kind === "string" || kind === "number" || kind === "boolean" ? kind : "null";
}

/** The members of an object; of anything else none. */
export function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.members ?? NONE;
}

/** The items of an array; of anything else none. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.items ?? NONE;
}

/** Every object in a tree, itself included. */
export function objectsIn(root: Node | undefined): readonly Node[] {
  const objects: Node[] = [];
  const collect = (node: Node): void => {
    if (node.type === "object") objects.push(node);
    for (const { value } of node.members) if (value !== undefined) collect(value);
    node.items.forEach(collect);
  };
  if (root !== undefined) collect(root);
  return objects;
}

/** The node at the end of a way of property names. Of doubled names the last counts, as in `JSON.parse`. */
export function nodeAt(node: Node | undefined, ...names: readonly string[]): Node | undefined {
  let here = node;
  for (const name of names) here = memberOf(here, name);
  return here;
}

// Every rule asks this of every value, so it makes nothing.
function memberOf(node: Node | undefined, name: string): Node | undefined {
  if (node === undefined) return undefined;
  const { members } = node;
  for (let index = members.length - 1; index >= 0; index -= 1) {
    const member = members[index];
    if (member?.key === name) return member.value;
  }
  return undefined;
}

/** The values of an object's members; of anything else none. */
export function valuesOf(node: Node | undefined): readonly Node[] {
  return entriesOf(node).flatMap(({ value }) => value ?? []);
}

/** The text of a string node. */
export function textOf(node: Node | undefined): string | undefined {
  const value = node?.value;
  return typeof value === "string" ? value : undefined;
}

/** The tree as a plain value. Members are defined, never assigned, so `__proto__` is a name like any other. */
export function valueOf(node: Node | undefined): unknown {
  if (node?.type === "object") {
    return Object.fromEntries(node.members.map(({ key, value }) => [key, valueOf(value)]));
  }
  return node?.type === "array" ? node.items.map(valueOf) : node?.value;
}
