import type { ProviderModel, VariableModel } from "./model.js";

/** A model, as far as its templates are concerned. */
type HasVariables = Pick<ProviderModel, "variables">;

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
 * Fills a template with the examples of the provider's variables, as a client with `exampleVariables` would. What is no
 * variable, such as `{oauth_token}`, stays as it is.
 *
 * @example
 * const account = { name: "account", type: "text", description: "The account.", example: "TSTDRV_7", default: undefined, values: [] } as const;
 * expandTemplate("https://{account|lower|hyphen}.example.net/{id}", { variables: [account] }); // => "https://tstdrv-7.example.net/{id}"
 */
export function expandTemplate(template: string, { variables }: HasVariables): string {
  const named = new Map(variables.map((variable) => [variable.name, variable]));
  return template.replace(PLACEHOLDER, (placeholder, inside: string) => {
    const [name = "", ...changes] = inside.split("|");
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

const PLACEHOLDER = /\{([^{}]*)\}/g;

function meantBy({ example, values }: VariableModel): string {
  return new Map(values).get(example) ?? example;
}
