import type { Emulator } from "@oauth1/emulator";
import type { Browser, Page } from "./browser.js";

/** Whom the story is about. */
export interface Cast {
  readonly browser: Browser;
  readonly user: string;
  readonly site: string;
  readonly connected: string;
}

/** The consumer registers with the provider, over the provider's own page. */
export async function register(
  { pages }: Pick<Emulator, "pages">,
  { name, callback }: { readonly name: string; readonly callback: string },
): Promise<{ readonly key: string; readonly secret: string }> {
  const body = new URLSearchParams({ name, callback });
  const response = await fetch(pages.apps, {
    method: "POST",
    body,
    headers: { accept: "application/json" },
  });
  if (response.status !== 201)
    throw new Error(`The registration was answered with status ${response.status}.`);
  const { key, secret }: { key: string; secret: string } = await response.json();
  return { key, secret };
}

/** One whole life of a permission: signed in, used, taken back, refused. Rejects when any step is not as it should be. */
export async function live({ browser, user, site, connected }: Cast): Promise<void> {
  const login = expectPage(await browser.submit(await browser.open(site), {}), 200, "Log in to");
  const consent = expectPage(
    await browser.submit(login, { user }),
    200,
    `as <strong>${user}</strong>`,
  );
  expectPage(await browser.submit(consent, { decision: "approve" }), 200, `@${user}`);
  expectPage(await browser.open(`${site}/profile`), 200, user);
  const grants = expectPage(await browser.open(connected), 200, "Photo Printer");
  const grant = /name="revoke" value="([^"]+)"/.exec(grants.markup)?.[1] ?? "";
  expectPage(await browser.submit(grants, { revoke: grant }), 200, "No app is connected");
  expectPage(await browser.open(`${site}/profile`), 401, "no longer lets us in");
}

function expectPage(page: Page, status: number, text: string): Page {
  if (page.status === status && page.markup.includes(text)) return page;
  throw new Error(
    `${page.url} was answered with status ${page.status} where ${status} and "${text}" were expected:\n${page.markup}`,
  );
}
