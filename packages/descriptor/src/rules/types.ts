import type { Node } from "jsonc-parser";
import {
  entriesOf,
  findingAt,
  itemsOf,
  nodeAt,
  textOf,
  type DescriptorDocument,
  type Finding,
  type Rule,
} from "../document.js";
import { parametersName, providerNames, resultName } from "../names.js";
import { closest } from "../suggest.js";

/** What is wrong with a type, wherever it stands. */
export const typeRules: readonly Rule[] = [
  typeNamesAreFree,
  forEachType(referencesExist),
  forEachType(partsFit),
  forEachType(requiredExists),
];

function* typeNamesAreFree({ root }: DescriptorDocument): Iterable<Finding> {
  const { account, session } = providerNames(textOf(nodeAt(root, "id")) ?? "");
  const operations = entriesOf(nodeAt(root, "operations")).flatMap(({ key }) => [
    parametersName(key),
    resultName(key),
  ]);
  const taken = new Set([account, session, ...operations, ...USED_NAMES]);
  for (const { key, keyNode } of entriesOf(nodeAt(root, "types"))) {
    if (!taken.has(key)) continue;
    yield findingAt(keyNode, "type-name", [`the SDK has its own "${key}"`]);
  }
}

// Generated files say these names themselves.
const USED_NAMES: readonly string[] = ["Operation", "Readonly", "Record"];

/** The names a type refers to are looked up in the whole document. */
type TypeCheck = (node: Node, names: readonly string[]) => Iterable<Finding>;

function forEachType(check: TypeCheck): Rule {
  return ({ root }) => {
    const names = entriesOf(nodeAt(root, "types")).map(({ key }) => key);
    return typesIn(root).flatMap((node) => [...check(node, names)]);
  };
}

function typesIn(root: Node | undefined): readonly Node[] {
  const operations = entriesOf(nodeAt(root, "operations"));
  return [
    ...valuesOf(nodeAt(root, "types")),
    ...operations.flatMap(({ value }) => valuesOf(nodeAt(value, "parameters"))),
    ...operations.flatMap(({ value }) => nodeAt(value, "result") ?? []),
  ].flatMap(withParts);
}

function withParts(type: Node): readonly Node[] {
  const parts = [
    ...valuesOf(nodeAt(type, "properties")),
    ...[nodeAt(type, "items") ?? []].flat(),
    ...[nodeAt(type, "additionalProperties") ?? []].flat(),
  ];
  return [type, ...parts.flatMap(withParts)];
}

function valuesOf(node: Node | undefined): readonly Node[] {
  return entriesOf(node).flatMap(({ value }) => value ?? []);
}

function* referencesExist(type: Node, names: readonly string[]): Iterable<Finding> {
  const node = nodeAt(type, "$ref");
  const name = textOf(node);
  if (node === undefined || name === undefined || names.includes(name)) return;
  yield findingAt(node, "reference", [`there is no type "${name}"`, closest(name, names)]);
}

/** Which properties describe the parts of which type. */
const PARTS: readonly (readonly [property: string, owner: string])[] = [
  ["items", "array"],
  ["properties", "object"],
  ["required", "object"],
  ["additionalProperties", "object"],
  ["enum", "string"],
];

function* partsFit(type: Node): Iterable<Finding> {
  const reference = nodeAt(type, "$ref");
  for (const [property, owner] of PARTS) {
    // A parameter's own "required" is a boolean.
    const entry = entriesOf(type).find(
      ({ key, value }) => key === property && value?.type !== "boolean",
    );
    if (entry === undefined) continue;
    if (reference !== undefined || textOf(nodeAt(type, "type")) !== owner) {
      yield findingAt(entry.keyNode, "type", [`"${property}" is for "type": "${owner}"`]);
    }
  }
  const kind = entriesOf(type).find(({ key }) => key === "type");
  if (reference !== undefined && kind !== undefined) {
    yield findingAt(kind.keyNode, "type", ['a "$ref" says the type already']);
  }
  const both = nodeAt(type, "properties") && nodeAt(type, "additionalProperties");
  if (both) yield findingAt(both, "type", ["an object has named properties or any, not both"]);
}

function* requiredExists(type: Node): Iterable<Finding> {
  const names = entriesOf(nodeAt(type, "properties")).map(({ key }) => key);
  for (const node of itemsOf(nodeAt(type, "required"))) {
    const name = textOf(node);
    if (name === undefined || names.includes(name)) continue;
    yield findingAt(node, "required", [`there is no property "${name}"`, closest(name, names)]);
  }
}
