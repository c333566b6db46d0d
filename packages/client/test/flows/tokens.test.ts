import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  accountUrl,
  createClient,
  exchange,
  identity,
  operation,
  renewal,
  reverseAuth,
  revocation,
  type Account,
  type ClientOptions,
  type Operation,
  type RequestNotice,
  type StepDescription,
} from "@oauth1/client";
import { endpoint, open, photos, temporary, TOKEN } from "./scene.js";

const account = {
  version: 1,
  token: { key: "nnch734d", secret: "pfkkdhi9" },
  user_id: "7",
  oauth_session_handle: "again",
} as const;
const now = (): number => Date.parse("2026-01-01T00:00:00Z");

describe("renew", () => {
  const RENEWED = "oauth_token=new&oauth_token_secret=newer&oauth_session_handle=again2";
  const fields = {
    oauth_session_handle: { type: "string", optional: true },
    oauth_expires_in: { type: "expires-in" },
  } as const;
  const endpointOf = { ...endpoint("/renew"), handle: "oauth_session_handle", fields };

  it("sends the session handle, and changes what the answer changes", async () => {
    const { options, sent } = await open({ "/renew": `${RENEWED}&oauth_expires_in=60` });
    const flows = [renewal(endpointOf)] as const;
    const client = createClient({ ...options, now, provider: { ...photos, flows } });
    expect(await client.renew(account)).toEqual({
      version: 1,
      token: { key: "new", secret: "newer" },
      user_id: "7",
      oauth_session_handle: "again2",
      oauth_expires_in: "2026-01-01T00:01:00.000Z",
    });
    expect(await sent()).toMatchObject([
      {
        isSigned: true,
        parameters: { oauth_token: "nnch734d", oauth_session_handle: "again" },
      },
    ]);
  });

  it("forgets when the old token would have expired, where the new one never does", async () => {
    const { options } = await open({ "/renew": `${RENEWED}&oauth_expires_in=0` });
    const flows = [renewal(endpointOf)] as const;
    const client = createClient({ ...options, now, provider: { ...photos, flows } });
    const old = { ...account, oauth_expires_in: "2025-01-01T00:00:00.000Z" };
    const { oauth_expires_in: _, ...lasting } = old;
    expect(await client.renew(old)).toEqual({
      ...lasting,
      token: { key: "new", secret: "newer" },
      oauth_session_handle: "again2",
    });
  });

  it("keeps the token where it only lives longer", async () => {
    const { options, sent } = await open({ "/renew": "Access Token has been renewed" });
    const flows = [renewal({ ...endpoint("/renew"), method: "GET", keepsToken: true })] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    expect(await client.renew(account)).toEqual(account);
    expect(await sent()).toMatchObject([{ method: "GET", isSigned: true }]);
  });

  it("keeps a field that the answer does not have, and reads one by the name that it has there", async () => {
    const { options } = await open({ "/renew": "oauth_token=new&oauth_token_secret=newer&who=8" });
    const { oauth_session_handle } = fields;
    const said = { oauth_session_handle, user_id: { type: "string", at: "who" } } as const;
    const flows = [renewal({ ...endpointOf, fields: said })] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    const token = { key: "new", secret: "newer" };
    expect(await client.renew(account)).toEqual({ ...account, token, user_id: "8" });
  });

  it("forgets a field that is nothing by now, by the name that it has there", async () => {
    const { options } = await open({ "/renew": "oauth_token=new&oauth_token_secret=newer&left=0" });
    const ends = { type: "expires-in", at: "left" } as const;
    const flows = [renewal({ ...endpoint("/renew"), fields: { ends } })] as const;
    const client = createClient({ ...options, now, provider: { ...photos, flows } });
    const renewed = await client.renew({ ...account, ends: "2025-01-01T00:00:00.000Z" });
    expect(renewed).toEqual({ ...account, token: { key: "new", secret: "newer" } });
  });

  it("reads what comes with a token that only lives longer, and tells a refusal", async () => {
    const described = { ...endpoint("/renew"), keepsToken: true, fields } as const;
    const flows = [renewal(described)] as const;
    const longer = await open({ "/renew": "oauth_expires_in=60" });
    const client = createClient({ ...longer.options, now, provider: { ...photos, flows } });
    const ends = { oauth_expires_in: "2026-01-01T00:01:00.000Z" };
    expect(await client.renew(account)).toEqual({ ...account, ...ends });
    const ended = await open({ "/renew": { status: 401, body: "oauth_problem=token_expired" } });
    const late = createClient({ ...ended.options, provider: { ...photos, flows } });
    await expect(late.renew(account)).rejects.toMatchObject({
      code: "token_credentials_refused",
      oauthProblem: "token_expired",
    });
  });

  it("names token and account in its URL", async () => {
    const { options, sent } = await open({ "/7/nnch734d/renew": RENEWED });
    const named = { ...endpoint("/{account.user_id}/{oauth_token}/renew"), fill: accountUrl };
    const client = createClient({ ...options, provider: { ...photos, flows: [renewal(named)] } });
    expect(await client.renew(account)).toMatchObject({ token: { key: "new" } });
    expect(await sent()).toMatchObject([{ isSigned: true, target: "/7/nnch734d/renew" }]);
  });

  it("tells what is missing, and what was refused", async () => {
    const { options } = await open({
      "/renew": { status: 401, body: "oauth_problem=token_expired" },
    });
    const flows = [renewal(endpointOf)] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    const bare: Account = { version: 1, token: account.token };
    await expect(client.renew(bare)).rejects.toThrow(/This account has no oauth_session_handle/);
    await expect(client.renew(account)).rejects.toMatchObject({
      code: "token_credentials_refused",
      oauthProblem: "token_expired",
    });
  });
});

