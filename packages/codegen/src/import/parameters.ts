import type {
  DescribedParameter,
  DescribedType,
  ListStyle,
  ParameterPlace,
} from "@oauth1/descriptor";
import type { Importing } from "./importing.js";
import { at, entriesOf, textOf } from "./json.js";
import { freeName, pascalCase } from "./names.js";
import { followed } from "./references.js";
import { refusalOf } from "./refusals.js";
import { DEPRECATED, typeOf } from "./types.js";

/** What stands there, or what a reference there leads to; of references in a circle one of them. */
export function resolved(value: unknown, { document }: Pick<Importing, "document">): unknown {
  const seen = new Set<string>();
  let here = value;
  for (;;) {
    const reference = textOf(at(here, "$ref"));
    if (reference === undefined || seen.has(reference)) return here;
    seen.add(reference);
    here = followed(document, reference);
  }
}

/** A parameter by its name; nothing, and a note, where the descriptor has no place for it. */
export function parameterOf(
  parameter: unknown,
  place: string,
  importing: Importing,
): readonly [name: string, DescribedParameter] | undefined {
  const name = textOf(at(parameter, "name")) ?? "";
  const where = placeOf(textOf(at(parameter, "in")));
  const note = (text: string): void => importing.note(place, text);
  if (at(parameter, "$ref") !== undefined) {
    note("a parameter was left out: its reference leads in a circle");
    return undefined;
  }
  if (where === undefined || name === "") {
    note(`the ${textOf(at(parameter, "in"))} parameter "${name}" was left out`);
    return undefined;
  }
  const refusal = refusalOf(name, where);
  if (refusal !== undefined) {
    note(refusal);
    return undefined;
  }
  if (at(parameter, "deprecated") === true) importing.noteMany(`${place} "${name}"`, DEPRECATED);
  const [content] = entriesOf(at(parameter, "content"));
  const schema = at(content?.[1], "schema") ?? at(parameter, "schema");
  const described = withoutNull(typeOf(schema, `${place} "${name}"`, importing), importing);
  const type = where === "path" ? inPath(described, place, importing) : described;
  const written = content === undefined;
  const whole = wholeType(type, importing);
  if (written && isUnwritable(parameter, whole)) {
    note(`a descriptor has no style for "${name}": it was left out`);
    return undefined;
  }
  noteStyle({ parameter, name, where }, note);
  const required = where !== "path" && at(parameter, "required") === true;
  return [
    name,
    {
      in: where,
      ...(required ? { required } : {}),
      ...named(type, name, importing),
      ...styleOf(parameter, { type: whole, written }),
    },
  ];
}

function placeOf(said: string | undefined): ParameterPlace | undefined {
  return said === "path" || said === "query" || said === "header" ? said : undefined;
}

function inPath(type: DescribedType, place: string, importing: Importing): DescribedType {
  const kind = wholeType(type, importing).type;
  if (kind !== "array" && kind !== "object") return type;
  importing.note(place, "a list in the path became a text");
  return { type: "string" };
}

/** What is described elsewhere, in the place of the reference to it. */
export function wholeType(type: DescribedType, importing: Importing): DescribedType {
  const target = targetOf(type, importing);
  return target === undefined ? type : wholeType(target, importing);
}

/** A type without null, of which nothing is sent but in JSON. */
export function withoutNull(type: DescribedType, importing: Importing): DescribedType {
  if (!mayBeNull(type, importing)) return type;
  const { nullable: _, ...own } = type;
  const target = targetOf(own, importing);
  return target === undefined || !mayBeNull(target, importing)
    ? own
    : withoutNull(target, importing);
}

function mayBeNull(type: DescribedType, importing: Importing): boolean {
  const target = targetOf(type, importing);
  return type.nullable === true || (target !== undefined && mayBeNull(target, importing));
}

function targetOf({ $ref }: DescribedType, { types }: Importing): DescribedType | undefined {
  return $ref === undefined ? undefined : types.get($ref);
}

/** Objects whose properties become parameters (`a=1&b=2`) or one list (`a,1,b,2`), and lists with tabs, as Swagger has them. */
export function isUnwritable(parameter: unknown, { type }: DescribedType): boolean {
  if (type === "array") return at(parameter, "x-collectionFormat") === "tsv";
  return type === "object" && at(parameter, "style") !== "deepObject";
}

/** A type without parts: the word `required` says something else of a parameter. */
export type ParameterType = Omit<DescribedParameter, "example" | "in" | "required" | "style">;

/** A type with parts of its own gets a name, because a parameter has no room for them. */
export function named(type: DescribedType, name: string, importing: Importing): ParameterType {
  const { required: _, properties, ...simple } = type;
  if ((properties ?? type.oneOf ?? type.additionalProperties) === undefined) return simple;
  const text = JSON.stringify(type);
  const names = namesByText(importing.types);
  const free = names.get(text) ?? freeName(pascalCase(name), importing.taken);
  importing.types.set(free, type);
  return { $ref: free };
}

/** The names of types by what they say. Types are only added while there are parameters. */
function namesByText(types: Importing["types"]): ReadonlyMap<string, string> {
  const index = indexes.get(types) ?? { size: 0, names: new Map<string, string>() };
  for (const [name, type] of [...types].slice(index.size)) {
    const text = JSON.stringify(type);
    if (!index.names.has(text)) index.names.set(text, name);
  }
  index.size = types.size;
  indexes.set(types, index);
  return index.names;
}

// Every parameter is compared with every type that there is so far.
const indexes = new WeakMap<Importing["types"], { size: number; names: Map<string, string> }>();

/** What a descriptor has no words for of how a value is written. */
function noteStyle(
  { parameter, name, where }: { parameter: unknown; name: string; where: ParameterPlace },
  note: (text: string) => void,
): void {
  const style = textOf(at(parameter, "style"));
  const isKnown = where === "query" ? style !== undefined && KNOWN.has(style) : style === "simple";
  if (style !== undefined && !isKnown) note(`the style "${style}" of "${name}" was left out`);
  if (at(parameter, "allowReserved") === true) note(`"allowReserved" of "${name}" was left out`);
}

/** How a list is written; nothing is said where its name is repeated. */
export function styleOf(
  parameter: unknown,
  { type, written }: { readonly type: DescribedType; readonly written: boolean },
): { readonly style?: ListStyle } {
  const isOther = type.type !== undefined && type.type !== "array" && type.type !== "object";
  if (isOther) return {};
  if (!written) return { style: "json" };
  const said = textOf(at(parameter, "style")) ?? "form";
  if (said === "deepObject") return { style: "deep" };
  const apart = at(parameter, "explode") === false || said !== "form";
  const style = type.type === "array" && apart ? STYLES[said] : undefined;
  return style === undefined ? {} : { style };
}

const STYLES: Readonly<Record<string, ListStyle>> = {
  form: "comma",
  simple: "comma",
  spaceDelimited: "space",
  pipeDelimited: "pipe",
};

const KNOWN: ReadonlySet<string> = new Set([...Object.keys(STYLES), "deepObject"]);
