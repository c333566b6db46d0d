import { at, entriesOf, itemsOf, textOf, textsOf } from "./json.js";
import { beyond } from "./places.js";
import { followed, schemaName } from "./references.js";
import { membersOf } from "./unions.js";

/** A schema without references and `allOf` of its own, and where it stands. */
export interface Part {
  readonly schema: unknown;
  readonly place: string;
}

/** All that holds of a value at once: a schema, with what its references and its `allOf` lead to in their places, each once. */
export function partsOf(
  { schema, place }: Part,
  document: unknown,
  seen: Set<string> = new Set(),
): readonly Part[] {
  const reference = textOf(at(schema, "$ref"));
  if (reference !== undefined) {
    if (seen.has(reference)) return [];
    seen.add(reference);
    const there = beyond(place, reference, schemaName(reference));
    return partsOf({ schema: followed(document, reference), place: there }, document, seen);
  }
  const { allOf, ...own } = Object.fromEntries(entriesOf(schema));
  const whole = itemsOf(allOf).flatMap((part) => partsOf({ schema: part, place }, document, seen));
  return [...whole, { schema: own, place }];
}

/** Whether it names properties. */
export function hasProperties({ schema }: Part): boolean {
  return entriesOf(at(schema, "properties")).length > 0;
}

/** Whether its values are one of several. */
export function isChoice({ schema }: Part): boolean {
  return membersOf(schema).length > 0;
}

/** A choice as one object: what any member names may be there, and what all of them demand has to be. */
export function blended({ schema, place }: Part, document: unknown, levels = 2): Part {
  const members = membersOf(schema).map((member) => {
    const parts = partsOf({ schema: member, place }, document);
    const inner = levels > 1 ? parts.filter(isChoice) : [];
    return [...parts, ...inner.map((choice) => blended(choice, document, levels - 1))];
  });
  const named = new Map<string, Map<string, unknown>>();
  for (const part of members.flat()) {
    for (const [name, property] of entriesOf(at(part.schema, "properties"))) {
      named.set(name, (named.get(name) ?? new Map()).set(JSON.stringify(property), property));
    }
  }
  const properties = [...named].map(([name, all]) => {
    const [first, ...others] = all.values();
    return [name, others.length === 0 ? first : { anyOf: [...all.values()] }] as const;
  });
  const demands = members.map((parts) =>
    parts.flatMap((part) => textsOf(at(part.schema, "required"))),
  );
  const [first = [], ...others] = demands;
  const required = first.filter((name) => others.every((names) => names.includes(name)));
  return { schema: { properties: Object.fromEntries(properties), required }, place };
}
