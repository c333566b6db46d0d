import { getRequestListener } from "@hono/node-server";
import type { RequestParts } from "@oauth1/core";
import { readRequest, writeResponse, type NodeRequest } from "@oauth1/core/node";
import { expressHandler, expressProtect } from "@oauth1/server/adapters/express";
import { fastifyHandler, fastifyProtect, type Guarded } from "@oauth1/server/adapters/fastify";
import { fetchHandler, fetchProtect } from "@oauth1/server/adapters/fetch";
import { honoHandler, honoProtect, type HonoVariables } from "@oauth1/server/adapters/hono";
import { koaHandler, koaProtect } from "@oauth1/server/adapters/koa";
import { nodeHandler, nodeProtect } from "@oauth1/server/adapters/node";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import type { RequestListener } from "node:http";
import { PATHS } from "../contract.js";
import type { Site } from "./site.js";

/** The site on each framework, as its users would write it. */
export const ADAPTERS: Readonly<
  Record<string, (site: Site) => RequestListener | Promise<RequestListener>>
> = {
  node({ provider, page, echo }) {
    const protect = nodeProtect(provider);
    const others = nodeHandler(
      async (request) => (await provider.handle(request)) ?? page(request),
      provider,
    );
    return async (incoming, outgoing) => {
      if (!isEcho(incoming.url)) return others(incoming, outgoing);
      const guarded = await protect(incoming, outgoing);
      if (guarded !== undefined) await writeResponse(Response.json(echo(guarded)), outgoing);
    };
  },

  express({ provider, page, echo }) {
    const app = express().use(expressHandler(provider));
    app.all(PATHS.echo, expressProtect(provider), (_request, response) => {
      response.json(echo(response.locals.oauth));
    });
    app.use(async (request, response) => {
      await writeResponse(await page(await partsOf(request)), response);
    });
    return app;
  },

  async fastify({ provider, page, echo }) {
    const app = Fastify();
    app.removeAllContentTypeParsers();
    // What is guarded has the bytes, and the pages read them themselves.
    app.addContentTypeParser("*", (_request, _payload, done) => done(null));
    await app.register(fastifyHandler(provider));
    await app.register(async (scope) => {
      await scope.register(fastifyProtect(provider));
      scope.all(PATHS.echo, async (request) => echo(request.getDecorator<Guarded>("oauth")));
    });
    app.all("/*", async (request) => page(await partsOf(request.raw)));
    await app.ready();
    return app.routing;
  },

  hono({ provider, page, echo }) {
    const app = new Hono<{ Variables: HonoVariables }>();
    app.use(honoHandler(provider));
    app.all(PATHS.echo, honoProtect(provider), (c) => c.json(echo(c.get("oauth"))));
    app.all("*", async (c) => page(await requestParts(c.req.raw)));
    return getRequestListener(app.fetch);
  },

  koa({ provider, page, echo }) {
    const app = new Koa().use(koaHandler(provider));
    const protect = koaProtect(provider);
    app.use(async (context, next) => {
      if (!isEcho(context.url)) return next();
      await protect(context, async () => {
        context.body = echo(context.state["oauth"]);
      });
    });
    app.use(async (context) => {
      context.respond = false;
      await writeResponse(await page(await partsOf(context.req)), context.res);
    });
    return app.callback();
  },

  fetch({ provider, page, echo }) {
    const answer = fetchHandler(provider);
    const protect = fetchProtect(provider);
    return getRequestListener(async (request) => {
      if (!isEcho(new URL(request.url).pathname)) {
        return (await answer(request)) ?? page(await requestParts(request));
      }
      const guarded = await protect(request);
      return guarded instanceof Response ? guarded : Response.json(echo(guarded));
    });
  },
};

function isEcho(target = ""): boolean {
  return target.split("?")[0] === PATHS.echo;
}

// For the pages, which verify nothing and so do not care where they were sent to.
async function partsOf(incoming: NodeRequest): Promise<RequestParts> {
  const origin = "http://127.0.0.1";
  return (await readRequest(incoming, { origin })) ?? { method: "GET", url: origin };
}

async function requestParts(request: Request): Promise<RequestParts> {
  const { method, url, headers } = request;
  return { method, url, headers, body: new Uint8Array(await request.arrayBuffer()) };
}
