import { startPage, type StoryEvent } from "@oauth1/emulator/page";
import { expect, it } from "vitest";
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
