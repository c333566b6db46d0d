import {
  accountUrl,
  jsonParameters,
  type AuthorizationDescription,
  type EndpointDescription,
  type FieldDescription,
  type LoginDescription,
  type StepParameter,
  type TokenEndpointDescription,
} from "@oauth1/client";
import {
  namesAccount,
  type EndpointModel,
  type FieldModel,
  type LoginModel,
  type StepParameterModel,
  type TokenEndpointModel,
} from "@oauth1/descriptor";
import { loadMethod } from "./method.js";

/** The three legs of a login. */
export async function describeLogin({
  temporaryCredentials,
  authorization,
  tokenCredentials,
  callback,
  discovery,
}: LoginModel): Promise<LoginDescription> {
  const { confirmed, tokenParameter, verifierParameter, denied, fields } = callback;
  const token = await describeTokenEndpoint(tokenCredentials);
  const brought = entries(fields, (field): FieldDescription => ({
    ...describeField(field),
    from: "callback",
  }));
  return {
    temporaryCredentials: await describeEndpoint(temporaryCredentials),
    authorization: describeAuthorization(authorization),
    tokenCredentials: { ...token, fields: { ...token.fields, ...brought } },
    callback: { confirmed, tokenParameter, verifierParameter, denied },
    ...(discovery && { discovery }),
  };
}

/** An endpoint that hands out token credentials. */
export async function describeTokenEndpoint(
  model: TokenEndpointModel,
): Promise<TokenEndpointDescription> {
  const { fields, verifierIn } = model;
  return {
    ...(await describeEndpoint(model)),
    verifierIn,
    fields: entries(fields, describeField),
  };
}

/** An endpoint of a flow. */
export async function describeEndpoint(model: EndpointModel): Promise<EndpointDescription> {
  const { method, url, format, tokenAt, secretAt, secretOptional, signing } = model;
  return {
    method,
    url,
    ...(model.body === "json" && { body: jsonParameters(model.bodyValues) }),
    ...(namesAccount(url) && { fill: accountUrl }),
    format,
    tokenAt,
    secretAt,
    secretOptional,
    ...(signing && { signing }),
    ...(model.signatureMethod && {
      signatureMethod: await loadMethod(model.signatureMethod),
    }),
    parameters: entries(model.parameters, describeStep),
  };
}

function describeAuthorization({
  url,
  method,
  verifierAt,
  variants,
  urlField,
  tokenParameter,
  consumerKeyParameter,
  callbackParameter,
  parameters,
}: LoginModel["authorization"]): AuthorizationDescription {
  return {
    url,
    method,
    variants: Object.fromEntries(variants),
    parameters: entries(parameters, describeStep),
    ...(verifierAt !== undefined && { verifierAt }),
    ...(urlField !== undefined && { urlField }),
    // The client adds the usual one where the URL has none, and any other in any case.
    ...(tokenParameter !== undefined && tokenParameter !== "oauth_token" && { tokenParameter }),
    ...(consumerKeyParameter !== undefined && { consumerKeyParameter }),
    ...(callbackParameter !== undefined && { callbackParameter }),
  };
}

function describeStep({ in: place, value, separator, flag }: StepParameterModel): StepParameter {
  return { in: place, separator, ...(value !== undefined && { value }), ...(flag && { flag }) };
}

/** An extra field of an answer. */
export function describeField({ type, optional, at }: FieldModel): FieldDescription {
  return { type, ...(optional && { optional }), ...(at !== undefined && { at }) };
}

function entries<T extends { readonly name: string }, U>(
  list: readonly T[],
  describe: (one: T) => U,
): Readonly<Record<string, U>> {
  return Object.fromEntries(list.map((one) => [one.name, describe(one)]));
}
