import type { DescribedType } from "@oauth1/descriptor";
import { followed, pointedName } from "./document.js";
import { at, entriesOf, itemsOf, textOf, textsOf } from "./json.js";
import { alternatives, hasProperty, isNull, membersOf } from "./unions.js";

/** What every step of an import needs. */
export interface Importing {
  readonly document: unknown;
  /** Says that something was not taken over, and where it stands. */
  readonly note: (place: string, text: string) => void;
  /** What types are called here, by their names in the document. */
  readonly typeNames: ReadonlyMap<string, string>;
  /** The types of the descriptor, to which steps add. */
  readonly types: Map<string, DescribedType>;
  /** The names that no other type may have. */
  readonly taken: Set<string>;
}

/** A schema as the descriptor says it. What it cannot say becomes a note. */
export function typeOf(schema: unknown, place: string, importing: Importing): DescribedType {
  const reference = textOf(at(schema, "$ref"));
  if (reference !== undefined) return referenceType(reference, place, importing);
  const type = shapeOf(schema, place, importing);
  return isNullable(schema) ? { ...type, nullable: true } : type;
}

function referenceType(reference: string, place: string, importing: Importing): DescribedType {
  const name = schemaName(reference);
  const known = name === undefined ? undefined : importing.typeNames.get(name);
  if (known !== undefined) return { $ref: known };
  // A place inside of another schema: who leads back to where it came from would never end.
  if (place.split(" > ").includes(reference)) return {};
  return typeOf(followed(importing.document, reference), beyond(reference, place), importing);
}

/** The name of the schema that a reference leads to, where it has one. */
export function schemaName(reference: string): string | undefined {
  const [, name] = /^#\/components\/schemas\/([^/]+)$/.exec(reference) ?? [];
  return name && pointedName(name);
}

function isNullable(schema: unknown): boolean {
  return (
    at(schema, "nullable") === true ||
    textsOf(at(schema, "type")).includes("null") ||
    itemsOf(at(schema, "enum")).includes(null) ||
    alternatives(schema).some(isNull)
  );
}

function shapeOf(schema: unknown, place: string, importing: Importing): DescribedType {
  for (const word of UNKNOWN_WORDS) {
    if (at(schema, word) !== undefined) importing.note(place, `"${word}" was left out`);
  }
  if (at(schema, "allOf") !== undefined) return mergedType(schema, place, importing);
  if (alternatives(schema).length > 0) return unionType(schema, place, importing);
  // What null is allowed is told by `nullable`.
  const values = itemsOf(at(schema, "enum") ?? [at(schema, "const")]);
  const said = values.filter((value) => value !== undefined && value !== null);
  if (said.length > 0) return enumType(said, place, importing);
  return plainType(schema, place, importing);
}

const UNKNOWN_WORDS = ["not", "if", "patternProperties", "prefixItems", "unevaluatedProperties"];

function enumType(values: readonly unknown[], place: string, importing: Importing): DescribedType {
  const texts = textsOf(values);
  if (texts.length === values.length) return { type: "string", enum: [...new Set(texts)] };
  const kinds = new Set(values.map((value) => typeof value));
  if (!kinds.has("boolean")) importing.note(place, "its values are numbers, which are not listed");
  if (kinds.size > 1) return {};
  return kinds.has("boolean") ? { type: "boolean" } : { type: "number" };
}

function plainType(schema: unknown, place: string, importing: Importing): DescribedType {
  const kinds = kindsOf(schema);
  if (kinds.length > 1) {
    return { oneOf: kinds.map((kind) => typeOfKind(kind, schema, { place, importing })) };
  }
  const [kind] = kinds;
  return kind === undefined ? {} : typeOfKind(kind, schema, { place, importing });
}

/** What `type` says; without it, what the other words tell. */
function kindsOf(schema: unknown): readonly string[] {
  const said = [textOf(at(schema, "type")) ?? textsOf(at(schema, "type"))].flat();
  if (said.length > 0) return said.filter((kind) => kind !== "null");
  if (at(schema, "properties") ?? at(schema, "additionalProperties")) return ["object"];
  return at(schema, "items") === undefined ? [] : ["array"];
}

function typeOfKind(
  kind: string,
  schema: unknown,
  { place, importing }: { readonly place: string; readonly importing: Importing },
): DescribedType {
  const format = textOf(at(schema, "format"));
  switch (kind) {
    case "string":
    case "integer":
    case "number":
      return { type: kind, ...(format === undefined ? {} : { format }) };
    case "boolean":
      return { type: kind };
    case "array":
      return { type: kind, items: typeOf(at(schema, "items"), `${place}[]`, importing) };
    case "object":
      return objectType(schema, place, importing);
    default:
      importing.note(place, `there is no type "${kind}"`);
      return {};
  }
}

