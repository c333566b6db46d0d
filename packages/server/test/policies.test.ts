import { createHash } from "node:crypto";
import { sign, type RequestParts } from "@oauth1/core";
import { plaintext } from "@oauth1/core/methods/plaintext";
import {
  createProvider,
  type PolicyCall,
  type ProviderOptions,
  type ServerProblem,
  type Store,
} from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { describe, expect, test } from "vitest";
import { acts, CALLBACK, createWorld, fields, ORIGIN, tokenOf, USER } from "./harness.js";

const FORM = { "content-type": "application/x-www-form-urlencoded" };

describe("TLS", () => {
  const open = "http://photos.example.net";

  test("is needed for credentials, and for resources where the policy says so", async () => {
    for (const [tls, initiates, reads] of [
      ["credentials", 400, true],
      ["methods", 200, true],
    ] as const) {
      const { provider, signed } = await createWorld({ origins: [open], tls });
      const parameters = [["oauth_callback", CALLBACK]] as const;
      const url = `${open}/oauth/initiate`;
      const answer = await provider.temporaryCredentials(
        await signed("", undefined, { url, parameters }),
      );
      expect(answer.status).toBe(initiates);
      const call = await signed("", undefined, { url: `${open}/limits` });
      expect(await provider.protect(call, { token: "optional" })).toMatchObject({ ok: reads });
    }
    expect(() => createProvider({ origins: [open], tls: "always" })).toThrow("has no TLS");
  });

  test("is needed at each endpoint", async () => {
    const { provider, login, signed } = await createWorld({ origins: [ORIGIN, open] });
    const token = await login();
    for (const path of ["/oauth/initiate", "/oauth/token", "/oauth/revoke", "/oauth/introspect"]) {
      const answer = await provider.handle(await signed("", token, { url: `${open}${path}` }));
      expect([path, await answer?.text()]).toEqual([path, expect.stringContaining("needs%20TLS")]);
    }
    expect(await provider.grants.list(USER)).toHaveLength(1);
  });

  test("is not needed at a loopback host", async () => {
    const loopback = "http://127.0.0.1:4000";
    const { provider, signed } = await createWorld({ origins: [loopback], tls: "always" });
    const parameters = [["oauth_callback", CALLBACK]] as const;
    const url = `${loopback}/oauth/initiate`;
    const request = await signed("", undefined, { url, parameters });
    expect((await provider.temporaryCredentials(request)).status).toBe(200);
  });
});

describe("the policy", () => {
  test("has the last word on each request, once it is proved", async () => {
    const calls: PolicyCall[] = [];
    let suspended = false;
    const { provider, signed, login, consumer } = await createWorld({
      policy: async (call) => {
        calls.push(call);
        return !suspended;
      },
    });
    const token = await login();
    const request = await signed("/photos", token);
    expect(await provider.protect(request)).toMatchObject({ ok: true });
    const grant = (await provider.grants.list(USER))[0]?.id;
    expect(calls.at(-1)).toEqual({
      purpose: "resource",
      consumer: consumer.key,
      user: USER,
      grant,
      request,
    });
    expect(calls.map(({ purpose, user }) => [purpose, user])).toEqual([
      ["temporary_credentials", undefined],
      ["token_credentials", USER],
      ["resource", USER],
    ]);
    suspended = true;
    const refused = await provider.protect(await signed("/photos", token));
    expect(refused).toEqual({ ok: false, problem: "permission_denied" });
    expect(await provider.protect(await signed("/photos"))).toMatchObject({ ok: false });
    expect(calls).toHaveLength(4);
  });

  test("is not asked about a replay, and lets none through", async () => {
    const calls: PolicyCall[] = [];
    const { provider, signed, login } = await createWorld({
      policy: (call) => calls.push(call) > 0,
    });
    const request = await signed("/photos", await login());
    expect(await provider.protect(request)).toMatchObject({ ok: true });
    const asked = calls.length;
    expect(await provider.protect(request)).toEqual({ ok: false, problem: "nonce_used" });
    expect(calls).toHaveLength(asked);
  });

  test("that throws lets nothing through, and is not taken for the store", async () => {
    let broken = false;
    const policy = (): boolean => {
      if (broken) throw new Error("no such table");
      return true;
    };
    const { provider, signed, login, events } = await createWorld({ policy });
    const token = await login();
    broken = true;
    const verdict = await provider.protect(await signed("/photos", token));
    expect(verdict).toEqual({ ok: false, problem: "store_unavailable" });
    expect(events.slice(-2)).toEqual([
      { type: "option_failed", option: "policy", error: "no such table" },
      expect.objectContaining({ type: "request_refused", reason: "store_unavailable" }),
    ]);
  });
});

