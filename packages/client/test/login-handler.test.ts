import { describe, expect, it } from "vitest";
import {
  CallError,
  createClient,
  login,
  LoginError,
  sealTemporary,
  type LoginDescription,
} from "@oauth1/client";
import { loginHandler, type LoginHandlerOptions } from "@oauth1/client/login-handler";
import { CONFIRMED, endpoint, legs, open, photos, TOKEN } from "./flows/scene.js";
import type { Answer } from "./photos.js";

const key = "correct horse battery staple, twice";
const SITE = "https://app.example";

type Given = Partial<LoginHandlerOptions> & {
  readonly description?: Partial<LoginDescription>;
  readonly answers?: Readonly<Record<string, Answer | (() => Answer)>>;
};

interface Site {
  readonly visit: (
    path: string,
    cookies?: readonly string[],
    init?: RequestInit,
  ) => Promise<Response>;
  readonly sent: () => Promise<readonly { readonly target: string }[]>;
}

async function site({ description, answers, ...given }: Given = {}): Promise<Site> {
  const { options, sent } = await open({ "/initiate": CONFIRMED, "/token": TOKEN, ...answers });
  const flows = [login({ ...legs, ...description })] as const;
  const handler = loginHandler({
    client: createClient({ ...options, provider: { ...photos, flows } }),
    callbackUrl: `${SITE}/callback`,
    key,
    onLogin: ({ token }, _request, returnTo) => new Response(`${token.key} ${returnTo}`),
    ...given,
  });
  const visit: Site["visit"] = (path, cookies = [], init = {}) =>
    handler(new Request(`${SITE}${path}`, { ...init, headers: { cookie: cookies.join("; ") } }));
  return { visit, sent };
}

/** What a browser would keep of the cookies that an answer sets. */
function kept(answer: Response): string[] {
  return answer.headers
    .getSetCookie()
    .filter((cookie) => !cookie.includes("Max-Age=0"))
    .map((cookie) => cookie.split(";")[0] ?? "");
}

const BACK = "/callback?oauth_token=hh5s93j4&oauth_verifier=v";

