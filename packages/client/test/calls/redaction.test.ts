import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { decode, parseAuthorization } from "@oauth1/core";
import {
  CallError,
  createClient,
  LoginError,
  operation,
  xAuth,
  type Operation,
} from "@oauth1/client";
import { open } from "./scene.js";

const consumer = { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k+23kf44" };
const token = { key: "nnch734d00sl2jdk", secret: "pfkkdhi9sl3r4s00" };
const api = { baseUrl: "https://api.photos.example.net" };

const get: Operation<"photos", object, unknown> = operation({
  provider: "photos",
  method: "GET",
  path: "/x",
  result: "json",
});

const pairs = (header: string): [name: string, value: string][] => {
  const parsed = parseAuthorization(header);
  const parameters = parsed?.ok === true ? parsed.parameters : [];
  return parameters.map(([name, value]) => [name, decode(value)]);
};
const mapped = (header: string, one: (name: string, value: string) => string): string =>
  pairs(header)
    .map(([name, value]) => one(name, value))
    .join("\n");
const escaped = (text: string): string =>
  text.replace(/[&<>"'+=/]/g, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`);

/** What programs make of a request that they show in an error. */
const ECHOES: readonly (readonly [how: string, echo: (header: string) => string])[] = [
  ["as it is", (header) => header],
  ["as HTML", escaped],
  ["as HTML with names", (header) => header.replaceAll("&", "&amp;").replaceAll('"', "&quot;")],
  ["as JSON", (header) => JSON.stringify(JSON.stringify({ header }))],
  ["in capitals", (header) => header.toUpperCase()],
  ["encoded", (header) => encodeURIComponent(header)],
  ["encoded twice", (header) => encodeURIComponent(encodeURIComponent(header))],
  ["by print_r", (header) => mapped(header, (name, value) => `    [${name}] => ${value}`)],
  [
    "by var_dump",
    (header) => mapped(header, (name, value) => `["${name}"]=>\n  string(9) "${value}"`),
  ],
  ["as tuples", (header) => JSON.stringify(pairs(header))],
  ["as cells", (header) => mapped(header, (name, value) => `<td>${name}</td><td>${value}</td>`)],
  ["as attributes", (header) => mapped(header, (name, value) => `name="${name}" value="${value}"`)],
  ["in words", (header) => header.replaceAll("=", " is ")],
  ["with the key of the signature", () => `signing key: ${consumer.secret}&${token.secret}`],
];

const SECRETS =
  /kd94hf93k(?:[^0-9a-z]|%\w\w|&#x2b;)+23kf44|nnch734d00sl2jdk|pfkkdhi9sl3r4s00|opensesame/i;

describe.each([plaintext, hmacSha1])("an error of a call that was signed: $name", (method) => {
  it.each(ECHOES)("holds no secret that the provider echoes %s", async (_how, echo) => {
    const signatures: string[] = [];
    const client = createClient({
      consumer,
      retry: false,
      fetch: async (input) => {
        const header = new Request(input).headers.get("authorization") ?? "";
        signatures.push(new Map(pairs(header)).get("oauth_signature") ?? "");
        return new Response(echo(header), { status: 500 });
      },
      provider: { id: "photos", name: "Photos", signatureMethod: method, api },
    });
    const failure = await get(client.session(token)).catch((error: unknown) => error);
    const printed = inspect(failure, { depth: Infinity, showHidden: true });
    expect(printed).toContain("[secret]");
    expect(printed).not.toMatch(SECRETS);
    expect(printed).not.toContain(signatures[0]);
  });
});

describe("an error of a long answer", () => {
  const hostile = { key: "nnch734d", secret: `${"a+".repeat(500)}b` };

  it.each([
    ["backslashes", "\\".repeat(200_000)],
    ["escaped signs", "%25".repeat(60_000)],
    ["signs as in JSON", "\\u0041".repeat(30_000)],
    ["signs as in HTML", "&amp;".repeat(40_000)],
    ["letters and signs", "a+".repeat(100_000)],
  ])("takes no longer for %s", async (_what, body) => {
    const { sessionOf } = await open(() => ({ status: 400, body }), {
      consumer: { key: "dpf43f3p", secret: "+/25+u0041+amp" },
    });
    for (const one of [token, hostile]) {
      await expect(get(sessionOf(one))).rejects.toMatchObject({
        body: expect.stringMatching(/^.{1,65536}$/),
      });
    }
  });

  it("has no half of a secret where it is cut", async () => {
    for (const at of [65_520, 131_060]) {
      const body = `${".".repeat(at)}${token.secret}${".".repeat(99)}`;
      const { sessionOf } = await open(() => ({ status: 400, body }));
      const failure = await get(sessionOf(token)).catch((error: unknown) => error);
      expect(failure instanceof CallError && failure.body).toHaveLength(65_536);
      expect(inspect(failure)).not.toMatch(/pfkk/);
    }
  });
});

it("an error shows a few of the causes of a cause, also of one that is its own", async () => {
  const endless = new TypeError("fetch failed");
  endless.cause = endless;
  const { sessionOf } = await open(() => "{}", {
    retry: false,
    fetch: async () => Promise.reject(endless),
  });
  const failure = await get(sessionOf(token)).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "network", cause: { cause: { name: "TypeError" } } });
  expect(inspect(failure, { depth: Infinity }).match(/fetch failed/g)).toHaveLength(6);
});

it("an error holds no rest of a secret that begins with another", async () => {
  const longer = { key: "nnch734d", secret: `${consumer.secret}beginsalike` };
  const body = `no ${longer.secret}`;
  const { sessionOf } = await open(() => ({ status: 400, body }), { consumer });
  await expect(get(sessionOf(longer))).rejects.toMatchObject({ body: "no [secret]" });
});

it("an error is as the provider said it where all secrets are too short to be known", async () => {
  const body = "k and s; are: words, too.";
  const { sessionOf } = await open(() => ({ status: 400, body }), {
    consumer: { key: "k", secret: "s" },
    provider: { signing: { transmission: "query" } },
  });
  for (const secret of ["s", "::::::::"]) {
    await expect(get(sessionOf({ key: "t", secret }))).rejects.toMatchObject({ body });
  }
});

it("an error is written as JSON with all that is known of it, and no secret", async () => {
  const headers = { "x-request-id": "7", "set-cookie": "sid=1" };
  const body = JSON.stringify({ message: `no ${token.secret}` });
  const { sessionOf } = await open(() => ({ status: 403, headers, body }), {
    api: { errors: { message: ["message"] } },
  });
  const failure = await get(sessionOf(token)).catch((error: unknown) => error);
  expect(JSON.parse(JSON.stringify({ failure })).failure).toMatchObject({
    name: "CallError",
    code: "request_refused",
    message: "GET /x was answered with status 403: no [secret].",
    providerMessage: "no [secret]",
    status: 403,
    headers: { "x-request-id": "7", "set-cookie": "[secret]" },
    body: '{"message":"no [secret]"}',
  });
  expect(JSON.parse(JSON.stringify(new LoginError("denied", "no")))).toEqual({
    name: "LoginError",
    code: "denied",
    message: "no",
  });
});

it.each([
  ["HTML", (text: string) => text.replace(/\W/gu, (sign) => `&#${sign.codePointAt(0)};`)],
  ["JSON", (text: string) => JSON.stringify(JSON.stringify(text))],
  ["a URL", (text: string) => encodeURIComponent(encodeURIComponent(text))],
  ["nothing", String],
])("a secret of many kinds of signs is found in %s", async (_what, written) => {
  for (const secret of ['a\\b+c"def', "\\\\start", "p%2Bq%x12", "käse/brot?", "abc密码def"]) {
    const { sessionOf } = await open(() => ({
      status: 400,
      body: `It was ${written(secret)} here`,
    }));
    await expect(get(sessionOf({ key: "nnch734d", secret }))).rejects.toMatchObject({
      body: expect.stringMatching(/^It was ["\\]*\[secret\]["\\]* here$/),
    });
  }
});

it.each<[string, (body: string) => string]>([
  ["as it was sent", (body) => body],
  ["by print_r", (body) => body.replaceAll("&", "\n").replace(/(\w+)=/g, "[$1] => ")],
  ["in words", (body) => `wrong password: ${body.replace(/.*x_auth_password=/, "")}`],
])("an error of xAuth holds no password that is echoed %s", async (_how, echo) => {
  const client = createClient({
    consumer,
    fetch: async (input) => new Response(echo(await new Request(input).text()), { status: 401 }),
    provider: {
      id: "photos",
      name: "Photos",
      signatureMethod: hmacSha1,
      api,
      flows: [xAuth({ method: "POST", url: "https://api.photos.example.net/token" })],
    },
  });
  const login = client.xAuth({ username: "jane", password: "opensesame" });
  const failure = await login.catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "LoginError", status: 401 });
  expect(inspect(failure)).not.toContain("opensesame");
});

