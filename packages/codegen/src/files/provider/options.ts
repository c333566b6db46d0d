import type { ConsumerKey, ProviderModel, VariableModel } from "@oauth1/descriptor";
import { sentences } from "../../comments.js";
import { methodKeys, namesApp, spareKeys } from "../../consumer.js";
import { group, indent, join, line, whenBroken, type Layout } from "../../layout.js";
import { propertyName, quote } from "../../literals.js";
import { code } from "../../markdown.js";
import type { Property, Statement } from "../../print.js";

/** The type of the options: the client's own, or with what the provider needs besides. */
export function optionsType(model: ProviderModel): string {
  return hasOptions(model) ? model.names.options : baseOptions(model);
}

/** Whether the provider has options of its own. */
export function hasOptions(model: ProviderModel): boolean {
  return model.variables.length > 0 || asksLess(model);
}

/** Whether a client can be made without any. */
export function isWithoutOptions(model: ProviderModel): boolean {
  return !namesApp(model) && !needsVariables(model);
}

/** Whether an app says less of itself than the client's own options ask for, or nothing. */
export function isOwnConsumer(model: ProviderModel): boolean {
  return asksLess(model) || !namesApp(model);
}

function asksLess(model: ProviderModel): boolean {
  return spareKeys(model).length > 0 && namesApp(model);
}

/** The interface of the options, where the client's own are not enough. */
export function optionsStatements(model: ProviderModel): readonly Statement[] {
  if (!hasOptions(model)) return [];
  const { name, names, variables } = model;
  const consumer: Property = {
    name: "consumer",
    optional: false,
    documentation:
      model.oauth.consumer.secret === "none"
        ? "Without a secret: the provider gives none."
        : "Without a secret: nothing is signed.",
    type: ` ${["{ readonly key: string }", ...typesOf(model.oauth.consumer.keys)].join(" & ")}`,
  };
  const places: Property = {
    name: "variables",
    optional: !needsVariables(model),
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
        ...(asksLess(model) ? [consumer] : []),
        ...(variables.length === 0 ? [] : [places]),
      ],
    },
  ];
}

function needsVariables({ variables }: ProviderModel): boolean {
  return variables.some((variable) => variable.default === undefined);
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
  return usual === undefined ? `Such as ${code(example)}.` : `${code(usual)} by default.`;
}

function variableType({ values }: VariableModel): Layout {
  if (values.length === 0) return " string";
  const said = values.map(([name]) => quote(name));
  return group(indent([line, [whenBroken("| "), join(said, [line, "| "])]]));
}

function baseOptions(model: ProviderModel): string {
  const keys = keyTypes(model);
  // What calls are signed with may come with the token alone.
  const argument = keys.length === 0 ? "object" : keys.join(" & ");
  const options = argument === "SharedKey" ? "ClientOptions" : `ClientOptions<${argument}>`;
  return isOwnConsumer(model) ? `Omit<${options}, "consumer">` : options;
}

/** The client's types of what the signature methods take. */
export function keyTypes(model: ProviderModel): readonly string[] {
  return typesOf(methodKeys(model));
}

function typesOf(keys: readonly ConsumerKey[]): readonly string[] {
  return keys.map((key) => KEY_TYPES[key]);
}

const KEY_TYPES = {
  secret: "SharedKey",
  privateKey: "PrivateKey",
  liveSession: "LiveSessionKeys",
} as const;
