import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { StoryMessage } from "@oauth1/emulator/page";
import { describe, expect, test } from "vitest";
import { createBrowser } from "../../demo/src/browser.js";
import { oauth1, start } from "./fixtures/command.js";
import { cleanAfterEach, createHome } from "./fixtures/home.js";

cleanAfterEach();

describe("oauth1 emulate", () => {
  test("serves the provider and the page until Ctrl-C, and tells a program where", async () => {
    const running = start(["emulate", "discogs", "--json"], createHome());
    const [line] = await running.seen(/^\{.*\}$/m);
    const { page, origin, consumer, endpoints } = JSON.parse(line);
    const { first, providers } = await (await fetch(new URL("providers.json", page))).json();
    expect(first).toBe("discogs");
    expect(providers.length).toBeGreaterThan(40);
    expect(consumer).toEqual({ key: expect.any(String) });
    expect(endpoints.tokenCredentials).toBe(`${origin}/oauth/access_token`);
    running.interrupt();
    expect(await running.ended).toMatchObject({ code: 0, stderr: "" });
    await expect(fetch(page)).rejects.toThrow();
  });

  test("writes the code of an app, with the made-up secrets, when it is asked to", async () => {
    const running = start(["emulate", "bricklink", "--show-secrets"], createHome());
    const [, page = ""] = await running.seen(/Follow a login in your browser: (\S+)/);
    await running.seen(/Ctrl-C stops it/);
    running.interrupt();
    const { stdout } = await running.ended;
    expect(new URL(page).hostname).toBe("127.0.0.1");
    expect(stdout).toContain('import { createBricklink } from "@oauth1/bricklink";');
    expect(stdout).toMatch(/originMap: \{"https:\/\/api\.bricklink\.com":"http:/);
    expect(stdout).toMatch(/token secret {5,}\w+/);
    expect(stdout).not.toContain("undefined");
  });

  test("leaves an app and a token for oauth1 request", async () => {
    const home = createHome();
    const running = start(["emulate", "discogs", "--profile", "emulated"], home);
    await running.seen(/Ctrl-C stops it/);
    const [, asked = ""] = await running.seen(/^oauth1 (.*) calls it$/m);
    expect(asked).toBe("request --profile emulated --operation getUserIdentity");
    const called = await oauth1(asked.split(" "), home);
    running.interrupt();
    await running.ended;
    expect(called).toMatchObject({ code: 0, stdout: expect.stringContaining('"alice"') });
  });

  test("is of the tenant that its variables name, and so is its profile", async () => {
    const home = createHome();
    const shop = "storeUrl=https://shop2.example.net";
    const options = ["--variable", shop, "--profile", "shop", "--json"];
    const running = start(["emulate", "woocommerce", ...options], home);
    const [line] = await running.seen(/^\{.*\}$/m);
    const { originMap, variables } = JSON.parse(line);
    expect(Object.keys(originMap)).toEqual(["https://shop2.example.net"]);
    expect(variables).toEqual({ storeUrl: "https://shop2.example.net" });
    const asked = ["request", "--profile", "shop", "--operation", "listOrders"];
    const called = await oauth1(asked, home);
    running.interrupt();
    await running.ended;
    expect(called).toMatchObject({ code: 0, stderr: "" });
    const wrong = await oauth1(["emulate", "woocommerce", "--variable", "shop=a"], home);
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('WooCommerce has no variable "shop": it has storeUrl.'),
    });
  });

  test("hints at no call where none can do without parameters", async () => {
    const running = start(["emulate", "evernote", "--profile", "emulated"], createHome());
    await running.seen(/Ctrl-C stops it/);
    running.interrupt();
    expect((await running.ended).stdout).not.toContain("calls it");
  });

  test("says that the port which was asked for is taken, and where it listens instead", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" ? String(address?.port) : "";
    const running = start(["emulate", "discogs", "--port", port, "--json"], createHome());
    const [line] = await running.seen(/^\{.*\}$/m);
    running.interrupt();
    const { stderr } = await running.ended;
    other.close();
    const { origin } = JSON.parse(line);
    expect(stderr).toBe(`Port ${port} is taken by another program: this is at ${origin}.\n`);
  });

  test("is reached by another origin, and called by the scripts of one page, where that is said", async () => {
    const [origin, caller] = ["http://photos.test:8080", "http://localhost:5173"];
    const home = createHome();
    const options = ["--origin", origin, "--called-by", caller, "--profile", "emulated", "--json"];
    const running = start(["emulate", "discogs", ...options], home);
    const [line] = await running.seen(/^\{.*\}$/m);
    const facts = JSON.parse(line);
    const called = await fetch(`http://127.0.0.1:${facts.port}/`, { headers: { origin: caller } });
    running.interrupt();
    await running.ended;
    expect(facts).toMatchObject({ origin, originMap: { "https://api.discogs.com": origin } });
    expect(called.headers.get("access-control-allow-origin")).toBe(caller);
    const emulate = ["emulate", "discogs", "--profile", "emulated"];
    const place = await oauth1([...emulate, "--origin", `${origin}/discogs`], home);
    expect(place).toMatchObject({ code: 2, stderr: expect.stringMatching(/^--origin is .*path/) });
    const page = await oauth1([...emulate, "--called-by", "*"], home);
    expect(page).toMatchObject({ code: 2, stderr: expect.stringMatching(/^--called-by is "\*"/) });
  });

  test("refuses a fault that can strike nothing of the provider as wrong usage", async () => {
    const { code, stderr } = await oauth1(["emulate", "here", "--fault", "denied"], createHome());
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "This provider has nothing that denied could strike.\n",
    });
  });

  test("names no package of a descriptor that none was published for", async () => {
    const home = createHome();
    const text = readFileSync(new URL("../../../providers/discogs.json", import.meta.url), "utf8");
    const file = await home.write("my own/discogs.json", text);
    const running = start(["emulate", file, "--show-secrets"], home);
    await running.seen(/Ctrl-C stops it/);
    running.interrupt();
    const { stdout } = await running.ended;
    expect(stdout).toContain(
      `// oauth1 generate '${file}' --out sdk makes this package.\nimport {`,
    );
  });

  test("shows an app that signs with a private key no secret, which its types would refuse", async () => {
    const running = start(["emulate", "mastercard", "--show-secrets", "--json"], createHome());
    const [line] = await running.seen(/^\{.*\}$/m);
    running.interrupt();
    await running.ended;
    expect(Object.keys(JSON.parse(line).consumer)).toEqual(["key", "privateKey"]);
  });

  test("puts nothing in the place of a profile of the real provider", async () => {
    const home = createHome();
    const account = { version: 1, token: { key: "t", secret: "ts" } };
    await home.keep({ discogs: { provider: "discogs", consumer: { key: "ck" }, account } });
    const { code, stderr } = await oauth1(["emulate", "discogs", "--profile", "discogs"], home);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        "The profile discogs is not of an emulator: choose another name, such as discogs-emulated.\n",
    });
    expect(home.profiles()["discogs"]?.account).toEqual(account);
  });

  test("tells on its page of what a terminal sends, whichever stage is set there", async () => {
    const home = createHome();
    const running = start(["emulate", "discogs", "--profile", "emulated", "--json"], home);
    const [line] = await running.seen(/^\{.*\}$/m);
    const { page } = JSON.parse(line);
    const called = ["request", "--profile", "emulated", "--operation", "getUserIdentity"];
    expect((await oauth1(called, home)).code).toBe(0);
    expect(await told(page)).toEqual(["signed by client token, right", "use 200"]);
    for (const provider of ["twitter", "discogs"]) await setStage(page, provider);
    expect(await told(page)).toEqual([]);

    const login = start(["login", "discogs", "--profile", "emulated", "--no-browser"], home);
    const [, url = ""] = await login.seen(/\n {2}(http:\/\/\S+)\n/);
    const browser = createBrowser();
    const asked = await browser.submit(await browser.open(url), { user: "bob" });
    await browser.submit(asked, { decision: "approve" });
    expect((await login.ended).stdout).toMatch(/^Logged in to Discogs as bob/);
    const events = await told(page);
    expect(events).toContain("token 200");
    expect(events).toContain("signed by client temporary, right");
    expect(events.filter((one) => /wrong|40\d/.test(one))).toEqual([]);
    running.interrupt();
    expect((await running.ended).code).toBe(0);
  });
});

