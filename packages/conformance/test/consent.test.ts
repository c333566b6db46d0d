import { existsSync } from "node:fs";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { headerValues, sign, type RequestParts } from "@oauth1/core";
import { createProvider, type Provider, type RegisteredConsumer } from "@oauth1/server";
import { nodeHandler } from "@oauth1/server/adapters/node";
import { consentPage, html, localPath } from "@oauth1/server/consent";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM, CHROMIUM_FLAGS } from "../src/chromium.js";

// Elsewhere a missing browser is a skipped suite; CI installs it, so there it is a failure.
const needed = existsSync(CHROMIUM) || process.env["CI"] !== undefined;

const SCOPES = { read: "See your photos", write: "Add photos", purge: "Delete photos for good" };
const USERS: ReadonlyMap<string, string> = new Map([
  ["session=a1", "alice"],
  ["session=b2", "bob"],
]);

const HTML = { "content-type": "text/html" };

/** Key and secret of a token. */
interface Token {
  readonly key: string;
  readonly secret: string;
}

let servers: Server[] = [];
let browser: Browser;
let context: BrowserContext;
let provider: Provider;
let consumer: RegisteredConsumer;
/** The consumer's site, and a third one: other origins than the provider's. */
let app = "";
let elsewhere = "";
/** What every site here answers at `/trap`. */
let trap = "";

async function listen(server: Server): Promise<string> {
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

/** A site whose paths answer with a text, or lead on to a URL. */
function site(answers: (path: string) => string): Promise<string> {
  return listen(
    createServer((request, response) => {
      const path = (request.url ?? "").split("?")[0] ?? "";
      const answer = path === "/trap" ? trap : answers(path);
      if (answer.startsWith("http")) response.writeHead(302, { location: answer }).end();
      else response.writeHead(200, HTML).end(answer);
    }),
  );
}

function cookieOf({ headers }: RequestParts): string {
  return headerValues(headers, "cookie")[0] ?? "";
}

/** A provider whose login asks no password: the form says who. */
async function start(): Promise<void> {
  const server = createServer();
  const origin = await listen(server);
  provider = createProvider({ origins: [origin], scopes: { offered: SCOPES } });
  const consent = consentPage(provider, {
    brand: "Photos",
    loginPath: "/login",
    login: (request) => {
      const session = cookieOf(request);
      const user = USERS.get(session);
      return user === undefined ? undefined : { user, session };
    },
  });
  const handle = async (request: RequestParts): Promise<Response | undefined> => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === provider.endpoints.authorization.path) return consent(request);
    if (pathname === "/login") return login(request, searchParams);
    if (pathname === "/trap") return new Response(trap, { headers: HTML });
    return provider.handle(request);
  };
  server.on("request", nodeHandler(handle, provider));
}

function login({ method }: RequestParts, parameters: URLSearchParams): Response {
  const next = localPath(parameters.get("continue")) ?? "/";
  if (method === "POST") {
    const headers = { location: next, "set-cookie": "session=a1; Path=/; HttpOnly; SameSite=Lax" };
    return new Response(null, { status: 303, headers });
  }
  const action = `/login?continue=${encodeURIComponent(next)}`;
  const { markup } = html`<form method="post" action="${action}"><button>Log in</button></form>`;
  return new Response(markup, { headers: HTML });
}

async function tokenOf(request: RequestParts): Promise<Token> {
  const response = await fetch(request.url, request);
  const fields = new URLSearchParams(await response.text());
  if (!response.ok) throw new Error(`${response.status} ${fields.toString()}`);
  return { key: fields.get("oauth_token") ?? "", secret: fields.get("oauth_token_secret") ?? "" };
}

/** The consumer's part: asks for temporary credentials, and where to send the user. */
async function begin(callback = `${app}/ready?job=7`): Promise<{ token: Token; url: string }> {
  const { endpoints } = consumer;
  const signed = await sign(
    { method: "POST", url: `${endpoints.temporaryCredentials}?scope=read,write,purge` },
    { consumer },
    { parameters: [["oauth_callback", callback]] },
  );
  const token = await tokenOf(signed.request);
  return { token, url: `${endpoints.authorization}?oauth_token=${token.key}` };
}

/** The scopes that a verifier is worth. */
async function complete(token: Token, verifier: string): Promise<unknown> {
  const url = consumer.endpoints.tokenCredentials;
  const parameters = [["oauth_verifier", verifier]] as const;
  const bought = await sign({ method: "POST", url }, { consumer, token }, { parameters });
  const credentials = { consumer, token: await tokenOf(bought.request) };
  const call = await sign({ method: "GET", url: `${provider.origins[0]}/photos` }, credentials);
  const verdict = await provider.protect(call.request);
  return verdict.ok ? [verdict.user, verdict.scopes] : verdict;
}

