import { headerValues, sign, type RequestParts } from "@oauth1/core";
import { signLaunch, signOutcome } from "@oauth1/core/lti";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { createProvider, type ProviderEvent, type ProviderOptions } from "@oauth1/server";
import { createLaunches, type LaunchOptions, type Launches } from "@oauth1/server/lti";
import { memoryStore } from "@oauth1/server/stores/memory";
import { beforeEach, describe, expect, it } from "vitest";
import { visible } from "./harness.js";

const ORIGIN = "https://tool.example.com";
const FIELDS = [
  ["resource_link_id", "7"],
  ["user_id", "alice"],
  ["custom_title", "Über & unter"],
] as const;
const REFUSED = { ok: false, problem: "signature_invalid" };

interface Tool {
  readonly launches: Launches;
  readonly events: ProviderEvent[];
  readonly provider: ReturnType<typeof createProvider>;
  readonly platform: { readonly key: string; readonly secret: string };
}

const NOW = 1_700_000_000;
let down: Error | undefined;
let tool: Tool;

/** A tool with one platform, its store reachable unless `down` says otherwise. */
async function createTool(
  options: Partial<ProviderOptions> = {},
  more: Pick<LaunchOptions, "messageTypes"> = {},
): Promise<Tool> {
  const events: ProviderEvent[] = [];
  const memory = memoryStore();
  const all = {
    origins: [ORIGIN],
    now: () => NOW * 1000,
    onEvent: (event: ProviderEvent) => void events.push(event),
    store: {
      ...memory,
      findConsumer: async (key: string) => {
        if (down !== undefined) throw down;
        return memory.findConsumer(key);
      },
    },
    ...options,
  };
  const provider = createProvider(all);
  const platform = await provider.consumers.register({ name: "Moodle", callbacks: [] });
  events.length = 0;
  return { launches: createLaunches({ ...all, ...more }), events, provider, platform };
}

beforeEach(async () => {
  down = undefined;
  tool = await createTool();
});

async function launchForm(
  consumer: { readonly key: string; readonly secret: string } = tool.platform,
  options: Parameters<typeof signLaunch>[2] = {},
): Promise<RequestParts & { readonly body: URLSearchParams }> {
  const url = `${ORIGIN}/launch?tenant=a%20b`;
  const signed = await signLaunch({ url, fields: FIELDS }, consumer, {
    timestamp: NOW,
    ...options,
  });
  const fields = signed.fields.map(([name, value]) => [name, value] satisfies [string, string]);
  return { method: "POST", url, body: new URLSearchParams(fields) };
}

