import {
  startPage,
  type ServedPage,
  type StoryAction,
  type StoryEvent,
} from "@oauth1/emulator/page";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  keysOf,
  link,
  linkSecond,
  messagesOf,
  MODELS,
  revoke,
  signedIn,
  type Walker,
} from "./story/walk.js";

const events: StoryEvent[] = [];
const served: { page?: ServedPage } = {};

beforeAll(async () => {
  served.page = await startPage({ providers: MODELS, onEvent: (event) => void events.push(event) });
});

afterAll(() => served.page?.close());

type World = { readonly page: ServedPage; readonly walker: Walker };

async function open(model: (typeof MODELS)[number]): Promise<World> {
  const { page } = served;
  if (page === undefined) throw new Error("The page is not served.");
  events.length = 0;
  const stage = await page.stage(model.id);
  return { page, walker: await signedIn({ stage, model, events }) };
}

function press({ browser, stage }: Walker, action: string) {
  return browser.open(stage.start).then((home) => browser.submit(home, {}, action));
}

/** What each way in leaves behind, in this order. */
const KEYS = {
  login: ["client issued", "temporary issued", "token issued", "temporary spent"],
  "pushed-login": ["client issued", "temporary issued", "token issued", "temporary spent"],
  "x-auth": ["client issued", "token issued"],
  "pre-issued": ["client issued", "token issued"],
  "two-legged": ["client issued"],
} as const;

/** The rule that each experiment breaks. */
const RULES: Readonly<Partial<Record<StoryAction, string>>> = {
  replay: "nonce_used",
  tamper: "signature_invalid",
  "wrong-secret": "signature_invalid",
  "old-timestamp": "timestamp_refused",
  "wrong-verifier": "verifier_invalid",
};

async function act({ page }: World, action: string): Promise<unknown> {
  const response = await fetch(`${page.origin}/api/stage/actions`, {
    method: "POST",
    headers: { "x-oauth1-page": "1" },
    body: JSON.stringify({ action }),
  });
  return response.json();
}

function availableIn({ walker }: World): readonly StoryAction[] {
  const states = walker.events.flatMap((event) => (event.kind === "state" ? [event] : []));
  return states.at(-1)?.available ?? [];
}

describe.each(MODELS.map((model) => ({ id: model.id, model })))("the story of $id", ({ model }) => {
  it("is walked from the registration to the revoked permission, every message explained", async () => {
    const { page, walker } = await open(model);
    const { stage, entrance } = walker;
    const hasUsers = entrance.kind !== "two-legged";
    const linked = /Your account is linked\./g;
    expect((await link(walker)).markup.match(linked)?.length ?? 0).toBe(hasUsers ? 1 : 0);
    expect((await linkSecond(walker)).markup.match(linked)).toHaveLength(hasUsers ? 2 : 1);
    const results = await press(walker, hasUsers ? "/use" : `/use/${stage.second.id}`);
    expect([results.status, results.markup.includes(stage.second.name)]).toEqual([200, true]);
    if (hasUsers) expect((await revoke(walker)).markup).toContain("No app is connected.");
    const unlinked = await press(walker, `/unlink/${stage.second.id}`);
    expect(unlinked.markup).toContain(`Link ${stage.second.name}`);
    await page.settled();
    expect(keysOf(walker)).toEqual([
      ...KEYS[entrance.kind],
      ...(hasUsers ? ["token revoked"] : []),
    ]);
    const messages = messagesOf(walker);
    expect(messages.filter(({ failed }) => failed)).toEqual([]);
    expect(messages.filter(({ title }) => /not there|An answer/.test(title))).toEqual([]);
    const unpaired = messages.filter((one) => (one.direction === "response") !== "answers" in one);
    expect(unpaired).toEqual([]);
    const signatures = messages.flatMap(({ signature }) => signature ?? []);
    expect(signatures.length).toBeGreaterThan(2);
    expect(signatures.filter(({ right }) => !right)).toEqual([]);
    for (const { parts, baseString } of signatures)
      expect(parts.map(({ text }) => text).join("")).toBe(baseString);
  });

  it("ends with a call that is refused, because the permission was taken back", async () => {
    const world = await open(model);
    const { page, walker } = world;
    await link(walker);
    await page.settled();
    if (walker.entrance.kind === "two-legged" || !availableIn(world).includes("call")) return;
    expect((await press(walker, `/use/${model.id}`)).status).toBe(200);
    await revoke(walker);
    expect((await press(walker, `/use/${model.id}`)).status).toBeGreaterThanOrEqual(400);
    await page.settled();
    const [refusal] = messagesOf(walker).filter(({ failed }) => failed);
    expect(refusal?.failed?.why).toMatch(/^token_rejected: /);
    const opens = model.oauth.consumer.keys.includes("liveSession");
    const place = opens ? "where key pairs are handed out" : "in front of the API";
    expect(refusal?.failed?.where).toBe(`At ${model.name}, ${place}`);
  });

  it("has experiments, each of which is refused for the reason that it tells", async () => {
    const world = await open(model);
    const { page, walker } = world;
    await link(walker);
    await page.settled();
    const available = availableIn(world);
    expect(available).toContain("wrong-secret");
    for (const [action, rule] of Object.entries(RULES)) {
      const isAvailable = available.some((one) => one === action);
      const from = walker.events.length;
      expect(await act(world, action)).toHaveProperty("ok", isAvailable);
      if (!isAvailable) continue;
      const messages = messagesOf({ events: walker.events.slice(from) });
      expect(messages.every(({ phase }) => phase === "experiment")).toBe(true);
      const failures = messages.flatMap(({ failed }) => failed ?? []);
      expect([action, ...failures.map(({ why }) => why.split(":")[0])]).toEqual([action, rule]);
      const isForged = rule === "signature_invalid";
      expect(messages.findLast(({ signature }) => signature)?.signature?.right).toBe(!isForged);
    }
  });
});
