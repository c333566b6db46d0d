import type {
  DescribedField,
  DescribedOperation,
  DescribedParameter,
  DescribedType,
  Descriptor,
  ListStyle,
} from "./descriptor.js";
import { methods } from "./methods.generated.js";
import type {
  ApiModel,
  FieldModel,
  MethodModule,
  NamedTypeModel,
  OAuthModel,
  OperationModel,
  ParameterModel,
  ProviderModel,
  TypeModel,
} from "./model.js";
import { providerNames, resultName } from "./names.js";

/**
 * Applies every default and resolves every name of a descriptor that `parseDescriptor` has accepted. A signature method
 * that `@oauth1/core` does not have is a TypeError.
 *
 * @example
 * const model = lower({
 *   descriptorVersion: 1,
 *   id: "acme",
 *   name: "Acme",
 *   summary: "Photos.",
 *   documentation: "https://acme.example/docs",
 *   state: "alive",
 *   lastVerified: "2026-11-20",
 *   sources: ["https://acme.example/docs"],
 *   oauth: {
 *     signatureMethods: ["HMAC-SHA1"],
 *     temporaryCredentials: { method: "POST", url: "https://acme.example/request_token" },
 *     authorization: { url: "https://acme.example/authorize" },
 *     tokenCredentials: { method: "POST", url: "https://acme.example/access_token" },
 *   },
 *   api: { baseUrl: "https://api.acme.example" },
 *   operations: {},
 * });
 * model.names.factory; // => "createAcme"
 * model.oauth.signatureMethods[0].module; // => "hmac-sha1"
 * model.origins; // => ["https://acme.example", "https://api.acme.example"]
 */
export function lower(descriptor: Descriptor): ProviderModel {
  const { id, name, summary, documentation, state, lastVerified, sources } = descriptor;
  const lists = descriptor.api.lists ?? "repeat";
  const operations = Object.entries(descriptor.operations).map((entry) =>
    nameResult(lowerOperation(entry, lists)),
  );
  const types = Object.entries(descriptor.types ?? {}).map(([typeName, type]) => ({
    name: typeName,
    description: type.description,
    type: lowerType(type),
  }));
  return {
    ...{ id, name, summary, documentation, state, lastVerified, sources },
    names: providerNames(id),
    oauth: lowerOAuth(descriptor),
    api: lowerApi(descriptor),
    origins: originsOf(descriptor),
    operations: operations.map(({ operation }) => operation),
    types: [...types, ...operations.flatMap(({ named }) => named)],
  };
}

// An answer that is described in place gets a name, so that an app has one to say.
function nameResult(operation: OperationModel): {
  readonly operation: OperationModel;
  readonly named: readonly NamedTypeModel[];
} {
  const { id, result } = operation;
  if (result.kind !== "object" || result.nullable) return { operation, named: [] };
  const name = resultName(id);
  const named = { name, description: `The answer of ${id}.`, type: result };
  return {
    operation: { ...operation, result: { kind: "reference", name, nullable: false } },
    named: [named],
  };
}

function lowerOAuth({ oauth }: Descriptor): OAuthModel {
  const [first, ...rest] = oauth.signatureMethods.map(methodModule);
  if (first === undefined) throw new TypeError("A provider needs at least one signature method");
  const { method, url, fields = {} } = oauth.tokenCredentials;
  return {
    signatureMethods: [first, ...rest],
    transmission: oauth.transmission ?? "header",
    temporaryCredentials: oauth.temporaryCredentials,
    authorization: oauth.authorization,
    tokenCredentials: { method, url, fields: Object.entries(fields).map(lowerField) },
    callback: {
      oob: oauth.callback?.oob ?? true,
      deniedParameter: oauth.callback?.deniedParameter,
    },
    access: oauth.access ?? [],
  };
}

function methodModule(name: string): MethodModule {
  const found = methods.find((method) => method.name === name);
  if (found !== undefined) return found;
  throw new TypeError(`@oauth1/core/methods has no ${name}: add it there and run pnpm generate`);
}

function lowerField([name, field]: [string, DescribedField]): FieldModel {
  const { type, optional = false, role, description, example } = field;
  return { name, type, optional, role, description, example };
}

function lowerApi({ api }: Descriptor): ApiModel {
  return {
    baseUrl: api.baseUrl,
    headers: Object.entries(api.headers ?? {}),
    profile: api.profile && {
      operation: api.profile.operation,
      id: api.profile.id?.split("."),
      username: api.profile.username?.split("."),
    },
  };
}

function originsOf({ oauth, api }: Descriptor): readonly string[] {
  const urls = [
    oauth.temporaryCredentials.url,
    oauth.authorization.url,
    oauth.tokenCredentials.url,
    api.baseUrl,
  ];
  return [...new Set(urls.map((url) => new URL(url).origin))];
}

function lowerOperation(
  [id, operation]: [string, DescribedOperation],
  lists: ListStyle,
): OperationModel {
  const {
    group,
    summary,
    documentation,
    method,
    path,
    body,
    response = "json",
    result,
  } = operation;
  return {
    ...{ id, group, summary, documentation, method, path },
    parameters: Object.entries(operation.parameters ?? {}).map(lowerParameter),
    ...{ body, lists, response },
    result: lowerType(result ?? {}),
    example: operation.example,
  };
}

function lowerParameter([name, parameter]: [string, DescribedParameter]): ParameterModel {
  const { in: place, required = place === "path", description, example, ...type } = parameter;
  return { name, in: place, required, type: lowerType(type), description, example };
}

function lowerType(type: DescribedType): TypeModel {
  const nullable = type.nullable ?? false;
  if (type.$ref !== undefined) return { kind: "reference", name: type.$ref, nullable };
  if (type.enum !== undefined) return { kind: "enum", values: type.enum, nullable };
  if (type.type === undefined) return { kind: "unknown", nullable };
  if (type.type === "array") return { kind: "array", items: lowerType(type.items ?? {}), nullable };
  if (type.type !== "object") {
    return { kind: "primitive", name: type.type, format: type.format, nullable };
  }
  if (type.properties === undefined) {
    return { kind: "map", values: lowerType(type.additionalProperties ?? {}), nullable };
  }
  const required = new Set(type.required);
  const properties = Object.entries(type.properties).map(([name, property]) => ({
    name,
    required: required.has(name),
    type: lowerType(property),
    description: property.description,
  }));
  return { kind: "object", properties, nullable };
}
