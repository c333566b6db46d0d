import { findingAt, type Finding, type Subject } from "../document.js";
import { textFormat } from "../formats.js";
import type { PropertyModel, TypeModel } from "../model.js";
import { resolveType, unionMembers } from "../paths.js";
import { closest } from "../suggest.js";
import { entriesOf, itemsOf, nodeAt, textOf, type Node } from "../tree.js";

/**
 * Where a value is not what its type says, each place for itself. Further properties are no misfit, because providers add
 * some, but a misspelled one is.
 */
export function misfits(node: Node, type: TypeModel, subject: Subject): readonly Finding[] {
  const here = resolveType(subject, type);
  if (node.type === "null" && (type.nullable || here.nullable)) return [];
  switch (here.kind) {
    case "unknown":
      return [];
    case "primitive":
      if (!isPrimitive(node, here.name)) return [wrongKind(node, ARTICLES[here.name])];
      return here.name === "string" ? formatMisfits(node, here.format) : [];
    case "enum":
      return enumMisfits(node, here.values);
    case "array":
      if (node.type !== "array") return [wrongKind(node, "a list")];
      return itemsOf(node).flatMap((item) => misfits(item, here.items, subject));
    case "map":
      if (node.type !== "object") return [wrongKind(node, "an object")];
      return entriesOf(node).flatMap(({ value }) =>
        value === undefined ? [] : misfits(value, here.values, subject),
      );
    case "object":
      if (node.type !== "object") return [wrongKind(node, "an object")];
      return objectMisfits(node, here.properties, subject);
    case "union":
      return unionMisfits(node, unionMembers(subject, here), subject);
  }
}

const ARTICLES = {
  string: "a string",
  integer: "an integer",
  number: "a number",
  boolean: "a boolean",
} as const;

function isPrimitive(node: Node, name: keyof typeof ARTICLES): boolean {
  return name === "integer" ? Number.isInteger(node.value) : node.type === name;
}

function wrongKind(node: Node, expected: string): Finding {
  return findingAt(node, "example", [`the type says that this is ${expected}`]);
}

function formatMisfits(node: Node, format: string | undefined): readonly Finding[] {
  const known = textFormat(format);
  const text = textOf(node) ?? "";
  if (known === undefined || known.pattern.test(text)) return [];
  const message = `"${text}" is not of the format "${format}", such as "${known.example}"`;
  return [findingAt(node, "example", [message])];
}

function enumMisfits(node: Node, values: readonly string[]): readonly Finding[] {
  const text = textOf(node);
  if (text === undefined) return [wrongKind(node, "a string")];
  if (values.includes(text)) return [];
  const message = `"${text}" is not one of ${values.join(", ")}`;
  return [findingAt(node, "example", [message, closest(text, values)])];
}

function objectMisfits(
  node: Node,
  properties: readonly PropertyModel[],
  subject: Subject,
): readonly Finding[] {
  const names = properties.map(({ name }) => name);
  const entries = entriesOf(node);
  const given = entries.map(({ key }) => key);
  const absent = names.filter((name) => !given.includes(name));
  const misspelled = entries.flatMap(({ key, keyNode }) => {
    const meant = names.includes(key) ? undefined : closest(key, absent);
    if (meant === undefined) return [];
    const finding = findingAt(keyNode, "example", [`the type has no property "${key}"`, meant]);
    return [{ meant, finding }];
  });
  const told = new Set(misspelled.map(({ meant }) => meant));
  const missing = properties
    .filter(({ name, required }) => required && absent.includes(name) && !told.has(name))
    .map(({ name }) => findingAt(node, "example", [`the required property "${name}" is missing`]));
  const inner = properties.flatMap(({ name, type }) => {
    const value = nodeAt(node, name);
    return value === undefined ? [] : misfits(value, type, subject);
  });
  return [...misspelled.map(({ finding }) => finding), ...missing, ...inner];
}

function unionMisfits(
  node: Node,
  members: readonly TypeModel[],
  subject: Subject,
): readonly Finding[] {
  if (members.some((member) => misfits(node, member, subject).length === 0)) return [];
  return [findingAt(node, "example", ["this is none of the types that it can be"])];
}