describe("a launch", () => {
  it("is accepted with its fields and the consumer as registered", async () => {
    const verdict = await tool.launches.verifyLaunch(await launchForm());
    expect(verdict).toMatchObject({
      ok: true,
      consumer: { key: tool.platform.key, name: "Moodle" },
      method: "HMAC-SHA1",
    });
    expect(verdict.ok && verdict.field("custom_title")).toBe("Über & unter");
    expect(verdict.ok && verdict.field("tenant")).toBe(undefined);
  });

  it("is accepted as a Request, which stays usable", async () => {
    const { url, body } = await launchForm();
    const request = new Request(url, { method: "POST", body });
    expect(await tool.launches.verifyLaunch(request)).toMatchObject({ ok: true });
    expect(new URLSearchParams(await request.text()).get("user_id")).toBe("alice");
  });

  // https://github.com/instructure/canvas-lms/issues/600
  it("may repeat its query among the fields and sign these alone, as Canvas does", async () => {
    const url = `${ORIGIN}/launch`;
    const fields = [...FIELDS, ["tenant", "a b"]] as const;
    const signed = await signLaunch({ url, fields }, tool.platform, { timestamp: NOW });
    const body = new URLSearchParams(signed.fields.map(([name, value]) => [name, value]));
    const launch = (query: string): ReturnType<Launches["verifyLaunch"]> =>
      tool.launches.verifyLaunch({ method: "POST", url: `${url}?${query}`, body });
    for (const query of ["tenant=b", "tenant=a+b&role=admin"]) {
      expect(await launch(query)).toMatchObject(REFUSED);
    }
    expect(await launch("tenant=a%20b")).toMatchObject({ ok: true });
    expect(await launch("tenant=a%20b")).toEqual({ ok: false, problem: "nonce_used" });
    // One for each that was refused.
    expect(tool.events).toHaveLength(3);
  });

  it("without an end is not read to one", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        const piece = new TextEncoder().encode(`a=${"b".repeat(2 ** 16)}&`);
        sent += piece.length;
        controller.enqueue(piece);
      },
    });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const posted = { method: "POST", headers, body: endless, duplex: "half" };
    const verdict = await tool.launches.verifyLaunch(new Request(`${ORIGIN}/launch`, posted));
    expect(verdict.ok).toBe(false);
    expect(sent).toBeLessThan(2 ** 21);
  });

  it("is refused the second time", async () => {
    const form = await launchForm();
    expect(await tool.launches.verifyLaunch(form)).toMatchObject({ ok: true });
    expect(await tool.launches.verifyLaunch(form)).toEqual({ ok: false, problem: "nonce_used" });
  });

  it("is accepted for one of sixteen at once", async () => {
    const form = await launchForm();
    const verdicts = await Promise.all(
      Array.from({ length: 16 }, () => tool.launches.verifyLaunch(form)),
    );
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it.each([NOW - 301, NOW + 301])("is refused with the timestamp %d", async (timestamp) => {
    const verdict = await tool.launches.verifyLaunch(
      await launchForm(tool.platform, { timestamp }),
    );
    expect(verdict).toMatchObject({ ok: false, problem: "timestamp_refused" });
  });

  it.each([NOW - 300, NOW + 300])("is accepted with the timestamp %d", async (timestamp) => {
    const verdict = await tool.launches.verifyLaunch(
      await launchForm(tool.platform, { timestamp }),
    );
    expect(verdict).toMatchObject({ ok: true });
  });

  it("is refused when a field is another, and spends no nonce", async () => {
    const form = await launchForm();
    const body = new URLSearchParams(form.body);
    body.set("user_id", "mallory");
    expect(await tool.launches.verifyLaunch({ ...form, body })).toEqual(REFUSED);
    expect(await tool.launches.verifyLaunch(form)).toMatchObject({ ok: true });
  });

  it("is refused when a field is added, or was meant for another tool", async () => {
    const form = await launchForm();
    const body = new URLSearchParams([...form.body, ["roles", "Instructor"]]);
    expect(await tool.launches.verifyLaunch({ ...form, body })).toEqual(REFUSED);
    expect(
      await tool.launches.verifyLaunch({ ...form, url: form.url.replace("a%20b", "c") }),
    ).toEqual(REFUSED);
    expect(
      await tool.launches.verifyLaunch({ ...form, url: "https://other.example.com/launch" }),
    ).toMatchObject({ ok: false, problem: "parameter_rejected" });
  });

  it("that is unknown, disabled, wrong or by a method not agreed on gets one answer", async () => {
    const { provider, launches, platform, events } = tool;
    const agreed = await provider.consumers.register({
      name: "Pinned",
      callbacks: [],
      methods: ["HMAC-SHA256"],
    });
    const disabled = await provider.consumers.register({ name: "Gone", callbacks: [] });
    await provider.consumers.change(disabled.key, { disabled: true });
    events.length = 0;
    const forms = [
      await launchForm({ key: "nobody", secret: "" }),
      await launchForm({ ...platform, secret: "wrong" }),
      await launchForm(disabled),
      await launchForm(agreed),
    ];
    const answers: unknown[] = [];
    for (const form of forms) {
      const verdict = await launches.verifyLaunch(form);
      answers.push(verdict.ok ? "accepted" : await visible(launches.refuse(verdict)));
    }
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    const realm = ["www-authenticate", `OAuth realm="${ORIGIN}"`];
    const headers: unknown = expect.arrayContaining([realm]);
    expect(answers[0]).toEqual([401, headers, "oauth_problem=signature_invalid"]);
    expect(events).toMatchObject([
      { type: "request_refused", purpose: "launch", reason: "consumer_key_unknown" },
      { type: "request_refused", purpose: "launch", reason: "signature_invalid" },
      { type: "request_refused", purpose: "launch", reason: "consumer_disabled" },
      { type: "request_refused", purpose: "launch", reason: "consumer_method_rejected" },
    ]);
    const method = hmacSha256;
    expect(await launches.verifyLaunch(await launchForm(agreed, { method }))).toMatchObject({
      ok: true,
    });
  });

  it("is accepted with the secret before the last rotation, until that is over", async () => {
    const { provider, launches, platform } = tool;
    const { secret } = await provider.consumers.rotateSecret(platform.key, { overlap: 60 });
    expect(await launches.verifyLaunch(await launchForm())).toMatchObject({ ok: true });
    expect(await launches.verifyLaunch(await launchForm({ ...platform, secret }))).toMatchObject({
      ok: true,
    });
    await provider.consumers.rotateSecret(platform.key, { overlap: 0 });
    expect(await launches.verifyLaunch(await launchForm({ ...platform, secret }))).toEqual(REFUSED);
  });

  it("is refused while the store is away, and accepted when it is back", async () => {
    const form = await launchForm();
    down = new Error("connect ECONNREFUSED");
    const verdict = await tool.launches.verifyLaunch(form);
    expect(verdict).toEqual({ ok: false, problem: "store_unavailable" });
    const answer = verdict.ok ? undefined : tool.launches.refuse(verdict);
    expect([answer?.status, answer?.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(tool.events).toMatchObject([
      { type: "store_failed", error: "connect ECONNREFUSED" },
      { type: "request_refused", purpose: "launch", reason: "store_unavailable" },
    ]);
    down = undefined;
    expect(await tool.launches.verifyLaunch(form)).toMatchObject({ ok: true });
  });

  it("is refused when the form is signed, and is no launch", async () => {
    const form = { method: "POST", url: `${ORIGIN}/launch`, body: new URLSearchParams({ a: "b" }) };
    const options = { transmission: "body", timestamp: NOW } as const;
    const { request } = await sign(form, { consumer: tool.platform }, options);
    const advice = "lti_message_type has to be basic-lti-launch-request.";
    const problem = "parameter_rejected";
    expect(await tool.launches.verifyLaunch(request)).toEqual({ ok: false, problem, advice });
    const refused = { type: "request_refused", purpose: "launch", consumer: tool.platform.key };
    expect(tool.events).toEqual([{ ...refused, reason: problem, advice }]);
  });

  it("has no use for a token", async () => {
    const form = await launchForm();
    const signed = await sign(
      {
        ...form,
        body: new URLSearchParams([...form.body].filter(([name]) => !/^oauth_/.test(name))),
      },
      { consumer: tool.platform, token: { key: "t", secret: "s" } },
      { transmission: "body", timestamp: NOW },
    );
    expect(await tool.launches.verifyLaunch(signed.request)).toEqual(REFUSED);
  });

  it.each(["", "oauth_consumer_key=%zz", "%", "__proto__=1&oauth_signature=\u{1f600}", "&&&="])(
    "that is %j is refused",
    async (body) => {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const request = { method: "POST", url: `${ORIGIN}/launch`, headers, body };
      expect(await tool.launches.verifyLaunch(request)).toMatchObject({ ok: false });
    },
  );

  it("has the fields that are signed, and not what a body says under another type", async () => {
    const bare = { method: "POST", url: `${ORIGIN}/launch` };
    const { request } = await sign(bare, { consumer: tool.platform }, { timestamp: NOW });
    const [authorization = ""] = headerValues(request.headers, "authorization");
    const { body } = await launchForm();
    const forged = {
      ...request,
      body: String(body),
      headers: { authorization, "content-type": "text/plain" },
    };
    expect(await tool.launches.verifyLaunch(forged)).toMatchObject({
      ok: false,
      problem: "parameter_rejected",
    });
  });

  it("needs TLS where its method does", async () => {
    const origin = "http://tool.example.com";
    const open = await createTool({ origins: [origin], methods: [plaintext] });
    const launch = await signLaunch({ url: `${origin}/launch`, fields: FIELDS }, open.platform, {
      method: plaintext,
    });
    const body = new URLSearchParams(launch.fields.map(([name, value]) => [name, value]));
    expect(
      await open.launches.verifyLaunch({ method: "POST", url: launch.url, body }),
    ).toMatchObject({ ok: false, problem: "signature_method_rejected" });
  });
});

describe("a Content-Item message", () => {
  const messageTypes = ["basic-lti-launch-request", "ContentItemSelectionRequest"];
  const fields = [
    ["lti_message_type", "ContentItemSelectionRequest"],
    ["content_item_return_url", "https://platform.example.com/items"],
  ] as const;
  const posted = async (): Promise<RequestParts> => {
    const form = { url: `${ORIGIN}/items`, fields };
    const options = { timestamp: NOW, messageTypes };
    const { url, fields: all } = await signLaunch(form, tool.platform, options);
    const body = new URLSearchParams(all.map(([name, value]) => [name, value]));
    return { method: "POST", url, body };
  };

  it("is accepted where its type is named, as a launch is", async () => {
    tool = await createTool({}, { messageTypes });
    const verdict = await tool.launches.verifyLaunch(await posted());
    expect(verdict.ok && verdict.field("content_item_return_url")).toBe(fields[1][1]);
    expect(await tool.launches.verifyLaunch(await launchForm())).toMatchObject({ ok: true });
  });

  it("is refused where nobody has", async () => {
    expect(await tool.launches.verifyLaunch(await posted())).toEqual({
      ok: false,
      problem: "parameter_rejected",
      advice: "lti_message_type has to be basic-lti-launch-request.",
    });
  });
});

describe("a message to an outcomes service", () => {
  const message = { url: `${ORIGIN}/outcomes`, xml: "<grade>é 0.9</grade>" };
  const signed = async (options: Parameters<typeof signOutcome>[2] = {}): Promise<RequestParts> =>
    (await signOutcome(message, tool.platform, { timestamp: NOW, ...options })).request;

  it("is accepted with its body, once", async () => {
    const request = await signed();
    expect(await tool.launches.verifyOutcome(request)).toEqual({
      ok: true,
      consumer: { key: tool.platform.key, name: "Moodle" },
      method: "HMAC-SHA1",
      xml: message.xml,
    });
    expect(await tool.launches.verifyOutcome(request)).toEqual({
      ok: false,
      problem: "nonce_used",
    });
  });

  it("is accepted as a Request and as bytes, with the hash of its method", async () => {
    const request = await signed({ method: hmacSha256 });
    const answer = await tool.launches.verifyOutcome(new Request(request.url, request));
    expect(answer).toMatchObject({ ok: true, xml: message.xml });
    const bytes = new TextEncoder().encode(message.xml);
    for (const body of [bytes, bytes.buffer]) {
      const posted = { ...(await signed()), body };
      expect(await tool.launches.verifyOutcome(posted)).toMatchObject({ xml: message.xml });
    }
  });

  it("is refused with another body, and without a hash", async () => {
    const request = await signed();
    expect(await tool.launches.verifyOutcome({ ...request, body: "<grade>é 1.0</grade>" })).toEqual(
      { ok: false, problem: "body_hash_invalid" },
    );
    const plain = await sign(
      { method: "POST", url: message.url, body: message.xml },
      { consumer: tool.platform },
      { timestamp: NOW },
    );
    expect(await tool.launches.verifyOutcome(plain.request)).toEqual({
      ok: false,
      problem: "parameter_absent",
      advice: "oauth_body_hash",
    });
  });

  it("is refused as a form, whose pieces could change places, and as nothing", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const { request } = await sign(
      { method: "POST", url: message.url, headers: form, body: "<a>1&amp;2</a>" },
      { consumer: tool.platform },
      { timestamp: NOW },
    );
    const turned = { ...request, body: "amp;2</a>&<a>1" };
    const { request: empty } = await sign(
      { method: "POST", url: message.url },
      { consumer: tool.platform },
      { timestamp: NOW },
    );
    for (const message of [turned, request, empty]) {
      expect(await tool.launches.verifyOutcome(message)).toEqual({
        ok: false,
        problem: "parameter_absent",
        advice: "oauth_body_hash",
      });
    }
  });

  // What is read ends with a piece, so whether it was cut off would be for the pieces to say.
  it.each([2 ** 16, 2 ** 22])("over 1 MiB is refused, in pieces of %d bytes", async (size) => {
    const xml = `<a>${"x".repeat(1_200_000)}</a>`;
    const { request } = await signOutcome({ ...message, xml }, tool.platform, { timestamp: NOW });
    const advice = "The body is over 1048576 bytes.";
    const large = { ok: false, problem: "parameter_rejected", advice };
    expect(await tool.launches.verifyOutcome(inPieces(request, size))).toEqual(large);
    expect(tool.events).toEqual([
      { type: "request_refused", purpose: "resource", reason: "parameter_rejected", advice },
    ]);
    const roomy = await createTool({ maxBody: 2 ** 21 });
    const signedThere = await signOutcome({ ...message, xml }, roomy.platform, { timestamp: NOW });
    expect(await roomy.launches.verifyOutcome(inPieces(signedThere.request, size))).toMatchObject({
      ok: true,
      xml,
    });
  });

  it("that breaks off is refused", async () => {
    const { url, headers } = await signed();
    const body = new ReadableStream({ start: (stream) => stream.error(new Error("gone")) });
    const init = { method: "POST", headers: new Headers(headers), body, duplex: "half" };
    expect(await tool.launches.verifyOutcome(new Request(url, init))).toEqual({
      ok: false,
      problem: "parameter_rejected",
      advice: "The body breaks off.",
    });
  });
});

function inPieces({ url, headers, body }: RequestParts, size: number): Request {
  const bytes = new TextEncoder().encode(String(body));
  let at = 0;
  const pieces = new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += size)));
    },
  });
  const init = { method: "POST", headers: new Headers(headers), body: pieces, duplex: "half" };
  return new Request(url, init);
}
