import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { entriesOf, itemsOf, nodeAt, textOf, valuesOf, type Entry, type Node } from "../tree.js";
import { exchangesOf, parameterPlace, stepsOf } from "./places.js";

/** What an app can leave out cannot be called what every JavaScript object has: it would be there, and no text. */
export const objectMemberRules: readonly Rule[] = [parametersAreOwn, propertiesAreOwn];

function* parametersAreOwn({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { key, keyNode, value } of parametersOfApps(root)) {
    const isRequired = nodeAt(value, "required")?.value === true;
    if (!OBJECT_MEMBERS.has(key) || isRequired || parameterPlace(value) === "path") continue;
    yield findingAt(keyNode, "parameter", [noWayOut(key)]);
  }
}

/** What apps give to operations and to the steps of a login; of what is done with a token they say nothing but exchanges. */
function parametersOfApps(root: Node | undefined): readonly Entry[] {
  const steps = stepsOf(root).filter((step) => {
    return LOGIN_STEPS.has(step.key) || exchangesOf(root).includes(step);
  });
  const owners = [...steps, ...entriesOf(nodeAt(root, "operations"))];
  return owners.flatMap(({ value }) => entriesOf(nodeAt(value, "parameters")));
}

const LOGIN_STEPS: ReadonlySet<string> = new Set([
  "authorization",
  "temporaryCredentials",
  "tokenCredentials",
  "xAuth",
]);

function* propertiesAreOwn({ root }: DescriptorDocument): Iterable<Finding> {
  const seen = new Set<Node>();
  for (const { value } of parametersOfApps(root)) collectTypes(value, { root, seen });
  for (const type of seen) {
    const required = itemsOf(nodeAt(type, "required")).map(textOf);
    for (const { key, keyNode } of entriesOf(nodeAt(type, "properties"))) {
      if (!OBJECT_MEMBERS.has(key) || required.includes(key)) continue;
      yield findingAt(keyNode, "property", [noWayOut(key)]);
    }
  }
}

interface Collected {
  readonly root: Node | undefined;
  readonly seen: Set<Node>;
}

/** Adds a type, and all that a value of it is made of. */
function collectTypes(type: Node | undefined, collected: Collected): void {
  const { root, seen } = collected;
  if (type === undefined || seen.has(type)) return;
  seen.add(type);
  const named = textOf(nodeAt(type, "$ref"));
  const parts = [
    ...(named === undefined ? [] : [nodeAt(root, "types", named)]),
    ...valuesOf(nodeAt(type, "properties")),
    ...itemsOf(nodeAt(type, "oneOf")),
    nodeAt(type, "items"),
    nodeAt(type, "additionalProperties"),
  ];
  for (const part of parts) collectTypes(part, collected);
}

function noWayOut(name: string): string {
  return `every JavaScript object has its own "${name}", so no app could leave it out`;
}

const OBJECT_MEMBERS: ReadonlySet<string> = new Set(
  Object.getOwnPropertyNames(Object.prototype).filter((name) => !name.startsWith("__")),
);