describe("the body hash", () => {
  const body = '{"a":1}';
  const request = {
    method: "POST",
    url: `${ORIGIN}/photos`,
    headers: { "content-type": "application/json" },
    body,
  };

  test("can be required of every body that is no form", async () => {
    const { provider, consumer, clock } = await createWorld({ bodyHash: "require" });
    const call = async (bodyHash: "auto" | "never"): Promise<unknown> => {
      const options = { timestamp: clock.seconds, bodyHash };
      const signed = await sign(request, { consumer }, options);
      return provider.protect(signed.request, { token: "optional" });
    };
    expect(await call("never")).toMatchObject({ problem: "parameter_absent" });
    expect(await call("auto")).toMatchObject({ ok: true });
  });
});

describe("a login by password (xAuth)", () => {
  const login = [
    ["x_auth_username", "jane"],
    ["x_auth_password", "p w+d"],
    ["x_auth_mode", "client_auth"],
  ] as const;

  async function passwordWorld(options: Partial<ProviderOptions> = {}): Promise<{
    world: Awaited<ReturnType<typeof createWorld>>;
    post: (
      fields?: readonly (readonly [string, string])[],
      as?: "Request" | "parts",
    ) => Promise<Response>;
  }> {
    const asked: unknown[] = [];
    const world = await createWorld({
      xAuth: (given) => {
        asked.push(given);
        return given.username === "jane" && given.password === "p w+d" ? "jane" : undefined;
      },
      ...options,
    });
    const { provider, consumer, clock } = world;
    const post = async (
      fields: readonly (readonly [string, string])[] = login,
      as: "Request" | "parts" = "parts",
    ) => {
      const body = new URLSearchParams(fields.map(([name, value]) => [name, value])).toString();
      const url = `${ORIGIN}/oauth/token`;
      const request = { method: "POST", url, headers: FORM, body };
      const signed = await sign(request, { consumer }, { timestamp: clock.seconds });
      const sent = as === "parts" ? signed.request : new Request(url, signed.request);
      return provider.tokenCredentials(sent);
    };
    return { world, post };
  }

  test("is for consumers with the privilege alone", async () => {
    const { world, post } = await passwordWorld();
    expect((await post()).status).toBe(403);
    await world.provider.consumers.change(world.consumer.key, { privileges: ["introspection"] });
    expect((await post()).status).toBe(403);
    await world.provider.consumers.change(world.consumer.key, { privileges: ["xauth"] });
    const token = await tokenOf(await post());
    const call = await world.provider.protect(await world.signed("/photos", token));
    expect(call).toMatchObject({ ok: true, user: "jane" });
    expect(world.events.at(-1)).toMatchObject({ how: "password", user: "jane" });
    expect(JSON.stringify(world.events)).not.toContain("p w+d");
  });

  test("is a grant of the usual scopes, which tokenFields is told", async () => {
    const scopes = { offered: { read: "See", write: "Add" }, usual: ["read"] };
    const tokenFields: ProviderOptions["tokenFields"] = (grant) => [
      ["may", grant.scopes?.join(" ") ?? "none"],
    ];
    const { world, post } = await passwordWorld({ scopes, tokenFields });
    const { provider, consumer, initiate, approve, exchange, signed } = world;
    await provider.consumers.change(consumer.key, { privileges: ["xauth"] });
    const temporary = await initiate();
    const byVerifier = await exchange(temporary, await approve(temporary));
    for (const answer of [await post(), byVerifier]) {
      expect(await fields(answer.clone())).toMatchObject({ may: "read" });
      const call = await signed("/photos", await tokenOf(answer));
      expect(await provider.protect(call)).toMatchObject({ scopes: ["read"] });
    }
  });

  test("is one grant to all that hear of it, renewed ones too, as one by a verifier is", async () => {
    const told: unknown[] = [];
    const { world, post } = await passwordWorld({
      sessionLifetime: 600,
      tokenFields: ({ id, user, consumer }) => (told.push([id, user, consumer]), []),
    });
    const { provider, consumer, events, initiate, approve, exchange, signed } = world;
    await provider.consumers.change(consumer.key, { privileges: ["xauth"] });
    const temporary = await initiate();
    const answers = [await exchange(temporary, await approve(temporary)), await post()];
    for (const [at, how] of ["verifier", "password"].entries()) {
      const answer = answers[at] ?? new Response();
      const { id: grant = "" } = (await provider.grants.list(USER))[at] ?? {};
      const whose = { consumer: consumer.key, user: USER, grant };
      expect(told[at]).toEqual([grant, USER, consumer.key]);
      expect(events).toContainEqual({ type: "token_credentials_issued", how, ...whose });
      const { oauth_session_handle: handle = "", oauth_expires_in } = await fields(answer.clone());
      expect(oauth_expires_in).toBeUndefined();
      const parameters = [["oauth_session_handle", handle]] as const;
      const again = await signed("/oauth/token", await tokenOf(answer), { parameters });
      const renewed = await tokenOf(await provider.tokenCredentials(again));
      expect(events.at(-1)).toEqual({ type: "token_credentials_renewed", ...whose });
      const verdict = await provider.protect(await signed("/photos", renewed));
      expect(verdict).toMatchObject({ ok: true, user: USER, grant });
    }
    expect(told).toHaveLength(2);
  });

  test("is refused with a wrong password, and malformed without its mode", async () => {
    const { world, post } = await passwordWorld();
    await world.provider.consumers.change(world.consumer.key, { privileges: ["xauth"] });
    expect((await post([...login.slice(0, 1), ["x_auth_password", "x"], login[2]])).status).toBe(
      403,
    );
    expect((await post(login.slice(0, 2))).status).toBe(400);
  });

  test("has a form of any size that limits.form allows, as the first step has", async () => {
    const { world, post } = await passwordWorld({
      limits: { form: 2_000_000, parameter: 2_000_000 },
    });
    const { provider, consumer, clock } = world;
    await provider.consumers.change(consumer.key, { privileges: ["xauth"] });
    const more = ["more", "x".repeat(1_048_576)] as const;
    expect((await post([more, ...login], "Request")).status).toBe(200);
    const body = new URLSearchParams([[...more]]).toString();
    const url = `${ORIGIN}/oauth/initiate`;
    const { request } = await sign(
      { method: "POST", url, headers: FORM, body },
      { consumer },
      { timestamp: clock.seconds, parameters: [["oauth_callback", CALLBACK]] },
    );
    expect((await provider.temporaryCredentials(new Request(url, request))).status).toBe(200);
  });

  test("is off by default", async () => {
    const { consumer, provider, clock } = await createWorld();
    await provider.consumers.change(consumer.key, { privileges: ["xauth"] });
    const body = new URLSearchParams(login.map(([name, value]) => [name, value])).toString();
    const request = { method: "POST", url: `${ORIGIN}/oauth/token`, headers: FORM, body };
    const { request: signed } = await sign(request, { consumer }, { timestamp: clock.seconds });
    expect((await provider.tokenCredentials(signed)).status).toBe(400);
  });
});

