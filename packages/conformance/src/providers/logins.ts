import { equal, rejects } from "node:assert/strict";
import type { LoginModel, ProviderModel } from "@oauth1/descriptor";
import { checkFields } from "./fields.js";
import {
  approved,
  begin,
  isProgram,
  isUnverified,
  logIn,
  stepParameters,
  usualWay,
  WAYS,
} from "./login.js";
import { checkToken } from "./probe.js";
import type { AnyBegin } from "./sdk.js";
import { paramsOf } from "./values.js";
import { CALLBACK, type Check, type World } from "./world.js";

/** Every kind of login that a provider offers, by every page and with everything that can be asked for. */
export function loginChecks(model: ProviderModel, flow: LoginModel): readonly Check[] {
  const usual = usualWay(model, flow);
  const parameters = stepParameters(flow);
  return [
    ...waysOf(model, flow).map(([title, way]) => ({
      title: `logs in ${title}`,
      run: (world: World) => checkAccount(world, flow, way),
    })),
    ...flow.authorization.variants.map(([variant]) => ({
      title: `logs in through the page ${variant}`,
      run: (world: World) => checkAccount(world, flow, { ...usual, variant }),
    })),
    ...(parameters.length === 0 ? [] : [fullLogin(model, flow)]),
    {
      title: "exchanges a login once",
      async run(world) {
        const begun = await begin(world, flow, usual);
        const completion = await approved(world, flow, { begun });
        await world.client.complete("approval" in completion ? copied(completion) : completion);
        await rejects(world.client.complete(completion), {
          code: "token_credentials_refused",
          oauthProblem: "token_rejected",
        });
      },
    },
  ];
}

function waysOf(
  model: ProviderModel,
  flow: LoginModel,
): readonly (readonly [title: string, way: AnyBegin])[] {
  const { modes } = flow.callback;
  if (isProgram(flow)) return [["by a call of the user's own program", usualWay(model, flow)]];
  if (isUnverified(model)) {
    return [
      ["by callback, without a verifier", WAYS.callback],
      ["without a verifier and without a callback", WAYS.nothing],
    ];
  }
  return [
    ...(modes === "pin" ? [] : [["by callback", WAYS.callback] as const]),
    ...(modes === "callback"
      ? []
      : [["by PIN", modes === "pin" ? WAYS.nothing : WAYS.typed] as const]),
  ];
}

async function checkAccount(world: World, flow: LoginModel, way: AnyBegin): Promise<void> {
  const account = await logIn(world, flow, { ...way, user: "bob" });
  equal(account.version, 1);
  const isBack = way.callback === CALLBACK;
  checkFields(
    account,
    [...flow.tokenCredentials.fields, ...(isBack ? flow.callback.fields : [])],
    "bob",
  );
  await checkToken(world, account);
}

function fullLogin(model: ProviderModel, flow: LoginModel): Check {
  const params = paramsOf(model, stepParameters(flow));
  return {
    title: `logs in with ${Object.keys(params).join(", ")}`,
    run: (world) => checkAccount(world, flow, { ...usualWay(model, flow), params }),
  };
}

// The answer of the user's program is read as it is taken.
function copied<C extends { readonly approval: Response }>(completion: C): C {
  return { ...completion, approval: completion.approval.clone() };
}