describe("loginHandler", () => {
  it("sends the user to the provider, with a cookie that tells nothing", async () => {
    const { visit } = await site();
    const answer = await visit("/login");
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toMatch(/^http:.*\/authorize\?oauth_token=hh5s93j4$/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-oauth1-photos-\w+=1\.[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ]);
    expect(answer.headers.getSetCookie().join()).not.toMatch(/hdhd0244|hh5s93j4/);
  });

  it("completes the login at the callback, and ends its cookie", async () => {
    const { visit } = await site();
    const cookies = kept(await visit("/login"));
    const answer = await visit(BACK, ["theme=dark", ...cookies]);
    expect(await answer.text()).toBe("nnch734d /");
    const [name] = cookies[0]?.split("=") ?? [];
    expect(answer.headers.getSetCookie()).toEqual([
      `${name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure`,
    ]);
  });

  it("keeps what the app answers, a redirect and its cookies included", async () => {
    const redirect = Response.redirect(`${SITE}/home`, 302);
    const { visit } = await site({ onLogin: () => redirect });
    const answer = await visit(BACK, kept(await visit("/login")));
    expect([answer.status, answer.headers.get("location")]).toEqual([302, `${SITE}/home`]);
    const headers = { "set-cookie": "session=1; HttpOnly" };
    const other = await site({ onLogin: () => new Response(null, { status: 204, headers }) });
    const ended = await other.visit(BACK, kept(await other.visit("/login")));
    expect(ended.headers.getSetCookie()).toHaveLength(2);
    expect(ended.headers.getSetCookie()[0]).toBe("session=1; HttpOnly");
  });

  it.each([
    ["/albums?page=2#top", "/albums?page=2#top"],
    ["/a/../b", "/b"],
    ["https://evil.example/", "/"],
    ["//evil.example/a", "/"],
    ["//[", "/"],
    ["/\\evil.example/", "/"],
    ["/\t/evil.example/", "/"],
    ["/.//evil.example/", "/"],
    [`/${"a".repeat(511)}`, `/${"a".repeat(511)}`],
    [`/${"a".repeat(512)}`, "/"],
    ["evil", "/"],
    ["", "/"],
  ])("returns to %j as %s", async (returnTo, expected) => {
    const { visit } = await site();
    const begun = await visit(`/login?returnTo=${encodeURIComponent(returnTo)}`);
    expect(await (await visit(BACK, kept(begun))).text()).toBe(`nnch734d ${expected}`);
  });

  it("keeps logins of several tabs apart", async () => {
    let count = 0;
    const initiate = (): string => CONFIRMED.replace("hh5s93j4", `tab${(count += 1)}`);
    const { visit } = await site({
      answers: { "/initiate": initiate },
      now: () => 1_700_000_000_000,
    });
    const first = kept(await visit("/login?returnTo=/first"));
    const second = kept(await visit("/login?returnTo=/second", first));
    // A browser keeps one cookie of each name.
    expect(first[0]?.split("=")[0]).not.toBe(second[0]?.split("=")[0]);
    const cookies = [...second, ...first];
    const back = (tab: number): string => `/callback?oauth_token=tab${tab}&oauth_verifier=v`;
    const answers = [await visit(back(1), cookies), await visit(back(2), cookies)];
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual([
      "nnch734d /first",
      "nnch734d /second",
    ]);
    expect(answers[0]?.headers.getSetCookie()[0]).toContain(first[0]?.split("=")[0]);
  });

  it("forgets the oldest login where there are more than five, and nothing else", async () => {
    // In 2059, when a digit more is needed.
    const clock = { now: 36 ** 8 - 3 };
    const { visit } = await site({ now: () => clock.now });
    const cookies: string[] = [];
    for (let tab = 0; tab < 5; tab += 1) {
      clock.now += 1;
      const begun = await visit("/login", cookies);
      expect(begun.headers.getSetCookie()).toHaveLength(1);
      cookies.push(...kept(begun));
    }
    clock.now += 1;
    const [first = "", ...later] = cookies;
    const others = ["a=1", "b=2", "c=3", "d=4", "theme=dark"];
    const sixth = await visit("/login", [
      ...others,
      ...later.slice(2),
      first,
      ...later.slice(0, 2),
    ]);
    const [name] = first.split("=");
    expect(sixth.headers.getSetCookie()[1]).toMatch(new RegExp(`^${name}=; Max-Age=0;`));
    expect(sixth.headers.getSetCookie()).toHaveLength(2);
  });

  it("leaves the logins of a provider alone whose id is longer", async () => {
    const { visit } = await site();
    const others = ["a", "b", "c", "d", "e"].map(
      (one) => `__Host-oauth1-photos-more-${one}=1.AAAA`,
    );
    const begun = await visit("/login", others);
    expect(begun.headers.getSetCookie()).toHaveLength(1);
    expect((await visit(BACK, [...kept(begun), ...others])).status).toBe(200);
  });

  it("knows no login of another provider, nor what the app has sealed, by whatever name they come", async () => {
    const { options } = await open({ "/initiate": CONFIRMED });
    const films = createClient({
      ...options,
      provider: { ...photos, id: "films", flows: [login(legs)] } as const,
    });
    const [photosSite, filmsSite] = [await site(), await site({ client: films })];
    const [cookie = ""] = kept(await filmsSite.visit("/login"));
    const { temporary } = await films.begin({ callback: `${SITE}/callback` });
    const sealed = await sealTemporary({ ...temporary, provider: "photos" }, key);
    for (const planted of [
      cookie.replace("films", "photos"),
      cookie.replace("films", "photos").replace(/=.*/, `=${sealed}`),
    ]) {
      const answer = await photosSite.visit(BACK, [planted]);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain("No login is under way in this browser");
    }
  });

  it("is plain over http, where a browser takes no secure cookie", async () => {
    const { visit } = await site({ callbackUrl: "http://localhost:3000/callback" });
    const [cookie] = (await visit("/login")).headers.getSetCookie();
    expect(cookie).toMatch(/^oauth1-photos-\w+=.*; SameSite=Lax$/);
  });

  it("begins and ends by POST as well", async () => {
    const { visit } = await site();
    const method = "POST";
    const cookies = kept(await visit("/login", [], { method }));
    expect((await visit(BACK, cookies, { method })).status).toBe(200);
  });

  it.each(["HEAD", "PUT", "DELETE"])("does nothing for %s", async (method) => {
    const { visit, sent } = await site();
    const answer = await visit("/login", [], { method });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, POST"]);
    expect(await sent()).toEqual([]);
  });
});