describe("a consumer without verifier (OAuth 1.0)", () => {
  test("logs in only where it is named as unsafe", async () => {
    const key = "old-one";
    for (const unsafeConsumersWithoutVerifier of [[], [key]]) {
      const { provider, clock } = await createWorld({ unsafeConsumersWithoutVerifier });
      const registered = await provider.consumers.register({
        name: "Old",
        key,
        callbacks: [CALLBACK],
      });
      const post = async (path: string, token?: { key: string; secret: string }) => {
        const credentials = { consumer: registered, ...(token && { token }) };
        const request = { method: "POST", url: `${ORIGIN}${path}` };
        return (await sign(request, credentials, { timestamp: clock.seconds })).request;
      };
      const first = await provider.temporaryCredentials(await post("/oauth/initiate"));
      expect(first.status).toBe(unsafeConsumersWithoutVerifier.length === 0 ? 400 : 200);
      if (first.status !== 200) continue;
      const temporary = await tokenOf(first);
      const pending = await provider.tokenCredentials(await post("/oauth/token", temporary));
      expect(await fields(pending)).toEqual({ oauth_problem: "permission_unknown" });
      const approved = await provider.authorization.approve({ token: temporary.key, user: USER });
      expect(approved).toEqual({ ok: true, redirect: `${CALLBACK}&oauth_token=${temporary.key}` });
      const last = await provider.tokenCredentials(await post("/oauth/token", temporary));
      expect(last.status).toBe(200);
    }
  });
});

