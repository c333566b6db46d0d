import { getRequestListener } from "@hono/node-server";
import { expressProtect, type Guardian } from "@oauth1/server/adapters/express";
import { fastifyProtect } from "@oauth1/server/adapters/fastify";
import { fetchProtect } from "@oauth1/server/adapters/fetch";
import { honoProtect } from "@oauth1/server/adapters/hono";
import { koaProtect } from "@oauth1/server/adapters/koa";
import { nodeProtect } from "@oauth1/server/adapters/node";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import { once } from "node:events";
import type { RequestListener } from "node:http";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { listenForTest } from "./serving.js";

type Serve = (
  guardian: Guardian,
  reach: () => string,
) => RequestListener | Promise<RequestListener>;

const SERVERS: readonly (readonly [name: string, serve: Serve])[] = [
  [
    "node:http",
    (guardian, reach) => {
      const protect = nodeProtect(guardian);
      return async (incoming, outgoing) => {
        if ((await protect(incoming, outgoing)) !== undefined) outgoing.end(reach());
      };
    },
  ],
  [
    "Express",
    (guardian, reach) =>
      express().use(expressProtect(guardian), (_request, response) => void response.end(reach())),
  ],
  [
    "Koa",
    (guardian, reach) =>
      new Koa()
        .use(koaProtect(guardian))
        .use((context) => void (context.body = reach()))
        .callback(),
  ],
  [
    "Hono",
    (guardian, reach) => {
      const app = new Hono().use(honoProtect(guardian));
      return getRequestListener(app.all("*", (c) => c.text(reach())).fetch);
    },
  ],
  [
    "fetch",
    (guardian, reach) => {
      const protect = fetchProtect(guardian);
      return getRequestListener(async (request) => {
        const guarded = await protect(request);
        return guarded instanceof Response ? guarded : new Response(reach());
      });
    },
  ],
  [
    "Fastify",
    async (guardian, reach) => {
      const app = Fastify();
      await app.register(fastifyProtect(guardian));
      app.all("/", async () => reach());
      await app.ready();
      return app.routing;
    },
  ],
];

test.each(SERVERS)(
  "%s hands nothing on of a peer that is gone before it is refused",
  async (_name, serve) => {
    const { server, origin, provider } = await listenForTest();
    const reached: string[] = [];
    const judged = { count: 0 };
    const protect: Guardian["protect"] = async (request) => {
      judged.count += 1;
      socket.destroy();
      await gone;
      // What hears of it in the server does so at once.
      await new Promise((resolve) => setImmediate(resolve));
      return provider.protect(request);
    };
    const listener = await serve({ ...provider, protect }, () => String(reached.push("reached")));
    server.on("request", listener);
    const gone = once(server, "connection").then(([received]) => once(received, "close"));
    const socket = connect(Number(new URL(origin).port), "127.0.0.1");
    socket.write(`DELETE / HTTP/1.1\r\nHost: ${new URL(origin).host}\r\n\r\n`);
    await gone;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([judged.count, reached]).toEqual([1, []]);
  },
);
