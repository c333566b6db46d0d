import { CallError, LoginError, type Account } from "@oauth1/client";
import type { SignatureMethod } from "@oauth1/core";
import type { LoginModel } from "@oauth1/descriptor";
import type { AnyClientOptions } from "../description/provider.js";
import type { Emulator } from "../emulator.js";
import { callOf } from "./site/call.js";
import { callbackOf, loginLegs } from "./site/legs.js";
import type { Memory } from "./site/memory.js";
import type { Partner } from "./site/partner.js";
import { callFor } from "./site/use.js";

/** What experiments are done with. */
export interface Laboratory {
  /** The chosen provider. */
  readonly partner: Partner;
  readonly emulator: Pick<Emulator, "approve">;
  /** The second one. */
  readonly other: Partner;
  readonly memory: Memory;
}

/** A request that a consumer can sign at any time. */
export interface Signable {
  readonly method: SignatureMethod<never> | undefined;
  readonly send: (options: AnyClientOptions) => Promise<unknown>;
}

/** The request that shows most: a call for a user, one for the consumer alone, or the beginning of a login. */
export function signable({ partner, memory }: Laboratory): Signable | undefined {
  const account = accountOf(partner, memory)?.account;
  const calls = [account === undefined ? undefined : callOf(partner, true), callOf(partner, false)];
  const call = calls.find((one) => one?.isSigned === true);
  const { entrance, client, methods } = partner;
  if (call !== undefined)
    return {
      method: client.provider.signatureMethod,
      send: (options) => call.send(options, account),
    };
  if (entrance.kind !== "login") return undefined;
  const own = entrance.temporaryCredentials.signatureMethod?.name;
  return {
    method: own === undefined ? client.provider.signatureMethod : methods.get(own),
    send: async (options) =>
      (await loginLegs({ ...partner, client: options }, entrance)).begin(
        callbackOf(partner, entrance),
      ),
  };
}

/** Makes that request and holds it back. What has to be known before is asked for. */
export async function signedRequest(
  laboratory: Laboratory,
  changes: Partial<AnyClientOptions> = {},
): Promise<Request> {
  const held: { request?: Request } = {};
  const holding: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    if (!(await isSigned(request.clone()))) return fetch(request);
    held.request = request;
    throw new Error("The request is held back.");
  };
  const options = { ...laboratory.partner.client, ...changes, fetch: holding };
  const outcome = await Promise.allSettled([signable(laboratory)?.send(options)]);
  if (held.request !== undefined) return held.request;
  throw new TypeError(`There is nothing to sign: ${JSON.stringify(outcome)}`);
}

/** Calls a provider for whoever has linked an account last. A refusal is an answer too. */
export async function callAs(partner: Partner, memory: Memory): Promise<void> {
  const user = accountOf(partner, memory)?.user ?? memory.user;
  await refused(() => callFor(partner, user, memory));
}

/** Whether there is something to call, and somebody to call for where that is needed. */
export function canCall(partner: Partner, memory: Memory): boolean {
  const account = accountOf(partner, memory);
  const call = callOf(partner, account !== undefined);
  return call !== undefined && (!call.isForUser || account !== undefined);
}

/** The login of a provider that has verifiers. */
export function verifiedLogin({ entrance, model }: Partner): LoginModel | undefined {
  return entrance.kind === "login" && model.oauth.revision !== "1.0" ? entrance : undefined;
}

/** Begins a login, lets a user say yes, and ends it with a guess instead of the verifier. */
export async function guessVerifier({ partner, emulator, memory }: Laboratory): Promise<void> {
  const flow = verifiedLogin(partner);
  if (flow === undefined) return;
  const legs = await loginLegs(partner, flow);
  const {
    authorizationUrl,
    authorizationMethod: method,
    temporary,
  } = await legs.begin(callbackOf(partner, flow));
  const user = memory.user === "" ? "alice" : memory.user;
  if (method === undefined) await emulator.approve(authorizationUrl, { user });
  else await fetch(authorizationUrl, { method, headers: { "x-emulator-user": user } });
  await refused(() => legs.complete({ verifier: "a guess" }, temporary));
}

/** Runs what may be refused by the provider. */
async function refused(run: () => Promise<unknown>): Promise<void> {
  await run().catch((error: unknown) => {
    if (!(error instanceof CallError || error instanceof LoginError)) throw error;
  });
}

interface Linked {
  readonly user: string;
  readonly account: Account;
}

function accountOf({ model }: Partner, memory: Memory): Linked | undefined {
  return memory
    .links(model.id)
    .flatMap(([user, { account }]) => (account === undefined ? [] : [{ user, account }]))
    .at(-1);
}

async function isSigned(request: Request): Promise<boolean> {
  const { url, headers } = request;
  const text = `${headers.get("authorization") ?? ""} ${url} ${await request.text()}`;
  return text.includes("oauth_signature");
}
