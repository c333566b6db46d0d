import { describe, expect, it } from "vitest";
import { createClient, login } from "@oauth1/client";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import type { Emulator } from "@oauth1/emulator";
import { closeAfterEach, emulate, LEGS } from "./world.js";

closeAfterEach();

const CALLBACK = "http://127.0.0.1:9/callback?x=1";

const provider = {
  id: "odd",
  name: "Odd",
  signatureMethod: hmacSha1,
  api: { baseUrl: "https://odd.example/api" },
  flows: [login(LEGS)],
} as const;

async function world() {
  const access = [{ name: "read", description: "Read <your> posts" }];
  const emulator = await emulate({ oauth: { ...LEGS, access } });
  const name = "Printer & <b>Co</b>";
  const consumer = await emulator.register({ name, callbacks: [CALLBACK, "oob"] });
  const client = createClient({ consumer, originMap: emulator.originMap, provider });
  return { emulator, client, consumer };
}

/** A user at a browser without JavaScript. */
function browser(name: string) {
  const cookies = { current: "" };
  const send = async (url: string, init: RequestInit) => {
    const headers = { cookie: cookies.current };
    const response = await fetch(url, { ...init, redirect: "manual", headers });
    cookies.current = response.headers.getSetCookie()[0]?.split(";")[0] ?? cookies.current;
    const { status, headers: received } = response;
    const location = received.get("location");
    return { status, headers: received, text: await response.text(), location };
  };
  const post = (url: string, fields: Record<string, string>) =>
    send(url, { method: "POST", body: new URLSearchParams(fields) });
  return {
    get: (url: string) => send(url, {}),
    post,
    logIn: ({ origin }: Emulator) => post(`${origin}/-/login`, { user: name }),
  };
}

function valueOf(markup: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(markup)?.[1] ?? "";
}

async function decide(emulator: Emulator, authorizationUrl: string, decision: string) {
  const user = browser("alice");
  await user.logIn(emulator);
  const { text } = await user.get(authorizationUrl);
  const form_token = valueOf(text, "form_token");
  return user.post(authorizationUrl, { form_token, decision });
}

describe("the pages of an emulated provider", () => {
  it("log a user in and send the verifier to the callback", async () => {
    const { emulator, client } = await world();
    const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
    expect(authorizationUrl).toBe(
      `${emulator.origin}/authorize?oauth_token=${temporary.token.key}`,
    );
    const { location } = await decide(emulator, authorizationUrl, "approve");
    const callbackUrl = location ?? "";
    await expect(client.complete({ temporary, callbackUrl })).resolves.toHaveProperty("token");
  });

  it("show a PIN for a login without a callback, and a no as a no", async () => {
    const { emulator, client } = await world();
    const { authorizationUrl, temporary } = await client.begin({ callback: "oob" });
    const { status, text } = await decide(emulator, authorizationUrl, "approve");
    const verifier = /<p class="pin">(\d+)<\/p>/.exec(text)?.[1] ?? "";
    expect(status).toBe(200);
    await expect(client.complete({ temporary, verifier })).resolves.toHaveProperty("token");
    const denied = await client.begin({ callback: "oob" });
    expect((await decide(emulator, denied.authorizationUrl, "deny")).text).toContain("You said no");
  });

  it("ask who the user is first, and come back to the question", async () => {
    const { emulator, client } = await world();
    const { authorizationUrl } = await client.begin({ callback: CALLBACK });
    const user = browser("bob");
    const first = await user.get(authorizationUrl);
    const page = new URL(first.location ?? "", emulator.origin);
    expect(`${first.status} ${page.pathname}`).toBe("302 /-/login");
    const target = page.searchParams.get("continue") ?? "";
    const back = await user.post(`${emulator.origin}/-/login`, { user: "bob", continue: target });
    expect(`${emulator.origin}${back.location}`).toBe(authorizationUrl);
  });

  it("let somebody else log in instead, and come back", async () => {
    const { emulator, client } = await world();
    const { authorizationUrl } = await client.begin({ callback: CALLBACK });
    const { tokens, connected } = emulator.pages;
    const user = browser("alice");
    await user.logIn(emulator);
    for (const url of [authorizationUrl, tokens, connected]) {
      const [, login] =
        /<a href="([^"]*)">Log in as somebody else/.exec((await user.get(url)).text) ?? [];
      const target = new URL(login ?? "", emulator.origin).searchParams.get("continue") ?? "";
      const back = await user.post(`${emulator.origin}/-/login`, { user: "bob", continue: target });
      expect(`${emulator.origin}${back.location}`).toBe(url);
      expect((await user.get(url)).text).toContain("<strong>bob</strong>");
    }
  });

  it("name the app and what it asks for, escaped, and cannot be framed or cached", async () => {
    const { emulator, client } = await world();
    const { authorizationUrl } = await client.begin({ callback: CALLBACK });
    const user = browser("alice");
    await user.logIn(emulator);
    const { text, headers } = await user.get(authorizationUrl);
    expect(text).toContain("Allow Printer &amp; &lt;b&gt;Co&lt;/b&gt; to use your account?");
    expect(text).toContain("Read &lt;your&gt; posts");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("same-origin");
  });

  it("take a decision only from the form of the user's own session, and once", async () => {
    const { emulator, client } = await world();
    const { authorizationUrl } = await client.begin({ callback: CALLBACK });
    const [alice, mallory] = [browser("alice"), browser("mallory")];
    await Promise.all([alice.logIn(emulator), mallory.logIn(emulator)]);
    const form_token = valueOf((await mallory.get(authorizationUrl)).text, "form_token");
    const fields = { form_token, decision: "approve" };
    expect((await alice.post(authorizationUrl, fields)).status).toBe(403);
    expect((await mallory.post(authorizationUrl, fields)).status).toBe(302);
    expect((await mallory.post(authorizationUrl, fields)).status).toBe(400);
  });

  it.each(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"])(
    "lead nowhere else after a login, not to %s",
    async (target) => {
      const { origin } = await emulate({});
      const user = browser("alice");
      const { location } = await user.post(`${origin}/-/login`, {
        user: "alice",
        continue: target,
      });
      expect(location).toBe("/-/");
    },
  );

  it("list connected apps and revoke, after which the next call fails", async () => {
    const { emulator, client } = await world();
    const session = client.session(await emulator.issueToken("alice"));
    const user = browser("alice");
    await user.logIn(emulator);
    const { text } = await user.get(emulator.pages.connected);
    expect(text).toContain("Printer &amp; &lt;b&gt;Co&lt;/b&gt;");
    const revoke = valueOf(text, "revoke");
    const forged = await user.post(emulator.pages.connected, { form_token: "forged", revoke });
    expect([forged.status, (await session.fetch("/api/me")).status]).toEqual([403, 200]);
    await user.post(emulator.pages.connected, { form_token: valueOf(text, "form_token"), revoke });
    expect((await session.fetch("/api/me")).status).toBe(401);
  });

  it("register an app, with key, secret and the endpoints that there are", async () => {
    const { origin, pages } = await emulate({});
    const ask = (callback: string): Promise<Response> => {
      const body = new URLSearchParams({ name: "Shelf", callback });
      return fetch(pages.apps, { method: "POST", body, headers: { accept: "application/json" } });
    };
    const response = await ask(CALLBACK);
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({
      key: expect.any(String),
      secret: expect.any(String),
      name: "Shelf",
      callbacks: [CALLBACK],
      endpoints: {
        temporaryCredentials: `${origin}/initiate`,
        authorization: `${origin}/authorize`,
        tokenCredentials: `${origin}/token`,
      },
    });
    expect((await ask("javascript:alert(1)")).status).toBe(400);
  });

  it("issue a token for who is logged in", async () => {
    const { emulator, client, consumer } = await world();
    const user = browser("carol");
    await user.logIn(emulator);
    const { text } = await user.get(emulator.pages.tokens);
    const form_token = valueOf(text, "form_token");
    const issued = await user.post(emulator.pages.tokens, { form_token, consumer: consumer.key });
    const [key = "", secret = ""] = [...issued.text.matchAll(/<dd>(\w+)<\/dd>/g)].map(
      ([, one]) => one,
    );
    expect((await client.session({ key, secret }).fetch("/api/me")).status).toBe(200);
  });
});

