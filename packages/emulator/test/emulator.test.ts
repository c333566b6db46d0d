import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import {
  createClient,
  LoginError,
  type Account,
  type Client,
  type ClientOptions,
} from "@oauth1/client";
import { sign } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { lower, parseDescriptor, type ProviderModel } from "@oauth1/descriptor";
import { startEmulator, type Emulator, type EmulatorOptions } from "@oauth1/emulator";

const open: Emulator[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()));
});

const CALLBACK = "http://127.0.0.1:9/callback?x=1";

function modelOf(id: string): ProviderModel {
  const file = new URL(`../../../providers/${id}.json`, import.meta.url);
  const parsed = parseDescriptor(readFileSync(file, "utf8"), { file: `providers/${id}.json` });
  if (!parsed.ok) throw new Error(parsed.issues.map(({ message }) => message).join());
  return lower(parsed.descriptor);
}

async function start(id: string, options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(modelOf(id), options);
  open.push(emulator);
  return emulator;
}

interface UserAccount extends Account {
  readonly user_id: string;
  readonly screen_name: string;
}

function twitterClient(options: ClientOptions): Client<"twitter", UserAccount> {
  return createClient({
    ...options,
    provider: {
      id: "twitter",
      name: "X",
      signatureMethod: hmacSha1,
      temporaryCredentials: { method: "POST", url: "https://api.x.com/oauth/request_token" },
      authorization: { url: "https://api.x.com/oauth/authorize" },
      tokenCredentials: {
        method: "POST",
        url: "https://api.x.com/oauth/access_token",
        fields: { user_id: { type: "string" }, screen_name: { type: "string" } },
      },
      deniedParameter: "denied",
      api: { baseUrl: "https://api.x.com" },
    },
  });
}

async function twitter(): Promise<{ emulator: Emulator; client: Client<"twitter", UserAccount> }> {
  const emulator = await start("twitter");
  const consumer = await emulator.register({
    name: "Printer & <b>Co</b>",
    callbacks: [CALLBACK, "oob"],
  });
  return { emulator, client: twitterClient({ consumer, originMap: emulator.originMap }) };
}

/** A user at a browser without JavaScript. */
function browser(name: string): {
  get: (
    url: string,
  ) => Promise<{ status: number; text: string; location: string | null; headers: Headers }>;
  post: (
    url: string,
    fields: Record<string, string>,
  ) => Promise<{ status: number; text: string; location: string | null }>;
  logIn: (emulator: Emulator) => Promise<void>;
} {
  const cookies = { current: "" };
  const send = async (url: string, init: RequestInit) => {
    const response = await fetch(url, {
      ...init,
      redirect: "manual",
      headers: { cookie: cookies.current },
    });
    cookies.current = response.headers.getSetCookie()[0]?.split(";")[0] ?? cookies.current;
    const { status, headers } = response;
    return { status, headers, text: await response.text(), location: headers.get("location") };
  };
  const post = (url: string, fields: Record<string, string>) =>
    send(url, { method: "POST", body: new URLSearchParams(fields) });
  return {
    get: (url) => send(url, {}),
    post,
    logIn: async ({ origin }) => void (await post(`${origin}/-/login`, { user: name })),
  };
}

function hidden(markup: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(markup)?.[1] ?? "";
}

async function decide(
  emulator: Emulator,
  authorizationUrl: string,
  decision: string,
): Promise<{ status: number; text: string; location: string | null }> {
  const user = browser("alice");
  await user.logIn(emulator);
  const { text } = await user.get(authorizationUrl);
  const fields = {
    oauth_token: hidden(text, "oauth_token"),
    form_token: hidden(text, "form_token"),
    decision,
  };
  return user.post(authorizationUrl, fields);
}

