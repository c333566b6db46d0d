import type { Node } from "jsonc-parser";
import {
  entriesOf,
  findingAt,
  nodeAt,
  readOnce,
  textOf,
  valueOf,
  type DescriptorDocument,
  type Entry,
  type Finding,
  type Rule,
} from "../document.js";
import { closest } from "../suggest.js";

/** What is wrong with the parameters of operations, wherever they travel but in the path. */
export const parameterRules: readonly Rule[] = [
  namesAreFree,
  namesAreSent,
  placesHoldTypes,
  stylesFit,
  flagsFit,
  leftOutIsCommon,
];

interface Parameter extends Entry {
  readonly operation: Node | undefined;
  readonly place: string | undefined;
}

function parametersOf({ root }: DescriptorDocument): readonly Parameter[] {
  return root === undefined ? [] : readParameters(root);
}

const readParameters = readOnce((root): readonly Parameter[] =>
  entriesOf(nodeAt(root, "operations")).flatMap(({ value: operation }) =>
    entriesOf(nodeAt(operation, "parameters")).map(({ key, keyNode, value }) => {
      return { key, keyNode, value, operation, place: textOf(nodeAt(value, "in")) };
    }),
  ),
);

function* namesAreFree(document: DescriptorDocument): Iterable<Finding> {
  for (const { key, keyNode, value, place } of parametersOf(document)) {
    const isRequired = nodeAt(value, "required")?.value === true;
    if (key === "__proto__") {
      yield findingAt(keyNode, "parameter", ['JavaScript objects have no room for "__proto__"']);
    } else if (OBJECT_MEMBERS.has(key) && place !== "path" && !isRequired) {
      const message = `every JavaScript object has its own "${key}", so no app could leave it out`;
      yield findingAt(keyNode, "parameter", [message]);
    } else if (place === "header" && TAKEN_HEADERS.has(key.toLowerCase())) {
      yield findingAt(keyNode, "parameter", [`the client sends the header "${key}" itself`]);
    }
  }
}

const OBJECT_MEMBERS: ReadonlySet<string> = new Set(
  Object.getOwnPropertyNames(Object.prototype).filter((name) => !name.startsWith("__")),
);

const TAKEN_HEADERS: ReadonlySet<string> = new Set([
  "authorization",
  "content-length",
  "content-type",
  "cookie",
  "host",
]);

/** A parameter that the operation, or every call, sends with a value of its own cannot be the app's too. */
function* namesAreSent(document: DescriptorDocument): Iterable<Finding> {
  for (const { key, keyNode, place, operation } of parametersOf(document)) {
    const fixed = fixedAt(operation, place, key);
    if (fixed === undefined || fixed.value === false) continue;
    const message = `this operation always sends "${key}" as ${JSON.stringify(valueOf(fixed))}`;
    yield findingAt(keyNode, "parameter", [message]);
  }
}

function fixedAt(
  operation: Node | undefined,
  place: string | undefined,
  name: string,
): Node | undefined {
  if (place === "query") return nodeAt(operation, "query", name);
  return place === "body" ? nodeAt(operation, "body", "fixed", name) : undefined;
}

function* placesHoldTypes(document: DescriptorDocument): Iterable<Finding> {
  const lists = textOf(nodeAt(document.root, "api", "lists"));
  for (const { value, place, operation } of parametersOf(document)) {
    const type = nodeAt(value, "type");
    const style = textOf(nodeAt(value, "style")) ?? lists ?? "repeat";
    const isText = place !== "body" || bodyKindOf(operation) === "form";
    if (type === undefined || !isText) continue;
    if (textOf(type) === "object" && (place === "path" || !NESTING.has(style))) {
      const message = 'only a JSON body can hold an object, or a "style" of "deep" or "json"';
      yield findingAt(type, "parameter", [message]);
    } else if (textOf(type) === "array" && place === "path") {
      yield findingAt(type, "parameter", ["a path cannot hold a list"]);
    }
  }
}

const NESTING: ReadonlySet<string> = new Set(["deep", "json"]);

function* stylesFit(document: DescriptorDocument): Iterable<Finding> {
  for (const { value, place, operation } of parametersOf(document)) {
    const style = nodeAt(value, "style");
    const type = nodeAt(value, "type");
    if (style === undefined) continue;
    if (place === "body" && bodyKindOf(operation) === "json") {
      yield findingAt(style, "parameter", ["a JSON body writes lists as JSON does"]);
    } else if (type !== undefined && textOf(type) !== "array" && textOf(type) !== "object") {
      yield findingAt(style, "parameter", ['"style" is for lists and objects']);
    }
  }
}

function* flagsFit(document: DescriptorDocument): Iterable<Finding> {
  for (const { value, place, operation } of parametersOf(document)) {
    const flag = nodeAt(value, "flag");
    if (flag === undefined) continue;
    if (textOf(nodeAt(value, "type")) !== "boolean") {
      yield findingAt(flag, "parameter", ['"flag" is for "type": "boolean"']);
    } else if (place === "body" && bodyKindOf(operation) === "json") {
      yield findingAt(flag, "parameter", ["a JSON body writes booleans as JSON does"]);
    } else if (place === "path" && flag.children?.length === 1) {
      yield findingAt(flag, "parameter", ["a path has to have a text for true and for false"]);
    }
  }
}

/** What a call goes without, every call of the API has to carry otherwise. */
function* leftOutIsCommon({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { value: operation } of entriesOf(nodeAt(root, "operations"))) {
    for (const place of ["query", "headers"]) {
      const common = entriesOf(nodeAt(root, "api", place)).map(({ key }) => key);
      for (const { key, keyNode, value } of entriesOf(nodeAt(operation, place))) {
        if (value?.value !== false || common.includes(key)) continue;
        const message = `api.${place} has no "${key}" to leave out`;
        yield findingAt(keyNode, "parameter", [message, closest(key, common)]);
      }
    }
  }
}

function bodyKindOf(operation: Node | undefined): string | undefined {
  const body = nodeAt(operation, "body");
  return textOf(body) ?? textOf(nodeAt(body, "kind"));
}
