import { createClient, liveSession, type Account, type Session } from "@oauth1/client";
import type { FlowModel, ProviderModel } from "@oauth1/descriptor";
import { describeEndpoint, describeField } from "./login.js";
import { loadMethod } from "./method.js";
import type { AnyClientOptions } from "./provider.js";

/** A session of an account: what calls are signed with is its token, or what a live session is agreed on. */
export async function sessionOf(
  options: AnyClientOptions,
  { oauth }: Pick<ProviderModel, "oauth">,
  account: Account,
): Promise<Session> {
  const flow = oauth.flows.find(isLiveSession);
  if (flow?.endpoint.signatureMethod === undefined) return createClient(options).session(account);
  const { endpoint, fields } = flow;
  const description = {
    ...(await describeEndpoint(endpoint)),
    signatureMethod: await loadMethod(flow.endpoint.signatureMethod),
    fields: Object.fromEntries(fields.map((field) => [field.name, describeField(field)])),
  };
  const client = createClient({
    ...options,
    consumer: { ...NO_KEYS, ...options.consumer },
    provider: { ...options.provider, flows: [liveSession(description)] } as const,
  });
  return client.session(await client.openLiveSession(account));
}

// What is missing is refused where it is read.
const NO_KEYS = { encryptionKey: "", diffieHellman: "" } as const;

function isLiveSession(flow: FlowModel): flow is Extract<FlowModel, { kind: "live-session" }> {
  return flow.kind === "live-session";
}
