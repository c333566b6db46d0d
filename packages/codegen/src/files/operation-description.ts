import type {
  BodyModel,
  ClientValue,
  DescribedPagination,
  ListStyle,
  OperationModel,
  ParameterModel,
  ProviderModel,
  TypeModel,
} from "@oauth1/descriptor";
import type { Layout } from "../layout.js";
import { block, call, list, literal, object, quote, type Members } from "../literals.js";
import type { TypeGraph } from "../type-graph.js";
import { members, signingText, text } from "./endpoints.js";

/** An operation as the client's literal. Only what differs from the client's defaults is said. */
export function operationDescription(
  operation: OperationModel,
  { id: provider }: ProviderModel,
  graph: TypeGraph,
): Layout {
  const { method, path, host, auth, query, parameters, response, envelope } = operation;
  return block([
    ["provider", quote(provider)],
    ["method", quote(method)],
    ["path", quote(path)],
    ["host", text(host)],
    ["auth", auth === "token" ? undefined : quote(auth)],
    ["signing", operation.signing && signingText(operation.signing)],
    ["fixed", texts(query)],
    ["query", namesOf(parameters, "query")],
    ["headers", headerNames(parameters)],
    ["fixedHeaders", texts(operation.headers)],
    ["without", withoutText(operation)],
    ["body", bodyText(operation, graph)],
    ...listStyles(operation, graph),
    ["flags", flagsText(operation)],
    ["result", quote(response)],
    ["envelope", text(envelope)],
    ["idempotent", repeatText(operation)],
    ["pagination", paginationCall(operation)?.text],
  ]);
}

/** The functions of the client that the literal calls. */
export function usedFunctions(operation: OperationModel, graph: TypeGraph): readonly ClientValue[] {
  const calls = [bodyCall(operation, graph), paginationCall(operation)];
  return [
    ...calls.flatMap((one) => (one === undefined ? [] : [one.name])),
    ...(hasFixed(operation) ? [FIXED] : []),
  ];
}

interface Call {
  readonly name: ClientValue;
  readonly text: Layout;
}

// A bundler drops an operation that nobody uses, but keeps what its arguments call, unless that is said to be pure too.
function called(name: ClientValue, args: readonly Layout[]): Call {
  return { name, text: ["/* @__PURE__ */ ", call(name, args)] };
}

function texts(all: readonly (readonly [name: string, value: string])[]): Layout | undefined {
  return members(all.map(([name, value]) => [name, quote(value)]));
}

function namesOf(parameters: readonly ParameterModel[], place: string): Layout | undefined {
  const names = parameters.filter((parameter) => parameter.in === place).map(({ name }) => name);
  return names.length === 0 ? undefined : list(names.map(quote));
}

/** A header parameter has its header's name. */
function headerNames(parameters: readonly ParameterModel[]): Layout | undefined {
  const headers = parameters.filter((parameter) => parameter.in === "header");
  return members(headers.map(({ name }) => [name, quote(name.toLowerCase())]));
}

function withoutText({ without: { query, headers } }: OperationModel): Layout | undefined {
  const names = (all: readonly string[]): Layout | undefined =>
    all.length === 0 ? undefined : list(all.map(quote));
  return members([
    ["query", names(query)],
    ["headers", names(headers)],
  ]);
}

/** How booleans are written, but for those of a JSON body, which has its own. */
function flagsText({ parameters, body }: OperationModel): Layout | undefined {
  const isText = (place: string): boolean => place !== "body" || body?.kind !== "json";
  return members(
    parameters.map(({ name, in: place, flag }) => [
      name,
      flag !== undefined && isText(place) ? literal(flag) : undefined,
    ]),
  );
}

function bodyText(operation: OperationModel, graph: TypeGraph): Layout | undefined {
  const written = bodyCall(operation, graph)?.text;
  if (written === undefined || !hasFixed(operation)) return written;
  const fixed = operation.body?.fixed ?? [];
  return called(FIXED, [literal(Object.fromEntries(fixed)), written]).text;
}

const FIXED: ClientValue = "fixedFields";

function hasFixed({ body }: OperationModel): boolean {
  return body !== undefined && body.fixed.length > 0;
}

