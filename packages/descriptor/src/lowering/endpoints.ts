import type {
  DescribedEndpoint,
  DescribedField,
  DescribedStepParameter,
  DescribedTokenEndpoint,
} from "../descriptor.js";
import { methods } from "../methods.generated.js";
import type {
  EndpointModel,
  FieldModel,
  MethodModule,
  StepParameterModel,
  TokenEndpointModel,
  TypeModel,
} from "../model.js";
import { lowerType } from "./types.js";

/** An endpoint that hands out token credentials, with its defaults. */
export function lowerTokenEndpoint(endpoint: DescribedTokenEndpoint): TokenEndpointModel {
  const { fields, verifierIn = "oauth" } = endpoint;
  return { ...lowerEndpoint(endpoint), fields: lowerFields(fields), verifierIn };
}

/** An endpoint with its defaults. */
export function lowerEndpoint(endpoint: DescribedEndpoint): EndpointModel {
  const { method, url, signatureMethod, signing, body = "form" } = endpoint;
  const parameters = lowerStepParameters(endpoint.parameters);
  return {
    method,
    url,
    signing,
    body,
    bodyValues: body === "json" ? parameters.filter(isValue).map(({ name }) => name) : [],
    signatureMethod: signatureMethod === undefined ? undefined : methodModule(signatureMethod),
    parameters,
    status: endpoint.status ?? 200,
    format: endpoint.format ?? "form",
    tokenAt: endpoint.tokenAt ?? "oauth_token",
    secretAt: endpoint.secretAt ?? "oauth_token_secret",
    secretOptional: endpoint.secretOptional ?? false,
  };
}

function isValue({ in: place, type, flag }: StepParameterModel): boolean {
  const isText = type.kind !== "primitive" || type.name === "string";
  return place === "form" && !isText && flag === undefined;
}

/** The parameters of a step, with their defaults. */
export function lowerStepParameters(
  parameters: Readonly<Record<string, DescribedStepParameter>> = {},
): readonly StepParameterModel[] {
  return Object.entries(parameters).map(([name, parameter]) => {
    const { in: place = "query", required = false, value, separator = ",", ...rest } = parameter;
    const { description, example, flag, ...type } = rest;
    return {
      name,
      in: place,
      required,
      value,
      separator,
      flag,
      description,
      example,
      type: asText(lowerType(type)),
    };
  });
}

/** What a step sends is text where nothing else is said. */
function asText(type: TypeModel): TypeModel {
  if (type.kind === "array") return { ...type, items: asText(type.items) };
  if (type.kind !== "unknown") return type;
  return { kind: "primitive", name: "string", format: undefined, nullable: type.nullable };
}

/** Extra fields, with their defaults. */
export function lowerFields(
  fields: Readonly<Record<string, DescribedField>> = {},
): readonly FieldModel[] {
  return Object.entries(fields).map(([name, field]) => {
    const { type, optional = false, at, role, description, example } = field;
    return { name, type, optional, at, role, description, example };
  });
}

/** The module of a signature method by its wire name. A method that `@oauth1/core` does not have is a TypeError. */
export function methodModule(name: string): MethodModule {
  const found = methods.find((method) => method.name === name);
  if (found !== undefined) return found;
  throw new TypeError(`@oauth1/core/methods has no ${name}: add it there and run pnpm generate`);
}
