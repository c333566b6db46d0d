import { generateKeyPairSync } from "node:crypto";
import { sign } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import type { ProviderEvent, ProviderOptions, Registration, Store } from "@oauth1/server";
import { consentPage, type ConsentOptions } from "@oauth1/server/consent";
import { memoryStore } from "@oauth1/server/stores/memory";
import { describe, expect, test } from "vitest";
import { createWorld, ORIGIN, tokenOf, USER } from "./harness.js";

/** What a program without types, or with laxer ones, can pass. */
function untyped<T = object>(value: unknown): T {
  const box = JSON.parse("{}");
  box.value = value;
  return box.value;
}

describe("an option that is given as undefined", () => {
  test.each([
    "bodyHash",
    "callbackRule",
    "denialFields",
    "endpoints",
    "limits",
    "methods",
    "now",
    "onEvent",
    "problemReporting",
    "realm",
    "store",
    "temporaryLifetime",
    "timestampWindow",
    "tls",
    "tokenFields",
    "unsafeConsumersWithoutVerifier",
    "verifier",
    "verifierAttempts",
  ])("is not given: %s", async (name) => {
    const now = Math.floor(Date.now() / 1000);
    const { provider, login, signed, initiate, approve, exchange, clock } = await createWorld(
      untyped({ [name]: undefined }),
    );
    if (name === "now") clock.seconds = now;
    const token = await login();
    expect(await provider.protect(await signed("/photos", token))).toMatchObject({ ok: true });
    const old = await signed("/photos", token, { timestamp: clock.seconds - 301 });
    expect(await provider.protect(old)).toMatchObject({ problem: "timestamp_refused" });
    const temporary = await initiate();
    const verifier = await approve(temporary);
    for (let attempt = 0; attempt < 5; attempt += 1) await exchange(temporary, "wrong");
    expect((await exchange(temporary, verifier)).status).toBe(401);
  });

  test("is not given: TLS is asked for where credentials are handed out", async () => {
    const origins = ["http://photos.example.net"];
    const { provider, signed } = await createWorld({ origins, ...untyped({ tls: undefined }) });
    const request = await signed("", undefined, { url: `${origins[0]}/oauth/initiate` });
    expect(await (await provider.temporaryCredentials(request)).text()).toContain("needs%20TLS");
  });

  test("is not given: of a consent page", async () => {
    const { provider, initiate } = await createWorld();
    const nothing = { render: undefined, style: undefined, autoApprove: undefined };
    const page = consentPage(provider, {
      loginPath: "/login",
      login: () => ({ user: USER, session: "s1" }),
      ...untyped<Partial<ConsentOptions>>({
        ...nothing,
        brand: undefined,
        key: undefined,
        onError: undefined,
      }),
    });
    const { key } = await initiate();
    const answer = await page(new Request(`${ORIGIN}/oauth/authorize?oauth_token=${key}`));
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(text).toContain("photos.example.net");
    expect(text).not.toContain("undefined");
  });
});

describe("a clock that tells no time", () => {
  test("lets nothing through", async () => {
    let broken = false;
    const now = (): number => (broken ? Number.NaN : 1_700_000_000_000);
    const { provider, login, signed, events } = await createWorld({ now, tokenLifetime: 60 });
    const token = await login();
    broken = true;
    const request = await signed("/photos", token, { timestamp: 1 });
    expect(await provider.protect(request)).toEqual({ ok: false, problem: "store_unavailable" });
    expect(events.at(-2)).toMatchObject({ error: expect.stringContaining("now() is NaN") });
    expect((await provider.handle(await signed("/oauth/initiate")))?.status).toBe(503);
  });
});

describe("a listener", () => {
  test.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new Error("disk full");
      },
    ],
    ["rejects", () => Promise.reject(new Error("disk full"))],
  ])("that %s costs nobody a login", async (_how, fail) => {
    const onEvent = (event: ProviderEvent): unknown => fail.call(event);
    const { provider, login, signed } = await createWorld({ onEvent });
    const token = await login();
    expect(await provider.protect(await signed("/photos", token))).toMatchObject({ ok: true });
    expect((await provider.handle(await signed("/oauth/revoke", token)))?.status).toBe(200);
    expect((await provider.handle(await signed("/oauth/revoke", token)))?.status).toBe(401);
    // A rejection that nobody handles would have ended the process by now.
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
});

