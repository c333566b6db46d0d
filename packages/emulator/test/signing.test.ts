import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { createClient, login, type SigningRules } from "@oauth1/client";
import { sign, type SignOptions } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { plaintext } from "@oauth1/core/methods/plaintext";
import type { Emulator } from "@oauth1/emulator";
import type { ProviderEvent } from "@oauth1/server";
import { closeAfterEach, emulate, LEGS } from "./world.js";

closeAfterEach();

const named = { id: "odd", name: "Odd", signatureMethod: hmacSha1 } as const;
const baseUrl = "https://odd.example/api";

/** Logs in and calls with a client that signs by these rules, and answers with the status of the call. */
async function loginAndCall(emulator: Emulator, signing: SigningRules): Promise<number> {
  const consumer = await emulator.register({ name: "App" });
  const client = createClient({
    consumer,
    originMap: emulator.originMap,
    variables: emulator.variables,
    provider: { ...named, signing, api: { baseUrl }, flows: [login(LEGS)] },
  });
  const { authorizationUrl, temporary } = await client.begin({ callback: "oob" });
  const { verifier = "" } = await emulator.approve(authorizationUrl);
  const account = await client.complete({ temporary, verifier });
  const response = await client.session(account).fetch("/api/me");
  return response.status;
}

/** Asks for temporary credentials, signed as told, and answers with what is wrong. */
async function adviceFor(
  emulator: Emulator,
  options: SignOptions = {},
  url?: string,
): Promise<string> {
  const { endpoints, ...consumer } = await emulator.register({ name: "App" });
  const { request } = await sign(
    { method: "POST", url: url ?? endpoints.temporaryCredentials ?? "" },
    { consumer },
    { parameters: [["oauth_callback", "oob"]], ...options },
  );
  const answer = new URLSearchParams(await (await fetch(request.url, request)).text());
  return answer.get("oauth_problem_advice") ?? "";
}