const OWN = { "x-oauth1-page": "1" } as const;

async function setStage(page: string, provider: string): Promise<void> {
  const body = JSON.stringify({ provider });
  const url = new URL("api/stage", page);
  expect((await fetch(url, { method: "POST", headers: OWN, body })).status).toBe(200);
}

/** What the page has been told of the app of the terminal: answers of the provider, and signatures. */
async function told(page: string): Promise<readonly string[]> {
  const stop = new AbortController();
  const url = new URL("api/stage/events", page);
  const { body } = await fetch(url, { headers: OWN, signal: stop.signal });
  // A later request marks the end: all that was heard before it stands in front of it.
  const end = randomUUID();
  await fetch(new URL(end, await originOf(page)));
  const found: StoryMessage[] = [];
  let text = "";
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (text.includes(end)) break;
  }
  stop.abort();
  for (const [, data = ""] of text.matchAll(/^data: (\{"kind":"message".*\})$/gm)) {
    found.push(JSON.parse(data));
  }
  const ours = found.filter(({ app }) => app === "oauth1");
  return ours.flatMap(({ direction, phase, http, signature }) => [
    ...(direction === "response" ? [`${phase} ${http.start.split(" ")[1]}`] : []),
    ...(signature === undefined
      ? []
      : [`signed by ${signature.signedBy.join(" ")}, ${signature.right ? "right" : "wrong"}`]),
  ]);
}

async function originOf(page: string): Promise<string> {
  const stage = await fetch(new URL("api/stage", page), { headers: OWN });
  return (await stage.json()).providerOrigin;
}
