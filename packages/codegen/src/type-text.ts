import type { FieldTypeName, PrimitiveName, PropertyModel, TypeModel } from "@oauth1/descriptor";
import { docComment, sentences } from "./comments.js";
import {
  group,
  hardline,
  indent,
  join,
  line,
  softline,
  whenBroken,
  type Layout,
} from "./layout.js";
import { propertyName, quote } from "./literals.js";
import { code } from "./markdown.js";

/** What the place of a type says about how it is written. */
export interface TypePlace {
  /** Within a type that leads back to itself, where `Readonly<Record>` would be a circle to the compiler. */
  readonly isRecursive?: boolean;
  /** The property of this object that tells it from others, so that its values are all there are. */
  readonly discriminator?: string | undefined;
}

/**
 * A type as TypeScript text, for any place but after a colon or an equals sign.
 *
 * @example
 * const kind = { kind: "enum", values: ["asc", "desc"], nullable: false } as const;
 * layOut(typeText(kind), { width: 100 }); // => '"asc" | "desc" | (string & {})'
 */
export function typeText(type: TypeModel, place: TypePlace = {}): Layout {
  const members = unionMembers(type, place);
  const single = hugs(type) || members.length === 1;
  return single ? join(members, " | ") : group(unionText(members));
}

/**
 * A type after a colon or an equals sign, with the space before it: a long union moves to lines of its own.
 *
 * @example
 * const kind = { kind: "enum", values: ["asc", "desc"], nullable: false } as const;
 * layOut(assignedType(kind), { width: 20 }); // => '\n  | "asc"\n  | "desc"\n  | (string & {})'
 */
export function assignedType(type: TypeModel, place: TypePlace = {}): Layout {
  const members = unionMembers(type, place);
  if (hugs(type) || members.length === 1) return [" ", join(members, " | ")];
  return brokenUnion(members);
}

/**
 * The type of what an app may give, after its colon. Whatever may be left out may also be `undefined`, which the client leaves
 * out: with `exactOptionalPropertyTypes` that has to be said.
 *
 * @example
 * const text = { kind: "primitive", name: "string", format: undefined, nullable: false } as const;
 * layOut(givenType(text, { optional: true }), { width: 100 }); // => " string | undefined"
 */
export function givenType(type: TypeModel, { optional }: { readonly optional: boolean }): Layout {
  const members = unionMembers(type, {});
  if (!optional || members.includes("unknown")) return assignedType(type);
  return brokenUnion([...members, "undefined"]);
}

function brokenUnion(members: readonly Layout[]): Layout {
  return group(indent([line, group(unionText(members))]));
}

/** A type with brackets of its own stays where it is, also when it may be null. */
function hugs({ kind }: TypeModel): boolean {
  return kind === "object" || kind === "map";
}

function unionText(members: readonly Layout[]): Layout {
  return [whenBroken("| "), join(members.map(indent), [line, "| "])];
}

function unionMembers(type: TypeModel, place: TypePlace): readonly Layout[] {
  const members = valueMembers(type, place);
  const all = type.nullable && !members.includes("unknown") ? [...members, "null"] : members;
  // Texts that are the same are one; `unknown` has room for all others.
  return all.includes("unknown") ? ["unknown"] : [...new Set(all)];
}

function valueMembers(type: TypeModel, place: TypePlace): readonly Layout[] {
  if (type.kind === "enum") return [...type.values.map(quote), OPEN];
  if (type.kind === "primitive" && type.format === "binary") return BINARY;
  if (type.kind !== "union") return [plainText(type, place)];
  const inside = { ...place, discriminator: type.discriminator };
  const members = type.members.flatMap((member) => unionMembers(member, inside));
  // An open enumeration among them stays open; its mark is said once, and last.
  return members.includes(OPEN) ? [...members.filter((member) => member !== OPEN), OPEN] : members;
}

const OPEN = "(string & {})";

function plainText(type: Exclude<TypeModel, { kind: "enum" | "union" }>, place: TypePlace): Layout {
  switch (type.kind) {
    case "unknown":
      return "unknown";
    case "primitive":
      return PRIMITIVES[type.name];
    case "reference":
      return type.name;
    case "array":
      return ["readonly ", itemText(type.items, place), "[]"];
    case "map":
      return mapText(typeText(type.values, place), place);
    case "object":
      return objectText(type.properties, place);
  }
}

/** What the client takes for a file: types of the platform's own. */
const BINARY: readonly string[] = ["Blob", "Uint8Array"];

const PRIMITIVES: Readonly<Record<PrimitiveName, string>> = {
  string: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
};

