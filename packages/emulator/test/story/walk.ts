import { lower, type ProviderModel } from "@oauth1/descriptor";
import type { Stage, StoryEvent, StoryKeys, StoryMessage } from "@oauth1/emulator/page";
import { readFileSync, readdirSync } from "node:fs";
import { createBrowser, type Browser, type Page } from "../../../demo/src/browser.js";
import { entranceOf, type Entrance } from "../../src/story/site/partner.js";

const FOLDER = new URL("../../../../providers/", import.meta.url);

/** Every described provider. */
export const MODELS: readonly ProviderModel[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .sort()
  .map((file) => lower(JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"))));

/** A user at a browser, on a stage. */
export interface Walker {
  readonly browser: Browser;
  readonly stage: Stage;
  readonly model: ProviderModel;
  readonly entrance: Entrance;
  /** What has happened so far. */
  readonly events: readonly StoryEvent[];
}

/** A user who has signed in to the consumer's site. */
export async function signedIn(walker: Omit<Walker, "browser" | "entrance">): Promise<Walker> {
  const browser = createBrowser();
  await browser.submit(await browser.open(walker.stage.start), { user: "alice" });
  return { ...walker, browser, entrance: entranceOf(walker.model) };
}

/** Links the chosen provider, in the way that it has, and shows the site's first page. */
export async function link(walker: Walker): Promise<Page> {
  const { browser, stage, entrance } = walker;
  await LINKS[entrance.kind](walker);
  return browser.open(stage.start);
}

/** Links the second provider, the 2010 way. */
export async function linkSecond({ browser, stage }: Walker): Promise<Page> {
  const home = await browser.open(stage.start);
  return approve(browser, await browser.submit(home, {}, `/link/${stage.second.id}`));
}

/** Takes the permission back, at the provider. */
export async function revoke({ browser, stage, entrance }: Walker): Promise<Page> {
  const page = await loggedIn(browser, await browser.open(stage.connected), ownerOf(entrance));
  const revoked = /name="revoke" value="([^"]+)"/.exec(page.markup)?.[1] ?? "";
  return browser.submit(page, { revoke: revoked });
}

/** The events of one kind. */
export function messagesOf({ events }: Pick<Walker, "events">): readonly StoryMessage[] {
  return events.filter((event): event is StoryMessage => event.kind === "message");
}

/** What became of key pairs, as `pair state`. */
export function keysOf({ events, model }: Pick<Walker, "events" | "model">): readonly string[] {
  return events
    .filter((event): event is StoryKeys => event.kind === "keys" && event.provider === model.id)
    .map(({ pair, state }) => `${pair} ${state}`);
}

const LINKS: Readonly<Record<Entrance["kind"], (walker: Walker) => Promise<unknown>>> = {
  async login({ browser, stage, model, entrance }) {
    const { id } = model;
    const page = await browser.submit(await browser.open(stage.start), {}, `/link/${id}`);
    if (entrance.kind !== "login" || entrance.authorization.method !== "GET")
      return browser.submit(page, {}, `/program/${id}`);
    const end = await approve(browser, page);
    const verifier = /<p class="pin">([^<]*)</.exec(end.markup)?.[1];
    return verifier === undefined
      ? end
      : browser.submit(await browser.open(stage.start), { verifier }, `/verifier/${id}`);
  },
  "x-auth": async ({ browser, stage, model }) =>
    browser.submit(
      await browser.open(stage.start),
      { username: "bob", password: "any" },
      `/password/${model.id}`,
    ),
  async "pre-issued"({ browser, stage, model, events }) {
    const consumer = events.find(
      (event): event is StoryKeys => event.kind === "keys" && event.provider === model.id,
    );
    const form = await loggedIn(browser, await browser.open(`${stage.providerOrigin}/-/tokens`));
    const { markup } = await browser.submit(form, { consumer: consumer?.key ?? "" });
    const shown = (term: string): string =>
      new RegExp(`<dt>${term}</dt>\\s*<dd>([^<]*)<`).exec(markup)?.[1] ?? "";
    const home = await browser.open(stage.start);
    const composite = shown("All in one");
    const fields =
      composite === "" ? { token: shown("Token"), secret: shown("Token secret") } : { composite };
    return browser.submit(home, fields, `/token/${model.id}`);
  },
  async "pushed-login"({ browser, stage, model }) {
    const { markup } = await browser.open(stage.start);
    const href = /href="([^"]*\/-\/push[^"]*)"/.exec(markup)?.[1]?.replaceAll("&amp;", "&");
    await browser.submit(await browser.open(href ?? ""), { user: "bob" });
    return browser.submit(await browser.open(stage.start), {}, `/finish/${model.id}`);
  },
  "two-legged": async () => undefined,
};

// The user's own program is known to the provider by the user's name here.
function ownerOf(entrance: Entrance): string {
  return entrance.kind === "login" && entrance.authorization.method !== "GET" ? "alice" : "bob";
}

async function loggedIn(browser: Browser, page: Page, user = "bob"): Promise<Page> {
  return page.markup.includes('action="/-/login"') ? browser.submit(page, { user }) : page;
}

async function approve(browser: Browser, page: Page): Promise<Page> {
  return browser.submit(await loggedIn(browser, page), { decision: "approve" });
}
