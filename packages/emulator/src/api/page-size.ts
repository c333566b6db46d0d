import { resolveType, type OperationModel, type ProviderModel } from "@oauth1/descriptor";
import { isNumber } from "./values.js";

/**
 * The parameter that asks for pages of no size, such as -1, by a name that sizes have anywhere; `undefined` where none does. Zero
 * is for the provider to decide.
 *
 * @example
 * const type = { kind: "primitive", name: "integer", format: undefined, nullable: false };
 * const parameters = [{ name: "page", in: "query", type }, { name: "per_page", in: "query", type }];
 * wrongSize({ types: [] }, { parameters }, () => "20"); // => undefined
 * wrongSize({ types: [] }, { parameters }, () => "-1"); // => "per_page"
 */
export function wrongSize(
  model: Pick<ProviderModel, "types">,
  { parameters }: Pick<OperationModel, "parameters">,
  said: (name: string) => string,
): string | undefined {
  const size = parameters.find(
    (one) => SIZE.test(lettersOf(one.name)) && isNumber(resolveType(model, one.type)),
  );
  return size === undefined || /^[0-9]*$/.test(said(size.name)) ? undefined : size.name;
}

const SIZE = /^(?:count|limit|num|rows|size)$|(?:maxresults|pagesize|perpage)$/;

/**
 * The letters of a name, in lower case: what is left of `per_page` and `perPage` is the same.
 *
 * @example
 * lettersOf("per_page") === lettersOf("perPage"); // => true
 */
export function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, "");
}