test("a consumer without verifier goes where it says, then to its first callback, and to none that it has not", async () => {
  const key = "old-one";
  const { provider, clock } = await createWorld({
    unsafeConsumersWithoutVerifier: [key],
    callbackRule: () => true,
  });
  const consumer = await provider.consumers.register({ name: "Old", key, callbacks: [] });
  const { initiate } = acts(provider, consumer, clock);
  const destination = async (options: Parameters<typeof initiate>[0]): Promise<unknown> => {
    const pending = await provider.authorization.inspect((await initiate(options)).key);
    return pending.ok && pending.callback;
  };
  expect(await destination({ parameters: [] })).toBe("oob");
  const other = "https://printer.example.com/other";
  await provider.consumers.change(key, { callbacks: [CALLBACK, other] });
  expect(await destination({ parameters: [] })).toBe(CALLBACK);
  expect(await destination({ parameters: [["oauth_callback", other]] })).toBe(other);
});

test("tokenFields hears of no scopes where the provider has none", async () => {
  const told: unknown[] = [];
  const tokenFields: ProviderOptions["tokenFields"] = (grant) => (told.push(grant), []);
  const { consumer, login } = await createWorld({ tokenFields });
  await login();
  const grant = { id: expect.any(String), user: USER, consumer: consumer.key };
  expect(told).toStrictEqual([grant]);
});

test("a consumer without verifier that asks while its user approves is told to ask again", async () => {
  const store = memoryStore();
  const key = "old-one";
  const { provider, clock } = await createWorld({
    store,
    unsafeConsumersWithoutVerifier: [key],
    tokenFields: ({ user }) => [["user_id", user]],
  });
  const consumer = await provider.consumers.register({ name: "Old", key, callbacks: [CALLBACK] });
  const { initiate, signed } = acts(provider, consumer, clock);
  const temporary = await initiate();
  const { findTemporary } = store;
  const poll = async (): Promise<unknown> =>
    fields(await provider.tokenCredentials(await signed("/oauth/token", temporary)));
  Object.assign(store, {
    async findTemporary(...lookup: Parameters<Store["findTemporary"]>) {
      const pending = await findTemporary(...lookup);
      Object.assign(store, { findTemporary });
      await provider.authorization.approve({ token: temporary.key, user: USER });
      return pending;
    },
  });
  expect(await poll()).toEqual({ oauth_problem: "permission_unknown" });
  expect(await poll()).toMatchObject({ oauth_token: expect.any(String), user_id: USER });
});

test("attempts before the approval are not counted", async () => {
  const { initiate, approve, exchange } = await createWorld({ verifierAttempts: 2 });
  const temporary = await initiate();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const answer = await exchange(temporary, "guess");
    expect(await fields(answer)).toEqual({ oauth_problem: "permission_unknown" });
  }
  expect((await exchange(temporary, await approve(temporary))).status).toBe(200);
});

