import { createProvider, type ConsumerRequest, type VerifiedRequest } from "@oauth1/server";
import { expressHandler, expressProtect, keepRawBody } from "@oauth1/server/adapters/express";
import { fastifyHandler, fastifyProtect, type Guarded } from "@oauth1/server/adapters/fastify";
import { fetchProtect } from "@oauth1/server/adapters/fetch";
import { honoHandler, honoProtect, type HonoVariables } from "@oauth1/server/adapters/hono";
import { koaHandler, koaProtect } from "@oauth1/server/adapters/koa";
import { nodeHandler, nodeProtect } from "@oauth1/server/adapters/node";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import { createServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { expectTypeOf, test } from "vitest";

const provider = createProvider({ origins: ["https://photos.example.net"] });
const optional = {
  ...provider,
  protect: (request: Request) => provider.protect(request, { token: "optional" }),
};
const forConsumers = {
  ...provider,
  protect: (request: Parameters<typeof provider.protect>[0]) =>
    provider.protect(request, { token: "optional" }),
};

test("Express knows what a guard before a handler has put into the locals", () => {
  const app = express();
  app.use(expressHandler(provider), express.urlencoded({ verify: keepRawBody }));
  app.get("/photos", expressProtect(provider), (_request, response) => {
    expectTypeOf(response.locals.oauth).toEqualTypeOf<Guarded>();
  });
  app.get("/public", expressProtect<ConsumerRequest>(forConsumers), (_request, response) => {
    expectTypeOf(response.locals.oauth).toEqualTypeOf<Guarded<ConsumerRequest>>();
  });
  app.use("/mounted", express.Router().use(expressProtect(provider)));
  app.use(expressProtect(provider));
});

test("Koa knows what a guard has put into the state of the middleware after it", () => {
  new Koa()
    .use(koaHandler(provider))
    .use(koaProtect(provider))
    .use((context) => {
      expectTypeOf(context.state.oauth).toEqualTypeOf<Guarded>();
    });
});

test("Hono's variables have a type, and the guard is middleware with and without it", () => {
  new Hono().use(honoHandler(provider)).use(honoProtect(provider));
  const app = new Hono<{ Variables: HonoVariables }>();
  app.use(honoHandler(provider));
  app.use("/photos/*", honoProtect(provider));
  app.get("/", honoProtect(provider), (c) => {
    expectTypeOf(c.get("oauth")).toEqualTypeOf<Guarded>();
    expectTypeOf(c.var.oauth.user).toEqualTypeOf<string>();
    return c.text("");
  });
});

test("Fastify registers the plugins, over both versions of HTTP", async () => {
  const app = Fastify();
  app.register(fastifyHandler(provider));
  app.register(fastifyProtect(provider), { prefix: "/v1" });
  app.get("/", async (request) => request.getDecorator<Guarded>("oauth").user);
  const http2 = Fastify({ http2: true });
  http2.register(fastifyHandler(provider));
  http2.register(fastifyProtect(provider));
});

test("node:http and node:http2 take the same listener", () => {
  createServer(nodeHandler(provider.handle, provider));
  createHttp2Server(nodeHandler(provider.handle, provider));
  const protect = nodeProtect(provider);
  createHttp2Server(async (incoming, outgoing) => {
    expectTypeOf(await protect(incoming, outgoing)).toEqualTypeOf<Guarded | undefined>();
  });
});

test("a guard promises what its provider verifies, and no more", () => {
  expectTypeOf(fetchProtect(provider)).returns.resolves.toEqualTypeOf<
    Guarded<VerifiedRequest> | Response
  >();
  // @ts-expect-error Without a token there may be no user.
  fetchProtect(forConsumers);
  // @ts-expect-error A guard hands over request parts as well.
  fetchProtect<ConsumerRequest>(optional);
});
