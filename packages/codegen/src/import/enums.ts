import type { DescribedType } from "@oauth1/descriptor";
import type { Importing } from "./importing.js";
import { at, itemsOf, textOf } from "./json.js";

/** The values that a schema lists, null aside. */
export function valuesOf(schema: unknown): readonly unknown[] {
  const values = itemsOf(at(schema, "enum") ?? [at(schema, "const")]);
  // What null is allowed is told by `nullable`.
  return values.filter((value) => value !== undefined && value !== null);
}

/** A list of values, which a descriptor has of texts; of others it has the type. */
export function enumType(schema: unknown, place: string, { noteMany }: Importing): DescribedType {
  const values = valuesOf(schema);
  const said = textOf(at(schema, "type"));
  const kinds = new Set(values.map((value) => typeof value));
  const isText = said === "string" && !kinds.has("object");
  if (isText || (kinds.size === 1 && kinds.has("string"))) {
    return { type: "string", enum: [...new Set(values.map(String))] };
  }
  const isBoth = kinds.has("boolean") && new Set(values).size === 2;
  if (!isBoth || kinds.size > 1)
    noteMany(place, `values that are no texts were not listed: ${listed(values)}`);
  if (kinds.size > 1) return {};
  if (kinds.has("boolean")) return { type: "boolean" };
  if (!kinds.has("number")) return {};
  const format = textOf(at(schema, "format"));
  return { type: said === "integer" ? said : "number", ...(format ? { format } : {}) };
}

/** The first of them, as JSON. */
function listed(values: readonly unknown[]): string {
  const text = JSON.stringify(values);
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}...` : text;
}

const MOST_LETTERS = 100;
