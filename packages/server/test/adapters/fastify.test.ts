import { sign } from "@oauth1/core";
import { createProvider, type Provider } from "@oauth1/server";
import { fastifyHandler, fastifyProtect, type Guarded } from "@oauth1/server/adapters/fastify";
import Fastify, { type FastifyPluginAsync } from "fastify";
import type { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { adapterContract, type Reached, type ServedAdapter } from "../../../testing/src/index.js";
import { logIn } from "./login.js";
import { echo, listen, listenHttp2, OPEN } from "./serving.js";

describe("Fastify", () => {
  for (const { name, run } of adapterContract(serveHttp1)) test(name, run);
});

describe("Fastify over HTTP/2", () => {
  for (const { name, run } of adapterContract(serveHttp2, { http2: true })) test(name, run);
});

const ORIGIN = "https://photos.example.net";

test("a request that is injected is verified too, and its body parsed", async () => {
  const provider = createProvider({ origins: [ORIGIN] });
  const app = Fastify();
  await app.register(fastifyProtect(provider));
  app.post("/photos", async (request) =>
    echo(request.getDecorator<Guarded>("oauth"), request.body),
  );
  const headers: [string, string][] = [["content-type", "application/json"]];
  const draft = { method: "POST", url: `${ORIGIN}/photos`, headers, body: '{"a":1}' };
  const signed = await sign(draft, await logIn(provider), { bodyHash: "auto" });
  const answer = await app.inject({
    method: "POST",
    url: "/photos",
    headers: {
      host: "photos.example.net",
      "content-type": "application/json",
      authorization: signed.authorization ?? "",
    },
    payload: draft.body,
  });
  expect(answer.json()).toMatchObject({ user: "jane", parsed: { a: 1 } });
});

test.each([{ "content-length": "0" }, { "transfer-encoding": "chunked" }])(
  "a request of no bytes that is injected comes to the parser: %j",
  async (announced) => {
    const provider = createProvider({ origins: [ORIGIN] });
    const app = Fastify();
    await app.register(fastifyProtect(provider));
    app.addContentTypeParser("text/plain", { parseAs: "string" }, async () => "parsed");
    app.post("/photos", async ({ body }) => body);
    const draft = { method: "POST", url: `${ORIGIN}/photos` };
    const { authorization = "" } = await sign(draft, await logIn(provider));
    const type = { "content-type": "text/plain", ...announced };
    const headers = { host: "photos.example.net", authorization, ...type };
    expect((await app.inject({ method: "POST", url: "/photos", headers })).body).toBe("parsed");
  },
);

test("what is registered in a scope of its own guards that scope alone", async () => {
  const provider = createProvider({ origins: [ORIGIN] });
  const app = Fastify();
  await app.register(async (photos) => {
    await photos.register(fastifyProtect(provider));
    photos.get("/photos", async () => "secret");
  });
  app.get("/about", async () => "public");
  const headers = { host: "photos.example.net" };
  expect((await app.inject({ url: "/photos", headers })).statusCode).toBe(400);
  expect((await app.inject({ url: "/about", headers })).body).toBe("public");
});

test("a guard may find its decorator there already, from the application or a scope further out", async () => {
  const provider = createProvider({ origins: [ORIGIN] });
  const app = Fastify().decorateRequest("oauth", null);
  await app.register(async (scope) => {
    await scope.register(fastifyProtect(provider));
    scope.get("/photos", async () => "secret");
  });
  const headers = { host: "photos.example.net" };
  expect((await app.inject({ url: "/photos", headers })).statusCode).toBe(400);
});

test("a target that was rewritten is verified as it was received", async () => {
  const provider = createProvider({ origins: [ORIGIN] });
  const app = Fastify({ rewriteUrl: ({ url = "" }) => url.replace("/old", "/new") });
  await app.register(fastifyProtect(provider));
  app.get("/new", async (request) => request.getDecorator<Guarded>("oauth").request.url);
  const { authorization = "" } = await sign(
    { method: "GET", url: `${ORIGIN}/old` },
    await logIn(provider),
  );
  const headers = { host: "photos.example.net", authorization };
  const answer = await app.inject({ url: "/old", headers });
  expect([answer.statusCode, answer.body]).toEqual([200, `${ORIGIN}/old`]);
});

test("a hook that replaces the body before the guard is the operator's mistake", async () => {
  const provider = createProvider({ origins: [ORIGIN] });
  const app = Fastify();
  const errors: unknown[] = [];
  app.setErrorHandler(async (error, _request, reply) => {
    errors.push(error);
    return reply.code(500).send();
  });
  app.addHook("preParsing", async (_request, _reply, payload) => payload.pipe(new PassThrough()));
  await app.register(fastifyProtect(provider));
  app.post("/", async () => "never");
  const answer = await app.inject({ method: "POST", url: "/", payload: { a: 1 } });
  expect(answer.statusCode).toBe(500);
  expect(errors).toEqual([expect.any(TypeError)]);
});

test("a prefix is that of the endpoints' paths, or a TypeError", async () => {
  const path = "/v1/oauth/initiate";
  const provider = createProvider({
    origins: [ORIGIN],
    endpoints: {
      temporaryCredentials: { path },
      tokenCredentials: { path: "/v1/oauth/token" },
      revocation: { path: "/v1/oauth/revoke" },
      introspection: { path: "/v1/oauth/introspect" },
    },
  });
  const app = Fastify();
  await app.register(fastifyHandler(provider), { prefix: "/v1" });
  const headers = { host: "photos.example.net" };
  expect((await app.inject({ method: "POST", url: path, headers })).statusCode).toBe(400);
  const other = Fastify();
  await expect(other.register(fastifyHandler(provider), { prefix: "/v2" }).ready()).rejects.toThrow(
    "/v1/oauth/initiate is not under the prefix /v2",
  );
});

async function serveHttp1(reached: Reached): Promise<ServedAdapter> {
  const { server, provider, close } = await listen();
  await answerWith(server, { provider, reached }, {});
  return { provider, guarded: GUARDED, open: OPEN, close };
}

async function serveHttp2(reached: Reached): Promise<ServedAdapter> {
  const { server, provider, close } = await listenHttp2();
  await answerWith(server, { provider, reached }, { http2: true });
  return { provider, guarded: GUARDED, open: OPEN, close };
}

const GUARDED = ["/guarded", "/v1/mounted"] as const;

// Fastify's types tell its servers apart in everything, so these options are `object` to them.
async function answerWith(server: EventEmitter, behind: Behind, versions: object): Promise<void> {
  const serverFactory = (handler: () => void): unknown => server.on("request", handler);
  const options: object = { ...versions, serverFactory };
  const app = Fastify({ ...options });
  app.addContentTypeParser(FORM, { parseAs: "string" }, async (_request: unknown, text: string) => {
    return Object.fromEntries(new URLSearchParams(text));
  });
  await app.register(fastifyHandler(behind.provider));
  await app.register(guarded(behind));
  await app.register(async (v1) => v1.register(guarded(behind)), { prefix: "/v1" });
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", async (_request: unknown, payload: unknown) => payload);
    scope.post(OPEN, async (request) => request.body);
  });
  await app.ready();
}

const FORM = "application/x-www-form-urlencoded";

interface Behind {
  readonly provider: Provider;
  readonly reached: Reached;
}

function guarded({ provider, reached }: Behind): FastifyPluginAsync {
  return async (scope) => {
    await scope.register(fastifyProtect(provider));
    scope.addContentTypeParser("application/octet-stream", async () => undefined);
    const path = scope.prefix === "" ? "/guarded" : "/mounted";
    for (const route of [path, `${path}/*`]) {
      scope.all(route, async (request) => {
        reached();
        const parsed = request.body ?? undefined;
        return echo(request.getDecorator<Guarded>("oauth"), parsed);
      });
    }
  };
}