/** A tab without scripts, of a browser that is logged in unless said otherwise. */
async function open(url: string, cookie = "session=a1"): Promise<Page> {
  const [name = "", value = ""] = cookie.split("=");
  if (value !== "") await context.addCookies([{ name, value, url: provider.origins[0] ?? "" }]);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

describe.runIf(needed)("the consent page in Chromium", () => {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
    await start();
    elsewhere = await site(() => "<p>Somewhere else</p>");
    app = await site((path) => (path === "/hop" ? `${elsewhere}/done` : "<p>Ready</p>"));
    const callbacks = [`${app}/ready?job=7`, `${app}/hop`, "oob"];
    consumer = await provider.consumers.register({ name: "Printer & <Co>", callbacks });
  });

  afterAll(async () => {
    await browser.close();
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    servers = [];
  });

  const fresh = async (options: Parameters<Browser["newContext"]>[0] = {}): Promise<void> => {
    context = await browser.newContext({ javaScriptEnabled: false, ...options });
  };

  afterEach(() => context.close());

  it("asks after the login, and takes a yes to a part", async () => {
    await fresh();
    const { token, url } = await begin();
    const page = await open(url, "");
    expect(new URL(page.url()).pathname).toBe("/login");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForURL(url);
    await page
      .getByRole("heading", { name: "Allow Printer & <Co> to use your account?" })
      .waitFor();
    expect(await page.getByRole("checkbox").count()).toBe(3);
    await page.getByLabel(SCOPES.purge).uncheck();
    await page.getByRole("button", { name: "Allow" }).click();
    await page.waitForURL(`${app}/**`);
    const { pathname, searchParams } = new URL(page.url());
    expect([pathname, searchParams.get("job")]).toEqual(["/ready", "7"]);
    const verifier = searchParams.get("oauth_verifier") ?? "";
    expect(await complete(token, verifier)).toEqual(["alice", ["read", "write"]]);
  });

  it("takes a no", async () => {
    await fresh();
    const { token, url } = await begin();
    const page = await open(url);
    await page.getByRole("button", { name: "Deny" }).click();
    await page.waitForURL(`${app}/ready**`);
    const { searchParams } = new URL(page.url());
    expect(searchParams.get("oauth_token")).toBe(token.key);
    expect(searchParams.get("oauth_problem")).toBe("user_refused");
    expect(searchParams.has("oauth_verifier")).toBe(false);
  });

  it("lets the callback lead on to other sites", async () => {
    await fresh();
    const { url } = await begin(`${app}/hop`);
    const page = await open(url);
    await page.getByRole("button", { name: "Allow" }).click();
    await page.waitForURL(`${elsewhere}/done`);
  });

  it("shows a PIN once", async () => {
    await fresh();
    const { token, url } = await begin("oob");
    const page = await open(url);
    await page.getByRole("button", { name: "Allow" }).click();
    const pin = await page.locator(".pin").innerText();
    expect(pin).toMatch(/^[0-9]{8}$/);
    await page.reload();
    await page.getByRole("heading", { name: "This request is over" }).waitFor();
    await page.goBack().catch(() => undefined);
    expect(await page.getByText(pin).count()).toBe(0);
    expect(await complete(token, pin)).toEqual(["alice", ["read", "write", "purge"]]);
  });

  it("asks again when nothing is ticked, by keyboard alone", async () => {
    await fresh();
    const { url } = await begin();
    const page = await open(url);
    for (let at = 0; at < 3; at += 1) {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
    }
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").innerText()).toContain("Nothing is ticked.");
    await page.getByLabel(SCOPES.read).check();
    await page.getByRole("button", { name: "Allow" }).click();
    await page.waitForURL(`${app}/ready**`);
  });

  it.each(["its own", "another"])("is not shown in a frame of %s origin", async (whose) => {
    await fresh();
    const { url } = await begin();
    const page = await open(url);
    const refused = page.waitForEvent("console", (message) =>
      message.text().includes("frame-ancestors"),
    );
    // The login has no defense here, which proves that a frame could be seen.
    trap = `<iframe src="${url}"></iframe><iframe src="${provider.origins[0]}/login"></iframe>`;
    await page.goto(`${whose === "its own" ? provider.origins[0] : app}/trap`);
    await refused;
    const [consent, login] = page.frames().slice(1);
    await login?.getByRole("button", { name: "Log in" }).waitFor();
    expect(await consent?.getByRole("button", { name: "Allow" }).count()).toBe(0);
  });

  it("takes no form from another site, not even one that has seen the token", async () => {
    await fresh({ javaScriptEnabled: true });
    const { token, url } = await begin();
    const page = await open(url);
    const formToken = await page.locator("[name=form_token]").getAttribute("value");
    const fields = { token: token.key, form_token: formToken ?? "", scope: "read" };
    const inputs = Object.entries(fields).map(
      ([name, value]) => html`<input name="${name}" value="${value}" />`,
    );
    trap = html`<form method="post" action="${url}">
      ${inputs}<button name="decision" value="approve">Win</button>
    </form>`.markup;
    await page.goto(`${app}/trap`);
    await page.getByRole("button", { name: "Win" }).click();
    await page.getByRole("heading", { name: "This form is not yours" }).waitFor();
    expect((await provider.authorization.inspect(token.key)).ok).toBe(true);
  });

  it.each(["light", "dark"] as const)("fits 320 pixels in its %s colors", async (colorScheme) => {
    await fresh({ viewport: { width: 320, height: 640 }, colorScheme });
    await provider.consumers.change(consumer.key, { name: "Printer".repeat(30) });
    const { url } = await begin();
    const page = await open(url);
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.reload();
    const widths = await page.evaluate<[number, number]>(
      "[document.documentElement.scrollWidth, innerWidth]",
    );
    expect(widths).toEqual([320, 320]);
    const ground = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    expect(ground).toBe(colorScheme === "light" ? "rgb(244, 245, 248)" : "rgb(20, 23, 31)");
    expect(complaints).toEqual([]);
    await provider.consumers.change(consumer.key, { name: "Printer & <Co>" });
  });
});

if (!needed) {
  it.skip(`the consent page in Chromium: there is no ${CHROMIUM}: apt-get install chromium`, () =>
    undefined);
}
