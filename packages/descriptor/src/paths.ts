import type { ProviderModel, TypeModel } from "./model.js";

/** A model, as far as its types are concerned. */
type HasTypes = Pick<ProviderModel, "types">;

/** A type that says itself what it is. */
export type ResolvedType = Exclude<TypeModel, { readonly kind: "reference" }>;

/**
 * The type that a type refers to, where it is a reference; through any number of references. What leads nowhere, or in a
 * circle, is unknown.
 *
 * @example
 * const number = { kind: "primitive", name: "integer", format: undefined, nullable: false } as const;
 * const model = { types: [{ name: "Id", description: undefined, type: number }] };
 * resolveType(model, { kind: "reference", name: "Id", nullable: false }) === number; // => true
 */
export function resolveType({ types }: HasTypes, type: TypeModel): ResolvedType {
  const seen = new Set<string>();
  let here = type;
  while (here.kind === "reference") {
    const { name } = here;
    const target = types.find((one) => one.name === name)?.type;
    if (target === undefined || seen.has(name)) return UNKNOWN;
    seen.add(name);
    here = target;
  }
  return here;
}

/**
 * The type at a path into an answer: names and indexes with dots between them, where the longest name that is there
 * counts, because names can have dots themselves. The empty path is the answer's own type. A reference at the end stays one; what lies behind an unknown type is
 * unknown, and `undefined` is what the types rule out.
 *
 * @example
 * const text = { kind: "primitive", name: "string", format: undefined, nullable: false } as const;
 * const user = { kind: "object", properties: [{ name: "name", required: true, type: text, description: undefined }], nullable: false } as const;
 * const model = { types: [{ name: "User", description: undefined, type: user }] };
 * const list = { kind: "array", items: { kind: "reference", name: "User", nullable: false }, nullable: false } as const;
 * resolvePath(model, list, "0.name") === text; // => true
 * resolvePath(model, list, "0.nmae"); // => undefined
 */
export function resolvePath(model: HasTypes, type: TypeModel, path: string): TypeModel | undefined {
  if (path === "") return type;
  const here = resolveType(model, type);
  if (here.kind === "unknown") return here;
  if (here.kind === "union") {
    return firstOf(unionMembers(model, here), (one) => resolvePath(model, one, path));
  }
  for (const [name, rest] of beginnings(path)) {
    const next = partAt(here, name);
    if (next !== undefined) return resolvePath(model, next, rest);
  }
  return undefined;
}

/**
 * The names that a path can begin with, the longest first, each with the path behind it.
 *
 * @example
 * beginnings("odata.error.code"); // => [["odata.error.code", ""], ["odata.error", "code"], ["odata", "error.code"]]
 */
export function beginnings(path: string): readonly (readonly [name: string, rest: string])[] {
  const names = path.split(".");
  return names
    .map((_, at) => [names.slice(0, at + 1).join("."), names.slice(at + 1).join(".")] as const)
    .reverse();
}

/**
 * What a value of a type can be, unions within unions taken apart. A union that is one of its own members ends there.
 *
 * @example
 * const text = { kind: "primitive", name: "string", format: undefined, nullable: false } as const;
 * const tree = { kind: "union", members: [text, { kind: "reference", name: "Tree", nullable: false }], discriminator: undefined, nullable: false } as const;
 * unionMembers({ types: [{ name: "Tree", description: undefined, type: tree }] }, tree); // => [text]
 */
export function unionMembers(
  model: HasTypes,
  type: TypeModel,
  seen: Set<ResolvedType> = new Set(),
): readonly ResolvedType[] {
  const here = resolveType(model, type);
  if (here.kind !== "union") return [here];
  if (seen.has(here)) return [];
  seen.add(here);
  return here.members.flatMap((member) => unionMembers(model, member, seen));
}

/** Whether a value may be null: by its type, by one that this refers to, or by one of several that it can be. */
export function mayBeNull(
  { types }: HasTypes,
  type: TypeModel,
  seen: Set<TypeModel> = new Set(),
): boolean {
  if (type.nullable) return true;
  if (seen.has(type)) return false;
  seen.add(type);
  if (type.kind === "union") return type.members.some((one) => mayBeNull({ types }, one, seen));
  const target =
    type.kind === "reference" ? types.find(({ name }) => name === type.name)?.type : undefined;
  return target !== undefined && mayBeNull({ types }, target, seen);
}

/**
 * The type of the items in the list at a path; unknown where nobody describes it, and `undefined` where there is no list.
 *
 * @example
 * const list = { kind: "array", items: { kind: "reference", name: "User", nullable: false }, nullable: false } as const;
 * itemType({ types: [] }, list, ""); // => { kind: "reference", name: "User", nullable: false }
 */
export function itemType(model: HasTypes, type: TypeModel, path: string): TypeModel | undefined {
  const found = resolvePath(model, type, path);
  const members = found === undefined ? [] : unionMembers(model, found);
  // What there is one of comes alone from some APIs, and several as a list.
  const list = members.find(({ kind }) => kind === "array" || kind === "unknown");
  return list?.kind === "array" ? list.items : list;
}

const UNKNOWN: ResolvedType = { kind: "unknown", nullable: false };

function partAt(type: ResolvedType, name: string): TypeModel | undefined {
  if (type.kind === "map") return type.values;
  if (type.kind === "array") return /^\d+$/.test(name) ? type.items : undefined;
  if (type.kind !== "object") return undefined;
  return type.properties.find((property) => property.name === name)?.type;
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
