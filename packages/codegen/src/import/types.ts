import { knownFormat, textFormat, type DescribedType } from "@oauth1/descriptor";
import { composedType, isComposed, SAYING } from "./composed.js";
import { enumType, valuesOf } from "./enums.js";
import type { Importing } from "./importing.js";
import { at, itemsOf, textOf, textsOf } from "./json.js";
import { objectOf } from "./objects.js";
import type { Part } from "./parts.js";
import { noteUnsaid } from "./unsaid.js";
import { beyond, cameThrough, within } from "./places.js";
import { followed, schemaName } from "./references.js";
import { alternatives, discriminatorOf, isNull, membersOf, unionOf } from "./unions.js";

/** A schema as the descriptor says it. What it cannot say becomes a note. */
export function typeOf(schema: unknown, place: string, importing: Importing): DescribedType {
  if (at(schema, "deprecated") === true) importing.noteMany(place, DEPRECATED);
  const reference = textOf(at(schema, "$ref"));
  if (reference !== undefined) noteBeside(schema, place, importing);
  const type =
    reference === undefined
      ? shapeOf(schema, place, importing)
      : referenceType(reference, place, importing);
  return isNullable(schema) ? { ...type, nullable: true } : type;
}

/** OpenAPI 3.0 ignores what stands beside a reference; 3.1 does not, and of neither is it lost in silence. */
function noteBeside(schema: unknown, place: string, { noteMany }: Importing): void {
  const beside = Object.keys(Object(schema)).filter((word) => word !== "$ref" && SAYING.has(word));
  if (beside.length > 0) noteMany(place, `left out beside "$ref": ${beside.join(", ")}`);
}

/** What a descriptor says of operations only. */
export const DEPRECATED = '"deprecated" was left out';

function referenceType(reference: string, place: string, importing: Importing): DescribedType {
  const name = schemaName(reference);
  const known = name === undefined ? undefined : importing.typeNames.get(name);
  if (known !== undefined) return { $ref: known };
  // A place inside of another schema: who leads back to where it came from would never end.
  if (cameThrough(place, reference)) return {};
  const there = beyond(place, reference, name);
  return typeOf(followed(importing.document, reference), there, importing);
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
  noteUnsaid({ schema, place }, importing);
  const members = membersOf(schema);
  if (isComposed(schema)) return composedType({ schema, place }, importing);
  if (members.length > 0) {
    const whole = members.map((member) => withKind(member, schema));
    const union = unionOf(whole.map((member) => typeOf(member, place, importing)));
    const isOne = union.oneOf === undefined;
    return isOne ? union : { ...union, ...discriminatorOf(schema, place, importing) };
  }
  if (valuesOf(schema).length > 0) return enumType(schema, place, importing);
  return plainType(schema, place, importing);
}

/** A member that says only the format leaves its type to the union. */
function withKind(member: unknown, union: unknown): unknown {
  const kind = at(union, "type");
  const isOpen = at(member, "format") !== undefined && at(member, "type") === undefined;
  return isOpen && kind !== undefined ? { ...Object(member), type: kind } : member;
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
  if (at(schema, "items") !== undefined) return ["array"];
  return at(schema, "contentMediaType") === undefined ? [] : ["string"];
}

function typeOfKind(
  kind: string,
  schema: unknown,
  { place, importing }: { readonly place: string; readonly importing: Importing },
): DescribedType {
  const format = formatOf(kind, { schema, place }, importing);
  switch (kind) {
    case "string":
    case "integer":
    case "number":
      if (kind !== "string" && /^u?int64$/.test(format ?? "")) importing.noteMany(place, LARGE);
      return { type: kind, ...(format === undefined ? {} : { format }) };
    case "boolean":
      return { type: kind };
    case "array":
      return { type: kind, items: typeOf(at(schema, "items"), within(place, "[]"), importing) };
    case "object":
      return objectOf([{ schema, place }], importing);
    default:
      importing.note(place, `there is no type "${kind}"`);
      return {};
  }
}

/** What is known to be a format of text says nothing of a number. */
function formatOf(
  kind: string,
  { schema, place }: Part,
  { noteMany }: Importing,
): string | undefined {
  const said = textOf(at(schema, "format")) || formatOfBytes(schema);
  const known = said && (knownFormat(said) ?? said);
  if (kind === "string" || textFormat(known) === undefined) return known;
  noteMany(place, `"format": "${said}" was left out of what is no text`);
  return undefined;
}

const LARGE = "JavaScript changes a 64-bit number beyond 2^53";

/** OpenAPI 3.1 has a media type in the place of a format; what is encoded is text. */
function formatOfBytes(schema: unknown): string | undefined {
  const isText = /^text\/|[/+](?:json|xml)\b/i.test(
    textOf(at(schema, "contentMediaType")) ?? "text/",
  );
  return isText || at(schema, "contentEncoding") !== undefined ? undefined : "binary";
}