describe("revoke", () => {
  const provider = { ...photos, flows: [revocation(endpoint("/revoke"))] } as const;

  it("is a request that the token signs", async () => {
    const { options, sent } = await open({ "/revoke": { status: 204 } });
    const client = createClient({ ...options, provider });
    expect(await client.revoke(account)).toBeUndefined();
    await client.revoke({ key: "nnch734d", secret: "pfkkdhi9" });
    const signed = { isSigned: true, parameters: { oauth_token: "nnch734d" } };
    expect(await sent()).toMatchObject([signed, signed]);
  });

  it("is refused by an answer that the API's errors look like, whatever the status", async () => {
    const body = '{"code":212,"message":"The window is closed"}';
    const { options } = await open({ "/revoke": body, "/renew": body });
    const errors = { signs: [{ at: "code" }], message: ["message"] };
    const api = { ...photos.api, errors };
    const handle = "oauth_session_handle";
    const flows = [
      revocation(endpoint("/revoke")),
      renewal({ ...endpoint("/renew"), handle }),
    ] as const;
    const client = createClient({ ...options, provider: { ...photos, api, flows } });
    await expect(client.revoke(account)).rejects.toMatchObject({
      code: "revocation_refused",
      message: "The provider refused with status 200 (The window is closed).",
    });
    await expect(client.renew(account)).rejects.toMatchObject({
      code: "token_credentials_refused",
      message: "The provider refused with status 200 (The window is closed).",
    });
  });

  it("names the token in its URL, where the provider wants it there", async () => {
    const { options, sent } = await open({ "/tokens/nnch734d": "" });
    const flows = [revocation(endpoint("/tokens/{oauth_token}"))] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    await client.revoke({ key: "nnch734d", secret: "pfkkdhi9" });
    const signed = { isSigned: true, parameters: { oauth_token: "nnch734d" } };
    expect(await sent()).toMatchObject([signed]);
  });

  it.each<[string, Partial<ClientOptions>, string]>([
    ["no answer comes", { fetch: () => Promise.reject(new Error("lost")) }, "was not answered"],
    ["the answer redirects", {}, "/tokens/[secret]/; a signed request"],
  ])("says nothing of a token in its URL, where %s", async (_what, more, said) => {
    const moved = { status: 307, headers: { location: "/tokens/nnch734d/" } };
    const { options } = await open({ "/tokens/nnch734d": moved });
    const flows = [revocation(endpoint("/tokens/{oauth_token}"))] as const;
    const told: unknown[] = [];
    const onRequest = (notice: RequestNotice): unknown => told.push(notice);
    const all = { ...options, ...more, onRequest };
    const client = createClient({ ...all, provider: { ...photos, flows } });
    const failure = await client.revoke(account).catch((error: unknown) => error);
    expect(String(failure)).toContain(said);
    expect(JSON.stringify(told)).toContain("/tokens/[secret]");
    expect(`${inspect(failure)} ${JSON.stringify(told)}`).not.toContain("nnch734d");
  });

  it("names the account in its URL, each field as a segment of the path", async () => {
    const { options, sent } = await open({ "/a%2F7/tokens/nnch734d": "" });
    const named = { ...endpoint("/{account.area}/tokens/{oauth_token}"), fill: accountUrl };
    const flows = [revocation(named)] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    const known = { ...account, area: "a/7" };
    await client.revoke(known);
    expect(await sent()).toMatchObject([{ isSigned: true, target: "/a%2F7/tokens/nnch734d" }]);
    await expect(client.revoke(account)).rejects.toThrow(/This account has no area/);
    const lost = { ...known, area: ".." };
    await expect(client.revoke(lost)).rejects.toThrow(/cannot stand in the path/);
    expect(await sent()).toHaveLength(1);
  });

  it("tells a refusal", async () => {
    const { options } = await open({
      "/revoke": { status: 200, body: "oauth_problem=token_rejected" },
    });
    const client = createClient({ ...options, provider });
    await expect(client.revoke(account)).rejects.toMatchObject({
      code: "revocation_refused",
      oauthProblem: "token_rejected",
    });
  });

  it.each([
    null,
    {},
    { key: "a" },
    { version: 2, token: account.token },
    { version: 1, token: "a" },
    temporary,
    { ...temporary, provider: "videos" },
    { ...temporary, parameters: { scope: "read" } },
  ])("sends nothing for what is no account: %j", async (given) => {
    const { options, sent } = await open({ "/revoke": "" });
    const client = createClient({ ...options, provider });
    const untyped: Account = JSON.parse(JSON.stringify(given));
    await expect(client.revoke(untyped)).rejects.toThrow(/neither an account of complete\(\) nor/);
    expect(() => client.session(untyped)).toThrow(TypeError);
    expect(await sent()).toEqual([]);
  });
});

