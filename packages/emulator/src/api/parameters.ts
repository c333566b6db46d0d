import {
  resolveType,
  type OperationModel,
  type ParameterModel,
  type ProviderModel,
  type ResolvedType,
} from "@oauth1/descriptor";
import { isSameJson, jsonText } from "../json-path.js";
import type { Pairs } from "../places.js";
import type { Visit } from "../visit.js";
import type { ReadBody } from "./bodies.js";
import { isThere, singlesOf, styleOf } from "./styles.js";
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
  for (const described of operation.parameters) {
    const parameter = { ...described, style: styleOf(model, operation, described) };
    const wrong =
      parameterProblem(model, parameter, call) ??
      flagsProblem(model, parameter, call) ??
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
  return text === undefined ? missing(model, parameter) : givenProblem(model, parameter, text);
}

function queryProblem(
  model: ProviderModel,
  parameter: ParameterModel,
  { query }: Visit,
): string | undefined {
  const found = isThere(model, parameter, query);
  if (typeof found === "string") return found;
  return found
    ? givenProblem(model, parameter, textIn(query, parameter))
    : missing(model, parameter);
}

function bodyProblem(
  model: ProviderModel,
  parameter: ParameterModel,
  { text, files, members, names }: ReadBody,
): string | undefined {
  const { name } = parameter;
  const found = isThere(model, parameter, [...text, ...files.map((at) => [at, "file"] as const)]);
  if (typeof found === "string") return found;
  if (!found && !names.has(name)) return missing(model, parameter);
  if (members.has(name)) return valueProblem(model, parameter, members.get(name));
  return givenProblem(model, parameter, textIn(text, parameter));
}

// Booleans in a list or an object are written like one that stands alone.
function flagsProblem(
  model: ProviderModel,
  parameter: ParameterModel,
  call: Call,
): string | undefined {
  for (const { name, text, types } of singlesOf(model, parameter, pairsAt(parameter, call))) {
    const [type] = types.every(isBoolean) ? types : [];
    const wrong = type && textProblem(model, { ...parameter, name, type }, text);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function pairsAt({ name, in: place }: ParameterModel, { visit, body }: Call): Pairs {
  if (place === "query") return visit.query;
  if (place === "body") return body.text;
  // A path holds a single value, which is read as one.
  const text = place === "header" ? visit.header(name) : undefined;
  return text === undefined ? [] : [[name, text]];
}

// A part of a multipart body is a file by its file name.
function fileProblem(
  model: ProviderModel,
  { body: described }: OperationModel,
  { parameter, body }: { readonly parameter: ParameterModel; readonly body: ReadBody },
): string | undefined {
  if (described?.kind !== "multipart" || parameter.in !== "body") return undefined;
  const wrong = singlesOf(model, parameter, body.text).find(
    ({ types }) => types.length > 0 && types.every(isFile),
  );
  return wrong && `The part ${wrong.name} has to be a file, with a filename, and is text.`;
}

function isBoolean(type: ResolvedType): boolean {
  return type.kind === "primitive" && type.name === "boolean";
}

function isFile(type: ResolvedType): boolean {
  return type.kind === "primitive" && type.format === "binary";
}

function missing(
  model: ProviderModel,
  { name, in: place, required, type, style, flag }: ParameterModel,
): string | undefined {
  // A flag may say something by not being there.
  const isSeen = flag === undefined || Object.keys(flag).length > 1;
  const here = resolveType(model, type);
  // Of an object without members the style "deep" sends nothing.
  const mayBeEmpty =
    style === "deep" && here.kind === "object" && !here.properties.some((one) => one.required);
  const isDue = required && isSeen && !mayBeEmpty;
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

function has(pairs: Pairs, name: string): boolean {
  return pairs.some(([given]) => given === name);
}
