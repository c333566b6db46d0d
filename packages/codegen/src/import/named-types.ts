import type { DescribedType } from "@oauth1/descriptor";
import { readWaiting } from "./composed.js";
import { openCircles } from "./endless.js";
import { familyUnion, unionsIn } from "./families.js";
import type { Importing, Ways } from "./importing.js";
import { at, entriesOf, textOf } from "./json.js";
import { freeName, pascalCase } from "./names.js";
import { schemaName } from "./references.js";
import { typeOf } from "./types.js";
import { alternatives } from "./unions.js";

/** Names for the schemas of a document, none of which is among those taken. */
export function nameTypes(document: unknown, taken: Set<string>): ReadonlyMap<string, string> {
  const schemas = entriesOf(at(document, "components", "schemas"));
  return new Map(schemas.map(([name]) => [name, freeName(pascalCase(name), taken)]));
}

/** Adds every named schema to the descriptor's types. What others extend becomes a choice between them. */
export function importTypes(importing: Importing, waysOf: (name: string) => Ways): void {
  const { document, typeNames, types, families, note } = importing;
  for (const [name, schema] of entriesOf(at(document, "components", "schemas"))) {
    const children = families.get(name);
    if (children !== undefined)
      note(name, `it became one of those that extend it: ${children.join(", ")}`);
    const said = children === undefined ? schema : familyUnion(schema, children);
    types.set(
      typeNames.get(name) ?? name,
      typeOf(said, name, { ...importing, ways: waysOf(name) }),
    );
  }
  readWaiting(importing);
  openCircles([...typeNames], importing);
  tellApart(importing);
}

/** The values that tell a type from the others of a union, which OpenAPI may say at the union only. */
function tellApart({ document, typeNames, types, families }: Importing): void {
  const extended = [...families].map(([name, children]) =>
    familyUnion(at(document, "components", "schemas", name), children),
  );
  const unions = [...unionsIn(document), ...extended];
  const tellings = unions.flatMap((union) => tellingsOf(union, typeNames));
  const all = new Map<string, Telling>();
  for (const { type, property, values } of tellings) {
    const key = JSON.stringify([type, property]);
    const known = all.get(key)?.values ?? [];
    all.set(key, { type, property, values: [...new Set([...known, ...values])] });
  }
  for (const telling of all.values()) {
    const type = types.get(telling.type);
    if (type !== undefined) types.set(telling.type, told(type, telling));
  }
}

interface Telling {
  readonly type: string;
  readonly property: string;
  /** More than one where a mapping has several names for a schema, or unions differ in theirs. */
  readonly values: readonly string[];
}

/** A value stands in the mapping; without one it is the schema's name. */
function tellingsOf(union: unknown, typeNames: Importing["typeNames"]): readonly Telling[] {
  const property = textOf(at(union, "discriminator", "propertyName"));
  const mapping = entriesOf(at(union, "discriminator", "mapping")).map(([value, to]) => {
    const target = textOf(to) ?? "";
    return [value, schemaName(target) ?? target] as const;
  });
  return alternatives(union).flatMap((member) => {
    const name = schemaName(textOf(at(member, "$ref")) ?? "");
    const type = name === undefined ? undefined : typeNames.get(name);
    if (property === undefined || name === undefined || type === undefined) return [];
    const mapped = mapping.filter(([, target]) => target === name).map(([value]) => value);
    return [{ type, property, values: mapped.length === 0 ? [name] : mapped }];
  });
}

function told(type: DescribedType, { property, values }: Telling): DescribedType {
  const { properties = {} } = type;
  const own = Object.hasOwn(properties, property) ? properties[property] : undefined;
  if (own?.type !== "string" || own.format !== undefined) return type;
  const known = values.filter((value) => own.enum === undefined || own.enum.includes(value));
  if (known.length === 0) return type;
  return { ...type, properties: { ...properties, [property]: { ...own, enum: known } } };
}
