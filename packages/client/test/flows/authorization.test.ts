import { describe, expect, it } from "vitest";
import { createClient, login, type AuthorizationDescription } from "@oauth1/client";
import { callback, CONFIRMED, legs, open, ORIGIN, photos, temporary, TOKEN } from "./scene.js";

const page = `${ORIGIN}/authorize`;

async function clientWith(authorization: AuthorizationDescription, answer = CONFIRMED) {
  const { options, origin } = await open({ "/initiate": answer, "/token": TOKEN });
  const flows = [login({ ...legs, authorization })] as const;
  return { origin, client: createClient({ ...options, provider: { ...photos, flows } }) };
}

describe("the authorization URL", () => {
  it.each<[string, AuthorizationDescription, string]>([
    ["names the token", { url: page }, "/authorize?oauth_token=hh5s93j4"],
    ["keeps its query", { url: `${page}?lang=en` }, "/authorize?lang=en&oauth_token=hh5s93j4"],
    [
      "names token and consumer as the provider does",
      { url: page, tokenParameter: "token", consumerKeyParameter: "key" },
      "/authorize?token=hh5s93j4&key=dpf43f3p2l4k3l03",
    ],
    [
      "repeats the callback",
      { url: page, callbackParameter: "return_url" },
      "/authorize?oauth_token=hh5s93j4&return_url=https%3A%2F%2Fapp.example%2Fready",
    ],
    [
      "has the token in its path, and nowhere else",
      { url: `${page}/{oauth_consumer_key}/{oauth_token}` },
      "/authorize/dpf43f3p2l4k3l03/hh5s93j4",
    ],
  ])("%s", async (_what, authorization, expected) => {
    const { client, origin } = await clientWith(authorization);
    const { authorizationUrl } = await client.begin({ callback });
    expect(authorizationUrl).toBe(`${origin}${expected}`);
  });

  it("is another page where the app names it", async () => {
    const variants = { authenticate: `${ORIGIN}/authenticate`, app: `${ORIGIN}/app` };
    const { client, origin } = await clientWith({ url: page, variants });
    const begun = await client.begin({ callback, variant: "authenticate" });
    expect(begun.authorizationUrl).toBe(`${origin}/authenticate?oauth_token=hh5s93j4`);
    await expect(client.begin({ callback, variant: "constructor" })).rejects.toThrow(
      'no variant "constructor"; those it has: authenticate, app.',
    );
    const plain = await clientWith({ url: page });
    await expect(plain.client.begin({ callback, variant: "app" })).rejects.toThrow(
      'no variant "app"; those it has: none.',
    );
  });

  it.each<[string, Partial<AuthorizationDescription>, string]>([
    ["has no place for it", { url: `${page}/{oauth_token}` }, ""],
    ["has it in its path", {}, "/{oauth_token}"],
    ["is not the one of the answer", { urlField: "login_url" }, "/{oauth_token}"],
  ])("names the token once where another page %s", async (_what, more, path) => {
    const variants = { app: `${ORIGIN}/app${path}` };
    const { client, origin } = await clientWith({ url: page, variants, ...more });
    const { authorizationUrl } = await client.begin({ callback, variant: "app" });
    const named = path === "" ? "?oauth_token=hh5s93j4" : "/hh5s93j4";
    expect(authorizationUrl).toBe(`${origin}/app${named}`);
  });

  it("is the provider's own where the answer names it", async () => {
    const given = encodeURIComponent(`${ORIGIN}/login?oauth_token=hh5s93j4&s=1`);
    const authorization = {
      url: page,
      urlField: "login_url",
      parameters: { lang: { value: "en" } },
    };
    const { client, origin } = await clientWith(authorization, `${CONFIRMED}&login_url=${given}`);
    const { authorizationUrl } = await client.begin({ callback });
    expect(authorizationUrl).toBe(`${origin}/login?oauth_token=hh5s93j4&s=1&lang=en`);
  });

  it("gets the token where the answer's does not name it, whatever the usual one has", async () => {
    const authorization = { url: `${page}/{oauth_token}`, urlField: "login_url" };
    const given = encodeURIComponent(`${ORIGIN.replace("https", "HTTPS")}/login`);
    const { client, origin } = await clientWith(authorization, `${CONFIRMED}&login_url=${given}`);
    const { authorizationUrl } = await client.begin({ callback });
    expect(authorizationUrl).toBe(`${origin}/login?oauth_token=hh5s93j4`);
  });

  it("does not repeat what the provider's own URL says already", async () => {
    const given = encodeURIComponent(`${ORIGIN}/login?t=hh5s93j4&key=theirs`);
    const authorization = {
      url: page,
      urlField: "login_url",
      tokenParameter: "t",
      consumerKeyParameter: "key",
    };
    const { client, origin } = await clientWith(authorization, `${CONFIRMED}&login_url=${given}`);
    const { authorizationUrl } = await client.begin({ callback });
    expect(authorizationUrl).toBe(`${origin}/login?t=hh5s93j4&key=theirs`);
  });

  it.each([
    "",
    "&login_url=",
    "&login_url=javascript%3Aalert(1)",
    "&login_url=javascript%3A%2F%2Fhttps%3A",
    "&login_url=https%3A%2F%2F%5B",
    "&login_url=%2Flogin",
  ])("is no text that the answer only calls a URL: %j", async (more) => {
    const { client } = await clientWith(
      { url: page, urlField: "login_url" },
      `${CONFIRMED}${more}`,
    );
    await expect(client.begin({ callback })).rejects.toMatchObject({
      name: "LoginError",
      code: "response_malformed",
    });
  });
});

