import type { NamedTypeModel, OperationModel, ProviderModel, TypeModel } from "@oauth1/descriptor";
import { indexFile } from "./files/package-index.js";
import { importStatements } from "./files/provider/imports.js";
import { wordsOf } from "./import/names.js";
import { code } from "./markdown.js";
import { typeGraph } from "./type-graph.js";
import { nameOccurrences, ownerName, singular, type Occurrence } from "./union-names.js";

/**
 * A model in which every open union of at least four values that stands in several places is a type with a name. Places whose
 * names end with the same word mean the same one by the same values: `user_fields` and `fields` do, `comments` and `tags` do not.
 */
export function nameRepeatedUnions(model: ProviderModel): ProviderModel {
  const found = new Map<string, Occurrence[]>();
  mapModel(model, (union, place) => {
    if (union.values.length < LEAST) return union;
    const key = keyOf(union, place);
    found.set(key, [...(found.get(key) ?? []), place]);
    return union;
  });
  const repeated = new Map([...found].filter(([, places]) => places.length > 1));
  if (repeated.size === 0) return model;
  const names = nameOccurrences(repeated, namesTaken(model));
  const types = new Map<string, NamedTypeModel>();
  const mapped = mapModel(model, (union, place) => {
    const key = keyOf(union, place);
    const name = names.get(key);
    if (name === undefined) return union;
    const description = descriptionOf(repeated.get(key) ?? []);
    types.set(name, types.get(name) ?? { name, description, type: { ...union, nullable: false } });
    return { kind: "reference", name, nullable: union.nullable };
  });
  const added = [...types.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { ...mapped, types: [...mapped.types, ...added] };
}

/** The fewest values that are worth a name. */
const LEAST = 4;

type Enumeration = Extract<TypeModel, { kind: "enum" }>;

/** What becomes of a union at its place. */
type Visit = (union: Enumeration, place: Occurrence) => TypeModel;

/** The order of values means nothing. */
function keyOf({ values }: Enumeration, { name, isItem }: Occurrence): string {
  const last = wordsOf(name).at(-1) ?? "";
  return JSON.stringify([isItem ? singular(last) : last, [...values].sort()]);
}

/** What the places say in one voice, or else where the values belong. */
function descriptionOf(places: readonly Occurrence[]): string {
  const said = [...new Set(places.flatMap(({ description }) => description ?? []))];
  const [first] = said;
  if (first !== undefined && said.length === 1) return first;
  const names = [...new Set(places.map(({ name }) => name))].sort();
  return `Values of ${names.map(code).join(", ")}.`;
}

/** Every name that is said in the package's files already. */
function namesTaken(model: ProviderModel): Set<string> {
  const statements = [...indexFile(model), ...importStatements(model)];
  const said = statements.flatMap((statement) => ("names" in statement ? statement.names : []));
  const names = said.flatMap((name) => name.replace(/^type /, "").split(" as "));
  return new Set([...names, ...COMMON]);
}

// What files of operations import besides, and what an app would not want to be shadowed.
const COMMON: readonly string[] = (
  "Operation PagedOperation SessionLevel Array Blob Boolean Date Error Function Map Number Object Omit Pick Promise " +
  "Readonly ReadonlyArray Record Request Response Set String Symbol Uint8Array URL"
).split(" ");

function mapModel(model: ProviderModel, visit: Visit): ProviderModel {
  const { discriminatorOf } = typeGraph(model.types);
  return {
    ...model,
    operations: model.operations.map((operation) => mapOperation(operation, visit)),
    types: model.types.map((named) => {
      const { name, type } = named;
      const place = { name, isItem: false, owner: name };
      const discriminator = discriminatorOf(name);
      // A union that the descriptor names has its name.
      const mapped =
        type.kind === "enum" ? type : mapType(type, { ...place, discriminator }, visit);
      return { ...named, type: mapped };
    }),
  };
}

function mapOperation(operation: OperationModel, visit: Visit): OperationModel {
  const owner = ownerName(operation.group);
  const parameters = operation.parameters.map((parameter) => {
    const { name, description } = parameter;
    const type = mapType(parameter.type, { name, description, isItem: false, owner }, visit);
    return { ...parameter, type };
  });
  const place = { name: operation.id, isItem: false, owner };
  const isTyped = operation.response === "json";
  const result = isTyped ? mapType(operation.result, place, visit) : operation.result;
  return { ...operation, parameters, result };
}

interface Place extends Occurrence {
  /** The property that tells an object here from others: its values are all that there are. */
  readonly discriminator?: string | undefined;
}

function mapType(type: TypeModel, place: Place, visit: Visit): TypeModel {
  switch (type.kind) {
    case "enum":
      return visit(type, place);
    case "array":
      return { ...type, items: mapType(type.items, { ...place, isItem: true }, visit) };
    case "map":
      return { ...type, values: mapType(type.values, place, visit) };
    case "union": {
      const inside = { ...place, discriminator: type.discriminator };
      return { ...type, members: type.members.map((member) => mapType(member, inside, visit)) };
    }
    case "object":
      return { ...type, properties: type.properties.map((one) => mapProperty(one, place, visit)) };
    case "unknown":
    case "primitive":
    case "reference":
      return type;
  }
}

type Property = Extract<TypeModel, { kind: "object" }>["properties"][number];

function mapProperty(property: Property, { owner, discriminator }: Place, visit: Visit): Property {
  const { name, description, type } = property;
  if (name === discriminator && type.kind === "enum") return property;
  return { ...property, type: mapType(type, { name, description, isItem: false, owner }, visit) };
}
