import type { Node } from "jsonc-parser";
import {
  entriesOf,
  findingAt,
  itemsOf,
  nodeAt,
  textOf,
  valuesOf,
  type DescriptorDocument,
  type Entry,
  type Finding,
  type Rule,
} from "../document.js";
import { closest } from "../suggest.js";

/** What is wrong with what an operation needs of its provider, and with what it says of its answer. */
export const operationRules: readonly Rule[] = [
  hostsExist,
  accessExists,
  authIsPossible,
  forEachOperation(pathParametersMatch),
  forEachOperation(answerIsRead),
];

function forEachOperation(check: (operation: Entry) => Iterable<Finding>): Rule {
  return ({ root }) => entriesOf(nodeAt(root, "operations")).flatMap((entry) => [...check(entry)]);
}

function* hostsExist({ root }: DescriptorDocument): Iterable<Finding> {
  const hosts = entriesOf(nodeAt(root, "api", "hosts")).map(({ key }) => key);
  for (const operation of valuesOf(nodeAt(root, "operations"))) {
    const node = nodeAt(operation, "host");
    const host = textOf(node);
    if (node === undefined || host === undefined || hosts.includes(host)) continue;
    yield findingAt(node, "host", [`api.hosts has no "${host}"`, closest(host, hosts)]);
  }
}

function* accessExists({ root }: DescriptorDocument): Iterable<Finding> {
  const names = itemsOf(nodeAt(root, "oauth", "access")).map(
    (node) => textOf(nodeAt(node, "name")) ?? "",
  );
  for (const operation of valuesOf(nodeAt(root, "operations"))) {
    for (const node of itemsOf(nodeAt(operation, "access"))) {
      const name = textOf(node);
      if (name === undefined || names.includes(name)) continue;
      yield findingAt(node, "access", [`oauth.access has no "${name}"`, closest(name, names)]);
    }
  }
}

function* authIsPossible({ root }: DescriptorDocument): Iterable<Finding> {
  const hasKey = nodeAt(root, "api", "key") !== undefined;
  const flows = entriesOf(nodeAt(root, "oauth")).map(({ key }) => key);
  const hasTokens = flows.some((name) => TOKEN_FLOWS.has(name));
  for (const operation of valuesOf(nodeAt(root, "operations"))) {
    const node = nodeAt(operation, "auth");
    if (node === undefined) continue;
    if (textOf(node) === "key" && !hasKey) {
      yield findingAt(node, "auth", ['"api.key" has to say where the consumer key goes']);
    } else if (textOf(node) === "token" && !hasTokens) {
      yield findingAt(node, "auth", ["no flow of this provider leads to a token"]);
    }
  }
}

const TOKEN_FLOWS: ReadonlySet<string> = new Set([
  "preIssued",
  "reverseAuth",
  "tokenCredentials",
  "xAuth",
]);

function* pathParametersMatch({ value }: Entry): Iterable<Finding> {
  const pathNode = nodeAt(value, "path");
  const path = textOf(pathNode);
  if (pathNode === undefined || path === undefined) return;
  const used = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name = ""]) => name);
  const declared = pathParametersOf(value);
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

function pathParametersOf(operation: Node | undefined): readonly Entry[] {
  return entriesOf(nodeAt(operation, "parameters")).filter(
    ({ value }) => textOf(nodeAt(value, "in")) === "path",
  );
}

function* answerIsRead({ value }: Entry): Iterable<Finding> {
  const response = textOf(nodeAt(value, "response")) ?? "json";
  const method = nodeAt(value, "method");
  if (method !== undefined && textOf(method) === "HEAD" && response !== "none") {
    yield findingAt(method, "result", ['the answer to HEAD has no body: say "response": "none"']);
  }
  // A kind that there is not is reported where it stands.
  if (!UNREAD.has(response)) return;
  for (const { key, keyNode, value: node } of entriesOf(value)) {
    if (node === undefined || node.value === false) continue;
    if (key === "result") {
      const message = `a response of kind "${response}" has no result type`;
      yield findingAt(node, "result", [message]);
    } else if (key === "envelope" || key === "pagination") {
      const message = `"${key}" is for JSON, and the response is of kind "${response}"`;
      yield findingAt(keyNode, "result", [message]);
    }
  }
}

// Answers that nothing is taken out of.
const UNREAD: ReadonlySet<string> = new Set(["binary", "none", "text"]);