describe("what a refused peer hears", () => {
  const STATUSES: Readonly<Record<ServerProblem, number>> = {
    parameter_absent: 400,
    parameter_rejected: 400,
    signature_method_rejected: 400,
    version_rejected: 400,
    body_hash_invalid: 401,
    nonce_used: 401,
    permission_unknown: 401,
    signature_invalid: 401,
    timestamp_refused: 401,
    token_expired: 401,
    token_rejected: 401,
    verifier_invalid: 401,
    permission_denied: 403,
    nonce_store_full: 503,
    store_unavailable: 503,
  };

  test("is a status by the problem, and what goes with that status", async () => {
    for (const problemReporting of [true, false]) {
      const { provider } = await createWorld({ realm: 'Jane\'s "Photos"', problemReporting });
      for (const problem of problems(STATUSES)) {
        const answer = provider.refuse({ ok: false, problem, advice: "a b" });
        const told: readonly (readonly [string, string])[] = [
          ["oauth_problem", problem],
          ["oauth_problem_advice", "a b"],
          ...(problem === "version_rejected"
            ? ([["oauth_acceptable_versions", "1.0-1.0"]] as const)
            : []),
        ];
        const { status, headers } = answer;
        expect([problem, status]).toEqual([problem, STATUSES[problem]]);
        expect(await fields(answer)).toEqual(problemReporting ? Object.fromEntries(told) : {});
        expect([headers.get("www-authenticate"), headers.get("retry-after")]).toEqual([
          status === 401 ? 'OAuth realm="Jane\'s \\"Photos\\""' : null,
          status === 503 ? "5" : null,
        ]);
        expect(headers.get("cache-control")).toBe("no-store");
      }
    }
  });

  function problems(statuses: typeof STATUSES): readonly ServerProblem[] {
    const names: ServerProblem[] = [];
    for (const name in statuses) if (isProblem(name)) names.push(name);
    return names;
  }

  function isProblem(name: string): name is ServerProblem {
    return name in STATUSES;
  }

  test("is nothing but the status where problem reporting is off", async () => {
    const { provider } = await createWorld({ problemReporting: false });
    const answer = await provider.temporaryCredentials({
      method: "POST",
      url: `${ORIGIN}/oauth/initiate`,
    });
    expect([answer.status, await answer.text()]).toEqual([400, ""]);
  });

  test("never has the explanation, which the operator has where it is on", async () => {
    for (const explainFailures of [false, true]) {
      const { provider, consumer, events, clock } = await createWorld({ explainFailures });
      const wrong = { consumer: { ...consumer, secret: "wrong" } };
      const request = { method: "GET", url: `${ORIGIN}/limits?b=2&a=1` };
      const signed = await sign(request, wrong, { timestamp: clock.seconds });
      const verdict = await provider.protect(signed.request, { token: "optional" });
      expect(verdict).toEqual({ ok: false, problem: "signature_invalid" });
      const event = events.at(-1);
      const explanation = event?.type === "request_refused" ? event.explanation : undefined;
      expect(explanation?.baseString).toBe(explainFailures ? signed.baseString : undefined);
      expect(JSON.stringify(events)).not.toContain(consumer.secret);
    }
  });
});

describe("an explanation", () => {
  const form = "application/x-www-form-urlencoded";
  type Place = "body" | "field" | "query";
  test.each<[string, Partial<Record<Place, string>>]>([
    ["in the header", { field: 'oauth_verifier="swordfish"' }],
    ["with a comma in it", { field: 'oauth_verifier="a,swordfish"' }],
    ["with a space in it", { field: 'oauth_verifier="a swordfish"' }],
    ["with space before it", { field: 'oauth_session_handle ="swordfish"' }],
    ["without quotes", { field: "oauth_verifier=swordfish" }],
    ["under an escaped name", { field: '%6Fauth%5Fverifier="swordfish"' }],
    ["in the query", { query: "?a=1&x%5Fauth_password=swordfish" }],
    ["in the form", { body: "x_auth_password=a,swordfish&a=1" }],
    ["behind a quote in the form", { body: 'x_auth_password=a"swordfish' }],
    ["under an escaped name in the form", { body: "a=1&x_auth%5fpassword=swordfish" }],
  ])("has no secret that came %s", async (_where, { field = "", query = "", body = "" }) => {
    const { provider, consumer, events } = await createWorld({ explainFailures: true });
    const own = `oauth_consumer_key="${consumer.key}", oauth_signature_method="HMAC-SHA1"`;
    const fresh = 'oauth_signature="x", oauth_nonce="n", oauth_timestamp="1"';
    const headers = { authorization: `OAuth ${own}, ${fresh}, ${field}`, "content-type": form };
    const url = `${ORIGIN}/oauth/initiate${query}`;
    await provider.temporaryCredentials({ method: "POST", url, headers, body });
    expect(events.at(-1)).toHaveProperty("explanation");
    expect(JSON.stringify(events)).toContain("hidden");
    expect(JSON.stringify(events)).not.toContain("swordfish");
  });

  test("has no signature that came in the query, which with PLAINTEXT is the secrets", async () => {
    const methods = [plaintext];
    const { provider, consumer, events } = await createWorld({ explainFailures: true, methods });
    const mistyped = { consumer: { ...consumer, secret: `${consumer.secret} ` } };
    const options = { method: plaintext, transmission: "query" } as const;
    const request = { method: "GET", url: `${ORIGIN}/limits` };
    const signed = await sign(request, mistyped, options);
    await provider.protect(signed.request, { token: "optional" });
    expect(events.at(-1)).toHaveProperty("explanation");
    expect(JSON.stringify(events)).not.toContain(consumer.secret);
  });
});