describe("a described signature", () => {
  it.each<[string, { signing: SigningRules; other: SignOptions; advice: RegExp }]>([
    [
      "in the query",
      {
        signing: { transmission: "query" },
        other: {},
        advice: /travel in the query, and came in the header/,
      },
    ],
    [
      "as JSON",
      {
        signing: { transmission: "json" },
        other: {},
        advice: /query parameter Authorization, as JSON/,
      },
    ],
    [
      "with a realm",
      {
        signing: { realm: "{shop}" },
        other: { realm: "other" },
        advice: /realm has to be "s1", and is "other"/,
      },
    ],
    [
      "with the URL for a realm",
      {
        signing: { realm: "{requestUrl}" },
        other: {},
        advice: /realm has to be "http:.*\/initiate"/,
      },
    ],
    [
      "without a version",
      { signing: { version: false }, other: {}, advice: /oauth_version has to be left out/ },
    ],
    ["with commas alone", { signing: { separator: "," }, other: {}, advice: /stands ","/ }],
    [
      "with an empty token",
      { signing: { emptyToken: true }, other: {}, advice: /carries an empty oauth_token/ },
    ],
    ["without the last ampersand", { signing: { keyAmpersand: false }, other: {}, advice: /&/ }],
    [
      "with a body hash",
      {
        signing: { bodyHash: "always", bodyHashAlgorithm: "SHA-256" },
        other: {},
        advice: /oauth_body_hash is missing/,
      },
    ],
    [
      "without a body hash",
      {
        signing: { bodyHash: "never" },
        other: { bodyHash: "always" },
        advice: /oauth_body_hash has to be left out/,
      },
    ],
    [
      "with a nonce of a length",
      {
        signing: { nonceLength: 12 },
        other: {},
        advice: /has to be 12 letters and digits, and has 30/,
      },
    ],
    [
      "with a nonce that begins with a letter or a digit",
      { signing: { nonceLength: 12 }, other: { nonce: "-bcdefghijkl" }, advice: /and has 12/ },
    ],
    [
      "with a nonce that ends with a letter or a digit",
      { signing: { nonceLength: 12 }, other: { nonce: "abcdefghijk-" }, advice: /and has 12/ },
    ],
    [
      "with a version",
      { signing: { version: true }, other: { version: false }, advice: /oauth_version is missing/ },
    ],
    [
      "without an empty token",
      {
        signing: { version: true },
        other: { emptyToken: true },
        advice: /carries no oauth_token, not an empty one/,
      },
    ],
    [
      "with a realm that is there",
      { signing: { realm: "{shop}" }, other: {}, advice: /realm has to be "s1", and is missing/ },
    ],
  ])("%s is taken, and another one is not", async (_, { signing, other, advice }) => {
    const variables = { shop: { description: "The shop.", example: "s1" } };
    const needsVariable = signing.realm === "{shop}";
    const emulator = await emulate({
      oauth: { ...LEGS, signing },
      ...(needsVariable && { variables }),
    });
    expect(await loginAndCall(emulator, signing)).toBe(200);
    expect(await adviceFor(emulator, other)).toMatch(advice);
  });

  it("has a body hash where there is a body that is no form, if that is described", async () => {
    const emulator = await emulate({ oauth: { ...LEGS, signing: { bodyHash: "auto" } } });
    const consumer = await emulator.register();
    const url = consumer.endpoints.temporaryCredentials ?? "";
    const advice = async (type: string | undefined, body: string | null): Promise<string> => {
      const headers = type === undefined ? {} : { "content-type": type };
      const { request } = await sign(
        { method: "POST", url, headers, body },
        { consumer },
        { bodyHash: "never", parameters: [["oauth_callback", "oob"]] },
      );
      const answer = new URLSearchParams(await (await fetch(request.url, request)).text());
      return answer.get("oauth_problem_advice") ?? "";
    };
    expect(await advice("application/json", "{}")).toBe("oauth_body_hash is missing.");
    expect(await advice("application/x-www-form-urlencoded", "a=b")).toBe(
      "a is no parameter of this request.",
    );
    expect(await advice(undefined, null)).toBe("");
  });

  it("has each of its parameters once", async () => {
    const emulator = await emulate({});
    const { endpoints, ...consumer } = await emulator.register();
    const { request, authorization: header = "" } = await sign(
      { method: "POST", url: endpoints.temporaryCredentials ?? "" },
      { consumer },
      { parameters: [["oauth_callback", "oob"]] },
    );
    const twice = { ...request, headers: { authorization: `${header}, oauth_callback="oob"` } };
    const answer = new URLSearchParams(await (await fetch(twice.url, twice)).text());
    expect(answer.get("oauth_problem_advice")).toBe("oauth_callback comes more than once.");
  });

  it("has one separator throughout, and parameters of others as often as they come", async () => {
    const emulator = await emulate({ oauth: { ...LEGS, signing: { separator: "," } } });
    const { endpoints, ...consumer } = await emulator.register();
    const { request, authorization = "" } = await sign(
      { method: "POST", url: endpoints.temporaryCredentials ?? "" },
      { consumer },
      { separator: ",", parameters: [["oauth_callback", "oob"]] },
    );
    const header = authorization.replace(/,(?=[^,]*$)/, ", ");
    const mixed = { ...request, headers: { authorization: header } };
    const answer = new URLSearchParams(await (await fetch(mixed.url, mixed)).text());
    expect(answer.get("oauth_problem_advice")).toMatch(/stands "," and nothing else/);

    const asked = await emulate({ oauth: { ...LEGS, signing: { transmission: "query" } } });
    const app = await asked.register();
    const token = await asked.issueToken("alice");
    const url = `${asked.origin}/api/me?a=1&a=1`;
    const signed = await sign(
      { method: "GET", url },
      { consumer: app, token },
      { transmission: "query" },
    );
    expect((await fetch(signed.request.url)).status).toBe(200);
  });

  it.each([
    ["form", "body"],
    ["query", "query"],
  ] as const)("of a single endpoint is in its %s, without a realm", async (place, transmission) => {
    const temporaryCredentials = { ...LEGS.temporaryCredentials, signing: { transmission } };
    const signing = { realm: "photos" };
    const emulator = await emulate({ oauth: { ...LEGS, signing, temporaryCredentials } });
    expect(await adviceFor(emulator, { transmission })).toBe("");
    expect(await adviceFor(emulator)).toContain(`travel in the ${place}, and came in the header`);
  });

  it.each([
    [{ increasingTimestamps: true }, /timestamp_refused.*must%20not%20be%20below/],
    [{}, /^oauth_token=/],
  ])(
    "has timestamps inside of the described window, which grow or not: %j",
    async (rule, earlier) => {
      const now = 1_800_000_000;
      const signing = { ...rule, timestampWindow: 60 };
      const emulator = await emulate({ oauth: { ...LEGS, signing } }, { now: () => now * 1000 });
      const { endpoints, ...consumer } = await emulator.register();
      const ask = async (timestamp: number): Promise<string> => {
        const { request } = await sign(
          { method: "POST", url: endpoints.temporaryCredentials ?? "" },
          { consumer },
          { timestamp, parameters: [["oauth_callback", "oob"]] },
        );
        return (await fetch(request.url, request)).text();
      };
      expect(await ask(now)).toContain("oauth_token=");
      expect(await ask(now)).toContain("oauth_token=");
      expect(await ask(now - 1)).toMatch(earlier);
      expect(await ask(now + 61)).toContain("timestamp_refused");
    },
  );

  it("is made with a described method, one of its own for an endpoint", async () => {
    const temporaryCredentials = { ...LEGS.temporaryCredentials, signatureMethod: "HMAC-SHA256" };
    const emulator = await emulate({ oauth: { ...LEGS, temporaryCredentials } });
    expect(await adviceFor(emulator, { method: hmacSha256 })).toBe("");
    expect(await adviceFor(emulator)).toBe(
      "oauth_signature_method has to be HMAC-SHA256, and is HMAC-SHA1.",
    );
    const plain = await emulate({ oauth: { ...LEGS, signatureMethods: ["PLAINTEXT"] } });
    expect(await adviceFor(plain, { method: plaintext })).toBe("");
  });

  it("is told to who listens where it is refused, without a secret", async () => {
    const events: ProviderEvent[] = [];
    const emulator = await emulate({}, { onEvent: (event) => void events.push(event) });
    await adviceFor(emulator, { transmission: "query" });
    expect(events).toEqual([
      { type: "consumer_registered", consumer: expect.any(String) },
      {
        type: "request_refused",
        purpose: "temporary_credentials",
        reason: "parameter_rejected",
        advice:
          "The protocol parameters travel in the header Authorization, and came in the query.",
        consumer: expect.any(String),
      },
    ]);
  });

  it("is answered with the base string where nothing explains it, without what is secret", async () => {
    const events: ProviderEvent[] = [];
    const emulator = await emulate({}, { onEvent: (event) => void events.push(event) });
    const parameters = [
      ["oauth_callback", "oob"],
      ["x_auth_password", "hunter2"],
    ] as const;
    const consumer = { ...(await emulator.register()), secret: "of another app" };
    const { endpoints } = await emulator.register();
    const url = endpoints.temporaryCredentials ?? "";
    const signed = await sign({ method: "POST", url }, { consumer }, { parameters });
    const { request, baseString } = signed;
    const answer = await fetch(request.url, request);
    const told = new URLSearchParams(await answer.text()).get("oauth_problem_advice");
    const shown = baseString.replace("hunter2", "...");
    expect(shown).not.toBe(baseString);
    expect(told).toBe(
      `The signature is another one than the secrets and this request come to. Its base string is ${shown}`,
    );
    expect(events.at(-1)).toMatchObject({ type: "request_refused", advice: told });
  });

  it("is answered with the beginning of a base string that no header could hold", async () => {
    const emulator = await emulate({});
    const { endpoints, ...app } = await emulator.register();
    const { request, baseString } = await sign(
      { method: "POST", url: endpoints.temporaryCredentials ?? "" },
      { consumer: { ...app, secret: "of another app" } },
      { parameters: [["oauth_callback", `https://a.example/${"?".repeat(1000)}`]] },
    );
    const answer = await fetch(request.url, request);
    const challenge = answer.headers.get("www-authenticate") ?? "";
    const told = decodeURIComponent(challenge);
    expect(told).toContain(
      `has ${baseString.length} characters, and begins ${baseString.slice(0, 2000)}"`,
    );
    expect(challenge.length).toBeLessThan(8192);
  });

  it("is not answered with a base string by a method that signs none", async () => {
    const emulator = await emulate({ oauth: { ...LEGS, signatureMethods: ["PLAINTEXT"] } });
    const { endpoints, ...app } = await emulator.register();
    const { request } = await sign(
      { method: "POST", url: endpoints.temporaryCredentials ?? "" },
      { consumer: { ...app, secret: "of another app" } },
      { method: plaintext, parameters: [["oauth_callback", "oob"]] },
    );
    const answer = new URLSearchParams(await (await fetch(request.url, request)).text());
    expect(answer.get("oauth_problem_advice")).toBe(
      "The signature is another one than the secrets come to.",
    );
  });

  it("is explained where it is wrong: the key, the app and the nonce", async () => {
    const emulator = await emulate({});
    expect(await adviceFor(emulator, { keyAmpersand: false })).toMatch(/&/);
    const { endpoints } = await emulator.register();
    const url = endpoints.temporaryCredentials ?? "";
    const consumer = { key: "nobody", secret: "s" };
    const { request } = await sign({ method: "POST", url }, { consumer });
    expect(await (await fetch(request.url, request)).text()).toContain("consumer_key_unknown");
    const again = await sign(
      { method: "POST", url },
      { consumer: await emulator.register() },
      { parameters: [["oauth_callback", "oob"]] },
    );
    const { request: twice } = again;
    expect((await fetch(twice.url, twice)).status).toBe(200);
    expect(await (await fetch(twice.url, twice)).text()).toContain("nonce_used");
  });
});

