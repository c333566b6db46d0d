import type { OperationModel } from "@oauth1/descriptor";
import { withValueAt } from "../json-path.js";
import { lettersOf } from "./page-size.js";

/**
 * A result that is what was asked for: where the path ends with its only parameter, the member of that name, or `id`, has its
 * value, as long as it is of the same kind. Where examples are described, they have to agree about that.
 *
 * @example
 * const operation = { path: "/artists/{artist_id}", parameters: [], example: undefined };
 * askedFor(operation, new Map([["artist_id", "7"]]), { id: 108713, name: "Somebody" }); // => { id: 7, name: "Somebody" }
 * askedFor(operation, new Map([["artist_id", "seven"]]), { id: 108713 }); // => { id: 108713 }
 * const user = { path: "/users/{name}", parameters: [], example: undefined };
 * askedFor(user, new Map([["name", "bob"]]), { id: "7" }); // => { id: "7" }
 */
export function askedFor(
  { path, parameters, example }: Pick<OperationModel, "example" | "parameters" | "path">,
  values: ReadonlyMap<string, string>,
  result: unknown,
): unknown {
  const [, name] = /^[^{]*\{([^{}+]+)\}(?:\.\w+)?$/.exec(path) ?? [];
  const asked = name === undefined ? undefined : values.get(name);
  if (name === undefined || asked === undefined || !isObject(result)) return result;
  const members = Object.entries(result);
  const [member, value] =
    members.find(([one]) => lettersOf(one) === lettersOf(name)) ??
    members.find(([one]) => one === "id" && /id$/i.test(name)) ??
    [];
  if (member === undefined) return result;
  // Some ids are not those that stand in paths, such as a whole URL.
  const shown = parameters.find((one) => one.name === name)?.example;
  if (example !== undefined && String(shown) !== String(value)) return result;
  if (typeof value === "string") return withValueAt(result, member, asked);
  const isWhole = typeof value === "number" && /^\d+$/.test(asked);
  const number = isWhole ? Number(asked) : Number.NaN;
  return Number.isSafeInteger(number) ? withValueAt(result, member, number) : result;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
