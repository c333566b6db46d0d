import { at, entriesOf, itemsOf, textOf } from "./json.js";
import { schemaName } from "./references.js";
import { alternatives } from "./unions.js";

/** The schemas that tell their values apart but name no alternatives, each with the names of the schemas that extend it. */
export function familiesIn(document: unknown): ReadonlyMap<string, readonly string[]> {
  const schemas = entriesOf(at(document, "components", "schemas"));
  const children = new Map<string, string[]>();
  for (const [name, schema] of schemas) {
    for (const part of itemsOf(at(schema, "allOf"))) {
      const parent = schemaName(textOf(at(part, "$ref")) ?? "");
      if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), name]);
    }
  }
  const bases = schemas.filter(([, schema]) => isBase(schema));
  const families = bases.map(([name]) => [name, descendants(name, children)] as const);
  return new Map(families.filter(([, names]) => names.length > 0));
}

function isBase(schema: unknown): boolean {
  const teller = textOf(at(schema, "discriminator", "propertyName"));
  return teller !== undefined && alternatives(schema).length === 0;
}

function descendants(name: string, children: ReadonlyMap<string, readonly string[]>): string[] {
  const found = new Set(children.get(name));
  // What is added on the way is walked too.
  for (const one of found) for (const further of children.get(one) ?? []) found.add(further);
  found.delete(name);
  return [...found];
}

/** A schema that others extend, as the choice between them that it stands for. */
export function familyUnion(base: unknown, names: readonly string[]): object {
  const pointer = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");
  const oneOf = names.map((name) => ({ $ref: `#/components/schemas/${pointer(name)}` }));
  return { oneOf, discriminator: at(base, "discriminator") };
}

/** Every property by which values of the document are told apart. */
export function tellersIn(document: unknown): ReadonlySet<string> {
  return new Set(
    unionsIn(document).flatMap((one) => textOf(at(one, "discriminator", "propertyName")) ?? []),
  );
}

/** Every schema with a discriminator. */
export function unionsIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return itemsOf(value).flatMap(unionsIn);
  const parts = entriesOf(value).flatMap(([, part]) => unionsIn(part));
  return at(value, "discriminator") === undefined ? parts : [value, ...parts];
}
