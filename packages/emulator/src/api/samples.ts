import {
  resolvePath,
  resolveType,
  textFormat,
  unionMembers,
  type OperationModel,
  type PropertyModel,
  type ProviderModel,
  type ResolvedType,
  type TypeModel,
} from "@oauth1/descriptor";
import { accountOf } from "../account.js";
import { withValueAt } from "../json-path.js";
import { signsWithin, withoutSigns } from "./signs.js";

/**
 * What an operation answers a user: the descriptor's example, or a value made of the result's type; the profile operation
 * tells who is signed in.
 *
 * @example
 * const operation = { id: "me", example: { data: { id: "0", name: "Somebody" } } };
 * const model = { api: { profile: { operation: "me", username: ["data", "name"] } }, types: [] };
 * resultOf(model, operation, "alice"); // => { data: { id: "0", name: "alice" } }
 */
export function resultOf(
  model: {
    readonly api: Pick<ProviderModel["api"], "errors" | "profile">;
    readonly types: ProviderModel["types"];
  },
  operation: Pick<OperationModel, "envelope" | "example" | "id" | "result">,
  user: string,
): unknown {
  const { id, example } = operation;
  const value = example === undefined ? sampleResult(model, operation) : example;
  const { profile } = model.api;
  if (profile?.operation !== id) return value;
  const account = accountOf(user);
  // Where the name is all that tells users apart, it is both.
  const identified = personal(value, profile.id, account.id);
  return personal(identified, profile.username, account.username);
}

/**
 * A value of a type. Ids are larger than a JavaScript number holds, as far as they are text.
 *
 * @example
 * const id = { kind: "primitive", name: "string", format: undefined, nullable: false };
 * const type = { kind: "object", properties: [{ name: "id", required: true, type: id }], nullable: false };
 * sampleOf({ types: [] }, type); // => { id: "9007199254740993" }
 */
export function sampleOf(model: Pick<ProviderModel, "types">, type: TypeModel): unknown {
  return sample(model, type, { within: [], name: "" }) ?? null;
}

// A sample that showed an error would be one to every client.
function sampleResult(
  model: Parameters<typeof resultOf>[0],
  { envelope, result }: Pick<OperationModel, "envelope" | "result">,
): unknown {
  const signs = signsWithin(envelope, model.api.errors?.signs ?? []);
  return withoutSigns(sampleOf(model, result), signs, (at) => {
    const type = resolvePath(model, result, at);
    const here = type && resolveType(model, type);
    return here?.kind === "enum" ? here.values : [];
  });
}

/** Where a value stands. */
interface Spot {
  /** The lists and objects around it. */
  readonly within: readonly TypeModel[];
  /** The property's. */
  readonly name: string;
}

function personal(value: unknown, path: readonly string[] | undefined, text: string): unknown {
  if (path === undefined) return value;
  const at = path.join(".");
  // Where the example has a number, as an id may be one, a number takes its place.
  const there = path.reduce<unknown>((inner, name) => memberOf(inner, name), value);
  return withValueAt(value, at, typeof there === "number" ? Number(text) : text);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? new Map(Object.entries(value)).get(name)
    : undefined;
}

// Beyond these lists and objects around it a list ends, and so does an object within itself.
const MAX_DEPTH = 6;

function sample(model: Pick<ProviderModel, "types">, type: TypeModel, spot: Spot): unknown {
  const here = resolveType(model, type);
  const made = sampleHere(model, here, spot);
  return made === undefined && (type.nullable || here.nullable) ? null : made;
}

// `undefined` for an object that could only go on within itself.
function sampleHere(
  model: Pick<ProviderModel, "types">,
  type: ResolvedType,
  { within, name }: Spot,
): unknown {
  const inside = (inner: TypeModel, property = ""): unknown =>
    sample(model, inner, { within: [...within, type], name: property });
  switch (type.kind) {
    case "unknown":
    case "map":
      return {};
    case "primitive":
      if (type.name !== "string") return PRIMITIVES[type.name];
      return textFormat(type.format)?.example ?? (isId(type, name) ? ID : PRIMITIVES.string);
    case "enum":
      return type.values[0] ?? "";
    case "array": {
      const item = within.length > MAX_DEPTH ? undefined : inside(type.items);
      return item === undefined ? [] : [item];
    }
    case "object":
      if (within.length > MAX_DEPTH && within.includes(type)) return undefined;
      return sampleMembers(type.properties, inside);
    case "union":
      return sampleMember(model, type, { within, name });
  }
}

function sampleMembers(
  properties: readonly PropertyModel[],
  inside: (type: TypeModel, name: string) => unknown,
): object | undefined {
  const members = new Map<string, unknown>();
  for (const { name, type } of properties.filter(({ required }) => required)) {
    const value = inside(type, name);
    if (value === undefined) return undefined;
    members.set(name, value);
  }
  return Object.fromEntries(members);
}

function sampleMember(
  model: Pick<ProviderModel, "types">,
  type: ResolvedType,
  spot: Spot,
): unknown {
  const members = unionMembers(model, type);
  for (const member of members) {
    const value = sample(model, member, spot);
    if (value !== undefined) return value;
  }
  return members.length === 0 ? {} : undefined;
}

const PRIMITIVES = { string: "text", integer: 1, number: 1.5, boolean: true } as const;

const ID = "9007199254740993";

function isId({ format }: { readonly format: string | undefined }, name: string): boolean {
  return format === "int64" || /(?:^|_)id(?:_str)?$/i.test(name);
}