describe("an exchange", () => {
  const toBearer = exchange("toBearer", {
    ...endpoint("/exchange"),
    format: "json",
    parameters: { grant_type: { in: "form", value: "client_credentials" }, scope: { in: "form" } },
    fields: { access_token: { type: "string" }, expires_in: { type: "expires-in" } },
  });
  const provider = { ...photos, flows: [toBearer] } as const;
  const ANSWER = '{"access_token":"bearer","expires_in":3600}';

  it("turns a token into something else", async () => {
    const { options, sent } = await open({ "/exchange": ANSWER });
    const client = createClient({ ...options, now, provider });
    expect(await client.toBearer(account, { scope: "read" })).toEqual({
      access_token: "bearer",
      expires_in: "2026-01-01T01:00:00.000Z",
    });
    expect(await sent()).toMatchObject([
      {
        isSigned: true,
        body: "grant_type=client_credentials&scope=read",
        parameters: { oauth_token: "nnch734d" },
      },
    ]);
  });

  it("names token and account in its URL, and needs one then", async () => {
    const { options, sent } = await open({ "/7/nnch734d": ANSWER });
    const named = exchange("toBearer", {
      ...endpoint("/{account.user_id}/{oauth_token}"),
      fill: accountUrl,
      format: "json",
      fields: { access_token: { type: "string" } },
    });
    const client = createClient({ ...options, provider: { ...photos, flows: [named] } });
    expect(await client.toBearer(account)).toEqual({ access_token: "bearer" });
    expect(await sent()).toMatchObject([{ isSigned: true, target: "/7/nnch734d" }]);
    await expect(client.toBearer()).rejects.toThrow(/toBearer needs an account/);
  });

  it("can be the consumer's own", async () => {
    const { options, sent } = await open({ "/exchange": ANSWER });
    const client = createClient({ ...options, provider });
    await client.toBearer();
    const [request] = await sent();
    expect(request).toMatchObject({ isSigned: true });
    expect(request?.parameters).not.toHaveProperty("oauth_token");
  });

  it("keeps what it was given out of an error", async () => {
    const body = '{"access_token":"bearer","expires_in":"soon"}';
    const { options } = await open({ "/exchange": body });
    const client = createClient({ ...options, provider });
    const failure = await client.toBearer(account).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "response_malformed" });
    expect(JSON.stringify(failure)).not.toContain("bearer");
  });
});

