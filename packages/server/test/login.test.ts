import { describe, expect, test } from "vitest";
import { memoryStore } from "@oauth1/server/stores/memory";
import { acts, CALLBACK, createWorld, fields, ORIGIN, tokenOf, USER } from "./harness.js";

describe("a login", () => {
  test("ends with a token that opens the user's resources", async () => {
    const { provider, consumer, login, signed } = await createWorld();
    const token = await login();
    const verdict = await provider.protect(await signed("/photos?size=original", token));
    expect(verdict).toMatchObject({
      ok: true,
      user: USER,
      token: token.key,
      consumer: { key: consumer.key, name: "Printer" },
      method: "HMAC-SHA1",
    });
  });

  test("runs through Request and Response as well", async () => {
    const { provider, login, signed } = await createWorld();
    const parts = await signed("/photos", await login());
    const verdict = await provider.protect(new Request(parts.url, parts));
    expect(verdict).toMatchObject({ ok: true, user: USER });
  });

  test("is routed by path, and leaves every other path to the application", async () => {
    const { provider, signed } = await createWorld();
    const parameters = [["oauth_callback", "oob"]] as const;
    const answer = await provider.handle(
      await signed("/oauth/initiate", undefined, { parameters }),
    );
    expect(answer?.status).toBe(200);
    expect(await provider.handle(await signed("/photos"))).toBeUndefined();
    expect(await provider.handle({ method: "GET", url: "nonsense" })).toBeUndefined();
  });

  test("can hand out further fields with the token", async () => {
    const world = await createWorld({
      tokenFields: ({ user, consumer }) => [
        ["user_id", user],
        ["for", consumer],
      ],
    });
    const temporary = await world.initiate();
    const answer = await world.exchange(temporary, await world.approve(temporary));
    expect(await fields(answer)).toMatchObject({ user_id: USER, for: world.consumer.key });
  });

  test("hands out the verifier to type when the callback is oob", async () => {
    const { provider, initiate, exchange } = await createWorld();
    const temporary = await initiate({ parameters: [["oauth_callback", "oob"]] });
    const answer = await provider.authorization.approve({ token: temporary.key, user: USER });
    expect(answer).toEqual({
      ok: true,
      callback: "oob",
      verifier: expect.stringMatching(/^\d{8}$/),
    });
    expect((await exchange(temporary, answer.ok ? (answer.verifier ?? "") : "")).status).toBe(200);
  });

  test("takes the verifier that the options make", async () => {
    const { initiate, approve } = await createWorld({ verifier: (callback) => `for ${callback}` });
    expect(await approve(await initiate())).toBe(`for ${CALLBACK}`);
  });
});

describe("temporary credentials", () => {
  test("are answered as a form that no cache keeps, the callback confirmed", async () => {
    const { provider, consumer, events, signed } = await createWorld();
    const parameters = [["oauth_callback", CALLBACK]] as const;
    const request = await signed("/oauth/initiate", undefined, { parameters });
    const answer = await provider.temporaryCredentials(request);
    const issued = { type: "temporary_credentials_issued", consumer: consumer.key };
    expect(events.at(-1)).toEqual(issued);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/x-www-form-urlencoded");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.text()).toMatch(
      /^oauth_token=[0-9a-f]{32}&oauth_token_secret=[0-9a-f]{64}&oauth_callback_confirmed=true$/,
    );
  });

  test("need a callback", async () => {
    const { provider, consumer, events, signed } = await createWorld();
    for (const parameters of [[], [["oauth_callback", ""]]] as const) {
      const request = await signed("/oauth/initiate", undefined, { parameters });
      const answer = await provider.temporaryCredentials(request);
      expect(answer.status).toBe(400);
      expect(await fields(answer)).toEqual({
        oauth_problem: "parameter_absent",
        oauth_problem_advice: "oauth_callback",
      });
      expect(events.at(-1)).toEqual({
        type: "request_refused",
        purpose: "temporary_credentials",
        consumer: consumer.key,
        reason: "parameter_absent",
        advice: "oauth_callback",
      });
    }
  });

  test("are refused for a callback that is not registered", async () => {
    const { provider, signed } = await createWorld();
    for (const callback of ["https://evil.example/", `${CALLBACK}&x=1`, "javascript:alert(1)"]) {
      const parameters = [["oauth_callback", callback]] as const;
      const request = await signed("/oauth/initiate", undefined, { parameters });
      expect((await provider.temporaryCredentials(request)).status).toBe(400);
    }
  });

  test("take a callback that is signed elsewhere only when the options say so", async () => {
    const url = `${ORIGIN}/oauth/initiate?oauth_callback=oob`;
    for (const [scatteredParameters, status] of [
      [false, 400],
      [true, 200],
    ] as const) {
      const { provider, signed } = await createWorld({ scatteredParameters });
      const answer = await provider.temporaryCredentials(await signed("", undefined, { url }));
      expect(answer.status).toBe(status);
    }
  });

  test("are refused to whoever presents a token", async () => {
    const { provider, login, signed } = await createWorld();
    const parameters = [["oauth_callback", "oob"]] as const;
    const request = await signed("/oauth/initiate", await login(), { parameters });
    expect((await provider.temporaryCredentials(request)).status).toBe(401);
  });

  test("last as long as the provider says", async () => {
    const { provider, clock, initiate } = await createWorld({ temporaryLifetime: 30 });
    const { key } = await initiate();
    clock.seconds += 30;
    expect((await provider.authorization.inspect(key)).ok).toBe(true);
    clock.seconds += 1;
    expect((await provider.authorization.inspect(key)).ok).toBe(false);
  });

  test("expire, and are refused and dropped then", async () => {
    const store = memoryStore();
    const { provider, clock, initiate, approve, exchange } = await createWorld({ store });
    const [pending, approved] = [await initiate(), await initiate()];
    const verifier = await approve(approved);
    clock.seconds += 601;
    expect(await provider.authorization.inspect(pending.key)).toMatchObject({ ok: false });
    expect(await provider.authorization.deny({ token: pending.key })).toMatchObject({ ok: false });
    await expect(approve(pending)).rejects.toThrow("token_rejected");
    expect((await exchange(approved, verifier)).status).toBe(401);
    clock.seconds -= 601;
    expect((await exchange(approved, verifier)).status).toBe(401);
  });
});

