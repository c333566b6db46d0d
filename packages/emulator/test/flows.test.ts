import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import {
  compositeCredentials,
  createClient,
  exchange,
  identity,
  login,
  loginWithoutVerifier,
  LoginError,
  operation,
  pinLogin,
  pushedLogin,
  renewal,
  reverseAuth,
  revocation,
  xAuth,
  type Operation,
} from "@oauth1/client";
import { sign } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import type { Emulator } from "@oauth1/emulator";
import { sessionOf } from "./calls.js";
import { closeAfterEach, emulate, LEGS, ME } from "./world.js";

closeAfterEach();

const CALLBACK = "http://127.0.0.1:9/callback?x=1";
const api = { baseUrl: "https://odd.example/api" };
const named = { id: "odd", name: "Odd", signatureMethod: hmacSha1, api } as const;

const getMe: Operation<"odd", object, { id: string }> = operation({
  provider: "odd",
  method: "GET",
  path: "/me",
  result: "json",
});

/** What every client of an emulated provider is given. */
async function connection(emulator: Emulator, callbacks: readonly string[] = [CALLBACK, "oob"]) {
  const consumer = await emulator.register({ name: "App", callbacks });
  const { originMap, variables } = emulator;
  return { consumer, originMap, variables };
}

describe("a login", () => {
  it("goes through a callback, and the account is that of who said yes", async () => {
    const fields = {
      user_id: { type: "string", role: "id" },
      nick: { type: "string", role: "username" },
    };
    const emulator = await emulate({
      oauth: { ...LEGS, tokenCredentials: { ...LEGS.tokenCredentials, fields } },
    });
    const tokenCredentials = {
      ...LEGS.tokenCredentials,
      fields: { user_id: { type: "string" }, nick: { type: "string" } },
    } as const;
    const client = createClient({
      ...(await connection(emulator)),
      provider: { ...named, flows: [login({ ...LEGS, tokenCredentials })] },
    });
    const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
    const { callbackUrl = "" } = await emulator.approve(authorizationUrl, { user: "bob" });
    expect(callbackUrl).toMatch(/^http:\/\/127\.0\.0\.1:9\/callback\?x=1&oauth_token=/);
    const account = await client.complete({ temporary, callbackUrl });
    expect(account).toMatchObject({ nick: "bob", user_id: expect.stringMatching(/^\d{10}$/) });
    expect(await getMe(client.session(account))).toEqual({ id: "7" });
  });

  it("takes a PIN of the described look, and no callback where there is none", async () => {
    const verifier = { pattern: "^[A-Z]{2}-\\d{3}$", example: "AB-123" };
    const emulator = await emulate({ oauth: { ...LEGS, callback: { modes: "pin", verifier } } });
    const shared = await connection(emulator);
    const client = createClient({ ...shared, provider: { ...named, flows: [pinLogin(LEGS)] } });
    const { authorizationUrl, temporary } = await client.begin();
    const { verifier: pin = "", callbackUrl } = await emulator.approve(authorizationUrl);
    expect(pin).toMatch(/^[A-Z]{2}-\d{3}$/);
    expect(callbackUrl).toBeUndefined();
    await expect(client.complete({ temporary, verifier: pin })).resolves.toHaveProperty("token");
    const other = createClient({ ...shared, provider: { ...named, flows: [login(LEGS)] } });
    await expect(other.begin({ callback: CALLBACK })).rejects.toMatchObject({
      body: expect.stringContaining("oob"),
    });
  });

  it("has no PIN where none is described, and a URL that names its app where that is described", async () => {
    const authorization = { ...LEGS.authorization, consumerKeyParameter: "app" } as const;
    const emulator = await emulate({
      oauth: { ...LEGS, authorization, callback: { modes: "callback" } },
    });
    const client = createClient({
      ...(await connection(emulator, ["http://127.0.0.1:9/?"])),
      provider: { ...named, flows: [login({ ...LEGS, authorization })] },
    });
    await expect(client.begin({ callback: "oob" })).rejects.toMatchObject({
      oauthProblem: "parameter_rejected",
    });
    const { authorizationUrl } = await client.begin({ callback: "http://127.0.0.1:9/?" });
    const wrong = new URL(authorizationUrl);
    wrong.searchParams.set("app", "other");
    await expect(emulator.approve(wrong)).rejects.toThrow("app holds the consumer key");
    const { callbackUrl } = await emulator.approve(authorizationUrl);
    expect(callbackUrl).toMatch(/^http:\/\/127\.0\.0\.1:9\/\?oauth_token=/);
  });

  it("has no verifier in revision 1.0, and its callback travels with the user", async () => {
    const oauth = {
      ...LEGS,
      revision: "1.0",
      signatureMethods: ["PLAINTEXT"],
      consumer: { secret: "none" },
      tokenCredentials: {
        ...LEGS.tokenCredentials,
        fields: { "lp.context": { type: "string", example: "ubuntu" } },
      },
    };
    const emulator = await emulate({ oauth });
    const shared = await connection(emulator, []);
    expect(shared.consumer.secret).toBe("");
    const tokenCredentials = {
      ...LEGS.tokenCredentials,
      fields: { "lp.context": { type: "string" } },
    } as const;
    const provider = { ...named, signatureMethod: plaintext };
    const client = createClient({
      ...shared,
      provider: { ...provider, flows: [loginWithoutVerifier({ ...LEGS, tokenCredentials })] },
    });
    const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
    const { callbackUrl = "", verifier } = await emulator.approve(authorizationUrl);
    expect(verifier).toBeUndefined();
    expect(callbackUrl).toContain(`${CALLBACK}&oauth_token=`);
    const account = await client.complete({ temporary, callbackUrl });
    expect(account["lp.context"]).toBe("ubuntu");
    expect(() => emulator.fault("wrong_verifier")).toThrow(/nothing that wrong_verifier could/);
    const hostile = new URL((await client.begin({})).authorizationUrl);
    hostile.searchParams.set("oauth_callback", "javascript:alert(1)");
    await expect(emulator.approve(hostile)).rejects.toThrow(/not one that a browser only goes to/);
    const newer = createClient({ ...shared, provider: { ...provider, flows: [login(LEGS)] } });
    await expect(newer.begin({ callback: CALLBACK })).rejects.toThrow(LoginError);
    const asked = { method: "POST", url: shared.consumer.endpoints.temporaryCredentials ?? "" };
    const { request } = await sign(asked, shared, { method: plaintext });
    const told = new URLSearchParams(await (await fetch(request.url, request)).text());
    expect([...told.keys()]).toEqual(["oauth_token", "oauth_token_secret"]);
  });

  it("is a PUT of the user's own program, with JSON, status 201 and the secret at a path", async () => {
    const described = {
      temporaryCredentials: {
        ...LEGS.temporaryCredentials,
        status: 201,
        parameters: { "Requested-Project-Id": { in: "header", type: "string", required: true } },
      },
      authorization: {
        url: "https://odd.example/authorize/{oauth_token}",
        method: "PUT",
        verifierAt: "token.oauth_verifier",
      },
      tokenCredentials: {
        ...LEGS.tokenCredentials,
        format: "json",
        tokenAt: "credential.key",
        secretAt: "credential.secret",
      },
    } as const;
    const users: string[] = [];
    const emulator = await emulate(
      { oauth: { ...described, callback: { confirmed: true } } },
      {
        onEvent(event) {
          if (event.type === "authorization_approved") users.push(event.user);
        },
      },
    );
    const shared = await connection(emulator);
    const { temporaryCredentials, authorization, tokenCredentials } = described;
    const client = createClient({
      ...shared,
      provider: {
        ...named,
        flows: [
          login({
            authorization,
            tokenCredentials,
            temporaryCredentials: {
              method: temporaryCredentials.method,
              url: temporaryCredentials.url,
              parameters: { "Requested-Project-Id": { in: "header" } },
            },
          }),
        ],
      },
    });
    await expect(client.begin({ callback: "oob" })).rejects.toMatchObject({
      oauthProblem: "parameter_absent",
    });
    const params = { "Requested-Project-Id": "p1" };
    const { authorizationUrl, temporary } = await client.begin({ callback: "oob", params });
    const approval = await fetch(authorizationUrl, { method: "PUT" });
    const account = await client.complete({ temporary, approval });
    expect(await getMe(client.session(account))).toEqual({ id: "7" });
    const other = await client.begin({ callback: "oob", params });
    const headers = { "x-emulator-user": "bob" };
    await fetch(other.authorizationUrl, { method: "PUT", headers });
    expect(users).toEqual(["alice", "bob"]);
  });

  it.each([
    ["a parameter of its own", [{ parameter: "denied" }], /\?x=1&denied=\w+$/],
    ["a value", [{ parameter: "error", equals: "access_denied" }], /&error=access_denied$/],
    ["an empty verifier", [{ parameter: "oauth_verifier", equals: "" }], /&oauth_verifier=$/],
    ["OAuth Problem Reporting", [], /&oauth_problem=user_refused$/],
  ])("says no by %s", async (_, denied, url) => {
    const oauth = denied.length === 0 ? LEGS : { ...LEGS, callback: { denied } };
    const emulator = await emulate({ oauth });
    const client = createClient({
      ...(await connection(emulator)),
      provider: { ...named, flows: [login({ ...LEGS, callback: { denied } })] },
    });
    const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
    const { callbackUrl = "" } = await emulator.deny(authorizationUrl);
    expect(callbackUrl).toMatch(url);
    await expect(client.complete({ temporary, callbackUrl })).rejects.toMatchObject({
      code: "denied",
    });
  });

  it("has GET for every leg, two endpoints at one URL, renamed parameters and no secret", async () => {
    const url = "https://odd.example/oauth";
    const described = {
      temporaryCredentials: { method: "GET", url, secretOptional: true },
      authorization: {
        url: "https://odd.example/OAuth.action",
        tokenParameter: "t",
        consumerKeyParameter: "key",
      },
      tokenCredentials: { method: "GET", url, secretOptional: true, verifierIn: "query" },
      callback: { tokenParameter: "request_token", verifierParameter: "code", confirmed: false },
    } as const;
    const emulator = await emulate({ oauth: described });
    const shared = await connection(emulator);
    const client = createClient({ ...shared, provider: { ...named, flows: [login(described)] } });
    const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
    expect(temporary.token.secret).toBe("");
    expect(new URL(authorizationUrl).searchParams.get("key")).toBe(shared.consumer.key);
    const { callbackUrl = "" } = await emulator.approve(authorizationUrl);
    expect(callbackUrl).toMatch(/&request_token=\w+&code=\w+$/);
    const account = await client.complete({ temporary, callbackUrl });
    expect(account.token.secret).toBe("");
    const bare = await emulator.register({ name: "Other" });
    const posted = await fetch(bare.endpoints.temporaryCredentials ?? "", { method: "POST" });
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET"]);
  });

  it("names its URL in the answer, and its endpoints in an index", async () => {
    const oauth = {
      ...LEGS,
      authorization: {
        ...LEGS.authorization,
        urlField: "login_url",
        variants: { quick: "https://odd.example/authenticate" },
      },
      discovery: {
        url: "https://odd.example/index.json",
        temporaryCredentials: "oauth1.request",
        authorization: "oauth1.authorize",
        tokenCredentials: "oauth1.access",
      },
    } as const;
    const emulator = await emulate({ oauth });
    const elsewhere = {
      ...LEGS,
      temporaryCredentials: { method: "POST", url: "https://odd.example/nowhere" },
    } as const;
    const { discovery, authorization } = oauth;
    const client = createClient({
      ...(await connection(emulator)),
      provider: { ...named, flows: [login({ ...elsewhere, authorization, discovery })] },
    });
    const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
    const { callbackUrl = "" } = await emulator.approve(authorizationUrl);
    await expect(client.complete({ temporary, callbackUrl })).resolves.toHaveProperty("token");
    const quick = await client.begin({ callback: CALLBACK, variant: "quick" });
    expect(quick.authorizationUrl).toContain(`${emulator.origin}/authenticate?`);
    await expect(emulator.approve(quick.authorizationUrl)).resolves.toHaveProperty("callbackUrl");
  });
});