function objectType(schema: unknown, place: string, importing: Importing): DescribedType {
  const others = at(schema, "additionalProperties");
  const members = entriesOf(at(schema, "properties"));
  if (members.length === 0) {
    const values = entriesOf(others).length === 0 ? {} : typeOf(others, `${place}.*`, importing);
    return { type: "object", additionalProperties: values };
  }
  if (entriesOf(others).length > 0) importing.note(place, "its unnamed properties were left out");
  const properties = Object.fromEntries(
    members.map(([name, part]) => [name, typeOf(part, `${place}.${name}`, importing)]),
  );
  return { type: "object", properties, ...requiredOf(schema, properties) };
}

function requiredOf(
  schema: unknown,
  properties: Readonly<Record<string, DescribedType>>,
): Pick<DescribedType, "required"> {
  const names = textsOf(at(schema, "required"));
  const required = [...new Set(names)].filter((name) => Object.hasOwn(properties, name));
  return required.length === 0 ? {} : { required };
}

/** One of several. Texts among them become one list of values. */
function unionType(schema: unknown, place: string, importing: Importing): DescribedType {
  const members = membersOf(schema).map((member) => typeOf(member, place, importing));
  const enums = members.filter((member) => member.enum !== undefined);
  const values = [...new Set(enums.flatMap((member) => member.enum ?? []))];
  const others = members.filter((member) => member.enum === undefined);
  const texts: readonly DescribedType[] =
    values.length === 0 ? [] : [{ type: "string", enum: values }];
  const [first, ...rest] = distinct([...others, ...texts]);
  if (first === undefined || rest.length === 0) return first ?? {};
  return { oneOf: [first, ...rest], ...discriminatorOf(schema, place, importing) };
}

/** What tells the members apart, if all of them have it. */
function discriminatorOf(
  schema: unknown,
  place: string,
  { document, note }: Importing,
): Pick<DescribedType, "discriminator"> {
  const discriminator = textOf(at(schema, "discriminator", "propertyName"));
  if (discriminator === undefined) return {};
  const has = hasProperty(discriminator, document);
  if (membersOf(schema).every((member) => has(member))) return { discriminator };
  note(place, `the discriminator "${discriminator}" was left out: not every member has it`);
  return {};
}

function distinct(types: readonly DescribedType[]): readonly DescribedType[] {
  return [...new Map(types.map((type) => [JSON.stringify(type), type])).values()];
}

/** Several at once: an object with the properties of all. */
function mergedType(schema: unknown, place: string, importing: Importing): DescribedType {
  const { allOf, ...own } = Object.fromEntries(entriesOf(schema));
  const parts = kindsOf(own).length === 0 ? itemsOf(allOf) : [...itemsOf(allOf), own];
  const [only, ...more] = parts;
  if (more.length === 0) return typeOf(only, place, importing);
  const merged = parts.map((part) => flattened(part, place, importing)).filter(saysSomething);
  const [first] = merged;
  if (first === undefined) return { type: "object", additionalProperties: {} };
  const properties = mergedProperties(merged);
  if (merged.some((type) => type.properties === undefined)) {
    importing.note(place, "what is no object with properties was left out of allOf");
  }
  if (Object.keys(properties).length === 0) return first;
  const required = [...new Set(merged.flatMap((type) => type.required ?? []))];
  return { type: "object", properties, ...(required.length === 0 ? {} : { required }) };
}

function saysSomething({ properties, additionalProperties, ...type }: DescribedType): boolean {
  const values = Object.keys(additionalProperties ?? {});
  const isAnyObject = type.type === "object" && properties === undefined && values.length === 0;
  return Object.keys(type).length > 0 && !isAnyObject;
}

/** A property that several parts have is what all of them say, and a list of values says most. */
function mergedProperties(
  types: readonly DescribedType[],
): Readonly<Record<string, DescribedType>> {
  const merged = new Map<string, DescribedType>();
  for (const [name, type] of types.flatMap(({ properties = {} }) => Object.entries(properties))) {
    if (merged.get(name)?.enum === undefined) merged.set(name, type);
  }
  return Object.fromEntries(merged);
}

/** A part of `allOf`, with what its reference leads to in its place. */
function flattened(part: unknown, place: string, importing: Importing): DescribedType {
  const reference = textOf(at(part, "$ref"));
  if (reference === undefined) return typeOf(part, place, importing);
  if (place.split(" > ").includes(reference)) return {};
  return flattened(followed(importing.document, reference), beyond(reference, place), importing);
}

/** The place that a reference leads to, and behind it the way there. */
function beyond(reference: string, place: string): string {
  return `${schemaName(reference) ?? reference} > ${reference} > ${place}`;
}
