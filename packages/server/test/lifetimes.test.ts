import { createProvider, type Store } from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { describe, expect, test } from "vitest";
import {
  createWorld,
  fields,
  ORIGIN,
  tokenOf,
  USER,
  visible,
  type Token,
  type World,
} from "./harness.js";

const SESSION = { tokenLifetime: 60, sessionLifetime: 600 };

describe("a token with a lifetime", () => {
  test("is said to expire, and then refused with a word for it", async () => {
    const { provider, clock, initiate, approve, exchange, signed } = await createWorld({
      tokenLifetime: 60,
    });
    const temporary = await initiate();
    const answer = await exchange(temporary, await approve(temporary));
    const given = await fields(answer.clone());
    expect(given).toMatchObject({ oauth_expires_in: "60" });
    expect(given).not.toHaveProperty("oauth_session_handle");
    const token = await tokenOf(answer);
    clock.seconds += 60;
    expect(await provider.protect(await signed("/photos", token))).toMatchObject({ ok: true });
    clock.seconds += 1;
    const refused = await provider.protect(await signed("/photos", token));
    expect(refused).toEqual({ ok: false, problem: "token_expired" });
    expect(refused.ok ? 0 : provider.refuse(refused).status).toBe(401);
  });
});

test("a store is told of the ends that there are", async () => {
  const told: object[] = [];
  for (const options of [{}, { tokenLifetime: 60 }, { sessionLifetime: 600 }]) {
    const memory = memoryStore();
    const exchange: Store["exchange"] = (call, now) => {
      told.push(call.token);
      return memory.exchange(call, now);
    };
    const { login } = await createWorld({ ...options, store: { ...memory, exchange } });
    await login();
  }
  const always = ["createdAt", "grant", "secret", "tokenHash"];
  expect(told.map((token) => Object.keys(token).sort())).toEqual([
    always,
    ["createdAt", "expiresAt", "grant", "secret", "tokenHash"],
    ["createdAt", "grant", "secret", "session", "tokenHash"],
  ]);
  expect(told).toMatchObject([
    {},
    { expiresAt: 1_700_000_060 },
    { session: { expiresAt: 1_700_000_600 } },
  ]);
});

describe("a session handle", () => {
  test("renews an expired token, keeps the grant, and ends the old token", async () => {
    const world = await createWorld(SESSION);
    const { provider, clock, signed, events } = world;
    const { token, handle, given } = await logInWithHandle(world);
    expect(given).toEqual({
      oauth_token: expect.stringMatching(/^[0-9a-f]{32}$/),
      oauth_token_secret: expect.stringMatching(/^[0-9a-f]{64}$/),
      oauth_expires_in: "60",
      oauth_session_handle: expect.stringMatching(/^[0-9a-f]{32}$/),
      oauth_authorization_expires_in: "600",
    });
    const before = await provider.grants.list(USER);
    clock.seconds += 61;
    const answer = await renew(world, token, handle);
    const renewed = await tokenOf(answer);
    expect(events.at(-1)).toMatchObject({ type: "token_credentials_renewed", user: USER });
    expect(await provider.grants.list(USER)).toEqual(before);
    expect(await provider.protect(await signed("/photos", renewed))).toMatchObject({ ok: true });
    const old = await provider.protect(await signed("/photos", token));
    expect(old).toEqual({ ok: false, problem: "signature_invalid" });
  });

  test("renews once: of many at once one gets the token", async () => {
    const world = await createWorld(SESSION);
    const { token, handle } = await logInWithHandle(world);
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => renew(world, token, handle)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(15);
  });

  test("is worth nothing when it is wrong, too old or another consumer's", async () => {
    const world = await createWorld(SESSION);
    const { token, handle } = await logInWithHandle(world);
    const refused = await renew(world, token, `${handle.slice(1)}0`);
    expect(refused.status).toBe(401);
    expect(await refused.text()).toBe("oauth_problem=signature_invalid");
    expect(world.events.at(-1)).toMatchObject({ reason: "token_rejected" });
    world.clock.seconds += 601;
    expect((await renew(world, token, handle)).status).toBe(401);
  });

  test("is not listened to where the provider issues none", async () => {
    const world = await createWorld();
    const token = await world.login();
    expect((await renew(world, token, "handle")).status).toBe(401);
  });

  test("that was issued before renews nothing once the provider issues none", async () => {
    const store = memoryStore();
    const before = await createWorld({ ...SESSION, store });
    const { token, handle } = await logInWithHandle(before);
    const provider = createProvider({
      origins: [ORIGIN],
      now: () => before.clock.seconds * 1000,
      store,
    });
    const after = { ...before, provider };
    expect((await renew(after, token, handle)).status).toBe(401);
    expect((await renew(before, token, handle)).status).toBe(200);
  });

  test("does not let temporary credentials be renewed, nor a token be exchanged", async () => {
    const world = await createWorld(SESSION);
    const temporary = await world.initiate();
    const verifier = await world.approve(temporary);
    expect((await renew(world, temporary, verifier)).status).toBe(401);
    const token = await tokenOf(await world.exchange(temporary, verifier));
    expect((await world.exchange(token, verifier)).status).toBe(401);
  });
});

test("a token that is renewed while it is given back is not said to be given back", async () => {
  const store = memoryStore();
  const world = await createWorld({ ...SESSION, store });
  const { provider, consumer, signed, events } = world;
  const { token, handle } = await logInWithHandle(world);
  const { revokeToken } = store;
  let renewed: Response | undefined;
  Object.assign(store, {
    revokeToken: async (revocation: Parameters<Store["revokeToken"]>[0]) => {
      renewed ??= await renew(world, token, handle);
      return revokeToken(revocation);
    },
  });
  const answer = await provider.revocation(await signed("/oauth/revoke", token));
  expect(answer.status).toBe(401);
  const refused = { consumer: consumer.key, reason: "token_rejected" };
  expect(events.at(-1)).toEqual({ type: "request_refused", purpose: "revocation", ...refused });
  expect(await visible(answer)).toEqual(
    await visible(await provider.revocation(await signed("/oauth/revoke", token))),
  );
  const next = await tokenOf(renewed ?? new Response(null, { status: 500 }));
  expect(await provider.protect(await signed("/photos", next))).toMatchObject({ ok: true });
  expect((await provider.revocation(await signed("/oauth/revoke", next))).status).toBe(200);
  expect(await provider.grants.list(USER)).toEqual([]);
});

async function logInWithHandle(
  world: World,
): Promise<{ token: Token; handle: string; given: Record<string, string> }> {
  const temporary = await world.initiate();
  const answer = await world.exchange(temporary, await world.approve(temporary));
  const given = await fields(answer.clone());
  return { token: await tokenOf(answer), handle: given["oauth_session_handle"] ?? "", given };
}

async function renew({ provider, signed }: World, token: Token, handle: string): Promise<Response> {
  const parameters = [["oauth_session_handle", handle]] as const;
  return provider.tokenCredentials(await signed("/oauth/token", token, { parameters }));
}