describe("an authorization that is a call", () => {
  const authorization = {
    url: `${page}/{oauth_token}`,
    method: "PUT",
    verifierAt: "token.oauth_verifier",
  } as const;

  it("is described to the app, and its answer completes the login", async () => {
    const { client, origin } = await clientWith(authorization);
    const begun = await client.begin({ callback: "oob" });
    expect(begun).toEqual({
      authorizationUrl: `${origin}/authorize/hh5s93j4`,
      authorizationMethod: "PUT",
      temporary,
    });
    const approval = Response.json({ token: { oauth_verifier: "8171" } });
    const account = await client.complete({ temporary: begun.temporary, approval });
    expect(account.token.key).toBe("nnch734d");
  });

  it.each([
    [Response.json({ error: "forbidden" }, { status: 403 }), { code: "denied", status: 403 }],
    [Response.json({ token: {} }), { code: "verifier_missing" }],
    [new Response("<html>"), { code: "verifier_missing" }],
  ])("ends the login where it was answered otherwise", async (approval, problem) => {
    const { client } = await clientWith(authorization);
    await expect(client.complete({ temporary, approval })).rejects.toMatchObject(problem);
  });

  it("takes an answer that is a form", async () => {
    const { client } = await clientWith({ url: page, method: "POST" });
    const approval = new Response("oauth_verifier=v");
    await expect(client.complete({ temporary, approval })).resolves.toHaveProperty("token");
  });

  it("knows JSON in any letter case of its type", async () => {
    const { client } = await clientWith({ url: page, method: "POST" });
    const headers = { "content-type": "Application/JSON" };
    const approval = new Response('{"oauth_verifier":"v"}', { headers });
    await expect(client.complete({ temporary, approval })).resolves.toHaveProperty("token");
  });
});

describe("discovery", () => {
  const index = (origin: string): string =>
    JSON.stringify({
      authentication: {
        oauth1: {
          request: `${origin}/found/request`,
          authorize: `${origin}/found/authorize`,
          access: `${origin}/found/access`,
        },
      },
    });
  const discovery = {
    url: `${ORIGIN}/wp-json/`,
    temporaryCredentials: "authentication.oauth1.request",
    authorization: "authentication.oauth1.authorize",
    tokenCredentials: "authentication.oauth1.access",
  };
  const provider = { ...photos, flows: [login({ ...legs, discovery })] } as const;

  it("asks the index once, unsigned, for the endpoints", async () => {
    const scene = await open({
      "/wp-json/": index,
      "/found/request": CONFIRMED,
      "/found/access": TOKEN,
    });
    const client = createClient({ ...scene.options, provider });
    const begun = await client.begin({ callback });
    await client.complete({ ...begun, verifier: "v" });
    const sent = await scene.sent();
    expect(begun.authorizationUrl).toBe(`${scene.origin}/found/authorize?oauth_token=hh5s93j4`);
    expect(sent.map(({ target }) => target)).toEqual([
      "/wp-json/",
      "/found/request",
      "/found/access",
    ]);
    expect(sent.map((one) => one.header("authorization") !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it.each([
    ["no JSON", "<html>"],
    ["no endpoints", '{"authentication":[]}'],
    ["a path for a URL", '{"authentication":{"oauth1":{"request":"/request"}}}'],
    [
      "a script for a page",
      index(ORIGIN).replace(`${ORIGIN}/found/authorize`, "javascript:alert(1)"),
    ],
  ])("tells an index with %s", async (_what, answer) => {
    const { options } = await open({ "/wp-json/": answer });
    const client = createClient({ ...options, provider });
    await expect(client.begin({ callback })).rejects.toMatchObject({ code: "response_malformed" });
  });

  it("asks again after a failure", async () => {
    let down = true;
    const answer = (origin: string) => (down ? { status: 503 } : index(origin));
    const { options } = await open({ "/wp-json/": answer, "/found/request": CONFIRMED });
    const client = createClient({ ...options, provider });
    await expect(client.begin({ callback })).rejects.toMatchObject({ status: 503 });
    down = false;
    await expect(client.begin({ callback })).resolves.toHaveProperty("temporary");
  });

  it("signs nothing for an origin that the provider's is not", async () => {
    const elsewhere = () => index("https://evil.example");
    const { options, sent } = await open({ "/wp-json/": elsewhere });
    const client = createClient({ ...options, provider });
    await expect(client.begin({ callback })).rejects.toThrow(
      /evil\.example does not belong to Photos/,
    );
    expect(await sent()).toHaveLength(1);
  });
});
