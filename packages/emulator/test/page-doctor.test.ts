import { readFileSync } from "node:fs";
import { sign, type RequestParts } from "@oauth1/core";
import { diagnose } from "@oauth1/core/diagnose";
import { rsaSha256 } from "@oauth1/core/methods/rsa-sha256";
import { rawText, readRequest } from "@oauth1/emulator/input";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { CHROMIUM, createStand, expectAccessible, hasChromium } from "./page-browser.js";

/** A request that was signed with mistakes. */
interface Vector {
  readonly mistakes: readonly string[];
  readonly request: RequestParts;
  readonly credentials: {
    readonly consumer: { readonly secret: string };
    readonly token?: { readonly secret: string };
  };
  readonly otherSecrets: readonly string[];
  readonly multipart?: unknown;
  readonly received?: boolean;
}

const shared = (name: string): string =>
  readFileSync(new URL(`../../testing/${name}`, import.meta.url), "utf8");
const all: readonly Vector[] = JSON.parse(shared("vectors/mistakes.json"));

// What can be pasted as text: a request that is the same when it is read back.
const pastable = all.filter(({ request, multipart, received }) => {
  if (multipart !== undefined || received === true) return false;
  const read = readRequest(rawText(request), { origin: new URL(request.url).origin });
  const isSame = read.url === request.url && (read.body ?? "") === (request.body ?? "");
  return isSame && request.url.startsWith("https:");
});
const SAMPLE = pastable.filter((_one, index) => index % 4 === 0);

const KEYS = {
  consumer: { key: "ck", secret: "consumer-secret" },
  token: { key: "tk", secret: "token-secret" },
};
const REQUEST = { method: "GET", url: "https://api.example.com/items?b=2&a=x%20y" };

const stand = createStand({ providers: [] });

/** The doctor, as somebody finds it who has just come. */
interface Surgery {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly fill: (fields: Readonly<Record<string, string>>) => Promise<void>;
  /** Asks, and resolves to the titles of what was found. */
  readonly ask: () => Promise<readonly string[]>;
}

async function surgery(options?: BrowserContextOptions): Promise<Surgery> {
  const { page, complaints } = await stand.visit("/#/doctor", options);
  await page.getByRole("heading", { name: "How the doctor works" }).waitFor();
  return {
    page,
    complaints,
    async fill(fields) {
      for (const [label, text] of Object.entries(fields)) {
        await page.getByLabel(label, { exact: true }).fill(text);
      }
    },
    async ask() {
      await page.getByRole("button", { name: "Find the mistake" }).click();
      await found(page);
      return page.locator(".verdict h2").allTextContents();
    },
  };
}

// The diagnosis takes the focus when it is there.
async function found(page: Page): Promise<void> {
  await page.locator(".workbench-out:focus").waitFor();
}

