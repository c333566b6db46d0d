import {
  resolveType,
  type ListStyle,
  type OperationModel,
  type ParameterModel,
  type ProviderModel,
  type TypeModel,
} from "@oauth1/descriptor";
import type { Pairs } from "../places.js";
import type { Visit } from "../visit.js";
import type { ReadBody } from "./bodies.js";

/** A call, as far as its parameters are concerned. */
export interface Call {
  readonly visit: Visit;
  readonly body: ReadBody;
}

/**
 * What is wrong with the parameters of a call, as a sentence: what every call of the API carries, what the operation
 * requires, numbers that are none, and lists that are written in another way.
 */
export function callProblem(
  model: ProviderModel,
  operation: OperationModel,
  { visit, body }: Call,
): string | undefined {
  const header = [...model.api.headers, ...operation.headers].find(
    ([name]) => visit.header(name) === undefined,
  );
  if (header !== undefined)
    return `Every call carries the header ${header[0]}, such as ${JSON.stringify(header[1])}.`;
  const common = model.api.query.find(([name]) => !has(visit.query, name));
  if (common !== undefined)
    return `Every call carries the query parameter ${common[0]}=${common[1]}.`;
  for (const parameter of operation.parameters) {
    const style = styleOf(model, operation, parameter);
    const problem = parameterProblem(model, { ...parameter, style }, { visit, body });
    if (problem !== undefined) return problem;
  }
  return undefined;
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
  const { name, in: place, required, style } = parameter;
  const missing = required ? `The ${place} parameter ${name} is missing.` : undefined;
  switch (place) {
    // What stands in the path has led here.
    case "path":
      return undefined;
    case "header":
      return call.visit.header(name) === undefined ? missing : undefined;
    case "query":
    case "body": {
      const pairs = place === "query" ? call.visit.query : call.body.text;
      const type = resolveType(model, parameter.type);
      const isWritten = HAS_STYLE.has(type.kind) && pairs.length > 0;
      const found = isWritten ? writtenAs(style, name, pairs) : has(pairs, name);
      if (typeof found === "string") return found;
      if (!found && !(place === "body" && call.body.names.has(name))) return missing;
      return isNumber(type) ? numberProblem(parameter, pairs) : undefined;
    }
  }
}

const HAS_STYLE: ReadonlySet<TypeModel["kind"]> = new Set(["array", "map", "object"]);

/**
 * Whether a value of a type is a number.
 *
 * @example
 * isNumber({ kind: "primitive", name: "integer", format: undefined, nullable: false }); // => true
 */
export function isNumber(type: TypeModel): boolean {
  return type.kind === "primitive" && (type.name === "integer" || type.name === "number");
}

function numberProblem({ name, in: place }: ParameterModel, pairs: Pairs): string | undefined {
  const text = pairs.find(([given]) => given === name)?.[1] ?? "0";
  if (/^-?[0-9]+(?:\.[0-9]+)?$/.test(text)) return undefined;
  return `The ${place} parameter ${name} has to be a number, and is ${JSON.stringify(text)}.`;
}

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
  const names = pairs.map(([given]) => given);
  const own = names.filter((given) => NAMED[style](name).test(given));
  const other = names.find(
    (given) => !own.includes(given) && (given === name || given.startsWith(`${name}[`)),
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

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
