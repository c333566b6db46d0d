import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { methods } from "../methods.generated.js";
import { parametersName, providerNames, resultName, type ProviderNames } from "../names.js";
import { entriesOf, nodeAt, textOf, type Node } from "../tree.js";

/** What is wrong with the names that become exports of the SDK. */
export const nameRules: readonly Rule[] = [
  clientNameIsFree,
  operationNamesAreFree,
  operationNamesDiffer,
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
  const names = providerNames(textOf(nodeAt(root, "id")) ?? "");
  for (const { key, keyNode } of entriesOf(nodeAt(root, "operations"))) {
    const taken = whyTaken(key, names);
    if (taken !== undefined) yield findingAt(keyNode, "operation-name", [taken]);
  }
}

function whyTaken(key: string, { factory, camel, pascal }: ProviderNames): string | undefined {
  const own = [factory, `${camel}Description`, `mock${pascal}`, `read${pascal}Key`];
  if (RESERVED_WORDS.has(key)) return `"${key}" is a reserved word of JavaScript`;
  if (key === "then") return '`await import()` calls what a module exports as "then"';
  if (own.includes(key)) return `the SDK exports its own "${key}"`;
  if (USED_VALUES.has(key)) return `the SDK uses the client's "${key}"`;
  if (METHOD_VALUES.has(key)) return `the SDK uses the signature method "${key}"`;
  if (key === "played") return `the SDK calls something else "${key}"`;
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

// What generated files import from the client, and what they call things themselves.
const USED_VALUES: ReadonlySet<string> = new Set(
  (
    "operation pagedOperation paginate binaryBody fixedFields formBody jsonBody multipartBody wholeJsonBody wholeTextBody " +
    "continuedPages cursorPages lastItemPages linkedPages numberedPages offsetPages createClient provider " +
    "accountServers callbackLogin compositeCredentials exchange identity liveSession login loginWithoutVerifier pinLogin pushedLogin renewal " +
    "mockFetch readXml reverseAuth revocation xAuth"
  ).split(" "),
);

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

function* typeNamesAreFree({ root }: DescriptorDocument): Iterable<Finding> {
  const taken = new Set([...ownTypes(root), ...USED_TYPES]);
  for (const { key, keyNode } of entriesOf(nodeAt(root, "types"))) {
    if (!taken.has(key)) continue;
    yield findingAt(keyNode, "type-name", [`the SDK has its own "${key}"`]);
  }
}

function ownTypes(root: Node | undefined): readonly string[] {
  const names = providerNames(textOf(nodeAt(root, "id")) ?? "");
  const operations = entriesOf(nodeAt(root, "operations")).flatMap(({ key }) => [
    parametersName(key),
    resultName(key),
  ]);
  const exchanges = entriesOf(nodeAt(root, "oauth", "exchanges")).flatMap(({ key }) => {
    const exchange = `${names.pascal}${providerNames(key).pascal}`;
    return [`${exchange}Answer`, `${exchange}Params`];
  });
  const flows = [`${names.pascal}LiveSession`, `${names.pascal}XAuthParams`, ...exchanges];
  const { account, client, loginParams, options, session, variables } = names;
  return [account, client, loginParams, options, session, variables, ...flows, ...operations];
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
