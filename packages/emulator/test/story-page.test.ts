import { once } from "node:events";
import { request as send } from "node:http";
import { connect } from "node:net";
import { startPage, type ServedPage, type StoryEvent } from "@oauth1/emulator/page";
import { startEmulator } from "@oauth1/emulator";
import { afterEach, describe, expect, it } from "vitest";
import { link, linkSecond, messagesOf, MODELS, signedIn } from "./story/walk.js";

const open: ServedPage[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((page) => page.close()));
});

async function served(onEvent: (event: StoryEvent) => void = () => undefined): Promise<ServedPage> {
  const page = await startPage({ providers: MODELS, first: "twitter", onEvent });
  open.push(page);
  return page;
}

const OWN = { "x-oauth1-page": "1" };

/** A request whose header Host is the test's own, as fetch would not send it. */
async function status(
  page: ServedPage,
  { path, method = "GET", ...headers }: Record<"path", string> & Record<string, string>,
): Promise<number> {
  const request = send({ host: "127.0.0.1", port: page.port, path, method, headers });
  request.end(method === "POST" ? '{"provider":"twitter"}' : undefined);
  const [response] = await once(request, "response");
  response.resume();
  return response.statusCode;
}

/** The events of a stream, as far as the n-th, with their ids. */
async function stream(page: ServedPage, headers: Record<string, string>, count: number) {
  const stop = new AbortController();
  const response = await fetch(`${page.origin}/api/stage/events`, { headers, signal: stop.signal });
  const found: { readonly id: string; readonly event: StoryEvent }[] = [];
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const [, id = "", data = ""] = /^id: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      found.push({ id, event: JSON.parse(data) });
      text = text.slice(end + 2);
    }
    if (found.length >= count) break;
  }
  stop.abort();
  return found.slice(0, count);
}

function nested(depth: number): string {
  return "[".repeat(depth) + "]".repeat(depth);
}

