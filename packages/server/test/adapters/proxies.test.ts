import { getRequestListener } from "@hono/node-server";
import { sign } from "@oauth1/core";
import { createProvider, type Provider, type ProviderEvent } from "@oauth1/server";
import { expressHandler, expressProtect } from "@oauth1/server/adapters/express";
import { fastifyHandler, fastifyProtect, type Guarded } from "@oauth1/server/adapters/fastify";
import { fetchHandler, fetchProtect } from "@oauth1/server/adapters/fetch";
import { nodeHandler, nodeProtect } from "@oauth1/server/adapters/node";
import express from "express";
import Fastify from "fastify";
import { once } from "node:events";
import { get, IncomingMessage, type RequestListener } from "node:http";
import { BlockList, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { uncut } from "../../src/adapter.js";
import { misdirected } from "../../src/answer.js";
import { nodeOriginFinder } from "../../src/node-adapter/origin.js";
import { nodeReceiver } from "../../src/node-adapter/receive.js";
import { logIn } from "./login.js";
import { listenForTest } from "./serving.js";

const HTTP = "http://photos.example.net";
const HTTPS = "https://photos.example.net";
const OTHER = "https://prints.example.net:8443";

describe("behind a proxy that is trusted", () => {
  const find = nodeOriginFinder([HTTP, HTTPS, OTHER], (address) => address === "10.0.0.1");
  const via = (forwarded: readonly string[], remoteAddress = "10.0.0.1"): string | undefined =>
    find(
      { rawHeaders: ["Host", "photos.example.net", ...forwarded], socket: { remoteAddress } },
      "/",
    );

  test("what it has forwarded for chooses the origin", () => {
    expect(via([])).toBe(HTTP);
    expect(via(["X-Forwarded-Proto", "https"])).toBe(HTTPS);
    expect(via(["x-forwarded-proto", "HTTPS"])).toBe(HTTPS);
    expect(via(["X-Forwarded-Host", "prints.example.net:8443"])).toBe(OTHER);
    expect(via(["X-Forwarded-Proto", "https"], "::ffff:10.0.0.1")).toBe(HTTPS);
  });

  test("there is no origin but the provider's", () => {
    expect(via(["X-Forwarded-Host", "evil.example"])).toBeUndefined();
    expect(via(["X-Forwarded-Proto", "http", "X-Forwarded-Host", "prints.example.net:8443"])).toBe(
      undefined,
    );
    expect(via(["X-Forwarded-Proto", "ws"])).toBeUndefined();
    expect(via(["X-Forwarded-Proto", ""])).toBeUndefined();
  });

  test("a target that names another host than the Host header has none", () => {
    const rawHeaders = ["Host", "10.0.0.7:8080", "X-Forwarded-Host", "photos.example.net"];
    const arriving = { rawHeaders, socket: { remoteAddress: "10.0.0.1" } };
    expect(find(arriving, "http://10.0.0.7:8080/a")).toBe(HTTP);
    expect(find(arriving, "http://evil.example/a")).toBeUndefined();
    expect(find(arriving, "HTTP://evil.example/a")).toBeUndefined();
    expect(find(arriving, "http://u@10.0.0.7:8080/a")).toBeUndefined();
    expect(find(arriving, "/a?then=http://evil.example/")).toBe(HTTP);
    const named = ["Host", "App.internal", "X-Forwarded-Host", "photos.example.net"];
    expect(find({ ...arriving, rawHeaders: named }, "http://app.INTERNAL/a")).toBe(HTTP);
  });

  test("what the peer has sent is told from what the proxy has by there being two", () => {
    expect(via(["X-Forwarded-Proto", "http", "X-Forwarded-Proto", "https"])).toBeUndefined();
    expect(via(["X-Forwarded-Proto", "http, https"])).toBeUndefined();
    expect(via(["X-Forwarded-Host", "photos.example.net, photos.example.net"])).toBeUndefined();
    const host = ["X-Forwarded-Host", "photos.example.net"];
    expect(via([...host, ...host])).toBeUndefined();
    expect(via([...host, "x-forwarded-host", "evil.example"])).toBeUndefined();
  });
});

test("nobody else is asked whom they forward for", () => {
  const rawHeaders = ["Host", "photos.example.net", "X-Forwarded-Proto", "https"];
  const socket = { remoteAddress: "10.0.0.2" };
  for (const trust of [undefined, (address: string) => address === "10.0.0.1"]) {
    expect(nodeOriginFinder([HTTP, HTTPS], trust)({ rawHeaders, socket }, "/")).toBe(HTTP);
  }
});

test("where http and https share a host, the connection decides between them", () => {
  const find = nodeOriginFinder([HTTP, HTTPS]);
  const rawHeaders = ["Host", "photos.example.net"];
  expect(find({ rawHeaders, socket: {} }, "/")).toBe(HTTP);
  expect(find({ rawHeaders, socket: Object.assign({}, { encrypted: true }) }, "/")).toBe(HTTPS);
});

test("a request names one host once, be it twice over HTTP/2", () => {
  const named = (...rawHeaders: string[]): string | undefined =>
    nodeOriginFinder([HTTP])({ rawHeaders, socket: {} }, "/");
  const ours = "photos.example.net";
  expect(named("HOST", ours)).toBe(HTTP);
  expect(named("Host", ours, "host", ours)).toBeUndefined();
  expect(named(":authority", ours)).toBe(HTTP);
  expect(named(":authority", ours, "host", ours)).toBe(HTTP);
  expect(named(":authority", ours, "host", "evil.example")).toBeUndefined();
  expect(named(":authority", "evil.example", "host", ours)).toBeUndefined();
  expect(named("x-host", ours)).toBeUndefined();
});

test("an absolute target and the Host header name one origin, however they spell it", () => {
  const find = nodeOriginFinder([HTTP, OTHER]);
  const named = (host: string, target: string): string | undefined =>
    find({ rawHeaders: ["Host", host], socket: {} }, target);
  expect(named("photos.example.net:80", "http://photos.example.net/a")).toBe(HTTP);
  expect(named("photos.example.net", "http://PHOTOS.example.net:80/a")).toBe(HTTP);
  expect(named("photos.example.net", "http://prints.example.net:8443/a")).toBeUndefined();
  expect(named("prints.example.net:8443", "http://photos.example.net/a")).toBeUndefined();
});

test("networks are told by Node's own list, and a Unix socket by having no address", () => {
  const proxies = new BlockList();
  proxies.addSubnet("10.0.0.0", 8);
  const find = nodeOriginFinder([HTTP, HTTPS], (address) => proxies.check(address));
  const rawHeaders = ["Host", "photos.example.net", "X-Forwarded-Proto", "https"];
  expect(find({ rawHeaders, socket: { remoteAddress: "::ffff:10.1.2.3" } }, "/")).toBe(HTTPS);
  expect(find({ rawHeaders, socket: { remoteAddress: "11.1.2.3" } }, "/")).toBe(HTTP);
  const local = nodeOriginFinder([HTTP, HTTPS], (address) => address === "");
  expect(local({ rawHeaders, socket: {} }, "/")).toBe(HTTPS);
});

test("a request that came through a proxy is verified behind its public origin", async () => {
  const { server, origin } = await listenForTest();
  const provider = createProvider({ origins: [HTTPS] });
  const trustProxy = (address: string): boolean => address === "127.0.0.1";
  const protect = nodeProtect(provider, { trustProxy });
  server.on("request", async (incoming, outgoing) => {
    const guarded = await protect(incoming, outgoing);
    if (guarded !== undefined) outgoing.end(guarded.request.url);
  });
  const { authorization = "" } = await sign(
    { method: "GET", url: `${HTTPS}/a%2Fb` },
    await logIn(provider),
  );
  const forwarded = { "x-forwarded-host": "photos.example.net", "x-forwarded-proto": "https" };
  const answer = await fetch(`${origin}/a%2Fb`, { headers: { authorization, ...forwarded } });
  expect(await answer.text()).toBe(`${HTTPS}/a%2Fb`);
});

describe("a request for a host that is none of the provider's", () => {
  const LOST: readonly (readonly [string, (provider: Provider) => RequestListener])[] = [
    ["nodeHandler", (provider) => nodeHandler(provider.handle, provider)],
    [
      "nodeProtect",
      (provider) => (incoming, outgoing) => nodeProtect(provider)(incoming, outgoing),
    ],
    ["expressHandler", (provider) => express().use(expressHandler(provider))],
    ["expressProtect", (provider) => express().use(expressProtect(provider))],
    ["fetchHandler", (provider) => answering(fetchHandler(provider))],
    ["fetchProtect", (provider) => answering(fetchProtect(provider))],
  ];

  test.each(LOST)("is an event, and a plain answer: %s", async (_name, serve) => {
    const events: ProviderEvent[] = [];
    const { server, origin, provider } = await listenForTest({
      origins: [HTTPS],
      onEvent: (event) => events.push(event),
    });
    server.on("request", serve(provider));
    // Not by fetch, which asks a second time after a 421.
    const [answer] = await once(get(`${origin}/oauth/token`), "response");
    expect([answer.statusCode, await text(answer)]).toEqual([421, await misdirected().text()]);
    expect(events).toEqual([{ type: "request_misdirected", host: new URL(origin).host }]);
  });

  test("is an event also where it names two hosts, and none where only origins are given", async () => {
    const events: ProviderEvent[] = [];
    const provider = createProvider({ origins: [HTTP], onEvent: (event) => events.push(event) });
    for (const place of [provider, { origins: provider.origins }]) {
      const incoming = Object.assign(new IncomingMessage(new Socket()), { url: "/" });
      incoming.rawHeaders = ["Host", "photos.example.net", "Host", "evil.example"];
      expect(await nodeReceiver(place, {})({ incoming })).toMatchObject({ status: 421 });
    }
    expect(events).toEqual([{ type: "request_misdirected", host: "" }]);
  });

  function answering(answer: (request: Request) => Promise<unknown>): RequestListener {
    return getRequestListener(async (request) => {
      const answered = await answer(request);
      return answered instanceof Response ? answered : new Response();
    });
  }
});

describe("behind a proxy that cuts the beginning of each path off", () => {
  const PATHS = {
    temporaryCredentials: { path: "/ext/oauth/initiate" },
    authorization: { path: "/ext/oauth/authorize" },
    tokenCredentials: { path: "/ext/oauth/token" },
    revocation: { path: "/ext/oauth/revoke" },
    introspection: { path: "/ext/oauth/introspect" },
  };
  const options = { prefix: "/ext" };

  // What each answers for the endpoints, and of what was verified.
  const SERVERS: readonly (readonly [
    name: string,
    serve: (provider: Provider) => RequestListener | Promise<RequestListener>,
  ])[] = [
    [
      "node:http",
      (provider) =>
        nodeHandler(
          async (request) => {
            const answer = await provider.handle(request);
            if (answer !== undefined) return answer;
            const verdict = await provider.protect(request);
            return verdict.ok ? new Response(request.url) : provider.refuse(verdict);
          },
          { ...options, origins: provider.origins },
        ),
    ],
    [
      "Express",
      (provider) =>
        express().use(
          expressHandler(provider, options),
          expressProtect(provider, options),
          (_request, response) => void response.send(response.locals.oauth.request.url),
        ),
    ],
    [
      "fetch",
      (provider) => {
        const handle = fetchHandler(provider, options);
        const protect = fetchProtect(provider, options);
        return getRequestListener(async (request) => {
          const answer = (await handle(request)) ?? (await protect(request));
          return answer instanceof Response ? answer : new Response(answer.request.url);
        });
      },
    ],
    [
      "Fastify, which has a prefix too",
      async (provider) => {
        const app = Fastify();
        await app.register(fastifyHandler(provider, options), { prefix: "/oauth" });
        await app.register(async (scope) => {
          await scope.register(fastifyProtect(provider, options));
          scope.all("/*", async (request) => request.getDecorator<Guarded>("oauth").request.url);
        });
        await app.ready();
        return app.routing;
      },
    ],
  ];

  test.each(SERVERS)("requests are verified as they were signed: %s", async (_name, serve) => {
    const { server, origin, provider } = await listenForTest({ endpoints: PATHS });
    server.on("request", await serve(provider));
    const credentials = await logIn(provider);
    const call = async (url: string, signedUrl: string): Promise<string> => {
      const { request } = await sign({ method: "POST", url: signedUrl }, credentials);
      const answer = await fetch(url, request);
      return `${answer.status} ${(await answer.text()).replace(/=.*/, "")}`;
    };
    const target = "/a%2Fb?size=7&x=$1";
    expect(await call(origin + target, `${origin}/ext${target}`)).toBe(
      `200 ${origin}/ext/a%2Fb?size`,
    );
    expect(await call(origin + target, origin + target)).toBe("401 oauth_problem");
    const { consumer } = credentials;
    const initiate = provider.endpoints.temporaryCredentials.url;
    const parameters = [["oauth_callback", "oob"]] as const;
    const { authorization = "" } = await sign(
      { method: "POST", url: initiate },
      { consumer },
      { parameters },
    );
    const answer = await fetch(initiate.replace("/ext/", "/"), {
      method: "POST",
      headers: { authorization },
    });
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringMatching(/^oauth_token=/),
    ]);
  });

  test("no header says which", async () => {
    const { server, origin, provider } = await listenForTest();
    server.on("request", express().use(expressProtect(provider)));
    const { authorization = "" } = await sign(
      { method: "GET", url: `${origin}/ext/a` },
      await logIn(provider),
    );
    const headers = { authorization, "x-forwarded-prefix": "/ext" };
    expect((await fetch(`${origin}/a`, { headers })).status).toBe(401);
  });

  test.each(["ext", "/ext/", "/", "/a//b", "/ext?x", "/é", "https://photos.example.net/ext"])(
    "%j is none, or a TypeError",
    async (prefix) => {
      const provider = createProvider({ origins: [HTTPS] });
      for (const make of [nodeProtect, fetchProtect, expressHandler, fetchHandler]) {
        expect(() => make(provider, { prefix })).toThrow(`${JSON.stringify(prefix)} is no prefix`);
      }
    },
  );

  test("it makes no path of what is none", async () => {
    const receive = nodeReceiver({ origins: [HTTP] }, { prefix: "/ext" });
    for (const url of ["*", "@evil.example/", "evil.example:80"]) {
      const incoming = Object.assign(new IncomingMessage(new Socket()), {
        httpVersionMajor: 1,
        url,
      });
      incoming.rawHeaders = ["Host", "photos.example.net"];
      expect(await receive({ incoming })).toMatchObject({ status: 400 });
    }
  });

  test("an absolute target has it behind its host", async () => {
    expect(uncut("/ext")("HTTP://a.example/b")).toBe("HTTP://a.example/ext/b");
    expect(uncut("/a$&/$1")("/b")).toBe("/a$&/$1/b");
  });
});
