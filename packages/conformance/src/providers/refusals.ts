import { ok, rejects } from "node:assert/strict";
import type { LoginModel, ProviderModel } from "@oauth1/descriptor";
import { approved, begin, isProgram, isUnverified, usualWay } from "./login.js";
import type { AnyCompletion } from "./sdk.js";
import { CALLBACK, type Check, type World } from "./world.js";

/** How a login can fail: the user says no, or nothing so far, or the verifier is another one. */
export function refusalChecks(model: ProviderModel, flow: LoginModel): readonly Check[] {
  return [
    isProgram(flow) ? deniedProgram(model, flow) : deniedLogin(model, flow),
    undecided(model, flow),
    ...(isUnverified(model) ? [] : [wrongVerifier(model, flow)]),
  ];
}

function deniedLogin(model: ProviderModel, flow: LoginModel): Check {
  const way = usualWay(model, flow);
  return {
    title: "is denied by the user",
    async run(world) {
      const { authorizationUrl, temporary } = await begin(world, flow, way);
      const { callbackUrl } = await world.emulator.deny(authorizationUrl);
      if (way.callback === CALLBACK) {
        ok(callbackUrl !== undefined);
        await rejects(world.client.complete({ temporary, callbackUrl }), { code: "denied" });
      } else {
        // Nobody comes back, so that the app only learns of it when it goes on.
        await refuses(world, { temporary, verifier: "12345678" });
      }
    },
  };
}

function deniedProgram(model: ProviderModel, flow: LoginModel): Check {
  return {
    title: "is denied by the user's own program",
    async run(world) {
      const begun = await begin(world, flow, usualWay(model, flow));
      world.emulator.fault("denied", { operation: "authorization" });
      const completion = await approved(world, flow, { begun });
      // Without a verifier nothing is brought back, and the app learns of it when it goes on.
      if (isUnverified(model)) await refuses(world, { temporary: begun.temporary });
      else await rejects(world.client.complete(completion), { code: "denied" });
    },
  };
}

function undecided(model: ProviderModel, flow: LoginModel): Check {
  return {
    title: "is refused a token before the user has said yes",
    async run(world) {
      const { temporary } = await begin(world, flow, usualWay(model, flow));
      await refuses(world, isUnverified(model) ? { temporary } : { temporary, verifier: "12345" });
    },
  };
}

function wrongVerifier(model: ProviderModel, flow: LoginModel): Check {
  return {
    title: "is refused a token for the wrong verifier",
    async run(world) {
      const begun = await begin(world, flow, usualWay(model, flow));
      const { temporary } = await approved(world, flow, { begun });
      await refuses(world, { temporary, verifier: "wrong" }, "verifier_invalid");
    },
  };
}

async function refuses(
  { client }: World,
  completion: AnyCompletion,
  oauthProblem?: string,
): Promise<void> {
  await rejects(client.complete(completion), {
    code: "token_credentials_refused",
    ...(oauthProblem !== undefined && { oauthProblem }),
  });
}
