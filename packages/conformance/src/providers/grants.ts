import { equal, match, rejects } from "node:assert/strict";
import type { PushedLoginModel } from "@oauth1/descriptor";
import { checkFields } from "./fields.js";
import { checkToken, issuedAccount, passwordLogin } from "./probe.js";
import { neededParams } from "./values.js";
import type { Check, Flow } from "./world.js";

/** A login that the provider starts. */
export function pushedChecks(flow: PushedLoginModel): readonly Check[] {
  const { temporaryCredentials, tokenCredentials } = flow;
  const steps = [...temporaryCredentials.parameters, ...tokenCredentials.parameters];
  return [
    {
      title: "logs in with a verifier that the provider has sent",
      async run(world) {
        const { verifier } = await world.emulator.push({ user: "bob" });
        const params = neededParams(world.model, steps);
        const account = await world.client.completePushed({ verifier, params });
        checkFields(account, tokenCredentials.fields, "bob");
        await checkToken(world, account);
      },
    },
    {
      title: "is refused a token for another verifier than was sent",
      async run(world) {
        await world.emulator.push();
        const pushed = { verifier: "wrong", params: neededParams(world.model, steps) };
        await rejects(world.client.completePushed(pushed), { oauthProblem: "verifier_invalid" });
      },
    },
  ];
}

/** A login by name and password. */
export function xAuthChecks(flow: Flow<"x-auth">): readonly Check[] {
  return [
    {
      title: "logs in with name and password",
      async run(world) {
        const account = await passwordLogin(world, flow, "bob");
        checkFields(account, flow.tokenCredentials.fields, "bob");
        await checkToken(world, account);
      },
    },
    {
      title: "is denied a login with name and password",
      async run(world) {
        world.emulator.fault("denied", { operation: "xAuth" });
        const refused = { code: "token_credentials_refused", status: 403 };
        await rejects(passwordLogin(world, flow, "bob"), refused);
      },
    },
  ];
}

/** A token that the user's device fetches for the app. */
export function reverseAuthChecks({
  temporaryCredentials,
}: Flow<"reverse-auth">): readonly Check[] {
  return [
    {
      title: "lets a device fetch a token for the app",
      async run(world) {
        const params = neededParams(world.model, temporaryCredentials.parameters);
        const { target, parameters } = await world.client.reverseAuth({ params });
        const body = new URLSearchParams({
          x_reverse_auth_target: world.consumer.key,
          x_reverse_auth_parameters: parameters,
        });
        const answer = await fetch(target, { method: "POST", body });
        equal(answer.status, 200);
        const fields = new URLSearchParams(await answer.text());
        const [key = "", secret = ""] = ["oauth_token", "oauth_token_secret"].map(
          (name) => fields.get(name) ?? "",
        );
        match(key, /./);
        await checkToken(world, { version: 1, token: { key, secret } });
      },
    },
  ];
}

/** A token that the provider's own page shows, by itself and in one text with the consumer's credentials. */
export function preIssuedChecks({ composite }: Flow<"pre-issued">): readonly Check[] {
  const issued: Check = {
    title: "takes a token that the provider's own page has issued",
    run: async (world) => checkToken(world, await issuedAccount(world)),
  };
  const whole: Check = {
    title: "takes all credentials in one text",
    async run(world) {
      const { composite: text = "" } = await world.emulator.issueToken("alice");
      const { consumer, token } = world.sdk.readKey(text);
      // A key that such a text has no room for is the app's own.
      const client = world.connect({ consumer: { ...world.consumer, ...consumer } });
      await checkToken({ ...world, client }, { version: 1, token });
    },
  };
  return composite === undefined ? [issued] : [issued, whole];
}
