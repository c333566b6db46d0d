import {
  resolvePath,
  resolveType,
  type ProviderModel,
  type PropertyModel,
  type TypeModel,
} from "@oauth1/descriptor";
import { valueAt, withValueAt } from "../json-path.js";
import type { Page } from "./pagination.js";
import { sampleOf } from "./samples.js";

/**
 * A page whose members have been put in and taken out, as the type of the result has it: a number is text where the type says
 * so, an object that has lost what it needs is left out, and one that was begun is filled up. Where something has to name
 * another page, the last one says that there is none: with null, or with the empty value of its kind.
 *
 * @example
 * const primitive = (name) => ({ kind: "primitive", name, format: undefined, nullable: false });
 * const total = { name: "total", required: true, type: primitive("string") };
 * const next = { name: "next", required: false, type: { kind: "object", properties: [total], nullable: false } };
 * const type = { kind: "object", properties: [total, next], nullable: false };
 * fittedPage({ types: [] }, type, { result: { total: 6, next: {} } }); // => { total: "6" }
 * fittedPage({ types: [] }, type, { result: { data: [] }, end: "total" }); // => { data: [], total: "" }
 */
export function fittedPage(
  model: Pick<ProviderModel, "types">,
  type: TypeModel,
  { result, end }: Pick<Page, "end" | "result">,
): unknown {
  const fits = fitted(model, type, result);
  const there = end === undefined ? undefined : valueAt(fits, end);
  if (end === undefined || there === undefined) return fits;
  const next = resolvePath(model, type, end);
  const isNullable = next !== undefined && (next.nullable || resolveType(model, next).nullable);
  return withValueAt(fits, end, isNullable ? null : emptied(there));
}

function emptied(value: unknown): unknown {
  if (typeof value === "string") return "";
  if (typeof value === "number") return 0;
  return typeof value === "boolean" ? false : {};
}

function fitted(model: Pick<ProviderModel, "types">, type: TypeModel, value: unknown): unknown {
  const here = resolveType(model, type);
  switch (here.kind) {
    case "primitive":
      return here.name === "string" && typeof value === "number" ? String(value) : value;
    case "array":
      return Array.isArray(value) ? value.map((item) => fitted(model, here.items, item)) : value;
    case "object":
      return isObject(value) ? fittedObject(model, here.properties, value) : value;
    case "enum":
    case "map":
    case "union":
    case "unknown":
      return value;
  }
}

function fittedObject(
  model: Pick<ProviderModel, "types">,
  properties: readonly PropertyModel[],
  value: object,
): object | undefined {
  const types = new Map(properties.map(({ name, type }) => [name, type]));
  const members = Object.entries(value).flatMap(([name, member]) => {
    const type = types.get(name);
    const fits: unknown = type === undefined ? member : fitted(model, type, member);
    return fits === undefined ? [] : [[name, fits] as const];
  });
  const missing = properties.filter(
    ({ name, required }) => required && !members.some(([given]) => given === name),
  );
  if (members.length === 0 && missing.length > 0) return undefined;
  const added = missing.map(({ name, type }) => [name, sampleOf(model, type)] as const);
  return Object.fromEntries([...members, ...added]);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
