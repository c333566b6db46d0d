import { getRequestListener } from "@hono/node-server";
import { sign } from "@oauth1/core";
import { createProvider, type Provider } from "@oauth1/server";
import { fetchHandler, fetchProtect } from "@oauth1/server/adapters/fetch";
import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { adapterContract, type Reached, type ServedAdapter } from "../../../testing/src/index.js";
import { logIn } from "./login.js";
import { echo, listen, OPEN } from "./serving.js";

describe("fetch", () => {
  for (const { name, run } of adapterContract(serve)) test(name, run);
});

const ORIGIN = "https://photos.example.net";

describe("what a runtime has made of a request", () => {
  test.each([
    ["dot segments", "/a/../b"],
    ["encoded dot segments", "/a/%2e%2E/b"],
    ["a backslash", "/a\\b"],
    ["a tab", "/a\tb"],
    ["a space", "/a b"],
    ["a character that is not ASCII", "/☃"],
  ])("is refused where it is not what was signed: %s", async (_name, target) => {
    const { provider, authorization } = await signedRaw(target);
    const guarded = await fetchProtect(provider)(
      new Request(`${ORIGIN}${target}`, { headers: { authorization } }),
    );
    expect(guarded instanceof Response && guarded.status).toBe(401);
  });

  test("is verified where it is what was signed", async () => {
    const { provider, authorization } = await signedRaw("/a%2Fb");
    const request = new Request(`${ORIGIN}/a%2Fb`, { headers: { authorization } });
    expect(await fetchProtect(provider)(request)).toMatchObject({ user: "jane" });
  });

  test("is read behind the public origin: default port, letter case and fragment make no difference", async () => {
    const provider = createProvider({ origins: [ORIGIN] });
    const { authorization = "" } = await sign(
      { method: "GET", url: `${ORIGIN}/a?b` },
      await logIn(provider),
    );
    // Behind a proxy that ends TLS a runtime says http.
    const request = new Request("http://PHOTOS.example.net:443/a?b#c", {
      headers: { authorization },
    });
    const guarded = await fetchProtect(provider)(request);
    expect(guarded instanceof Response ? guarded.status : guarded.request.url).toBe(
      `${ORIGIN}/a?b`,
    );
  });

  test("two Authorization headers, joined, are refused", async () => {
    const provider = createProvider({ origins: [ORIGIN] });
    const { authorization = "" } = await sign(
      { method: "GET", url: ORIGIN },
      await logIn(provider),
    );
    for (const second of [authorization, "Basic YTpi", 'OAuth realm="x"']) {
      for (const both of [
        [authorization, second],
        [second, authorization],
      ]) {
        const headers = new Headers();
        for (const value of both) headers.append("authorization", value);
        const guarded = await fetchProtect(provider)(new Request(ORIGIN, { headers }));
        expect(guarded instanceof Response && guarded.status).toBe(400);
      }
    }
  });
});

describe("a body", () => {
  test("can be read by the application after it was verified", async () => {
    const provider = createProvider({ origins: [ORIGIN] });
    const draft = { method: "POST", url: ORIGIN, body: new URLSearchParams({ a: "b c" }) };
    const { request } = await sign(draft, await logIn(provider));
    const received = new Request(request.url, request);
    const guarded = await fetchProtect(provider)(received);
    expect(guarded instanceof Response).toBe(false);
    expect((await received.formData()).get("a")).toBe("b c");
  });

  test("that was read before is the operator's mistake: a TypeError and a 500", async () => {
    const provider = createProvider({ origins: [ORIGIN] });
    const request = new Request(ORIGIN, { method: "POST", body: "a=b" });
    await request.text();
    const errors: unknown[] = [];
    const guarded = await fetchProtect(provider, { onError: (error) => errors.push(error) })(
      request,
    );
    expect(guarded instanceof Response && guarded.status).toBe(500);
    expect(errors).toEqual([expect.any(TypeError)]);
  });

  test("that breaks off is the peer's doing: a 400, and no exception", async () => {
    const errors: unknown[] = [];
    const provider = createProvider({ origins: [ORIGIN] });
    const body = new ReadableStream({ start: (stream) => stream.error(new Error("gone")) });
    const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
    const request = new Request(`${ORIGIN}/oauth/token`, init);
    const onError = (error: unknown): void => void errors.push(error);
    expect((await fetchHandler(provider, { onError })(request))?.status).toBe(400);
    expect(errors).toEqual([]);
  });

  test("without end is given up at the limit, and its source is told", async () => {
    const provider = createProvider({ origins: [ORIGIN] });
    const sent = { bytes: 0, cancelled: false };
    const body = new ReadableStream({
      pull: (controller) => {
        sent.bytes += 1000;
        controller.enqueue(new Uint8Array(1000));
      },
      cancel: () => void (sent.cancelled = true),
    });
    // The platform asks for `duplex`, which its own types do not know yet.
    const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
    const request = new Request(`${ORIGIN}/oauth/token`, init);
    const answer = await fetchHandler(provider, { maxBody: 10_000 })(request);
    expect([answer?.status, answer?.headers.get("cache-control")]).toEqual([413, "no-store"]);
    expect(sent.bytes).toBeLessThan(20_000);
    expect(sent.cancelled).toBe(true);
  });
});

async function signedRaw(
  target: string,
): Promise<{ readonly provider: Provider; readonly authorization: string }> {
  const provider = createProvider({ origins: [ORIGIN] });
  const { consumer, token } = await logIn(provider);
  const authorization = rawAuthorization(`${ORIGIN}${target}`, { consumer, token });
  return { provider, authorization };
}

// Our client signs what it sends, and so what a `URL` makes of a target.
function rawAuthorization(
  url: string,
  { consumer, token }: Awaited<ReturnType<typeof logIn>>,
): string {
  const fields = [
    ["oauth_consumer_key", consumer.key],
    ["oauth_nonce", "n"],
    ["oauth_signature_method", "HMAC-SHA1"],
    ["oauth_timestamp", String(Math.floor(Date.now() / 1000))],
    ["oauth_token", token.key],
  ];
  const parameters = fields.map(([name, value]) => `${name}=${value}`).join("&");
  const base = ["GET", url, parameters].map(encodeURIComponent).join("&");
  const hmac = createHmac("sha1", `${consumer.secret}&${token.secret}`).update(base);
  const all = [...fields, ["oauth_signature", encodeURIComponent(hmac.digest("base64"))]];
  return `OAuth ${all.map(([name, value]) => `${name}="${value}"`).join(", ")}`;
}

async function serve(reached: Reached): Promise<ServedAdapter> {
  const { server, provider, close } = await listen();
  const answer = fetchHandler(provider);
  const protect = fetchProtect(provider);
  const guard = async (request: Request): Promise<Response> => {
    const guarded = await protect(request);
    if (guarded instanceof Response) return guarded;
    reached();
    const isJson = request.headers.get("content-type") === "application/json";
    return Response.json(echo(guarded, isJson ? await request.json() : undefined));
  };
  const application = async (request: Request): Promise<Response> => {
    const [, path = ""] = /^https?:\/\/[^/]*([^?]*)/.exec(request.url) ?? [];
    if (path === OPEN) return new Response(await request.arrayBuffer());
    if (/^\/guarded(?:\/|$)/.test(path)) return guard(request);
    return (await answer(request)) ?? new Response(null, { status: 404 });
  };
  server.on("request", getRequestListener(application));
  return { provider, guarded: ["/guarded"], open: OPEN, close };
}
