import { findingAt, type Finding, type Rule, type Subject } from "../document.js";
import { entriesOf, itemsOf, nodeAt, textOf, type Entry, type Node } from "../tree.js";

/** What is wrong with types that lead to themselves. */
export const endlessTypeRules: readonly Rule[] = [referencesEnd, valuesEnd];

function* referencesEnd({ root }: Subject): Iterable<Finding> {
  const entries = entriesOf(nodeAt(root, "types"));
  const types = namedAmong(entries);
  for (const { key, value } of entries) {
    const node = standInsOf(value).find((reference) =>
      leadsTo(key, reference, { types, next: standInsOf }),
    );
    if (node === undefined) continue;
    const message =
      nodeAt(value, "oneOf") === undefined
        ? `"${key}" refers to nothing but itself`
        : `"${key}" is one of its own types`;
    yield findingAt(node, "reference", [message]);
  }
}

/** The references that a type stands for itself: its own, or those of a choice; not those of its parts. */
function standInsOf(type: Node | undefined): readonly Node[] {
  return [
    ...[nodeAt(type, "$ref") ?? []].flat(),
    ...itemsOf(nodeAt(type, "oneOf")).flatMap(standInsOf),
  ];
}

function namedAmong(types: readonly Entry[]): ReadonlyMap<string, Node | undefined> {
  return new Map(types.map(({ key, value }) => [key, value]));
}

interface Steps {
  readonly types: ReadonlyMap<string, Node | undefined>;
  readonly next: (type: Node | undefined) => readonly Node[];
}

function leadsTo(key: string, reference: Node, { types, next }: Steps): boolean {
  const seen = new Set<string>();
  const open = [reference];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    const name = textOf(here);
    if (name === key) return true;
    if (name === undefined || seen.has(name)) continue;
    seen.add(name);
    open.push(...next(types.get(name)));
  }
  return false;
}

/** A type that cannot be without another of itself has no value: what holds one would hold one, and so on. */
function* valuesEnd({ root }: Subject): Iterable<Finding> {
  const entries = entriesOf(nodeAt(root, "types"));
  const types = namedAmong(entries);
  const endless = endlessAmong(entries);
  const next = (type: Node | undefined): readonly Node[] =>
    neededBy(type).filter((reference) => endless.has(textOf(reference) ?? ""));
  for (const { key, value } of entries) {
    if (standInsOf(value).length > 0) continue;
    const node = next(value).find((reference) => leadsTo(key, reference, { types, next }));
    if (node === undefined) continue;
    const message = `every "${key}" would need another "${key}" in it: let what leads to it be left out of "required", or "nullable"`;
    yield findingAt(node, "reference", [message]);
  }
}

/** The names of the types that no value is of: those that are left when all others have been found to end. */
function endlessAmong(types: readonly Entry[]): ReadonlySet<string> {
  const open = new Set(types.map(({ key }) => key));
  for (let before = -1; before !== open.size;) {
    before = open.size;
    for (const { key, value } of types) if (ends(value, open)) open.delete(key);
  }
  return open;
}

function ends(type: Node | undefined, open: ReadonlySet<string>): boolean {
  if (nodeAt(type, "nullable")?.value === true) return true;
  const name = textOf(nodeAt(type, "$ref"));
  if (name !== undefined) return !open.has(name);
  const choice = itemsOf(nodeAt(type, "oneOf"));
  if (choice.length > 0) return choice.some((one) => ends(one, open));
  return requiredOf(type).every((property) => ends(property, open));
}

/** The references that a value cannot do without. */
function neededBy(type: Node | undefined): readonly Node[] {
  if (nodeAt(type, "nullable")?.value === true) return [];
  return [...standInsOf(type), ...requiredOf(type).flatMap(neededBy)];
}

function requiredOf(type: Node | undefined): readonly Node[] {
  const names = itemsOf(nodeAt(type, "required")).map(textOf);
  return entriesOf(nodeAt(type, "properties")).flatMap(({ key, value }) =>
    value !== undefined && names.includes(key) ? [value] : [],
  );
}