describe("a login that comes to nothing", () => {
  it("is answered with a page that a user can read", async () => {
    const { visit } = await site({ description: { callback: { denied: [{ parameter: "no" }] } } });
    const answer = await visit("/callback?no=hh5s93j4", kept(await visit("/login")));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("<p>Photos says that the login was denied.</p>");
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("content-security-policy")).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(answer.headers.getSetCookie()).toHaveLength(1);
  });

  it("says nothing of what the provider said", async () => {
    const body = "oauth_problem=x<script>&secret=hush";
    const { visit } = await site({ answers: { "/initiate": { status: 500, body } } });
    const answer = await visit("/login");
    expect(answer.status).toBe(502);
    expect(await answer.text()).not.toMatch(/script|hush|oauth/);
  });

  it.each([
    // No cookie, and cookies of somebody's own making.
    { cookies: [], back: BACK, code: "login_unknown" },
    { cookies: ["__Host-oauth1-photos-a=1.AAAA"], back: BACK, code: "login_unknown" },
    { cookies: ["__Host-oauth1-photos-"], back: BACK, code: "login_unknown" },
    { back: "/callback?oauth_token=other&oauth_verifier=v", code: "token_mismatch" },
    { back: "/callback?oauth_token=hh5s93j4", code: "verifier_missing" },
    { back: "/callback?oauth_problem=user_refused", code: "denied" },
  ])("is told for what it is: $cookies, $back is $code", async ({ cookies, back, code }) => {
    const told: string[] = [];
    const onError: LoginHandlerOptions["onError"] = (error) => void told.push(error.code);
    const { visit, sent } = await site({ onError });
    const answer = await visit(back, cookies ?? kept(await visit("/login")));
    expect([told, answer.status]).toEqual([[code], 400]);
    expect((await sent()).map(({ target }) => target)).not.toContain("/token");
  });

  it("gets the default page where onError has only looked at it, and answers nothing", async () => {
    const seen: string[] = [];
    const listeners: readonly NonNullable<LoginHandlerOptions["onError"]>[] = [
      (error) => {
        seen.push(error.code);
      },
      async (error) => {
        seen.push(await Promise.resolve(error.code));
      },
      (error) => (error.code === "denied" ? new Response("as you like") : undefined),
    ];
    for (const onError of listeners) {
      const { visit } = await site({ onError });
      const answer = await visit(BACK);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain("No login is under way in this browser");
    }
    expect(seen).toEqual(["login_unknown", "login_unknown"]);
  });

  it("is too late after ten minutes", async () => {
    const clock = { now: Date.now() };
    const { visit } = await site({ now: () => clock.now });
    const cookies = kept(await visit("/login"));
    clock.now += 600_000;
    expect((await visit(BACK, cookies)).status).toBe(400);
  });

  it("is looked for in five cookies and no more", async () => {
    const { visit } = await site();
    const cookies = kept(await visit("/login"));
    const others = ["v", "w", "x", "y", "z"].map((name) => `__Host-oauth1-photos-${name}=1.x`);
    expect((await visit(BACK, [...others, ...cookies])).status).toBe(400);
    expect((await visit(BACK, [...others.slice(1), ...cookies])).status).toBe(200);
  });

  it("is in time as long as the app says", async () => {
    const clock = { now: Date.now() };
    const { visit } = await site({ now: () => clock.now, lifetime: 3600 });
    const cookies = kept(await visit("/login"));
    clock.now += 3_599_999;
    expect((await visit(BACK, cookies)).status).toBe(200);
    clock.now += 1;
    expect((await visit(BACK, cookies)).status).toBe(400);
  });

  it("is none where only the key was changed, as long as the old one is named", async () => {
    const [before, between, after] = [key, [`${key}!`, key], `${key}!`];
    const begun = await (await site({ key: before })).visit("/login");
    const { visit } = await site({ key: between });
    expect((await visit(BACK, kept(begun))).status).toBe(200);
    const renewed = kept(await visit("/login"));
    expect((await (await site({ key: after })).visit(BACK, renewed)).status).toBe(200);
    expect((await (await site({ key: after })).visit(BACK, kept(begun))).status).toBe(400);
  });

  it("keeps the cookie that the callback does not name", async () => {
    const { visit } = await site();
    const cookies = kept(await visit("/login"));
    const answer = await visit("/callback?oauth_token=other&oauth_verifier=v", cookies);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect((await visit(BACK, cookies)).status).toBe(200);
  });

  it.each([
    ["busy", { status: 503, body: "busy" }],
    ["at a loss", { status: 500, body: "oauth_problem=internal" }],
    ["out of calls", { status: 429 }],
  ])("can be completed by a second visit where the provider was %s", async (_, failure) => {
    const answers: Answer[] = [failure, TOKEN];
    const { visit } = await site({ answers: { "/token": () => answers.shift() ?? "" } });
    const cookies = kept(await visit("/login"));
    const failed = await visit(BACK, cookies);
    expect([failed.status, failed.headers.getSetCookie()]).toEqual([502, []]);
    const answer = await visit(BACK, cookies);
    expect(await answer.text()).toBe("nnch734d /");
    expect(answer.headers.getSetCookie()).toHaveLength(1);
  });

  it.each(["network", "timeout"] as const)("can so after a failure that is %s", async (code) => {
    const temporary = {
      version: 1,
      provider: "photos",
      token: { key: "hh5s93j4", secret: "h" },
    } as const;
    const client: LoginHandlerOptions["client"] = {
      provider: "photos",
      begin: async () => ({ authorizationUrl: "https://photos.example.net/", temporary }),
      complete: () => Promise.reject(new CallError(code, "not answered")),
    };
    const { visit } = await site({ client });
    const failed = await visit(BACK, kept(await visit("/login")));
    expect([failed.status, failed.headers.getSetCookie()]).toEqual([502, []]);
  });

  it("is over where the provider refuses, and where what the app does then fails", async () => {
    const refused = await site({ answers: { "/token": { status: 401 } } });
    const cookies = kept(await refused.visit("/login"));
    expect((await refused.visit(BACK, cookies)).headers.getSetCookie()).toHaveLength(1);
    const failure = new CallError("network", "not answered");
    const failing = await site({ onLogin: () => Promise.reject(failure) });
    const answer = await failing.visit(BACK, kept(await failing.visit("/login")));
    expect([answer.status, answer.headers.getSetCookie().length]).toEqual([502, 1]);
  });

  it("goes to onError also where the app throws such an error itself, and rejects with any other", async () => {
    const thrown = { error: new Error("database down") };
    const { visit } = await site({ onLogin: () => Promise.reject(thrown.error) });
    const cookies = kept(await visit("/login"));
    await expect(visit(BACK, cookies)).rejects.toThrow("database down");
    thrown.error = new LoginError("denied", "This account is <blocked>.");
    const answer = await visit(BACK, cookies);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("This account is &#60;blocked&#62;.");
  });
});