describe("revocation by the consumer", () => {
  test("ends the grant behind the token that signs, once", async () => {
    const { provider, consumer, signed, login, events } = await createWorld();
    const [token, other] = [await login(), await login()];
    const [{ id: grant } = { id: "" }] = await provider.grants.list(USER);
    const answer = await provider.handle(await signed("/oauth/revoke", token));
    expect(answer?.status).toBe(200);
    const ended = { consumer: consumer.key, user: USER, grant };
    expect(events.at(-1)).toEqual({ type: "grant_revoked", by: "consumer", ...ended });
    expect(await provider.protect(await signed("/photos", token))).toMatchObject({ ok: false });
    expect(await provider.protect(await signed("/photos", other))).toMatchObject({ ok: true });
    expect((await provider.revocation(await signed("/oauth/revoke", token))).status).toBe(401);
    expect(events.at(-1)).toMatchObject({ purpose: "revocation", reason: "token_rejected" });
    expect((await provider.revocation(await signed("/oauth/revoke"))).status).toBe(400);
    expect(events.at(-1)).toMatchObject({ purpose: "revocation", reason: "parameter_absent" });
  });

  test("by the user takes all grants, or those to one consumer", async () => {
    const { provider, login } = await createWorld();
    await login();
    await login();
    expect(await provider.grants.revokeAll({ user: USER, consumer: "another" })).toBe(0);
    expect(await provider.grants.revokeAll({ user: USER })).toBe(2);
    expect(await provider.grants.list(USER)).toEqual([]);
  });
});

