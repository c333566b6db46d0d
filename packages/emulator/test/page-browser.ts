import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { startPage, type PageOptions, type ServedPage } from "@oauth1/emulator/page";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { builtFile } from "../src/story/built-page.js";

/** Debian's browser. Elsewhere a missing one is a skipped suite; CI installs it, so there it is a failure. */
export const CHROMIUM = "/usr/bin/chromium";

/** Whether the tests of the page are run. */
export const hasChromium: boolean = existsSync(CHROMIUM) || process.env["CI"] !== undefined;

/** A tab, and what it has to complain about. */
export interface WatchedPage {
  readonly page: Page;
  /** What was written to the console, broke, was fetched from elsewhere or carried a secret in its URL. */
  readonly complaints: readonly string[];
  /** Every URL that was asked for. */
  readonly urls: readonly string[];
}

interface WatchedTab extends WatchedPage {
  readonly complaints: string[];
  readonly urls: string[];
}

/** The page, served for tests, and a browser that visits it. */
export interface Stand {
  readonly served: () => ServedPage;
  /**
   * Opens the page at a path, or another URL. The usual tab is one for all tests, because most of the time of a test would go
   * into opening one: each visit begins with an empty document and without cookies. A tab with options of its own is closed
   * after the test. Motion is reduced unless said otherwise.
   */
  readonly visit: (at: string, options?: BrowserContextOptions) => Promise<WatchedPage>;
}

/** What a stand is like. */
export interface StandOptions extends PageOptions {
  /** Whether every test has a server of its own; one for the file by default. */
  readonly isFresh?: boolean;
  /** Of the usual tab. */
  readonly usual?: BrowserContextOptions;
}

/** Serves the page and starts Chromium for the tests of a file, and stops both after them. */
export function createStand({ isFresh = false, usual = {}, ...options }: StandOptions): Stand {
  let browser: Browser;
  let served: ServedPage;
  let tab: WatchedTab | undefined;
  const own: WatchedTab[] = [];
  const serve = async (): Promise<void> => {
    served = await startPage(options);
  };
  const stop = async (): Promise<void> => {
    // A page that loses its server complains.
    await tab?.page.goto("about:blank");
    await served.close();
  };

  if (hasChromium) {
    beforeAll(async () => {
      if (builtFile("/") === undefined) throw new Error("Build the page first: npx pnpm build");
      browser = await launchChromium();
    });
    if (isFresh) beforeEach(serve);
    else beforeAll(serve);
    if (isFresh) afterEach(stop);
    afterEach(async () => {
      await Promise.all(own.splice(0).map(({ page }) => page.context().close()));
    });
    afterAll(async () => {
      if (!isFresh) await stop();
      await browser.close();
    });
  }

  return {
    served: () => served,
    async visit(at, options) {
      const { href } = new URL(at, served.origin);
      const watched = options === undefined ? await usualTab() : await openTab(browser, options);
      if (options !== undefined) own.push(watched);
      await watched.page.goto(href);
      return watched;
    },
  };

  async function usualTab(): Promise<WatchedTab> {
    if (tab === undefined) return (tab = await openTab(browser, usual));
    await empty(tab);
    return tab;
  }
}

// Without a window, and without what it asks of its maker.
function launchChromium(): Promise<Browser> {
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"];
  const quiet = ["--disable-background-networking", "--disable-component-update"];
  return chromium.launch({ executablePath: CHROMIUM, args: [...args, ...quiet] });
}

async function openTab(browser: Browser, options: BrowserContextOptions): Promise<WatchedTab> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const urls: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("request", (request) => {
    urls.push(request.url());
    const { hostname, protocol, search, hash } = new URL(request.url());
    if (hostname !== "127.0.0.1" && protocol !== "data:") complaints.push(request.url());
    if (/secret/i.test(search + hash)) complaints.push(`a secret in ${request.url()}`);
  });
  return { page, complaints, urls };
}

// The same URL with another hash would be the same document, with all that was done in it.
async function empty({ page, complaints, urls }: WatchedTab): Promise<void> {
  await page.goto("about:blank");
  await page.context().clearCookies();
  for (const list of [complaints, urls]) list.splice(0);
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Expects that axe-core finds nothing wrong with the page, and that nobody has to scroll it sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  if (await page.evaluate<boolean>("!('axe' in window)")) await page.evaluate(axe);
  const violations = await page.evaluate<string[]>(
    `axe.run(document, { iframes: false }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`,
  );
  expect(violations).toEqual([]);
  const widths = await page.evaluate<number[]>(
    "[document.documentElement.scrollWidth, innerWidth]",
  );
  expect(widths[0]).toBe(widths[1]);
}