describe("where a part of the path is taken off on the way", () => {
  const callbackUrl = `${SITE}/app/callback`;

  it.each([
    ["/callback?oauth_token=hh5s93j4&oauth_verifier=v", undefined],
    ["/callback?oauth_token=hh5s93j4&oauth_verifier=v", "https://other.example/callback"],
    ["/?oauth_token=hh5s93j4&oauth_verifier=v", undefined],
  ])("completes the login at %s", async (back, elsewhere = callbackUrl) => {
    const { visit } = await site({ callbackUrl: elsewhere });
    const begun = await visit("/login?returnTo=/app/albums");
    const answer = await visit(back, kept(begun));
    expect(await answer.text()).toBe("nnch734d /app/albums");
    expect(answer.headers.getSetCookie()).toEqual([expect.stringContaining("Max-Age=0")]);
  });

  it("knows what the provider calls the token", async () => {
    const callback = { tokenParameter: "token", verifierParameter: "pin" };
    const { visit } = await site({ callbackUrl, description: { callback } });
    const answer = await visit("/callback?token=hh5s93j4&pin=v", kept(await visit("/login")));
    expect(await answer.text()).toBe("nnch734d /");
  });

  it.each(["denied=hh5s93j4", "no=hh5s93j4", "oauth_problem=user_refused", "denied"])(
    "hears a user who says no with %s",
    async (query) => {
      const denied = [{ parameter: "denied" }, { parameter: "no" }];
      const onError: LoginHandlerOptions["onError"] = (error) => new Response(error.code);
      const { visit } = await site({ callbackUrl, onError, description: { callback: { denied } } });
      const answer = await visit(`/callback?${query}`, kept(await visit("/login")));
      expect(await answer.text()).toBe("denied");
    },
  );

  it.each(["oauth_token=a", "oauth_verifier=v", "denied=a", "oauth_problem=b"])(
    "sends nobody around who comes back without a login: %s",
    async (back) => {
      const { visit, sent } = await site({ callbackUrl });
      const answer = await visit(`/callback?${back}`);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain("<p>No login is under way in this browser");
      expect(await sent()).toEqual([]);
    },
  );
});

