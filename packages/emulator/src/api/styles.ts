import {
  resolvePath,
  resolveType,
  unionMembers,
  type ListStyle,
  type OperationModel,
  type ParameterModel,
  type ProviderModel,
  type ResolvedType,
  type TypeModel,
} from "@oauth1/descriptor";
import { escaped } from "../pattern.js";
import type { Pairs } from "../places.js";

type HasTypes = Pick<ProviderModel, "types">;

/**
 * How a parameter is written at its place: a header has commas only, and in a multipart body an object is one part
 * of JSON unless its style is `deep`, while files and objects in a list cannot be joined.
 *
 * @example
 * const type = { kind: "map", values: { kind: "unknown", nullable: false }, nullable: false };
 * const body = { kind: "multipart" };
 * styleOf({ types: [] }, { body }, { in: "body", style: "brackets", type }); // => "json"
 * styleOf({ types: [] }, { body }, { in: "body", style: "comma", type: { kind: "array", items: type } }); // => "repeat"
 */
export function styleOf(
  model: HasTypes,
  { body }: Pick<OperationModel, "body">,
  { type, in: place, style }: Pick<ParameterModel, "in" | "style" | "type">,
): ListStyle {
  if (place === "header") return "comma";
  if (place !== "body" || body?.kind !== "multipart" || style === "deep") return style;
  const here = resolveType(model, type);
  if (isObject(here)) return "json";
  if (style === "brackets" || style === "indexed") return style;
  const items = here.kind === "array" ? unionMembers(model, here.items) : [];
  // Of JSON only files are kept out.
  const isParts = items.some((item) => (style === "json" ? mayBeFile(item) : mayBePart(item)));
  return isParts ? "repeat" : style;
}

/** Whether a parameter is among names and values, or, as a sentence, how it should have been written. */
export function isThere(
  model: HasTypes,
  { name, type, style }: Pick<ParameterModel, "name" | "style" | "type">,
  pairs: Pairs,
): boolean | string {
  const isWritten = HAS_STYLE.has(resolveType(model, type).kind) && pairs.length > 0;
  return isWritten ? writtenAs(style, name, pairs) : pairs.some(([given]) => given === name);
}

/** A single value of a parameter: its text, the name that it came by, and what it can be. */
export interface Single {
  readonly name: string;
  readonly text: string;
  readonly types: readonly ResolvedType[];
}

/**
 * The single values that came as a parameter: itself, the items of a list, or what is in an object in the style `deep`. What
 * is JSON is not taken apart.
 *
 * @example
 * const flag = { kind: "primitive", name: "boolean", format: undefined, nullable: false };
 * const days = { name: "days", style: "comma", type: { kind: "array", items: flag, nullable: false } };
 * singlesOf({ types: [] }, days, [["days", "Y,N"]]).map(({ text }) => text); // => ["Y", "N"]
 */
export function singlesOf(
  model: HasTypes,
  { name, type, style }: Pick<ParameterModel, "name" | "style" | "type">,
  pairs: Pairs,
): readonly Single[] {
  const here = resolveType(model, type);
  const isAlone = !HAS_STYLE.has(here.kind);
  const pattern = isAlone ? exactly(name) : NAMED[style](name);
  const own = pairs.filter(([given]) => pattern.test(given));
  if (style === "deep" && !isAlone) {
    return own.map(([given, text]) => {
      const keys = [...given.slice(name.length).matchAll(/\[([^\]]*)\]/g)].map(
        ([, key = ""]) => key,
      );
      return { name: given, text, types: typesAt(model, type, keys) };
    });
  }
  if (here.kind !== "array") {
    const types = isAlone ? unionMembers(model, here) : [];
    return own.map(([given, text]) => ({ name: given, text, types }));
  }
  if (style === "json") return [];
  const types = unionMembers(model, here.items);
  const separator = SEPARATORS[style];
  return own.flatMap(([given, text]) => {
    // Joined, nothing is an empty list as well.
    const texts = separator === undefined ? [text] : text.split(separator);
    const isNone = separator !== undefined && text === "";
    return isNone ? [] : texts.map((one) => ({ name: given, text: one, types }));
  });
}

function typesAt(
  model: HasTypes,
  type: TypeModel,
  [key, ...rest]: readonly string[],
): readonly ResolvedType[] {
  const here = unionMembers(model, type);
  if (key === undefined) return here;
  return here.flatMap((one) => {
    const next = resolvePath(model, one, key);
    return next === undefined ? [] : typesAt(model, next, rest);
  });
}

function isObject({ kind }: ResolvedType): boolean {
  return kind === "object" || kind === "map";
}

function mayBeFile(type: ResolvedType): boolean {
  return type.kind === "unknown" || (type.kind === "primitive" && type.format === "binary");
}

function mayBePart(type: ResolvedType): boolean {
  return mayBeFile(type) || isObject(type) || type.kind === "array";
}

const HAS_STYLE: ReadonlySet<TypeModel["kind"]> = new Set(["array", "map", "object"]);

const SEPARATORS: { readonly [S in ListStyle]?: string } = {
  comma: ",",
  pipe: "|",
  space: " ",
  semicolon: ";",
};

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
  // An object without members has no other form.
  if (style === "deep" && pairs.find(([given]) => given === name)?.[1] === "") return true;
  const names = pairs.map(([given]) => given);
  const pattern = NAMED[style](name);
  const own = names.filter((given) => pattern.test(given));
  const other = names.find(
    (given) => !pattern.test(given) && (given === name || given.startsWith(`${name}[`)),
  );
  if (other !== undefined)
    return `${name} is written in the style "${style}", and came as ${other}.`;
  const isJoined = !["brackets", "deep", "indexed", "repeat"].includes(style);
  if (isJoined && own.length > 1)
    return `${name} is written in the style "${style}", and came ${own.length} times.`;
  return own.length > 0;
}

function exactly(name: string): RegExp {
  return new RegExp(`^${escaped(name)}$`);
}