describe("an emulator", () => {
  it("answers hostile requests without falling over", async () => {
    const { origin } = await emulate({});
    const status = async (path: string, init: RequestInit = {}): Promise<number> =>
      (await fetch(`${origin}${path}`, { redirect: "manual", ...init })).status;
    expect(await status("/api/me")).toBe(400);
    expect(await status("/nothing/here")).toBe(404);
    expect(await status("/authorize?oauth_token=%FF%00")).toBe(302);
    const headers = { authorization: 'OAuth "' };
    expect(await status("/initiate", { method: "POST", headers })).toBe(400);
    expect(await status("/initiate?Authorization={", { method: "POST" })).toBe(400);
    expect(
      await status("/-/faults", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{",
      }),
    ).toBe(400);
    expect(await status("/api/me")).toBe(400);
  });

  it("takes another port when the given one is taken", async () => {
    const first = await emulate({});
    const second = await emulate({}, { port: first.port });
    expect(second.port).not.toBe(first.port);
    expect((await fetch(second.pages.home)).status).toBe(200);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses %s as a number of calls", async (calls) => {
    await expect(emulate({}, { calls })).rejects.toThrow(`calls is ${calls}: it has to be`);
  });

  it.each([
    ["http://localhost:3000/", "such as http://localhost:3000."],
    ["http://LOCALHOST:3000", "such as http://localhost:3000."],
    ["localhost:3000", "such as http://localhost:3000."],
    ["http://localhost:3000/odd?a", "without a path"],
  ])("refuses %s as an origin", async (origin, mend) => {
    await expect(emulate({}, { origin })).rejects.toThrow(TypeError);
    await expect(emulate({}, { origin })).rejects.toThrow(mend);
    await expect(emulate({}, { calledBy: origin })).rejects.toThrow(mend);
  });

  it("knows no user without a name", async () => {
    const { emulator, client } = await world();
    await expect(emulator.issueToken("")).rejects.toThrow("The user has no name");
    const { authorizationUrl } = await client.begin({ callback: "oob" });
    await expect(emulator.approve(authorizationUrl, { user: "" })).rejects.toThrow(TypeError);
  });
});