it.each([
  "The oauth_token is missing.",
  "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_token%26oauth_verifier",
  '{"missing":["oauth_token","oauth_nonce"]}',
  '{"oauth_signature_method":"HMAC-SHA1"}',
])("what names a credential and holds none stays: %s", async (body) => {
  const { session } = await open(() => ({ status: 400, body }));
  await expect(get(session)).rejects.toMatchObject({ body });
});

it("a cause is made anew: what platforms add to their errors may be the signed URL", async () => {
  const { session } = await open(() => "", {
    provider: { signing: { transmission: "query" } },
    retry: false,
    // As Bun's and Deno's do.
    fetch: (input) => {
      const { url } = new Request(input);
      const inner = Object.assign(new Error(`connect to ${url}`), {
        path: url,
        code: "ECONNRESET",
      });
      return Promise.reject(
        Object.assign(new TypeError("failed", { cause: inner }), { path: url }),
      );
    },
  });
  const failure = await get(session).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: "network",
    cause: { name: "TypeError", message: "failed", cause: { name: "Error", code: "ECONNRESET" } },
  });
  const printed = inspect(failure, { depth: Infinity, showHidden: true });
  expect(printed).not.toMatch(/nnch734d|oauth_signature=[^[]/);
  expect(printed).not.toContain("path");
});
