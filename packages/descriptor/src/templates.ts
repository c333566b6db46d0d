import type { ProviderModel, VariableModel } from "./model.js";

/** A model, as far as its templates are concerned. */
type HasVariables = Pick<ProviderModel, "variables"> & Partial<Pick<ProviderModel, "accountTexts">>;

/** A place in a template that something is put in. */
export interface TemplateVariable {
  readonly name: string;
  /** What is done to the value, in this order. */
  readonly transforms: readonly string[];
  /** Where the brace stands, in UTF-16 code units. */
  readonly index: number;
}

/** The transforms that a template can ask for: `{account|lower|hyphen}`. */
export const transforms: ReadonlyMap<string, (text: string) => string> = new Map([
  ["lower", (text: string) => text.toLowerCase()],
  ["hyphen", (text: string) => text.replaceAll("_", "-")],
]);

/**
 * The places in a template that something is put in, in their order.
 *
 * @example
 * templateVariables("https://{account|lower}.example.net/{site}").map(({ name }) => name); // => ["account", "site"]
 */
export function templateVariables(template: string): readonly TemplateVariable[] {
  return [...template.matchAll(PLACEHOLDER)].map(({ 1: inside = "", index }) => {
    const [name = "", ...changes] = inside.split("|");
    return { name, transforms: changes, index };
  });
}

/**
 * Fills a template with the examples of the provider's variables, as a client with `exampleVariables` would, and with the URL
 * of an account that it begins with. What else is no variable, such as `{oauth_token}`, stays as it is.
 *
 * @example
 * const account = { name: "account", type: "text", description: "The account.", example: "TSTDRV_7", default: undefined, values: [] } as const;
 * expandTemplate("https://{account|lower|hyphen}.example.net/{id}", { variables: [account] }); // => "https://tstdrv-7.example.net/{id}"
 * const accountTexts = [["account.api", "https://s1.example.net/"]] as const;
 * expandTemplate("{account.api}/v1", { variables: [], accountTexts }); // => "https://s1.example.net/v1"
 */
export function expandTemplate(
  template: string,
  { variables, accountTexts = [] }: HasVariables,
): string {
  const named = new Map(variables.map((variable) => [variable.name, variable]));
  const texts = new Map(accountTexts);
  return template.replace(PLACEHOLDER, (placeholder, inside: string, at: number) => {
    const [name = "", ...changes] = inside.split("|");
    // Elsewhere it is of whoever calls.
    const own = at === 0 ? texts.get(name)?.replace(/\/+$/, "") : undefined;
    if (own !== undefined) return own;
    const variable = named.get(name);
    if (variable === undefined) return placeholder;
    return changes.reduce(
      (text, change) => transforms.get(change)?.(text) ?? text,
      meantBy(variable),
    );
  });
}

/**
 * What an app may say for each variable: the option `variables` of a client in an example, and of one that talks to the
 * emulator.
 *
 * @example
 * const stage = { name: "stage", type: "text", description: "The stage.", example: "sandbox", default: undefined, values: [["sandbox", "apisb"]] } as const;
 * exampleVariables({ variables: [stage] }); // => { stage: "sandbox" }
 */
export function exampleVariables({ variables }: HasVariables): Readonly<Record<string, string>> {
  return Object.fromEntries(variables.map(({ name, example }) => [name, example]));
}

/** What the name of an account's field begins with in a template: `{account.shard}`. */
export const ACCOUNT = "account.";

/**
 * Whether a template has a field of the account in it.
 *
 * @example
 * namesAccount("https://api.example.net/{account.shard}/revoke"); // => true
 */
export function namesAccount(template: string): boolean {
  return template.includes(`{${ACCOUNT}`);
}

const PLACEHOLDER = /\{([^{}]*)\}/g;

function meantBy({ example, values }: VariableModel): string {
  return new Map(values).get(example) ?? example;
}
