import { getRequestListener } from "@hono/node-server";
import type { Provider } from "@oauth1/server";
import { expressHandler, expressProtect } from "@oauth1/server/adapters/express";
import { fastifyHandler, fastifyProtect } from "@oauth1/server/adapters/fastify";
import { honoHandler, honoProtect } from "@oauth1/server/adapters/hono";
import { koaHandler, koaProtect } from "@oauth1/server/adapters/koa";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { listenForTest } from "./serving.js";

/** The endpoints, then the guard of `/photos`, and then an application that tells when it is reached. */
type Serve = (
  provider: Provider,
  reached: () => string,
) => RequestListener | Promise<RequestListener>;

const SERVERS: readonly (readonly [name: string, serve: Serve])[] = [
  [
    "Express",
    (provider, reached) =>
      express()
        .use(expressHandler(provider))
        .use("/photos", expressProtect(provider))
        .use((_request, response) => response.end(reached())),
  ],
  [
    "Koa",
    (provider, reached) => {
      const guard = koaProtect(provider);
      return new Koa()
        .use(koaHandler(provider))
        .use((context, next) => (context.path === "/photos" ? guard(context, next) : next()))
        .use((context) => {
          context.body = reached();
        })
        .callback();
    },
  ],
  [
    "Hono",
    (provider, reached) => {
      const app = new Hono().use(honoHandler(provider)).use("/photos", honoProtect(provider));
      return getRequestListener(app.all("*", (c) => c.text(reached())).fetch);
    },
  ],
  [
    "Fastify",
    async (provider, reached) => {
      const app = Fastify();
      await app.register(fastifyHandler(provider));
      await app.register(async (scope) => {
        await scope.register(fastifyProtect(provider));
        scope.all("*", async () => reached());
      });
      await app.ready();
      return app.routing;
    },
  ],
];

// What an application does for nobody cannot be taken back by the answer, which is out by then.
test.each(SERVERS)("%s: what is refused or answered goes no further", async (_name, serve) => {
  const { server, origin, provider } = await listenForTest();
  let times = 0;
  const reached = (): string => `reached ${(times += 1)}`;
  server.on("request", await serve(provider, reached));
  for (const path of ["/photos", "/oauth/token"]) {
    const answer = await fetch(`${origin}${path}`, { method: "POST" });
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining("oauth_problem"),
    ]);
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(times).toBe(0);
});
