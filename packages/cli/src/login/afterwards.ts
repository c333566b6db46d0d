import { createClient, renewal, revocation, type Account } from "@oauth1/client";
import type { FlowModel, ProviderModel } from "@oauth1/descriptor";
import {
  describeEndpoint,
  describeTokenEndpoint,
  type AnyClientOptions,
} from "@oauth1/emulator/description";
import { UsageError } from "../failure.js";

/** A flow that is for those who have a token. */
export type Afterwards<K extends "renewal" | "revocation"> = Extract<
  FlowModel,
  { readonly kind: K }
>;

/** How a provider takes a token back; `undefined` where it does not. */
export function revocationOf({ oauth }: ProviderModel): Afterwards<"revocation"> | undefined {
  return oauth.flows.find((flow) => flow.kind === "revocation");
}

/** How a provider renews a token. Throws a `UsageError` where it does not, which says what to do instead. */
export function renewalOf(
  { name, oauth }: ProviderModel,
  loginCommand: string,
): Afterwards<"renewal"> {
  const found = oauth.flows.find((flow) => flow.kind === "renewal");
  if (found !== undefined) return found;
  const { description } = oauth.lifetime ?? {};
  const reason = description === undefined ? "" : ` ${description}`;
  throw new UsageError(
    `${name} renews no tokens.${reason} ${loginCommand} gets another one where this one has ended.`,
  );
}

/** Takes a token back at its provider. Rejects with the client's errors where the provider refuses, or does not answer. */
export async function revokeToken(
  { endpoint }: Afterwards<"revocation">,
  options: AnyClientOptions,
  account: Account,
): Promise<void> {
  const flow = revocation(await describeEndpoint(endpoint));
  const provider = { ...options.provider, flows: [flow] } as const;
  await createClient({ ...options, provider }).revoke(account);
}

/** An account with its token renewed. Rejects with the client's errors where the provider refuses, or does not answer. */
export async function renewToken<A extends Account>(
  { tokenCredentials, handle, keepsToken }: Afterwards<"renewal">,
  options: AnyClientOptions,
  account: A,
): Promise<A> {
  const endpoint = await describeTokenEndpoint(tokenCredentials);
  const flow = renewal({ ...endpoint, keepsToken, ...(handle !== undefined && { handle }) });
  const provider = { ...options.provider, flows: [flow] } as const;
  return createClient({ ...options, provider }).renew(account);
}
