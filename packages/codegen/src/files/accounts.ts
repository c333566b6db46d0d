import {
  ACCOUNT,
  exchangeAnswerName,
  templateVariables,
  type FieldModel,
  type FlowModel,
  type ProviderModel,
  type StepParameterModel,
} from "@oauth1/descriptor";
import { docComment, sentences } from "../comments.js";
import { hardline } from "../layout.js";
import { propertyName } from "../literals.js";
import { code } from "../markdown.js";
import type { Property, Statement } from "../print.js";
import { FIELD_TYPES, givenType, noteOf, propertyComment } from "../type-text.js";
import { methodParams } from "./flows.js";

/** Whether the provider's endpoints hand out tokens, so that there are accounts. */
export function hasAccount(model: ProviderModel): boolean {
  return answersOf(model).length + renewalsOf(model).length > 0;
}

/** The fields of an account. One that not every way to a token brings is optional; renewal keeps what there is. */
export function accountFields(model: ProviderModel): readonly FieldModel[] {
  const answers = answersOf(model);
  const all = [...answers, ...renewalsOf(model)].flat();
  return all
    .filter(({ name }, index) => all.findIndex((one) => one.name === name) === index)
    .map((field) => {
      const same = answers.flatMap(
        (fields) => fields.find(({ name }) => name === field.name) ?? [],
      );
      const optional = same.length < answers.length || same.some(isOptional);
      return { ...field, optional };
    });
}

/** The fields of an account that stand in the URLs of the API. Without one of `baseUrl`, nothing can be called. */
export function serverFields(model: ProviderModel): readonly FieldModel[] {
  const { baseUrl, hosts } = model.api;
  const everywhere = namesIn(baseUrl);
  const named = new Set([everywhere, ...hosts.map(([, url]) => namesIn(url))].flat());
  return accountFields(model)
    .filter(({ name }) => named.has(`${ACCOUNT}${name}`))
    .map((field) => {
      const optional = field.optional && !everywhere.includes(`${ACCOUNT}${field.name}`);
      return { ...field, optional };
    });
}

function namesIn(template: string): readonly string[] {
  return templateVariables(template).map(({ name }) => name);
}

function isOptional({ type, optional }: FieldModel): boolean {
  return optional || type === "expires-in";
}

/** What each way to a token answers. */
function answersOf({ oauth }: ProviderModel): readonly (readonly FieldModel[])[] {
  return oauth.flows.flatMap((flow) => {
    switch (flow.kind) {
      case "login":
        return [[...flow.tokenCredentials.fields, ...flow.callback.fields]];
      case "pushed-login":
      case "x-auth":
        return [flow.tokenCredentials.fields];
      case "two-legged":
      case "pre-issued":
      case "reverse-auth":
      case "renewal":
      case "revocation":
      case "live-session":
      case "exchange":
        return [];
    }
  });
}

function renewalsOf({ oauth }: ProviderModel): readonly (readonly FieldModel[])[] {
  return oauth.flows.flatMap((flow) =>
    flow.kind === "renewal" ? [flow.tokenCredentials.fields] : [],
  );
}

/** The account: the client's, with what came besides the token. */
export function accountStatements(model: ProviderModel): readonly Statement[] {
  if (!hasAccount(model)) return [];
  const { name, names } = model;
  const text = `Token credentials of a user of ${name}, and what came with them: plain JSON for the app to keep.`;
  return [fieldsStatement(names.account, text, { base: "Account", fields: accountFields(model) })];
}

/** What calls are signed with at a provider of live sessions. */
export function liveSessionStatements(model: ProviderModel): readonly Statement[] {
  const flow = liveSessionOf(model);
  if (flow === undefined) return [];
  const { name, names } = model;
  const text = `What calls of ${name} are signed with, as long as it lives: plain JSON for the app to keep.`;
  return [fieldsStatement(names.liveSession, text, { base: "Account", fields: flow.fields })];
}

/** The flow that opens live sessions. */
export function liveSessionOf({
  oauth,
}: ProviderModel): Extract<FlowModel, { kind: "live-session" }> | undefined {
  return oauth.flows.find((flow) => flow.kind === "live-session");
}

/** What the provider's exchanges answer. */
export function exchangeStatements(model: ProviderModel): readonly Statement[] {
  return exchangesOf(model).map(({ name, fields }) =>
    fieldsStatement(exchangeAnswerName(model.names, name), `What \`${name}\` answers.`, { fields }),
  );
}

/** An interface, or another name for its base where there is nothing to add to that. */
function fieldsStatement(
  name: string,
  documentation: string,
  { base, fields }: { readonly base?: "Account"; readonly fields: readonly FieldModel[] },
): Statement {
  if (fields.length > 0) {
    const properties = fields.map(fieldProperty);
    return { kind: "interface", name, ...(base && { base }), documentation, properties };
  }
  const alias = `export type ${name} = ${base ?? "object"};`;
  return { kind: "text", text: [docComment(documentation), hardline, alias] };
}

/** The calls that turn a token into something else. */
export function exchangesOf({
  oauth,
}: ProviderModel): readonly Extract<
  ProviderModel["oauth"]["flows"][number],
  { kind: "exchange" }
>[] {
  return oauth.flows.filter((flow) => flow.kind === "exchange");
}

function fieldProperty(field: FieldModel): Property {
  const { name, type, description } = field;
  return {
    name: propertyName(name),
    optional: isOptional(field),
    documentation: sentences([description, noteOf(FIELD_FORMATS[type], description)]),
    type: ` ${FIELD_TYPES[type]}`,
  };
}

/** An account has every kind of date as the same text. */
const FIELD_FORMATS: Readonly<Record<FieldModel["type"], string>> = {
  string: "",
  integer: "",
  number: "",
  boolean: "",
  date: "date-time",
  "date-seconds": "date-time",
  "date-milliseconds": "date-time",
  "expires-in": "expires-in",
};

/** What a login, and other methods of the client, can be asked for. */
export function paramsStatements(model: ProviderModel): readonly Statement[] {
  return methodParams(model).map(({ name, what, parameters }) => ({
    kind: "interface",
    name,
    documentation: `What ${what} can be asked for.`,
    properties: parameters.map(parameterProperty),
  }));
}

function parameterProperty(parameter: StepParameterModel): Property {
  const { name, required, value, type, description } = parameter;
  const optional = !required || value !== undefined;
  const usual = value === undefined ? undefined : `${code(value)} by default.`;
  return {
    name: propertyName(name),
    optional,
    documentation: sentences([propertyComment({ type, description }), usual]),
    type: givenType(type, { optional }),
  };
}