describe("introspection", () => {
  type World = Awaited<ReturnType<typeof createWorld>>;

  async function ask({ provider, consumer, clock }: World, body: string): Promise<Response> {
    const url = `${ORIGIN}/oauth/introspect`;
    const headers = { "content-type": "application/json" };
    const options = { timestamp: clock.seconds, bodyHash: "auto" } as const;
    const { request } = await sign({ method: "POST", url, headers, body }, { consumer }, options);
    return provider.introspection(request);
  }

  function forwarded({ method, url, headers, body }: RequestParts, more?: object): string {
    const bytes = typeof body === "string" ? Buffer.from(body).toString("base64") : undefined;
    return JSON.stringify({ method, url, headers, body: bytes, ...more });
  }

  const OPTIONAL = { token: "optional" } as const;

  test("says whose request a resource server has received, and uses its nonce up", async () => {
    const world = await createWorld();
    const { provider, consumer, login, signed } = world;
    await provider.consumers.change(consumer.key, { privileges: ["introspection"] });
    const call = forwarded(await signed("/photos?a=%2B", await login()));
    const answer = await ask(world, call);
    expect(await answer.json()).toMatchObject({
      active: true,
      user: USER,
      consumer: { key: consumer.key, name: "Printer" },
      scopes: [],
      method: "HMAC-SHA1",
    });
    expect(await (await ask(world, call)).json()).toEqual({ active: false, problem: "nonce_used" });
  });

  test("answers 503 while the store is away", async () => {
    let away = false;
    const store = memoryStore();
    const consumeNonce: Store["consumeNonce"] = (use, now) =>
      away && use.consumer === "other"
        ? Promise.reject(new Error("away"))
        : store.consumeNonce(use, now);
    const world = await createWorld({ store: { ...store, consumeNonce } });
    const { provider, consumer, clock } = world;
    await provider.consumers.change(consumer.key, { privileges: ["introspection"] });
    const other = await provider.consumers.register({ name: "Other", key: "other", callbacks: [] });
    const request = { method: "GET", url: `${ORIGIN}/limits` };
    const call = await sign(request, { consumer: other }, { timestamp: clock.seconds });
    away = true;
    expect((await ask(world, forwarded(call.request, OPTIONAL))).status).toBe(503);
    away = false;
    expect((await ask(world, forwarded(call.request, OPTIONAL))).status).toBe(200);
  });

  test("asks for the scopes that the resource server names, and is kept by no cache", async () => {
    const scopes = { offered: { read: "See", write: "Add" }, usual: ["read"] };
    const world = await createWorld({ scopes });
    const { provider, consumer, login, signed } = world;
    await provider.consumers.change(consumer.key, { privileges: ["introspection"] });
    const token = await login();
    for (const more of [{}, OPTIONAL]) {
      for (const [wanted, active] of [
        ["read", true],
        ["write", false],
      ] as const) {
        const call = forwarded(await signed("/photos", token), { ...more, scopes: [wanted] });
        const answer = await ask(world, call);
        expect(answer.headers.get("cache-control")).toBe("no-store");
        expect(await answer.json(), wanted).toMatchObject({ active });
      }
    }
    const text = forwarded(await signed("/photos", token), { scopes: "write" });
    expect((await ask(world, text)).status).toBe(400);
  });

  test("wants a hash of a body that is right in all else, and headers of text", async () => {
    const world = await createWorld();
    const { provider, consumer, clock, login, signed } = world;
    await provider.consumers.change(consumer.key, { privileges: ["introspection"] });
    const call = await signed("/photos", await login());
    const body = forwarded(call);
    const request = { method: "POST", url: `${ORIGIN}/oauth/introspect`, body };
    const { request: unhashed } = await sign(request, { consumer }, { timestamp: clock.seconds });
    const refused = await provider.introspection(unhashed);
    expect(refused.status).toBe(400);
    expect(await fields(refused)).toMatchObject({ oauth_problem_advice: "oauth_body_hash" });
    for (const headers of [[["authorization", 7]], [[7, "x"]], ["authorization"], { a: 7 }]) {
      const { method, url } = call;
      const odd = JSON.stringify({ method, url, headers });
      expect(await fields(await ask(world, odd))).toMatchObject({
        oauth_problem_advice: expect.stringContaining("The body has to be JSON"),
      });
    }
    expect(await (await ask(world, body)).json()).toMatchObject({ active: true });
  });

  test("reads a form that was forwarded, byte for byte", async () => {
    const world = await createWorld();
    const { provider, consumer, clock } = world;
    await provider.consumers.change(consumer.key, { privileges: ["introspection"] });
    const request = { method: "POST", url: `${ORIGIN}/photos`, headers: FORM, body: "a=1&a=%2b" };
    const { request: call } = await sign(request, { consumer }, { timestamp: clock.seconds });
    const answer = await ask(world, forwarded(call, OPTIONAL));
    expect(await answer.json()).toMatchObject({ active: true });
    const tampered = { ...call, body: "a=2&a=%2b" };
    const refused = await ask(world, forwarded(tampered, OPTIONAL));
    expect(await refused.json()).toMatchObject({ active: false, problem: "signature_invalid" });
  });

  test("calls a consumer without a token active only where that was asked for", async () => {
    const world = await createWorld();
    const { provider, consumer, signed } = world;
    await provider.consumers.change(consumer.key, { privileges: ["introspection"] });
    const call = await signed("/photos");
    const absent = { active: false, problem: "parameter_absent", advice: "oauth_token" };
    expect(await (await ask(world, forwarded(call))).json()).toEqual(absent);
    const required = forwarded(call, { token: "required" });
    expect(await (await ask(world, required)).json()).toEqual(absent);
    const misspelled = forwarded(call, { token: "Optional" });
    expect((await ask(world, misspelled)).status).toBe(400);
    const answer = await (await ask(world, forwarded(call, OPTIONAL))).json();
    expect(answer).toMatchObject({ active: true, consumer: { key: consumer.key } });
    expect(answer).not.toHaveProperty("user");
  });

  test("is for consumers with the privilege, over a body that is what they signed", async () => {
    const world = await createWorld();
    const { provider, consumer, clock, events } = world;
    const refused = { type: "request_refused", purpose: "introspection", consumer: consumer.key };
    expect((await ask(world, "{}")).status).toBe(403);
    expect(events.at(-1)).toEqual({ ...refused, reason: "permission_denied" });
    await provider.consumers.change(consumer.key, { privileges: ["introspection"] });
    for (const body of ["{}", "", "[]", "null", '{"method":1}', '{"method":"GET","url":"x"}']) {
      expect((await ask(world, body)).status, body).toBe(400);
      const said = { reason: "parameter_rejected", advice: expect.stringContaining("JSON") };
      if (body !== "") expect(events.at(-1)).toEqual({ ...refused, ...said });
    }
    const url = `${ORIGIN}/oauth/introspect`;
    const request = { method: "POST", url, body: "{}" };
    const { request: unhashed } = await sign(request, { consumer }, { timestamp: clock.seconds });
    expect((await provider.introspection(unhashed)).status).toBe(400);
    const hash = createHash("sha1").update("{}").digest("base64");
    const options = { timestamp: clock.seconds, parameters: [["oauth_body_hash", hash]] } as const;
    const { request: hashed } = await sign(request, { consumer }, options);
    expect((await provider.introspection({ ...hashed, body: "[]" })).status).toBe(401);
    const refusal = await provider.introspection({ method: "GET", url });
    expect([refusal.status, refusal.headers.get("allow")]).toEqual([405, "POST"]);
    expect(provider.endpoints.introspection.methods).toEqual(["POST"]);
  });
});

