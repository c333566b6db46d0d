import { secret, type RequestParts } from "@oauth1/core";
import { createProvider } from "@oauth1/server";
import {
  consentPage,
  html,
  localPath,
  type ConsentOptions,
  type ConsentView,
  type Visitor,
} from "@oauth1/server/consent";
import { memoryStore } from "@oauth1/server/stores/memory";
import { beforeEach, describe, expect, it } from "vitest";
import { acts, CALLBACK, createWorld, ORIGIN, tokenOf, type Token, type World } from "./harness.js";

const PATH = "/oauth/authorize";
const SCOPES = {
  offered: { read: "See your photos", write: "Add photos", purge: "Delete <b>every</b> photo" },
};
const JANE: Visitor = { user: "jane", session: "browser-1", name: "Jane & Co" };

let down = false;
let visitor: Visitor | undefined;
let world: World;
let open: ReturnType<typeof consentPage>;

function pageOf(options: Partial<ConsentOptions> = {}, at = world): ReturnType<typeof consentPage> {
  return consentPage(at.provider, {
    login: () => visitor,
    loginPath: "/login",
    brand: "Photos",
    ...options,
  });
}

beforeEach(async () => {
  down = false;
  visitor = JANE;
  const verb = (original: unknown): unknown => {
    if (typeof original !== "function") return original;
    return async (...args: readonly unknown[]) => {
      if (down) throw new TypeError("fetch failed");
      return original(...args);
    };
  };
  const store = new Proxy(memoryStore(), {
    get: (target, name) => verb(Reflect.get(target, name)),
  });
  world = await createWorld({ scopes: SCOPES, store });
  open = pageOf();
});

/** Asks for temporary credentials with scopes. */
function asked(scope = "read write purge", callback = CALLBACK): Promise<Token> {
  const query = scope === "" ? "" : `?scope=${encodeURIComponent(scope)}`;
  const parameters = [["oauth_callback", callback]] as const;
  return world.initiate({ url: `${ORIGIN}/oauth/initiate${query}`, parameters });
}

function get(query: string): RequestParts {
  return { method: "GET", url: `${ORIGIN}${PATH}?${query}` };
}

const see = async (token: Token, page = open): Promise<Response> =>
  page(get(`oauth_token=${token.key}`));

/** The hidden fields of a page, as a browser would read them. */
function hidden(page: string): [string, string][] {
  return [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name = "", value = ""]) => [name, value],
  );
}

function post(
  body: readonly (readonly [string, string])[],
  headers: Record<string, string> = {},
): Request {
  return new Request(`${ORIGIN}${PATH}`, {
    method: "POST",
    headers,
    body: new URLSearchParams(body.map(([name, value]) => [name, value])),
  });
}

interface Answer {
  readonly decision?: string;
  readonly scopes?: readonly string[];
  readonly headers?: Record<string, string>;
  readonly page?: typeof open;
}

/** Opens the page for a token and posts its form. */
async function answer(
  token: Token,
  { decision = "approve", scopes = ["read", "write", "purge"], headers, page = open }: Answer = {},
): Promise<Response> {
  const form = hidden(await (await see(token, page)).text());
  const ticked = scopes.map((scope): [string, string] => ["scope", scope]);
  return page(post([...form, ...ticked, ["decision", decision]], headers));
}

/** The scopes that the token of an approved login has, as its requests are answered. */
async function allowed(temporary: Token, response: Response): Promise<unknown> {
  const location = new URL(response.headers.get("location") ?? "");
  const verifier = location.searchParams.get("oauth_verifier") ?? "";
  const token = await tokenOf(await world.exchange(temporary, verifier));
  const verdict = await world.provider.protect(await world.signed("/photos", token));
  return verdict.ok ? verdict.scopes : verdict;
}

async function isPending(token: Token): Promise<boolean> {
  return (await world.provider.authorization.inspect(token.key)).ok;
}

