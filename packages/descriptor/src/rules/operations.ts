import type { Node } from "jsonc-parser";
import {
  entriesOf,
  findingAt,
  nodeAt,
  textOf,
  type DescriptorDocument,
  type Entry,
  type Finding,
  type Rule,
} from "../document.js";
import { providerNames } from "../names.js";
import { closest } from "../suggest.js";

/** What is wrong with an operation by itself. */
export const operationRules: readonly Rule[] = [
  namesAreFree,
  forEachOperation(pathParametersMatch),
  forEachOperation(bodyFits),
  forEachOperation(parametersAreWritable),
  forEachOperation(resultIsRead),
];

function forEachOperation(check: (operation: Entry) => Iterable<Finding>): Rule {
  return ({ root }) => entriesOf(nodeAt(root, "operations")).flatMap((entry) => [...check(entry)]);
}

function* namesAreFree({ root }: DescriptorDocument): Iterable<Finding> {
  const { factory } = providerNames(textOf(nodeAt(root, "id")) ?? "");
  for (const { key, keyNode } of entriesOf(nodeAt(root, "operations"))) {
    if (RESERVED_WORDS.has(key)) {
      yield findingAt(keyNode, "operation-name", [`"${key}" is a reserved word of JavaScript`]);
    } else if (key === factory) {
      yield findingAt(keyNode, "operation-name", [`the SDK exports its own "${key}"`]);
    }
  }
}

const RESERVED_WORDS: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null operation package private " +
    "protected public return static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

function* pathParametersMatch({ value }: Entry): Iterable<Finding> {
  const pathNode = nodeAt(value, "path");
  const path = textOf(pathNode);
  if (pathNode === undefined || path === undefined) return;
  const used = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name = ""]) => name);
  const declared = parametersIn(value, "path");
  const unused = declared.filter(({ key }) => !used.includes(key));
  const meant = new Set<string>();
  for (const name of used) {
    if (declared.some(({ key }) => key === name)) continue;
    const suggestion = closest(
      name,
      unused.map(({ key }) => key),
    );
    if (suggestion !== undefined) meant.add(suggestion);
    const message = `the path parameter "${name}" is not declared`;
    yield findingAt(pathNode, "path-parameter", [message, suggestion]);
  }
  // A misspelling is one mistake, and has been told.
  for (const { key, keyNode } of unused.filter((entry) => !meant.has(entry.key))) {
    yield findingAt(keyNode, "path-parameter", [`the path does not use the parameter "${key}"`]);
  }
}

function* bodyFits({ keyNode, value }: Entry): Iterable<Finding> {
  const [first] = parametersIn(value, "body");
  const body = nodeAt(value, "body");
  if (first !== undefined && textOf(nodeAt(value, "method")) === "GET") {
    yield findingAt(first.keyNode, "body", ["a GET request has no body"]);
  } else if (first !== undefined && body === undefined) {
    yield findingAt(keyNode, "body", ['body parameters need a "body": "json" or "form"']);
  } else if (first === undefined && body !== undefined) {
    yield findingAt(body, "body", ["there are no body parameters"]);
  }
}

function* parametersAreWritable({ value: operation }: Entry): Iterable<Finding> {
  const form = textOf(nodeAt(operation, "body")) === "form";
  for (const { key, keyNode, value } of entriesOf(nodeAt(operation, "parameters"))) {
    const place = textOf(nodeAt(value, "in"));
    const type = nodeAt(value, "type");
    if (key === "__proto__") {
      yield findingAt(keyNode, "parameter", ['JavaScript objects have no room for "__proto__"']);
    } else if (type === undefined || (place === "body" && !form)) {
      continue;
    } else if (textOf(type) === "object") {
      yield findingAt(type, "parameter", ["only a JSON body can hold an object"]);
    } else if (textOf(type) === "array" && place === "path") {
      yield findingAt(type, "parameter", ["a path cannot hold a list"]);
    }
  }
}

function* resultIsRead({ value }: Entry): Iterable<Finding> {
  const result = nodeAt(value, "result");
  const response = textOf(nodeAt(value, "response")) ?? "json";
  if (result === undefined || response === "json") return;
  yield findingAt(result, "result", [`a response of kind "${response}" has no result type`]);
}

function parametersIn(operation: Node | undefined, place: string): readonly Entry[] {
  return entriesOf(nodeAt(operation, "parameters")).filter(
    ({ value }) => textOf(nodeAt(value, "in")) === place,
  );
}
