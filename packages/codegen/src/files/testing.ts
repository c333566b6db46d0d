import type { ClientValue, MethodModule, OperationModel, ProviderModel } from "@oauth1/descriptor";
import { docComment } from "../comments.js";
import { namesApp } from "../consumer.js";
import { hardline, indent, layOut, type Layout } from "../layout.js";
import {
  block,
  call,
  list,
  literal,
  object,
  quote,
  rows,
  separateCall,
  type Members,
} from "../literals.js";
import { functionHead, WIDTH, type Statement } from "../print.js";
import { sampleVariables } from "../sample.js";
import { operationGroups } from "../sdk-names.js";
import { hasAccount } from "./accounts.js";
import { text, unless } from "./endpoints.js";
import { mockedEndpoints, type Mocked } from "./mock-answers.js";

/** `src/testing.ts`: a `fetch` that plays the provider, made of the descriptor's examples. */
export function testingFile(model: ProviderModel): readonly Statement[] {
  const names = model.names;
  const endpoints = distinct(mockedEndpoints(model));
  return [
    { kind: "import", names: clientNames(model), from: "@oauth1/client/testing" },
    ...methodsOf(endpoints).map(({ export: name, module }): Statement => {
      return { kind: "import", names: [name], from: `@oauth1/core/methods/${module}` };
    }),
    ...operationGroups(model).flatMap(([group, operations]): readonly Statement[] => {
      const names = operations.map(({ id }) => id).sort();
      return [{ kind: "import", names, from: `./operations/${group}.js` }];
    }),
    { kind: "import", names: [names.description], from: "./provider.js" },
    { kind: "text", text: mockText(model) },
    { kind: "text", text: tableText(model, endpoints) },
  ];
}

/** The methods that endpoints name. Also the client's first may be one. */
function methodsOf(endpoints: readonly Mocked[]): readonly MethodModule[] {
  return [...new Set(endpoints.flatMap(({ endpoint }) => endpoint.signatureMethod ?? []))];
}

function clientNames({ operations }: ProviderModel): readonly string[] {
  const examples = operations.length === 0 ? [] : ["type MockExample"];
  return [MOCK, ...examples, "type MockFetch", "type MockOptions", "type MockProvider"];
}

const MOCK: ClientValue = "mockFetch";

function mockText(model: ProviderModel): Layout {
  const { name, names } = model;
  const comment = docComment(
    `A \`fetch\` that plays ${name} in tests: ${proofOf(model)}, and answers from the examples of the descriptor.`,
    { tags: ["@example"], code: mockExample(model, WIDTH - 3).join("\n") },
  );
  const isNamed = namesApp(model);
  const head = functionHead(names.mock, {
    options: isNamed ? "MockOptions" : 'Omit<MockOptions, "consumer">',
    isOptional: !isNamed,
    returns: "MockFetch",
  });
  const options = isNamed ? "options" : '{ consumer: { key: "" }, ...options }';
  const body = [hardline, `return ${MOCK}(played, ${options});`];
  return [comment, hardline, head, indent(body), hardline, "}"];
}

/** What the mock asks of requests, as words behind a colon. */
export function proofOf(model: ProviderModel): string {
  if (model.api.authentication === undefined) {
    const isMixed = model.operations.some(({ auth }) => auth === "none" || auth === "key");
    return `it verifies the signature of every ${isMixed ? "signed request" : "request"}`;
  }
  return `it verifies ${hasAccount(model) ? "the signatures of logins and " : ""}the tokens of calls`;
}

/** A client on a mock, as lines of code; the mock knows the tokens that are given. */
export function mockExample(
  model: ProviderModel,
  width: number,
  tokens?: Layout,
): readonly string[] {
  const { names } = model;
  const constant = (name: string, value: Layout): string =>
    layOut([`const ${name} = `, value, ";"], { width });
  const created = constant(names.camel, call(names.factory, [mockedOptions(model)]));
  if (!namesApp(model)) {
    const played = tokens === undefined ? [] : [object([["tokens", tokens]])];
    return [constant("fetch", call(names.mock, played)), created];
  }
  const { keys } = model.oauth.consumer;
  const shared: Members = [
    ["key", quote("key")],
    ["secret", keys.includes("secret") ? quote("secret") : undefined],
  ];
  const isKeyed = keys.includes("privateKey");
  const agreeing: Members = keys.includes("liveSession") ? AGREEING : [];
  const half = isKeyed ? object([...shared, ["publicKey", "publicKey"], ...agreeing]) : "consumer";
  const played = object([
    ["consumer", half],
    ["tokens", tokens],
  ]);
  const own: Members = [["privateKey", isKeyed ? "privateKey" : undefined], ...agreeing];
  const consumer = object([...shared, ...own]);
  return [constant("consumer", consumer), constant("fetch", call(names.mock, [played])), created];
}

