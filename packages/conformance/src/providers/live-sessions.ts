import { equal, notEqual, ok, rejects } from "node:assert/strict";
import { generateKeyPairSync, getDiffieHellman } from "node:crypto";
import { CallError, LoginError, type Account } from "@oauth1/client";
import { checkFields } from "./fields.js";
import { probeOf, someAccount } from "./probe.js";
import { neededParams } from "./values.js";
import { openWorld, type Check, type Flow, type World } from "./world.js";

/** What app and provider agree on to sign calls with, and every way in which they do not. */
export function liveSessionChecks({ fields }: Flow<"live-session">): readonly Check[] {
  return [
    {
      title: "opens a live session, and calls with it",
      async run(world) {
        const account = await someAccount(world);
        const live = await world.client.openLiveSession(account);
        checkFields(live, fields);
        equal(live.token.key, account.token.key);
        notEqual(live.token.secret, account.token.secret);
        equal(Buffer.from(live.token.secret, "base64").length, 20);
        await call(world, live);
        const other = await world.client.openLiveSession(account);
        notEqual(other.token.secret, live.token.secret);
        await call(world, other);
        await rejects(call(world, live), CallError);
      },
    },
    {
      title: "takes no call without a live session",
      async run(world) {
        const account = await someAccount(world);
        await rejects(call(world, account), { name: "CallError", code: "request_refused" });
      },
    },
    {
      title: "opens no live session for another signature key",
      async run(world) {
        const consumer = { ...world.consumer, privateKey: newKey() };
        const account = await someAccount(world);
        await rejects(world.connect({ consumer }).openLiveSession(account), {
          name: "LoginError",
          code: "exchange_refused",
          status: 401,
        });
      },
    },
    {
      title: "opens no live session with another encryption key, and says nothing of the secret",
      async run(world) {
        const consumer = { ...world.consumer, encryptionKey: newKey() };
        const account = await someAccount(world);
        await rejects(world.connect({ consumer }).openLiveSession(account), (error) => {
          ok(error instanceof TypeError && /not encrypted for this key/.test(error.message));
          return !error.message.includes(account.token.secret);
        });
      },
    },
    {
      title: "notices a provider that agrees in another group",
      async run(world) {
        const diffieHellman = { prime: getDiffieHellman("modp15").getPrime("hex") };
        const consumer = { ...world.consumer, diffieHellman };
        const account = await someAccount(world);
        const opening = world.connect({ consumer }).openLiveSession(account);
        // Its challenge is no number of the registered group, or both come to different tokens.
        await rejects(opening, LoginError);
      },
    },
    {
      title: "ends a live session after a day",
      async run({ model, methods, folder }) {
        const clock = { now: Date.now() };
        const world = await openWorld({ model, methods, folder }, { now: () => clock.now });
        try {
          const account = await someAccount(world);
          const live = await world.client.openLiveSession(account);
          clock.now += 86_401_000;
          await rejects(call(world, live), CallError);
          await call(world, await world.client.openLiveSession(account));
        } finally {
          await world.close();
        }
      },
    },
  ];
}

async function call({ client, model, sdk }: World, account: Account): Promise<void> {
  const probe = probeOf(model, ["token"]);
  if (probe === undefined) throw new Error("No call is described.");
  await sdk.operation(probe.id)(client.session(account), neededParams(model, probe.parameters));
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
