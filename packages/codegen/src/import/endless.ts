import type { DescribedType } from "@oauth1/descriptor";
import type { Importing } from "./importing.js";
import { within } from "./places.js";

/** A type that leads to nothing but itself says nothing. */
export function openCircles(
  names: readonly (readonly [place: string, name: string])[],
  { types, note }: Importing,
): void {
  for (const [place, name] of names.filter(([, one]) => leadsBack(one, types))) {
    note(place, "it is described by itself, and can be anything");
    types.set(name, {});
  }
}

function leadsBack(name: string, types: Types): boolean {
  const met = new Set(standInsOf(types.get(name)));
  // What is added on the way is walked too.
  for (const next of met) for (const further of standInsOf(types.get(next))) met.add(further);
  return met.has(name);
}

/** The types that one stands for, whole. */
function standInsOf({ $ref, oneOf = [] }: DescribedType = {}): readonly string[] {
  return [...($ref === undefined ? [] : [$ref]), ...oneOf.flatMap(standInsOf)];
}

/** Makes optional what a type cannot have always: no value is of a type that has another of itself in it, and so on. */
export function endTypes({ typeNames, types, note }: Importing): void {
  const places = new Map([...typeNames].map(([place, name]) => [name, place]));
  for (let open = endlessAmong(types); open.size > 0;) {
    const before = open.size;
    for (const name of open) {
      const property = propertyBack(name, { open, types });
      if (property === undefined) continue;
      const place = within(places.get(name) ?? name, `.${property}`);
      note(place, "it would need another of its own type in it, and became optional");
      types.set(name, optional(types.get(name) ?? {}, property));
      open = endlessAmong(types);
      break;
    }
    // What is left needs one that was found to be endless for another reason.
    if (open.size === before) return;
  }
}

type Types = Importing["types"];

/** The names of the types that are left when all others have been found to end. */
function endlessAmong(types: Types): ReadonlySet<string> {
  const open = new Set(types.keys());
  for (let before = -1; before !== open.size;) {
    before = open.size;
    for (const name of open) if (ends(types.get(name), open)) open.delete(name);
  }
  return open;
}

function ends(type: DescribedType | undefined, open: ReadonlySet<string>): boolean {
  if (type?.nullable === true) return true;
  if (type?.$ref !== undefined) return !open.has(type.$ref);
  if (type?.oneOf !== undefined) return type.oneOf.some((one) => ends(one, open));
  return demandedBy(type).every(([, property]) => ends(property, open));
}

function demandedBy({ properties = {}, required = [] }: DescribedType = {}): readonly (readonly [
  name: string,
  type: DescribedType,
])[] {
  return Object.entries(properties).filter(([name]) => required.includes(name));
}

/** The property of an endless type that leads back to it. */
function propertyBack(
  name: string,
  { open, types }: { readonly open: ReadonlySet<string>; readonly types: Types },
): string | undefined {
  const leadsBack = ([, property]: readonly [name: string, type: DescribedType]): boolean => {
    const met = new Set(neededBy(property, open));
    // What is added on the way is walked too.
    for (const next of met) for (const one of neededBy(types.get(next), open)) met.add(one);
    return met.has(name);
  };
  return demandedBy(types.get(name)).find(leadsBack)?.[0];
}

/** The endless types that a value cannot be without. */
function neededBy(type: DescribedType | undefined, open: ReadonlySet<string>): readonly string[] {
  if (type === undefined || type.nullable === true) return [];
  if (type.$ref !== undefined) return open.has(type.$ref) ? [type.$ref] : [];
  const parts = type.oneOf ?? demandedBy(type).map(([, property]) => property);
  return parts.flatMap((part) => neededBy(part, open));
}

function optional(type: DescribedType, property: string): DescribedType {
  const { required = [], ...others } = type;
  const left = required.filter((name) => name !== property);
  return left.length === 0 ? others : { ...others, required: left };
}
