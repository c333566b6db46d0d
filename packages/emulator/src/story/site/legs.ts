import { createClient, pushedLogin, revocation, xAuth, type Account } from "@oauth1/client";
import type { FlowModel, LoginModel, PushedLoginModel } from "@oauth1/descriptor";
import { legsOf, type Legs } from "../../description/legs.js";
import { describeEndpoint, describeTokenEndpoint } from "../../description/login.js";
import type { AnyClientOptions } from "../../description/provider.js";
import { neededTexts } from "../samples.js";
import type { Partner } from "./partner.js";

/** The two halves of a provider's login, with all that it cannot do without. */
export async function loginLegs(
  { model, client }: Pick<Partner, "client" | "model">,
  flow: LoginModel,
): Promise<Legs> {
  const { temporaryCredentials, authorization, tokenCredentials } = flow;
  const steps = [temporaryCredentials, authorization, tokenCredentials];
  const params = neededTexts(
    model,
    steps.flatMap(({ parameters }) => parameters),
  );
  return legsOf(client, model, { flow, params });
}

/** What the login is begun with: where the user comes back to, or nothing where a verifier is typed. */
export function callbackOf(
  { callback, model }: Pick<Partner, "callback" | "model">,
  flow: LoginModel,
): string | undefined {
  const isCalled = flow.authorization.method !== "GET" && model.oauth.revision !== "1.0";
  return flow.callback.modes === "pin" || isCalled ? undefined : callback;
}

/** A login by name and password. */
export async function passwordLogin(
  { client, model }: Partner,
  { tokenCredentials }: Extract<FlowModel, { kind: "x-auth" }>,
  login: { readonly username: string; readonly password: string },
): Promise<Account> {
  const flows = [xAuth(await describeTokenEndpoint(tokenCredentials))] as const;
  const params = neededTexts(model, tokenCredentials.parameters);
  return createClient(withFlows(client, flows)).xAuth({ ...login, params });
}

/** Ends a login whose verifier the provider has sent to the site. */
export async function completePushed(
  { client }: Partner,
  { temporaryCredentials, tokenCredentials }: PushedLoginModel,
  verifier: string,
): Promise<Account> {
  const flow = pushedLogin({
    temporaryCredentials: await describeEndpoint(temporaryCredentials),
    tokenCredentials: await describeTokenEndpoint(tokenCredentials),
  });
  return createClient(withFlows(client, [flow] as const)).completePushed({ verifier });
}

/** Gives a token back, where the provider has a request for that. */
export async function giveBack({ client, model }: Partner, account: Account): Promise<void> {
  const flow = model.oauth.flows.find((one) => one.kind === "revocation");
  if (flow === undefined) return;
  const flows = [revocation(await describeEndpoint(flow.endpoint))] as const;
  await createClient(withFlows(client, flows)).revoke(account);
}

function withFlows<const F extends readonly unknown[]>(
  options: AnyClientOptions,
  flows: F,
): AnyClientOptions & { readonly provider: { readonly flows: F } } {
  return { ...options, provider: { ...options.provider, flows } };
}
