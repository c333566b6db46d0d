import {
  findingAt,
  type DescriptorDocument,
  type Finding,
  type Rule,
  type Subject,
} from "../document.js";
import { resolveType } from "../paths.js";
import { readParameterType } from "../schema.js";
import {
  entriesOf,
  itemsOf,
  nodeAt,
  textOf,
  valueOf,
  valuesOf,
  type Entry,
  type Node,
} from "../tree.js";
import { unknownName } from "./missing.js";
import { pathRules } from "./operation-paths.js";

/** What is wrong with what an operation needs of its provider, and with what it says of its answer. */
export const operationRules: readonly Rule[] = [
  hostsExist,
  accessIsNamedOnce,
  accessExists,
  authIsPossible,
  requestsDiffer,
  ...pathRules,
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
    yield findingAt(node, "host", unknownName(`api.hosts has no "${host}"`, host, hosts));
  }
}

function* accessIsNamedOnce({ root }: DescriptorDocument): Iterable<Finding> {
  const seen = new Set<string>();
  for (const access of itemsOf(nodeAt(root, "oauth", "access"))) {
    const node = nodeAt(access, "name");
    const name = textOf(node);
    if (node === undefined || name === undefined) continue;
    if (seen.has(name)) yield findingAt(node, "access", [`"${name}" is there twice`]);
    seen.add(name);
  }
}

function* accessExists({ root }: DescriptorDocument): Iterable<Finding> {
  const names = itemsOf(nodeAt(root, "oauth", "access")).flatMap(
    (node) => textOf(nodeAt(node, "name")) ?? [],
  );
  for (const operation of valuesOf(nodeAt(root, "operations"))) {
    for (const node of itemsOf(nodeAt(operation, "access"))) {
      const name = textOf(node);
      if (name === undefined || names.includes(name)) continue;
      yield findingAt(node, "access", unknownName(`oauth.access has no "${name}"`, name, names));
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

/** What nothing tells apart, an emulator answers with the example of the first. */
function* requestsDiffer(subject: Subject): Iterable<Finding> {
  for (const alike of operationsByPath(subject).values()) {
    if (alike.length < 2) continue;
    const seen = new Map<string, string>();
    for (const { key, keyNode, value } of alike) {
      const request = JSON.stringify([placeOf(subject, value), bodyOf(subject, value)]);
      const other = seen.get(request) ?? key;
      seen.set(request, other);
      if (other === key) continue;
      const message = `nothing tells a request of "${key}" from one of "${other}": make them one operation, or say in "query", "headers" or a body's "fixed" what each always sends`;
      yield findingAt(keyNode, "operation", [message]);
    }
  }
}

/** By methods and paths, whatever the placeholders are called. */
function operationsByPath({ root }: Subject): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const operation of entriesOf(nodeAt(root, "operations"))) {
    const path = textOf(nodeAt(operation.value, "path"));
    if (path === undefined) continue;
    const method = textOf(nodeAt(operation.value, "method"));
    const request = `${method} ${path.replace(/\{(\+?)[^}]*\}/g, "{$1}")}`;
    const group = groups.get(request);
    if (group === undefined) groups.set(request, [operation]);
    else group.push(operation);
  }
  return groups;
}

/** Where a request goes besides: the examples of placeholders may tell what stands there. */
function placeOf({ root }: Subject, operation: Node | undefined): readonly unknown[] {
  const host = textOf(nodeAt(operation, "host"));
  const path = textOf(nodeAt(operation, "path")) ?? "";
  const names = [...path.matchAll(/\{\+?([^}]*)\}/g)].map(([, name = ""]) => name);
  return [
    host === undefined
      ? nodeAt(root, "api", "baseUrl")?.value
      : nodeAt(root, "api", "hosts", host)?.value,
    names.map((name) => valueOf(nodeAt(operation, "parameters", name, "example"))),
    fixedIn(nodeAt(operation, "query")),
    fixedIn(nodeAt(operation, "headers")),
  ];
}

function bodyOf(subject: Subject, operation: Node | undefined): readonly unknown[] {
  const body = nodeAt(operation, "body");
  const whole = nodeAt(operation, "parameters", textOf(nodeAt(body, "whole")) ?? "");
  return [
    textOf(nodeAt(body, "contentType")) ?? textOf(nodeAt(body, "kind")) ?? textOf(body),
    resolveType(subject, readParameterType(whole)).kind === "array",
    fixedIn(nodeAt(body, "fixed")),
  ];
}

function fixedIn(node: Node | undefined): readonly unknown[] {
  const sent = entriesOf(node).filter(({ value }) => value?.value !== false);
  return sent
    .map(({ key, value }) => [key, valueOf(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
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