describe("an emulated provider", () => {
  it("logs a user in with the descriptor's paths and extra fields, over real HTTP", async () => {
    const { emulator, client } = await twitter();
    const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
    expect(authorizationUrl).toBe(
      `${emulator.origin}/oauth/authorize?oauth_token=${temporary.token.key}`,
    );
    const { location } = await decide(emulator, authorizationUrl, "approve");
    expect(location).toMatch(
      /^http:\/\/127\.0\.0\.1:9\/callback\?x=1&oauth_token=.*&oauth_verifier=/,
    );
    const account = await client.complete({ temporary, callbackUrl: location ?? "" });
    expect(account).toMatchObject({
      screen_name: "alice",
      user_id: expect.stringMatching(/^\d{10}$/),
    });
    const me = await client.session(account).fetch("https://api.x.com/2/users/me");
    expect(await me.json()).toMatchObject({ data: { id: account.user_id, username: "alice" } });
  });

  it("shows a PIN for a login without a callback", async () => {
    const { emulator, client } = await twitter();
    const { authorizationUrl, temporary } = await client.begin({ callback: "oob" });
    const { status, text } = await decide(emulator, authorizationUrl, "approve");
    expect(status).toBe(200);
    const verifier = /<p class="pin">(\d+)<\/p>/.exec(text)?.[1] ?? "";
    await expect(client.complete({ temporary, verifier })).resolves.toMatchObject({
      screen_name: "alice",
    });
  });

  it("sends a denial in the provider's own word, which the client understands", async () => {
    const { emulator, client } = await twitter();
    const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
    const { location } = await decide(emulator, authorizationUrl, "deny");
    expect(location).toBe(`${CALLBACK}&denied=${temporary.token.key}`);
    const failure = await client
      .complete({ temporary, callbackUrl: location ?? "" })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LoginError);
    expect(failure).toMatchObject({ code: "denied" });
  });

  it("asks who the user is first, and comes back to the consent page", async () => {
    const { emulator, client } = await twitter();
    const { authorizationUrl } = await client.begin({ callback: CALLBACK });
    const user = browser("bob");
    const first = await user.get(authorizationUrl);
    const login = new URL(first.location ?? "", emulator.origin);
    expect(`${first.status} ${login.pathname}`).toBe("302 /-/login");
    const back = await user.post(`${emulator.origin}/-/login`, {
      user: "bob",
      continue: login.searchParams.get("continue") ?? "",
    });
    expect(`${emulator.origin}${back.location}`).toBe(authorizationUrl);
  });

  it("names the consumer and what it asks for, escaped, on a page that cannot be framed or cached", async () => {
    const { emulator, client } = await twitter();
    const { authorizationUrl } = await client.begin({ callback: CALLBACK });
    const user = browser("alice");
    await user.logIn(emulator);
    const { text, headers } = await user.get(authorizationUrl);
    expect(text).toContain("Allow Printer &amp; &lt;b&gt;Co&lt;/b&gt; to use your account?");
    for (const { description } of modelOf("twitter").oauth.access)
      expect(text).toContain(description);
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  });

  it("takes a decision only from the form of the user's own session", async () => {
    const { emulator, client } = await twitter();
    const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
    const [alice, mallory] = [browser("alice"), browser("mallory")];
    await Promise.all([alice.logIn(emulator), mallory.logIn(emulator)]);
    const form_token = hidden((await mallory.get(authorizationUrl)).text, "form_token");
    const fields = { oauth_token: temporary.token.key, form_token, decision: "approve" };
    expect((await alice.post(authorizationUrl, fields)).status).toBe(403);
    expect((await mallory.post(authorizationUrl, fields)).status).toBe(302);
    expect((await mallory.post(authorizationUrl, fields)).status).toBe(400);
  });

  it.each(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"])(
    "goes nowhere else after a login, not to %s",
    async (target) => {
      const { origin } = await start("twitter");
      const { location } = await browser("alice").post(`${origin}/-/login`, {
        user: "alice",
        continue: target,
      });
      expect(location).toBe("/-/");
    },
  );

  it("lists connected apps and revokes, after which the next call fails", async () => {
    const { emulator, client } = await twitter();
    const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
    const { location } = await decide(emulator, authorizationUrl, "approve");
    const session = client.session(
      await client.complete({ temporary, callbackUrl: location ?? "" }),
    );
    expect((await session.fetch("/2/users/me")).status).toBe(200);
    const user = browser("alice");
    await user.logIn(emulator);
    const { text } = await user.get(emulator.pages.connected);
    expect(text).toContain("Printer &amp; &lt;b&gt;Co&lt;/b&gt;");
    const fields = {
      form_token: hidden(text, "form_token"),
      revoke: /name="revoke" value="([^"]+)"/.exec(text)?.[1] ?? "",
    };
    expect(
      (await user.post(emulator.pages.connected, { ...fields, form_token: "forged" })).status,
    ).toBe(403);
    expect((await session.fetch("/2/users/me")).status).toBe(200);
    expect((await user.post(emulator.pages.connected, fields)).status).toBe(302);
    expect((await session.fetch("/2/users/me")).status).toBe(401);
  });

  it("registers an app by its page, with key, secret and the URLs", async () => {
    const { origin, pages } = await start("discogs");
    const body = new URLSearchParams({ name: "Shelf", callback: CALLBACK });
    const response = await fetch(pages.apps, {
      method: "POST",
      body,
      headers: { accept: "application/json" },
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({
      key: expect.any(String),
      secret: expect.any(String),
      name: "Shelf",
      callbacks: [CALLBACK],
      endpoints: {
        temporaryCredentials: `${origin}/oauth/request_token`,
        authorization: `${origin}/oauth/authorize`,
        tokenCredentials: `${origin}/oauth/access_token`,
        revocation: `${origin}/oauth/revoke`,
        introspection: `${origin}/oauth/introspect`,
      },
    });
    const refused = await fetch(pages.apps, {
      method: "POST",
      body: new URLSearchParams({ name: "x", callback: "javascript:alert(1)" }),
    });
    expect(refused.status).toBe(400);
  });

  it("takes each endpoint by the descriptor's method and no other", async () => {
    const emulator = await start("discogs");
    const consumer = await emulator.register({ name: "Shelf", callbacks: ["oob"] });
    const ask = async (method: string): Promise<number> => {
      const url = `${emulator.origin}/oauth/request_token`;
      const { request } = await sign(
        { method, url },
        { consumer },
        { parameters: [["oauth_callback", "oob"]] },
      );
      return (await fetch(request.url, request)).status;
    };
    expect(await ask("GET")).toBe(200);
    expect(await ask("POST")).toBe(405);
  });

  it("answers unsigned calls, unknown calls and hostile ones without falling over", async () => {
    const { origin } = await start("twitter");
    expect((await fetch(`${origin}/2/users/me`)).status).toBe(400);
    expect((await fetch(`${origin}/nothing/here`)).status).toBe(404);
    expect(
      (await fetch(`${origin}/oauth/authorize?oauth_token=%FF%00`, { redirect: "manual" })).status,
    ).toBe(302);
    expect(
      (
        await fetch(`${origin}/oauth/request_token`, {
          method: "POST",
          headers: { authorization: 'OAuth "' },
        })
      ).status,
    ).toBe(400);
    expect((await fetch(`${origin}/2/users/me`)).status).toBe(400);
  });

  it("takes another port when the given one is taken", async () => {
    const first = await start("twitter");
    const second = await start("twitter", { port: first.port });
    expect(second.port).not.toBe(first.port);
    expect((await fetch(`${second.origin}/-/`)).status).toBe(200);
  });
});
