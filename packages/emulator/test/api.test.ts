import { describe, expect, it } from "vitest";
import {
  continuedPages,
  createClient,
  cursorPages,
  formBody,
  lastItemPages,
  linkedPages,
  multipartBody,
  numberedPages,
  offsetPages,
  pagedOperation,
  paginate,
  type Pagination,
  type SessionLevel,
} from "@oauth1/client";
import { baseUrl, call, described, named, sessionOf } from "./calls.js";
import { closeAfterEach, emulate, LEGS } from "./world.js";

closeAfterEach();

describe("an emulated operation", () => {
  it("wants what it describes: a token, the consumer's signature, its key, or nothing", async () => {
    const key = { in: "query", name: "api_key" } as const;
    const operations = Object.fromEntries(
      (["none", "key", "consumer", "token"] as const).map((auth) => [
        `${auth}Call`,
        { method: "GET", path: `/${auth}`, auth, example: { auth } },
      ]),
    );
    const emulator = await emulate(described(operations, { key }));
    const { session, alone } = await sessionOf(emulator, { key });
    for (const auth of ["none", "key", "consumer"] as const) {
      const op = call<SessionLevel>({ method: "GET", path: `/${auth}`, auth });
      expect(await op(alone)).toEqual({ auth });
      expect(await op(session)).toEqual({ auth });
    }
    expect(await call({ method: "GET", path: "/token" })(session)).toEqual({ auth: "token" });
    const bare = await alone.fetch(`${baseUrl}/token`);
    expect([bare.status, await bare.text()]).toEqual([
      401 - 1,
      expect.stringMatching(/oauth_token is missing/),
    ]);
    const keyless = await fetch(`${emulator.origin}/api/key`);
    expect(await keyless.text()).toMatch(/api_key has to be the key/);
  });

  it.each([
    ["an API key", { headers: { "x-key": "{secret}" } }],
    ["a bearer", { headers: { authorization: "Bearer {key}" } }],
    ["a cookie", { headers: { cookie: "session={key}" } }],
    ["key and token in the query", { query: { key: "{consumerKey}", token: "{key}" } }],
  ])("takes %s where that is described instead of a signature", async (_, authentication) => {
    const operations = { getMe: { method: "GET", path: "/me", example: { id: "7" } } };
    const emulator = await emulate(described(operations, { authentication }));
    const { session } = await sessionOf(emulator, { authentication });
    const getMe = call({ method: "GET", path: "/me" });
    expect(await getMe(session)).toEqual({ id: "7" });
    const { session: signed } = await sessionOf(emulator);
    await expect(getMe(signed)).rejects.toMatchObject({
      body: expect.stringContaining("Calls are not signed"),
    });
  });

  it("takes a token without a secret where the described text has a place for one", async () => {
    const authentication = { headers: { "x-token": "key={key}, secret={secret}" } };
    const tokenCredentials = { ...LEGS.tokenCredentials, secretOptional: true };
    const { operations } = described(GET_ME);
    const emulator = await emulate({
      oauth: { ...LEGS, tokenCredentials },
      api: { authentication },
      operations: operations ?? {},
    });
    const { session, issued } = await sessionOf(emulator, { authentication });
    expect(issued.secret).toBe("");
    expect(await call({ method: "GET", path: "/me" })(session)).toEqual({ id: "7" });
  });

  it("takes a token from the app that it was issued to, and from no other", async () => {
    const authentication = { headers: { "x-token": "{consumerKey}:{key}:{secret}" } };
    const emulator = await emulate(described(GET_ME, { authentication }));
    const { consumer, issued } = await sessionOf(emulator);
    const other = await emulator.register();
    const ask = async (app: string, secret: string): Promise<number> => {
      const headers = { "x-token": `${app}:${issued.key}:${secret}` };
      return (await fetch(`${emulator.origin}/api/me`, { headers })).status;
    };
    expect(await ask(consumer.key, issued.secret)).toBe(200);
    expect(await ask(other.key, issued.secret)).toBe(401);
    expect(await ask(consumer.key, "guessed")).toBe(401);
  });

  it("is found among others by a query parameter, and errors come with status 200", async () => {
    const errors = {
      signs: [{ at: "stat", equals: "fail" }],
      code: "code",
      message: "message",
      example: { stat: "fail", code: 1, message: "Photo not found" },
      status: 200,
    };
    const rpc = (method: string, more: object = {}): object => ({
      method: "GET",
      path: "/rest",
      query: { method },
      example: { method },
      ...more,
    });
    const id = { in: "query", type: "string", required: true };
    const operations = { a: rpc("odd.a"), b: rpc("odd.b", { parameters: { id } }) };
    const query = { format: "json" };
    const emulator = await emulate(described(operations, { errors, query }));
    const { session } = await sessionOf(emulator, {
      errors: { ...errors, code: ["code"], message: ["message"] },
      query,
    });
    const rest = (method: string) =>
      call({ method: "GET", path: "/rest", fixed: { method }, query: ["id"] });
    expect(await rest("odd.a")(session)).toEqual({ method: "odd.a" });
    expect(await rest("odd.b")(session, { id: "1" })).toEqual({ method: "odd.b" });
    for (const [method, message] of [
      ["odd.b", "The query parameter id is missing."],
      ["odd.c", "The descriptor of Odd has no GET /api/rest?method=odd.c."],
    ] as const) {
      const failure = rest(method)(session);
      await expect(failure).rejects.toMatchObject({ status: 200, providerMessage: message });
    }
    for (const [path, said] of [
      ["/api/rest?format=json", "/api/rest without the query parameter method"],
      ["/api/other?method=odd.a", "/api/other"],
    ] as const) {
      const { message } = await (await fetch(`${emulator.origin}${path}`)).json();
      expect(message).toBe(`The descriptor of Odd has no GET ${said}.`);
    }
    const { status, headers } = await fetch(`${emulator.origin}/api/rest?method=odd.a&format=json`);
    expect([status, headers.get("content-type")]).toEqual([200, "application/json"]);
  });

  it("has its host, tenant and envelope, ids too long for a number, and the profile of who calls", async () => {
    const api = {
      baseUrl: "https://{shop}.odd.example/api",
      hosts: { upload: "https://upload.odd.example/api" },
      envelope: "response",
      profile: { operation: "getMe", username: "name" },
    };
    const name = { type: "string" };
    const result = { type: "object", required: ["id", "name"], properties: { id: name, name } };
    const operations = {
      getMe: { method: "GET", path: "/me", result },
      upload: {
        method: "GET",
        path: "/me",
        host: "upload",
        envelope: false,
        example: { at: "upload" },
      },
    };
    const variables = { shop: { description: "The shop.", example: "s1" } };
    const emulator = await emulate({ ...described(operations, api), variables });
    expect(new Set(Object.values(emulator.originMap)).size).toBe(2);
    const { session } = await sessionOf(emulator, { baseUrl: api.baseUrl, hosts: api.hosts });
    expect(await call({ method: "GET", path: "/me", envelope: "response" })(session)).toEqual({
      id: "9007199254740993",
      name: "alice",
    });
    expect(await call({ method: "GET", path: "/me", host: "upload" })(session)).toEqual({
      at: "upload",
    });
  });

  it("checks headers, bodies and the way that lists are written", async () => {
    const list = { type: "array", items: { type: "string" }, in: "query", required: true };
    const text = { in: "body", type: "string", required: true };
    const operations = {
      list: {
        method: "GET",
        path: "/list",
        parameters: {
          tag: { ...list, style: "brackets" },
          ids: { ...list, style: "comma", required: false },
        },
        response: "none",
      },
      deep: {
        method: "GET",
        path: "/deep",
        parameters: { tag: { in: "query", required: true, style: "deep", type: "object" } },
        response: "none",
      },
      json: { method: "POST", path: "/json", body: "json", parameters: { title: text } },
      form: { method: "POST", path: "/form", body: "form", parameters: { title: text } },
      multipart: {
        method: "POST",
        path: "/multipart",
        body: "multipart",
        parameters: { title: text },
      },
    };
    const emulator = await emulate(described(operations, { headers: { "x-version": "2" } }));
    const { session } = await sessionOf(emulator, { headers: { "x-version": "2" } });
    const send = async (path: string, init: RequestInit = {}): Promise<string> => {
      const answer = await session.fetch(`${baseUrl}${path}`, init);
      return `${answer.status} ${(await answer.text()).trim()}`;
    };
    expect(await send("/list?tag[]=a&tag[]=b")).toBe("204 ");
    expect(await send("/list?tag[]=a&ids=1,2")).toBe("204 ");
    expect(await send("/list?tag[]=a&ids=1&ids=2")).toMatch(/"comma", and came 2 times/);
    expect(await send("/deep?tag=a")).toMatch(
      /^400 tag is written in the style "deep", and came as tag/,
    );
    expect(await send("/deep")).toMatch(/^400 The query parameter tag is missing/);
    expect(await send("/deep?tag[a]=b")).toBe("204 ");
    expect(await send("/deep?tag=")).toBe("204 ");
    expect(await send("/list?tag=")).toMatch(/^400 tag is written in the style "brackets"/);
    expect(await send("/list?tag=a")).toMatch(
      /^400 tag is written in the style "brackets", and came as tag/,
    );
    const json = { "content-type": "application/json" };
    expect(await send("/json", { method: "POST", headers: json, body: '{"title":"a"}' })).toMatch(
      /^200/,
    );
    expect(await send("/json", { method: "POST", headers: json, body: "{}" })).toMatch(
      /^400 The body parameter title is missing/,
    );
    expect(await send("/json", { method: "POST", headers: json, body: "{" })).toMatch(
      /cannot be read as JSON/,
    );
    const form = new URLSearchParams({ title: "a" });
    expect(await send("/form", { method: "POST", body: form })).toMatch(/^200/);
    expect(await send("/json", { method: "POST", body: form })).toMatch(
      /has to be application\/json, and is/,
    );
    const data = new FormData();
    data.set("title", "a");
    expect(await send("/multipart", { method: "POST", body: data })).toMatch(/^200/);
    const bare = await sessionOf(emulator);
    const answer = await bare.session.fetch(`${baseUrl}/list?tag[]=a`);
    expect(await answer.text()).toMatch(/carries the header x-version/);
  });

  it("checks days and UUIDs wherever they stand, and what is nested in a JSON body", async () => {
    const day = { type: "string", format: "date" };
    const uuid = { type: "string", format: "uuid" };
    const line = { type: "object", properties: { id: uuid, due: day }, required: ["id"] };
    const lines = { type: "array", items: line };
    const example = "123e4567-e89b-12d3-a456-426614174000";
    const parameters = {
      id: { ...uuid, in: "path", example },
      since: { ...day, in: "query" },
      due: { ...day, in: "body" },
      lines: { ...lines, in: "body" },
    };
    const put = { method: "PUT", body: "json", response: "none" };
    const whole = { kind: "json", whole: "lines" };
    const operations = {
      one: { ...put, path: "/one/{id}", parameters },
      all: { ...put, path: "/all", body: whole, parameters: { lines: { ...lines, in: "body" } } },
    };
    const { session } = await sessionOf(await emulate(described(operations)));
    const send = async (path: string, value: object): Promise<string> => {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify(value);
      return (await session.fetch(`${baseUrl}${path}`, { method: "PUT", headers, body })).text();
    };
    const fine = { due: "2012-02-29", lines: [{ id: example }] };
    expect(await send(`/one/${example}?since=2012-02-29`, fine)).toBe("");
    expect(await send("/all", [{ id: example }])).toBe("");
    expect(await send("/one/INV-0001", fine)).toMatch(/path parameter id has to look like/);
    expect(await send(`/one/${example}?since=2010-02-31`, fine)).toMatch(
      /since has to name a day that there is, and is "2010-02-31"/,
    );
    expect(await send(`/one/${example}?since=31.1.2010`, fine)).toMatch(/since has to look like/);
    const wrong = async (value: object): Promise<string> => send(`/one/${example}`, value);
    expect(await wrong({ due: "2010-02-31" })).toMatch(/body parameter due has to name a day/);
    expect(await wrong({ lines: [{ id: example }, {}] })).toMatch(/lines\.1\.id is missing/);
    expect(await send("/all", [{ id: "INV-0001" }])).toMatch(/lines\.0\.id has to look like/);
  });

  it("verifies the text of a multipart body where that is signed", async () => {
    const text = { in: "body", type: "string", required: true };
    const body = { kind: "multipart", signed: true };
    const operations = {
      send: { method: "POST", path: "/send", body, parameters: { title: text } },
    };
    const emulator = await emulate(described(operations));
    const { session } = await sessionOf(emulator);
    const send = (signed: boolean) =>
      call({ method: "POST", path: "/send", body: multipartBody(["title"], { signed }) });
    expect(await send(true)(session, { title: "a b" })).toEqual({});
    await expect(send(false)(session, { title: "a b" })).rejects.toMatchObject({ status: 401 });
  });

  it("wants no body hash of a multipart body whose text is signed, as of no form", async () => {
    const text = { in: "body", type: "string", required: true };
    const body = { kind: "multipart", signed: true };
    const signing = { bodyHash: "always" } as const;
    const operations = {
      send: { method: "POST", path: "/send", body, signing, parameters: { title: text } },
    };
    const emulator = await emulate(described(operations));
    const { session } = await sessionOf(emulator);
    const bodyOf = multipartBody(["title"], { signed: true });
    const send = call({ method: "POST", path: "/send", signing, body: bodyOf });
    expect(await send(session, { title: "a b" })).toEqual({});
  });

  it("wants no body hash of a form without fields", async () => {
    const parameters = { title: { in: "body", type: "string" } };
    const signing = { bodyHash: "always" } as const;
    const operations = {
      send: { method: "POST", path: "/send", body: "form", signing, parameters },
    };
    const emulator = await emulate(described(operations));
    const { session } = await sessionOf(emulator);
    const send = call({ method: "POST", path: "/send", signing, body: formBody(["title"]) });
    expect(await send(session, {})).toEqual({});
  });

  it("answers with null where that is the example", async () => {
    const result = { type: "string", nullable: true };
    const operations = { getMood: { method: "GET", path: "/mood", result, example: null } };
    const { session } = await sessionOf(await emulate(described(operations)));
    expect(await call({ method: "GET", path: "/mood" })(session)).toBeNull();
  });

  it("counts calls, says how many are left, and refuses in the provider's own way", async () => {
    const clock = { now: 1_800_000_000_000 };
    const rateLimit = {
      limit: "x-limit",
      remaining: ["x-left", "x-other-left"],
      reset: "x-reset",
      calls: 100,
      seconds: 60,
      status: 403,
    };
    const operations = { getMe: { method: "GET", path: "/me", example: { id: "7" } } };
    const emulator = await emulate(described(operations, { rateLimit }), {
      calls: 2,
      now: () => clock.now,
    });
    const consumer = await emulator.register();
    const api = { baseUrl, rateLimit };
    const { originMap } = emulator;
    const client = createClient({
      consumer,
      originMap,
      now: () => clock.now,
      retry: false,
      provider: { ...named, api },
    });
    const session = client.session(await emulator.issueToken("alice"));
    const headers = async (): Promise<readonly (string | null)[]> => {
      const answer = await session.fetch(`${baseUrl}/me`);
      return [
        String(answer.status),
        ...["x-limit", "x-left", "x-reset", "retry-after"].map((name) => answer.headers.get(name)),
      ];
    };
    expect(await headers()).toEqual(["200", "2", "1", "1800000060", null]);
    expect(await headers()).toEqual(["200", "2", "0", "1800000060", null]);
    expect(await headers()).toEqual(["403", "2", "0", "1800000060", "60"]);
    clock.now += 60_000;
    expect(await headers()).toEqual(["200", "2", "1", "1800000120", null]);
  });

  it.each([
    ["seconds", "60", "1"],
    ["epoch-seconds", "1800000060", "1800000001"],
    ["epoch-milliseconds", "1800000060000", "1800000001000"],
  ])(
    "says in %s when the limit ends, also where a fault strikes",
    async (unit, counted, struck) => {
      const rateLimit = { reset: "x-reset", resetUnit: unit, calls: 5, seconds: 60 };
      const operations = { getMe: { method: "GET", path: "/me", auth: "none", example: {} } };
      const now = (): number => 1_800_000_000_000;
      const { origin, fault } = await emulate(described(operations, { rateLimit }), { now });
      const reset = async (): Promise<unknown> =>
        (await fetch(`${origin}/api/me`)).headers.get("x-reset");
      expect(await reset()).toBe(counted);
      fault("rate_limited");
      expect(await reset()).toBe(struck);
    },
  );

  it("takes numbers as JavaScript writes them, and whole ones where these are described", async () => {
    const parameters = {
      lat: { in: "query", type: "number" },
      count: { in: "query", type: "integer" },
    };
    const operations = { find: { method: "GET", path: "/find", auth: "none", parameters } };
    const { origin } = await emulate(described(operations));
    const ask = async (query: string): Promise<string> => {
      const answer = await fetch(`${origin}/api/find?${query}`);
      return answer.ok ? "fine" : (await answer.text()).trim();
    };
    const numbers = [1e-7, 1e21, -1.5, 0].map((lat) => new URLSearchParams({ lat: String(lat) }));
    for (const query of [...numbers, "count=-7"]) expect(await ask(String(query))).toBe("fine");
    for (const lat of ["", "1.", "e7", "0x1", "NaN", "1,5"])
      expect(await ask(`lat=${lat}`)).toBe(
        `The query parameter lat has to be a number, and is "${lat}".`,
      );
    for (const count of ["1.5", "1e3"])
      expect(await ask(`count=${count}`)).toBe(
        `The query parameter count has to be a whole number, and is "${count}".`,
      );
  });
});