/** Sends a request to the byte, as no `fetch` does. */
async function sendRaw({ port }: Emulator, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(text);
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString();
}

describe("a signature over a path that no browser would send so", () => {
  it("is not wrong for the path", async () => {
    const photos = {
      group: "g",
      summary: "A photo.",
      method: "GET",
      path: "/photos/{id}",
    } as const;
    const parameters = { id: { in: "path", type: "string", required: true } } as const;
    const getPhoto = { ...photos, parameters, example: {} };
    const emulator = await emulate({ operations: { getPhoto } });
    const consumer = await emulator.register();
    const token = await emulator.issueToken("alice");
    const answerTo = (tokenSecret: string): Promise<string> => {
      const signed: Record<string, string> = {
        oauth_consumer_key: consumer.key,
        oauth_nonce: `n${tokenSecret}`,
        oauth_signature_method: "HMAC-SHA1",
        oauth_timestamp: String(Math.floor(Date.now() / 1000)),
        oauth_token: token.key,
      };
      const url = `${emulator.origin}/api/photos/{7}`;
      const normalized = new URLSearchParams(signed).toString();
      const base = ["GET", url, normalized].map(encodeURIComponent).join("&");
      const hmac = createHmac("sha1", `${consumer.secret}&${tokenSecret}`).update(base);
      const all = Object.entries({ ...signed, oauth_signature: hmac.digest("base64") });
      const fields = all.map(([name, value]) => `${name}="${encodeURIComponent(value)}"`);
      const { host } = new URL(emulator.origin);
      const head = [
        "GET /api/photos/{7} HTTP/1.1",
        `Host: ${host}`,
        `Authorization: OAuth ${fields.join(", ")}`,
        "Connection: close",
      ];
      return sendRaw(emulator, `${head.join("\r\n")}\r\n\r\n`);
    };
    expect(await answerTo(token.secret)).toMatch(/^HTTP\/1\.1 200 /);
    const refused = await answerTo("");
    expect(refused).toMatch(/^HTTP\/1\.1 401 /);
    expect(refused).toMatch(/token secret/i);
    expect(refused).not.toMatch(/path/i);
  });
});

