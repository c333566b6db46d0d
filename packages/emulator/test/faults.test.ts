import { describe, expect, it } from "vitest";
import { sign, type SignOptions } from "@oauth1/core";
import { CallError, createClient, login, operation, type Operation } from "@oauth1/client";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import type { Emulator, EmulatorOptions } from "@oauth1/emulator";
import { baseUrl, described, sessionOf } from "./calls.js";
import { closeAfterEach, emulate, LEGS } from "./world.js";

closeAfterEach();

const provider = {
  id: "odd",
  name: "Odd",
  signatureMethod: hmacSha1,
  api: { baseUrl: "https://odd.example/api", rateLimit: { remaining: "x-left" } },
  flows: [login(LEGS)],
} as const;

const getMe: Operation<"odd", object, { id: string }> = operation({
  provider: "odd",
  method: "GET",
  path: "/me",
  result: "json",
});

async function world(options: EmulatorOptions = {}) {
  const emulator = await emulate(
    { oauth: LEGS, api: { rateLimit: { remaining: "x-left" } } },
    options,
  );
  const consumer = await emulator.register();
  const client = createClient({ consumer, originMap: emulator.originMap, retry: false, provider });
  const session = client.session(await emulator.issueToken("alice"));
  return { emulator, client, consumer, session };
}

async function begun({ emulator, client }: Awaited<ReturnType<typeof world>>) {
  const { authorizationUrl, temporary } = await client.begin({ callback: "oob" });
  const { verifier = "" } = await emulator.approve(authorizationUrl);
  return { temporary, verifier };
}

/** Every fault that strikes a call, and what the client makes of it. */
const CALLS = [
  ["replay", { status: 401, oauthProblem: "nonce_used" }],
  ["rate_limited", { code: "rate_limited", status: 429, rateLimit: { remaining: 0 } }],
  ["server_error", { code: "request_refused", status: 500 }],
  ["cut", { code: "network" }],
  ["malformed", { code: "response_malformed", status: 200 }],
] as const;