describe("a hook that answers what it must not", () => {
  test.each([
    ["nothing", undefined],
    ["an object", { user_id: "7" }],
  ])("uses up no verifier: tokenFields with %s", async (_what, answer) => {
    let broken = true;
    const { provider, initiate, approve, exchange } = await createWorld({
      tokenFields: () => (broken ? untyped(answer) : []),
    });
    const temporary = await initiate();
    const verifier = await approve(temporary);
    expect((await exchange(temporary, verifier)).status).toBe(503);
    expect(await provider.grants.list(USER)).toEqual([]);
    broken = false;
    expect((await exchange(temporary, verifier)).status).toBe(200);
  });

  test("leaves the question open: denialFields and verifier", async () => {
    let broken = true;
    const { provider, initiate } = await createWorld({
      denialFields: () => (broken ? untyped(undefined) : []),
      verifier: () => (broken ? "" : "v"),
    });
    const { key: token } = await initiate();
    const { approve, deny, inspect } = provider.authorization;
    await expect(deny({ token })).rejects.toThrow(TypeError);
    await expect(approve({ token, user: USER })).rejects.toThrow("verifier has made nothing");
    expect(await inspect(token)).toMatchObject({ ok: true });
    broken = false;
    expect(await deny({ token })).toMatchObject({ ok: true });
  });

  test("has an answer: callbackRule that throws for what it did not expect", async () => {
    const callbackRule = (callback: string): boolean => new URL(callback).host === "a.example";
    const { provider, signed, events } = await createWorld({ callbackRule });
    const parameters = [["oauth_callback", "oob"]] as const;
    const request = await signed("/oauth/initiate", undefined, { parameters });
    expect((await provider.temporaryCredentials(request)).status).toBe(503);
    expect(events.at(-2)).toMatchObject({ type: "store_failed", error: "Invalid URL" });
  });

  test.each([
    ["the empty text", ""],
    ["null", null],
  ])("logs nobody in: xAuth with %s", async (_what, answer) => {
    const xAuth = (): string => untyped(answer);
    const { provider, consumer, signed } = await createWorld({ xAuth });
    await provider.consumers.change(consumer.key, { privileges: ["xauth"] });
    const request = await signed("/oauth/token?x_auth_mode=client_auth");
    expect((await provider.tokenCredentials(request)).status).toBe(403);
  });

  test("is no yes: a callbackRule that promises one", async () => {
    const callbackRule = (): boolean => untyped(Promise.resolve(true));
    const { provider, signed } = await createWorld({ callbackRule });
    const parameters = [["oauth_callback", "https://evil.example/"]] as const;
    const request = await signed("/oauth/initiate", undefined, { parameters });
    expect((await provider.temporaryCredentials(request)).status).toBe(400);
  });

  test("is no approval: one by nobody", async () => {
    const { provider, initiate } = await createWorld();
    const { key: token } = await initiate();
    for (const user of ["", untyped<string>(undefined)]) {
      const approval = provider.authorization.approve({ token, user });
      await expect(approval).rejects.toThrow("Only a user can approve");
    }
  });

  test("is nobody, or a mistake to be seen: the login of a consent page", async () => {
    const { provider, initiate } = await createWorld();
    const { key } = await initiate();
    const open = (visitor: unknown): Promise<Response> =>
      consentPage(provider, { loginPath: "/login", login: () => untyped(visitor) })(
        new Request(`${ORIGIN}/oauth/authorize?oauth_token=${key}`),
      );
    expect((await open(null)).headers.get("location")).toMatch(/^\/login\?continue=/);
    for (const visitor of [{ user: USER }, { user: 7, session: "s1" }]) {
      await expect(open(visitor)).rejects.toThrow("login says neither who nor in which session");
    }
    expect(await (await open({ user: USER, session: "s1", name: null })).text()).toContain(USER);
  });
});

describe("a store", () => {
  test("may be an object with methods of its own", async () => {
    const memory = memoryStore();
    class Own {
      readonly memory: Store = memory;
      findToken(tokenHash: string): ReturnType<Store["findToken"]> {
        return this.memory.findToken(tokenHash);
      }
    }
    const store = Object.assign(new Own(), { ...memory, findToken: Own.prototype.findToken });
    const { provider, login, signed } = await createWorld({ store });
    const token = await login();
    expect((await provider.revocation(await signed("/oauth/revoke", token))).status).toBe(200);
  });
});

