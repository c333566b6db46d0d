import type { NamedTypeModel, TypeModel } from "@oauth1/descriptor";

/** The named types of a provider, and what follows from how they refer to each other. */
export interface TypeGraph {
  /** The type itself, where another only refers to it. */
  readonly resolve: (type: TypeModel) => TypeModel;
  /** The type at a path of names with dots between them; `undefined` where the path leads nowhere known. */
  readonly at: (type: TypeModel, path: string) => TypeModel | undefined;
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
 * graph.at(tree, "children") === list; // => true
 */
export function typeGraph(types: readonly NamedTypeModel[]): TypeGraph {
  const named = new Map(types.map(({ name, type }) => [name, type]));
  const resolve = (type: TypeModel): TypeModel => {
    const target = type.kind === "reference" ? named.get(type.name) : undefined;
    return target === undefined ? type : resolve(target);
  };
  const discriminators = new Map(types.flatMap(({ type }) => partsOf(type)).flatMap(told));
  return {
    resolve,
    at: (type, path) =>
      path === "" ? type : walk(resolve(type), { names: path.split("."), resolve }),
    isRecursive: (name) => reachable(named, name).has(name),
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
  return [type, ...childrenOf(type).flatMap(partsOf)];
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
  named: ReadonlyMap<string, TypeModel>,
  name: string,
  found: Set<string> = new Set(),
): ReadonlySet<string> {
  const type = named.get(name);
  for (const next of type === undefined ? [] : referencesOf(type)) {
    if (found.has(next)) continue;
    found.add(next);
    reachable(named, next, found);
  }
  return found;
}

function walk(
  type: TypeModel,
  { names, resolve }: { names: readonly string[]; resolve: TypeGraph["resolve"] },
): TypeModel | undefined {
  const [first, ...rest] = names;
  if (first === undefined) return type;
  const next = partAt(type, first);
  return next === undefined ? undefined : walk(resolve(next), { names: rest, resolve });
}

function partAt(type: TypeModel, name: string): TypeModel | undefined {
  if (type.kind === "map") return type.values;
  if (type.kind === "array") return /^\d+$/.test(name) ? type.items : undefined;
  if (type.kind !== "object") return undefined;
  return type.properties.find((property) => property.name === name)?.type;
}