it("begins another login while one is under way", async () => {
  const { visit } = await site();
  const cookies = kept(await visit("/login"));
  expect((await visit("/login?returnTo=/albums&theme=dark", cookies)).status).toBe(303);
});

it("takes the callback with a slash behind it too", async () => {
  const { visit } = await site();
  const cookies = kept(await visit("/login"));
  const answer = await visit(BACK.replace("?", "/?"), cookies);
  expect(await answer.text()).toBe("nnch734d /");
});

it.each(["/callback", "/callback//"])(
  "begins no login at %s, where a user came back with nothing",
  async (path) => {
    const { visit } = await site();
    expect((await visit(path, kept(await visit("/login")))).status).toBe(400);
  },
);

it("knows the errors of another copy of the package", async () => {
  const begin = async (): Promise<never> => {
    throw Object.assign(new Error("no"), { name: "LoginError", code: "denied" });
  };
  const client = { provider: "photos", begin, complete: begin };
  const { visit } = await site({ client });
  expect((await visit("/login")).status).toBe(400);
});

it("tells a mistake at once", async () => {
  await expect(site({ callbackUrl: "/callback" })).rejects.toThrow(/no absolute URL/);
  await expect(site({ key: "short" })).rejects.toThrow(/too short/);
  const authorization = { ...legs.authorization, method: "PUT" } as const;
  const { visit } = await site({ description: { authorization } });
  await expect(visit("/login")).rejects.toThrow(/photos has no page/);
});

it("tells that a browser would drop the cookie, rather than losing the login", async () => {
  const long = `oauth_token=${"t".repeat(3000)}&oauth_token_secret=s&oauth_callback_confirmed=true`;
  const { visit } = await site({ answers: { "/initiate": long } });
  await expect(visit("/login")).rejects.toThrow(/browsers drop cookies of over 4096/);
});

it("lets the app ask for more, by what the request says", async () => {
  const { options, sent } = await open({ "/initiate": CONFIRMED });
  const temporaryCredentials = {
    ...endpoint("/initiate"),
    parameters: { scope: { in: "query" } },
  } as const;
  const flows = [login({ ...legs, temporaryCredentials })] as const;
  const client = createClient({ ...options, provider: { ...photos, flows } });
  const handler = loginHandler({
    client: {
      ...client,
      begin: ({ callback }, { url }) =>
        client.begin({ callback, params: { scope: new URL(url).searchParams.getAll("may") } }),
    },
    callbackUrl: `${SITE}/callback`,
    key,
    onLogin: () => new Response(),
  });
  await handler(new Request(`${SITE}/login?may=read&may=write`));
  expect((await sent())[0]?.target).toBe("/initiate?scope=read%2Cwrite");
});
