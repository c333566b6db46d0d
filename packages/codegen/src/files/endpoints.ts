import {
  namesAccount,
  type ClientValue,
  type EndpointModel,
  type FieldModel,
  type FlowModel,
  type ProviderModel,
  type SigningModel,
  type StepParameterModel,
  type TokenEndpointModel,
} from "@oauth1/descriptor";
import type { Layout } from "../layout.js";
import { call, list, literal, object, quote, type Members } from "../literals.js";

const ACCOUNT_URL: ClientValue = "accountUrl";
const JSON_BODY: ClientValue = "jsonParameters";

/** The functions of the client that the endpoints of a provider's flows refer to. */
export function endpointFunctions({ oauth }: ProviderModel): readonly ClientValue[] {
  const endpoints = oauth.flows.flatMap(endpointsOf);
  return [
    ...(endpoints.some(({ url }) => namesAccount(url)) ? [ACCOUNT_URL] : []),
    ...(endpoints.some(({ body }) => body === "json") ? [JSON_BODY] : []),
  ];
}

function endpointsOf(flow: FlowModel): readonly EndpointModel[] {
  switch (flow.kind) {
    case "login":
    case "pushed-login":
      return [flow.temporaryCredentials, flow.tokenCredentials];
    case "x-auth":
    case "renewal":
      return [flow.tokenCredentials];
    case "reverse-auth":
      return [flow.temporaryCredentials];
    case "revocation":
    case "exchange":
    case "live-session":
      return [flow.endpoint];
    case "two-legged":
    case "pre-issued":
      return [];
  }
}

/** An endpoint of a flow. Only what differs from the client's defaults is said. */
export function endpoint(model: EndpointModel): Layout {
  return object(endpointMembers(model));
}

/** An endpoint that hands out tokens, with the fields that come with the callback instead. */
export function tokenEndpoint(model: TokenEndpointModel, more: readonly FieldModel[] = []): Layout {
  return object(tokenEndpointMembers(model, more));
}

/** An endpoint in whose answer the client looks for nothing. */
export function step(model: EndpointModel): Layout {
  return object(stepMembers(model));
}

/** The members of the literal of an endpoint that answers something, but no credentials. */
export function answeredMembers(model: EndpointModel): Members {
  return stepMembers(model, [["format", unless(model.format, "form")]]);
}

function endpointMembers(model: EndpointModel): Members {
  const { format, tokenAt, secretAt, secretOptional } = model;
  return stepMembers(model, [
    ["format", unless(format, "form")],
    ["tokenAt", unless(tokenAt, "oauth_token")],
    ["secretAt", unless(secretAt, "oauth_token_secret")],
    ["secretOptional", secretOptional ? "true" : undefined],
  ]);
}

function stepMembers(model: EndpointModel, answer: Members = []): Members {
  const { method, url, body, bodyValues, signatureMethod, signing } = model;
  const parameters = model.parameters.map(
    (parameter) => [parameter.name, stepParameter(parameter, ["in", quote(parameter.in)])] as const,
  );
  return [
    ["method", quote(method)],
    ["url", quote(url)],
    ["fill", namesAccount(url) ? ACCOUNT_URL : undefined],
    ["body", body === "json" ? jsonBody(bodyValues) : undefined],
    ["signatureMethod", signatureMethod?.export],
    ["signing", signing && signingText(signing)],
    ...answer,
    ["parameters", members(parameters)],
  ];
}

function jsonBody(values: readonly string[]): Layout {
  return call(JSON_BODY, values.length === 0 ? [] : [list(values.map(quote))]);
}

/** The members of such an endpoint's literal. */
export function tokenEndpointMembers(
  model: TokenEndpointModel,
  fromCallback: readonly FieldModel[] = [],
): Members {
  return [
    ...endpointMembers(model),
    ["verifierIn", unless(model.verifierIn, "oauth")],
    ["fields", fieldsText(model.fields, fromCallback)],
  ];
}

/** A parameter of a step. */
export function stepParameter(
  { value, separator, flag }: StepParameterModel,
  ...more: Members
): Layout {
  return object([
    ...more,
    ["value", text(value)],
    ["separator", unless(separator, ",")],
    ["flag", flag && literal(flag)],
  ]);
}

/** The fields of an answer; nothing where there are none. */
export function fieldsText(
  fields: readonly FieldModel[],
  fromCallback: readonly FieldModel[] = [],
): Layout | undefined {
  const described = fields.map((field) => [field.name, fieldText(field)] as const);
  const brought = fromCallback.map(
    (field) => [field.name, fieldText(field, ["from", quote("callback")])] as const,
  );
  return members([...described, ...brought]);
}

function fieldText({ type, optional, at }: FieldModel, ...more: Members): Layout {
  return object([
    ["type", quote(type)],
    ["optional", optional ? "true" : undefined],
    ["at", text(at)],
    ...more,
  ]);
}

/** How requests are signed; what the client does anyway is not said. */
export function signingText(signing: SigningModel): Layout | undefined {
  const { timestampWindow: _window, ...rules } = signing;
  return members(Object.entries(rules).map(([name, value]) => [name, literal(value)]));
}

/** An object literal, or nothing where it would be empty. */
export function members(all: Members): Layout | undefined {
  return all.some(([, value]) => value !== undefined) ? object(all) : undefined;
}

/** A string literal, or nothing. */
export function text(value: string | undefined): Layout | undefined {
  return value === undefined ? undefined : quote(value);
}

/** A string literal where the value is not the client's default. */
export function unless(value: string | undefined, usual: string): Layout | undefined {
  return value === usual ? undefined : text(value);
}
