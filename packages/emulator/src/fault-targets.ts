import type { OperationModel, ProviderModel } from "@oauth1/descriptor";
import { SIGNED_FAULTS, type FaultName, type FaultTarget } from "./faults.js";

/**
 * What faults can be for at a provider: the endpoints of its flows, and its operations.
 *
 * @example
 * const operations = [{ id: "getStatus", auth: "none" }];
 * faultTargets({ oauth: { revision: "1.0a", flows: [{ kind: "x-auth" }] }, api: {}, operations });
 * // => [{ name: "xAuth", faults: ["timestamp_refused", "replay", "denied"] }, { name: "getStatus", faults: [] }]
 */
export function faultTargets(
  model: Pick<ProviderModel, "api" | "oauth" | "operations">,
): readonly FaultTarget[] {
  const flows = new Set(model.oauth.flows.flatMap(endpointNames));
  return [
    ...[...flows].map((name) => ({ name, faults: endpointFaults(model, name) })),
    ...model.operations.map((operation) => ({
      name: operation.id,
      faults: isSigned(model, operation) ? SIGNED_FAULTS : [],
    })),
  ];
}

type Flow = ProviderModel["oauth"]["flows"][number];

function endpointNames(flow: Flow): readonly string[] {
  return [
    ...(FLOW_NAMES[flow.kind] ?? ("name" in flow ? [flow.name] : [])),
    ...("discovery" in flow && flow.discovery !== undefined ? ["discovery"] : []),
  ];
}

const FLOW_NAMES: Readonly<Partial<Record<Flow["kind"], readonly string[]>>> = {
  login: ["temporaryCredentials", "authorization", "tokenCredentials"],
  "pushed-login": ["temporaryCredentials", "tokenCredentials"],
  "x-auth": ["xAuth"],
  "reverse-auth": ["reverseAuth", "reverseAuthTarget"],
  "live-session": ["liveSession"],
  renewal: ["renewal"],
  revocation: ["revocation"],
};

function endpointFaults(
  { oauth }: Pick<ProviderModel, "oauth">,
  name: string,
): readonly FaultName[] {
  const signed = UNSIGNED.includes(name) ? [] : SIGNED_FAULTS;
  if (name === "authorization" || name === "xAuth") return [...signed, "denied"];
  const isVerified = name === "tokenCredentials" && hasVerifiers(oauth);
  return isVerified ? [...signed, "wrong_verifier"] : signed;
}

const UNSIGNED: readonly string[] = ["authorization", "discovery", "reverseAuthTarget"];

// Before revision A of the protocol nobody brought a verifier back.
function hasVerifiers({ revision, flows }: ProviderModel["oauth"]): boolean {
  return revision !== "1.0" || flows.some(({ kind }) => kind === "pushed-login");
}

// A call may carry the token itself, a key, or nothing.
function isSigned({ api }: Pick<ProviderModel, "api">, { auth }: OperationModel): boolean {
  return auth === "consumer" || (auth === "token" && api.authentication === undefined);
}
