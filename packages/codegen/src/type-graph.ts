import { resolvePath, unionMembers, type NamedTypeModel, type TypeModel } from "@oauth1/descriptor";

/** The named types of a provider, and what follows from how they refer to each other. */
export interface TypeGraph {
  /** What a name stands for, which may be another name; `undefined` where nothing does. */
  readonly definitionOf: (name: string) => TypeModel | undefined;
  /** The type itself, where another only refers to it. */
  readonly resolve: (type: TypeModel) => TypeModel;
  /** What the list, or the map, at a path into a type holds; `undefined` where that is not known. */
  readonly itemAt: (type: TypeModel, path: string) => TypeModel | undefined;
  /** The names that types refer to, also by way of others. */
  readonly reachableFrom: (types: readonly TypeModel[]) => ReadonlySet<string>;
  /** Whether a type's own definition leads back to it. */
  readonly isRecursive: (name: string) => boolean;
  /** The property that tells a type from the others of its unions. */
  readonly discriminatorOf: (name: string) => string | undefined;
}

/**
 * The graph of a provider's types.
 *
 * @example
 * const list = { kind: "array", items: { kind: "reference", name: "Tree", nullable: false }, nullable: false } as const;
 * const tree = { kind: "object", properties: [{ name: "children", required: true, type: list, description: undefined }], nullable: false } as const;
 * const graph = typeGraph([{ name: "Tree", description: undefined, type: tree }]);
 * graph.isRecursive("Tree"); // => true
 * graph.itemAt(tree, "children"); // => { kind: "reference", name: "Tree", nullable: false }
 */
export function typeGraph(types: readonly NamedTypeModel[]): TypeGraph {
  const named = new Map(types.map(({ name, type }) => [name, type]));
  const resolve = (type: TypeModel): TypeModel => {
    const target = type.kind === "reference" ? named.get(type.name) : undefined;
    return target === undefined ? type : resolve(target);
  };
  const references = new Map(types.map(({ name, type }) => [name, referencesOf(type)]));
  const discriminators = new Map(types.flatMap(({ type }) => partsOf(type)).flatMap(told));
  return {
    definitionOf: (name) => named.get(name),
    resolve,
    itemAt(type, path) {
      const found = resolvePath({ types }, type, path);
      // What there is one of may come alone, and several as a list.
      return found === undefined ? undefined : firstItem(unionMembers({ types }, found));
    },
    reachableFrom: (starts) => reachable(references, starts.flatMap(referencesOf)),
    isRecursive: (name) => reachable(references, references.get(name) ?? []).has(name),
    discriminatorOf: (name) => discriminators.get(name),
  };
}

/**
 * The names that a type refers to by itself.
 *
 * @example
 * referencesOf({ kind: "array", items: { kind: "reference", name: "Photo", nullable: false }, nullable: false }); // => ["Photo"]
 */
export function referencesOf(type: TypeModel): readonly string[] {
  return partsOf(type).flatMap((part) => (part.kind === "reference" ? [part.name] : []));
}

/** A type and all types in it, without those that it only refers to. */
function partsOf(type: TypeModel): readonly TypeModel[] {
  const parts: TypeModel[] = [];
  const collect = (part: TypeModel): void => {
    parts.push(part);
    childrenOf(part).forEach(collect);
  };
  collect(type);
  return parts;
}

function childrenOf(type: TypeModel): readonly TypeModel[] {
  switch (type.kind) {
    case "array":
      return [type.items];
    case "map":
      return [type.values];
    case "object":
      return type.properties.map((property) => property.type);
    case "union":
      return type.members;
    case "unknown":
    case "primitive":
    case "enum":
    case "reference":
      return [];
  }
}

/** The members of a union that are told apart by a property, with that property. */
function told(type: TypeModel): readonly (readonly [name: string, property: string])[] {
  if (type.kind !== "union" || type.discriminator === undefined) return [];
  const { discriminator } = type;
  return type.members.flatMap((member) =>
    member.kind === "reference" ? [[member.name, discriminator] as const] : [],
  );
}

function reachable(
  references: ReadonlyMap<string, readonly string[]>,
  start: readonly string[],
): ReadonlySet<string> {
  const found = new Set(start);
  // What is added on the way is walked too.
  for (const name of found) for (const next of references.get(name) ?? []) found.add(next);
  return found;
}

function firstItem(types: readonly TypeModel[]): TypeModel | undefined {
  const list = types.find(({ kind }) => kind === "array" || kind === "map");
  if (list?.kind === "map") return list.values;
  return list?.kind === "array" ? list.items : undefined;
}
