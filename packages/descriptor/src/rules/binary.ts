import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { entriesOf, itemsOf, nodeAt, textOf, valuesOf, type Node } from "../tree.js";
import { bodyKindOf } from "./bodies.js";
import { parameterPlace } from "./places.js";

/** What is wrong with where bytes should travel: they do so as a body, or as a part of one, and nowhere else. */
export const binaryRules: readonly Rule[] = [bytesTravel];

function* bytesTravel({ root }: DescriptorDocument): Iterable<Finding> {
  const types = nodeAt(root, "types");
  const named = typesWithBytes(types);
  for (const operation of valuesOf(nodeAt(root, "operations"))) {
    for (const { type, where, isPart } of carriedBy(operation)) {
      const nodes = bytesIn(type, { types, named, isPart, seen: [] });
      const message = `there are no bytes in ${where}: base64 travels as a "string", without "format": "binary"`;
      yield* nodes.map((node) => findingAt(node, "binary", [message]));
    }
  }
}

interface Carried {
  readonly type: Node;
  readonly where: string;
  /** Whether it is a part of a body of parts. */
  readonly isPart: boolean;
}

function carriedBy(operation: Node): readonly Carried[] {
  const kind = bodyKindOf(operation);
  const parameters = valuesOf(nodeAt(operation, "parameters")).flatMap((type) => {
    const place = parameterPlace(type) ?? "";
    const where = place === "body" ? BODIES.get(kind ?? "") : PLACES.get(place);
    const isPart = place === "body" && kind === "multipart";
    return where === undefined ? [] : [{ type, where, isPart }];
  });
  const result = nodeAt(operation, "result");
  return result === undefined
    ? parameters
    : [...parameters, { type: result, where: "JSON", isPart: false }];
}

const BODIES: ReadonlyMap<string, string> = new Map([
  ["form", "a form"],
  ["json", "JSON"],
  ["multipart", "the fields of a part"],
]);

const PLACES: ReadonlyMap<string, string> = new Map([
  ["header", "a header"],
  ["path", "a path"],
  ["query", "a query"],
]);

interface Scope {
  readonly types: Node | undefined;
  /** The types that hold bytes somewhere. */
  readonly named: ReadonlySet<string>;
  readonly isPart: boolean;
  readonly seen: readonly string[];
}

/** What asks for bytes where there are none: a format, or the name of a type that has it. */
function bytesIn(type: Node, scope: Scope): readonly Node[] {
  const { types, named, isPart, seen } = scope;
  const within = { ...scope, isPart: false };
  const format = nodeAt(type, "format");
  const reference = nodeAt(type, "$ref");
  const name = textOf(reference);
  const others = alternativesOf(type).flatMap((one) => bytesIn(one, scope));
  const parts = membersOf(type).flatMap((one) => bytesIn(one, within));
  const own = format !== undefined && textOf(format) === "binary" && !isPart ? [format] : [];
  if (reference === undefined || name === undefined || !named.has(name)) {
    return [...own, ...others, ...parts];
  }
  const target = nodeAt(types, name);
  const isFound =
    !isPart ||
    (target !== undefined &&
      !seen.includes(name) &&
      bytesIn(target, { ...scope, seen: [...seen, name] }).length > 0);
  return isFound ? [...own, reference] : own;
}

/** What stands for a type itself: of a list, each item is a part. */
function alternativesOf(type: Node): readonly Node[] {
  return [...[nodeAt(type, "items") ?? []].flat(), ...itemsOf(nodeAt(type, "oneOf"))];
}

function membersOf(type: Node): readonly Node[] {
  const others = nodeAt(type, "additionalProperties");
  return [...valuesOf(nodeAt(type, "properties")), ...(others === undefined ? [] : [others])];
}

function typesWithBytes(types: Node | undefined): ReadonlySet<string> {
  const all = entriesOf(types).map(({ key, value }) => ({ key, nodes: nodesIn(value) }));
  const found = new Set<string>();
  for (let size = -1; size < found.size;) {
    size = found.size;
    for (const { key, nodes } of all) if (nodes.some((one) => hasBytes(one, found))) found.add(key);
  }
  return found;
}

function nodesIn(type: Node | undefined): readonly Node[] {
  if (type === undefined) return [];
  return [type, ...[...alternativesOf(type), ...membersOf(type)].flatMap(nodesIn)];
}

function hasBytes(type: Node, found: ReadonlySet<string>): boolean {
  const isBinary = textOf(nodeAt(type, "format")) === "binary";
  return isBinary || found.has(textOf(nodeAt(type, "$ref")) ?? "");
}
