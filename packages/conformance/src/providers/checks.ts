import type { FlowModel, ProviderModel } from "@oauth1/descriptor";
import { exchangeChecks, identityChecks, renewalChecks, revocationChecks } from "./afterwards.js";
import type { Described } from "./described.js";
import { preIssuedChecks, pushedChecks, reverseAuthChecks, xAuthChecks } from "./grants.js";
import { liveSessionChecks } from "./live-sessions.js";
import { loginChecks } from "./logins.js";
import { operationChecks } from "./operations.js";
import { refusalChecks } from "./refusals.js";
import { serverChecks } from "./servers.js";
import { signatureChecks } from "./signatures.js";
import { troubleChecks } from "./troubles.js";
import type { Check } from "./world.js";

/** All that a provider offers by its descriptor, as tests. */
export function checksOf(described: Described): readonly Check[] {
  const { model } = described;
  return [
    ...model.oauth.flows.flatMap((flow) => flowChecks(model, flow)),
    ...identityChecks(model),
    ...serverChecks(model),
    ...signatureChecks(described),
    ...troubleChecks(model),
    ...operationChecks(model),
  ];
}

function flowChecks(model: ProviderModel, flow: FlowModel): readonly Check[] {
  switch (flow.kind) {
    case "login":
      return [...loginChecks(model, flow), ...refusalChecks(model, flow)];
    case "pushed-login":
      return pushedChecks(flow);
    case "x-auth":
      return xAuthChecks(flow);
    case "reverse-auth":
      return reverseAuthChecks(flow);
    case "pre-issued":
      return preIssuedChecks(flow);
    case "renewal":
      return renewalChecks(model, flow);
    case "revocation":
      return revocationChecks();
    case "exchange":
      return exchangeChecks(flow);
    case "live-session":
      return liveSessionChecks(flow);
    // Calls as the consumer alone are among those about signatures.
    case "two-legged":
      return [];
  }
}