describe("a token without a login", () => {
  it("comes for a name and a password", async () => {
    const token = { method: "POST", url: "https://odd.example/access_token" } as const;
    const emulator = await emulate({
      oauth: { xAuth: { ...token, fields: { who: { type: "string", role: "username" } } } },
    });
    const client = createClient({
      ...(await connection(emulator)),
      provider: { ...named, flows: [xAuth({ ...token, fields: { who: { type: "string" } } })] },
    });
    const account = await client.xAuth({ username: "carol", password: "p" });
    expect(account.who).toBe("carol");
    expect(await getMe(client.session(account))).toEqual({ id: "7" });
    await expect(client.xAuth({ username: "", password: "p" })).rejects.toMatchObject({
      status: 403,
    });
    emulator.fault("denied");
    await expect(client.xAuth({ username: "carol", password: "p" })).rejects.toMatchObject({
      status: 403,
    });
  });

  it("leaves the refusal of what is for no one flow at its URL to the plain login", async () => {
    const { tokenCredentials } = LEGS;
    const emulator = await emulate({ oauth: { ...LEGS, xAuth: tokenCredentials } });
    const consumer = await emulator.register();
    const asked = { method: "POST", url: consumer.endpoints.tokenCredentials ?? "" };
    const { request } = await sign(asked, { consumer });
    const answer = await fetch(request.url, request);
    expect(new URLSearchParams(await answer.text()).get("oauth_problem_advice")).toBe(
      "oauth_token is missing: this request is signed with a token.",
    );
  });

  it("has the described lifetime where nothing else is said, and yes in any of its words", async () => {
    const token = { method: "POST", url: "https://odd.example/access_token" } as const;
    const fields = {
      expires: { type: "expires-in" },
      renewable: { type: "expires-in", example: "900" },
      verified: { type: "boolean", example: "YES" },
      premium: { type: "boolean", example: "t" },
      hidden: { type: "boolean", example: "No" },
    } as const;
    const xAuthAt = { ...token, format: "json", fields } as const;
    const now = (): number => 86_400_000;
    const lifetime = { description: "An hour and a half.", seconds: 5400 };
    const emulator = await emulate({ oauth: { xAuth: xAuthAt, lifetime } }, { now });
    const client = createClient({
      ...(await connection(emulator)),
      provider: { ...named, flows: [xAuth(xAuthAt)] },
      now,
    });
    expect(await client.xAuth({ username: "carol", password: "p" })).toMatchObject({
      expires: "1970-01-02T01:30:00.000Z",
      renewable: "1970-01-02T00:15:00.000Z",
      verified: true,
      premium: true,
      hidden: false,
    });
  });

  it("is pushed: the provider posts the verifier, and the app does both legs", async () => {
    const { temporaryCredentials, tokenCredentials } = LEGS;
    const oauth = {
      temporaryCredentials,
      tokenCredentials,
      pushedVerifier: { description: "Activation." },
    };
    const emulator = await emulate({ oauth });
    const { consumer, originMap } = await connection(emulator);
    const flows = [pushedLogin({ temporaryCredentials, tokenCredentials })] as const;
    const client = createClient({ consumer, originMap, provider: { ...named, flows } });
    const forms: URLSearchParams[] = [];
    const app = createServer((incoming, outgoing) => {
      incoming.setEncoding("utf8").on("data", (text) => forms.push(new URLSearchParams(text)));
      incoming.on("end", () => outgoing.end());
    });
    await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
    const address = app.address();
    const port = typeof address === "object" ? address?.port : 0;
    const pushed = await emulator.push({ url: `http://127.0.0.1:${port}/activate`, user: "dave" });
    app.close();
    const [form = new URLSearchParams()] = forms;
    expect(pushed.status).toBe(200);
    expect(form.get("oauth_consumer_key")).toBe(consumer.key);
    expect(form.get("oauth_consumer_secret")).toBe(consumer.secret);
    const verifier = form.get("oauth_verifier") ?? "";
    const account = await client.completePushed({ verifier });
    expect(await getMe(client.session(account))).toEqual({ id: "7" });
    await expect(client.completePushed({ verifier: "other" })).rejects.toMatchObject({
      oauthProblem: "verifier_invalid",
    });
  });

  it("is issued by the provider's own page, in one text where it shows one", async () => {
    const order = ["consumerKey", "consumerSecret", "token", "tokenSecret"];
    const composite = { separator: ":", order };
    const oauth = { preIssued: { description: "On the settings page.", composite } };
    const emulator = await emulate({ oauth });
    const { consumer, originMap } = await connection(emulator);
    const issued = await emulator.issueToken("erin");
    const { key, secret } = consumer;
    expect(issued.composite).toBe(`${key}:${secret}:${issued.key}:${issued.secret}`);
    const client = createClient({ consumer, originMap, provider: named });
    expect(await getMe(client.session(issued))).toEqual({ id: "7" });
    await expect(emulator.issueToken("erin", { consumer: "nobody" })).rejects.toThrow(TypeError);
  });

  it("has no secret where the one text leaves it out", async () => {
    const composite = { separator: ":", order: ["consumerKey", "token"] };
    const preIssued = { description: "On the settings page.", composite };
    const emulator = await emulate({ oauth: { consumer: { secret: "none" }, preIssued } });
    const { consumer, originMap } = await connection(emulator);
    const { composite: text = "", secret } = await emulator.issueToken("erin");
    expect([consumer.secret, secret]).toEqual(["", ""]);
    const given = compositeCredentials(text, { separator: ":", order: ["consumerKey", "token"] });
    const client = createClient({ consumer: given.consumer, originMap, provider: named });
    expect(await getMe(client.session(given.token))).toEqual({ id: "7" });
  });

  it("is had by a device, with what the provider has signed for the app", async () => {
    const target = LEGS.tokenCredentials.url;
    const emulator = await emulate({ oauth: { ...LEGS, reverseAuth: { target } } });
    const { temporaryCredentials } = LEGS;
    const { consumer, originMap } = await connection(emulator);
    const flows = [reverseAuth({ temporaryCredentials, target }), login(LEGS)] as const;
    const client = createClient({ consumer, originMap, provider: { ...named, flows } });
    const { target: url, parameters } = await client.reverseAuth();
    const send = (key: string, signed = parameters): Promise<Response> =>
      fetch(url, {
        method: "POST",
        body: new URLSearchParams({
          x_reverse_auth_target: key,
          x_reverse_auth_parameters: signed,
        }),
      });
    expect((await send("other")).status).toBe(400);
    const changed = parameters.replace(/oauth_timestamp="\d/, 'oauth_timestamp="2');
    expect((await send(consumer.key, changed)).status).toBe(400);
    const fields = new URLSearchParams(await (await send(consumer.key)).text());
    const session = client.session({
      key: fields.get("oauth_token") ?? "",
      secret: fields.get("oauth_token_secret") ?? "",
    });
    expect(await getMe(session)).toEqual({ id: "7" });
    expect((await send(consumer.key)).status).toBe(400);
    const { authorizationUrl, temporary } = await client.begin({ callback: "oob" });
    const { verifier = "" } = await emulator.approve(authorizationUrl);
    await expect(client.complete({ temporary, verifier })).resolves.toHaveProperty("token");
  });
});

describe("a token", () => {
  it("expires, is renewed with its handle once, is revoked, and becomes something else", async () => {
    const clock = { now: Date.now() };
    const handle = { oauth_session_handle: { type: "string" } } as const;
    const fields = { access_token: { type: "string", example: "bearer" } } as const;
    const described = {
      ...LEGS,
      lifetime: { description: "An hour.", seconds: 3600 },
      xAuth: { fields: handle },
      renewal: { ...LEGS.tokenCredentials, fields: handle },
      revocation: {
        method: "DELETE",
        url: "https://odd.example/tokens/{oauth_token}",
        status: 204,
      },
      exchanges: {
        toBearer: {
          method: "POST",
          url: "https://odd.example/bearer",
          summary: "OAuth 2.",
          format: "json",
          fields,
        },
      },
    } as const;
    const emulator = await emulate({ oauth: described }, { now: () => clock.now });
    const client = createClient({
      ...(await connection(emulator)),
      now: () => clock.now,
      provider: {
        ...named,
        flows: [
          xAuth({ ...LEGS.tokenCredentials, fields: handle }),
          renewal({ ...described.renewal, handle: "oauth_session_handle" }),
          revocation(described.revocation),
          exchange("toBearer", {
            method: "POST",
            url: "https://odd.example/bearer",
            format: "json",
            fields: { access_token: { type: "string" } },
          }),
          identity({ operation: getMe, id: "id" }),
        ],
      },
    });
    const account = await client.xAuth({ username: "frank", password: "p" });
    expect(await client.toBearer(account)).toEqual({ access_token: "bearer" });
    expect(await client.identify(account)).toMatchObject({ id: "7" });
    clock.now += 3_700_000;
    await expect(client.toBearer(account)).rejects.toMatchObject({ oauthProblem: "token_expired" });
    await expect(getMe(client.session(account))).rejects.toMatchObject({
      oauthProblem: "token_expired",
    });
    const renewed = await client.renew(account);
    expect(renewed.token.key).not.toBe(account.token.key);
    expect(await getMe(client.session(renewed))).toEqual({ id: "7" });
    await expect(client.renew(account)).rejects.toMatchObject({ oauthProblem: "token_rejected" });
    const other = "https://odd.example/tokens/another";
    const refusal = await client.session(renewed).fetch(other, { method: "DELETE" });
    expect(refusal.headers.get("www-authenticate")).toContain("token_rejected");
    expect(await getMe(client.session(renewed))).toEqual({ id: "7" });
    await client.revoke(renewed);
    await expect(getMe(client.session(renewed))).rejects.toMatchObject({
      oauthProblem: "token_rejected",
    });
  });

  it("is revoked by the request that it signs for itself, and not by an operation's at the same URL", async () => {
    const token = { in: "path", type: "string" } as const;
    const dropped = { method: "DELETE", path: "/tokens/{token}", example: "dropped" } as const;
    const emulator = await emulate({
      oauth: {
        preIssued: { description: "On the settings page." },
        revocation: { method: "DELETE", url: "https://odd.example/api/tokens/{oauth_token}" },
      },
      operations: { ...ME, dropToken: { ...ME.getMe, ...dropped, parameters: { token } } },
    });
    const { session, issued } = await sessionOf(emulator);
    const drop = async (key: string): Promise<string> =>
      (await session.fetch(`/api/tokens/${key}`, { method: "DELETE" })).text();
    expect(await drop("another")).toBe('"dropped"');
    expect((await session.fetch("/api/me")).status).toBe(200);
    expect(await drop(issued.key)).toBe("");
    expect((await session.fetch("/api/me")).status).toBe(401);
  });

  it("has no secret any more where its renewal tells none", async () => {
    const { url, method } = LEGS.tokenCredentials;
    const handle = { oauth_session_handle: { type: "string" } } as const;
    const renewed = { method, url: `${url}/renew`, secretOptional: true } as const;
    const emulator = await emulate({
      oauth: { ...LEGS, xAuth: { fields: handle }, renewal: renewed },
    });
    const flows = [
      xAuth({ ...LEGS.tokenCredentials, fields: handle }),
      renewal({ ...renewed, handle: "oauth_session_handle" }),
    ] as const;
    const client = createClient({
      ...(await connection(emulator)),
      provider: { ...named, flows },
    });
    const account = await client.renew(await client.xAuth({ username: "frank", password: "p" }));
    expect(account.token.secret).toBe("");
    expect(await getMe(client.session(account))).toEqual({ id: "7" });
  });

  it("lives longer for itself alone, and stays as it is", async () => {
    const clock = { now: Date.now() };
    const described = {
      preIssued: { description: "On the settings page." },
      lifetime: { description: "Until midnight.", seconds: 60 },
      renewal: {
        method: "GET",
        url: "https://odd.example/renew",
        handle: "none",
        keepsToken: true,
      },
    } as const;
    const emulator = await emulate({ oauth: described }, { now: () => clock.now });
    const flows = [
      renewal({ method: "GET", url: "https://odd.example/renew", keepsToken: true }),
    ] as const;
    const shared = await connection(emulator);
    const client = createClient({ ...shared, now: () => clock.now, provider: { ...named, flows } });
    const { key, secret } = await emulator.issueToken("grace");
    const account = { version: 1, token: { key, secret } } as const;
    clock.now += 61_000;
    await expect(getMe(client.session(account))).rejects.toMatchObject({ status: 401 });
    expect(await client.renew(account)).toEqual(account);
    expect(await getMe(client.session(account))).toEqual({ id: "7" });
  });

  it("is signed for with a private key, whose public key was registered", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    const emulator = await emulate({ oauth: { ...LEGS, signatureMethods: ["RSA-SHA1"] } });
    await expect(emulator.register({ name: "App" })).rejects.toThrow(/register with publicKey/);
    const { key } = await emulator.register({ name: "App", publicKey });
    const client = createClient({
      consumer: { key, privateKey },
      originMap: emulator.originMap,
      provider: { ...named, signatureMethod: rsaSha1, flows: [login(LEGS)] },
    });
    const { authorizationUrl, temporary } = await client.begin({ callback: "oob" });
    const { verifier = "" } = await emulator.approve(authorizationUrl);
    const account = await client.complete({ temporary, verifier });
    expect(await getMe(client.session(account))).toEqual({ id: "7" });
  });
});
