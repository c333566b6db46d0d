import type { DescribedType } from "@oauth1/descriptor";
import type { Importing } from "./importing.js";
import { at, entriesOf, itemsOf, textOf } from "./json.js";
import { followed } from "./references.js";

/** The schemas of which a value has one. */
export function alternatives(schema: unknown): readonly unknown[] {
  return [...itemsOf(at(schema, "oneOf")), ...itemsOf(at(schema, "anyOf"))];
}

/** The same without null, which is no member of a union in a descriptor, and without what only says what is required. */
export function membersOf(schema: unknown): readonly unknown[] {
  const kind =
    at(schema, "type") ?? (at(schema, "properties") === undefined ? undefined : "object");
  return alternatives(schema).filter((member) => !isNull(member) && saysMore(member, kind));
}

/** Whether a member says more of a value than what its union is anyway. */
function saysMore(member: unknown, kind: unknown): boolean {
  const words = entriesOf(member).map(([word]) => word);
  const isOther = words.includes("type") && at(member, "type") !== kind;
  if (isOther || words.some((word) => SAYING.has(word))) return true;
  return kind === undefined && !words.includes("required") && !words.includes("not");
}

const SAYING: ReadonlySet<string> = new Set([
  "$ref",
  "additionalProperties",
  "allOf",
  "anyOf",
  "const",
  "enum",
  "format",
  "items",
  "oneOf",
  "properties",
]);

/** Whether nothing but null is a value of it. */
export function isNull(schema: unknown): boolean {
  const values = itemsOf(at(schema, "enum") ?? [at(schema, "const")]);
  const isOnly = values.length > 0 && values.every((value) => value === null);
  // YAML takes the word without quotes for the value.
  const kinds = [at(schema, "type")].flat();
  return isOnly || kinds.every((kind) => kind === "null" || kind === null);
}

/** One of several. Texts among them become one list of values. */
export function unionOf(members: readonly DescribedType[]): DescribedType {
  const enums = members.filter((member) => member.enum !== undefined);
  const values = [...new Set(enums.flatMap((member) => member.enum ?? []))];
  const others = members.filter((member) => member.enum === undefined);
  const texts: readonly DescribedType[] =
    values.length === 0 ? [] : [{ type: "string", enum: values }];
  const [first, ...rest] = distinct([...others, ...texts]);
  return first === undefined || rest.length === 0 ? (first ?? {}) : { oneOf: [first, ...rest] };
}

function distinct(types: readonly DescribedType[]): readonly DescribedType[] {
  return [...new Map(types.map((type) => [JSON.stringify(type), type])).values()];
}

/** What tells the members of a union apart, if all of them have it. */
export function discriminatorOf(
  union: unknown,
  place: string,
  { document, note }: Importing,
): Pick<DescribedType, "discriminator"> {
  const discriminator = textOf(at(union, "discriminator", "propertyName"));
  if (discriminator === undefined) return {};
  const has = hasProperty(discriminator, document);
  const isEverywhere = at(union, "properties", discriminator) !== undefined;
  if (isEverywhere || membersOf(union).every((member) => has(member))) return { discriminator };
  note(place, `the discriminator "${discriminator}" was left out: not every member has it`);
  return {};
}

/** Tells of schemas whether their values can have a property, whichever member of a union they are. */
function hasProperty(name: string, document: unknown): (schema: unknown) => boolean {
  const has = (schema: unknown, seen: readonly string[]): boolean => {
    const reference = textOf(at(schema, "$ref"));
    if (reference !== undefined) {
      const isCircle = seen.includes(reference);
      return !isCircle && has(followed(document, reference), [...seen, reference]);
    }
    const members = membersOf(schema);
    return (
      at(schema, "properties", name) !== undefined ||
      itemsOf(at(schema, "allOf")).some((part) => has(part, seen)) ||
      (members.length > 0 && members.every((member) => has(member, seen)))
    );
  };
  return (schema) => has(schema, []);
}