describe("the server of the page", () => {
  it("lists every provider, with requests to try", async () => {
    const page = await served();
    const response = await fetch(`${page.origin}/providers.json`);
    const listed = await response.json();
    expect(listed).toMatchObject({ live: true, first: "twitter" });
    expect(listed.providers.map(({ id }: { id: string }) => id)).toEqual(
      MODELS.map(({ id }) => id),
    );
    for (const { id, way, samples } of listed.providers) {
      expect([id, way]).toEqual([id, expect.stringMatching(/\.$/)]);
      for (const { url } of samples)
        expect([id, url]).toEqual([id, expect.not.stringMatching(/[{}]/)]);
    }
  });

  it("answers its own origin and nobody who has bound another name to this machine", async () => {
    const page = await served();
    const host = `127.0.0.1:${page.port}`;
    expect(await status(page, { path: "/providers.json", host })).toBe(200);
    expect(await status(page, { path: "/providers.json", host: "rebound.example" })).toBe(421);
    const rebound = { path: "/api/stage", method: "POST", host: `rebound.example:${page.port}` };
    expect(await status(page, { ...rebound, ...OWN })).toBe(421);
  });

  it("answers HEAD as GET", async () => {
    const { origin } = await served();
    const [whole, head] = [await fetch(origin), await fetch(origin, { method: "HEAD" })];
    expect(head.status).toBe(whole.status);
    expect((await fetch(`${origin}/nothing.html`, { method: "HEAD" })).status).not.toBe(200);
  });

  it("lets no other page set the stage or listen", async () => {
    const page = await served();
    const host = `127.0.0.1:${page.port}`;
    const set = { path: "/api/stage", method: "POST", host };
    expect(await status(page, set)).toBe(403);
    expect(await status(page, { ...set, ...OWN, origin: "http://127.0.0.1:1" })).toBe(403);
    expect(await status(page, { ...set, ...OWN, origin: page.origin })).toBe(200);
    const events = { path: "/api/stage/events", host };
    expect(await status(page, { ...events, "sec-fetch-site": "same-site" })).toBe(403);
    expect(await status(page, { ...events, "sec-fetch-site": "same-origin" })).toBe(200);
  });

  it("is kept by no cache, framed by nobody else, and loads nothing from elsewhere", async () => {
    const { headers } = await fetch((await served()).origin);
    expect(headers.get("cache-control")).toBe("no-store");
    const policy = headers.get("content-security-policy");
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(policy).toContain("frame-ancestors 'self'");
  });

  it("has a stage once one was set, and says so where there is none", async () => {
    const page = await served();
    const get = (path: string) => fetch(`${page.origin}${path}`, { headers: OWN });
    expect((await get("/api/stage")).status).toBe(204);
    expect((await get("/api/stage/events")).status).toBe(404);
    const set = (provider: string) =>
      fetch(`${page.origin}/api/stage`, {
        method: "POST",
        headers: OWN,
        body: JSON.stringify({ provider }),
      });
    expect((await set("nowhere")).status).toBe(400);
    const stage = await (await set("discogs")).json();
    expect(stage).toMatchObject({ provider: { id: "discogs" }, second: { id: "old-album" } });
    expect(await (await get("/api/stage")).json()).toEqual(stage);
  });

  it("tells the story from its beginning, and goes on where a browser has stopped listening", async () => {
    const page = await served();
    await page.stage("twitter");
    const all = await stream(page, OWN, 7);
    expect(all.map(({ event }) => event.index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const last = all[4]?.id ?? "";
    const rest = await stream(page, { ...OWN, "last-event-id": last }, 2);
    expect(rest).toEqual(all.slice(5));
    await page.stage("twitter");
    const other = await stream(page, { ...OWN, "last-event-id": last }, 1);
    expect(other[0]?.event.index).toBe(0);
  });

  it("closes every port that it has opened", async () => {
    const page = await served();
    const { consumer, providerOrigin, connected } = await page.stage("etrade");
    await page.close();
    for (const url of [page.origin, consumer.origin, providerOrigin, connected]) {
      const socket = connect(Number(new URL(url).port), "127.0.0.1");
      await expect(once(socket, "connect"), url).rejects.toThrow("ECONNREFUSED");
    }
  });
});

describe("the stage", () => {
  const twitter = MODELS.find(({ id }) => id === "twitter");

  async function walk() {
    const events: StoryEvent[] = [];
    const page = await served((event) => void events.push(event));
    if (twitter === undefined) throw new Error("There is no providers/twitter.json.");
    const stage = await page.stage("twitter");
    return { page, walker: await signedIn({ stage, model: twitter, events }) };
  }

  it("lets the page frame the consumer and the provider, and nobody else", async () => {
    const { page, walker } = await walk();
    for (const url of [walker.stage.start, `${walker.stage.providerOrigin}/-/`]) {
      const { headers } = await fetch(url);
      expect(headers.get("content-security-policy")).toMatch(
        new RegExp(`frame-ancestors ${page.origin}$`),
      );
    }
    const alone = await startEmulator(walker.model);
    const { headers } = await fetch(alone.pages.home);
    await alone.close();
    expect(headers.get("content-security-policy")).toMatch(/frame-ancestors 'none'$/);
  });

  it("links two providers one after the other, for one of two users", async () => {
    const { walker } = await walk();
    const { browser, stage } = walker;
    const home = await browser.open(stage.start);
    const fields = { next: stage.second.id };
    const login = await browser.submit(home, fields, "/link/twitter");
    const consent = await browser.submit(login, { user: "bob" });
    const second = await browser.submit(consent, { decision: "approve" });
    expect(second.markup).toContain("Log in to Old Album");
    const again = await browser.submit(second, { user: "bob" });
    const done = await browser.submit(again, { decision: "approve" });
    expect(done.markup.match(/Your account is linked\./g)).toHaveLength(2);
    const carol = await browser.submit(await browser.open(stage.start), {}, "/signout");
    const hers = await browser.submit(carol, { user: "carol" });
    expect(hers.markup).not.toContain("Your account is linked.");
  });

  it("tells where and why a login ends that the user denies", async () => {
    const { page, walker } = await walk();
    const { browser, stage } = walker;
    const home = await browser.open(stage.start);
    const login = await browser.submit(home, {}, "/link/twitter");
    const consent = await browser.submit(login, { user: "bob" });
    const denied = await browser.submit(consent, { decision: "deny" });
    expect([denied.status, denied.markup.includes("You said no")]).toEqual([403, true]);
    await page.settled();
    const [failure] = messagesOf(walker).flatMap(({ failed }) => failed ?? []);
    expect(failure?.where).toContain("where the user decides");
    expect(walker.events).toContainEqual(
      expect.objectContaining({ kind: "keys", pair: "temporary", state: "denied" }),
    );
  });

  it("says what comes next, in the words of where the person is", async () => {
    const { page, walker } = await walk();
    await link(walker);
    await linkSecond(walker);
    await page.settled();
    const steps = walker.events.flatMap((event) => (event.kind === "state" ? event.step : []));
    expect([...new Set(steps)]).toEqual([
      "Sign in to Photo Printer: any name will do.",
      "Link your account at X (Twitter).",
      "Say yes or no at X (Twitter).",
      "Print from X (Twitter), or link Old Album as well.",
      "Say yes or no at Old Album.",
      "Both are linked. Print from both, then take the permission back at X (Twitter): the next call fails.",
    ]);
  });

  it("begins with the chosen provider where that one knows no users", async () => {
    const events: StoryEvent[] = [];
    const page = await served((event) => void events.push(event));
    const model = MODELS.find(({ id }) => id === "nounproject") ?? expect.fail();
    const stage = await page.stage(model.id);
    await linkSecond(await signedIn({ stage, model, events }));
    await page.settled();
    const steps = events.flatMap((event) => (event.kind === "state" ? event.step : []));
    expect([...new Set(steps)]).toEqual([
      "Sign in to Photo Printer: any name will do.",
      `Print from ${model.name}, which needs no account, or link Old Album as well.`,
      "Say yes or no at Old Album.",
      `Print from ${model.name} or Old Album, then take the permission back at Old Album: the next call fails.`,
    ]);
  });

  it("emulates a provider for others once, and until it is closed", async () => {
    const page = await served();
    const { origin } = await page.emulate("discogs");
    expect((await page.stage("discogs")).providerOrigin).toBe(origin);
    await page.stage("twitter");
    expect((await fetch(`${origin}/-/`)).status).toBe(200);
    await expect(page.emulate("discogs")).rejects.toThrow(
      "Discogs is emulated by this page already.",
    );
    await expect(page.emulate("nobody")).rejects.toThrow('There is no provider "nobody"');
    await page.close();
    await expect(fetch(`${origin}/-/`)).rejects.toThrow("fetch failed");
  });

  it.each(["{}", "[]", "null", '{"provider":{"toString":1}}', `{"provider":${nested(4000)}}`])(
    "sets no stage for %.20s",
    async (body) => {
      const page = await served();
      const init = { method: "POST", headers: OWN, body };
      const answer = await fetch(`${page.origin}/api/stage`, init);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ error: 'There is no provider "" on this page.' });
    },
  );

  it("sends the same bytes where a request is sent again", async () => {
    const { page, walker } = await walk();
    await link(walker);
    await page.settled();
    const from = walker.events.length;
    const action = await fetch(`${page.origin}/api/stage/actions`, {
      method: "POST",
      headers: OWN,
      body: '{"action":"replay"}',
    });
    expect(await action.json()).toEqual({ ok: true });
    const sent = messagesOf({ events: walker.events.slice(from) });
    const requests = sent.filter(({ direction }) => direction === "request");
    expect(requests).toHaveLength(2);
    expect(requests[1]?.http).toEqual(requests[0]?.http);
  });

  it("goes on after bytes at its sockets that are no request", async () => {
    const page = await served();
    const { consumer, providerOrigin } = await page.stage("twitter");
    const bytes = [
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: abc\r\n\r\nxyz",
      'GET /?Authorization={"a":{"toString":1}} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    ];
    for (const origin of [consumer.origin, providerOrigin]) {
      for (const text of bytes) {
        const socket = connect(Number(new URL(origin).port), "127.0.0.1", () => socket.write(text));
        socket.resume().setTimeout(30_000, () => socket.destroy());
        await once(socket, "close");
      }
    }
    await page.settled();
    expect((await fetch(`${page.origin}/providers.json`)).ok).toBe(true);
  });
});