describe("an error", () => {
  it("repeats its own status, and has the code that says the same, or none", async () => {
    const errors = {
      status: 404,
      code: "error.code",
      message: "error.text",
      example: {
        error: { code: "NOT_HERE", text: "Gone." },
        http: { status: 404, text: "404", title: "Not Found", trace: null },
      },
      codes: { NOT_HERE: "No such thing.", TOO_MANY_REQUESTS: "Wait." },
    };
    const operations = { getMe: { method: "GET", path: "/me", example: { id: "7" } } };
    const emulator = await emulate(described(operations, { errors }));
    const { session } = await sessionOf(emulator);
    emulator.fault("rate_limited");
    const limited = await session.fetch(`${baseUrl}/me`);
    expect([limited.status, await limited.json()]).toEqual([
      429,
      {
        error: { code: "TOO_MANY_REQUESTS", text: "Too many calls: wait, and try again." },
        http: { status: 429, text: "429", title: "Too Many Requests", trace: null },
      },
    ]);
    const unsigned = await fetch(`${emulator.origin}/api/me`);
    expect(await unsigned.json()).toEqual({
      error: { text: expect.stringContaining("has to be signed") },
      http: { status: 400, text: "400", title: "Bad Request", trace: null },
    });
  });
});

describe("an error behind a name that has dots", () => {
  it("says there what is wrong", async () => {
    const errors = {
      code: "odata.error.code",
      message: "odata.error.message.value",
      example: { "odata.error": { code: "-1", message: { lang: "en", value: "No." } } },
    };
    const operations = { getMe: { method: "GET", path: "/me", example: { id: "7" } } };
    const emulator = await emulate(described(operations, { errors }));
    const unsigned = await fetch(`${emulator.origin}/api/me`);
    const value = expect.stringContaining("has to be signed");
    expect(await unsigned.json()).toEqual({
      "odata.error": { message: { lang: "en", value } },
    });
  });
});