describe("the parameters of a step", () => {
  const scope = { type: "string", required: true } as const;

  it.each([
    ["query", "form", /scope travels in the query, and came in the form/],
    ["form", "query", /scope travels in the form, and came in the query/],
    ["oauth", "query", /scope travels among the protocol parameters, and came in the query/],
    ["header", "query", /scope travels in a header of its own, and came in the query/],
  ] as const)("travel in the %s where it is described so", async (place, other, advice) => {
    const parameters = { scope: { ...scope, in: place } };
    const emulator = await emulate({
      oauth: { ...LEGS, temporaryCredentials: { ...LEGS.temporaryCredentials, parameters } },
    });
    const shared = { consumer: await emulator.register(), originMap: emulator.originMap };
    const clientOf = (wanted: typeof place | typeof other) =>
      createClient({
        ...shared,
        provider: {
          ...named,
          api: { baseUrl },
          flows: [
            login({
              ...LEGS,
              temporaryCredentials: {
                ...LEGS.temporaryCredentials,
                parameters: { scope: { in: wanted } },
              },
            }),
          ],
        },
      });
    const asked = { callback: "oob", params: { scope: "read" } };
    await expect(clientOf(place).begin(asked)).resolves.toHaveProperty("temporary");
    const problem = await clientOf(other)
      .begin(asked)
      .catch((error: unknown) => error);
    expect(decodeURIComponent(String(Reflect.get(Object(problem), "body")))).toMatch(advice);
  });

  it("are those that are described, and no others", async () => {
    const emulator = await emulate({});
    const { endpoints } = await emulator.register();
    const url = `${endpoints.temporaryCredentials}?foo=1`;
    expect(await adviceFor(emulator, {}, url)).toBe("foo is no parameter of this request.");
    expect(await adviceFor(emulator, { parameters: [] })).toMatch(/^oauth_callback is missing/);
  });

  it.each(["oauth", "query", "form", "header"] as const)(
    "have the verifier in the %s",
    async (verifierIn) => {
      const tokenCredentials = { ...LEGS.tokenCredentials, verifierIn };
      const emulator = await emulate({ oauth: { ...LEGS, tokenCredentials } });
      const shared = { consumer: await emulator.register(), originMap: emulator.originMap };
      const complete = async (where: typeof verifierIn): Promise<object> => {
        const described = {
          ...LEGS,
          tokenCredentials: { ...LEGS.tokenCredentials, verifierIn: where },
        };
        const provider = { ...named, api: { baseUrl }, flows: [login(described)] as const };
        const client = createClient({ ...shared, provider });
        const { authorizationUrl, temporary } = await client.begin({ callback: "oob" });
        const { verifier = "" } = await emulator.approve(authorizationUrl);
        return client.complete({ temporary, verifier });
      };
      expect(await complete(verifierIn)).toHaveProperty("token");
      const other = verifierIn === "query" ? "form" : "query";
      await expect(complete(other)).rejects.toMatchObject({ oauthProblem: "parameter_rejected" });
    },
  );
});