describe("a fault", () => {
  it.each(CALLS)("%s strikes a call once", async (name, failure) => {
    const { emulator, session } = await world();
    emulator.fault(name);
    await expect(getMe(session)).rejects.toMatchObject(failure);
    expect(await getMe(session)).toEqual({ id: "7" });
  });

  it("timestamp_refused comes with the provider's time, to which the client sets its clock", async () => {
    const later = Date.now() + 3_600_000;
    const { emulator, session } = await world({ now: () => later });
    expect(await getMe(session)).toEqual({ id: "7" });
    emulator.fault("timestamp_refused");
    const answer = await session.fetch("/api/me");
    expect(answer.status).toBe(401);
    expect(answer.headers.get("date")).toBe(new Date(later).toUTCString());
  });

  it("slow answers as usual, only later", async () => {
    const { emulator, session } = await world();
    emulator.fault("slow", { ms: 200 });
    await expect(getMe(session, {}, { timeout: 20 })).rejects.toThrow(CallError);
    emulator.fault("slow", { ms: 1 });
    expect(await getMe(session)).toEqual({ id: "7" });
  });

  it("denied is a no, whatever the user says", async () => {
    const { emulator, client } = await world();
    const callback = "http://127.0.0.1:9/callback";
    const { authorizationUrl, temporary } = await client.begin({ callback });
    emulator.fault("denied");
    const { callbackUrl = "" } = await emulator.approve(authorizationUrl);
    await expect(client.complete({ temporary, callbackUrl })).rejects.toMatchObject({
      code: "denied",
    });
  });

  it("wrong_verifier refuses the verifier once", async () => {
    const all = await world();
    const completion = await begun(all);
    all.emulator.fault("wrong_verifier");
    await expect(all.client.complete(completion)).rejects.toMatchObject({
      oauthProblem: "verifier_invalid",
    });
    await expect(all.client.complete(completion)).resolves.toHaveProperty("token");
  });

  it("wrong_verifier strikes the request whose header asks for it", async () => {
    const all = await world();
    const { temporary, verifier } = await begun(all);
    const { endpoints, ...consumer } = all.consumer;
    const ask = async (headers: Record<string, string>): Promise<string> => {
      const { request } = await sign(
        { method: "POST", url: endpoints.tokenCredentials ?? "", headers },
        { consumer, token: temporary.token },
        { parameters: [["oauth_verifier", verifier]] },
      );
      return (await fetch(request.url, request)).text();
    };
    expect(await ask({ "x-emulator-fault": "wrong_verifier" })).toContain("verifier_invalid");
    expect(await ask({})).toContain("oauth_token=");
  });

  it.each([
    ["denied", "/api/me", "denied strikes authorization, and not getMe."],
    ["wrong_verifier", "/initiate", "wrong_verifier strikes tokenCredentials, and not temporary"],
    ["replay", "/authorize", "replay strikes what is signed, and not authorization."],
  ])("%s is refused for %s, which it cannot strike", async (name, path, message) => {
    const { emulator } = await world();
    const method = path === "/initiate" ? "POST" : "GET";
    const headers = { "x-emulator-fault": name };
    const answer = await fetch(`${emulator.origin}${path}`, { method, headers });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(message);
  });

  it("strikes so many times, and only where it was asked for", async () => {
    const all = await world();
    all.emulator.fault("server_error", { times: 2, operation: "tokenCredentials" });
    const completion = await begun(all);
    expect(await getMe(all.session)).toEqual({ id: "7" });
    for (const _ of [1, 2]) {
      await expect(all.client.complete(completion)).rejects.toMatchObject({ status: 500 });
    }
    await expect(all.client.complete(completion)).resolves.toHaveProperty("token");
    all.emulator.fault("cut");
    all.emulator.clearFaults();
    expect(await getMe(all.session)).toEqual({ id: "7" });
  });

  it("can be asked for from the beginning, over HTTP, and by a header", async () => {
    const { emulator, session } = await world({ faults: [{ name: "server_error" }] });
    expect((await session.fetch("/api/me")).status).toBe(500);
    const { faults } = emulator.pages;
    const headers = { "content-type": "application/json" };
    const ask = (body: object): Promise<Response> =>
      fetch(faults, { method: "POST", headers, body: JSON.stringify(body) });
    expect((await ask({ name: "server_error", times: 1, operation: "getMe" })).status).toBe(201);
    expect(await (await fetch(faults, { headers: { accept: "application/json" } })).json()).toEqual(
      [{ name: "server_error", times: 1, ms: 0, operation: "getMe" }],
    );
    expect((await session.fetch("/api/me")).status).toBe(500);
    expect((await ask({ name: "server_error" })).status).toBe(201);
    expect((await fetch(faults, { method: "DELETE" })).status).toBe(204);
    const asked = (fault: string): Promise<Response> =>
      session.fetch("/api/me", { headers: { "x-emulator-fault": fault } });
    expect((await asked("rate_limited")).headers.get("retry-after")).toBe("1");
    expect((await asked("slow; ms=1")).status).toBe(200);
    expect((await asked("slow; MS=1")).status).toBe(200);
    for (const fault of ["slow; 1", "slow; ams=1", "slow; ms=1s", "slow; ms=1; times=2"])
      expect(await (await asked(fault)).text()).toContain(`${JSON.stringify(fault)} asks for no`);
    expect(await (await ask({ name: "slow" })).json()).toMatchObject({ ms: 1000 });
    expect(await (await asked("nonsense")).text()).toMatch(
      /There is no fault "nonsense": choose among/,
    );
    expect(await (await ask({ name: "nonsense" })).json()).toEqual({
      error: expect.stringMatching(/choose among timestamp_refused, replay, /),
    });
  });

  it("waits on a page, which says so, how often and for what", async () => {
    const { emulator } = await world();
    const waiting = async (): Promise<string> =>
      (await (await fetch(emulator.pages.faults)).text()).split("<h2>Waiting</h2>")[1] ?? "";
    expect(await waiting()).toContain("None.");
    emulator.fault("replay");
    emulator.fault("cut", { times: 2 });
    emulator.fault("slow", { operation: "getMe" });
    expect(await waiting()).toMatch(
      /^(?!.*None).*<li>replay, once<\/li><li>cut, 2 times<\/li><li>slow, once, for getMe<\/li>/s,
    );
  });

  it("takes its time, whatever it is", async () => {
    const { emulator, session } = await world();
    emulator.fault("rate_limited", { ms: 100 });
    const asked = session.fetch("/api/me", { headers: { "x-emulator-fault": "cut; ms=100" } });
    const began = performance.now();
    await expect(asked.then((answer) => answer.text())).rejects.toThrow();
    expect((await session.fetch("/api/me")).status).toBe(429);
    expect(performance.now() - began).toBeGreaterThan(190);
  });

  it("waits for a request that it can strike, and passes the others by", async () => {
    const { emulator, session } = await world();
    emulator.fault("replay");
    const plain = await fetch(`${emulator.origin}/api/me`);
    expect(await plain.text()).toContain("has to be signed");
    emulator.fault("server_error", { operation: "getMe" });
    expect((await fetch(`${emulator.origin}/favicon.ico`)).status).toBe(404);
    expect((await fetch(`${emulator.origin}/api/me`, { method: "OPTIONS" })).status).toBe(405);
    const struck = await session.fetch("/api/me");
    expect(struck.headers.get("www-authenticate")).toContain("nonce_used");
    expect((await session.fetch("/api/me")).status).toBe(500);
    expect((await session.fetch("/api/me")).status).toBe(200);
  });

  it.each([
    ["that come with status 200", { signs: [{ at: "error" }], status: 200 }],
    ["that come with their own status", { status: 404 }],
    ["that nobody describes", undefined],
  ])("has the shape of the real refusal, with errors %s", async (_, more) => {
    const shape = {
      code: "error.code",
      message: "error.text",
      example: { error: { code: 404, text: "Gone." } },
      codes: {
        7: { description: "The nonce was used.", problem: "nonce_used" },
        8: { description: "The timestamp is wrong.", problem: "timestamp_refused" },
      },
    };
    const api = more === undefined ? {} : { errors: { ...shape, ...more } };
    const operations = { getMe: { method: "GET", path: "/me", example: { id: "7" } } };
    const emulator = await emulate(described(operations, api));
    const { consumer, issued } = await sessionOf(emulator);
    const ask = async (options: SignOptions = {}): Promise<unknown> => {
      const url = `${emulator.origin}/api/me`;
      const { request } = await sign({ method: "GET", url }, { consumer, token: issued }, options);
      const answer = await fetch(request.url, request);
      const challenge = answer.headers.get("www-authenticate")?.split(",")[0];
      const body = (await answer.text()).replace(/oauth_(?:nonce|timestamp)[^"\n]*/, "...");
      return [answer.status, challenge, body];
    };
    const used = { nonce: "used", timestamp: Math.floor(Date.now() / 1000) };
    await ask(used);
    const real = [await ask(used), await ask({ timestamp: 1 })];
    emulator.fault("replay");
    emulator.fault("timestamp_refused");
    expect([await ask(), await ask()]).toEqual(real);
  });

  it("that a header asks for is for that request alone", async () => {
    const all = await world();
    const { endpoints } = all.consumer;
    const headers = { "x-emulator-fault": "wrong_verifier" };
    const unsigned = await fetch(endpoints.tokenCredentials ?? "", { method: "POST", headers });
    expect(unsigned.status).toBe(400);
    await expect(all.client.complete(await begun(all))).resolves.toHaveProperty("token");
  });

  it("that a header asks for strikes what is not described too, if it strikes anything", async () => {
    const { emulator } = await world();
    emulator.fault("server_error");
    const ask = async (fault: string, path: string, method = "GET"): Promise<unknown> => {
      const headers = { "x-emulator-fault": fault };
      const answer = await fetch(`${emulator.origin}${path}`, { method, headers });
      return [answer.status, (await answer.text()).trim()];
    };
    const limited = [429, "Too many calls: wait, and try again."];
    expect(await ask("rate_limited", "/nowhere")).toEqual(limited);
    expect(await ask("rate_limited", "/api/me", "PUT")).toEqual(limited);
    expect(await ask("slow; ms=0", "/nowhere")).toEqual([404, expect.stringContaining("/nowhere")]);
    const sentence = "replay cannot strike here: this request is not described.";
    expect(await ask("replay", "/nowhere")).toEqual([400, sentence]);
    expect(await ask("denid", "/nowhere")).toEqual([400, expect.stringContaining("no fault")]);
    expect((await fetch(`${emulator.origin}/api/me`)).status).toBe(500);
  });

  it("strikes a page for people only where it names it", async () => {
    const { emulator, client } = await world();
    const { authorizationUrl } = await client.begin({ callback: "oob" });
    emulator.fault("server_error");
    expect((await fetch(authorizationUrl, { redirect: "manual" })).status).toBe(302);
    emulator.fault("server_error", { operation: "authorization" });
    expect((await fetch(authorizationUrl, { redirect: "manual" })).status).toBe(500);
  });

  it("strikes the call with which the user's own program says yes", async () => {
    const authorization = {
      ...LEGS.authorization,
      method: "PUT",
      verifierAt: "verifier",
    } as const;
    const emulator = await emulate({ oauth: { ...LEGS, authorization } });
    const consumer = await emulator.register();
    const legs = login({ ...LEGS, authorization });
    const client = createClient({
      consumer,
      originMap: emulator.originMap,
      provider: { ...provider, flows: [legs] },
    });
    const { authorizationUrl } = await client.begin({ callback: "oob" });
    const approve = (asked: string): Promise<Response> =>
      fetch(authorizationUrl, { method: "PUT", headers: { "x-emulator-fault": asked } });
    expect((await approve("rate_limited")).status).toBe(429);
    expect(await (await approve("denied")).json()).toMatchObject({
      oauth_problem: "permission_denied",
    });
  });

  it("is written as the endpoint that it strikes writes its answers", async () => {
    const temporaryCredentials = { ...LEGS.temporaryCredentials, format: "json" };
    const emulator = await emulate({ oauth: { ...LEGS, temporaryCredentials } });
    const headers = { "x-emulator-fault": "replay" };
    const url = `${emulator.origin}/initiate`;
    const answer = await fetch(url, { method: "POST", headers });
    expect(await answer.json()).toMatchObject({ oauth_problem: "nonce_used" });
  });

  it("says which ones there are", async () => {
    const { emulator } = await world();
    const wrong = (ask: (given: Emulator) => void) => () => ask(emulator);
    // @ts-expect-error There is no such fault.
    expect(wrong((one) => one.fault("nonsense"))).toThrow(/choose among .*slow, cut, malformed/);
    expect(wrong((one) => one.fault("cut", { operation: "getYou" }))).toThrow(
      /tokenCredentials, getMe/,
    );
    expect(wrong((one) => one.fault("denied", { operation: "getMe" }))).toThrow(
      /denied strikes authorization, and not getMe/,
    );
    const userless = await emulate({ oauth: { preIssued: { description: "By hand." } } });
    expect(() => userless.fault("wrong_verifier")).toThrow(/nothing that wrong_verifier could/);
    expect(() => userless.fault("replay", { operation: "getMe" })).not.toThrow();
    expect(wrong((one) => one.fault("cut", { times: 0 }))).toThrow(/times is 0/);
    expect(wrong((one) => one.fault("slow", { ms: -1 }))).toThrow(/ms is -1/);
    expect(wrong((one) => one.fault("slow", { ms: 600_001 }))).toThrow(/ms is 600001/);
    expect(wrong((one) => one.fault("slow", { ms: 600_000 }))).not.toThrow();
  });

  it.each(["replay", "timestamp_refused"] as const)(
    "%s is refused where nothing is signed that it could strike",
    async (name) => {
      const up = { method: "GET", path: "/up", auth: "none", example: { up: true } };
      const emulator = await emulate({ ...described({ getUp: up }), oauth: LEGS });
      expect(() => emulator.fault(name, { operation: "getUp" })).toThrow(
        `${name} strikes what is signed, and not getUp.`,
      );
      expect(() => emulator.fault(name, { operation: "authorization" })).toThrow(TypeError);
      expect(() => emulator.fault(name, { operation: "tokenCredentials" })).not.toThrow();
      const authentication = { headers: { "x-key": "{secret}" } };
      const get = { getMe: { method: "GET", path: "/me", example: { id: "7" } } };
      const unsigned = await emulate(described(get, { authentication }));
      expect(() => unsigned.fault(name)).toThrow(
        `This provider has nothing that ${name} could strike.`,
      );
    },
  );

  it("of a signature passes by a call that carries a key alone", async () => {
    const key = { in: "query", name: "oauth_consumer_key" };
    const find = { method: "GET", path: "/find", auth: "key", example: { id: "7" } };
    const me = { method: "GET", path: "/me", example: { id: "8" } };
    const emulator = await emulate(described({ find, me }, { key }));
    const { session, consumer } = await sessionOf(emulator);
    emulator.fault("replay");
    const found = await fetch(`${emulator.origin}/api/find?oauth_consumer_key=${consumer.key}`);
    expect(await found.json()).toEqual({ id: "7" });
    expect((await session.fetch(`${baseUrl}/me`)).status).toBe(401);
  });
});
