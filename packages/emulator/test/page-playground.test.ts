import { readFileSync } from "node:fs";
import {
  headerValues,
  verify,
  type RequestParts,
  type SignatureMethod,
  type VerifyingKeys,
} from "@oauth1/core";
import { methods } from "@oauth1/descriptor/methods";
import { readRequest } from "@oauth1/emulator/input";
import type { BrowserContextOptions, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM, createStand, expectAccessible, hasChromium } from "./page-browser.js";
import { MODELS } from "./story/walk.js";

/** A published example of a signature. */
interface Vector {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly input: {
    readonly method: string;
    readonly url: string;
    readonly form?: string;
    readonly oauth: readonly (readonly [string, string])[];
    readonly signature_method: string;
    readonly consumer_secret?: string;
    readonly token_secret?: string;
    readonly rsa_key?: string;
  };
  readonly expected: { readonly signature: string; readonly base_string?: string };
}

const shared = (name: string): string =>
  readFileSync(new URL(`../../testing/${name}`, import.meta.url), "utf8");
const published: readonly Vector[] = JSON.parse(shared("vectors/published.json"));
const VECTORS = published.filter(({ kind }) => kind === "request_signature");
const PRIVATE_KEY = shared("keys/client_rsa.pkcs8.pem");
const PUBLIC_KEY = shared("keys/client_rsa.pub.pem");
const FORM = "Content-Type: application/x-www-form-urlencoded";

const METHODS: readonly SignatureMethod<never>[] = await Promise.all(
  methods.map(async ({ module, export: name }) => {
    const found: Readonly<Record<string, SignatureMethod<never>>> = await import(
      `@oauth1/core/methods/${module}`
    );
    return found[name] ?? expect.fail(name);
  }),
);

const stand = createStand({ providers: MODELS });

/** The playground, as somebody finds it who has just come. */
interface Bench {
  readonly page: Page;
  readonly complaints: readonly string[];
  /** Fills fields, by their labels. */
  readonly fill: (fields: Readonly<Record<string, string>>) => Promise<void>;
  /** Waits until the page shows this signature. */
  readonly shows: (signature: string) => Promise<void>;
  /** The request as the page says that it is sent, verified by core. */
  readonly verdict: (keys: VerifyingKeys) => Promise<string>;
}

async function bench(options?: BrowserContextOptions): Promise<Bench> {
  const { page, complaints } = await stand.visit("/#/playground", options);
  await page.locator(".signature").waitFor();
  return {
    page,
    complaints,
    async fill(fields) {
      for (const [label, text] of Object.entries(fields)) {
        const field = page.getByLabel(label, { exact: true });
        await field.and(page.locator(":not([type=radio])")).fill(text);
      }
    },
    async shows(signature) {
      await expect.poll(() => page.locator(".signature").textContent()).toBe(signature);
    },
    async verdict(keys) {
      const verdict = await verify(await sentRequest(page), () => keys, { methods: METHODS });
      return verdict.ok ? "ok" : verdict.problem;
    },
  };
}

// The request line does not say the scheme.
async function sentRequest(page: Page): Promise<RequestParts> {
  const text = (await page.locator(".http-view").textContent()) ?? "";
  const { origin } = new URL(await page.getByLabel("URL", { exact: true }).inputValue());
  return readRequest(text, { origin });
}

const openOptions = (page: Page): Promise<void> =>
  page.getByText("Realm, body hash, callback and more").click();

