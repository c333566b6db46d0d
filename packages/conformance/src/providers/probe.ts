import { rejects } from "node:assert/strict";
import { CallError, type Account } from "@oauth1/client";
import type { AuthLevel, OperationModel, ProviderModel } from "@oauth1/descriptor";
import { isLogin, logIn } from "./login.js";
import type { AnyAccount } from "./sdk.js";
import { neededParams } from "./values.js";
import { userSession, type Flow, type World } from "./world.js";

/** The call of the least effort at one of these levels: it tells whether credentials work. */
export function probeOf(
  { operations, api }: ProviderModel,
  levels: readonly AuthLevel[] = ["token", "consumer", "key"],
): OperationModel | undefined {
  const effort = ({ id, auth, method, parameters, response }: OperationModel): number =>
    1000 * levels.indexOf(auth) +
    (id === api.profile?.operation ? 0 : 100) +
    (response === "json" ? 0 : 20) +
    (method === "GET" ? 0 : 10) +
    parameters.filter(({ required }) => required).length;
  const fitting = operations.filter(({ auth }) => levels.includes(auth));
  return fitting.toSorted((a, b) => effort(a) - effort(b))[0];
}

/** Rejects where a token is not good for calls. */
export async function checkToken(
  { model, sdk, client }: Pick<World, "client" | "model" | "sdk">,
  account: Account,
): Promise<void> {
  const probe = probeOf(model, ["token"]);
  if (probe === undefined) return;
  const session = await userSession({ client, model }, account);
  await sdk.operation(probe.id)(session, neededParams(model, probe.parameters));
}

/** Rejects where a token is good for calls after all. */
export async function checkNoToken(world: World, account: Account): Promise<void> {
  if (probeOf(world.model, ["token"]) !== undefined)
    await rejects(checkToken(world, account), CallError);
}

/** An account as an app has it: of a login, or with a token that the provider's page has issued. */
export async function someAccount(world: World): Promise<AnyAccount> {
  const { flows } = world.model.oauth;
  const flow = flows.find(isLogin);
  if (flow !== undefined) return logIn(world, flow);
  const password = flows.find((one) => one.kind === "x-auth");
  return password === undefined ? issuedAccount(world) : passwordLogin(world, password, "alice");
}

/** An account of a login by name and password. */
export async function passwordLogin(
  { client, model }: Pick<World, "client" | "model">,
  { tokenCredentials }: Flow<"x-auth">,
  username: string,
): Promise<AnyAccount> {
  const params = neededParams(model, tokenCredentials.parameters);
  return client.xAuth({ username, password: "secret", params });
}

/** An account that is nothing but a token. */
export async function issuedAccount({ emulator }: Pick<World, "emulator">): Promise<AnyAccount> {
  const { key, secret, fields } = await emulator.issueToken("alice");
  return { version: 1, token: { key, secret }, ...fields };
}
