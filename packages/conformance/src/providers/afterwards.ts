import { equal, ok } from "node:assert/strict";
import type { ProviderModel } from "@oauth1/descriptor";
import { checkFields } from "./fields.js";
import { checkNoToken, checkToken, someAccount } from "./probe.js";
import { neededParams } from "./values.js";
import { openWorld, signingAccount, type Check, type Flow } from "./world.js";

/** A token anew, or for longer. */
export function renewalChecks(
  { oauth }: ProviderModel,
  { tokenCredentials, keepsToken }: Flow<"renewal">,
): readonly Check[] {
  const { seconds } = oauth.lifetime ?? {};
  return [
    {
      title: keepsToken
        ? "makes a token live longer"
        : "renews a token, and the old one is worthless",
      async run(world) {
        const account = await someAccount(world);
        const renewed = await world.client.renew(account);
        checkFields(renewed, tokenCredentials.fields);
        equal(renewed.token.key === account.token.key, keepsToken);
        ok(world.events.some(({ type }) => type === "token_credentials_renewed"));
        await checkToken(world, renewed);
        if (!keepsToken) await checkNoToken(world, account);
      },
    },
    ...(seconds === undefined ? [] : [expiryCheck(seconds)]),
  ];
}

function expiryCheck(seconds: number): Check {
  return {
    title: `renews a token that has ended after ${seconds} seconds`,
    async run({ model, methods, folder }) {
      const clock = { now: Date.now() };
      const world = await openWorld({ model, methods, folder }, { now: () => clock.now });
      try {
        const account = await someAccount(world);
        clock.now += (seconds + 1) * 1000;
        await checkNoToken(world, account);
        await checkToken(world, await world.client.renew(account));
      } finally {
        await world.close();
      }
    },
  };
}

/** A token that is given back. */
export function revocationChecks(): readonly Check[] {
  return [
    {
      title: "revokes a token, which is worthless then",
      async run(world) {
        const account = await someAccount(world);
        await checkToken(world, account);
        await world.client.revoke(account);
        await checkNoToken(world, account);
      },
    },
  ];
}

/** A token that becomes something else. */
export function exchangeChecks({ name, endpoint, fields }: Flow<"exchange">): readonly Check[] {
  return [
    {
      title: `exchanges a token by ${name}`,
      async run(world) {
        const params = neededParams(world.model, endpoint.parameters);
        const answer = await world.client[name]?.(await someAccount(world), params);
        ok(typeof answer === "object" && answer !== null);
        checkFields(answer, fields);
      },
    },
  ];
}

/** Who a token belongs to. */
export function identityChecks({ api, operations }: ProviderModel): readonly Check[] {
  const { profile } = api;
  const operation = operations.find(({ id }) => id === profile?.operation);
  if (operation === undefined || operation.parameters.some(({ required }) => required)) return [];
  return [
    {
      title: "tells who is logged in",
      async run(world) {
        const account = await signingAccount(world, await someAccount(world));
        const { id, username } = await world.client.identify(account);
        equal(username, profile?.username === undefined ? undefined : "alice");
        equal(id !== undefined, profile?.id !== undefined);
      },
    },
  ];
}
