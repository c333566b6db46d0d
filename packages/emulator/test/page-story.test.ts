import { createServer } from "node:http";
import type { BrowserContextOptions, FrameLocator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { sign } from "@oauth1/core";
import { bind } from "../src/relay.js";
import { builtFile } from "../src/story/built-page.js";
import { CHROMIUM, createStand, expectAccessible, hasChromium } from "./page-browser.js";
import { link, MODELS, signedIn } from "./story/walk.js";

const DESKTOP = { viewport: { width: 1280, height: 900 }, colorScheme: "light" } as const;
const NARROW = { viewport: { width: 320, height: 640 }, colorScheme: "light" } as const;
const PHONE = { viewport: { width: 360, height: 740 }, colorScheme: "dark" } as const;

const stand = createStand({ providers: MODELS, first: "twitter", isFresh: true, usual: DESKTOP });

/** The story from its beginning, and how to use it as a person does. */
interface Reader {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly urls: readonly string[];
  /** What is in the user's browser. */
  readonly site: FrameLocator;
  /** Presses buttons of the site, one after another. */
  readonly press: (...names: readonly (RegExp | string)[]) => Promise<void>;
  readonly experiment: (title: string) => Promise<void>;
  /** The details of the chosen message. */
  readonly details: () => Promise<string>;
  readonly keys: () => Promise<readonly string[]>;
}

async function read(options?: BrowserContextOptions, next: string = SIGN_IN): Promise<Reader> {
  const { page, complaints, urls } = await stand.visit("/", options);
  await page.getByText(next).waitFor();
  const site = page.frameLocator("iframe");
  return {
    page,
    complaints,
    urls,
    site,
    async press(...names) {
      for (const name of names) await site.getByRole("button", { name }).first().click();
    },
    experiment: (title) => page.getByRole("button", { name: `Try “${title}”` }).click(),
    details: () => page.locator(".details").innerText(),
    keys: () => page.locator(".key-card .key-name .badge").allInnerTexts(),
  };
}

const SIGN_IN = "Sign in to Photo Printer: any name will do.";
const PRINT = "Print from X (Twitter), or link Old Album as well.";

/** The steps from the first page of the site to a linked account. */
const LOGIN = ["Sign in", "Link X (Twitter)", "Log in", "Allow"] as const;
const SECOND = ["Link Old Album", "Log in", "Allow"] as const;

async function linked(options?: BrowserContextOptions): Promise<Reader> {
  const reader = await read(options);
  await reader.press(...LOGIN);
  await reader.page.getByText(PRINT).waitFor();
  return reader;
}

/** The story after such a login in another browser, which is shown as it was. */
async function linkedBefore(): Promise<Reader> {
  const stage = await stand.served().stage("twitter");
  const model = MODELS.find(({ id }) => id === stage.provider.id) ?? expect.fail();
  await link(await signedIn({ stage, model, events: [] }));
  return read(undefined, PRINT);
}

function message(page: Page, title: string) {
  return page.locator(".line", { hasText: title }).last();
}

describe.runIf(hasChromium)("the story in Chromium", () => {
  it.each([
    ["on a desktop, light", DESKTOP],
    ["on a phone, dark", PHONE],
    ["on a narrow phone, light", NARROW],
  ])("is clicked through from the registration to the revoked call %s", async (_name, options) => {
    const { page, complaints, urls, press, experiment, keys, details } = await read(options);
    const unused = ["valid", "not yet", "not yet"];
    await expect.poll(keys).toEqual([...unused, ...unused]);
    await expectAccessible(page);

    await press("Sign in", "Link X (Twitter)", "Log in");
    await message(page, "Temporary credentials").waitFor();
    await expect
      .poll(async () => (await keys()).slice(0, 3))
      .toEqual(["valid", "valid", "not yet"]);
    await press("Allow", ...SECOND);
    await page.getByText("Both are linked.").waitFor();
    const both = ["valid", "used up", "valid"];
    await expect.poll(keys).toEqual([...both, ...both]);

    await press("Print from both");
    await message(page, "What the API has said").waitFor();
    await message(page, "Exchange them for token credentials").click();
    expect(await details()).toMatch(/Client credentials\s+Temporary credentials/);
    await expectAccessible(page);

    await page.getByRole("button", { name: "Connected apps" }).click();
    await press("Revoke");
    await message(page, "Revoked").waitFor();
    await expect.poll(async () => (await keys())[2]).toBe("taken back");
    await experiment("Call the API");
    await page.getByText("token_rejected").first().waitFor();
    expect(await details()).toContain("Refused. At X (Twitter), in front of the API");
    await expectAccessible(page);
    const secrets = await page.locator(".key-values dt:has-text('Secret') + dd").allInnerTexts();
    expect(secrets).toHaveLength(6);
    expect(urls.filter((url) => secrets.some((secret) => url.includes(secret)))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("is gone through by keyboard alone", async () => {
    const { page, complaints, details } = await read();
    await page.keyboard.press("Tab");
    expect(await focused(page)).toContain("Skip to the content");
    await page.keyboard.press("Enter");
    for (const name of LOGIN) await pressByKeyboard(page, name);
    await message(page, "Linked").waitFor();
    await pressByKeyboard(page, "Print from X (Twitter)");
    await message(page, "What the API has said").waitFor();

    await tabTo(page, "What the API has said");
    await page.keyboard.press("Home");
    expect(await details()).toContain("Register the app");
    await page.keyboard.press("ArrowDown");
    expect(await details()).toContain("Client credentials");
    await pressByKeyboard(page, "Follow the newest");
    await pressByKeyboard(page, "Try “Send a request again”");
    await page.getByText("nonce_used").first().waitFor();
    expect(await details()).toContain("nonce_used");
    expect(complaints).toEqual([]);
  });

  it.each([
    ["Send a request again", "nonce_used", "right"],
    ["Change a request on its way", "signature_invalid", "wrong"],
    ["Sign with a wrong secret", "signature_invalid", "wrong"],
    ["Send an old request", "timestamp_refused", "right"],
    ["Come back with a wrong verifier", "verifier_invalid", "right"],
  ])("shows where and why this fails: %s", async (title, problem, signature) => {
    const { page, details, experiment } = await linkedBefore();
    await experiment(title);
    await page.locator(".experiment-done.is-failed", { hasText: problem }).waitFor();
    expect(await details()).toMatch(new RegExp(`Refused\\.[^]*${problem}`));
    expect(await page.locator(".signature .badge").first().innerText()).toContain(signature);
    expect(await page.locator(".line[aria-current=true] .badge").innerText()).toContain("401");
  });

  it("shows a no, after which the temporary credentials are worthless", async () => {
    const { page, press, keys, details } = await read();
    await press("Sign in", "Link X (Twitter)", "Log in", "Deny");
    await page.locator(".key-card .badge", { hasText: "denied" }).waitFor();
    await expect
      .poll(async () => (await keys()).slice(0, 3))
      .toEqual(["valid", "denied", "not yet"]);
    await page.locator(".line.is-failed", { hasText: "denied" }).click();
    expect(await details()).toContain("The user has said no");
  });

  it("waits with an experiment until it can be done, and says so", async () => {
    const { page, press } = await read();
    const waiting = page.getByRole("button", { name: "Not yet “Call the API”" });
    expect(await waiting.getAttribute("aria-disabled")).toBe("true");
    await press(...LOGIN);
    await page.getByRole("button", { name: "Try “Call the API”" }).waitFor();
  });

  it("explains a signature down to the parts of the base string", async () => {
    const { page } = await linkedBefore();
    await message(page, "Ask for temporary credentials").click();
    const text = await page.locator(".base-string-text").innerText();
    expect(text).toMatch(
      /^POST&http%3A%2F%2F127\.0\.0\.1%3A\d+%2Foauth%2Frequest_token&oauth_callback/,
    );
    expect(await page.locator(".base-string-legend li").count()).toBe(3);
    expect(await page.locator(".parameter-table").innerText()).toContain("oauth_nonce");
    await page.getByRole("button", { name: /^The answer/ }).click();
    expect(await page.locator(".details .http-view").innerText()).toContain("oauth_token_secret=");
  });

  it("follows the newest message until the person scrolls up or chooses one", async () => {
    const { page, press, details } = await linked();
    const follow = page.getByRole("button", { name: "Follow the newest" });
    expect(await follow.isVisible()).toBe(false);
    await page.locator(".diagram-view").hover();
    await page.mouse.wheel(0, -400);
    await follow.waitFor();
    await press("Print from X (Twitter)");
    await message(page, "What the API has said").waitFor();
    expect(await message(page, "What the API has said").isVisible()).toBe(true);
    await follow.click();
    await expect.poll(details).toContain("What the API has said");
    await follow.waitFor({ state: "hidden" });
  });

  it("says in words what is new in the diagram", async () => {
    const { page } = await linked();
    await page
      .locator(".story > [role=status]", { hasText: /new messages?\. The last one is \d+: / })
      .waitFor({ state: "attached" });
  });

  it("is still there after a reload", async () => {
    const { page, keys } = await linkedBefore();
    const before = await page.locator(".line").count();
    await page.reload();
    await page.getByText(PRINT).waitFor();
    await expect.poll(() => page.locator(".line").count()).toBeGreaterThanOrEqual(before);
    await expect
      .poll(async () => (await keys()).slice(0, 3))
      .toEqual(["valid", "used up", "valid"]);
  });

  it("sets the stage for any provider", async () => {
    const { page, complaints, site } = await read();
    const choice = page.getByLabel("Provider");
    for (const { id, name } of MODELS) {
      await choice.selectOption(id);
      await page.locator(".actor-head.is-provider", { hasText: name }).waitFor();
      await site.getByRole("button", { name: "Sign in" }).click();
      await site.getByRole("heading", { name, exact: true }).waitFor();
    }
    expect(complaints).toEqual([]);
  }, 180_000);

  it("shows what a program sends to the provider, beside the story of its own site", async () => {
    const emulator = await stand.served().emulate("twitter");
    const { page, complaints, details, keys } = await read();
    const { key, secret } = await emulator.register({ name: "Backup" });
    const token = await emulator.issueToken("bob");
    const url = `${emulator.origin}/2/users/me`;
    const signed = await sign({ method: "GET", url }, { consumer: { key, secret }, token });
    expect((await fetch(url, signed.request)).status).toBe(200);
    await message(page, "The resource").waitFor();
    expect(await message(page, "The resource").innerText()).toContain("Backup");
    await page.locator(".line", { hasText: "Call the API" }).click();
    expect(await details()).toContain("Backup");
    expect(await page.locator(".signature .badge").first().innerText()).toContain("right");
    await expect
      .poll(async () => (await keys()).slice(0, 3))
      .toEqual(["valid", "not yet", "not yet"]);
    await page.getByText(SIGN_IN).waitFor();
    await expectAccessible(page);
    expect(complaints).toEqual([]);
    await page.getByRole("button", { name: "Start again" }).click();
    await page.locator(".line", { hasText: "Backup" }).waitFor({ state: "detached" });
    await page.locator("iframe").waitFor();
    expect((await fetch(url, signed.request)).status).toBe(401);
    await page.locator(".line.is-failed", { hasText: "Backup" }).click();
    expect(await details()).toContain("nonce_used");
  });

  it("says what to do when its server is gone", async () => {
    const { page } = await linkedBefore();
    await stand.served().close();
    await page.getByText("The server does not answer. If it was stopped, start it again").waitFor();
    await page.getByRole("button", { name: "Start again" }).click();
    await page.getByText("Start it again, then reload this page.").waitFor();
  });

  it("moves the focus and the title with the view, and keeps what was done", async () => {
    const { page } = await linkedBefore();
    await page.getByRole("link", { name: "Doctor" }).click();
    await page.getByRole("heading", { level: 1, name: "Doctor" }).waitFor();
    expect(await page.title()).toBe("Doctor · OAuth 1.0a");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
    await page.getByRole("link", { name: "Story" }).click();
    await page.locator("iframe").waitFor();
    await expect.poll(() => page.locator(".line").count()).toBeGreaterThan(10);
  });

  it.each([DESKTOP, PHONE, NARROW])(
    "is a text and a command without a server, %#",
    async (options) => {
      const files = createServer(({ url = "/" }, response) => {
        const listed = JSON.stringify({ live: false, providers: [] });
        const file = url === "/providers.json" ? undefined : builtFile(url);
        response.writeHead(200, { "content-type": file?.type ?? "application/json" });
        response.end(file?.bytes ?? listed);
      });
      const port = await bind(files, 0);
      const { page, complaints } = await stand.visit(`http://127.0.0.1:${port}`, options);
      await page.getByText("npx @oauth1/cli emulate twitter").waitFor();
      await expectAccessible(page);
      expect(complaints).toEqual([]);
      files.close();
      files.closeAllConnections();
    },
  );
});

/** What has the focus, on the page or in the frame on it. */
async function focused(page: Page): Promise<string> {
  const texts = await Promise.all(
    page.frames().map((frame) => frame.evaluate<string>(FOCUSED).catch(() => "")),
  );
  return texts.join(" ");
}

const FOCUSED =
  "document.hasFocus() && document.activeElement.matches('a, button') ? document.activeElement.textContent : ''";

async function tabTo(page: Page, name: string): Promise<void> {
  for (let tabs = 0; tabs < 80; tabs += 1) {
    if ((await focused(page)).replaceAll(/\s+/g, " ").includes(name)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Nothing that says “${name}” was reached by the tab key.`);
}

async function pressByKeyboard(page: Page, name: string): Promise<void> {
  const isThere = async (): Promise<boolean> =>
    (await page.getByRole("button", { name }).count()) > 0 ||
    (await page.frameLocator("iframe").getByRole("button", { name, exact: true }).count()) > 0;
  await expect.poll(isThere).toBe(true);
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}

if (!hasChromium) {
  it.skip(`the story in Chromium: there is no ${CHROMIUM}: apt-get install chromium`, () =>
    undefined);
}
