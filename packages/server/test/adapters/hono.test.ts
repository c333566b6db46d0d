import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { sign, type RequestParts } from "@oauth1/core";
import { createProvider, type Provider } from "@oauth1/server";
import { honoHandler, honoProtect, type HonoVariables } from "@oauth1/server/adapters/hono";
import type { NodeListener } from "@oauth1/server/adapters/node";
import { Hono, type MiddlewareHandler } from "hono";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { http1BreakOff } from "../../../testing/src/adapter/wire.js";
import { adapterContract, type Reached, type ServedAdapter } from "../../../testing/src/index.js";
import { logIn } from "./login.js";
import { echo, listen, listenForTest, listenHttp2, mountedAt, OPEN } from "./serving.js";

describe("Hono on Node.js", () => {
  for (const { name, run } of adapterContract(serveHttp1)) test(name, run);
});

describe("Hono on Node.js over HTTP/2", () => {
  for (const { name, run } of adapterContract(serveHttp2, { http2: true })) test(name, run);
});

describe("Hono where there is a Request alone", () => {
  for (const { name, run } of adapterContract(serveRequests)) test(name, run);

  test("reads what is verified, and again what was verified", async () => {
    const { request, app } = await signedForm();
    app.post("/photos", async (c) => c.json([c.var.oauth.user, await c.req.parseBody()]));
    const answer = await app.request(request.url, request);
    expect(await answer.json()).toEqual(["jane", { a: "b c" }]);
  });

  test("verifies what was read before as it came, and nothing that was decoded", async () => {
    const errors: unknown[] = [];
    for (const reading of ["arrayBuffer", "text"] as const) {
      const { request, app } = await signedForm(reading);
      app.onError((error, c) => {
        errors.push(error);
        return c.body(null, 500);
      });
      app.post("/photos", (c) => c.text("read"));
      const answer = await app.request(request.url, request);
      expect(answer.status).toBe(reading === "arrayBuffer" ? 200 : 500);
    }
    expect(errors).toEqual([expect.any(TypeError)]);
  });
});

test("what is neither an endpoint nor for this host has its body left alone on Node.js", async () => {
  const { server, origin, provider } = await listenForTest();
  const app = new Hono<{ Bindings: HttpBindings }>();
  const read: boolean[] = [];
  app.use(async (c, next) => {
    void c.req.raw.body;
    await next();
    read.push(c.req.raw.bodyUsed || c.env.incoming.readableDidRead);
  });
  app.use(honoHandler(provider), honoProtect({ ...provider, origins: ["https://x.example"] }));
  server.on("request", getRequestListener(app.fetch));
  const answer = await fetch(origin, { method: "POST", body: "a=b" });
  // To be told so once is not enough for fetch.
  expect([answer.status, new Set(read)]).toEqual([421, new Set([false])]);
});

test("what is no endpoint's is there for an application that reads it later", async () => {
  const { server, origin, provider } = await listenForTest();
  const app = new Hono().use(honoHandler(provider)).post("/photos", async (c) => {
    for (let turns = 0; turns < 3; turns += 1) await new Promise((go) => setImmediate(go));
    return c.text(await c.req.text());
  });
  server.on("request", getRequestListener(app.fetch));
  const answer = await fetch(`${origin}/photos`, { method: "POST", body: "a=b" });
  expect(await answer.text()).toBe("a=b");
});

test("a body parser before the guard on Node.js is the operator's mistake", async () => {
  const { server, origin, provider } = await listenForTest();
  const errors: unknown[] = [];
  const app = new Hono();
  app.onError((error, c) => {
    errors.push(error);
    return c.body(null, 500);
  });
  app.use(async (c, next) => {
    await c.req.text();
    await next();
  });
  app.use(honoProtect(provider));
  server.on("request", getRequestListener(app.fetch));
  const draft = { method: "POST", url: origin, body: new URLSearchParams({ a: "b" }) };
  const { request } = await sign(draft, await logIn(provider));
  expect((await fetch(request.url, request)).status).toBe(500);
  expect(errors).toEqual([expect.any(TypeError)]);
});

test.each(["a copy that is read", "a stream that is asked for"])(
  "what passes through the Request on Node.js is verified, however late: %s",
  async (how) => {
    const { server, origin, provider } = await listenForTest();
    const app = new Hono<{ Bindings: HttpBindings; Variables: HonoVariables }>();
    app.use(async (c, next) => {
      if (how === "a copy that is read") await c.req.raw.clone().text();
      else void (c.req.raw.body, await once(c.env.incoming, "end"));
      await next();
    });
    app.use(honoProtect(provider));
    app.post("/", async (c) => c.json([c.var.oauth.user, await c.req.parseBody()]));
    server.on("request", getRequestListener(app.fetch));
    const draft = { method: "POST", url: origin, body: new URLSearchParams({ a: "b c" }) };
    const { request } = await sign(draft, await logIn(provider));
    const answer = await fetch(request.url, request);
    expect(await answer.json()).toEqual(["jane", { a: "b c" }]);
  },
);

test("somebody who has listened to node:http before the guard is the operator's mistake", async () => {
  const { server, origin, provider } = await listenForTest();
  const errors: unknown[] = [];
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.onError((error, c) => {
    errors.push(error);
    return c.body(null, 500);
  });
  app.use(async (c, next) => {
    await once(
      c.env.incoming.on("data", () => undefined),
      "end",
    );
    await next();
  });
  server.on("request", getRequestListener(app.use(honoProtect(provider)).fetch));
  const draft = { method: "POST", url: origin, body: new URLSearchParams({ a: "b" }) };
  const { request } = await sign(draft, await logIn(provider));
  expect((await fetch(request.url, request)).status).toBe(500);
  expect(errors).toEqual([expect.any(TypeError)]);
});

