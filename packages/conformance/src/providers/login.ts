import type { Begun } from "@oauth1/client";
import type { FlowModel, LoginModel, ProviderModel, StepParameterModel } from "@oauth1/descriptor";
import type { AnyAccount, AnyBegin, AnyCompletion } from "./sdk.js";
import { neededParams } from "./values.js";
import { CALLBACK, type World } from "./world.js";

/** A login of one kind: who logs in, and what it is begun with. */
export interface Wanted extends AnyBegin {
  /** `alice` by default. */
  readonly user?: string;
}

/** How users come back, as the options that a login is begun with. */
export const WAYS: Readonly<Record<"callback" | "nothing" | "typed", AnyBegin>> = {
  callback: { callback: CALLBACK },
  typed: { callback: "oob" },
  /** The client says `oob` by itself, or the provider has no verifier and wants no callback. */
  nothing: {},
};

/** Begins a login with all that it cannot do without. */
export async function begin(
  { client, model }: Pick<World, "client" | "model">,
  flow: LoginModel,
  { params, ...options }: AnyBegin,
): Promise<Begun> {
  const needed = neededParams(model, stepParameters(flow));
  return client.begin({ ...options, params: { ...needed, ...params } });
}

/** A whole login, in which the user says yes. */
export async function logIn(
  world: World,
  flow: LoginModel,
  { user = "alice", ...options }: Wanted = usualWay(world.model, flow),
): Promise<AnyAccount> {
  const begun = await begin(world, flow, options);
  return world.client.complete(await approved(world, flow, { begun, user }));
}

/** What comes back to the app from a user who says yes: a callback, a verifier, or the answer to a call. */
export async function approved(
  { emulator, model }: World,
  { authorization: { method } }: LoginModel,
  { begun, user = "alice" }: { readonly begun: Begun; readonly user?: string },
): Promise<AnyCompletion> {
  const { authorizationUrl, temporary } = begun;
  if (method !== "GET") {
    const headers = { "x-emulator-user": user };
    const approval = await fetch(authorizationUrl, { method, headers });
    return isUnverified(model) ? { temporary } : { temporary, approval };
  }
  const { callbackUrl, verifier } = await emulator.approve(authorizationUrl, { user });
  if (callbackUrl !== undefined) return { temporary, callbackUrl };
  return verifier === undefined ? { temporary } : { temporary, verifier };
}

/** The way that most apps take. */
export function usualWay(model: ProviderModel, flow: LoginModel): AnyBegin {
  if (flow.callback.modes === "pin") return WAYS.nothing;
  return isProgram(flow) && !isUnverified(model) ? WAYS.typed : WAYS.callback;
}

/** Whether a flow is the login of three legs. */
export function isLogin(flow: FlowModel): flow is LoginModel {
  return flow.kind === "login";
}

/** Whether the user's own program says yes, by a call. */
export function isProgram({ authorization }: LoginModel): boolean {
  return authorization.method !== "GET";
}

/** Whether the provider is older than verifiers. */
export function isUnverified({ oauth }: ProviderModel): boolean {
  return oauth.revision === "1.0";
}

/** Everything that a login can be asked for. */
export function stepParameters(flow: LoginModel): readonly StepParameterModel[] {
  const { temporaryCredentials, authorization, tokenCredentials } = flow;
  return [temporaryCredentials, authorization, tokenCredentials].flatMap(
    ({ parameters }) => parameters,
  );
}
