import { getRequestListener } from "@hono/node-server";
import type { Provider } from "@oauth1/server";
import { expressProtect } from "@oauth1/server/adapters/express";
import { fastifyProtect } from "@oauth1/server/adapters/fastify";
import { honoProtect } from "@oauth1/server/adapters/hono";
import { koaProtect } from "@oauth1/server/adapters/koa";
import { nodeProtect } from "@oauth1/server/adapters/node";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import type { RequestListener } from "node:http";

/** A server that answers `ok`, at once or when the provider lets it. */
export type Application = (provider?: Provider) => RequestListener | Promise<RequestListener>;

/** What a request costs in each framework is compared with the same behind a guard. */
export const APPLICATIONS: Readonly<Record<string, Application>> = {
  node(provider) {
    if (provider === undefined) return (_incoming, outgoing) => void outgoing.end("ok");
    const protect = nodeProtect(provider);
    return async (incoming, outgoing) => {
      if (await protect(incoming, outgoing)) outgoing.end("ok");
    };
  },
  express(provider) {
    const app = express();
    if (provider !== undefined) app.use(expressProtect(provider));
    return app.get("/photos", (_request, response) => void response.send("ok"));
  },
  async fastify(provider) {
    const app = Fastify();
    if (provider !== undefined) await app.register(fastifyProtect(provider));
    app.get("/photos", async () => "ok");
    await app.ready();
    return app.routing;
  },
  hono(provider) {
    const app = new Hono();
    if (provider !== undefined) app.use(honoProtect(provider));
    return getRequestListener(app.get("/photos", (c) => c.text("ok")).fetch);
  },
  koa(provider) {
    const app = new Koa();
    if (provider !== undefined) app.use(koaProtect(provider));
    app.use((context) => void (context.body = "ok"));
    return app.callback();
  },
};
