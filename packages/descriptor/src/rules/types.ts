import schema from "../../schema.json" with { type: "json" };
import { findingAt, type Finding, type Rule, type Subject } from "../document.js";
import { knownFormat, textFormat } from "../formats.js";
import { resolvePath, unionMembers, type ResolvedType } from "../paths.js";
import { readType } from "../schema.js";
import { closest } from "../suggest.js";
import { entriesOf, itemsOf, nodeAt, textOf, valuesOf, type Node } from "../tree.js";
import { endlessTypeRules } from "./endless-types.js";
import { missingPart } from "./missing.js";
import { typePlacesOf } from "./places.js";

/** What is wrong with a type, wherever it stands. */
export const typeRules: readonly Rule[] = [
  ...endlessTypeRules,
  forEachType(referencesExist, partsFit, formatFits, requiredExists, discriminatorExists),
];

type TypeCheck = (node: Node, subject: Subject) => Iterable<Finding>;

function forEachType(...checks: readonly TypeCheck[]): Rule {
  return function* checkTypes(subject) {
    const types: Node[] = [];
    for (const type of typePlacesOf(subject.root)) collectParts(type, types);
    for (const type of types) for (const check of checks) yield* check(type, subject);
  };
}

/** Adds a type and all types in it. */
function collectParts(type: Node, found: Node[]): void {
  found.push(type);
  for (const part of valuesOf(nodeAt(type, "properties"))) collectParts(part, found);
  for (const name of ["items", "additionalProperties"]) {
    const part = nodeAt(type, name);
    if (part !== undefined) collectParts(part, found);
  }
  for (const part of itemsOf(nodeAt(type, "oneOf"))) collectParts(part, found);
}

function* referencesExist(type: Node, { types }: Subject): Iterable<Finding> {
  const node = nodeAt(type, "$ref");
  const name = textOf(node);
  if (node === undefined || name === undefined || types.some((one) => one.name === name)) return;
  const names = types.map((one) => one.name);
  // Elsewhere a reference is a way: `#/components/schemas/User`.
  const meant = closest(name.slice(name.lastIndexOf("/") + 1), names);
  yield findingAt(node, "reference", [`there is no type "${name}"`, meant]);
}

/** Which properties describe the parts of which type. */
const PARTS: readonly (readonly [property: string, owner: string])[] = [
  ["items", "array"],
  ["properties", "object"],
  ["required", "object"],
  ["additionalProperties", "object"],
  ["enum", "string"],
];

const KINDS: ReadonlySet<string> = new Set(schema.$defs.type.properties.type.enum);

function* partsFit(type: Node): Iterable<Finding> {
  const isReference = nodeAt(type, "$ref") !== undefined;
  const isUnion = nodeAt(type, "oneOf") !== undefined;
  const kind = nodeAt(type, "type");
  // Of a kind that there is not, the schema tells.
  const isKind = kind === undefined || KINDS.has(textOf(kind) ?? "");
  const told = new Set<string>();
  for (const [property, owner] of isKind || isReference ? PARTS : []) {
    const entry = entriesOf(type).find(({ key }) => key === property);
    if (entry === undefined) continue;
    // A parameter's own "required" is no list.
    if (property === "required" && entry.value?.type !== "array") continue;
    // What is no text has been told about.
    if (property === "enum" && itemsOf(entry.value).some(({ type: kind }) => kind !== "string"))
      continue;
    if ((isReference || textOf(kind) !== owner) && !told.has(owner)) {
      told.add(owner);
      yield findingAt(entry.keyNode, "type", [`"${property}" is for "type": "${owner}"`]);
    }
  }
  for (const { key, keyNode } of entriesOf(type)) {
    if (key === "type" && (isReference || isUnion)) {
      const other = isReference ? "$ref" : "oneOf";
      yield findingAt(keyNode, "type", [`a "${other}" says the type already`]);
    } else if (key === "oneOf" && isReference) {
      yield findingAt(keyNode, "type", ['a "$ref" says the type already']);
    } else if (key === "discriminator" && !isUnion) {
      yield findingAt(keyNode, "type", ['"discriminator" is for "oneOf"']);
    }
  }
  const both = nodeAt(type, "properties") && nodeAt(type, "additionalProperties");
  if (both) yield findingAt(both, "type", ["an object has named properties or any, not both"]);
}

/** Of most formats only people know what they mean; one that is known may be misspelt, or of another type. */
function* formatFits(type: Node): Iterable<Finding> {
  const node = nodeAt(type, "format");
  const said = textOf(node);
  if (node === undefined || said === undefined) return;
  const known = knownFormat(said);
  const kind = textOf(nodeAt(type, "type")) ?? "string";
  if (known !== undefined && known !== said) {
    yield findingAt(node, "type", [`nothing is known of the format "${said}"`, known]);
  } else if (textFormat(said) !== undefined && kind !== "string" && KINDS.has(kind)) {
    yield findingAt(node, "type", [`"format": "${said}" is for "type": "string"`]);
  }
}

function* requiredExists(type: Node): Iterable<Finding> {
  const names = entriesOf(nodeAt(type, "properties")).map(({ key }) => key);
  for (const node of itemsOf(nodeAt(type, "required"))) {
    const name = textOf(node);
    if (name === undefined || names.includes(name)) continue;
    yield findingAt(node, "required", [`there is no property "${name}"`, closest(name, names)]);
  }
}

function isCompound({ kind }: ResolvedType): boolean {
  return kind === "array" || kind === "map" || kind === "object";
}

function* discriminatorExists(type: Node, subject: Subject): Iterable<Finding> {
  const node = nodeAt(type, "discriminator");
  const name = textOf(node);
  if (node === undefined || name === undefined) return;
  const members = itemsOf(nodeAt(type, "oneOf"));
  const without = members.flatMap((member) => {
    const missing = missingPart(subject, readType(member), name);
    return missing === undefined ? [] : [{ member, meant: missing.suggestion }];
  });
  if (without.length > 0 && without.length === members.length) {
    const message = `none of the types has a property "${name}"`;
    yield findingAt(node, "discriminator", [message, without.find(({ meant }) => meant)?.meant]);
    return;
  }
  for (const { member, meant } of without) {
    const owner = textOf(nodeAt(member, "$ref")) ?? "this type";
    const message = `${owner} has no property "${name}", which tells the types apart`;
    yield findingAt(member, "discriminator", [message, meant]);
  }
  const told = members.flatMap((member) => resolvePath(subject, readType(member), name) ?? []);
  if (!told.some((type) => unionMembers(subject, type).every(isCompound))) return;
  const message = `"${name}" is an object or a list, which tells nothing apart: say a property that is text`;
  yield findingAt(node, "discriminator", [message]);
}
