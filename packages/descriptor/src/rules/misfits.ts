import { findingAt, type Finding, type Subject } from "../document.js";
import { textFormat } from "../formats.js";
import type { PropertyModel, TypeModel } from "../model.js";
import { mayBeNull, resolvePath, resolveType, unionMembers, type ResolvedType } from "../paths.js";
import { closest } from "../suggest.js";
import { entriesOf, itemsOf, nodeAt, textOf, type Node } from "../tree.js";

/**
 * Where a value is not what its type says, each place for itself. Further properties are no misfit, because providers add
 * some, but a misspelled one is.
 */
export function misfits(node: Node, type: TypeModel, subject: Subject): readonly Finding[] {
  if (node.type === "null" && mayBeNull(subject, type)) return [];
  const here = resolveType(subject, type);
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
      return unionMisfits(node, here, subject);
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

function unionMisfits(node: Node, union: Union, subject: Subject): readonly Finding[] {
  const known = JUDGED.get(node) ?? new Map<Union, readonly Finding[]>();
  JUDGED.set(node, known);
  const found = known.get(union) ?? misfitsOfAll(node, union, subject);
  known.set(union, found);
  return found;
}

// Each of several types asks what is within, and so on in what is within: otherwise twice as often on each level.
const JUDGED = new WeakMap<Node, Map<Union, readonly Finding[]>>();

function misfitsOfAll(node: Node, union: Union, subject: Subject): readonly Finding[] {
  const tried: Tried[] = [];
  for (const member of unionMembers(subject, union)) {
    const found = misfits(node, member, subject);
    if (found.length === 0) return [];
    if (isAlike(node, member)) tried.push({ member, found });
  }
  const meant = meantAmong(tried, { node, discriminator: union.discriminator, subject });
  return meant ?? [findingAt(node, "example", ["this is none of the types that it can be"])];
}

/** What is wrong with the one that is meant: the only one of its kind, or the one that says so. */
function meantAmong(
  tried: readonly Tried[],
  { node, discriminator, subject }: Choice,
): readonly Finding[] | undefined {
  if (tried.length === 1) return tried[0]?.found;
  const said = discriminator === undefined ? undefined : nodeAt(node, discriminator);
  const text = textOf(said);
  if (said === undefined || text === undefined) return undefined;
  const told = tried.map(({ member, found }) => {
    const type = resolvePath(subject, member, discriminator ?? "") ?? member;
    const teller = resolveType(subject, type);
    return { found, values: teller.kind === "enum" ? teller.values : undefined };
  });
  if (told.some(({ values }) => values === undefined)) return undefined;
  const [only, ...others] = told.filter(({ values }) => values?.includes(text));
  if (only === undefined)
    return enumMisfits(
      said,
      told.flatMap(({ values }) => values ?? []),
    );
  return others.length === 0 ? only.found : undefined;
}

interface Choice {
  readonly node: Node;
  readonly discriminator: string | undefined;
  readonly subject: Subject;
}

type Union = Extract<ResolvedType, { readonly kind: "union" }>;

interface Tried {
  readonly member: ResolvedType;
  readonly found: readonly Finding[];
}

/** Whether a value is at least of the kind that a type wants. */
function isAlike({ type }: Node, member: ResolvedType): boolean {
  if (member.kind === "primitive") {
    return type === (member.name === "integer" ? "number" : member.name);
  }
  if (member.kind === "enum") return type === "string";
  return type === (member.kind === "map" ? "object" : member.kind);
}
