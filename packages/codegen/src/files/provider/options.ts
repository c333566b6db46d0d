import type { ProviderModel, VariableModel } from "@oauth1/descriptor";
import { sentences } from "../../comments.js";
import { group, indent, join, line, whenBroken, type Layout } from "../../layout.js";
import { propertyName, quote } from "../../literals.js";
import type { Property, Statement } from "../../print.js";

/** The type of the options: the client's own, or with what the provider needs besides. */
export function optionsType(model: ProviderModel): string {
  return hasOptions(model) ? model.names.options : baseOptions(model);
}

/** Whether the provider has options of its own. */
export function hasOptions(model: ProviderModel): boolean {
  return model.variables.length > 0 || isSecretless(model);
}

/** Whether consumers sign with an empty secret, which no app has to say. */
export function isSecretless({ oauth }: ProviderModel): boolean {
  return (
    oauth.consumer.secret === "none" && oauth.clientMethods.some(({ key }) => key === "secret")
  );
}

/** The interface of the options, where the client's own are not enough. */
export function optionsStatements(model: ProviderModel): readonly Statement[] {
  if (!hasOptions(model)) return [];
  const { name, names, variables } = model;
  const isOptional = variables.every((variable) => variable.default !== undefined);
  const consumer: Property = {
    name: "consumer",
    optional: false,
    documentation: "Without a secret: the provider gives none.",
    type: ` ${["{ readonly key: string }", ...keyTypes(model)].join(" & ")}`,
  };
  const places: Property = {
    name: "variables",
    optional: isOptional,
    documentation: undefined,
    type: ` ${names.variables}`,
  };
  return [
    ...(variables.length === 0 ? [] : [variablesStatement(model)]),
    {
      kind: "interface",
      name: names.options,
      base: baseOptions(model),
      documentation: `What a client for ${name} is made of.`,
      properties: [
        ...(isSecretless(model) ? [consumer] : []),
        ...(variables.length === 0 ? [] : [places]),
      ],
    },
  ];
}

function variablesStatement(model: ProviderModel): Statement {
  return {
    kind: "interface",
    name: model.names.variables,
    documentation: `Where ${model.name} is: what its URLs are filled in with.`,
    properties: model.variables.map((variable) => ({
      name: propertyName(variable.name),
      optional: variable.default !== undefined,
      documentation: sentences([variable.description, usualText(variable)]),
      type: variableType(variable),
    })),
  };
}

function usualText({ default: usual, example }: VariableModel): string {
  return usual === undefined ? `Such as \`${example}\`.` : `\`${usual}\` by default.`;
}

function variableType({ values }: VariableModel): Layout {
  if (values.length === 0) return " string";
  const said = values.map(([name]) => quote(name));
  return group(indent([line, [whenBroken("| "), join(said, [line, "| "])]]));
}

function baseOptions(model: ProviderModel): string {
  if (isSecretless(model)) return 'Omit<ClientOptions, "consumer">';
  const keys = keyTypes(model);
  if (keys.join() === "SharedKey") return "ClientOptions";
  // What calls are signed with may come with the token alone.
  return `ClientOptions<${keys.length === 0 ? "object" : keys.join(" & ")}>`;
}

/** The client's types of what a consumer signs with. */
export function keyTypes({ oauth }: ProviderModel): readonly string[] {
  return oauth.consumer.keys.map((key) => KEY_TYPES[key]);
}

const KEY_TYPES = {
  secret: "SharedKey",
  privateKey: "PrivateKey",
  liveSession: "LiveSessionKeys",
} as const;
