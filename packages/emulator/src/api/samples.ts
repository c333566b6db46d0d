import {
  textFormat,
  type OperationModel,
  type ProviderModel,
  type TypeModel,
} from "@oauth1/descriptor";
import { accountOf } from "../account.js";
import { withValueAt } from "../json-path.js";

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
    readonly api: Pick<ProviderModel["api"], "profile">;
    readonly types: ProviderModel["types"];
  },
  { id, example, result }: Pick<OperationModel, "example" | "id" | "result">,
  user: string,
): unknown {
  const value = example === undefined ? sampleOf(model, result) : example;
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
  return sample(model, type, { depth: 0, name: "" });
}

/** Where a value stands. */
interface Spot {
  readonly depth: number;
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

const MAX_DEPTH = 6;

function sample(
  model: Pick<ProviderModel, "types">,
  type: TypeModel,
  { depth, name }: Spot,
): unknown {
  if (depth > MAX_DEPTH) return null;
  const deeper = (inner: TypeModel, property = ""): unknown =>
    sample(model, inner, { depth: depth + 1, name: property });
  switch (type.kind) {
    case "unknown":
    case "map":
      return {};
    case "primitive":
      if (type.name !== "string") return PRIMITIVES[type.name];
      return textFormat(type.format)?.example ?? (isId(type, name) ? ID : PRIMITIVES.string);
    case "enum":
      return type.values[0] ?? "";
    case "array":
      return [deeper(type.items)];
    case "object":
      return Object.fromEntries(
        type.properties
          .filter(({ required }) => required)
          .map((property) => [property.name, deeper(property.type, property.name)]),
      );
    case "union":
      return type.members[0] === undefined ? {} : deeper(type.members[0]);
    case "reference": {
      const named = model.types.find((one) => one.name === type.name);
      return named === undefined ? {} : deeper(named.type, name);
    }
  }
}

const PRIMITIVES = { string: "text", integer: 1, number: 1.5, boolean: true } as const;

const ID = "9007199254740993";

function isId({ format }: { readonly format: string | undefined }, name: string): boolean {
  return format === "int64" || /(?:^|_)id(?:_str)?$/i.test(name);
}