describe.skipIf(!hasChromium)(`The playground in ${CHROMIUM}, one request after another`, () => {
  let kept: Bench;

  beforeAll(async () => {
    kept = await bench();
    await openOptions(kept.page);
  });

  it.each(VECTORS)("signs vector $id, $name, as it was published", async ({ input, expected }) => {
    const { page, complaints, fill, shows } = kept;
    const oauth = new Map(input.oauth);
    const further = input.oauth.filter(([name]) => /callback|verifier/.test(name));
    await page.getByLabel("Signature method").selectOption(input.signature_method);
    await page.getByLabel("Send oauth_version").setChecked(oauth.has("oauth_version"));
    await fill({
      Method: input.method,
      URL: input.url,
      Headers: input.form === undefined ? "" : FORM,
      Body: input.form ?? "",
      "Consumer key": oauth.get("oauth_consumer_key") ?? "",
      // The examples of PLAINTEXT have a token secret and leave its token out, which takes no part in them.
      Token: oauth.get("oauth_token") ?? ((input.token_secret ?? "") === "" ? "" : "token"),
      ...(input.rsa_key === undefined
        ? {
            "Consumer secret": input.consumer_secret ?? "",
            "Token secret": input.token_secret ?? "",
          }
        : { "Private key": input.rsa_key }),
      Nonce: oauth.get("oauth_nonce") ?? "",
      Timestamp: oauth.get("oauth_timestamp") ?? "",
      "Further oauth_ parameters": further.map((pair) => pair.join("=")).join("\n"),
    });
    await shows(expected.signature);
    if (expected.base_string !== undefined) {
      expect(await page.locator(".base-string-text").textContent()).toBe(expected.base_string);
    }
    expect(complaints).toEqual([]);
  });

  it.each(MODELS)("signs every sample of $id, and writes its code", async ({ id, names }) => {
    const { page, complaints, fill, verdict } = kept;
    await page.getByLabel("Provider").selectOption(id);
    if ((await page.getByLabel("Private key").count()) > 0) {
      await fill({ "Private key": PRIVATE_KEY });
    }
    const samples = page.getByLabel(/^Requests to /);
    const count = await samples.locator("option").count();
    const emptyKeyEnd = !(await page.getByLabel("End the key with &").isChecked());
    for (let index = 0; index < count; index += 1) {
      await samples.selectOption({ index });
      const url = await page.getByLabel("URL", { exact: true }).inputValue();
      await page.locator(".http-view", { hasText: new URL(url).pathname }).waitFor();
      expect(await page.locator(".notice").count()).toBe(0);
      const hasToken = (await page.getByLabel("Token", { exact: true }).inputValue()) !== "";
      const keys = {
        consumer: { secret: "your-consumer-secret", publicKey: PUBLIC_KEY },
        ...(hasToken && { token: { secret: "your-token-secret" } }),
        keyAmpersand: !emptyKeyEnd,
      };
      await expect.poll(() => verdict(keys)).toBe("ok");
    }
    await page.getByLabel(`@oauth1/${id}`).check({ force: true });
    const code = await page.locator(".stages > li").last().locator("pre").textContent();
    expect(code).toContain(`import { ${names.factory} } from "@oauth1/${id}";`);
    expect(code).not.toContain("your-consumer-secret");
    expect(complaints).toEqual([]);
  });
});

