import type { DescribedApi, DescribedVariable, Descriptor } from "./descriptor.js";
import { lowerErrors } from "./lowering/errors.js";
import { lowerOAuth } from "./lowering/oauth.js";
import { lowerOperations } from "./lowering/operations.js";
import { originsOf } from "./lowering/origins.js";
import { lowerType } from "./lowering/types.js";
import type { ApiModel, OAuthModel, ProviderModel, VariableModel } from "./model.js";
import { providerNames } from "./names.js";
import { ACCOUNT } from "./templates.js";

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
 * model.oauth.flows.map(({ kind }) => kind); // => ["login"]
 * model.origins; // => ["https://acme.example", "https://api.acme.example"]
 */
export function lower(descriptor: Descriptor): ProviderModel {
  const { id, name, summary, documentation, state, lastVerified, sources } = descriptor;
  const { quirks = [], unknown = [], retirement } = descriptor;
  const variables = Object.entries(descriptor.variables ?? {}).map(lowerVariable);
  const described = lowerOAuth(descriptor.oauth);
  const api = lowerApi(descriptor.api);
  const { operations, named } = lowerOperations(descriptor, described);
  const oauth = isSigned({ oauth: described, api, operations })
    ? described
    : { ...described, consumer: { ...described.consumer, keys: [] } };
  const accountTexts = accountTextsOf(oauth);
  const types = Object.entries(descriptor.types ?? {}).map(([typeName, type]) => ({
    name: typeName,
    description: type.description,
    type: lowerType(type),
  }));
  return {
    id,
    name,
    summary,
    documentation,
    state,
    lastVerified,
    sources,
    quirks,
    unknown,
    retirement,
    variables,
    accountTexts,
    oauth,
    api,
    operations,
    names: providerNames(id),
    origins: originsOf({ oauth, api, variables, accountTexts }),
    types: [...types, ...named],
  };
}

/** Whether there is any request that a consumer needs its keys for. */
function isSigned({
  oauth,
  api,
  operations,
}: Pick<ProviderModel, "api" | "oauth" | "operations">): boolean {
  return (
    api.authentication === undefined ||
    oauth.flows.some(({ kind }) => kind !== "pre-issued") ||
    operations.some(({ auth }) => auth === "consumer")
  );
}

function lowerVariable([name, variable]: [string, DescribedVariable]): VariableModel {
  const { type = "text", description, example, default: fallback, values = {} } = variable;
  return { name, type, description, example, default: fallback, values: Object.entries(values) };
}

function accountTextsOf({ flows }: OAuthModel): ProviderModel["accountTexts"] {
  const fields = flows.flatMap((flow) => [
    ...("tokenCredentials" in flow ? flow.tokenCredentials.fields : []),
    ...(flow.kind === "login" ? flow.callback.fields : []),
  ]);
  return fields.flatMap(({ name, example }) =>
    example === undefined ? [] : [[`${ACCOUNT}${name}`, example] as const],
  );
}

function lowerApi(api: DescribedApi): ApiModel {
  const { baseUrl, key, loginOnly = false, authentication, profile, errors, rateLimit } = api;
  return {
    baseUrl,
    key,
    loginOnly,
    rateLimit,
    hosts: Object.entries(api.hosts ?? {}),
    headers: Object.entries(api.headers ?? {}),
    query: Object.entries(api.query ?? {}),
    authentication: authentication && {
      headers: Object.entries(authentication.headers ?? {}),
      query: Object.entries(authentication.query ?? {}),
    },
    profile: profile && {
      operation: profile.operation,
      id: profile.id?.split("."),
      username: profile.username?.split("."),
    },
    errors: errors && lowerErrors(errors),
  };
}
