import type { StepValue } from "@oauth1/client";
import {
  resolveType,
  unionMembers,
  type OperationModel,
  type ProviderModel,
  type ResolvedType,
  type StepParameterModel,
  type TypeModel,
} from "@oauth1/descriptor";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { UsageError } from "../failure.js";

/**
 * Reads the parameters of a call, as `name=value`: numbers, booleans and lists as their type says, anything deeper as JSON,
 * files as `name=@file`. Throws a `UsageError` for a name that there is not, a value that does not fit, and what is missing.
 */
export function readParameters(
  model: ProviderModel,
  operation: OperationModel,
  said: readonly string[],
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, texts] of grouped(readPairs(said, "-p"))) {
    const parameter = operation.parameters.find((one) => one.name === name);
    if (parameter === undefined) throw unknownParameter(operation.id, operation.parameters, name);
    values[name] = valueOf(model, parameter, texts);
  }
  const missing = operation.parameters.filter(
    ({ name, required }) => required && !Object.hasOwn(values, name),
  );
  if (missing.length === 0) return values;
  const names = missing.map(({ name }) => `-p ${name}=...`).join(" ");
  throw new UsageError(`${operation.id} cannot do without ${names}`);
}

/**
 * Reads what a login is asked for, as its steps describe it. Throws a `UsageError` for a name that no step has, and for a value
 * that does not fit.
 */
export function readStepParameters(
  model: ProviderModel,
  parameters: readonly StepParameterModel[],
  said: readonly (readonly [name: string, value: string])[],
): Readonly<Record<string, StepValue>> {
  const values = [...grouped(said)].map(([name, texts]) => {
    const parameter = parameters.find((one) => one.name === name);
    if (parameter === undefined) throw unknownParameter("This login", parameters, name);
    return [name, stepValue(model, parameter, texts)] as const;
  });
  return Object.fromEntries(values);
}

function stepValue(
  model: ProviderModel,
  { name, type }: StepParameterModel,
  texts: readonly string[],
): StepValue {
  const resolved = resolveType(model, type);
  if (resolved.kind === "array") {
    return texts.map((text) => String(plainValue(model, { name, type: resolved.items }, text)));
  }
  return plainValue(model, { name, type }, onlyText(name, texts));
}

function plainValue(
  model: ProviderModel,
  { name, type }: Typed,
  text: string,
): string | number | boolean {
  const resolved = resolveType(model, type);
  return resolved.kind === "primitive" ? PRIMITIVES[resolved.name](name, text) : text;
}

/**
 * Pairs as `name=value`. Throws a `UsageError` for anything else.
 *
 * @example
 * readPairs(["domain=acme", "stage=a=b"], "--variable"); // => [["domain", "acme"], ["stage", "a=b"]]
 */
export function readPairs(
  said: readonly string[],
  option: string,
): readonly (readonly [name: string, value: string])[] {
  return said.map((text) => {
    const at = text.indexOf("=");
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
    throw new UsageError(`${option} takes name=value, not ${JSON.stringify(text)}.`);
  });
}

interface Typed {
  readonly name: string;
  readonly type: TypeModel;
}

function grouped(
  said: readonly (readonly [name: string, value: string])[],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const [name, value] of said) {
    groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return groups;
}

function unknownParameter(
  whose: string,
  parameters: readonly { readonly name: string }[],
  name: string,
): UsageError {
  const known = [...new Set(parameters.map((one) => one.name))].join(", ");
  return new UsageError(
    `${whose} has no parameter ${JSON.stringify(name)}; ${known === "" ? "it has none" : `it has ${known}`}.`,
  );
}

function valueOf(model: ProviderModel, { name, type }: Typed, texts: readonly string[]): unknown {
  const resolved = resolveType(model, type);
  if (resolved.kind === "array") {
    return texts.map((text) => converted(model, { name, type: resolved.items }, text));
  }
  return converted(model, { name, type }, onlyText(name, texts));
}

function onlyText(name: string, [text = "", ...more]: readonly string[]): string {
  if (more.length === 0) return text;
  throw new UsageError(`${name} takes one value, and there are ${more.length + 1}.`);
}

function converted(model: ProviderModel, { name, type }: Typed, text: string): unknown {
  const resolved = resolveType(model, type);
  switch (resolved.kind) {
    case "enum":
      return text;
    case "primitive":
      if (resolved.format === "binary") return fileOf(name, text);
      return PRIMITIVES[resolved.name](name, text);
    case "unknown":
    case "union": {
      const isAny = unionMembers(model, type).some(mayBeText);
      return isAny || parsed(text) !== undefined ? loose(text) : misfit(name, text, "JSON");
    }
    case "array":
    case "map":
    case "object":
      return parsed(text) ?? misfit(name, text, "JSON");
  }
}

function mayBeText(type: ResolvedType): boolean {
  const isText = type.kind === "primitive" && type.name === "string";
  return isText || type.kind === "enum" || type.kind === "unknown";
}

const PRIMITIVES = {
  string: (_name: string, text: string) => text,
  integer: (name: string, text: string) =>
    /^-?\d+$/.test(text) ? asTyped(text, Number(text)) : misfit(name, text, "a whole number"),
  number: (name: string, text: string) =>
    text !== "" && Number.isFinite(Number(text))
      ? asTyped(text, Number(text))
      : misfit(name, text, "a number"),
  boolean: (name: string, text: string) =>
    /^(?:true|false)$/.test(text) ? text === "true" : misfit(name, text, "true or false"),
} as const;

function loose(text: string): unknown {
  const value = parsed(text) ?? text;
  return typeof value === "number" ? asTyped(text, value) : value;
}

// An id of more than 53 bits goes out as it was typed.
function asTyped(text: string, value: number): number | string {
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? text : value;
}

function fileOf(name: string, text: string): File {
  if (!text.startsWith("@")) return misfit(name, text, "a file, as @path");
  const path = text.slice(1);
  try {
    return new File([readFileSync(path)], basename(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${name} cannot be read: ${reason}`);
  }
}

function misfit(name: string, text: string, wanted: string): never {
  throw new UsageError(`${name} is ${wanted}, not ${JSON.stringify(text)}.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
