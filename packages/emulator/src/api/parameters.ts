import {
  resolveType,
  type ListStyle,
  type OperationModel,
  type ParameterModel,
  type ProviderModel,
  type TypeModel,
} from "@oauth1/descriptor";
import { isSameJson, jsonText } from "../json-path.js";
import { escaped } from "../pattern.js";
import type { Pairs } from "../places.js";
import type { Visit } from "../visit.js";
import type { ReadBody } from "./bodies.js";
import { textProblem, valueProblem } from "./values.js";

/** A call, as far as its parameters are concerned. */
export interface Call {
  readonly visit: Visit;
  readonly body: ReadBody;
  /** What stands in the path for its parameters. */
  readonly path: ReadonlyMap<string, string>;
}

/**
 * What is wrong with the parameters of a call, as a sentence: what every call of the API carries, what the operation
 * requires, numbers, dates and UUIDs that are none, and lists that are written in another way.
 */
export function callProblem(
  model: ProviderModel,
  operation: OperationModel,
  call: Call,
): string | undefined {
  const problem = commonProblem(model, operation, call.visit) ?? fixedProblem(operation, call.body);
  if (problem !== undefined) return problem;
  for (const parameter of operation.parameters) {
    const style = styleOf(model, operation, parameter);
    const wrong =
      parameterProblem(model, { ...parameter, style }, call) ??
      fileProblem(model, operation, { parameter, body: call.body });
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function commonProblem(
  { api }: ProviderModel,
  { headers, without }: OperationModel,
  { header, query }: Visit,
): string | undefined {
  const missing = [...api.headers, ...headers].find(
    ([name]) => header(name) === undefined && !without.headers.includes(name),
  );
  if (missing !== undefined)
    return `Every call carries the header ${missing[0]}, such as ${JSON.stringify(missing[1])}.`;
  const absent = api.query.find(([name]) => !has(query, name) && !without.query.includes(name));
  if (absent !== undefined)
    return `Every call carries the query parameter ${absent[0]}=${absent[1]}.`;
  const strange = without.query.find((name) => has(query, name));
  return strange === undefined
    ? undefined
    : `This call goes without the query parameter ${strange}, which others carry.`;
}

function fixedProblem({ body: described }: OperationModel, body: ReadBody): string | undefined {
  const wrong = described?.fixed.find(([name, value]) => !isFixed(body, name, value));
  return wrong && `The body of this call always has ${wrong[0]}=${jsonText(wrong[1])}.`;
}

function isFixed({ text, members }: ReadBody, name: string, value: unknown): boolean {
  if (members.has(name)) return isSameJson(members.get(name), value);
  const given = text.filter(([one]) => one === name).map(([, one]) => one);
  return given.length === 1 && given[0] === value;
}

// In a multipart body an object is a part of its own, as JSON.
function styleOf(
  model: ProviderModel,
  { body }: OperationModel,
  { type, in: place, style }: ParameterModel,
): ListStyle {
  const resolved = resolveType(model, type);
  const item = resolved.kind === "array" ? resolveType(model, resolved.items) : resolved;
  const isPart = place === "body" && body?.kind === "multipart";
  return isPart && (item.kind === "object" || item.kind === "map") ? "repeat" : style;
}

function parameterProblem(
  model: ProviderModel,
  parameter: ParameterModel,
  call: Call,
): string | undefined {
  switch (parameter.in) {
    case "path":
      return givenProblem(model, parameter, call.path.get(parameter.name));
    case "header":
      return headerProblem(model, parameter, call.visit);
    case "query":
      return queryProblem(model, parameter, call.visit);
    case "body":
      return bodyProblem(model, parameter, call.body);
  }
}

function headerProblem(
  model: ProviderModel,
  parameter: ParameterModel,
  { header }: Visit,
): string | undefined {
  const text = header(parameter.name);
  return text === undefined ? missing(parameter) : givenProblem(model, parameter, text);
}

function queryProblem(
  model: ProviderModel,
  parameter: ParameterModel,
  { query }: Visit,
): string | undefined {
  const found = isThere(model, parameter, query);
  if (typeof found === "string") return found;
  return found ? givenProblem(model, parameter, textIn(query, parameter)) : missing(parameter);
}

function bodyProblem(
  model: ProviderModel,
  parameter: ParameterModel,
  { text, members, names }: ReadBody,
): string | undefined {
  const { name } = parameter;
  const found = isThere(model, parameter, text);
  if (typeof found === "string") return found;
  if (!found && !names.has(name)) return missing(parameter);
  if (members.has(name)) return valueProblem(model, parameter, members.get(name));
  return givenProblem(model, parameter, textIn(text, parameter));
}

// A part of a multipart body is a file by its file name.
function fileProblem(
  model: ProviderModel,
  { body: described }: OperationModel,
  {
    parameter: { name, type, in: place },
    body,
  }: { readonly parameter: ParameterModel; readonly body: ReadBody },
): string | undefined {
  if (described?.kind !== "multipart" || place !== "body" || !has(body.text, name))
    return undefined;
  const own = resolveType(model, type);
  const here = own.kind === "array" ? resolveType(model, own.items) : own;
  const isFile = here.kind === "primitive" && here.format === "binary";
  return isFile ? `The part ${name} has to be a file, with a filename, and is text.` : undefined;
}

function missing({ name, in: place, required, flag }: ParameterModel): string | undefined {
  // A flag may say something by not being there.
  const isDue = required && (flag === undefined || Object.keys(flag).length > 1);
  return isDue ? `The ${place} parameter ${name} is missing.` : undefined;
}

function givenProblem(
  model: ProviderModel,
  parameter: ParameterModel,
  text: string | undefined,
): string | undefined {
  return text === undefined ? undefined : textProblem(model, parameter, text);
}

function textIn(pairs: Pairs, { name }: Pick<ParameterModel, "name">): string | undefined {
  return pairs.find(([given]) => given === name)?.[1];
}

// Whether a parameter is among names and values, or how it should have been written.
function isThere(
  model: ProviderModel,
  { name, type, style }: ParameterModel,
  pairs: Pairs,
): boolean | string {
  const isWritten = HAS_STYLE.has(resolveType(model, type).kind) && pairs.length > 0;
  return isWritten ? writtenAs(style, name, pairs) : has(pairs, name);
}

const HAS_STYLE: ReadonlySet<TypeModel["kind"]> = new Set(["array", "map", "object"]);

const NAMED: Readonly<Record<ListStyle, (name: string) => RegExp>> = {
  comma: exactly,
  pipe: exactly,
  space: exactly,
  semicolon: exactly,
  json: exactly,
  repeat: exactly,
  brackets: (name) => new RegExp(`^${escaped(name)}\\[\\]$`),
  indexed: (name) => new RegExp(`^${escaped(name)}\\[[0-9]+\\]$`),
  deep: (name) => new RegExp(`^${escaped(name)}(?:\\[[^\\]]*\\])+$`),
};

// Whether a list or an object is there, or how it should have been written.
function writtenAs(style: ListStyle, name: string, pairs: Pairs): boolean | string {
  // An object without members has no other form.
  if (style === "deep" && textIn(pairs, { name }) === "") return true;
  const names = pairs.map(([given]) => given);
  const pattern = NAMED[style](name);
  const own = names.filter((given) => pattern.test(given));
  const other = names.find(
    (given) => !pattern.test(given) && (given === name || given.startsWith(`${name}[`)),
  );
  if (other !== undefined)
    return `${name} is written in the style "${style}", and came as ${other}.`;
  const isJoined = !["brackets", "deep", "indexed", "repeat"].includes(style);
  if (isJoined && own.length > 1)
    return `${name} is written in the style "${style}", and came ${own.length} times.`;
  return own.length > 0;
}

function has(pairs: Pairs, name: string): boolean {
  return pairs.some(([given]) => given === name);
}

function exactly(name: string): RegExp {
  return new RegExp(`^${escaped(name)}$`);
}