describe("the page", () => {
  it("names the consumer, the user, the scopes and where it leads", async () => {
    const response = await see(await asked("read purge"));
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    for (const text of ["Printer", "Jane &amp; Co", "See your photos", "printer.example.com"])
      expect(page).toContain(text);
    expect(page).toContain("Delete &lt;b&gt;every&lt;/b&gt; photo");
    expect(page).not.toContain("Add photos");
    expect(page.match(/type="checkbox"[^>]* checked/g)).toHaveLength(2);
  });

  it("loads nothing, runs nothing and links nowhere", async () => {
    const page = await (await see(await asked())).text();
    expect(page).not.toMatch(/<script|<link|<img|<iframe|<a |https?:\/\/|url\(|@import|\son\w+=/i);
  });

  it("opens for a browser that another site has sent here, as consumers do", async () => {
    const token = await asked();
    const headers = { "sec-fetch-site": "cross-site", origin: "https://printer.example.com" };
    expect((await open({ ...get(`oauth_token=${token.key}`), headers })).status).toBe(200);
  });

  it("has the application's style behind its own", async () => {
    const style = 'main > :first-child { content: "&<" }';
    const page = await (await see(await asked(), pageOf({ style }))).text();
    expect(page.indexOf(style)).toBeGreaterThan(page.indexOf(".pin {"));
  });

  it("escapes what consumers and users are called", async () => {
    const name = `"><script>alert(1)</script>'\u202e<style>*{}`;
    await world.provider.consumers.change(world.consumer.key, { name });
    visitor = { ...JANE, name: "<img src=x onerror=alert(1)>" };
    const page = await (await see(await asked("read"))).text();
    expect(page).not.toMatch(/<script|<img|<style>\*/);
    expect(page).toContain("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;\u202e");
    // What turns the direction of writing around is kept to the name.
    expect(
      page
        .split("\u202e")
        .slice(0, -1)
        .every((text) => /<bdi>[^<]*$|<title>[^<]*$/.test(text)),
    ).toBe(true);
  });

  it("calls a consumer whose name shows nothing by its key, to the end", async () => {
    const { key } = world.consumer;
    const blank = ["\u200b", "\u2066 \u2069", "\u3164", "\ufeff\u2800", "\u{e0041}", "\0\x85"];
    for (const name of ["", " \t\u00a0", "\ufff9", ...blank]) {
      await world.provider.consumers.change(key, { name });
      for (const decision of ["approve", "deny"]) {
        const token = await asked("read", "oob");
        const pages = [await see(token), await answer(token, { decision })];
        for (const page of pages) expect(await page.text()).toContain(`<bdi>${key}</bdi>`);
      }
    }
  });

  it("escapes the scopes' names and descriptions", async () => {
    const offered = { "'><i>": "<i>all</i>" };
    world = await createWorld({ scopes: { offered } });
    open = pageOf();
    const token = await asked("'><i>");
    const page = await (await see(token)).text();
    expect(page).not.toContain("<i>");
    expect(page).toContain("&lt;i&gt;all&lt;/i&gt;");
    const response = await answer(token, { scopes: Object.keys(offered) });
    expect(response.status).toBe(303);
  });

  it("shows the user's id where there is no name, and says when there is no scope", async () => {
    visitor = { user: "jane-7", session: "s" };
    const page = await (await see(await asked(""))).text();
    expect(page).toContain("jane-7");
    for (const name of ["", " ", "\u200b"]) {
      visitor = { ...visitor, name };
      expect(await (await see(await asked(""))).text()).toContain("<bdi>jane-7</bdi>");
    }
    for (const name of ["\u{1f5a8}\ufe0f", "\u0646\u200c\u0645", "."]) {
      visitor = { ...visitor, name };
      expect(await (await see(await asked(""))).text()).toContain(`<bdi>${name}</bdi>`);
    }
    visitor = { ...visitor, name: "\u00a0Jane \u3000" };
    expect(await (await see(await asked(""))).text()).toContain("<bdi>Jane</bdi>");
    expect(page).toContain("Act for you with Photos");
    expect(page).not.toContain("checkbox");
  });

  it("has a title, and the words and answers that belong to it", async () => {
    const shown = async (response: Promise<Response>): Promise<string> => (await response).text();
    const question = await shown(see(await asked("read")));
    const yes = await shown(answer(await asked("read", "oob")));
    const no = await shown(answer(await asked("read", "oob"), { decision: "deny" }));
    expect(question).toContain("<title>Allow Printer? – Photos</title>");
    expect(question).toMatch(/<legend><bdi>Printer<\/bdi> asks to<\/legend>/);
    expect(question).toMatch(/value="approve">Allow<.*value="deny">Deny</s);
    expect(await shown(see(await asked("")))).toMatch(/<h2><bdi>Printer<\/bdi> asks to<\/h2>/);
    expect(yes).toContain("<title>Your PIN – Photos</title>");
    expect(no).toContain("<title>Denied – Photos</title>");
    for (const page of [question, yes, no]) {
      expect(page).toContain('<meta name="robots" content="noindex" />');
    }
  });

  // What it does is to be seen in a browser alone.
  it("takes no second click of a double click, which would be answered in place of the first", async () => {
    const page = await (await see(await asked())).text();
    expect(page).toContain("button:focus:not(:active, :focus-visible) { pointer-events: none; }");
  });

  it("is called by the provider's host by default", async () => {
    const page = consentPage(world.provider, { login: () => visitor, loginPath: "/login" });
    expect(await (await page(get("oauth_token=x"))).text()).toContain("photos.example.net");
  });

  it("says that a PIN comes, that an app opens, or which host and port", async () => {
    expect(await (await see(await asked("read", "oob"))).text()).toContain("you get a PIN");
    const callbacks = ["printer.app:/done", "http://127.0.0.1/"];
    await world.provider.consumers.change(world.consumer.key, { callbacks });
    const local = await (await see(await asked("read", "http://127.0.0.1:4711/"))).text();
    expect(local).toContain('go back to <strong class="wire">127.0.0.1:4711</strong>');
    const page = await (await see(await asked("read", "printer.app:/done"))).text();
    expect(page).toMatch(/an app on this device, by\s+<strong class="wire">printer\.app:</);
  });
});

describe("every answer", () => {
  const STRICT =
    /^default-src 'none'; (style-src 'nonce-[0-9a-f]{32}'; )?base-uri 'none'; frame-ancestors 'none'$/;

  it("has the defense in its headers", async () => {
    const token = await asked();
    const responses = [
      await see(token),
      await open({ method: "DELETE", url: `${ORIGIN}${PATH}` }),
      await open(post([["token", token.key]])),
      await open(post([], { origin: "https://evil.example" })),
      await open(get("oauth_token=unknown")),
      await answer(token, { scopes: [] }),
      await answer(token),
      await answer(await asked("read", "oob")),
      await answer(await asked("read", "oob"), { decision: "deny" }),
    ];
    visitor = undefined;
    responses.push(await see(token));
    visitor = JANE;
    down = true;
    responses.push(await see(token));
    expect(responses.map(({ status }) => status)).toEqual([
      200, 405, 403, 403, 400, 400, 303, 200, 200, 303, 503,
    ]);
    for (const { headers } of responses) {
      expect(headers.get("content-security-policy")).toMatch(STRICT);
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  it("has a nonce of its own, which its style carries", async () => {
    const token = await asked();
    const oob = [await asked("read", "oob"), await asked("read", "oob")] as const;
    const nonces = await Promise.all(
      [
        see(token),
        see(token),
        see({ key: "unknown", secret: "" }),
        answer(oob[0]),
        answer(oob[1], { decision: "deny" }),
      ].map(async (response) => {
        const policy = (await response).headers.get("content-security-policy") ?? "";
        const nonce = /'nonce-([0-9a-f]{32})'/.exec(policy)?.[1] ?? "";
        const page = await (await response).text();
        expect(page).toContain(`<style nonce="${nonce}">`);
        expect(page).toContain('<p class="brand">Photos</p>');
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(5);
  });
});

describe("yes", () => {
  it("goes to the callback with the verifier, which buys a token with every scope", async () => {
    const token = await asked();
    const response = await answer(token);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toMatch(
      new RegExp(
        `^https://printer\\.example\\.com/ready\\?job=7&oauth_token=${token.key}&oauth_verifier=[0-9a-f]{32}$`,
      ),
    );
    expect(await response.text()).toBe("");
    expect(await allowed(token, response)).toEqual(["read", "write", "purge"]);
  });

  it("in part binds that part to the token", async () => {
    const token = await asked();
    const response = await answer(token, { scopes: ["purge", "read"] });
    expect(await allowed(token, response)).toEqual(["read", "purge"]);
  });

  it("cannot be to more than was asked for", async () => {
    const token = await asked("read");
    const response = await answer(token, { scopes: ["read", "purge", "root"] });
    expect(await allowed(token, response)).toEqual(["read"]);
  });

  it("is to what was ticked, whatever else the form says", async () => {
    const token = await asked();
    const form = hidden(await (await see(token)).text());
    const said = ["x", "Scope", "oauth_scope"].map((name): [string, string] => [name, "purge"]);
    const ticked = [...said, ["scope", "read"], ["decision", "approve"]] as const;
    expect(await allowed(token, await open(post([...form, ...ticked])))).toEqual(["read"]);
  });

  it("to nothing is asked again, with nothing ticked", async () => {
    const token = await asked();
    for (const scopes of [[], ["root"]]) {
      const response = await answer(token, { scopes });
      const page = await response.text();
      expect(response.status).toBe(400);
      expect(page).toContain("Nothing is ticked.");
      expect(page).not.toMatch(/type="checkbox"[^>]* checked/);
      expect(hidden(page)).toHaveLength(2);
    }
    expect(await isPending(token)).toBe(true);
    expect((await answer(token)).status).toBe(303);
  });

  it("without scopes needs no tick", async () => {
    expect((await answer(await asked(""), { scopes: [] })).status).toBe(303);
  });

  it("shows a verifier to be carried once, and to nobody else", async () => {
    const token = await asked("read", "oob");
    const form = hidden(await (await see(token)).text());
    const yes = (): Request => post([...form, ["scope", "read"], ["decision", "approve"]]);
    const page = await (await open(yes())).text();
    const pin = /<p class="pin">([0-9]{8})<\/p>/.exec(page)?.[1] ?? "";
    const later = [
      await open(yes()),
      await see(token),
      await open(get(`oauth_token=${token.key}`)),
    ];
    visitor = { user: "joe", session: "browser-2" };
    later.push(await see(token));
    for (const response of later) {
      expect(response.status).toBe(400);
      expect(await response.text()).not.toContain(pin);
    }
    expect((await world.exchange(token, pin)).status).toBe(200);
  });

  it("shows no verifier to a consumer that takes none", async () => {
    const store = memoryStore();
    const old = { key: "old", secret: "s", name: "Old", callbacks: ["oob"] };
    await store.insertConsumer({ ...old, secret: secret("s"), createdAt: 0 });
    world = await createWorld({ store, unsafeConsumersWithoutVerifier: ["old"] });
    open = pageOf();
    const { initiate } = acts(world.provider, old, world.clock);
    const page = await (await answer(await initiate({ parameters: [] }))).text();
    expect(page).toContain("You said yes");
    expect(page).toContain("<title>Allowed – Photos</title>");
    expect(page).not.toContain('class="pin"');
  });
});

describe("no", () => {
  it("goes to the callback without a verifier, and ends the login", async () => {
    const token = await asked();
    const response = await answer(token, { decision: "deny", scopes: [] });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(
      `${CALLBACK}&oauth_token=${token.key}&oauth_problem=user_refused`,
    );
    expect((await see(token)).status).toBe(400);
    expect(world.events).toContainEqual({
      type: "authorization_denied",
      consumer: world.consumer.key,
      user: "jane",
    });
  });

  it("cannot become a yes", async () => {
    const token = await asked("read", "oob");
    const form = hidden(await (await see(token)).text());
    expect((await open(post([...form, ["decision", "deny"]]))).status).toBe(200);
    const yes = await open(post([...form, ["scope", "read"], ["decision", "approve"]]));
    expect(yes.status).toBe(400);
    expect(await yes.text()).not.toContain('class="pin"');
  });

  it("is said in the page where there is no callback", async () => {
    const response = await answer(await asked("read", "oob"), { decision: "deny" });
    expect(await response.text()).toContain("You said no");
  });

  it("counts once, also when it is posted sixteen times at once", async () => {
    const form = hidden(await (await see(await asked("read", "oob"))).text());
    const responses = await Promise.all(
      Array.from({ length: 16 }, () => open(post([...form, ["decision", "deny"]]))),
    );
    const statuses = responses.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 15 }, () => 400)]);
  });
});

describe("what is no answer", () => {
  it("decides nothing: neither yes nor no", async () => {
    const token = await asked();
    for (const decision of ["", "Approve", "approve "]) {
      const response = await answer(token, { decision });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain("neither a yes nor a no");
    }
    expect(await isPending(token)).toBe(true);
  });

  it("decides nothing: GET, whatever its query says", async () => {
    const token = await asked();
    const form = hidden(await (await see(token)).text());
    const query = new URLSearchParams([...form, ["scope", "read"], ["decision", "approve"]]);
    expect((await open(get(`oauth_token=${token.key}&${query}`))).status).toBe(200);
    expect(await isPending(token)).toBe(true);
  });

  it("decides nothing: POST with the form in the query", async () => {
    const token = await asked();
    const form = hidden(await (await see(token)).text());
    const query = new URLSearchParams([...form, ["scope", "read"], ["decision", "approve"]]);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const request = { method: "POST", url: `${ORIGIN}${PATH}?${query}`, headers, body: "" };
    expect((await open(request)).status).toBe(403);
    expect(await isPending(token)).toBe(true);
  });

  it.each(["PUT", "DELETE", "OPTIONS", "get"])("decides nothing: %s", async (method) => {
    const token = await asked();
    const response = await open({ method, url: `${ORIGIN}${PATH}?oauth_token=${token.key}` });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD, POST");
  });

  it("decides nothing: HEAD, also where nobody would be asked", async () => {
    const token = await asked();
    const page = pageOf({ autoApprove: () => true });
    const head = { ...get(`oauth_token=${token.key}`), method: "HEAD" };
    for (const shown of [open, page]) expect((await shown(head)).status).toBe(200);
    expect(await isPending(token)).toBe(true);
    expect((await see(token, page)).status).toBe(303);
    expect((await open(head)).status).toBe(400);
  });

  it("decides nothing: a token that is unknown, expired, or there twice", async () => {
    const token = await asked();
    const { key } = token;
    const rejected = async (query: string): Promise<void> => {
      const response = await open(get(query));
      expect(response.status).toBe(400);
      expect(await response.text()).toContain("Go back to the app");
    };
    for (const query of ["", "oauth_token=", "oauth_token=x", "OAUTH_TOKEN=x"])
      await rejected(query);
    await rejected(`oauth_token=${key}&oauth_token=${key}`);
    expect((await see(token)).status).toBe(200);
    world.clock.seconds += 601;
    await rejected(`oauth_token=${key}`);
  });

  it("decides nothing: more than anybody needs to say", async () => {
    const token = await asked();
    const form = hidden(await (await see(token)).text());
    const more = "&a".repeat(100_000);
    const yes = new URLSearchParams([...form, ["scope", "read"], ["decision", "approve"]]);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const request = { method: "POST", url: `${ORIGIN}${PATH}`, headers, body: `${yes}${more}` };
    expect((await open(request)).status).toBe(403);
    const bytes = new TextEncoder().encode(request.body);
    for (const body of [bytes, bytes.buffer]) {
      expect((await open({ ...request, body })).status).toBe(403);
    }
    expect((await open(get(`oauth_token=${token.key}${more}`))).status).toBe(400);
    visitor = undefined;
    const response = await open(get(`oauth_token=${token.key}${more}`));
    expect(response.headers.get("location")).toBe("/login?continue=%2Foauth%2Fauthorize");
  });

  it("decides nothing: a form that comes too late", async () => {
    const token = await asked();
    const form = hidden(await (await see(token)).text());
    world.clock.seconds += 601;
    expect((await open(post([...form, ["scope", "read"], ["decision", "approve"]]))).status).toBe(
      400,
    );
  });

  it("decides nothing: a consumer that was disabled meanwhile", async () => {
    const token = await asked();
    const form = hidden(await (await see(token)).text());
    await world.provider.consumers.change(world.consumer.key, { disabled: true });
    expect((await open(post([...form, ["scope", "read"], ["decision", "approve"]]))).status).toBe(
      400,
    );
  });

  it.each(["%", "oauth_token=%zz", "oauth_token=%ff%00", "oauth_token=%F0%9F", "__proto__=1&&&="])(
    "has an answer: %s",
    async (text) => {
      expect((await open(get(text))).status).toBe(400);
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const request = { method: "POST", url: `${ORIGIN}${PATH}`, headers, body: text };
      expect((await open(request)).status).toBe(403);
      expect((await open({ ...request, body: new TextEncoder().encode(text) })).status).toBe(403);
    },
  );
});

describe("an oauth_callback at the authorization endpoint", () => {
  it("is not listened to, in query or form", async () => {
    const token = await asked();
    const evil = "https%3A%2F%2Fevil.example%2F";
    const page = await (await open(get(`oauth_token=${token.key}&oauth_callback=${evil}`))).text();
    expect(page).not.toContain("evil.example");
    const form = hidden(page);
    const response = await open(
      post([
        ...form,
        ["oauth_callback", "https://evil.example/"],
        ["callback", "https://evil.example/"],
        ["scope", "read"],
        ["decision", "approve"],
      ]),
    );
    expect(response.headers.get("location")).toMatch(/^https:\/\/printer\.example\.com\/ready\?/);
  });
});

describe("a form", () => {
  const YES = [
    ["scope", "read"],
    ["decision", "approve"],
  ] as const;

  it("of another session, another user or another request is refused", async () => {
    const token = await asked();
    const other = await asked();
    const form = hidden(await (await see(token)).text());
    const [, formToken = ["", ""]] = form;
    const forged: (readonly [Visitor, (readonly [string, string])[]])[] = [
      [{ ...JANE, session: "browser-2" }, form],
      [{ ...JANE, user: "joe" }, form],
      [JANE, [["token", other.key], formToken]],
      [JANE, [["token", token.key]]],
      [
        JANE,
        [
          ["token", token.key],
          ["form_token", ""],
        ],
      ],
      [
        JANE,
        [
          ["token", token.key],
          ["form_token", "A".repeat(43) + "="],
        ],
      ],
      [
        JANE,
        [
          ["token", token.key],
          ["form_token", `${formToken[1]}=`],
        ],
      ],
      [
        JANE,
        [
          ["token", token.key],
          ["form_token", "\u{1f600}"],
        ],
      ],
    ];
    for (const [who, what] of forged) {
      visitor = who;
      const response = await open(post([...what, ...YES]));
      expect(response.status).toBe(403);
      expect(response.headers.get("location")).toBe(null);
    }
    expect([await isPending(token), await isPending(other)]).toEqual([true, true]);
    visitor = JANE;
    expect((await open(post([...form, ...YES]))).status).toBe(303);
  });

  it("is refused whose pieces are the same and shifted", async () => {
    const token = await asked();
    const form = hidden(await (await see(token)).text());
    visitor = { ...JANE, user: "ane", session: "browser-1j" };
    expect((await open(post([...form, ...YES]))).status).toBe(403);
  });

  it("cannot be made with another process's key, and can with a shared one", async () => {
    const token = await asked();
    const form = hidden(await (await see(token)).text());
    expect((await pageOf()(post([...form, ...YES]))).status).toBe(403);
    const key = "a secret of sixteen bytes and more";
    const shared = hidden(await (await see(token, pageOf({ key }))).text());
    const bytes = new TextEncoder().encode(key);
    expect((await pageOf({ key: `${key}!` })(post([...shared, ...YES]))).status).toBe(403);
    expect((await pageOf({ key: secret(key) })(post([...shared, ...YES]))).status).toBe(303);
    const second = await asked();
    const again = hidden(await (await see(second, pageOf({ key }))).text());
    const page = pageOf({ key: bytes });
    bytes.fill(0);
    expect((await page(post([...again, ...YES]))).status).toBe(303);
  });

  it("that another site has posted is refused, before anybody looks who is logged in", async () => {
    const token = await asked();
    let asks = 0;
    const page = pageOf({ login: () => ((asks += 1), visitor) });
    const form = hidden(await (await see(token, page)).text());
    const before = asks;
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "https://photos.example.net.evil.example" },
      { origin: "http://photos.example.net" },
      { origin: "printer://photos.example.net" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: ORIGIN, "sec-fetch-site": "cross-site" },
      { origin: "null", "sec-fetch-site": "cross-site" },
    ]) {
      expect((await page(post([...form, ...YES], headers))).status).toBe(403);
    }
    expect(asks).toBe(before);
    expect(await isPending(token)).toBe(true);
  });

  it.each([
    { origin: ORIGIN },
    { origin: "null", "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "none" },
    { origin: "https://photos.example.net:443" },
    {},
  ])("is taken with the headers %j", async (headers) => {
    expect((await answer(await asked(), { headers })).status).toBe(303);
  });

  it("counts once, also when it is posted sixteen times at once", async () => {
    const token = await asked();
    const form = hidden(await (await see(token)).text());
    const responses = await Promise.all(
      Array.from({ length: 16 }, () => open(post([...form, ...YES]))),
    );
    const statuses = responses.map(({ status }) => status).sort();
    expect(statuses).toEqual([303, ...Array.from({ length: 15 }, () => 400)]);
  });

  it("of a second user finds the request decided", async () => {
    const token = await asked();
    visitor = { user: "joe", session: "browser-2" };
    const joes = hidden(await (await see(token)).text());
    visitor = JANE;
    expect((await answer(token)).status).toBe(303);
    visitor = { user: "joe", session: "browser-2" };
    const response = await open(post([...joes, ...YES]));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("This request is over");
    expect(world.events.filter(({ type }) => type === "authorization_approved")).toMatchObject([
      { user: "jane" },
    ]);
  });
});

describe("a browser that is not logged in", () => {
  beforeEach(() => {
    visitor = undefined;
  });

  it("goes to the login and is to come back", async () => {
    const response = await open(get("oauth_token=a%20b&lang=en"));
    expect(response.status).toBe(303);
    const location = response.headers.get("location") ?? "";
    const url = new URL(location, ORIGIN);
    expect(location).toMatch(/^\/login\?continue=%2Foauth%2Fauthorize%3F/);
    expect(url.searchParams.get("continue")).toBe(`${PATH}?oauth_token=a%20b&lang=en`);
  });

  it("learns nothing of the token", async () => {
    const token = await asked();
    const known = (await see(token)).headers.get("location");
    expect(known?.replaceAll(token.key, "x")).toBe(
      (await open(get("oauth_token=x"))).headers.get("location"),
    );
  });

  it("answers nothing, and is asked again after the login", async () => {
    visitor = JANE;
    const token = await asked();
    const form = hidden(await (await see(token)).text());
    visitor = undefined;
    const response = await open(post([...form, ["scope", "read"], ["decision", "approve"]]));
    expect(response.headers.get("location")).toBe(
      `/login?continue=${encodeURIComponent(`${PATH}?oauth_token=${token.key}`)}`,
    );
    expect(await isPending(token)).toBe(true);
  });

  it("keeps the login's own query, and brings no strange address along", async () => {
    const page = pageOf({ loginPath: "/login?lang=en" });
    const { url } = get("oauth_token=t&x=\u0000\\\u{1f600}");
    const response = await page({ method: "GET", url });
    expect(response.headers.get("location")).toBe(
      `/login?lang=en&continue=${encodeURIComponent(`${PATH}?oauth_token=t`)}`,
    );
  });
});

describe("localPath", () => {
  it.each([
    "/",
    "/a",
    "/a?b=c&d=%2F%2F",
    "/a/../b",
    "/a?x=//evil.example",
    "/a//b",
    "/%2Fevil",
    "/a#b",
  ])("takes %s", (path) => {
    expect(localPath(path)).toBe(path);
  });

  it.each([
    ...["", "a", "?a", "#a", "..", "./a", null, undefined],
    ...["//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/a\\b"],
    ...["/\t/evil.example", "/\n/evil.example", "/\r\nset-cookie: a=b", "\t//evil.example", " /a"],
    ...["https://evil.example", "https:/evil.example", "https:evil.example", "javascript:alert(1)"],
    ...["data:text/html,x", "HTTPS://evil.example", "/.//evil.example", "/%2e//evil.example"],
    ...["/a/..//evil.example", "/a/%2E%2e//evil.example", "/\u0000", "/é", "/\u2028/evil.example"],
    ...["/\u007f", "/a b", "//", "/\\"],
  ])("refuses %j", (path) => {
    expect(localPath(path)).toBe(undefined);
  });
});

describe("a store or a login that fails", () => {
  it("makes a page that says to come again, without detail", async () => {
    const token = await asked();
    const errors: unknown[] = [];
    const page = pageOf({ onError: (error) => errors.push(error) });
    const form = hidden(await (await see(token, page)).text());
    down = true;
    const yes = (): Request => post([...form, ["scope", "read"], ["decision", "approve"]]);
    for (const response of [await see(token, page), await page(yes())]) {
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toBe("5");
      expect(await response.text()).not.toContain("fetch failed");
    }
    expect(errors.map(String)).toEqual(Array.from({ length: 2 }, () => "TypeError: fetch failed"));
    down = false;
    expect((await page(yes())).status).toBe(303);
  });

  it("is the same when the login rejects or throws", async () => {
    const token = await asked();
    const rejecting = pageOf({ login: () => Promise.reject(new Error("no sessions")) });
    const throwing = pageOf({
      login: () => {
        throw new Error("no sessions");
      },
    });
    for (const page of [rejecting, throwing]) {
      const response = await see(token, page);
      expect(response.status).toBe(503);
      expect(response.headers.get("x-frame-options")).toBe("DENY");
      const text = await response.text();
      expect(text).toContain("Not just now");
      expect(text).not.toContain("no sessions");
    }
  });

  it("is not what a login is that names nobody", async () => {
    const token = await asked();
    // As JSON brings it, whose types nobody checks.
    const number: Visitor = JSON.parse('{ "user": 7, "session": "s" }');
    for (const visitor of [{ user: "", session: "s" }, { user: "jane", session: "" }, number]) {
      await expect(see(token, pageOf({ login: () => visitor }))).rejects.toThrow(TypeError);
    }
  });
});

describe("autoApprove", () => {
  it("is off unless it is switched on", async () => {
    const token = await asked();
    await see(token);
    await open(get(`oauth_token=${token.key}`));
    expect(await isPending(token)).toBe(true);
  });

  it("says yes to what it is asked, for who is logged in, and asks about the rest", async () => {
    const seen: unknown[] = [];
    const page = pageOf({
      autoApprove: ({ consumer, user, scopes }) => {
        seen.push([consumer.name, user.id, scopes.map(({ name }) => name)]);
        return scopes.every(({ name }) => name === "read");
      },
    });
    expect((await see(await asked("read write"), page)).status).toBe(200);
    const token = await asked("read");
    const response = await see(token, page);
    expect(response.status).toBe(303);
    expect(await allowed(token, response)).toEqual(["read"]);
    expect(seen).toEqual([
      ["Printer", "jane", ["read", "write"]],
      ["Printer", "jane", ["read"]],
    ]);
    visitor = undefined;
    expect((await see(await asked("read"), page)).headers.get("location")).toMatch(/^\/login\?/);
    expect(seen).toHaveLength(2);
  });
});

describe("render", () => {
  it("writes the pages, in its own looks and with the same defense", async () => {
    const views: ConsentView[] = [];
    const page = pageOf({
      render: (view) => {
        views.push(view);
        if (view.page !== "question") return undefined;
        return html`<h1 id="mine">${view.consumer.name}</h1>
          ${view.form.fields.map(
            ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
          )}`;
      },
    });
    const token = await asked("read", "oob");
    const response = await see(token, page);
    expect(await response.clone().text()).toContain('<h1 id="mine">Printer</h1>');
    expect(response.headers.get("x-frame-options")).toBe("DENY");
    expect(response.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'self' 'nonce-[0-9a-f]{32}'; img-src 'self' data:; font-src 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(await (await answer(token, { page })).text()).toContain('class="pin"');
    expect(views.map((view) => view.page)).toEqual(["question", "question", "verifier"]);
    expect(views[0]).toMatchObject({
      page: "question",
      consumer: { key: world.consumer.key, name: "Printer" },
      callback: "oob",
      scopes: [{ name: "read", description: "See your photos" }],
      expiresAt: world.clock.seconds + 600,
      user: { id: "jane", name: "Jane & Co" },
      form: { action: PATH },
      brand: "Photos",
    });
    // The session is what form tokens are bound to, and is no page's business.
    expect(JSON.stringify(views)).not.toContain(JANE.session);
  });
});

describe("options that cannot be meant", () => {
  it.each([
    [{ loginPath: "//evil.example/login" }, /no path of this site/],
    [{ loginPath: "https://sso.example/login" }, /no path of this site/],
    [{ loginPath: "login" }, /no path of this site/],
    [{ key: "short" }, /under 16 bytes/],
    [{ key: "" }, /under 16 bytes/],
    [{ key: new Uint8Array(15) }, /under 16 bytes/],
    [{ style: "</style><script>" }, /CSS alone/],
  ])("are a TypeError: %j", (options, message) => {
    expect(() => pageOf(options)).toThrow(message);
  });

  it("are not a key of sixteen bytes", () => {
    for (const key of ["sixteen letters!", new Uint8Array(16)]) {
      expect(() => pageOf({ key })).not.toThrow();
    }
  });

  it("are a TypeError: an endpoint whose form would be posted elsewhere", () => {
    const endpoints = { authorization: { path: "//evil.example/authorize" } };
    const provider = createProvider({ origins: [ORIGIN], endpoints });
    const options = { login: () => undefined, loginPath: "/login" };
    expect(() => consentPage(provider, options)).toThrow(/no path of this site/);
  });
});
