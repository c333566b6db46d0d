import { followed } from "./document.js";
import { at, itemsOf, textOf } from "./json.js";

/** The schemas of which a value has one. */
export function alternatives(schema: unknown): readonly unknown[] {
  return [...itemsOf(at(schema, "oneOf")), ...itemsOf(at(schema, "anyOf"))];
}

/** The same without null, which is no member of a union in a descriptor. */
export function membersOf(schema: unknown): readonly unknown[] {
  return alternatives(schema).filter((member) => !isNull(member));
}

/** Whether nothing but null is a value of it. */
export function isNull(schema: unknown): boolean {
  return textOf(at(schema, "type")) === "null";
}

/** Tells of schemas whether their values can have a property, whichever member of a union they are. */
export function hasProperty(name: string, document: unknown): (schema: unknown) => boolean {
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