describe("identify", () => {
  const getMe: Operation<"photos", { readonly fields?: string }, { readonly data: object }> =
    operation({
      provider: "photos",
      method: "GET",
      path: "/me",
      query: ["fields"],
      result: "json",
    });
  const described = { operation: getMe, id: "data.id", username: "data.names.0" };
  const provider = { ...photos, flows: [identity(described)] } as const;

  it("asks the API, with the account's session, who is signed in", async () => {
    const answer = { data: { id: 7, names: ["jane"] } };
    const { options, sent } = await open({ "/v1/me": JSON.stringify(answer) });
    const client = createClient({ ...options, provider });
    expect(await client.identify(account)).toEqual({ id: "7", username: "jane", answer });
    expect(await sent()).toMatchObject([
      { isSigned: true, parameters: { oauth_token: "nnch734d" } },
    ]);
  });

  it("leaves out what the answer does not say", async () => {
    const { options } = await open({ "/v1/me": '{"data":{"names":[]}}' });
    const client = createClient({ ...options, provider });
    expect(await client.identify(account)).toStrictEqual({ answer: { data: { names: [] } } });
  });

  it("has neither id nor name where the provider is not described to say them", async () => {
    const { options } = await open({ "/v1/me": '{"id":7}' });
    const flows = [identity({ operation: getMe })] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    expect(Object.entries(await client.identify(account))).toEqual([["answer", { id: 7 }]]);
  });

  it("rejects as the operation does", async () => {
    const { options } = await open({ "/v1/me": { status: 401 } });
    const client = createClient({ ...options, provider });
    await expect(client.identify(account)).rejects.toMatchObject({
      name: "CallError",
      status: 401,
    });
  });
});

describe("what a provider always wants to be sent", () => {
  it("goes with each request about a token", async () => {
    const { options, sent } = await open({
      "/renew": TOKEN,
      "/revoke": "",
      "/initiate": "signed",
      "/": "oauth_token=b",
    });
    const parameters = { mode: { in: "query", value: "app" } } as const;
    const named = (path: string): StepDescription => ({ ...endpoint(path), parameters });
    const flows = [
      renewal(named("/renew")),
      revocation(named("/revoke")),
      exchange("toOther", { ...named("/"), fields: { oauth_token: { type: "string" } } }),
      reverseAuth({ temporaryCredentials: named("/initiate"), target: named("/token").url }),
    ] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    await client.renew(account);
    await client.revoke(account);
    await client.toOther(account);
    await client.reverseAuth();
    const targets = ["/renew?mode=app", "/revoke?mode=app", "/?mode=app", "/initiate?mode=app"];
    expect(await sent()).toMatchObject(targets.map((target) => ({ target, isSigned: true })));
  });
});

describe("reverse authorization", () => {
  it("asks for what the provider wants to know, and for nothing else", async () => {
    const { options, sent } = await open({ "/initiate": "OAuth signed" });
    const parameters = {
      scope: { in: "query", separator: " " },
      lang: { in: "form", value: "en" },
    } as const;
    const temporaryCredentials = { ...endpoint("/initiate"), parameters };
    const flows = [reverseAuth({ temporaryCredentials, target: endpoint("/token").url })] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    const { parameters: answered } = await client.reverseAuth({
      params: { scope: ["read", "write"] },
    });
    expect(answered).toBe("OAuth signed");
    expect(await sent()).toMatchObject([
      {
        target: "/initiate?scope=read%20write",
        body: "x_auth_mode=reverse_auth&lang=en",
        isSigned: true,
      },
    ]);
    // @ts-expect-error a typo
    const typo = client.reverseAuth({ params: { skope: "read" } });
    await expect(typo).rejects.toThrow(/no parameter "skope": it has scope, lang/);
    expect(await sent()).toHaveLength(1);
  });
});

describe("the sessions of a client", () => {
  it("take an account with what the app has added to it", async () => {
    const { options, sent } = await open({ "/v1/": "ok" });
    const client = createClient({ ...options, provider: photos });
    const kept = { ...account, provider: "photos", since: 2026 };
    await client.session(kept).fetch("/v1/");
    expect(await sent()).toMatchObject([{ isSigned: true }]);
  });

  it("are those that the provider has", async () => {
    const { options, sent } = await open({ "/v1/": "ok" });
    const client = createClient({
      ...options,
      provider: { ...photos, sessions: ["consumer", "token"] },
    });
    await client.consumerSession().fetch("/v1/");
    await client.session({ key: "nnch734d", secret: "pfkkdhi9" }).fetch("/v1/");
    expect(
      (await sent()).map(({ isSigned, parameters }) => [isSigned, parameters.oauth_token]),
    ).toEqual([
      [true, undefined],
      [true, "nnch734d"],
    ]);
    const alone = createClient({ ...options, provider: { ...photos, sessions: ["consumer"] } });
    expect(Object.keys(alone)).toEqual(["provider", "consumerSession"]);
    expect(TOKEN).toContain("nnch734d");
  });
});
