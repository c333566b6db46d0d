import type { ApiModel, FlowModel, OAuthModel, ProviderModel, VariableModel } from "../model.js";
import { expandTemplate } from "../templates.js";

/** Every origin that a client sends something to, or sends the user to, in the order of their first use. */
export function originsOf(model: {
  readonly oauth: OAuthModel;
  readonly api: ApiModel;
  readonly variables: readonly VariableModel[];
  readonly accountTexts: ProviderModel["accountTexts"];
}): readonly string[] {
  const { oauth, api } = model;
  const templates = [
    ...oauth.flows.flatMap(urlsOf),
    api.baseUrl,
    ...api.hosts.map(([, url]) => url),
  ];
  return [...new Set(templates.map((template) => new URL(expandTemplate(template, model)).origin))];
}

function urlsOf(flow: FlowModel): readonly string[] {
  switch (flow.kind) {
    case "login":
      return [
        ...(flow.discovery === undefined ? [] : [flow.discovery.url]),
        flow.temporaryCredentials.url,
        flow.authorization.url,
        ...flow.authorization.variants.map(([, url]) => url),
        flow.tokenCredentials.url,
      ];
    case "pushed-login":
      return [flow.temporaryCredentials.url, flow.tokenCredentials.url];
    case "x-auth":
    case "renewal":
      return [flow.tokenCredentials.url];
    case "reverse-auth":
      return [flow.temporaryCredentials.url, flow.target];
    case "live-session":
    case "revocation":
    case "exchange":
      return [flow.endpoint.url];
    case "two-legged":
    case "pre-issued":
      return [];
  }
}