/** What an account holds of a field: dates are ISO 8601 text there. */
export const FIELD_TYPES: Readonly<Record<FieldTypeName, FieldText>> = {
  string: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
  date: "string",
  "date-seconds": "string",
  "date-milliseconds": "string",
  "expires-in": "string",
};

/** A type of the fields of accounts. */
export type FieldText = "boolean" | "number" | "string";

function itemText(items: TypeModel, place: TypePlace): Layout {
  const members = unionMembers(items, place);
  if (items.kind === "array" && members.length === 1) return ["(", ...members, ")"];
  if (members.length === 1) return members;
  if (hugs(items)) return ["(", join(members, " | "), ")"];
  return group(["(", indent([softline, group(unionText(members))]), softline, ")"]);
}

function mapText(values: Layout, { isRecursive = false }: TypePlace): Layout {
  return isRecursive
    ? ["{ readonly [name: string]: ", values, " }"]
    : typeArguments("Readonly", [typeArguments("Record", ["string", values])]);
}

/**
 * A generic type with its arguments: on one line, or one argument a line.
 *
 * @example
 * layOut(typeArguments("Session", [quote("twitter")]), { width: 100 }); // => 'Session<"twitter">'
 */
export function typeArguments(name: string, args: readonly Layout[]): Layout {
  return group([name, "<", indent([softline, join(args, [",", line])]), softline, ">"]);
}

/**
 * Several types at once: on one line, or one a line behind the first.
 *
 * @example
 * layOut(intersection(["Client", "Identity"]), { width: 100 }); // => "Client & Identity"
 */
export function intersection(types: readonly Layout[]): Layout {
  const [first = "", ...rest] = types;
  return group([first, indent(rest.map((type): Layout => [" &", line, type]))]);
}

function objectText(properties: readonly PropertyModel[], place: TypePlace): Layout {
  if (properties.length === 0) return mapText("unknown", place);
  const members = properties.map((property): Layout => {
    const text = propertyComment(property);
    const comment = text === undefined ? [] : docComment(text).split("\n");
    return [
      ...comment.map((part): Layout => [hardline, part]),
      hardline,
      `readonly ${propertyName(property.name)}${property.required ? "" : "?"}:`,
      propertyType(property, place),
      ";",
    ];
  });
  return ["{", indent(members), hardline, "}"];
}

/**
 * The type of a property, after its colon. The values of the property that tells an object from others are closed, so that a
 * comparison with one of them narrows.
 */
export function propertyType({ name, type }: PropertyModel, place: TypePlace): Layout {
  const { discriminator, ...inside } = place;
  if (name !== discriminator || type.kind !== "enum" || type.nullable) {
    return assignedType(type, inside);
  }
  return brokenUnion(type.values.map(quote));
}

/** What the comment of a property says: its description, and what its type cannot tell. */
export function propertyComment({
  description,
  type,
}: Pick<PropertyModel, "description" | "type">): string | undefined {
  return sentences([description, formatNote(type, description)]);
}

function formatNote(type: TypeModel, description: string | undefined): string | undefined {
  if (type.kind === "array") {
    const note = formatNote(type.items, description);
    return note?.replace(/^(?!Format:)./, (first) => `Each ${first.toLowerCase()}`);
  }
  if (type.kind !== "primitive" || type.format === undefined) return undefined;
  if (type.name === "string" && FORMATS.has(type.format)) return noteOf(type.format, description);
  const isSaid = SILENT.has(type.format) || contains(description, type.format);
  return isSaid ? undefined : `Format: ${code(type.format)}.`;
}

/** What texts of a format look like; nothing where a description says so. */
export function noteOf(format: string, description: string | undefined): string | undefined {
  const [note, ...words] = FORMATS.get(format) ?? [];
  return words.some((word) => contains(description, word)) ? undefined : note;
}

function contains(description = "", word: string): boolean {
  return description.toLowerCase().includes(word.toLowerCase());
}

/** What to say of a format, and the words of descriptions that say it. */
const FORMATS: ReadonlyMap<string, readonly [note: string, ...words: readonly string[]]> = new Map([
  ["date", ["As `YYYY-MM-DD`.", "ISO 8601", "YYYY"]],
  ["date-time", ["As ISO 8601.", "ISO 8601"]],
  ["decimal", ["Decimal, as text.", "decimal"]],
  ["expires-in", ["As ISO 8601; left out where it does not end.", "ISO 8601"]],
  ["int64", ["64-bit, as text.", "64-bit", "64 bit"]],
  ["time", ["As ISO 8601.", "ISO 8601"]],
]);

/** Formats that the type tells already, or a description. */
const SILENT: ReadonlySet<string> = new Set([
  ...["binary", "double", "float", "int32"],
  ...["email", "uri", "url"],
]);
