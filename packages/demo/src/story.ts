import type { Stage } from "@oauth1/emulator/page";
import { createBrowser, type Page } from "./browser.js";

/** One whole life of a permission: linked, used, taken back, refused. Rejects when any step is not as it should be. */
export async function live({ start, connected, consumer, provider }: Stage): Promise<void> {
  const browser = createBrowser();
  const user = "alice";
  const welcome = expectPage(await browser.open(start), 200, "Your name here");
  const home = expectPage(await browser.submit(welcome, { user }), 200, `Link ${provider.name}`);
  const begun = await browser.submit(home, {}, `/link/${provider.id}`);
  const login = expectPage(begun, 200, "Log in to");
  const asked = await browser.submit(login, { user });
  const consent = expectPage(asked, 200, `as <strong>${user}</strong>`);
  const back = await browser.submit(consent, { decision: "approve" });
  const linked = expectPage(back, 200, "Your account is linked");
  expectPage(await browser.submit(linked, {}, `/use/${provider.id}`), 200, user);
  const grants = expectPage(await browser.open(connected), 200, consumer.name);
  const grant = /name="revoke" value="([^"]+)"/.exec(grants.markup)?.[1] ?? "";
  expectPage(await browser.submit(grants, { revoke: grant }), 200, "No app is connected");
  const refused = await browser.submit(linked, {}, `/use/${provider.id}`);
  expectPage(refused, 401, "does not let us in");
}

function expectPage(page: Page, status: number, text: string): Page {
  if (page.status === status && page.markup.includes(text)) return page;
  throw new Error(
    `${page.url} was answered with status ${page.status} where ${status} and "${text}" were expected:\n${page.markup}`,
  );
}
