import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Page } from "playwright-core";
import { serveFolder } from "./serve.js";

const CHROMIUM = "/usr/bin/chromium";

const PAGES = [
  "",
  "story",
  "why-a-signature-fails",
  "guides/sign-one-request",
  "packages/client",
  "providers/",
  "providers/twitter",
  "reference/",
  "proof/",
] as const;

const VIEWS = [
  { width: 360, height: 740, colorScheme: "light" },
  { width: 1280, height: 900, colorScheme: "dark" },
] as const;

/** What axe-core finds on the main pages of a built site, on a phone and on a desk, light and dark. */
export async function checkAccessibility(site: string): Promise<readonly string[]> {
  if (!existsSync(CHROMIUM)) {
    if (process.env["CI"]) return [`${CHROMIUM} is not there: apt-get install chromium`];
    process.stderr.write(`accessibility: skipped, because ${CHROMIUM} is not there\n`);
    return [];
  }
  const served = await serveFolder(site);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  try {
    const problems: string[] = [];
    for (const { colorScheme, ...viewport } of VIEWS) {
      const context = await browser.newContext({ viewport, colorScheme });
      for (const path of PAGES) {
        const page = await context.newPage();
        problems.push(...(await problemsOf(page, served.url + path)));
        await page.close();
      }
    }
    return problems;
  } finally {
    await browser.close();
    served.close();
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function problemsOf(page: Page, url: string): Promise<readonly string[]> {
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin && !request.url().startsWith("data:"))
      foreign.push(`${url}: asks another site for ${request.url()}`);
  });
  await page.goto(url, { waitUntil: "load" });
  await page.evaluate(AXE);
  const found: unknown = await page.evaluate(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ' at ' + nodes.map(({ target }) => target.join(' ')).slice(0, 3).join(', ')))",
  );
  const violations = Array.isArray(found) ? found.map((text) => `${url}: ${String(text)}`) : [];
  return [...foreign, ...violations];
}
