import type { FlowModel, ProviderModel, VariableModel } from "@oauth1/descriptor";
import { docComment } from "../comments.js";
import {
  group,
  hardline,
  indent,
  join,
  line,
  layOut,
  softline,
  whenBroken,
  type Layout,
} from "../layout.js";
import { call, list, object, propertyName, quote } from "../literals.js";
import { WIDTH, type Property, type Statement } from "../print.js";
import { deprecation } from "../retirement.js";
import { sampleOptions } from "../sample.js";
import { exchangeName, sdkNames } from "../sdk-names.js";
import { sessionLevels } from "../session-levels.js";
import { referencesOf } from "../type-graph.js";
import { intersection, typeArguments } from "../type-text.js";
import {
  accountStatements,
  described,
  exchangeStatements,
  exchangesOf,
  hasAccount,
  paramsStatements,
} from "./accounts.js";
import { descriptionText, usedMethods } from "./description.js";
import { emittedFlows, identityOperation, loginParameters } from "./flows.js";

/** `src/provider.ts`: the account, what a login can be asked for, the client, and the provider as data. */
export function providerFile(given: ProviderModel): readonly Statement[] {
  const model = withAlias(given);
  return [
    ...importStatements(model),
    ...accountStatements(model),
    ...exchangeStatements(model),
    ...paramsStatements(model),
    ...optionsStatements(model),
    { kind: "text", text: sessionText(model) },
    { kind: "text", text: clientText(model) },
    { kind: "text", text: factoryText(model) },
    ...keyStatements(model),
    { kind: "text", text: descriptionText(model) },
    { kind: "text", text: exportText(model) },
  ];
}

/** The model, with another name for the profile's type where the client has its own of that name. */
function withAlias(model: ProviderModel): ProviderModel {
  const profile = identityOperation(model);
  if (profile?.result.kind !== "reference") return model;
  const { name } = profile.result;
  if (!clientNames(model).includes(`type ${name}`)) return model;
  const result = { ...profile.result, name: aliasOf(name) };
  const operations = model.operations.map((one) =>
    one.id === profile.id ? { ...one, result } : one,
  );
  return { ...model, operations };
}

function aliasOf(name: string): string {
  return `Profile${name}`;
}

/** The names that the package exports of it, values first. */
export function providerExports(model: ProviderModel): readonly string[] {
  const { factory, account, session } = model.names;
  const names = sdkNames(model);
  const types = [
    names.client,
    session,
    ...(hasAccount(model) ? [account] : []),
    ...exchangesOf(model).map(({ name }) => exchangeName(model, name)),
    ...(loginParameters(model).length === 0 ? [] : [names.loginParams]),
    ...(hasOptions(model) ? [names.options] : []),
    ...(model.variables.length === 0 ? [] : [names.variables]),
  ];
  return [
    factory,
    ...(compositeOf(model) === undefined ? [] : [names.readKey]),
    ...types.sort().map((name) => `type ${name}`),
  ];
}

function importStatements(model: ProviderModel): readonly Statement[] {
  const profile = identityOperation(model);
  const types = [
    ...loginParameters(model).map(({ type }) => type),
    ...(profile === undefined ? [] : [profile.result]),
  ].flatMap(referencesOf);
  return [
    { kind: "import", names: clientNames(model), from: "@oauth1/client" },
    ...usedMethods(model).map((method): Statement => {
      const from = `@oauth1/core/methods/${method.module}`;
      return { kind: "import", names: [method.export], from };
    }),
    ...(profile === undefined ? [] : [importOf([profile.id], `./operations/${profile.group}.js`)]),
    ...(types.length === 0
      ? []
      : [
          importOf(
            [...new Set(types)].sort().map((name) => `type ${importName(model, name)}`),
            "./types.js",
          ),
        ]),
  ];
}

function importName(model: ProviderModel, name: string): string {
  const original = model.types.find((type) => aliasOf(type.name) === name)?.name;
  const isAlias = original !== undefined && !model.types.some((type) => type.name === name);
  return isAlias ? `${original} as ${name}` : name;
}

function importOf(names: readonly string[], from: string): Statement {
  return { kind: "import", names, from };
}

function clientNames(model: ProviderModel): readonly string[] {
  const flows = emittedFlows(model);
  const levels = sessionLevels(model);
  const composite = compositeOf(model) !== undefined;
  const values = [
    "createClient",
    ...flows.map(({ make }) => make),
    ...(composite ? ["compositeCredentials"] : []),
  ];
  const types = [
    ...["Client", "ClientOptions", "ProviderDescription", "Session"],
    ...(hasAccount(model) ? ["Account"] : []),
    ...(composite ? ["CompositeCredentials"] : []),
    ...(levels.includes("token") ? ["TokenCalls"] : []),
    ...(levels.includes("consumer") ? ["ConsumerCalls"] : []),
    ...(levels.length > 1 ? ["SessionLevel"] : []),
    ...(consumerKind(model) === "privateKey" ? ["PrivateKey"] : []),
    ...flows.map(({ trait }) => trait),
  ];
  return [
    ...[...new Set(values)].sort(),
    ...[...new Set(types)].sort().map((name) => `type ${name}`),
  ];
}

