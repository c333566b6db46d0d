import type { DescribedType } from "@oauth1/descriptor";
import { at, entriesOf, itemsOf, textOf } from "./json.js";
import { freeName, pascalCase } from "./names.js";
import { schemaName, typeOf, type Importing } from "./types.js";
import { alternatives } from "./unions.js";

/** Names for the schemas of a document, none of which is among those taken. */
export function nameTypes(document: unknown, taken: Set<string>): ReadonlyMap<string, string> {
  const schemas = entriesOf(at(document, "components", "schemas"));
  return new Map(schemas.map(([name]) => [name, freeName(pascalCase(name), taken)]));
}

/** Adds every named schema to the descriptor's types. */
export function importTypes(importing: Importing): void {
  const { document, typeNames, types } = importing;
  for (const [name, schema] of entriesOf(at(document, "components", "schemas"))) {
    types.set(typeNames.get(name) ?? name, typeOf(schema, name, importing));
  }
  openCircles(importing);
  tellApart(importing);
}

/** A type that leads to nothing but itself says nothing. */
function openCircles({ typeNames, types, note }: Importing): void {
  const circles = [...typeNames].filter(([, name]) => leadsBack(name, types));
  for (const [place, name] of circles) {
    note(place, "it is described by itself, and can be anything");
    types.set(name, {});
  }
}

function leadsBack(name: string, types: Importing["types"]): boolean {
  const met = new Set(standInsOf(types.get(name)));
  // What is added on the way is walked too.
  for (const next of met) for (const further of standInsOf(types.get(next))) met.add(further);
  return met.has(name);
}

/** The types that one stands for, whole. */
function standInsOf({ $ref, oneOf = [] }: DescribedType = {}): readonly string[] {
  return [...($ref === undefined ? [] : [$ref]), ...oneOf.flatMap(standInsOf)];
}

/** The value that tells a type from the others of a union, which OpenAPI may say at the union only. */
function tellApart({ document, typeNames, types }: Importing): void {
  const tellings = unionsIn(document).flatMap((union) => tellingsOf(union, typeNames));
  const values = new Map<string, Set<string>>();
  const keyOf = ({ type, property }: Telling): string => JSON.stringify([type, property]);
  for (const telling of tellings) {
    const known = values.get(keyOf(telling)) ?? new Set();
    values.set(keyOf(telling), known.add(telling.value));
  }
  for (const telling of tellings) {
    const type = types.get(telling.type);
    // What has several names tells nothing by one of them.
    if (type === undefined || values.get(keyOf(telling))?.size !== 1) continue;
    types.set(telling.type, told(type, telling));
  }
}

interface Telling {
  readonly type: string;
  readonly property: string;
  readonly value: string;
}

function unionsIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return itemsOf(value).flatMap(unionsIn);
  const parts = entriesOf(value).flatMap(([, part]) => unionsIn(part));
  return at(value, "discriminator") === undefined ? parts : [value, ...parts];
}

/** A value stands in the mapping; without one it is the schema's name. */
function tellingsOf(union: unknown, typeNames: Importing["typeNames"]): readonly Telling[] {
  const property = textOf(at(union, "discriminator", "propertyName"));
  const mapping = entriesOf(at(union, "discriminator", "mapping")).map(([value, to]) => {
    const target = textOf(to) ?? "";
    return [value, schemaName(target) ?? target] as const;
  });
  return alternatives(union).flatMap((member) => {
    const name = schemaName(textOf(at(member, "$ref")) ?? "");
    const type = name === undefined ? undefined : typeNames.get(name);
    if (property === undefined || name === undefined || type === undefined) return [];
    const mapped = mapping.filter(([, target]) => target === name).map(([value]) => value);
    const values = mapped.length === 0 ? [name] : mapped;
    return values.map((value) => ({ type, property, value }));
  });
}

function told(type: DescribedType, { property, value }: Telling): DescribedType {
  const { properties = {} } = type;
  const own = Object.hasOwn(properties, property) ? properties[property] : undefined;
  if (own?.type !== "string" || own.format !== undefined) return type;
  if (own.enum !== undefined && !own.enum.includes(value)) return type;
  return { ...type, properties: { ...properties, [property]: { ...own, enum: [value] } } };
}
