import type { FieldTypeName, PrimitiveName, PropertyModel, TypeModel } from "@oauth1/descriptor";
import { docComment } from "./comments.js";
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

/**
 * A type as TypeScript text, for any place but after a colon or an equals sign.
 *
 * @example
 * const kind = { kind: "enum", values: ["asc", "desc"], nullable: false } as const;
 * print(typeText(kind), { width: 100 }); // => '"asc" | "desc" | (string & {})'
 */
export function typeText(type: TypeModel): Layout {
  const members = unionMembers(type);
  const single = hugs(type) || members.length === 1;
  return single ? join(members, " | ") : group(unionText(members));
}

/**
 * A type after a colon or an equals sign, with the space before it: a long union moves to lines of its own.
 *
 * @example
 * const kind = { kind: "enum", values: ["asc", "desc"], nullable: false } as const;
 * print(assignedType(kind), { width: 20 }); // => '\n  | "asc"\n  | "desc"\n  | (string & {})'
 */
export function assignedType(type: TypeModel): Layout {
  const members = unionMembers(type);
  if (hugs(type) || members.length === 1) return [" ", join(members, " | ")];
  return group(indent([line, group(unionText(members))]));
}

/** A type with brackets of its own stays where it is, also when it may be null. */
function hugs({ kind }: TypeModel): boolean {
  return kind === "object" || kind === "map";
}

function unionText(members: readonly Layout[]): Layout {
  return [whenBroken("| "), join(members.map(indent), [line, "| "])];
}

function unionMembers(type: TypeModel): readonly Layout[] {
  const members: readonly Layout[] =
    type.kind === "enum" ? [...type.values.map(quote), "(string & {})"] : [plainText(type)];
  return type.nullable && type.kind !== "unknown" ? [...members, "null"] : members;
}

function plainText(type: Exclude<TypeModel, { kind: "enum" }>): Layout {
  switch (type.kind) {
    case "unknown":
      return "unknown";
    case "primitive":
      return PRIMITIVES[type.name];
    case "reference":
      return type.name;
    case "array":
      return ["readonly ", itemText(type.items), "[]"];
    case "map":
      return typeArguments("Readonly", [
        typeArguments("Record", ["string", typeText(type.values)]),
      ]);
    case "object":
      return objectText(type.properties);
  }
}

const PRIMITIVES: Readonly<Record<PrimitiveName, string>> = {
  string: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
};

/** What an account holds of a field: dates are ISO 8601 text there. */
export const FIELD_TYPES: Readonly<Record<FieldTypeName, string>> = {
  string: "string",
  integer: "number",
  boolean: "boolean",
  "date-seconds": "string",
  "date-milliseconds": "string",
};

function itemText(items: TypeModel): Layout {
  const members = unionMembers(items);
  if (items.kind === "array" && members.length === 1) return ["(", ...members, ")"];
  if (members.length === 1) return members;
  if (hugs(items)) return ["(", join(members, " | "), ")"];
  return group(["(", indent([softline, group(unionText(members))]), softline, ")"]);
}

/**
 * A generic type with its arguments: on one line, or one argument a line.
 *
 * @example
 * print(typeArguments("Session", [quote("twitter")]), { width: 100 }); // => 'Session<"twitter">'
 */
export function typeArguments(name: string, args: readonly Layout[]): Layout {
  return group([name, "<", indent([softline, join(args, [",", line])]), softline, ">"]);
}

function objectText(properties: readonly PropertyModel[]): Layout {
  if (properties.length === 0) return typeArguments("Readonly", ["Record<string, unknown>"]);
  const members = properties.map(({ name, required, type, description }): Layout => {
    const comment = description === undefined ? [] : docComment(description).split("\n");
    return [
      ...comment.map((text): Layout => [hardline, text]),
      hardline,
      `readonly ${propertyName(name)}${required ? "" : "?"}:`,
      assignedType(type),
      ";",
    ];
  });
  return ["{", indent(members), hardline, "}"];
}