describe("an error that is text", () => {
  const operations = { getMe: { method: "GET", path: "/me", example: { id: "7" } } };

  it("says what is wrong where all of it is the message", async () => {
    const errors = { status: 401, message: "", example: "The nonce was used." };
    const emulator = await emulate(described(operations, { errors }));
    const { session } = await sessionOf(emulator);
    emulator.fault("rate_limited");
    const limited = await session.fetch(`${baseUrl}/me`);
    expect([limited.status, await limited.text()]).toEqual([
      429,
      "Too many calls: wait, and try again.",
    ]);
    const unsigned = await fetch(`${emulator.origin}/api/me`);
    expect(await unsigned.text()).toContain("This request has to be signed");
  });

  it("is the example where that is not said, with its own status", async () => {
    const emulator = await emulate(
      described(operations, { errors: { status: 403, example: "Forbidden" } }),
    );
    const unsigned = await fetch(`${emulator.origin}/api/me`);
    expect([unsigned.status, await unsigned.text()]).toEqual([400, "Bad Request"]);
  });
});

const GET_ME = { getMe: { method: "GET", path: "/me", example: { id: "7" } } };

describe("the code of an error", () => {
  it.each([
    ["token_revoked", "token_revoked"],
    ["json_invalid_token", "json_invalid_token"],
    ["edit_conflict", undefined],
  ])("is %s for a token that was revoked, where that is described", async (known, said) => {
    const codes = { edit_conflict: "Somebody else changed it.", [known]: "It was described." };
    const errors = { code: "code", example: { code: "edit_conflict" }, codes };
    const operations = { getMe: { method: "GET", path: "/me", example: { id: "7" } } };
    const emulator = await emulate(described(operations, { errors }));
    const { consumer } = await sessionOf(emulator);
    const client = createClient({
      consumer,
      originMap: emulator.originMap,
      provider: { ...named, api: { baseUrl } },
    });
    const session = client.session({ key: "revoked", secret: "s" });
    const answer = await session.fetch(`${baseUrl}/me`);
    expect([answer.status, await answer.json()]).toEqual([401, { code: said }]);
  });

  const codes = {
    89: { description: "The token is wrong.", problem: ["token_rejected", "token_expired"] },
    32: { description: "The signature is wrong.", problem: "signature_invalid" },
    rate_limited: "What is called so is something else.",
  };

  it.each([
    ["is the one that is described for the problem", { problem: "token", told: { code: 89 } }],
    ["is left out where none is described for it", { problem: "rate", told: {} }],
  ] as const)("%s", async (_, { problem, told }) => {
    const errors = { code: "code", message: "text", example: { code: 34, text: "Gone." }, codes };
    const emulator = await emulate(described(GET_ME, { errors }));
    const { session, consumer } = await sessionOf(emulator);
    const provider = { ...named, api: { baseUrl } };
    const client = createClient({ consumer, originMap: emulator.originMap, provider });
    if (problem === "rate") emulator.fault("rate_limited");
    const wrong = problem === "rate" ? session : client.session({ key: "no", secret: "s" });
    const answer = await wrong.fetch(`${baseUrl}/me`);
    expect(await answer.json()).toEqual({ ...told, text: expect.any(String) });
  });

  it("stands alone for what a client mends, with the status of errors and without a word of OAuth", async () => {
    const codes = {
      11: { description: "Too many calls.", problem: "rate_limited" },
      6: { description: "The time is wrong.", problem: "timestamp_refused" },
    };
    const errors = {
      code: "error.code",
      signs: [{ at: "error" }],
      example: { error: { code: 1 } },
      codes,
    };
    const told = async (
      fault: "rate_limited" | "timestamp_refused",
      api: object,
    ): Promise<unknown> => {
      const emulator = await emulate(described(GET_ME, api));
      const { session } = await sessionOf(emulator);
      emulator.fault(fault);
      const answer = await session.fetch(`${baseUrl}/me`);
      return [answer.status, answer.headers.get("www-authenticate"), (await answer.json()).error];
    };
    expect(await told("rate_limited", { errors })).toEqual([200, null, { code: 11 }]);
    expect(await told("timestamp_refused", { errors })).toEqual([200, "OAuth", { code: 6 }]);
    const rateLimit = { status: 503, description: "Ten calls a second." };
    expect(await told("rate_limited", { errors, rateLimit })).toEqual([503, null, { code: 11 }]);
  });

  it("is left out of a list of codes too, and those before the one that fits", async () => {
    const stack = ["bad_request", "invalid_parameter"];
    const known = {
      bad_request: { description: "The request is wrong.", problem: "bad_request" },
      invalid_signature: { description: "The signature is wrong.", problem: "signature_invalid" },
    };
    const code = ["error.stack.1", "error.stack.0"];
    const errors = { code, example: { error: { stack, text: "No." } }, codes: known };
    const parameters = { id: { in: "query", type: "string", required: true } };
    const emulator = await emulate(
      described({ getMe: { ...GET_ME.getMe, parameters } }, { errors }),
    );
    const { session, consumer, issued } = await sessionOf(emulator);
    const stackOf = async (asked: Promise<Response>): Promise<unknown> =>
      (await (await asked).json()).error.stack;
    expect(await stackOf(session.fetch(`${baseUrl}/me`))).toEqual(["bad_request"]);
    emulator.fault("rate_limited");
    expect(await stackOf(session.fetch(`${baseUrl}/me`))).toEqual([]);
    const { key } = issued;
    const provider = { ...named, api: { baseUrl } };
    const client = createClient({ consumer, originMap: emulator.originMap, provider });
    const forged = client.session({ key, secret: "forged" });
    expect(await stackOf(forged.fetch(`${baseUrl}/me`))).toEqual([
      "bad_request",
      "invalid_signature",
    ]);
  });
});

