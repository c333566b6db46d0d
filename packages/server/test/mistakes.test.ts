import { sign, type RequestParts } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import {
  createProvider,
  type ProviderEvent,
  type ProviderOptions,
  type Registration,
  type Store,
} from "@oauth1/server";
import { consentPage, type ConsentOptions } from "@oauth1/server/consent";
import { createLaunches } from "@oauth1/server/lti";
import { memoryStore } from "@oauth1/server/stores/memory";
import { describe, expect, onTestFinished, test } from "vitest";
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

  test("lets nothing through when it fails on the way", async () => {
    let readings = Number.POSITIVE_INFINITY;
    const now = (): number => ((readings -= 1) < 0 ? Number.NaN : 1_700_000_000_000);
    const { provider, login, signed } = await createWorld({ now, tokenLifetime: 60 });
    const token = await login();
    const protectAfter = async (count: number): Promise<unknown> => {
      const request = await signed("/photos", token);
      readings = count;
      return provider.protect(request);
    };
    for (const count of [0, 1]) {
      const unavailable = { ok: false, problem: "store_unavailable" };
      expect(await protectAfter(count)).toEqual(unavailable);
    }
    expect(await protectAfter(2)).toMatchObject({ ok: true });
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
    let made: unknown;
    const { provider, initiate } = await createWorld({
      denialFields: () => (broken ? untyped(undefined) : []),
      verifier: () => (broken ? untyped(made) : "v"),
    });
    const { key: token } = await initiate();
    const { approve, deny, inspect } = provider.authorization;
    await expect(deny({ token })).rejects.toThrow(TypeError);
    for (made of ["", Promise.resolve("v")]) {
      await expect(approve({ token, user: USER })).rejects.toThrow("verifier has made no text");
    }
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
    expect(events.at(-2)).toMatchObject({
      type: "option_failed",
      option: "callbackRule",
      error: "Invalid URL",
    });
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

describe("a store that says null of what there is not", () => {
  // As many drivers do.
  const nullish = (): Store<null> =>
    new Proxy(memoryStore(), {
      get: (store, verb) => {
        const answer: unknown = Reflect.get(store, verb);
        if (typeof answer !== "function") return answer;
        return async (...given: unknown[]) => (await answer(...given)) ?? null;
      },
    });
  const NOBODYS = { key: "nobody's", secret: "s" };

  test("is a store, from the first step to the last", async () => {
    const { provider, consumer, initiate, approve, exchange, signed, events } = await createWorld({
      store: nullish(),
      sessionLifetime: 600,
    });
    const refused = { ok: false, problem: "signature_invalid" };
    const rejected = { ok: false, problem: "token_rejected" };
    const { authorization, grants } = provider;
    expect(await provider.protect(await signed("/photos", NOBODYS))).toEqual(refused);
    for (const token of ["nobody's", ""]) {
      expect(await authorization.inspect(token)).toEqual(rejected);
      expect(await authorization.approve({ token, user: USER })).toEqual(rejected);
      expect(await authorization.deny({ token })).toEqual(rejected);
    }
    const temporary = await initiate();
    const token = await tokenOf(await exchange(temporary, await approve(temporary)));
    const verdict = await provider.protect(await signed("/photos", token));
    expect(verdict).toMatchObject({ ok: true, user: USER });
    expect(await grants.list(USER)).toMatchObject([{ consumer: { key: consumer.key } }]);
    const nobodys = { token: NOBODYS, user: USER };
    await expect(grants.adopt({ ...nobodys, consumer: "nobody" })).rejects.toThrow(
      "There is no consumer with the key nobody",
    );
    expect(await grants.adopt({ ...nobodys, consumer: consumer.key })).toBe(true);
    const renewal = { parameters: [["oauth_session_handle", "wrong"]] } as const;
    const renewed = await provider.tokenCredentials(
      await signed("/oauth/token", token, { ...renewal, http: "POST" }),
    );
    expect(renewed.status).toBe(401);
    const revocation = await signed("/oauth/revoke", token);
    expect((await provider.revocation(revocation)).status).toBe(200);
    expect(events.filter(({ type }) => /_failed$/.test(type))).toEqual([]);
  });

  test("is told who is unknown as any other", async () => {
    const { signed } = await createWorld();
    const { provider, events } = await createWorld({ store: nullish() });
    events.length = 0;
    const verdict = await provider.protect(await signed("/photos"), { token: "optional" });
    expect(verdict).toEqual({ ok: false, problem: "signature_invalid" });
    expect(events).toMatchObject([{ reason: "consumer_key_unknown" }]);
  });
});

test("what is no token is told by its name, and nothing is decided", async () => {
  const { provider, initiate } = await createWorld();
  const { key: token } = await initiate();
  const { inspect, approve, deny } = provider.authorization;
  const mistaken = {
    name: "TypeError",
    message: "token is undefined: pass text, such as String(token).",
  };
  const given = untyped<{ token: string; user: string }>({ user: USER });
  await expect(inspect(given.token)).rejects.toMatchObject(mistaken);
  await expect(approve(given)).rejects.toMatchObject(mistaken);
  await expect(deny(given)).rejects.toMatchObject(mistaken);
  await expect(deny(untyped(token))).rejects.toMatchObject(mistaken);
  await expect(approve(untyped(token))).rejects.toThrow("Only a user can approve");
  await expect(deny({ token, user: untyped(7) })).rejects.toThrow("user is a number: pass text");
  expect(await inspect(token)).toMatchObject({ ok: true });
  expect(await inspect("\ud800".repeat(5000))).toEqual({ ok: false, problem: "token_rejected" });
});

test("a form without an end is not read to one", async () => {
  const { provider } = await createWorld();
  let sent = 0;
  const body = new ReadableStream({
    pull(controller) {
      sent += 2 ** 16;
      controller.enqueue(new TextEncoder().encode(`a=${"b".repeat(2 ** 16 - 3)}&`));
    },
  });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const init = { method: "POST", headers, body, duplex: "half" };
  const answer = await provider.handle(new Request(`${ORIGIN}/oauth/token`, init));
  expect(answer?.status).toBe(400);
  expect(sent).toBeLessThan(2 ** 21);
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

  test("are taken back with null, and only where there can be none", async () => {
    const { provider, consumer, events, signed } = await createWorld({}, { methods: [] });
    const { change, list } = provider.consumers;
    const optional = { token: "optional" } as const;
    expect(await provider.protect(await signed("/limits"), optional)).toMatchObject({ ok: false });
    await change(consumer.key, { owner: "jane", privileges: ["xauth"] });
    await change(consumer.key, { methods: null, owner: null, privileges: null, publicKey: null });
    expect(events.at(-1)).toMatchObject({
      fields: ["methods", "publicKey", "owner", "privileges"],
    });
    expect(await list("jane")).toEqual([]);
    const [view] = await list();
    expect(Object.keys(view ?? {}).sort()).toEqual(["callbacks", "createdAt", "key", "name"]);
    expect(await provider.protect(await signed("/limits"), optional)).toMatchObject({ ok: true });
    for (const none of [{ name: null }, { callbacks: null }]) {
      await expect(change(consumer.key, untyped(none))).rejects.toThrow("is null: pass");
    }
  });

  test("are texts, and lists of texts: a store would keep something else of a number", async () => {
    const { provider, consumer } = await createWorld();
    const { register, change, list } = provider.consumers;
    const usual = { name: "Scanner", callbacks: [] };
    for (const wrong of [{ key: 7 }, { secret: 7 }, { name: undefined }, { owner: 7 }]) {
      const [name] = Object.keys(wrong);
      const given: Registration = { ...usual, ...untyped(wrong) };
      await expect(register(given)).rejects.toThrow(`pass text, such as String(${name}).`);
    }
    for (const name of ["callbacks", "methods", "privileges"]) {
      const wrong = untyped({ [name]: "xauth" });
      const problem = `${name} is a string: pass a list of texts.`;
      await expect(change(consumer.key, wrong)).rejects.toThrow(problem);
      await expect(register({ ...usual, ...wrong })).rejects.toThrow(problem);
    }
    await expect(list(untyped(7))).rejects.toThrow("owner is a number");
    await expect(provider.consumers.rotateSecret(consumer.key, { overlap: 1e12 })).rejects.toThrow(
      "overlap is 1000000000000: it has to be a whole number of seconds, 100000000000 at most.",
    );
  });

  test("have no public key that a method cannot read", async () => {
    const { provider, consumer } = await createWorld({ methods: [hmacSha1, rsaSha1] });
    const broken = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----";
    const changed = provider.consumers.change(consumer.key, { publicKey: broken });
    await expect(changed).rejects.toThrow("needs a public RSA key");
  });
});

describe("a user whose id is a number", () => {
  const problem = "user is a number: pass text, such as String(user).";

  test("approves nothing, and has no grants: stores would take 12345 and 92349 for one", async () => {
    const { provider, initiate, approve, exchange } = await createWorld();
    const temporary = await initiate();
    const user = untyped<string>(12345);
    const decision = { token: temporary.key, user };
    await expect(provider.authorization.approve(decision)).rejects.toThrow(problem);
    expect((await exchange(temporary, await approve(temporary))).status).toBe(200);
    const { list, revoke, revokeAll } = provider.grants;
    await expect(list(user)).rejects.toThrow(problem);
    await expect(revoke({ user, grant: "g" })).rejects.toThrow(problem);
    await expect(revokeAll({ user })).rejects.toThrow(problem);
    const consumer = untyped<string>(7);
    await expect(revokeAll({ user: USER, consumer })).rejects.toThrow("consumer is a number");
  });

  test("gets no token by password", async () => {
    const { provider, consumer, events, signed } = await createWorld({ xAuth: () => untyped(7) });
    await provider.consumers.change(consumer.key, { privileges: ["xauth"] });
    const url = `${ORIGIN}/oauth/token?x_auth_mode=client_auth&x_auth_username=a&x_auth_password=b`;
    const answer = await provider.tokenCredentials(await signed("", undefined, { url }));
    expect(answer.status).toBe(503);
    expect(events).toContainEqual({ type: "option_failed", option: "xAuth", error: problem });
  });
});

describe("an id", () => {
  const usual = { name: "Scanner", callbacks: [] };

  test("is at most as long as every store can find", async () => {
    const { provider, initiate } = await createWorld();
    const { register, change } = provider.consumers;
    const longest = "é".repeat(1000);
    const { key } = await register({ ...usual, key: longest, owner: longest });
    expect(key).toBe(longest);
    const [long, problem] = [`${longest}x`, "is over 2000 bytes long: pass a hash of it."];
    await expect(register({ ...usual, key: long })).rejects.toThrow(`key ${problem}`);
    await expect(register({ ...usual, owner: long })).rejects.toThrow(`owner ${problem}`);
    await expect(change(key, { owner: "\0".repeat(400) })).rejects.toThrow(`owner ${problem}`);
    const { key: token } = await initiate();
    const { approve, inspect } = provider.authorization;
    await expect(approve({ token, user: long })).rejects.toThrow(`user ${problem}`);
    expect(await inspect(token)).toMatchObject({ ok: true });
    expect(await approve({ token, user: longest })).toMatchObject({ ok: true });
  });

  test("is of whole characters: no request can name half of one", async () => {
    const { provider } = await createWorld();
    const registered = provider.consumers.register({ ...usual, key: "\ud83d" });
    await expect(registered).rejects.toThrow("key holds half a character, a lone surrogate");
    await expect(
      provider.consumers.register({ ...usual, key: "\ud83d\ude00" }),
    ).resolves.toBeTruthy();
  });
});

describe("a lifetime", () => {
  test.each(["tokenLifetime", "sessionLifetime", "temporaryLifetime", "timestampWindow"])(
    "ends while its end can be counted: %s",
    (name) => {
      const options = { origins: [ORIGIN], ...untyped({ [name]: Number.MAX_SAFE_INTEGER }) };
      expect(() => createProvider(options)).toThrow("it can be 100000000000 at most");
    },
  );
});

describe("a request whose body breaks off", () => {
  test.each(["application/x-www-form-urlencoded", "application/json"])(
    "is refused by protect, and no store is blamed: %s",
    async (type) => {
      const { provider, consumer, clock, events } = await createWorld();
      const headers = { "content-type": type };
      const whole = { method: "POST", url: `${ORIGIN}/photos`, headers, body: "a=b" };
      const signing = { timestamp: clock.seconds, bodyHash: "auto" } as const;
      const { request } = await sign(whole, { consumer }, signing);
      const body = new ReadableStream({
        start: (stream) => stream.enqueue(new Uint8Array(3)),
        pull: (stream) => stream.error(new Error("peer gone")),
      });
      const init = { method: "POST", headers: request.headers, body, duplex: "half" };
      const broken = new Request(request.url, untyped(init));
      const verdict = await provider.protect(broken, { token: "optional" });
      const why = { advice: "The body breaks off." };
      expect(verdict).toEqual({ ok: false, problem: "parameter_rejected", ...why });
      expect(verdict.ok || provider.refuse(verdict).status).toBe(400);
      const refused = { type: "request_refused", purpose: "resource", ...why };
      // What is no form is read once it is known whose it is.
      const who = type === "application/json" ? { consumer: consumer.key } : {};
      expect(events.slice(1)).toEqual([{ ...refused, ...who, reason: "parameter_rejected" }]);
    },
  );

  test("and that has not come yet is not waited for when the store is away", async () => {
    const findConsumer = (): Promise<never> => Promise.reject(new Error("away"));
    const store = memoryStore();
    const { provider, signed } = await createWorld({ store });
    const request = await signed("/photos");
    const away = createProvider({ origins: [ORIGIN], store: { ...store, findConsumer } });
    const body = new ReadableStream({ pull: () => new Promise(() => undefined) });
    const init = { method: "POST", headers: request.headers, body, duplex: "half" };
    const waiting = new Request(request.url, untyped(init));
    expect(await away.protect(waiting)).toMatchObject({ ok: false });
    const unavailable = { ok: false, problem: "store_unavailable" } as const;
    expect(await away.protect(waiting, { token: "optional" })).toEqual(unavailable);
    waiting.body?.getReader();
    expect(await away.protect(waiting, { token: "optional" })).toEqual(unavailable);
    expect(provider.refuse(unavailable).status).toBe(503);
  });

  test("is told from a form that the application has read before", async () => {
    const { provider, events } = await createWorld();
    const form = new Request(`${ORIGIN}/photos`, {
      method: "POST",
      body: new URLSearchParams("a"),
    });
    await form.text();
    await expect(provider.protect(form)).rejects.toThrow("The form has been read already");
    expect(events.slice(1)).toEqual([]);
  });

  test("is told from one that the application has read before, where the whole of it is needed", async () => {
    const options = { origins: [ORIGIN], store: memoryStore() };
    const { introspection } = createProvider(options);
    const { verifyLaunch, verifyOutcome } = createLaunches(options);
    for (const read of [introspection, verifyLaunch, verifyOutcome]) {
      const request = new Request(`${ORIGIN}/oauth/introspect`, { method: "POST", body: "{}" });
      await request.text();
      await expect(read(request)).rejects.toThrow("The body has been read already");
    }
  });

  test("is told from a form that the application has read before, at every endpoint", async () => {
    const provider = createProvider({ origins: [ORIGIN] });
    const site = { loginPath: "/login", login: () => ({ user: USER, session: "s1" }) };
    const page = consentPage(provider, site);
    for (const read of [provider.temporaryCredentials, provider.tokenCredentials, page]) {
      const body = new URLSearchParams({ a: "b" });
      const request = new Request(`${ORIGIN}/oauth/initiate`, { method: "POST", body });
      await request.text();
      await expect(read(request)).rejects.toThrow("The form has been read already: verify first");
    }
  });

  const options: Partial<ProviderOptions> = { scopes: { offered: { read: "See your photos" } } };

  test.each([
    ["/oauth/initiate", 401],
    ["/oauth/introspect", 400],
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

test("a store that rejects and throws for one request leaves nothing that nobody hears of", async () => {
  const unheard: unknown[] = [];
  const hear = (error: unknown): void => void unheard.push(error);
  process.on("unhandledRejection", hear);
  onTestFinished(() => void process.off("unhandledRejection", hear));
  const store = memoryStore();
  const { initiate, exchange } = await createWorld({ store, sessionLifetime: 600 });
  const temporary = await initiate();
  Object.assign(store, {
    findTemporary: () => Promise.reject(new Error("away")),
    findToken: () => {
      throw new Error("closed");
    },
  });
  expect((await exchange(temporary, "any")).status).toBe(503);
  await new Promise((resolve) => setImmediate(resolve));
  expect(unheard).toEqual([]);
});

test("a store that answers at once is a store, to a program without types", async () => {
  const store = memoryStore();
  const { provider, consumer, signed, login } = await createWorld({ store });
  const token = await login();
  const known = await store.findConsumer(consumer.key);
  Object.assign(store, { findConsumer: () => known });
  expect(await provider.protect(await signed("/photos", token))).toMatchObject({ ok: true });
});

test("a request without a URL is the program's mistake, not the store's", async () => {
  const { provider, events } = await createWorld();
  events.length = 0;
  const request = untyped<RequestParts>({ method: "GET" });
  await expect(provider.protect(request)).rejects.toThrow(TypeError);
  expect(events).toEqual([]);
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
