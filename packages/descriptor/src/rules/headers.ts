import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { entriesOf, itemsOf, nodeAt, textOf, valuesOf, type Entry, type Node } from "../tree.js";
import { parameterPlace, signingOf, stepsOf } from "./places.js";

/** What is wrong with headers: with their names, and with what is written into them. */
export const headerRules: readonly Rule[] = [
  fixedNamesAreFree,
  contentTypeIsOfBody,
  namesDiffer,
  valuesTravel,
];

/** Why no call can set a header of this name. */
export function headerProblem(name: string): string | undefined {
  const folded = name.toLowerCase();
  if (TAKEN_HEADERS.has(folded)) return `the client sends the header "${name}" itself`;
  if (OF_CONNECTIONS.has(folded) || /^(?:proxy|sec)-/.test(folded)) {
    return `"${name}" is about the connection, and no call can set it: leave it out`;
  }
  if (HEADER_NAME.test(name)) return undefined;
  return `"${name}" is no header name, which has letters, digits and hyphens`;
}

const TAKEN_HEADERS: ReadonlySet<string> = new Set([
  "authorization",
  "content-length",
  "content-type",
  "cookie",
  "host",
]);

// `fetch` refuses these, or drops them.
const OF_CONNECTIONS: ReadonlySet<string> = new Set([
  "connection",
  "expect",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

// RFC 9110 section 5.6.2.
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

function* fixedNamesAreFree({ root }: DescriptorDocument): Iterable<Finding> {
  const api = nodeAt(root, "api");
  const common = entriesOf(nodeAt(api, "headers"));
  const fixed = operationsOf(root).flatMap(({ value }) => entriesOf(nodeAt(value, "headers")));
  for (const { key, keyNode, value } of [...common, ...fixed]) {
    const problem = key === CONTENT_TYPE ? undefined : headerProblem(key);
    if (problem === undefined || value?.value === false) continue;
    yield findingAt(keyNode, "header", [problem]);
  }
  for (const { key, keyNode } of authenticatingNames(api)) {
    const problem = AUTHENTICATING.has(key.toLowerCase()) ? undefined : headerProblem(key);
    if (problem !== undefined) yield findingAt(keyNode, "header", [problem]);
  }
}

function authenticatingNames(api: Node | undefined): readonly Pick<Entry, "key" | "keyNode">[] {
  const carried = entriesOf(nodeAt(api, "authentication", "headers"));
  const node = nodeAt(api, "key", "name");
  const name = textOf(nodeAt(api, "key", "in")) === "header" ? textOf(node) : undefined;
  return node === undefined || name === undefined
    ? carried
    : [...carried, { key: name, keyNode: node }];
}

// What is no signature may be said where a signature would be.
const AUTHENTICATING: ReadonlySet<string> = new Set(["authorization", "cookie"]);

const CONTENT_TYPE = "content-type";

/** A request without a body may have to say a type; with a body, the client says that of the body. */
function* contentTypeIsOfBody({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { value: operation } of operationsOf(root)) {
    if (nodeAt(operation, "body") === undefined) continue;
    const said = entriesOf(nodeAt(operation, "headers")).find(({ key }) => key === CONTENT_TYPE);
    if (said === undefined || said.value?.value === false) continue;
    const message = 'the type comes with the body: say it as the "contentType" of "body"';
    yield findingAt(said.keyNode, "header", [message]);
  }
}

/** Names of headers are the same whatever their letters' case (RFC 9110 section 5.1). */
function* namesDiffer({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { value: operation } of operationsOf(root)) {
    const seen = new Map<string, string>();
    for (const { key, keyNode } of headerParametersOf(operation)) {
      const folded = key.toLowerCase();
      const other = seen.get(folded);
      seen.set(folded, other ?? key);
      if (other === undefined || other === key) continue;
      const message = `"${key}" and "${other}" are the same header`;
      yield findingAt(keyNode, "header", [message]);
    }
  }
}

function* valuesTravel({ root }: DescriptorDocument): Iterable<Finding> {
  const operations = operationsOf(root).map(({ value }) => value);
  const api = nodeAt(root, "api");
  const fixed = [api, nodeAt(api, "authentication"), ...operations].flatMap((owner) =>
    valuesOf(nodeAt(owner, "headers")),
  );
  const realms = signingOf(root).map(({ signing }) => nodeAt(signing, "realm"));
  const steps = stepsOf(root).map(({ value }) => value);
  const given = [...operations, ...steps].flatMap(headerParametersOf).flatMap(textsOf);
  for (const node of [...fixed, ...realms, ...given]) {
    const text = textOf(node);
    if (node === undefined || text === undefined || PRINTABLE.test(text)) continue;
    const message = `${JSON.stringify(text)} is not printable Latin-1 text, and a header holds nothing else`;
    yield findingAt(node, "header", [message]);
  }
}

// RFC 9110 section 5.5.
const PRINTABLE = /^[\t\x20-\x7e\xa0-\xff]*$/;

function textsOf({ value }: Entry): readonly (Node | undefined)[] {
  const others = [nodeAt(value, "value"), nodeAt(value, "example")];
  return [...others, ...itemsOf(nodeAt(value, "enum")), ...valuesOf(nodeAt(value, "flag"))];
}

function headerParametersOf(owner: Node | undefined): readonly Entry[] {
  return entriesOf(nodeAt(owner, "parameters")).filter(
    ({ value }) => parameterPlace(value) === "header",
  );
}

function operationsOf(root: Node | undefined): readonly Entry[] {
  return entriesOf(nodeAt(root, "operations"));
}