describe("a list", () => {
  const items = [{ id: "1" }, { id: "2" }];
  const ids = ["1", "2", "1001", "1002", "2001", "2002"];

  it.each<[string, { pagination: object; example: object; client: Pagination }]>([
    [
      "by cursors",
      {
        pagination: { kind: "cursor", parameter: "after", next: "meta.next", items: "data" },
        example: { data: items, meta: { next: "x" } },
        client: cursorPages({ parameter: "after", next: "meta.next", items: "data" }),
      },
    ],
    [
      "by cursors that are numbers",
      {
        pagination: { kind: "cursor", parameter: "after", next: "next", items: "data" },
        example: { data: items, next: 7 },
        client: cursorPages({ parameter: "after", next: "next", items: "data" }),
      },
    ],
    [
      "by numbers, with their count",
      {
        pagination: { kind: "page", parameter: "page", pages: "pages", items: "data" },
        example: { data: items, pages: 1 },
        client: numberedPages({ parameter: "page", pages: "pages", items: "data" }),
      },
    ],
    [
      "by numbers from 0, counted in a header",
      {
        pagination: {
          kind: "page",
          parameter: "page",
          first: 0,
          pagesHeader: "x-pages",
          items: "",
        },
        example: items,
        client: numberedPages({ parameter: "page", first: 0, pagesHeader: "x-pages", items: "" }),
      },
    ],
    [
      "by numbers, up to an empty page",
      {
        pagination: { kind: "page", parameter: "page", items: "data" },
        example: { data: items },
        client: numberedPages({ parameter: "page", items: "data" }),
      },
    ],
    [
      "by offsets",
      {
        pagination: { kind: "offset", parameter: "start", total: "total", items: "data" },
        example: { data: items, total: 2 },
        client: offsetPages({ parameter: "start", total: "total", items: "data" }),
      },
    ],
    [
      "by offsets that count from 1",
      {
        pagination: {
          kind: "offset",
          parameter: "start",
          first: 1,
          total: "total",
          items: "data",
        },
        example: { data: items, total: 2 },
        client: offsetPages({ parameter: "start", first: 1, total: "total", items: "data" }),
      },
    ],
    [
      "by offsets, counted in a header",
      {
        pagination: { kind: "offset", parameter: "start", totalHeader: "x-total", items: "" },
        example: items,
        client: offsetPages({ parameter: "start", totalHeader: "x-total", items: "" }),
      },
    ],
    [
      "by numbers, with the count of items",
      {
        pagination: { kind: "page", parameter: "page", total: "total", items: "data" },
        example: { data: items, total: 2 },
        client: numberedPages({ parameter: "page", total: "total", items: "data" }),
      },
    ],
    [
      "after the last item",
      {
        pagination: { kind: "last-item", parameter: "after", field: "id", items: "data" },
        example: { data: items },
        client: lastItemPages({ parameter: "after", field: "id", items: "data" }),
      },
    ],
    [
      "by URLs in the answer",
      {
        pagination: { kind: "link", next: "links.next", items: "data" },
        example: { data: items, links: { next: "x" } },
        client: linkedPages({ next: "links.next", items: "data" }),
      },
    ],
    [
      "by URLs in the header Link",
      {
        pagination: { kind: "link", items: "" },
        example: items,
        client: linkedPages({ items: "" }),
      },
    ],
    [
      "by continuation",
      {
        pagination: { kind: "continuation", next: "continue", items: "data" },
        example: { data: items, continue: { continue: "-||", from: "B" } },
        client: continuedPages({ next: "continue", items: "data" }),
      },
    ],
  ])("goes on %s, and ends", async (_, { pagination, example, client }) => {
    const parameter = { in: "query", type: "string" };
    const names = ["after", "page", "start", "continue", "from"];
    const parameters = Object.fromEntries(names.map((name) => [name, parameter]));
    const emulator = await emulate(
      described({ list: { method: "GET", path: "/list", parameters, pagination, example } }),
    );
    const { session } = await sessionOf(emulator);
    const list = pagedOperation<"odd", object, unknown, unknown>({
      provider: "odd",
      method: "GET",
      path: "/list",
      query: names,
      result: "json",
      pagination: client,
    });
    const found: unknown[] = [];
    for await (const item of paginate(list, session, { params: {} })) found.push(item);
    expect(found).toEqual(ids.map((id) => ({ id })));
  });

  it("has items and pages that are of the described types, also where they differ", async () => {
    const text = { type: "string" };
    const object = (properties: object, required: readonly string[] = []): object => ({
      type: "object",
      properties,
      required,
    });
    const kind = { type: "string", enum: ["edit", "new"] };
    const at = { type: "string", format: "date-time" };
    const next = object({ href: text }, ["href"]);
    const count = { type: "integer" };
    const pages = object({ total: text, next, count }, ["total", "count"]);
    const items = object({ kind, at }, ["kind", "at"]);
    const operation = {
      method: "GET",
      path: "/list",
      result: object({ data: { type: "array", items }, pages }, ["data"]),
      pagination: { kind: "link", next: "pages.next.href", items: "data" },
      example: { data: [{ kind: "edit", at: "2026-11-21T10:00:00Z" }] },
    };
    const emulator = await emulate(described({ list: operation }));
    const { session } = await sessionOf(emulator);
    const answers = await Promise.all(
      [1, 2, 3].map(async (page) => (await session.fetch(`${baseUrl}/list?page=${page}`)).json()),
    );
    expect(answers).toEqual([
      {
        data: [{ kind: "edit", at: "2026-11-21T10:00:00Z" }],
        pages: { next: { href: expect.stringMatching(/page=2$/) }, total: "text", count: 1 },
      },
      {
        data: [{ kind: "edit", at: "2027-11-21T10:00:00Z" }],
        pages: { next: { href: expect.stringMatching(/page=3$/) }, total: "text", count: 1 },
      },
      { data: [{ kind: "edit", at: "2028-11-21T10:00:00Z" }] },
    ]);
  });

  it.each<[string, object, readonly object[]]>([
    ["days", { at: "2012-02-29" }, [{ at: "2412-02-29" }, { at: "2812-02-29" }]],
    ["the last year", { at: "9999-12-31" }, [{ at: "0000-12-31" }, { at: "0001-12-31" }]],
    ["early years", { at: "0099-01-01" }, [{ at: "0100-01-01" }, { at: "0101-01-01" }]],
    ["an id behind other members", { at: "a", id: 1 }, [{ id: 1001 }, { id: 2001 }]],
    ["an id in parts", { at: "a", id: { at: 1 } }, [{ id: { at: 1001 } }, { id: { at: 2001 } }]],
    ["no id", { id: null, at: "a" }, [{ at: "a-2" }, { at: "a-3" }]],
    ["an id of described values", { id: "new", at: "a" }, [{ at: "a-2" }, { at: "a-3" }]],
    ["nothing but flags", { done: true }, [{ page: 2 }, { page: 3 }]],
  ])("has values that there can be on every page, with %s", async (_, item, later) => {
    const text = { type: "string" };
    const isKnown = "id" in item && item.id === "new";
    const id = isKnown ? { ...text, enum: ["new"] } : { nullable: true };
    const items = { type: "object", properties: { id, at: text } };
    const pagination = { kind: "page", parameter: "page", items: "" };
    const parameters = { page: { in: "query", type: "integer" } };
    const result = { type: "array", items };
    const list = { method: "GET", path: "/list", parameters, pagination, result, example: [item] };
    const { session } = await sessionOf(await emulate(described({ list })));
    const pages = await Promise.all(
      [1, 2, 3].map(async (page) => (await session.fetch(`${baseUrl}/list?page=${page}`)).json()),
    );
    expect(pages).toEqual([item, ...later].map((one) => [{ ...item, ...one }]));
  });

  it("goes on after the last item also by a member that is not its id", async () => {
    const example = [{ id: "1", at: "2026-01-31" }];
    const pagination = { kind: "last-item", parameter: "after", field: "at", items: "" };
    const parameters = { after: { in: "query", type: "string" } };
    const list = { method: "GET", path: "/list", parameters, pagination, example };
    const { session } = await sessionOf(await emulate(described({ list })));
    const after = async (at: string): Promise<unknown> =>
      (await session.fetch(`${baseUrl}/list?after=${at}`)).json();
    expect(await after("")).toEqual(example);
    expect(await after("2026-01-31")).toEqual([{ id: "1001", at: "2027-01-31" }]);
    expect(await after("2027-01-31")).toEqual([{ id: "2001", at: "2028-01-31" }]);
    expect(await after("2028-01-31")).toEqual([]);
  });

  it("may have items that are nothing", async () => {
    const pagination = { kind: "page", parameter: "page", items: "" };
    const parameters = { page: { in: "query", type: "integer" } };
    const result = { type: "array", items: { type: "string", nullable: true } };
    const example = [null];
    const list = { method: "GET", path: "/list", parameters, pagination, result, example };
    const { session } = await sessionOf(await emulate(described({ list })));
    expect(await (await session.fetch(`${baseUrl}/list?page=2`)).json()).toEqual([null]);
  });

  it("repeats no item, however far their numbers are from each other", async () => {
    const example = [1000, 2000, 3000].map((id) => ({ id }));
    const pagination = { kind: "page", parameter: "page", items: "" };
    const parameters = { page: { in: "query", type: "integer" } };
    const operation = { method: "GET", path: "/list", parameters, pagination, example };
    const { session } = await sessionOf(await emulate(described({ list: operation })));
    const pages = await Promise.all(
      [1, 2, 3].map(async (page) => (await session.fetch(`${baseUrl}/list?page=${page}`)).text()),
    );
    expect(new Set(pages.join().match(/\d+/g)).size).toBe(9);
  });
});