describe("options", () => {
  test.each([
    [{ timestampWindow: 0 }, "timestampWindow is 0"],
    [{ temporaryLifetime: Number.NaN }, "temporaryLifetime is NaN"],
    [{ verifierAttempts: 1.5 }, "verifierAttempts is 1.5"],
    [{ limits: { form: Number.NaN } }, "limits.form is NaN"],
    [{ scopes: { offered: { "a b": "x" } } }, 'The scope "a b" holds a space'],
    [{ scopes: { offered: { a: "x" }, usual: ["b"] } }, "usual scope b is not offered"],
    [{ scopes: { offered: {}, parameter: "oauth_scope" } }, "oauth_scope is a protocol parameter"],
    [{ realm: "Фото" }, "The realm holds what a header cannot carry"],
    [{ endpoints: { revocation: { path: "/oauth/token" } } }, "Two endpoints are at /oauth/token"],
    [{ endpoints: { revocation: { path: "/öffnen" } } }, 'write "/%C3%B6ffnen"'],
    [{ endpoints: { revocation: { path: "/take back" } } }, 'write "/take%20back"'],
    [{ endpoints: { revocation: { path: "/oauth/../revoke" } } }, 'write "/revoke"'],
    [{ endpoints: { revocation: { path: "/oauth\\revoke" } } }, 'write "/oauth/revoke"'],
    [
      JSON.parse('{"unsafeConsumersWithoutVerifier":"old"}'),
      "unsafeConsumersWithoutVerifier is a string: pass a list of texts.",
    ],
    [JSON.parse('{"tls":"allways"}'), "tls is allways: it has to be one of always, credentials"],
    [JSON.parse('{"bodyHash":"required"}'), "bodyHash is required: it has to be one of require"],
  ] satisfies [Partial<ProviderOptions>, string][])("%j cannot be meant", (options, message) => {
    expect(() => createProvider({ origins: [ORIGIN], ...options })).toThrow(message);
  });
});

describe("an application's mistake in tokenFields", () => {
  test("costs the user nothing", async () => {
    let broken = true;
    const { initiate, approve, exchange, events } = await createWorld({
      tokenFields: () => {
        if (broken) throw new Error("no such table");
        return [["screen_name", "jane"]];
      },
    });
    const temporary = await initiate();
    const verifier = await approve(temporary);
    expect((await exchange(temporary, verifier)).status).toBe(503);
    expect(events.at(-2)).toEqual({
      type: "option_failed",
      option: "tokenFields",
      error: "no such table",
    });
    broken = false;
    expect(await fields(await exchange(temporary, verifier))).toMatchObject({
      screen_name: "jane",
    });
  });
});