/** What apps and the mock have in common for live sessions: both halves are the app's. */
const AGREEING: Members = [
  ["encryptionKey", "encryptionKey"],
  ["diffieHellman", "diffieHellman"],
];

function mockedOptions(model: ProviderModel): Layout {
  return object([
    ["consumer", namesApp(model) ? "consumer" : undefined],
    ["fetch", "fetch"],
    ["variables", sampleVariables(model)],
  ]);
}

function tableText(model: ProviderModel, endpoints: readonly Mocked[]): Layout {
  const table = block([
    ["description", model.names.description],
    ["endpoints", endpointsText(endpoints.map(mockedText))],
    ["examples", examplesText(model.operations)],
  ]);
  return ["const played: MockProvider = ", table, ";"];
}

function examplesText(operations: readonly OperationModel[]): Layout | undefined {
  if (operations.length === 0) return undefined;
  const alike = countsOf(operations.map(placeOf));
  const all = operations.map((operation) => {
    const example = isTold(operation) ? literal(operation.example) : undefined;
    const isAlone = alike.get(placeOf(operation)) === 1;
    const path = isAlone ? undefined : pathExamples(operation);
    if (path !== undefined) return list([operation.id, example ?? "undefined", path]);
    return list([operation.id, ...(example === undefined ? [] : [example])]);
  });
  // Of a list literal TypeScript compares each item's type with every other's, which takes a minute for some hundred.
  return separateCall("Array.of<MockExample>", all);
}

/** Where requests of an operation go, whatever the placeholders are called: with nothing else said, its examples tell more. */
function placeOf({ method, host, path, query, headers, body }: OperationModel): string {
  const shape = path.replace(/\{(\+?)[^}]*\}/g, "{$1}");
  return JSON.stringify([method, host, shape, query, headers, body?.kind, body?.fixed]);
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function pathExamples({ parameters }: OperationModel): Layout | undefined {
  const told = parameters.filter(
    ({ in: place, example }) => place === "path" && example !== undefined,
  );
  if (told.length === 0) return undefined;
  return object(told.map(({ name, example }) => [name, literal(String(example))]));
}

/** Whether there is an example to answer with. */
function isTold({ example, response }: OperationModel): boolean {
  return example !== undefined && response !== "none" && response !== "binary";
}

function endpointsText(endpoints: readonly Layout[]): Layout | undefined {
  if (endpoints.length === 0) return undefined;
  return endpoints.length > 1 ? rows(endpoints) : list(endpoints);
}

/** Flows share endpoints: one is there once for each kind of credentials that it gives, and to renew them. */
function distinct(endpoints: readonly Mocked[]): readonly Mocked[] {
  const keyOf = ({ endpoint: { method, url }, gives, renews = false }: Mocked): string =>
    [method, url, gives === "token", renews].join(" ");
  const known = endpoints.map(keyOf);
  return endpoints.filter((one, index) => known.indexOf(keyOf(one)) === index);
}

function mockedText({ endpoint, gives, isOpen, renews, revokes, body }: Mocked): Layout {
  const { method, url, status, format, signatureMethod } = endpoint;
  return object([
    ["method", quote(method)],
    ["url", quote(url)],
    ["gives", quote(gives)],
    ["renews", renews === true ? "true" : undefined],
    ["revokes", revokes === true ? "true" : undefined],
    ["signatureMethod", signatureMethod?.export],
    ["isOpen", isOpen === true ? "true" : undefined],
    ["status", status === 200 ? undefined : String(status)],
    ["format", unless(format, "form")],
    ["body", body === "" ? undefined : text(body)],
  ]);
}
