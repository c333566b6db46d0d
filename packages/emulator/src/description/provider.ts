import {
  accountServers,
  readXml,
  type ClientOptions,
  type ErrorShape,
  type LiveSessionKeys,
  type ProviderDescription,
} from "@oauth1/client";
import { namesAccount, type ErrorsModel, type ProviderModel } from "@oauth1/descriptor";
import type { AnyKey, AnyMethod } from "./method.js";

/** A provider as the client runs it. Its flows are added by whoever needs one. */
export type AnyProvider = Omit<ProviderDescription<AnyKey>, "flows" | "sessions"> & {
  readonly sessions: readonly ["token", "consumer"];
};

/** What the client of any provider is made of. */
export type AnyClientOptions = ClientOptions<AnyKey & Partial<LiveSessionKeys>> & {
  readonly provider: AnyProvider;
};

/** A model as the client's description: at run time what codegen writes into an SDK. */
export function describeProvider(model: ProviderModel, signatureMethod: AnyMethod): AnyProvider {
  const { id, name, oauth, variables } = model;
  return {
    id,
    name,
    signatureMethod,
    signing: oauth.signing,
    sessions: ["token", "consumer"],
    api: describeApi(model),
    variables: Object.fromEntries(
      variables.map(({ name: variable, values, default: usual }) => [
        variable,
        {
          ...(values.length > 0 && { values: Object.fromEntries(values) }),
          ...(usual !== undefined && { default: usual }),
        },
      ]),
    ),
  };
}

function describeApi({ api }: ProviderModel): AnyProvider["api"] {
  const { baseUrl, hosts, headers, query, key, authentication, errors, rateLimit } = api;
  return {
    baseUrl,
    hosts: Object.fromEntries(hosts),
    ...([baseUrl, ...hosts.map(([, url]) => url)].some(namesAccount) && {
      servers: accountServers,
    }),
    headers: Object.fromEntries(headers),
    query: Object.fromEntries(query),
    ...(key && { key }),
    ...(authentication && {
      authentication: {
        headers: Object.fromEntries(authentication.headers),
        query: Object.fromEntries(authentication.query),
      },
    }),
    ...(errors && { errors: describeErrors(errors) }),
    ...(rateLimit && { rateLimit }),
  };
}

function describeErrors({ signs, code, message, xml, mendable }: ErrorsModel): ErrorShape {
  const problems = Object.fromEntries(mendable);
  return { signs, code, message, problems, ...(xml !== undefined && { read: readXml }) };
}