function sessionText(model: ProviderModel): Layout {
  const { id, name, names } = model;
  const levels = sessionLevels(model);
  const both = levels.length > 1;
  const comment = both
    ? `Whom requests to ${name} are signed for: a user, or with \`${names.session}<"consumer">\` the app alone.`
    : `Whom requests to ${name} are signed for: what every operation here takes.`;
  const level = levels[0] === "consumer" ? [quote("consumer")] : [];
  const args = [quote(id), ...(both ? ["L"] : level)];
  const head = `export type ${names.session}${both ? '<L extends SessionLevel = "token">' : ""} =`;
  // As prettier has it: a type with parameters of its own stays on the line, and its arguments break.
  const type = both
    ? group([" Session<", indent([softline, join(args, [",", line])]), softline, ">"])
    : group(indent([line, typeArguments("Session", args)]));
  return [docComment(comment), hardline, head, type, ";"];
}

function clientText(model: ProviderModel): Layout {
  const { id, name } = model;
  const levels = sessionLevels(model);
  const traits = [
    typeArguments("Client", [quote(id)]),
    ...(levels.includes("token") ? [typeArguments("TokenCalls", [quote(id)])] : []),
    ...(levels.includes("consumer") ? [typeArguments("ConsumerCalls", [quote(id)])] : []),
    ...emittedFlows(model).map(({ type }) => type),
  ];
  const comment = docComment(`What an app can do at ${name}, besides calling its API.`);
  const head = `export type ${sdkNames(model).client} = `;
  return [comment, hardline, head, intersection(traits), ";"];
}

/** The type of the options: the client's own, or with what the provider needs besides. */
function optionsType(model: ProviderModel): string {
  return hasOptions(model) ? sdkNames(model).options : baseOptions(model);
}

function hasOptions(model: ProviderModel): boolean {
  return model.variables.length > 0 || consumerKind(model) === "none";
}

function baseOptions(model: ProviderModel): string {
  return {
    secret: "ClientOptions",
    privateKey: "ClientOptions<PrivateKey>",
    none: 'Omit<ClientOptions, "consumer">',
  }[consumerKind(model)];
}

/** What the consumer signs with. */
export function consumerKind({ oauth }: ProviderModel): "none" | "privateKey" | "secret" {
  const [{ key }] = oauth.signatureMethods;
  return key === "secret" && oauth.consumer.secret === "none" ? "none" : key;
}

function optionsStatements(model: ProviderModel): readonly Statement[] {
  if (!hasOptions(model)) return [];
  const { name, variables } = model;
  const names = sdkNames(model);
  const isOptional = variables.every((variable) => variable.default !== undefined);
  const consumer: Property = {
    name: "consumer",
    optional: false,
    documentation: described(["Without a secret: the provider gives none."]),
    type: " { readonly key: string }",
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
        ...(consumerKind(model) === "none" ? [consumer] : []),
        ...(variables.length === 0 ? [] : [places]),
      ],
    },
  ];
}

function variablesStatement(model: ProviderModel): Statement {
  return {
    kind: "interface",
    name: sdkNames(model).variables,
    documentation: `Where ${model.name} is: what its URLs are filled in with.`,
    properties: model.variables.map((variable) => ({
      name: propertyName(variable.name),
      optional: variable.default !== undefined,
      documentation: described([variable.description, usualText(variable)]),
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

function factoryText(model: ProviderModel): Layout {
  const { names } = model;
  return [
    ...[factoryComment(model), hardline],
    group([
      `export function ${names.factory}(`,
      ...[indent([softline, `options: ${optionsType(model)}`]), whenBroken(","), softline],
      `): ${sdkNames(model).client} {`,
    ]),
    ...[indent([hardline, "return ", call("createClient", [factoryOptions(model)]), ";"])],
    ...[hardline, "}"],
  ];
}

function factoryOptions(model: ProviderModel): Layout {
  return consumerKind(model) === "none"
    ? '{ ...options, consumer: { secret: "", ...options.consumer }, provider }'
    : "{ ...options, provider }";
}

function factoryComment(model: ProviderModel): string {
  const { name, names, summary } = model;
  const deprecated = deprecation(model);
  const text = [
    `A client for ${name}. ${summary}`,
    "",
    ...(deprecated === undefined ? [] : [`@deprecated ${deprecated}`]),
    "@example",
  ].join("\n");
  const sample = [`const ${names.camel} = `, call(names.factory, [sampleOptions(model)]), ";"];
  const code = layOut(sample, { width: WIDTH - 3 });
  return docComment(text, { code });
}

/** A reader of the one text that holds all credentials, where the provider shows such a text. */
function keyStatements(model: ProviderModel): readonly Statement[] {
  const composite = compositeOf(model);
  if (composite === undefined) return [];
  const comment = docComment(
    `The credentials in the text that ${model.name} shows. Throws a TypeError for any other text.`,
  );
  const form = object([
    ["separator", quote(composite.separator)],
    ["order", list(composite.order.map(quote))],
  ]);
  const head = `export function ${sdkNames(model).readKey}(text: string): CompositeCredentials {`;
  const body = ["return ", call("compositeCredentials", ["text", form]), ";"];
  return [
    { kind: "text", text: [comment, hardline, head, indent([hardline, body]), hardline, "}"] },
  ];
}

/** The one text that holds all credentials. */
export function compositeOf({
  oauth,
}: ProviderModel): Extract<FlowModel, { kind: "pre-issued" }>["composite"] {
  return oauth.flows.find((flow) => flow.kind === "pre-issued")?.composite;
}

/** The description for `src/testing.ts`, which the package's main entry does not export. */
function exportText(model: ProviderModel): Layout {
  const comment = docComment("The provider as data, for what plays it in tests.");
  const name = sdkNames(model).description;
  return [comment, hardline, `export const ${name}: ProviderDescription = provider;`];
}