test("a host that fails at each of its addresses is named in the event", async () => {
  const error = new AggregateError([new Error("refused ::1"), new Error("refused 127.0.0.1")]);
  const store = { ...memoryStore(), findConsumer: () => Promise.reject(error) };
  const { consumer, clock } = await createWorld();
  const { provider, events } = await createWorld({ store });
  const call = { method: "GET", url: ORIGIN };
  const { request } = await sign(call, { consumer }, { timestamp: clock.seconds });
  await provider.protect(request, { token: "optional" });
  expect(events).toContainEqual({ type: "store_failed", error: "refused ::1; refused 127.0.0.1" });
});

describe("the terms of a consumer", () => {
  test("change by what is given, and by nothing else that an object brings along", async () => {
    const { provider, consumer, events, initiate } = await createWorld();
    const { change, list } = provider.consumers;
    await change(consumer.key, { disabled: true });
    await change(consumer.key, { name: "New", ...untyped({ disabled: undefined }) });
    expect(events.at(-1)).toMatchObject({ fields: ["name"] });
    expect(await list()).toMatchObject([{ name: "New", disabled: true }]);
    const more = untyped({ callbacks: undefined, secret: "mine", createdAt: 0, key: "other" });
    await change(consumer.key, { disabled: false, ...more });
    expect(await list()).toMatchObject([{ key: consumer.key, createdAt: 1_700_000_000 }]);
    expect((await initiate()).key).toMatch(/^[0-9a-f]{32}$/);
  });

  test("are registered as they are named", async () => {
    const { provider } = await createWorld();
    const more = untyped({ disabled: true, previous: { secret: "s", expiresAt: 2 ** 40 } });
    const given: Registration = { name: "Scanner", callbacks: [], ...more };
    const { key } = await provider.consumers.register(given);
    const view = (await provider.consumers.list()).find((one) => one.key === key);
    expect(view).toEqual({ key, name: "Scanner", callbacks: [], createdAt: 1_700_000_000 });
  });

  test("have no public key that a method cannot read", async () => {
    const { provider, consumer } = await createWorld({ methods: [hmacSha1, rsaSha1] });
    const { publicKey } = generateKeyPairSync("ec", {
      namedCurve: "P-256",
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    const broken = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----";
    for (const wrong of [publicKey, broken]) {
      const changed = provider.consumers.change(consumer.key, { publicKey: wrong });
      await expect(changed).rejects.toThrow("needs a public RSA key");
    }
  });
});

describe("a request whose body breaks off", () => {
  const options: Partial<ProviderOptions> = { scopes: { offered: { read: "See your photos" } } };

  test.each([
    ["/oauth/initiate", 401],
    ["/oauth/introspect", 401],
    ["/oauth/token", 400],
  ])("has an answer at %s", async (path, status) => {
    const { provider, consumer, clock } = await createWorld(options);
    const type = path.endsWith("introspect")
      ? "application/json"
      : "application/x-www-form-urlencoded";
    const whole = {
      method: "POST",
      url: `${ORIGIN}${path}`,
      headers: { "content-type": type },
      body: "scope=read",
    };
    const { authorization = "" } = await sign(
      whole,
      { consumer },
      { timestamp: clock.seconds, bodyHash: "auto" },
    );
    const body = new ReadableStream({ pull: (stream) => stream.error(new Error("peer gone")) });
    const headers = { authorization, "content-type": type };
    const init = { method: "POST", headers, body, duplex: "half" };
    const answer = await provider.handle(new Request(`${ORIGIN}${path}`, init));
    expect(answer?.status).toBe(status);
  });
});

test("a scope that is allowed twice is allowed once", async () => {
  const offered = { read: "See your photos", write: "Add photos" };
  const { provider, initiate, exchange, signed } = await createWorld({ scopes: { offered } });
  const temporary = await initiate({ url: `${ORIGIN}/oauth/initiate?scope=read%20write` });
  const decision = { token: temporary.key, user: USER, scopes: ["read", "read"] };
  const approval = await provider.authorization.approve(decision);
  const { searchParams } = new URL(approval.ok ? (approval.redirect ?? "") : "");
  const token = await tokenOf(await exchange(temporary, searchParams.get("oauth_verifier") ?? ""));
  const verdict = await provider.protect(await signed("/photos", token));
  expect(verdict).toMatchObject({ scopes: ["read"] });
});
