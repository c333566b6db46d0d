import { getRequestListener } from "@hono/node-server";
import type { RequestParts } from "@oauth1/core";
import type { EndpointProvider, PageOptions } from "@oauth1/server/adapters/express";
import { expressHandler } from "@oauth1/server/adapters/express";
import { fastifyHandler } from "@oauth1/server/adapters/fastify";
import { fetchHandler } from "@oauth1/server/adapters/fetch";
import { honoHandler } from "@oauth1/server/adapters/hono";
import { koaHandler } from "@oauth1/server/adapters/koa";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { listenForTest } from "./serving.js";

type Serve = (
  provider: EndpointProvider,
  options: PageOptions,
) => RequestListener | Promise<RequestListener>;

const SERVERS: readonly (readonly [name: string, serve: Serve])[] = [
  ["Express", (provider, options) => express().use(expressHandler(provider, options))],
  ["Koa", (provider, options) => new Koa().use(koaHandler(provider, options)).callback()],
  [
    "Hono",
    (provider, options) => getRequestListener(new Hono().use(honoHandler(provider, options)).fetch),
  ],
  [
    "fetch",
    (provider, options) => {
      const answer = fetchHandler(provider, options);
      return getRequestListener(async (request) => {
        return (await answer(request)) ?? new Response(null, { status: 404 });
      });
    },
  ],
  [
    "Fastify",
    async (provider, options) => {
      const app = Fastify();
      await app.register(fastifyHandler(provider, options));
      await app.ready();
      return app.routing;
    },
  ],
];

test.each(SERVERS)(
  "%s serves a consent page at its endpoint, with the form and all",
  async (_name, serve) => {
    const { server, origin, provider } = await listenForTest();
    const page = async ({ method, url, body }: RequestParts): Promise<Response> => {
      const form = body instanceof Uint8Array ? Buffer.from(body).toString() : "";
      const headers = [
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ] satisfies [string, string][];
      return new Response(`${method} ${url.slice(origin.length)} ${form}`, {
        status: 403,
        headers,
      });
    };
    server.on("request", await serve(provider, { consent: page }));
    const url = `${origin}/oauth/authorize?oauth_token=t%2B`;
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams({ a: "b c" }) });
    expect(await answer.text()).toBe("POST /oauth/authorize?oauth_token=t%2B a=b+c");
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, ["a=1", "b=2"]]);
    const endpoint = await fetch(provider.endpoints.tokenCredentials.url, { method: "POST" });
    expect(endpoint.status).toBe(400);
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, head.headers.getSetCookie()]).toEqual([403, ["a=1", "b=2"]]);
  },
);

test.each(SERVERS)(
  "%s leaves the authorization endpoint to the application otherwise",
  async (_name, serve) => {
    const { server, origin, provider } = await listenForTest();
    server.on("request", await serve(provider, {}));
    expect((await fetch(`${origin}/oauth/authorize`)).status).toBe(404);
  },
);

// Where the answer is written here; the others leave it to their framework what becomes of cookies that were there before.
const WRITERS = SERVERS.filter(([name]) => name === "Express" || name === "Koa");

test.each(WRITERS)(
  "%s keeps the cookies that were set before the page's own",
  async (_name, serve) => {
    const { server, origin, provider } = await listenForTest();
    const consent = async (): Promise<Response> =>
      new Response("page", { headers: { "set-cookie": "own=1" } });
    const listener = await serve(provider, { consent });
    server.on("request", (incoming, outgoing) => {
      outgoing.setHeader("set-cookie", "before=1");
      listener(incoming, outgoing);
    });
    const { headers } = await fetch(`${origin}/oauth/authorize`);
    expect(headers.getSetCookie()).toEqual(["before=1", "own=1"]);
  },
);
