import {
  compositeCredentials,
  createClient,
  pushedLogin,
  xAuth,
  type Account,
} from "@oauth1/client";
import type {
  FlowModel,
  LoginModel,
  ProviderModel,
  PushedLoginModel,
  StepParameterModel,
} from "@oauth1/descriptor";
import {
  describeEndpoint,
  describeTokenEndpoint,
  legsOf,
  type AnyClientOptions,
  type LoginParams,
} from "@oauth1/emulator/description";
import { asked, UsageError } from "../failure.js";
import { demand, fieldsInUrls, type Detail } from "./details.js";
import type { User } from "./user.js";

/** Everything that a login works with. */
export interface LoginContext {
  readonly model: ProviderModel;
  readonly options: AnyClientOptions;
  readonly user: User;
  readonly params: LoginParams;
}

/** A flow that ends with credentials of one kind or another. */
export type Entrance = Extract<FlowModel, { readonly kind: EntranceKind }>;

type EntranceKind = "login" | "pre-issued" | "pushed-login" | "two-legged" | "x-auth";

/** The flow that a login takes: the provider's first one, or that of a kind. Throws a `UsageError` where there is none. */
export function entranceOf({ name, oauth }: ProviderModel, wanted: string | undefined): Entrance {
  const all = oauth.flows.filter(isEntrance);
  const found = all.find(({ kind }) => wanted === undefined || kind === wanted);
  if (found !== undefined) return found;
  const kinds = all.map(({ kind }) => kind).join(", ");
  throw new UsageError(
    `${name} has no flow ${JSON.stringify(wanted ?? "login")}; it has ${kinds || "none"}.`,
  );
}

/** What a login ends with. */
export interface Entered {
  /** None where the provider knows only apps, and no users. */
  readonly account?: Account;
  /** Set where one text of the provider holds all credentials. */
  readonly consumer?: { readonly key: string; readonly secret: string };
}

/** Whether the credentials of the consumer come with those of the user, in one text. */
export function bringsConsumer(flow: Entrance): boolean {
  return flow.kind === "pre-issued" && flow.composite?.order.includes("consumerKey") === true;
}

/** What the steps of a flow can be told. */
export function stepParameters(flow: Entrance): readonly StepParameterModel[] {
  return [
    ...("temporaryCredentials" in flow ? flow.temporaryCredentials.parameters : []),
    ...("authorization" in flow ? flow.authorization.parameters : []),
    ...("tokenCredentials" in flow ? flow.tokenCredentials.parameters : []),
  ];
}

/** What they cannot do without. */
export function openParams(flow: Entrance): readonly Detail[] {
  return stepParameters(flow)
    .filter(({ required, value }) => required && value === undefined)
    .map(({ name, example = "...", description = "" }) => ({
      name,
      example: String(example),
      description,
    }));
}

/** Logs in, in the way of a flow. Throws a `UsageError` for what the provider has to be told, and is not. */
export async function logIn(flow: Entrance, context: LoginContext): Promise<Entered> {
  const sentence = `${context.model.name} has to be told what for:`;
  demand(openParams(flow), context.params, { sentence, flag: "--param" });
  switch (flow.kind) {
    case "login":
      return { account: await threeLegs(flow, context) };
    case "pushed-login":
      return { account: await pushed(flow, context) };
    case "x-auth": {
      const endpoint = await describeTokenEndpoint(flow.tokenCredentials);
      const { options, user, params } = context;
      const provider = { ...options.provider, flows: [xAuth(endpoint)] } as const;
      const client = createClient({ ...options, provider });
      return { account: await client.xAuth({ ...(await user.password()), params }) };
    }
    case "pre-issued":
      return preIssued(flow, context);
    case "two-legged":
      return {};
  }
}

function isEntrance(flow: FlowModel): flow is Entrance {
  return flow.kind !== "reverse-auth" && !AFTERWARDS.has(flow.kind);
}

/** What needs a token already. */
const AFTERWARDS: ReadonlySet<string> = new Set([
  "exchange",
  "live-session",
  "renewal",
  "revocation",
]);

async function threeLegs(
  flow: LoginModel,
  { model, options, user, params }: LoginContext,
): Promise<Account> {
  const legs = await legsOf(options, model, { flow, params });
  const way = await user.return(flow, model);
  try {
    const begun = await asked(() => legs.begin(way.callback));
    const back = await way.back(begun);
    const account = await asked(() => legs.complete(back, begun.temporary));
    await way.close(`You are logged in to ${model.name}. You can close this page.`);
    return account;
  } catch (error) {
    await way.close("The login has failed. The terminal says why.");
    throw error;
  }
}

async function pushed(
  { temporaryCredentials, tokenCredentials }: PushedLoginModel,
  { options, user, params }: LoginContext,
): Promise<Account> {
  const flow = pushedLogin({
    temporaryCredentials: await describeEndpoint(temporaryCredentials),
    tokenCredentials: await describeTokenEndpoint(tokenCredentials),
  });
  const provider = { ...options.provider, flows: [flow] } as const;
  const client = createClient({ ...options, provider });
  return client.completePushed({ verifier: await user.pushed(), params });
}

async function preIssued(
  flow: Extract<FlowModel, { kind: "pre-issued" }>,
  { user, model }: LoginContext,
): Promise<Entered> {
  const { composite } = flow;
  const wanted = fieldsInUrls(model);
  if (composite === undefined) {
    const { key, secret } = await user.token();
    const fields = await user.fields(wanted);
    return { account: { ...fields, version: 1, token: { key, secret } } };
  }
  const text = await user.composite();
  const { consumer, token } = await asked(() => compositeCredentials(text, composite));
  const account = { ...(await user.fields(wanted)), version: 1, token } as const;
  return { account, ...(bringsConsumer(flow) && { consumer }) };
}
