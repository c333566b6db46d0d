import { sign } from "@oauth1/core";
import { koaHandler, koaProtect } from "@oauth1/server/adapters/koa";
import type { NodeListener } from "@oauth1/server/adapters/node";
import type { Provider } from "@oauth1/server";
import Koa, { type Context, type Next } from "koa";
import { describe, expect, onTestFinished, test } from "vitest";
import { http2Wire } from "../../../testing/src/adapter/http2-wire.js";
import { adapterContract, type Reached, type ServedAdapter } from "../../../testing/src/index.js";
import { logIn } from "./login.js";
import { echo, listen, listenForTest, listenHttp2, mountedAt, OPEN } from "./serving.js";

// Here, because Node.js warns of it once in a process.
test("over HTTP/2 nothing is said that is for HTTP/1 alone", async () => {
  const warnings: string[] = [];
  const hear = ({ message }: Error): void => void warnings.push(message);
  process.on("warning", hear);
  onTestFinished(() => void process.off("warning", hear));
  const { server, origin, provider, close } = await listenHttp2();
  onTestFinished(close);
  server.on("request", new Koa().use(koaProtect(provider)).callback());
  const headers = [[":authority", "evil.example"]] as const;
  const { status } = await http2Wire(origin)({ method: "POST", target: "/", headers });
  await new Promise((resolve) => setImmediate(resolve));
  expect([status, warnings]).toEqual([421, []]);
});

describe("Koa", () => {
  for (const { name, run } of adapterContract(serveHttp1)) test(name, run);
});

describe("Koa over HTTP/2", () => {
  for (const { name, run } of adapterContract(serveHttp2, { http2: true })) test(name, run);
});

test("a body parser before the guard is the operator's mistake: a TypeError and a 500", async () => {
  const { server, origin, provider } = await listenForTest();
  const errors: unknown[] = [];
  const app = new Koa().use(parseBody).use(koaProtect(provider));
  app.on("error", (error) => errors.push(error));
  server.on("request", app.callback());
  const draft = { method: "POST", url: origin, body: new URLSearchParams({ a: "b" }) };
  const { request } = await sign(draft, await logIn(provider));
  const answer = await fetch(request.url, request);
  expect([answer.status, await answer.text()]).toEqual([500, "Internal Server Error"]);
  expect(errors).toEqual([expect.any(TypeError)]);
});

test("an answer of no bytes has no type", async () => {
  const { server, origin, provider } = await listenForTest();
  server.on("request", new Koa().use(koaHandler(provider)).callback());
  const { status, headers } = await fetch(`${origin}/oauth/token`, { method: "PUT" });
  expect([status, headers.get("content-type")]).toEqual([405, null]);
});

test("middleware further up can add to what the adapter answers", async () => {
  const { server, origin, provider } = await listenForTest();
  const app = new Koa()
    .use(async (context, next) => {
      await next();
      context.set("x-seen", String(context.status));
    })
    .use(koaHandler(provider))
    .use(koaProtect(provider));
  server.on("request", app.callback());
  expect((await fetch(origin)).headers.get("x-seen")).toBe("400");
  expect((await fetch(`${origin}/oauth/token`, { method: "PUT" })).headers.get("x-seen")).toBe(
    "405",
  );
});

async function serveHttp1(reached: Reached): Promise<ServedAdapter> {
  const { server, provider, close } = await listen();
  server.on("request", listener(provider, reached));
  return { provider, guarded: GUARDED, open: OPEN, close };
}

async function serveHttp2(reached: Reached): Promise<ServedAdapter> {
  const { server, provider, close } = await listenHttp2();
  server.on("request", listener(provider, reached));
  return { provider, guarded: GUARDED, open: OPEN, close };
}

const GUARDED = ["/guarded", "/mounted/deep", "/after", "/elsewhere"] as const;

function listener(provider: Provider, reached: Reached): NodeListener {
  const elsewhere = new Koa().use(koaProtect(provider)).use((context) => {
    reached();
    context.body = echo(context.state.oauth);
  });
  elsewhere.silent = true;
  return mountedAt("/elsewhere", elsewhere.callback(), application(provider, reached).callback());
}

function application(provider: Provider, reached: Reached): Koa {
  const guarded = new Koa();
  guarded.use(koaProtect(provider));
  guarded.use((context) => {
    reached();
    context.body = echo(context.state["oauth"]);
  });
  const after = new Koa();
  after.use(koaProtect(provider));
  after.use(parseBody);
  after.use((context) => {
    reached();
    context.body = echo(context.state["oauth"], context.state["parsed"]);
  });
  const app = new Koa();
  app.silent = true;
  app.use(koaHandler(provider));
  app.use(mounted("/guarded", guarded));
  app.use(mounted("/mounted/deep", guarded));
  app.use(mounted("/after", after));
  app.use(async (context, next) => {
    if (context.path === OPEN) context.body = context.req;
    else await next();
  });
  return app;
}

// As koa-mount does it: the application sees the rest of the path alone.
function mounted(prefix: string, app: Koa): (context: Context, next: Next) => Promise<void> {
  const run = app.middleware.reduceRight<(context: Context) => Promise<unknown>>(
    (next, middleware) => async (context) => middleware(context, () => next(context)),
    async () => undefined,
  );
  return async (context, next) => {
    const { path } = context;
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return next();
    context.path = path.slice(prefix.length) || "/";
    await run(context);
    context.path = path;
  };
}

// As koa's body parsers do it: they read the stream to its end.
async function parseBody(context: Context, next: Next): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of context.req) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (typeof context.is("urlencoded") === "string") {
    context.state["parsed"] = Object.fromEntries(new URLSearchParams(text));
  } else if (typeof context.is("json") === "string") context.state["parsed"] = JSON.parse(text);
  await next();
}