describe.skipIf(!hasChromium)(`The playground in ${CHROMIUM}`, () => {
  // What the page signs with; a token that is a key by itself comes of a session.
  const keyed = methods.filter(({ key }) => key !== "token");

  it.each(keyed)("signs with $name, and core verifies it", async ({ name, key }) => {
    const { page, fill, verdict } = await bench();
    await fill({ URL: "https://api.example.com/me?a=b" });
    await page.getByLabel("Signature method").selectOption(name);
    if (key === "privateKey") await fill({ "Private key": PRIVATE_KEY });
    const consumer =
      key === "privateKey" ? { publicKey: PUBLIC_KEY } : { secret: "kd94hf93k423kf44" };
    const keys = { consumer, token: { secret: "pfkkdhi9sl3r4s00" } };
    await page.locator(".http-view", { hasText: name }).waitFor();
    expect(await verdict(keys)).toBe("ok");
  });

  it("makes a throw-away key pair that signs", async () => {
    const { page, verdict } = await bench();
    await page.getByLabel("Signature method").selectOption("RSA-SHA256");
    await page.getByText("pass PEM").waitFor();
    await page.getByRole("button", { name: "Make a throw-away key pair" }).click();
    await page.locator(".http-view").waitFor();
    const publicKey = (await page.locator(".public-key").textContent()) ?? "";
    expect(await verdict({ consumer: { publicKey } })).toBe("ok");
  });

  it.each(["Header", "Query", "Body"])("sends the parameters in the %s", async (place) => {
    const { page, fill, verdict } = await bench();
    await fill({ Method: "POST", URL: "https://api.example.com/", Headers: FORM, Body: "a=b" });
    await page.getByRole("radio", { name: place, exact: true }).check({ force: true });
    const keys = {
      consumer: { secret: "kd94hf93k423kf44" },
      token: { secret: "pfkkdhi9sl3r4s00" },
    };
    const places = async (): Promise<object> => {
      const { headers, url, body } = await sentRequest(page);
      return {
        Header: headerValues(headers, "authorization").length === 1,
        Query: url.includes("oauth_signature="),
        Body: String(body).includes("oauth_signature="),
      };
    };
    const none = { Header: false, Query: false, Body: false };
    await expect.poll(places).toEqual({ ...none, [place]: true });
    expect(await verdict(keys)).toBe("ok");
  });

  it("reads a pasted curl command, without the signature that it carries", async () => {
    const { page, fill } = await bench();
    const paste = "Paste a curl command or raw HTTP";
    await fill({
      [paste]: `curl -H 'Authorization: OAuth x="y"' -H 'Accept: text/plain' -d 'a=b&c=d e' https://api.example.com/items`,
    });
    await page.locator(".collected", { hasText: "d e" }).waitFor();
    expect(await page.getByLabel("Method", { exact: true }).inputValue()).toBe("POST");
    expect(await page.getByLabel("Headers").inputValue()).toBe(
      "accept: text/plain\ncontent-type: application/x-www-form-urlencoded",
    );
    await fill({ [paste]: "hello" });
    await page.getByText("This is no request: it begins neither as HTTP").waitFor();
  });

  it.each([
    ["URL", "api.example.com", "Not an absolute URL"],
    ["URL", "https://exa mple.com/", "There is no such host: exa%20mple.com"],
    ["Method", "GET it", "A method is one word"],
    ["Headers", "no field", "This is no header field"],
    ["Headers", "Übung: a", "A header cannot carry this"],
    ["Realm", "a\u0000b", "realm"],
    ["Further oauth_ parameters", "callback=x", "This is no oauth_ parameter"],
  ])("says next to %s what is wrong with %j", async (label, text, message) => {
    const { page, fill } = await bench();
    await openOptions(page);
    await fill({ [label]: text });
    const field = page.locator(".field", { has: page.getByLabel(label, { exact: true }) });
    await field.getByRole("alert").filter({ hasText: message }).waitFor();
    expect(await page.getByLabel(label, { exact: true }).getAttribute("aria-invalid")).toBe("true");
    await page.getByText("Not signed: one field has to be put right.").waitFor();
  });

  it("says what a transmission and a private key need", async () => {
    const { page, fill } = await bench();
    await page.getByRole("radio", { name: "Body", exact: true }).check({ force: true });
    await page.getByText("The body takes the parameters only when it is a form").waitFor();
    await page.getByRole("radio", { name: "Header", exact: true }).check({ force: true });
    await page.getByLabel("Signature method").selectOption("RSA-SHA1");
    await fill({ "Private key": PUBLIC_KEY });
    await page.getByText("this is a PEM block labelled PUBLIC KEY").waitFor();
  });

  it("sends, stores and puts into the URL nothing of what is typed", async () => {
    const { page, fill, complaints } = await bench();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.getByLabel("Provider").selectOption("twitter");
    await fill({ "Consumer key": "ck-1", URL: "https://api.example.com/private" });
    await page.locator(".http-view", { hasText: "ck-1" }).waitFor();
    expect(requests).toEqual([]);
    expect(page.url()).toBe(`${stand.served().origin}/#/playground`);
    expect(
      await page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]"),
    ).toEqual([0, 0, ""]);
    expect(complaints).toEqual([]);
  });

  it("shows a secret only when it is asked for", async () => {
    const { page } = await bench();
    const secret = page.getByLabel("Consumer secret", { exact: true });
    expect(await secret.getAttribute("type")).toBe("password");
    await page.getByRole("button", { name: "Show consumer secret" }).click();
    expect(await secret.getAttribute("type")).toBe("text");
  });

  it("copies what is shown", async () => {
    const { page } = await bench({ permissions: ["clipboard-read", "clipboard-write"] });
    await page.getByRole("button", { name: "Copy the base string" }).click();
    await page.getByText("Copied").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
      await page.locator(".base-string-text").textContent(),
    );
  });

  it("is used with the keyboard alone", async () => {
    const { page, shows } = await bench();
    const tabTo = async (label: string): Promise<void> => {
      const isThere = (): Promise<boolean> =>
        page
          .getByLabel(label, { exact: true })
          .first()
          .evaluate((element) => element === element.ownerDocument.activeElement);
      for (let presses = 0; presses < 60 && !(await isThere()); presses += 1) {
        await page.keyboard.press("Tab");
      }
      expect(await isThere()).toBe(true);
    };
    await tabTo("URL");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("http://photos.example.net/photos?size=original&file=vacation.jpg");
    await shows("MdpQcU8iPSUjWoN/UDMsK2sui9I=");
    await tabTo("Header");
    await page.keyboard.press("ArrowRight");
    await page.locator(".http-view", { hasText: "&oauth_signature=" }).waitFor();
  });

  it.each([
    ["narrow phone", 320, "light"],
    ["narrow phone", 320, "dark"],
    ["phone", 360, "light"],
    ["phone", 360, "dark"],
    ["desktop", 1280, "light"],
    ["desktop", 1280, "dark"],
  ] as const)("can be read on a %s of %d pixels in %s", async (_device, width, colorScheme) => {
    const { page } = await bench({ viewport: { width, height: 800 }, colorScheme });
    await expectAccessible(page);
    await openOptions(page);
    await page.getByLabel("Provider").selectOption({ index: 1 });
    await page.getByLabel("URL", { exact: true }).fill("nowhere");
    await page.locator(".notice").waitFor();
    await expectAccessible(page);
  });

  it("keeps the colors that were chosen", async () => {
    const { page } = await bench({ colorScheme: "light" });
    await page.getByRole("button", { name: "Switch to dark colors" }).click();
    await page.reload();
    await page.getByRole("button", { name: "Switch to light colors" }).waitFor();
    expect(await page.evaluate("getComputedStyle(document.documentElement).colorScheme")).toBe(
      "dark",
    );
  });
});