describe("the authorization", () => {
  test("shows who asks and where the answer goes", async () => {
    const { provider, consumer, initiate, clock } = await createWorld();
    const { key } = await initiate();
    expect(await provider.authorization.inspect(key)).toEqual({
      ok: true,
      consumer: { key: consumer.key, name: "Printer" },
      scopes: [],
      callback: CALLBACK,
      expiresAt: clock.seconds + 600,
    });
  });

  test("sends an approval to the callback of the first step, its query kept", async () => {
    const { provider, initiate } = await createWorld();
    const { key: token } = await initiate();
    const answer = await provider.authorization.approve({ token, user: USER });
    const expected = `${CALLBACK}&oauth_token=${token}&oauth_verifier=`;
    expect(answer.ok && answer.redirect).toMatch(expected);
  });

  test("happens once, whoever asks", async () => {
    const { provider, initiate, approve } = await createWorld();
    const { authorization } = provider;
    const temporary = await initiate();
    const token = temporary.key;
    await approve(temporary);
    const rejected = { ok: false, problem: "token_rejected" };
    expect(await authorization.approve({ token, user: "mallory" })).toEqual(rejected);
    expect(await authorization.approve({ token, user: USER })).toEqual(rejected);
    expect(await authorization.deny({ token, user: USER })).toEqual(rejected);
    expect(await authorization.inspect(token)).toEqual(rejected);
  });

  test("of 16 users at once is one's", async () => {
    const { provider, initiate } = await createWorld();
    const { key: token } = await initiate();
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        provider.authorization.approve({ token, user: `user${index}` }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test("is refused for a consumer that somebody has taken out of the store", async () => {
    const store = memoryStore();
    let isGone = false;
    const findConsumer: typeof store.findConsumer = (key) =>
      isGone ? undefined : store.findConsumer(key);
    const { provider, initiate, approve } = await createWorld({
      store: { ...store, findConsumer },
    });
    const token = await initiate();
    isGone = true;
    expect((await provider.authorization.inspect(token.key)).ok).toBe(false);
    await expect(approve(token)).rejects.toThrow("token_rejected");
  });

  test("is refused for the token of another kind, and for none", async () => {
    const { provider, login } = await createWorld();
    for (const key of [(await login()).key, "", "__proto__", "x".repeat(100_000)]) {
      expect(await provider.authorization.inspect(key)).toMatchObject({ ok: false });
    }
  });

  test("takes a user, not nobody", async () => {
    const { provider, initiate } = await createWorld();
    const { key: token } = await initiate();
    await expect(provider.authorization.approve({ token, user: "" })).rejects.toThrow(TypeError);
  });

  test("tells the callback of a denial, without a verifier, and ends the login", async () => {
    const { provider, initiate, approve, exchange } = await createWorld();
    const temporary = await initiate();
    const token = temporary.key;
    expect(await provider.authorization.deny({ token, user: USER })).toEqual({
      ok: true,
      redirect: `${CALLBACK}&oauth_token=${token}&oauth_problem=user_refused`,
    });
    await expect(approve(temporary)).rejects.toThrow("token_rejected");
    expect((await exchange(temporary, "anything")).status).toBe(401);
  });

  test("words a denial as the options say, and shows it where there is no callback", async () => {
    const { provider, initiate } = await createWorld({ denialFields: (key) => [["denied", key]] });
    const { key: token } = await initiate();
    expect(await provider.authorization.deny({ token })).toEqual({
      ok: true,
      redirect: `${CALLBACK}&denied=${token}`,
    });
    const oob = await initiate({ parameters: [["oauth_callback", "oob"]] });
    const shown = { ok: true, callback: "oob" };
    expect(await provider.authorization.deny({ token: oob.key })).toEqual(shown);
  });
});

describe("the exchange", () => {
  test("of one verifier mints one token, also of 16 at once", async () => {
    const { provider, initiate, approve, exchange } = await createWorld();
    const temporary = await initiate();
    const verifier = await approve(temporary);
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => exchange(temporary, verifier)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(15);
    expect(await provider.grants.list(USER)).toHaveLength(1);
  });

  test("cannot be repeated", async () => {
    const { initiate, approve, exchange } = await createWorld();
    const temporary = await initiate();
    const verifier = await approve(temporary);
    await tokenOf(await exchange(temporary, verifier));
    expect((await exchange(temporary, verifier)).status).toBe(401);
  });

  test("needs the approval and the verifier", async () => {
    const { provider, consumer, events, initiate, approve, exchange, signed } = await createWorld();
    const temporary = await initiate();
    const refused = {
      type: "request_refused",
      purpose: "token_credentials",
      consumer: consumer.key,
    };
    expect(await fields(await exchange(temporary, "guess"))).toEqual({
      oauth_problem: "permission_unknown",
    });
    expect(events.at(-1)).toEqual({ ...refused, reason: "permission_unknown" });
    await approve(temporary);
    const without = await provider.tokenCredentials(await signed("/oauth/token", temporary));
    expect(without.status).toBe(400);
    expect(await fields(without)).toMatchObject({ oauth_problem: "parameter_absent" });
    const absent = { reason: "parameter_absent", advice: "oauth_verifier" };
    expect(events.at(-1)).toEqual({ ...refused, ...absent });
    const wrong = await exchange(temporary, "guess");
    expect(wrong.status).toBe(401);
    expect(await fields(wrong)).toEqual({ oauth_problem: "verifier_invalid" });
    expect(events.at(-1)).toEqual({ ...refused, reason: "verifier_invalid" });
  });

  test("forgives four wrong verifiers and ends the login at the fifth", async () => {
    const { initiate, approve, exchange } = await createWorld();
    for (const [guesses, status] of [
      [4, 200],
      [5, 401],
    ] as const) {
      const temporary = await initiate();
      const verifier = await approve(temporary);
      for (let guess = 0; guess < guesses; guess += 1) await exchange(temporary, `guess ${guess}`);
      expect((await exchange(temporary, verifier)).status).toBe(status);
    }
  });

  test("does not count what is not rightly signed", async () => {
    const { initiate, approve, exchange } = await createWorld();
    const temporary = await initiate();
    const verifier = await approve(temporary);
    for (let guess = 0; guess < 8; guess += 1) {
      expect((await exchange({ ...temporary, secret: "wrong" }, "guess")).status).toBe(401);
    }
    expect((await exchange(temporary, verifier)).status).toBe(200);
  });

  test("is for the consumer that began the login", async () => {
    const { provider, clock, initiate, approve, exchange } = await createWorld();
    const other = await provider.consumers.register({ name: "Other", callbacks: [CALLBACK] });
    const thief = acts(provider, other, clock);
    const temporary = await initiate();
    const verifier = await approve(temporary);
    for (let attempt = 0; attempt < 8; attempt += 1) {
      expect((await thief.exchange(temporary, verifier)).status).toBe(401);
    }
    expect((await exchange(temporary, verifier)).status).toBe(200);
  });

  test("takes no token credentials", async () => {
    const { login, exchange } = await createWorld();
    expect((await exchange(await login(), "anything")).status).toBe(401);
  });
});

describe("grants", () => {
  test("are listed with what a user can see, and without what opens anything", async () => {
    const { provider, consumer, login, clock } = await createWorld();
    const token = await login();
    const grants = await provider.grants.list(USER);
    expect(grants).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        consumer: { key: consumer.key, name: "Printer" },
        scopes: [],
        createdAt: clock.seconds,
      },
    ]);
    expect(JSON.stringify(grants)).not.toContain(token.key);
    expect(await provider.grants.list("mallory")).toEqual([]);
  });

  test("are revoked by their user, with effect on the next call", async () => {
    const { provider, login, signed } = await createWorld();
    const token = await login();
    const [grant] = await provider.grants.list(USER);
    const id = grant?.id ?? "";
    expect(await provider.grants.revoke({ user: "mallory", grant: id })).toBe(false);
    expect(await provider.protect(await signed("/photos", token))).toMatchObject({ grant: id });
    expect(await provider.grants.revoke({ user: USER, grant: id })).toBe(true);
    expect(await provider.protect(await signed("/photos", token))).toMatchObject({ ok: false });
    expect(await provider.grants.revoke({ user: USER, grant: id })).toBe(false);
  });
});
