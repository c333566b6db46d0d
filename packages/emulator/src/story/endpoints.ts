import type { EndpointModel, FieldModel, FlowModel, ProviderModel } from "@oauth1/descriptor";

/** An endpoint, with the further fields of its answer. */
export interface SignedEndpoint extends EndpointModel {
  readonly fields?: readonly FieldModel[];
}

/** A signed endpoint of a provider by the name of its route; `undefined` for anything else. */
export function endpointOf(
  { oauth }: Pick<ProviderModel, "oauth">,
  name: string,
): SignedEndpoint | undefined {
  return oauth.flows.flatMap(endpointsOf).find(([one]) => one === name)?.[1];
}

function endpointsOf(flow: FlowModel): readonly (readonly [name: string, SignedEndpoint])[] {
  switch (flow.kind) {
    case "login":
    case "pushed-login":
      return [
        ["temporaryCredentials", flow.temporaryCredentials],
        ["tokenCredentials", flow.tokenCredentials],
      ];
    case "x-auth":
      return [["xAuth", flow.tokenCredentials]];
    case "reverse-auth":
      return [["reverseAuth", flow.temporaryCredentials]];
    case "renewal":
      return [["renewal", flow.tokenCredentials]];
    case "revocation":
      return [["revocation", flow.endpoint]];
    case "live-session":
      return [["liveSession", { ...flow.endpoint, fields: flow.fields }]];
    case "exchange":
      return [[flow.name, { ...flow.endpoint, fields: flow.fields }]];
    case "pre-issued":
    case "two-legged":
      return [];
  }
}
