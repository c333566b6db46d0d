import type {
  EndpointModel,
  FieldModel,
  SigningModel,
  StepParameterModel,
  TokenEndpointModel,
} from "@oauth1/descriptor";
import type { Layout } from "../layout.js";
import { literal, object, quote, type Members } from "../literals.js";

/** An endpoint of a flow. Only what differs from the client's defaults is said. */
export function endpoint(model: EndpointModel): Layout {
  return object(endpointMembers(model));
}

/** An endpoint that hands out tokens, with the fields that come with the callback instead. */
export function tokenEndpoint(model: TokenEndpointModel, more: readonly FieldModel[] = []): Layout {
  return object(tokenEndpointMembers(model, more));
}

/** The members of an endpoint's literal. */
export function endpointMembers(model: EndpointModel): Members {
  const { method, url, signatureMethod, signing, format, tokenAt, secretAt } = model;
  const parameters = model.parameters.map(
    (parameter) => [parameter.name, stepParameter(parameter, ["in", quote(parameter.in)])] as const,
  );
  return [
    ["method", quote(method)],
    ["url", quote(url)],
    ["signatureMethod", signatureMethod?.export],
    ["signing", signing && signingText(signing)],
    ["format", unless(format, "form")],
    ["tokenAt", unless(tokenAt, "oauth_token")],
    ["secretAt", unless(secretAt, "oauth_token_secret")],
    ["secretOptional", model.secretOptional ? "true" : undefined],
    ["parameters", members(parameters)],
  ];
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