test("what was read before as it came is verified on Node.js too", async () => {
  const { server, origin, provider } = await listenForTest();
  const app = new Hono<{ Variables: HonoVariables }>();
  app.use((c, next) => c.req.arrayBuffer().then(next));
  app.use(honoProtect(provider));
  app.post("/", async (c) => c.json([c.var.oauth.user, await c.req.parseBody()]));
  server.on("request", getRequestListener(app.fetch));
  const draft = { method: "POST", url: origin, body: new URLSearchParams({ a: "b c" }) };
  const { request } = await sign(draft, await logIn(provider));
  const answer = await fetch(request.url, request);
  expect(await answer.json()).toEqual(["jane", { a: "b c" }]);
});

test("a peer that leaves in the middle of a body that is passed on is no exception", async () => {
  const { server, origin, provider } = await listenForTest();
  const errors: unknown[] = [];
  const answered: Promise<void>[] = [];
  const app = new Hono();
  app.onError((error, c) => {
    errors.push(error);
    return c.body(null, 500);
  });
  app.use((c, next) => {
    void c.req.raw.body;
    const answer = next();
    answered.push(answer);
    return answer;
  });
  server.on("request", getRequestListener(app.use(honoProtect(provider)).fetch));
  await http1BreakOff(origin)({ method: "POST", target: "/", body: Buffer.from("abc") });
  await Promise.all(answered);
  expect(answered.length).toBeGreaterThan(1);
  expect(errors).toEqual([]);
});

async function signedForm(
  reading?: "arrayBuffer" | "text",
): Promise<{ request: RequestParts; app: Hono<{ Variables: HonoVariables }> }> {
  const origin = "https://photos.example.net";
  const provider = createProvider({ origins: [origin] });
  const app = new Hono<{ Variables: HonoVariables }>();
  app.use(async (c, next) => {
    if (reading !== undefined) await c.req[reading]();
    await next();
  });
  app.use(honoProtect(provider));
  const body = new URLSearchParams({ a: "b c" });
  const draft = { method: "POST", url: `${origin}/photos`, body };
  return { app, request: (await sign(draft, await logIn(provider))).request };
}

async function serveHttp1(reached: Reached): Promise<ServedAdapter> {
  const { server, provider, close } = await listen();
  server.on("request", listener(provider, reached));
  return { provider, guarded: [...GUARDED, "/elsewhere"], open: OPEN, close };
}

async function serveHttp2(reached: Reached): Promise<ServedAdapter> {
  const { server, provider, close } = await listenHttp2();
  server.on("request", listener(provider, reached));
  return { provider, guarded: [...GUARDED, "/elsewhere"], open: OPEN, close };
}

// As on Bun, Deno and Workers: nobody knows of node:http.
async function serveRequests(reached: Reached): Promise<ServedAdapter> {
  const { server, provider, close } = await listen();
  const app = application(provider, reached);
  server.on(
    "request",
    getRequestListener((request) => app.fetch(request)),
  );
  return { provider, guarded: GUARDED, open: OPEN, close };
}

const GUARDED = ["/guarded", "/v1/mounted", "/v2/based", "/parsed", "/touched"] as const;

function listener(provider: Provider, reached: Reached): NodeListener {
  const elsewhere = new Hono<{ Variables: HonoVariables }>();
  elsewhere.use(honoProtect(provider), reaches(reached));
  elsewhere.all("*", (c) => c.json(echo(c.get("oauth"))));
  return mountedAt(
    "/elsewhere",
    getRequestListener(elsewhere.fetch),
    getRequestListener(application(provider, reached).fetch),
  );
}

function application(provider: Provider, reached: Reached): Hono<{ Variables: HonoVariables }> {
  const app = new Hono<{ Variables: HonoVariables }>();
  app.use(honoHandler(provider));
  app.use("/guarded/*", honoProtect(provider), reaches(reached));
  app.all("/guarded/*", (c) => c.json(echo(c.get("oauth"))));
  const mounted = new Hono<{ Variables: HonoVariables }>();
  mounted.use(honoProtect(provider), reaches(reached));
  mounted.all("*", (c) => c.json(echo(c.get("oauth"))));
  app.route("/v1/mounted", mounted);
  const based = new Hono<{ Variables: HonoVariables }>().basePath("/v2");
  based.use("/based/*", honoProtect(provider), reaches(reached));
  based.all("/based/*", (c) => c.json(echo(c.get("oauth"))));
  app.route("/", based);
  app.use("/parsed/*", honoProtect(provider), reaches(reached));
  // To ask for it is to have the body passed on.
  const touch: MiddlewareHandler = async (c, next) => {
    void c.req.raw.body;
    await next();
  };
  app.use("/touched/*", touch, honoProtect(provider), reaches(reached));
  app.on("ALL", ["/parsed/*", "/touched/*"], async (c) => {
    const type = c.req.header("content-type") ?? "";
    const isForm = type.startsWith("application/x-www-form-urlencoded") && c.req.method === "POST";
    if (isForm) return c.json(echo(c.get("oauth"), await c.req.parseBody()));
    const isJson = type === "application/json";
    return c.json(echo(c.get("oauth"), isJson ? await c.req.json() : undefined));
  });
  app.post(OPEN, async (c) => c.body(await c.req.arrayBuffer()));
  return app;
}

function reaches(reached: Reached): MiddlewareHandler {
  return (_context, next) => {
    reached();
    return next();
  };
}
