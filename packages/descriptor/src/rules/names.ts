import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { methods } from "../methods.generated.js";
import {
  CLIENT_VALUES,
  exchangeAnswerName,
  exchangeParamsName,
  parametersName,
  providerNames,
  resultName,
  type ProviderNames,
} from "../names.js";
import { entriesOf, nodeAt, textOf, type Node } from "../tree.js";

/** What is wrong with the names that become exports of the SDK. */
export const nameRules: readonly Rule[] = [
  clientNameIsFree,
  operationNamesAreFree,
  operationNamesDiffer,
  parametersNamesDiffer,
  typeNamesAreFree,
];

/** Examples call the client what the id says in camelCase, and the mock in `testing` after it. */
function* clientNameIsFree({ root }: DescriptorDocument): Iterable<Finding> {
  const node = nodeAt(root, "id");
  const id = textOf(node);
  if (node === undefined || id === undefined) return;
  const { camel } = providerNames(id);
  const isWord = RESERVED_WORDS.has(camel);
  if (!isWord && camel !== "paginate" && !EXAMPLE_NAMES.has(camel)) return;
  const message = isWord
    ? `a client cannot be called "${camel}", which is a reserved word of JavaScript`
    : `examples call something else "${camel}"`;
  yield findingAt(node, "reserved-id", [message, `${id}-api`]);
}

function* operationNamesAreFree({ root }: DescriptorDocument): Iterable<Finding> {
  const names = namesOf(root);
  for (const { key, keyNode } of entriesOf(nodeAt(root, "operations"))) {
    const taken = whyTaken(key, names);
    if (taken !== undefined) yield findingAt(keyNode, "operation-name", [taken]);
  }
}

/** The names that the id leads to; where there is none yet, names that nothing has. */
function namesOf(root: Node | undefined): ProviderNames {
  return providerNames(textOf(nodeAt(root, "id")) ?? "#");
}

function whyTaken(key: string, names: ProviderNames): string | undefined {
  const { camel, description, factory, mock, readKey } = names;
  if (RESERVED_WORDS.has(key)) return `"${key}" is a reserved word of JavaScript`;
  if (key === "then") return '`await import()` calls what a module exports as "then"';
  if ([description, factory, mock, readKey].includes(key))
    return `the SDK exports its own "${key}"`;
  if (USED_VALUES.has(key)) return `the SDK uses the client's "${key}"`;
  if (METHOD_VALUES.has(key)) return `the SDK uses the signature method "${key}"`;
  if (OWN_VALUES.has(key)) return `the SDK calls something else "${key}"`;
  if (key === camel || EXAMPLE_NAMES.has(key)) return `examples call something else "${key}"`;
  return undefined;
}

const RESERVED_WORDS: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private " +
    "protected public return static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

// An app takes `paginate` from the package, too.
const USED_VALUES: ReadonlySet<string> = new Set([...CLIENT_VALUES, "paginate"]);

// What generated files declare, and do not export.
const OWN_VALUES: ReadonlySet<string> = new Set(["played", "provider"]);

const METHOD_VALUES: ReadonlySet<string> = new Set(methods.map((method) => method.export));

// What the examples of a README and of doc comments declare, or take from elsewhere.
const EXAMPLE_NAMES: ReadonlySet<string> = new Set(
  (
    "account answer authorizationUrl callback callbackUrl console consumer diffieHellman encryptionKey fetch item live " +
    "parameters privateKey readFile renewed session target temporary token verifier"
  ).split(" "),
);

function* operationNamesDiffer({ root }: DescriptorDocument): Iterable<Finding> {
  const seen = new Map<string, string>();
  for (const { key, keyNode } of entriesOf(nodeAt(root, "operations"))) {
    const folded = key.toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined && other !== key) {
      const message = `"${key}" and "${other}" differ in nothing but capital letters`;
      yield findingAt(keyNode, "operation-name", [message]);
    }
    seen.set(folded, key);
  }
}

/** The operation `acmeLogin` would call its parameters what a login at Acme takes is called. */
function* parametersNamesDiffer({ root }: DescriptorDocument): Iterable<Finding> {
  const names = namesOf(root);
  const owners = new Map([
    [names.loginParams, "a login"],
    [names.xAuthParams, "a login with a password"],
    [exchangeParamsName(names, "reverseAuth"), "a login of a device"],
  ]);
  const calls = [
    ...entriesOf(nodeAt(root, "oauth", "exchanges")).map(
      (one) => [exchangeParamsName(names, one.key), one] as const,
    ),
    ...entriesOf(nodeAt(root, "operations")).map((one) => [parametersName(one.key), one] as const),
  ];
  for (const [name, { key, keyNode, value }] of calls) {
    if (entriesOf(nodeAt(value, "parameters")).length === 0) continue;
    const owner = owners.get(name) ?? key;
    owners.set(name, owner);
    if (owner === key) continue;
    const message = `its parameters would be called "${name}", as those of ${owner} are`;
    yield findingAt(keyNode, "operation-name", [message]);
  }
}

function* typeNamesAreFree({ root }: DescriptorDocument): Iterable<Finding> {
  const names = namesOf(root);
  const taken = new Set([...ownTypes(root, names), ...USED_TYPES]);
  for (const { key, keyNode } of entriesOf(nodeAt(root, "types"))) {
    if (!taken.has(key)) continue;
    yield findingAt(keyNode, "type-name", [`the SDK has its own "${key}"`]);
  }
}

function ownTypes(root: Node | undefined, names: ProviderNames): readonly string[] {
  const { account, client, liveSession, loginParams, options, session, variables, xAuthParams } =
    names;
  const operations = entriesOf(nodeAt(root, "operations")).flatMap(({ key, value }) => [
    ...(entriesOf(nodeAt(value, "parameters")).length === 0 ? [] : [parametersName(key)]),
    ...(isWrittenInPlace(nodeAt(value, "result")) ? [resultName(key)] : []),
  ]);
  const exchanges = entriesOf(nodeAt(root, "oauth", "exchanges")).flatMap(({ key }) => [
    exchangeAnswerName(names, key),
    exchangeParamsName(names, key),
  ]);
  const reverseAuthParams = exchangeParamsName(names, "reverseAuth");
  const flows = [liveSession, loginParams, xAuthParams, reverseAuthParams, ...exchanges];
  return [account, client, options, session, variables, ...flows, ...operations];
}

/** Whether a result, or what it is a list of, has no name yet. */
function isWrittenInPlace(result: Node | undefined): boolean {
  const items = nodeAt(result, "items");
  if (items !== undefined) return isWrittenInPlace(items);
  return result !== undefined && nodeAt(result, "$ref") === undefined;
}

// Generated files say these names themselves.
const USED_TYPES: readonly string[] = [
  "Blob",
  "Operation",
  "PagedOperation",
  "Readonly",
  "ReadonlyArray",
  "Record",
  "SessionLevel",
  "Uint8Array",
];
