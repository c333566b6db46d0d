import { equal, match, ok } from "node:assert/strict";
import { CallError, type CallProblem, type Session, type SessionLevel } from "@oauth1/client";
import type { OperationModel, ProviderModel } from "@oauth1/descriptor";
import { probeOf } from "./probe.js";
import { neededParams } from "./values.js";
import { openWorld, sessionFor, type Check, type World } from "./world.js";

/** How calls fail: in the provider's own words, and for want of calls. */
export function troubleChecks(model: ProviderModel): readonly Check[] {
  const probe = probeOf(model);
  return probe === undefined ? [] : [errorCheck(model, probe), rateLimitCheck(probe)];
}

function errorCheck({ api: { errors } }: ProviderModel, probe: OperationModel): Check {
  const said = errors === undefined ? "" : ", in the provider's own words";
  return {
    title: `refuses credentials that nobody has issued${said}`,
    async run(world) {
      const error = await failure(world, probe, await strangerOf(world, probe));
      equal(error.code, "request_refused");
      const isText = errors === undefined || typeof errors.example === "string";
      const problem = probe.auth === "token" ? "token_rejected" : "consumer_key_unknown";
      const described = errors?.problems.filter(([one]) => one === problem) ?? [];
      const [known] = described.map(([, code]) => code);
      if (!isText && known !== undefined) equal(error.providerCode, known);
      const isTold =
        errors !== undefined && (isText ? errors.message.includes("") : errors.message.length > 0);
      if (isTold) match(error.providerMessage ?? "", /token|consumer key|registered app/);
      if (errors !== undefined && isText && !isTold) equal(error.body, errors.example);
    },
  };
}

// Somebody who speaks as a user with a token of their own making, or as another app.
async function strangerOf(world: World, { auth }: OperationModel): Promise<AnySession> {
  const { fields } = await world.emulator.issueToken("alice");
  // This is base64 too, so that methods which sign with its bytes can.
  if (auth === "token")
    return world.client.session({ ...fields, key: "nobody", secret: "nobodies" });
  const consumer = { ...world.consumer, key: "nobody" };
  return world.connect({ consumer }).consumerSession();
}

type AnySession = Session<string, SessionLevel>;

function rateLimitCheck(probe: OperationModel): Check {
  return {
    title: "refuses a call too many, and says how many are left",
    async run({ model, methods, folder }) {
      const world = await openWorld({ model, methods, folder }, { calls: 1 });
      try {
        await spendOne(world, probe);
      } finally {
        await world.close();
      }
    },
  };
}

async function spendOne(world: World, probe: OperationModel): Promise<void> {
  const { model, sdk } = world;
  const { limit, remaining, reset } = model.api.rateLimit ?? {};
  const session = await sessionFor(world, probe);
  const params = neededParams(model, probe.parameters);
  const { rateLimit = {} } = await sdk.operation(probe.id).withResponse(session, params);
  const error = await failure(world, probe, session);
  equal(error.code, "rate_limited" satisfies CallProblem);
  for (const told of [rateLimit, error.rateLimit ?? {}]) {
    equal(told.limit, limit === undefined ? undefined : 1);
    equal(told.remaining, remaining === undefined ? undefined : 0);
    equal(told.reset !== undefined, reset !== undefined);
    ok((told.reset ?? Number.POSITIVE_INFINITY) > Date.now() - 1000);
  }
}

async function failure(
  { model, sdk }: World,
  probe: OperationModel,
  session: AnySession,
): Promise<CallError> {
  const params = neededParams(model, probe.parameters);
  try {
    await sdk.operation(probe.id)(session, params);
  } catch (error) {
    if (error instanceof CallError) return error;
    throw error;
  }
  throw new Error(`${probe.id} was answered, and should have been refused.`);
}
