import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { expect } from "vitest";

/** Debian's browser. Elsewhere a missing one is a skipped suite; CI installs it, so there it is a failure. */
export const CHROMIUM = "/usr/bin/chromium";

/** Whether the tests of the page are run. */
export const hasChromium: boolean = existsSync(CHROMIUM) || process.env["CI"] !== undefined;

/** Starts it without a window, and without what it asks of its maker. */
export function launchChromium(): Promise<Browser> {
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"];
  const quiet = ["--disable-background-networking", "--disable-component-update"];
  return chromium.launch({ executablePath: CHROMIUM, args: [...args, ...quiet] });
}

/** A tab, and what it has to complain about. */
export interface WatchedPage {
  readonly page: Page;
  /** What was written to the console, broke, was fetched from elsewhere or carried a secret in its URL. */
  readonly complaints: readonly string[];
  /** Every URL that was asked for. */
  readonly urls: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens the page in a browser profile of its own, and watches it. Motion is reduced unless said otherwise. */
export async function watchedPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
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
  await page.goto(url);
  return { page, complaints, urls, close: () => context.close() };
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Expects that axe-core finds nothing wrong with the page, and that nobody has to scroll it sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
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
