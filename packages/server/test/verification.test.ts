import { createHash } from "node:crypto";
import { headerValues, sign } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { createProvider, type NonceUse, type Store } from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { describe, expect, test } from "vitest";
import { acts, CALLBACK, createWorld, fields, ORIGIN, USER, visible } from "./harness.js";

describe("one answer", () => {
  test("for unknown consumer, unknown token and wrong signature; events know better", async () => {
    const { provider, clock, consumer, events, login, signed } = await createWorld();
    const token = await login();
    events.length = 0;
    const stranger = acts(provider, { key: "stranger", secret: "x" }, clock);
    const refused = [
      await stranger.signed("/photos", token),
      await signed("/photos", { key: "unknown", secret: "x" }),
      await signed("/photos", { ...token, secret: "wrong" }),
    ];
    const answers = await Promise.all(
      refused.map(async (request) => {
        const verdict = await provider.protect(request);
        expect(verdict).toEqual({ ok: false, problem: "signature_invalid" });
        return verdict.ok ? undefined : visible(provider.refuse(verdict));
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toEqual([
      401,
      [
        ["cache-control", "no-store"],
        ["content-type", "application/x-www-form-urlencoded"],
        ["www-authenticate", `OAuth realm="${ORIGIN}"`],
      ],
      "oauth_problem=signature_invalid",
    ]);
    const at = { type: "request_refused", purpose: "resource" };
    expect(events).toEqual([
      { ...at, consumer: "stranger", reason: "consumer_key_unknown" },
      { ...at, consumer: consumer.key, reason: "token_rejected" },
      { ...at, consumer: consumer.key, reason: "signature_invalid" },
    ]);
  });

  test("is the same at the endpoints", async () => {
    const { provider, clock, signed } = await createWorld();
    const stranger = acts(provider, { key: "stranger", secret: "x" }, clock);
    const parameters = [["oauth_callback", CALLBACK]] as const;
    const bad = { key: "unknown", secret: "x" };
    const answers = [
      await provider.temporaryCredentials(
        await stranger.signed("/oauth/initiate", undefined, { parameters }),
      ),
      await provider.temporaryCredentials(await signed("/oauth/initiate", bad, { parameters })),
      await provider.tokenCredentials(await signed("/oauth/token", bad)),
    ];
    const seen = await Promise.all(
      answers.map(async (answer) => JSON.stringify(await visible(answer))),
    );
    expect(new Set(seen).size).toBe(1);
  });

  test("covers a method that the consumer may not use", async () => {
    const { provider, events, login, signed } = await createWorld({}, { methods: ["HMAC-SHA1"] });
    const token = await login();
    const request = await signed("/photos", token, { method: hmacSha256 });
    expect(await provider.protect(request)).toEqual({ ok: false, problem: "signature_invalid" });
    expect(events.at(-1)).toMatchObject({ reason: "consumer_method_rejected" });
    const allowed = await signed("/photos", token, { method: hmacSha1 });
    expect(await provider.protect(allowed)).toMatchObject({ ok: true });
  });

  test("looks up consumer and token in every case", async () => {
    const asked: string[] = [];
    const inner = memoryStore();
    const store: Store = {
      ...inner,
      findConsumer: (key) => (asked.push("consumer"), inner.findConsumer(key)),
      findToken: (hash) => (asked.push("token"), inner.findToken(hash)),
    };
    const { provider, clock } = await createWorld({ store });
    const stranger = acts(provider, { key: "stranger", secret: "x" }, clock);
    await provider.protect(await stranger.signed("/photos", { key: "unknown", secret: "x" }));
    expect(asked.sort()).toEqual(["consumer", "token"]);
  });
});

describe("a token", () => {
  test("of one consumer is worth nothing to another", async () => {
    const { provider, clock, login } = await createWorld();
    const other = await provider.consumers.register({ name: "Other", callbacks: [] });
    const request = await acts(provider, other, clock).signed("/photos", await login());
    expect(await provider.protect(request)).toEqual({ ok: false, problem: "signature_invalid" });
  });

  test("that is temporary opens no resource, approved or not", async () => {
    const { provider, initiate, approve, signed } = await createWorld();
    const temporary = await initiate();
    expect(await provider.protect(await signed("/photos", temporary))).toMatchObject({ ok: false });
    await approve(temporary);
    expect(await provider.protect(await signed("/photos", temporary))).toMatchObject({ ok: false });
  });

  test("in another letter case is another token", async () => {
    const { provider, login, signed } = await createWorld();
    const { key, secret } = await login();
    const request = await signed("/photos", { key: key.toUpperCase(), secret });
    expect(await provider.protect(request)).toMatchObject({ ok: false });
  });

  test("is required, unless the resource is the consumer's own", async () => {
    const { provider, signed } = await createWorld();
    expect(await provider.protect(await signed("/photos"))).toEqual({
      ok: false,
      problem: "parameter_absent",
      advice: "oauth_token",
    });
    const verdict = await provider.protect(await signed("/limits"), { token: "optional" });
    expect(verdict).toMatchObject({ ok: true, consumer: { name: "Printer" } });
    expect(verdict).not.toHaveProperty("user");
  });

  test("is stored as a hash, and so is a verifier", async () => {
    const written: unknown[] = [];
    const inner = memoryStore();
    const store: Store = {
      ...inner,
      insertTemporary: (record, now) => (written.push(record), inner.insertTemporary(record, now)),
      approve: (approval, now) => (written.push(approval), inner.approve(approval, now)),
      exchange: (exchange, now) => (written.push(exchange), inner.exchange(exchange, now)),
    };
    const { initiate, approve, exchange } = await createWorld({ store });
    const temporary = await initiate();
    const verifier = await approve(temporary);
    const { oauth_token = "" } = await fields(await exchange(temporary, verifier));
    const text = JSON.stringify(written);
    for (const hidden of [temporary.key, temporary.secret, verifier, oauth_token]) {
      expect(hidden).not.toBe("");
      expect(text).not.toContain(hidden);
    }
  });
});

describe("a replay", () => {
  test("fails, and of 16 copies at once one passes", async () => {
    const { provider, login, signed } = await createWorld();
    const request = await signed("/photos", await login());
    const verdicts = await Promise.all(Array.from({ length: 16 }, () => provider.protect(request)));
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1);
    const verdict = await provider.protect(request);
    expect(verdict).toEqual({ ok: false, problem: "nonce_used" });
    const answer = verdict.ok ? undefined : provider.refuse(verdict);
    expect(answer?.status).toBe(401);
    expect(await answer?.text()).toBe("oauth_problem=nonce_used");
  });

  test("fails at the endpoints too", async () => {
    const { provider, signed } = await createWorld();
    const parameters = [["oauth_callback", CALLBACK]] as const;
    const request = await signed("/oauth/initiate", undefined, { parameters });
    expect((await provider.temporaryCredentials(request)).status).toBe(200);
    expect((await provider.temporaryCredentials(request)).status).toBe(401);
  });

  test("fails with the nonce spelled in other escapes", async () => {
    const { provider, login, signed } = await createWorld();
    const token = await login();
    const request = await signed("/photos", token, { nonce: "abc", transmission: "query" });
    expect(await provider.protect(request)).toMatchObject({ ok: true });
    const url = request.url.replace("oauth_nonce=abc", "oauth_nonce=%61b%63");
    expect(await provider.protect({ ...request, url })).toMatchObject({ problem: "nonce_used" });
  });

  test("fails up to the end of the window, and is out of it then", async () => {
    const { provider, clock, login, signed } = await createWorld();
    const token = await login();
    const request = await signed("/photos", token, { timestamp: clock.seconds + 300 });
    expect(await provider.protect(request)).toMatchObject({ ok: true });
    clock.seconds += 600;
    expect(await provider.protect(await signed("/photos", token))).toMatchObject({ ok: true });
    expect(await provider.protect(request)).toMatchObject({ problem: "nonce_used" });
    clock.seconds += 1;
    expect(await provider.protect(request)).toMatchObject({ problem: "timestamp_refused" });
  });

  test("cannot be provoked: only a right signature uses a nonce up", async () => {
    const { provider, login, signed } = await createWorld();
    const token = await login();
    const forged = await signed("/photos", { ...token, secret: "wrong" }, { nonce: "n1" });
    expect(await provider.protect(forged)).toMatchObject({ ok: false });
    const honest = await signed("/photos", token, { nonce: "n1" });
    expect(await provider.protect(honest)).toMatchObject({ ok: true });
  });

  test("is nobody else's nonce", async () => {
    const { provider, login, signed } = await createWorld();
    for (const token of [await login(), await login()]) {
      const request = await signed("/photos", token, { nonce: "n1" });
      expect(await provider.protect(request)).toMatchObject({ ok: true });
    }
  });
});

describe("a timestamp", () => {
  test("may be 300 seconds off, either way", async () => {
    const { provider, clock, login, signed } = await createWorld();
    const token = await login();
    for (const [shift, ok] of [
      [-301, false],
      [-300, true],
      [300, true],
      [301, false],
    ] as const) {
      const request = await signed("/photos", token, { timestamp: clock.seconds + shift });
      expect(await provider.protect(request)).toMatchObject({ ok });
    }
  });

  test("that is refused is named, with what would be accepted", async () => {
    const { provider, clock, login, signed } = await createWorld({ timestampWindow: 60 });
    const request = await signed("/photos", await login(), { timestamp: 1 });
    const verdict = await provider.protect(request);
    expect(verdict).toEqual({
      ok: false,
      problem: "timestamp_refused",
      advice: `This server accepts timestamps from ${clock.seconds - 60} to ${clock.seconds + 60}.`,
    });
    expect(verdict.ok ? undefined : provider.refuse(verdict).status).toBe(401);
  });

  test("is not named to whoever has not proved its key", async () => {
    const { provider, login, signed } = await createWorld();
    const request = await signed("/photos", { ...(await login()), secret: "x" }, { timestamp: 1 });
    expect(await provider.protect(request)).toEqual({ ok: false, problem: "signature_invalid" });
  });
});

describe("PLAINTEXT", () => {
  test("is off by default", async () => {
    const { provider, signed } = await createWorld();
    const request = await signed("/photos", { key: "x", secret: "x" }, { method: plaintext });
    const verdict = await provider.protect(request);
    expect(verdict).toMatchObject({ problem: "signature_method_rejected" });
    expect(verdict.ok ? undefined : provider.refuse(verdict).status).toBe(400);
  });

  test("needs https or a loopback host, and then no nonce", async () => {
    for (const [origin, ok] of [
      ["https://photos.example.net", true],
      ["http://127.0.0.1:4000", true],
      ["http://[::1]:4000", true],
      ["http://photos.example.net", false],
      ["http://127.0.0.1.example.net", false],
    ] as const) {
      const options = { origins: [origin], methods: [hmacSha1, plaintext] };
      const { provider, signed } = await createWorld(options);
      const url = `${origin}/limits`;
      const request = await signed("", undefined, { url, method: plaintext });
      for (let call = 0; call < 2; call += 1) {
        expect(await provider.protect(request, { token: "optional" })).toMatchObject({ ok });
      }
    }
  });
});

describe("PLAINTEXT over http", () => {
  const open = "http://photos.example.net";
  const url = `${open}/limits`;
  const advice = "Without TLS there is no PLAINTEXT: send it over https.";

  test("is told, and the operator with it, that it needs TLS", async () => {
    const options = { origins: [open], methods: [hmacSha1, plaintext] };
    const { provider, signed, events } = await createWorld(options);
    const request = await signed("", undefined, { url, method: plaintext });
    const verdict = await provider.protect(request, { token: "optional" });
    expect(verdict).toEqual({ ok: false, problem: "signature_method_rejected", advice });
    expect(events.at(-1)).toEqual({
      type: "request_refused",
      purpose: "resource",
      reason: "signature_method_rejected",
      advice,
    });
    const unsigned = await provider.protect({ method: "GET", url }, { token: "optional" });
    expect(unsigned).toMatchObject({ advice: "The request is not signed." });
  });

  test("is told nothing of TLS where it would help nothing", async () => {
    for (const [origin, methods] of [
      [open, [hmacSha1]],
      ["https://photos.example.net", [hmacSha1]],
    ] as const) {
      const { provider, signed } = await createWorld({ origins: [origin], methods });
      const request = await signed("", undefined, { url: `${origin}/limits`, method: plaintext });
      expect(await provider.protect(request)).toEqual({
        ok: false,
        problem: "signature_method_rejected",
      });
    }
    const { provider, signed } = await createWorld({ methods: [plaintext] });
    expect(await provider.protect(await signed("/limits"))).toEqual({
      ok: false,
      problem: "signature_method_rejected",
    });
  });
});

describe("a request", () => {
  test("for an origin that is not the provider's is refused, however it is signed", async () => {
    const { provider, login, signed } = await createWorld();
    const token = await login();
    for (const url of ["https://evil.example/photos", "http://photos.example.net/photos", "x:y"]) {
      const request = { ...(await signed("/photos", token)), url };
      const verdict = await provider.protect(request);
      expect(verdict).toMatchObject({ ok: false, problem: "parameter_rejected" });
    }
    const elsewhere = await signed("", token, { url: "https://evil.example/photos" });
    expect(await provider.protect(elsewhere)).toMatchObject({ problem: "parameter_rejected" });
  });

  test("with a body that only other readers take for a form is a bad request", async () => {
    const { provider, login, signed } = await createWorld();
    const token = await login();
    for (const type of [
      "text/plain, application/x-www-form-urlencoded",
      "application/x-www-form-urlencoded,application/x-www-form-urlencoded",
      "application/x-www-form-urlencoded,",
    ]) {
      const { method, url, headers } = await signed("/photos", token);
      const [authorization = ""] = headerValues(headers, "authorization");
      const added = { authorization, "content-type": type };
      const request = new Request(url, { method, headers: added, body: "to=mallory" });
      const verdict = await provider.protect(request);
      expect(verdict, type).toMatchObject({ ok: false, problem: "parameter_rejected" });
      // What the application would have read, and nobody has signed.
      expect((await request.formData()).get("to")).toBe("mallory");
    }
  });

  test("with a missing, doubled or unknown parameter is a bad request", async () => {
    const { provider, login, signed } = await createWorld();
    const token = await login();
    const good = await signed("/photos", token, { transmission: "query" });
    for (const [change, problem] of [
      [(url: string) => url.replace(/&?oauth_nonce=[^&]*/, ""), "parameter_absent"],
      [(url: string) => `${url}&oauth_nonce=x`, "parameter_rejected"],
      [(url: string) => url.replace("HMAC-SHA1", "HMAC-MD5"), "signature_method_rejected"],
      [(url: string) => url.replace("oauth_version=1.0", "oauth_version=2.0"), "version_rejected"],
      [(url: string) => url.replace("oauth_timestamp=", "oauth_timestamp=-"), "parameter_rejected"],
      [
        (url: string) => url.replace("oauth_timestamp=", "oauth_timestamp=%2B"),
        "parameter_rejected",
      ],
    ] as const) {
      const verdict = await provider.protect({ ...good, url: change(good.url) });
      expect(verdict).toMatchObject({ ok: false, problem });
      expect(verdict.ok ? undefined : provider.refuse(verdict).status).toBe(400);
    }
  });

  test("with an endless nonce does not reach the store", async () => {
    const { provider, login, signed } = await createWorld();
    const request = await signed("/photos", await login(), { nonce: "n".repeat(257) });
    expect(await provider.protect(request)).toMatchObject({ problem: "parameter_rejected" });
  });

  test("of any bytes has an answer that is no exception and no 5xx", async () => {
    const { provider } = await createWorld();
    const headers = [
      "",
      "OAuth",
      "OAuth ,",
      'OAuth a="',
      "OAuth %zz=%zz",
      "Basic x",
      "OAuth é=\u0000",
    ];
    const names = [
      "__proto__",
      "constructor",
      "oauth_token",
      "oauth_consumer_key",
      "oauth_signature",
    ];
    headers.push(...names.map((name) => `OAuth ${name}="%ff", ${name}=""`));
    headers.push(
      'OAuth oauth_consumer_key="__proto__", oauth_token="constructor", oauth_signature="é", ' +
        'oauth_signature_method="HMAC-SHA1", oauth_timestamp="1", oauth_nonce="%00"',
    );
    for (const authorization of headers) {
      for (const url of [
        `${ORIGIN}/oauth/initiate?%zz=%&&=`,
        `${ORIGIN}/oauth/token`,
        "",
        "\u0000",
      ]) {
        const request = {
          method: "POST",
          url,
          headers: [["authorization", authorization]],
        } satisfies {
          headers: [string, string][];
          method: string;
          url: string;
        };
        for (const answer of [
          await provider.temporaryCredentials(request),
          await provider.tokenCredentials(request),
        ]) {
          expect([400, 401]).toContain(answer.status);
        }
      }
    }
  });

  test("with another HTTP method is told which are allowed", async () => {
    const { provider, signed, login } = await createWorld({
      endpoints: { tokenCredentials: { methods: ["POST"] } },
    });
    for (const method of ["HEAD", "PUT", "DELETE", "OPTIONS"]) {
      const request = { method, url: `${ORIGIN}/oauth/initiate` };
      const answer = await provider.temporaryCredentials(request);
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, POST"]);
      // A cache may keep a 405 that does not forbid it (RFC 9110 section 15.1).
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
    const get = await provider.handle({ method: "GET", url: `${ORIGIN}/oauth/token` });
    expect([get?.status, get?.headers.get("allow")]).toEqual([405, "POST"]);
    const path = "/oauth/revoke";
    const taken = await provider.handle(await signed(path, await login(), { http: "DELETE" }));
    expect([taken?.status, taken?.headers.get("allow")]).toEqual([405, "GET, POST"]);
    expect(await provider.grants.list(USER)).toHaveLength(1);
  });
});

describe("the nonce store", () => {
  test("fails closed when it is full, says so in an event, and recovers with time", async () => {
    const store = memoryStore({ maxNonces: 3 });
    const { provider, clock, events, signed } = await createWorld({ store });
    const call = async (): Promise<unknown> =>
      provider.protect(await signed("/limits"), { token: "optional" });
    for (let count = 0; count < 3; count += 1) expect(await call()).toMatchObject({ ok: true });
    const refused = await provider.protect(await signed("/limits"), { token: "optional" });
    expect(refused).toEqual({ ok: false, problem: "nonce_store_full" });
    expect(refused.ok ? undefined : provider.refuse(refused).status).toBe(503);
    expect(events.at(-1)).toMatchObject({ reason: "nonce_store_full" });
    clock.seconds += 301;
    expect(await call()).toMatchObject({ ok: true });
  });

  test("is asked after the signature alone, and answers 503 to the honest while it is away", async () => {
    let away = true;
    const memory = memoryStore();
    const store: Store = {
      ...memory,
      consumeNonce: (use, now) =>
        away ? Promise.reject(new Error("the store is away")) : memory.consumeNonce(use, now),
    };
    const { provider, consumer, signed, events } = await createWorld({ store });
    const forged = { consumer: { ...consumer, secret: "wrong" } };
    const { request } = await sign({ method: "GET", url: `${ORIGIN}/limits` }, forged);
    expect(await provider.protect(request, { token: "optional" })).toMatchObject({
      problem: "signature_invalid",
    });
    const honest = await signed("/limits");
    const verdict = await provider.protect(honest, { token: "optional" });
    expect(verdict).toEqual({ ok: false, problem: "store_unavailable" });
    const answer = verdict.ok ? undefined : provider.refuse(verdict);
    expect([answer?.status, answer?.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(events.slice(-2)).toEqual([
      { type: "store_failed", error: "the store is away" },
      { type: "request_refused", purpose: "resource", reason: "store_unavailable" },
    ]);
    away = false;
    expect(await provider.protect(honest, { token: "optional" })).toMatchObject({ ok: true });
  });
});

describe("what a store is asked to remember of a request", () => {
  test("is who signed it, and until when a replay would be in the window", async () => {
    const uses: NonceUse[] = [];
    const memory = memoryStore();
    const store: Store = {
      ...memory,
      async consumeNonce(use, now) {
        uses.push(use);
        return memory.consumeNonce(use, now);
      },
    };
    const options = { store, timestampWindow: 60 };
    const { provider, consumer, clock, login, signed } = await createWorld(options);
    const token = await login();
    const timestamp = clock.seconds - 7;
    const signing = { timestamp, nonce: "n".repeat(256) };
    const nonce = { nonce: signing.nonce, timestamp, expiresAt: timestamp + 60 };
    uses.length = 0;
    await provider.protect(await signed("/limits", undefined, signing), { token: "optional" });
    await provider.protect(await signed("/photos", token, signing));
    const tokenHash = createHash("sha256").update(token.key).digest("base64");
    expect(uses).toStrictEqual([
      { consumer: consumer.key, ...nonce },
      { consumer: consumer.key, tokenHash, ...nonce },
    ]);
  });

  test("lets through whoever comes late, whatever came before", async () => {
    const { provider, clock, login, signed } = await createWorld();
    const token = await login();
    const early = clock.seconds;
    clock.seconds += 300;
    expect(await provider.protect(await signed("/photos", token))).toMatchObject({ ok: true });
    const late = await signed("/photos", token, { timestamp: early });
    expect(await provider.protect(late)).toMatchObject({ ok: true });
  });
});

describe("oauth_version", () => {
  const answered = async (
    versions: readonly string[] | undefined,
    said: string,
  ): Promise<unknown> => {
    const { provider, signed } = await createWorld(versions && { versions });
    const parameters = [["oauth_version", said]] as const;
    const request = await signed("/photos", undefined, { version: false, parameters });
    const verdict = await provider.protect(request, { token: "optional" });
    return verdict.ok || (await provider.refuse(verdict).text());
  };

  test.each([
    [undefined, "1.0A", "1.0-1.0"],
    [["1.0"], "2.0", "1.0-1.0"],
    [["1.1", "1.0A", "1.10", "1.0", "1.9"], "2.0", "1.0-1.10"],
  ])("of another than %j is refused, and told which: %s", async (versions, said, range) => {
    expect(await answered(versions, said)).toBe(
      `oauth_problem=version_rejected&oauth_acceptable_versions=${range}`,
    );
  });

  test("is in no range that has no number", async () => {
    expect(await answered(["1.0A"], "1.0")).toBe("oauth_problem=version_rejected");
  });

  test("may be another one where the provider says so", async () => {
    expect(await answered(["1.0", "1.0A"], "1.0A")).toBe(true);
    expect(await answered(["1.0", "1.0A"], "1.0")).toBe(true);
  });

  test("is text", () => {
    const versions = "1.0";
    // @ts-expect-error: a program without types may say anything.
    expect(() => createProvider({ origins: [ORIGIN], versions })).toThrow("versions is a string");
  });
});
