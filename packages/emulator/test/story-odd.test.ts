import { startPage, type StoryEvent } from "@oauth1/emulator/page";
import { expect, it } from "vitest";
import { pageProviders } from "../src/story/page-providers.js";
import { described } from "./calls.js";
import { keysOf, link, messagesOf, signedIn } from "./story/walk.js";
import { LEGS, modelOf, type Odd } from "./world.js";

const FILE = { type: "string", format: "binary" } as const;

const UPLOAD: Odd["operations"] = {
  upload: {
    group: "photos",
    summary: "Uploads a photo.",
    method: "POST",
    path: "/upload",
    body: { kind: "multipart", signed: true },
    parameters: {
      title: { in: "body", type: "string", required: true, example: "A & B" },
      photo: { in: "body", required: true, ...FILE },
    },
    example: { id: "7" },
  },
};

const FORM = { transmission: "body" } as const;

const PLAIN = { ...LEGS, signatureMethods: ["PLAINTEXT"] };

const ODD: readonly (readonly [title: string, odd: Odd])[] = [
  ["as JSON in the query", { oauth: { ...LEGS, signing: { transmission: "json" } } }],
  [
    "in the form",
    {
      oauth: {
        ...LEGS,
        temporaryCredentials: { ...LEGS.temporaryCredentials, signing: FORM },
        tokenCredentials: { ...LEGS.tokenCredentials, signing: FORM },
      },
    },
  ],
  ["with a realm", { oauth: { ...LEGS, signing: { realm: "Photos" } } }],
  [
    "with a key that ends without an ampersand",
    { oauth: { ...LEGS, signing: { keyAmpersand: false } } },
  ],
  ["as plain text", { oauth: PLAIN }],
  ["over the text of a multipart body", { oauth: LEGS, operations: UPLOAD }],
  [
    "with endpoints that answer JSON",
    {
      oauth: {
        ...LEGS,
        temporaryCredentials: { ...LEGS.temporaryCredentials, format: "json" },
        tokenCredentials: {
          ...LEGS.tokenCredentials,
          format: "json",
          tokenAt: "a.key",
          secretAt: "a.secret",
        },
      },
    },
  ],
];

it.each(ODD)("computes signatures again that are made %s", async (_title, odd) => {
  const model = modelOf({ oauth: LEGS, ...odd });
  const events: StoryEvent[] = [];
  const page = await startPage({ providers: [model], onEvent: (event) => void events.push(event) });
  try {
    const walker = await signedIn({ stage: await page.stage("odd"), model, events });
    const home = await link(walker);
    const used = await walker.browser.submit(home, {}, "/use/odd");
    expect(used.markup).toContain("From the API");
    await page.settled();
    expect(keysOf(walker)).toContain("token issued");
    const signatures = messagesOf(walker).flatMap(({ signature }) => signature ?? []);
    expect(signatures.map(({ right }) => right)).toEqual([true, true, true]);
  } finally {
    await page.close();
  }
});

it("says why the site of the story cannot register, and goes on without it", async () => {
  const page = await startPage({ providers: [modelOf({ oauth: LEGS })] });
  try {
    const nowhere = page.emulate("odd", { origin: "http://127.0.0.1:9" });
    await expect(nowhere).rejects.toThrow(
      "registers at http://127.0.0.1:9/-/apps, and nothing answers there",
    );
    const emulator = await page.emulate("odd");
    expect((await fetch(emulator.pages.home)).status).toBe(200);
  } finally {
    await page.close();
  }
});

it("shows tokens that a program was given by a page", async () => {
  const events: StoryEvent[] = [];
  const model = modelOf({ oauth: LEGS });
  const page = await startPage({ providers: [model], onEvent: (event) => void events.push(event) });
  try {
    const { pages } = await page.emulate("odd");
    const headers = { "content-type": "application/json" };
    const issued = await fetch(pages.tokens, { method: "POST", headers, body: '{"user":"bob"}' });
    const { key } = await issued.json();
    await page.settled();
    expect(events).toContainEqual(expect.objectContaining({ kind: "keys", pair: "token", key }));
  } finally {
    await page.close();
  }
});

it("has requests to try in which lists and bodies are written as described", async () => {
  const list = { type: "array", items: { type: "string" }, example: ["a b", "c"], required: true };
  const call = { path: "/{+at}", example: {} };
  const at = { in: "path", type: "string", example: "a/b c" };
  const models = ["comma", "brackets", "indexed", "repeat", "json"].map((style) => {
    const lists = { ...list, style };
    const parameters = { at, lists };
    const written = { ...parameters, lists: { ...lists, in: "body" } };
    const all = { at, lists: { ...list, in: "body" } };
    const whole = { kind: "json", whole: "lists", contentType: "application/vnd.odd+json" };
    const operations = {
      get: { ...call, method: "GET", parameters },
      post: { ...call, method: "POST", body: "form", parameters: written },
      put: { ...call, method: "PUT", body: whole, parameters: all },
    };
    return [style, modelOf(described(operations))] as const;
  });
  const shown = models.flatMap(([style, model]) =>
    pageProviders([model]).map(({ samples: [get, post, put] }) => {
      expect([put?.headers, put?.body]).toEqual([
        [["Content-Type", "application/vnd.odd+json"]],
        '["a b","c"]',
      ]);
      const { pathname, search } = new URL(get?.url ?? "");
      expect(pathname).toBe("/api/a/b%20c");
      const pairs = [search, post?.body ?? ""].map((text) => [...new URLSearchParams(text)]);
      expect(pairs[0]).toEqual(pairs[1]);
      return [style, pairs[0]];
    }),
  );
  expect(shown).toEqual([
    ["comma", [["lists", "a b,c"]]],
    [
      "brackets",
      [
        ["lists[]", "a b"],
        ["lists[]", "c"],
      ],
    ],
    [
      "indexed",
      [
        ["lists[0]", "a b"],
        ["lists[1]", "c"],
      ],
    ],
    [
      "repeat",
      [
        ["lists", "a b"],
        ["lists", "c"],
      ],
    ],
    ["json", [["lists", '["a b","c"]']]],
  ]);
});

it("samples what every call of an API carries, unless one goes without it", () => {
  const api = { query: { format: "json", v: "1" }, headers: { "x-client": "sdk", "x-v": "1" } };
  const get = {
    ...{ method: "GET", path: "/me", example: { id: "7" }, query: { me: "1", v: false } },
    headers: { "x-v": false },
  };
  const [provider] = pageProviders([modelOf(described({ get }, api))]);
  expect(provider?.samples.at(-1)).toMatchObject({
    url: "https://odd.example/api/me?format=json&me=1",
    headers: [["x-client", "sdk"]],
  });
});