describe.skipIf(!hasChromium)(`The doctor in ${CHROMIUM}`, () => {
  it.each([
    ["Secret of the earlier leg", "The token secret is another one, as of an earlier leg"],
    ["Plus decoded twice", "A plus sign, sent as %2B, is signed as a space"],
    ["Query left out", "The query of the URL is not signed"],
    ["Realm signed", "The realm is signed"],
    ["Not sorted", "Parameters are not sorted"],
    ["Token secret missing", "The token secret is missing from the key"],
  ])("explains its example %j", async (example, title) => {
    const { page, complaints } = await surgery();
    await page.getByRole("button", { name: example }).click();
    await found(page);
    expect(await page.locator(".verdict h2").first().textContent()).toContain(title);
    expect(complaints).toEqual([]);
  });

  it.each(SAMPLE)("names $mistakes as diagnose does", async (vector) => {
    const { fill, ask } = await surgery();
    const { request, credentials, otherSecrets, mistakes } = vector;
    const { consumer, token } = credentials;
    await fill({
      Request: rawText(request),
      "Consumer secret": consumer.secret,
      "Token secret": token?.secret ?? "",
      "Other secrets": otherSecrets.join(" "),
    });
    const titles = await ask();
    const known = await diagnose({ request, credentials, otherSecrets });
    if (known.verdict !== "explained") return expect.fail(known.verdict);
    const found = [known.mistakes, ...known.alternatives];
    expect(found.map((list) => list.map(({ id }) => id).sort())).toContainEqual(
      [...mistakes].sort(),
    );
    expect(titles).toEqual(
      known.mistakes.map(({ title, detail }) =>
        (detail === undefined ? title : `${title} (${detail})`).replaceAll("`", ""),
      ),
    );
  });

  it("puts the right signature into the request", async () => {
    const { page, fill, ask } = await surgery();
    const { request } = await sign(REQUEST, { ...KEYS, token: { key: "tk", secret: "" } });
    await fill({
      Request: rawText(request),
      "Consumer secret": KEYS.consumer.secret,
      "Token secret": KEYS.token.secret,
    });
    expect(await ask()).toEqual(["The token secret is missing from the key"]);
    const mended = readRequest((await page.locator(".http-view").textContent()) ?? "");
    expect(await diagnose({ request: mended, credentials: KEYS })).toMatchObject({
      verdict: "correct",
    });
  });

  it.each([
    ["as it is", (text: string) => text],
    [
      "in a form",
      (text: string) =>
        `oauth_problem=signature_invalid&oauth_signature_base_string=${encodeURIComponent(text)}&x=y`,
    ],
    [
      "in a header",
      (text: string) =>
        `WWW-Authenticate: OAuth realm="x",oauth_signature_base_string="${encodeURIComponent(text)}"`,
    ],
    [
      "in JSON",
      (text: string) => JSON.stringify({ message: `expected ${text}` }).replaceAll("&", "\\u0026"),
    ],
    ["in HTML", (text: string) => `<p>Expected <code>${text.replaceAll("&", "&amp;")}</code></p>`],
  ])("compares with the base string that a server answers %s", async (_how, answer) => {
    const { page, fill, ask } = await surgery();
    const { request, baseString } = await sign(REQUEST, KEYS);
    const expected = baseString.replace("b%3D2", "b%3D3");
    await fill({
      Request: rawText(request),
      "Consumer secret": KEYS.consumer.secret,
      "Token secret": KEYS.token.secret,
      "Expected base string, or the whole answer": answer(expected),
    });
    expect(await ask()).toEqual(["The base strings differ: value"]);
    expect(await page.locator(".base-string mark").allTextContents()).toEqual(["2", "3"]);
    expect(await page.locator(".base-string-text").allTextContents()).toEqual([
      baseString,
      expected,
    ]);
  });

  it("takes an Authorization header alone, and asks where it was sent to", async () => {
    const { page, fill, ask } = await surgery();
    const { authorization = "" } = await sign(REQUEST, KEYS);
    await fill({
      Request: `Authorization: ${authorization}`,
      "Consumer secret": KEYS.consumer.secret,
      "Token secret": KEYS.token.secret,
    });
    await page.getByRole("button", { name: "Find the mistake" }).click();
    await page.getByText("Where was this header sent to?").waitFor();
    await fill({ URL: REQUEST.url });
    expect(await ask()).toEqual(["The signature is right"]);
    await fill({ URL: `${REQUEST.url}&c=3` });
    expect(await ask()).toEqual(["A parameter is sent but not signed (c)"]);
  });

  it("checks a signature of RSA with the public key", async () => {
    const { page, fill, ask } = await surgery();
    const privateKey = shared("keys/client_rsa.pkcs8.pem");
    const credentials = { consumer: { key: "ck", privateKey } };
    const { request } = await sign(REQUEST, credentials, { method: rsaSha256 });
    await fill({ Request: rawText(request) });
    await page.getByRole("button", { name: "Find the mistake" }).click();
    await page.getByText("RSA-SHA256 is checked with the consumer’s public key.").waitFor();
    await fill({ "Consumer’s public key": shared("keys/client_rsa.crt") });
    expect(await ask()).toEqual(["The signature is right"]);
  });

  it.each([
    [{}, "Paste the request that was refused."],
    [{ Request: "hello" }, "This is no request: it begins neither as HTTP"],
    [{ Request: "GET https://a.example/" }, "Which secret belongs to the consumer key"],
    [
      {
        Request: "GET https://a.example/",
        "Consumer secret": "x",
        "Expected base string, or the whole answer": "no",
      },
      "There is no base string in it",
    ],
  ])("says what is missing of %j", async (fields, message) => {
    const { page, fill } = await surgery();
    await fill(Object.fromEntries(Object.entries(fields)));
    await page.getByRole("button", { name: "Find the mistake" }).click();
    await page.getByRole("alert").filter({ hasText: message }).waitFor();
  });

  it("says of a request that is not signed that it is not", async () => {
    const { page, fill, ask } = await surgery();
    await fill({ Request: "GET https://a.example/", "Consumer secret": "x" });
    expect(await ask()).toEqual(["This request cannot be read"]);
    await page.getByText("The request is not signed.").waitFor();
  });

  it.each(["", "GET&https%3A%2F%2Fapi.example.com%2Fitems&a%3D1"])(
    "names the methods where it does not know that of the request, and the server expects %j",
    async (answer) => {
      const { page, fill, ask } = await surgery();
      const { request } = await sign(REQUEST, KEYS);
      await fill({
        Request: rawText(request).replace("HMAC-SHA1", "HMAC-MD5"),
        "Expected base string, or the whole answer": answer,
      });
      const isCompared = answer !== "";
      expect((await ask())[0]).toContain(
        isCompared ? "The base strings differ" : "This request cannot be read",
      );
      const problem = "HMAC-MD5 is not a method of OAuth 1.0a that is known here: there are";
      expect(await page.getByText(problem).count()).toBe(isCompared ? 0 : 1);
    },
  );

  it.each([
    ['"consumer-secret"', "token-secret", "without the quotes around the consumer secret:"],
    ["consumer-secret", "\u201Ctoken-secret\u201D", "without the quotes around the token secret:"],
    ["'consumer-secret',", '"token-secret"', "around the consumer secret and the token secret:"],
  ])("takes the quotes off %s and %s", async (consumer, token, message) => {
    const { page, fill, ask } = await surgery();
    const { request } = await sign(REQUEST, KEYS);
    await fill({ Request: rawText(request), "Consumer secret": consumer, "Token secret": token });
    expect(await ask()).toEqual(["The signature is right"]);
    await page.getByText(message).waitFor();
  });

  it("doubts quotes that a secret was signed with", async () => {
    const { page, fill, ask } = await surgery();
    const consumer = { key: "ck", secret: "'consumer-secret'" };
    const { request } = await sign(REQUEST, { ...KEYS, consumer });
    await fill({
      Request: rawText(request),
      "Consumer secret": consumer.secret,
      "Token secret": KEYS.token.secret,
    });
    expect(await ask()).toEqual(["The signature is right"]);
    await page.getByText("There are quotes around the consumer secret:").waitFor();
  });

  it("says beside the verdict that the token of the request has no secret", async () => {
    const { page, fill, ask } = await surgery();
    const caveat = page.getByText("the field Token secret is empty");
    const { request } = await sign(REQUEST, KEYS);
    await fill({ Request: rawText(request), "Consumer secret": KEYS.consumer.secret });
    expect(await ask()).toEqual(["No known mistake makes this signature"]);
    expect(await caveat.count()).toBe(1);
    await fill({ "Token secret": KEYS.token.secret });
    expect(await ask()).toEqual(["The signature is right"]);
    expect(await caveat.count()).toBe(0);
    const alone = await sign(REQUEST, { consumer: KEYS.consumer });
    await fill({ Request: rawText(alone.request), "Token secret": "" });
    expect(await ask()).toEqual(["The signature is right"]);
    expect(await caveat.count()).toBe(0);
  });

  it("is used with the keyboard alone, sends nothing and stores nothing", async () => {
    const { page, complaints } = await surgery();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    const { request } = await sign(REQUEST, KEYS, { realm: "x" });
    await page.getByLabel("Request", { exact: true }).focus();
    await page.keyboard.insertText(rawText(request));
    await page.keyboard.press("Tab");
    await page.keyboard.type(KEYS.consumer.secret);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type(KEYS.token.secret);
    await page.keyboard.press("Enter");
    await found(page);
    expect(await page.locator(".verdict h2").textContent()).toBe("The signature is right");
    expect(requests).toEqual([]);
    expect(page.url()).toBe(`${stand.served().origin}/#/doctor`);
    expect(await page.evaluate("[localStorage.length, sessionStorage.length]")).toEqual([0, 0]);
    expect(complaints).toEqual([]);
  });

  it.each([
    ["narrow phone", 320, "light"],
    ["narrow phone", 320, "dark"],
    ["phone", 360, "light"],
    ["phone", 360, "dark"],
    ["desktop", 1280, "light"],
    ["desktop", 1280, "dark"],
  ] as const)("can be read on a %s of %d pixels in %s", async (_device, width, colorScheme) => {
    const { page } = await surgery({ viewport: { width, height: 800 }, colorScheme });
    await expectAccessible(page);
    await page.getByRole("button", { name: "Query left out" }).click();
    await found(page);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Token secret missing" }).click();
    await page.getByText("The text is not where the mistake is.").waitFor();
    await expectAccessible(page);
  });
});