function bodyCall({ body, parameters }: OperationModel, graph: TypeGraph): Call | undefined {
  if (body === undefined) return undefined;
  const { kind, whole, contentType, signed } = body;
  if (whole !== undefined) {
    const type = parameters.find(({ name }) => name === whole)?.type;
    return wholeBody(body, whole, type && graph.resolve(type));
  }
  const own = parameters.filter(({ in: place }) => place === "body");
  const fields = list(
    [...body.fixed, ...own.map(({ name }) => [name])].map(([name]) => quote(name)),
  );
  const isSigned = kind === "multipart" && signed;
  const options = [
    ...(kind === "json" && contentType !== undefined ? [quote(contentType)] : []),
    ...(isSigned ? [object([["signed", "true"]])] : []),
  ];
  return called(BODIES[kind], [fields, ...options]);
}

const BODIES = {
  json: "jsonBody",
  form: "formBody",
  multipart: "multipartBody",
  binary: "binaryBody",
} as const satisfies Readonly<Record<BodyModel["kind"], ClientValue>>;

/** One parameter as it is: bytes, text of a type of its own, or a value as JSON. */
function wholeBody(
  { kind, contentType }: BodyModel,
  whole: string,
  type: TypeModel | undefined,
): Call {
  const name = quote(whole);
  const others = contentType === undefined ? [] : [quote(contentType)];
  if (kind === "json") return called("wholeJsonBody", [name, ...others]);
  return type !== undefined && isPlainText(type)
    ? called("wholeTextBody", [name, quote(contentType ?? "text/plain")])
    : called("binaryBody", [name, ...others]);
}

function isPlainText(type: TypeModel): boolean {
  return type.kind === "primitive" && type.name === "string" && type.format !== "binary";
}

/** How lists are written: once for all of them, and where one differs by its name. */
function listStyles({ parameters, body, lists }: OperationModel, graph: TypeGraph): Members {
  const isForm = body?.kind === "form" || body?.kind === "multipart";
  const written = parameters.filter(
    ({ in: place, type }) =>
      place !== "header" && (place !== "body" || isForm) && isStructured(type, graph),
  );
  const styles = [...new Set(written.map(({ style }) => style))];
  const usual: ListStyle = styles.length === 1 ? (styles[0] ?? lists) : lists;
  const others = written.filter(({ style }) => style !== usual);
  const isSaid = usual !== "repeat" && others.length < written.length;
  return [
    ["lists", isSaid ? quote(usual) : undefined],
    ["styles", members(others.map(({ name, style }) => [name, quote(style)]))],
  ];
}

/** Whether a value is more than one text: a list, or an object that is written as one or as JSON. */
function isStructured(type: TypeModel, graph: TypeGraph): boolean {
  const resolved = graph.resolve(type);
  if (resolved.kind === "union") return resolved.members.some((one) => isStructured(one, graph));
  return resolved.kind !== "primitive" && resolved.kind !== "enum";
}

/** GET, HEAD, PUT and DELETE may be sent again unless it is said that they may not, POST and PATCH if it is said. */
function repeatText({ method, idempotent }: OperationModel): Layout | undefined {
  const isUsual = idempotent === (method !== "POST" && method !== "PATCH");
  return isUsual ? undefined : String(idempotent);
}

function paginationCall({ pagination }: OperationModel): Call | undefined {
  if (pagination === undefined) return undefined;
  const { kind, ...options } = pagination;
  const values = Object.entries(options).map(
    ([name, value]) => [name, typeof value === "string" ? quote(value) : String(value)] as const,
  );
  const said = values.filter(([name, value]) => name !== "first" || value !== FIRST.get(kind));
  return called(PAGES[kind], [object(said)]);
}

/** What the client begins with where nothing is said. */
const FIRST: ReadonlyMap<string, string> = new Map([
  ["offset", "0"],
  ["page", "1"],
]);

const PAGES: Readonly<Record<DescribedPagination["kind"], ClientValue>> = {
  cursor: "cursorPages",
  page: "numberedPages",
  offset: "offsetPages",
  "last-item": "lastItemPages",
  link: "linkedPages",
  continuation: "continuedPages",
};
