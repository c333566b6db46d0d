import { exampleVariables, type ProviderModel, type VariableModel } from "@oauth1/descriptor";
import { createUrls, type Urls } from "./urls.js";

/** Values for the variables of a provider's URLs, by name. */
export type TenantVariables = Readonly<Record<string, string>>;

/** One of those whom a provider serves at URLs of their own. */
export interface Tenant {
  /** The value of every variable. */
  readonly variables: TenantVariables;
  readonly urls: Urls;
}

/**
 * The tenants with these values; without any, the one that the examples make. Throws a TypeError for a variable that there is
 * not, and for a value that makes no URL.
 *
 * @example
 * const shop = { name: "shop", type: "url", example: "https://shop.example.com", values: [] };
 * const model = { name: "Shops", variables: [shop] };
 * const [one, two] = tenantsOf(model, new Map(), [{}, { shop: "https://shop2.example.com/" }]);
 * one.urls.fill("{shop}/api"); // => "https://shop.example.com/api"
 * two.variables; // => { shop: "https://shop2.example.com" }
 */
export function tenantsOf(
  model: HasVariables,
  located: ReadonlyMap<string, string>,
  said: TenantVariables | readonly TenantVariables[] = [],
): readonly [Tenant, ...Tenant[]] {
  const [first = {}, ...others] = [said].flat();
  const tenant = (set: TenantVariables): Tenant => tenantOf(model, located, set);
  return [tenant(first), ...others.map(tenant)];
}

type HasVariables = Pick<ProviderModel, "name" | "variables"> &
  Partial<Pick<ProviderModel, "accountTexts">>;

function tenantOf(
  model: HasVariables,
  located: ReadonlyMap<string, string>,
  set: TenantVariables,
): Tenant {
  checkNames(model, set);
  const values = new Map(Object.entries(set));
  const variables = model.variables.map((variable) => ({
    ...variable,
    example: valueOf(variable, values.get(variable.name) ?? variable.example),
  }));
  const own = { ...model, variables };
  return { variables: exampleVariables(own), urls: createUrls(own, located) };
}

function checkNames(
  { name, variables }: Pick<ProviderModel, "name" | "variables">,
  set: TenantVariables,
): void {
  const known = variables.map((one) => one.name);
  const unknown = Object.keys(set).find((one) => !known.includes(one));
  if (unknown === undefined) return;
  const there = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`;
  throw new TypeError(`${name} has no variable ${JSON.stringify(unknown)}: ${there}.`);
}

// As a client reads it, which forgives a slash at the end.
function valueOf({ name, type, values }: VariableModel, said: string): string {
  const known = values.map(([one]) => one);
  const text = type === "url" ? said.replace(/\/+$/, "") : said;
  if (known.length > 0 ? known.includes(text) : type === "text" || BASE_URL.test(text)) return text;
  const wanted =
    known.length > 0 ? `one of ${known.join(", ")}` : "an absolute URL without a query";
  throw new TypeError(`The variable ${name} is ${JSON.stringify(said)}: it has to be ${wanted}.`);
}

const BASE_URL = /^https?:\/\/[\w.:[\]-]+(?:\/[^?#\s\\]*)?$/;
