import { getRequestListener } from "@hono/node-server";
import { sign } from "@oauth1/core";
import {
  expressProtect,
  keepRawBody,
  type GuardOptions,
  type Guardian,
} from "@oauth1/server/adapters/express";
import { fastifyProtect, type Guarded } from "@oauth1/server/adapters/fastify";
import { fetchProtect } from "@oauth1/server/adapters/fetch";
import { honoProtect, type HonoVariables } from "@oauth1/server/adapters/hono";
import { koaProtect } from "@oauth1/server/adapters/koa";
import { nodeProtect } from "@oauth1/server/adapters/node";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage, type RequestListener } from "node:http";
import { connect } from "node:http2";
import { describe, expect, onTestFinished, test } from "vitest";
import { logIn } from "./login.js";
import { listenForTest, listenHttp2 } from "./serving.js";

/** Answers with how many bytes come after the guard, and how many it has handed on itself. */
type Serve = (
  guardian: Guardian,
  options: GuardOptions,
) => RequestListener | Promise<RequestListener>;

const SERVERS: readonly (readonly [name: string, serve: Serve])[] = [
  [
    "node:http",
    (guardian, options) => {
      const protect = nodeProtect(guardian, options);
      return async (incoming, outgoing) => {
        const guarded = await protect(incoming, outgoing);
        if (guarded) outgoing.end(await told(incoming, guarded.request.body));
      };
    },
  ],
  [
    "Express",
    (guardian, options) =>
      express().use(expressProtect(guardian, options), async (request, response) => {
        response.send(await told(request, response.locals.oauth.request.body));
      }),
  ],
  [
    "Koa",
    (guardian, options) =>
      new Koa()
        .use(koaProtect(guardian, options))
        .use(async (context) => {
          context.body = await told(context.req, context.state.oauth.request.body);
        })
        .callback(),
  ],
  [
    "Hono",
    (guardian, options) => {
      const app = new Hono<{ Variables: HonoVariables }>().use(honoProtect(guardian, options));
      app.all("*", async (c) => c.text(await told(c.req.raw.body, c.get("oauth").request.body)));
      return getRequestListener(app.fetch);
    },
  ],
  [
    "fetch",
    (guardian, options) => {
      const protect = fetchProtect(guardian, options);
      return getRequestListener(async (request) => {
        const guarded = await protect(request);
        if (guarded instanceof Response) return guarded;
        return new Response(await told(request.body, guarded.request.body));
      });
    },
  ],
  [
    "Fastify",
    async (guardian, options) => {
      const app = Fastify();
      await app.register(fastifyProtect(guardian, options));
      app.addContentTypeParser("video/mp4", (_request, payload, done) => done(null, payload));
      app.all<{ Body: IncomingMessage }>("/", async (request) =>
        told(request.body, request.getDecorator<Guarded>("oauth").request.body),
      );
      await app.ready();
      return app.routing;
    },
  ],
];

const SIZE = 3 * 2 ** 20;

describe.each(SERVERS)("an upload to %s", (name, serve) => {
  const serving = async (
    options: GuardOptions,
    more: Parameters<typeof listenForTest>[0] = {},
  ): Promise<{
    readonly upload: (
      bodyHash: "auto" | "never",
      type?: string,
    ) => Promise<readonly [status: number, text: string, connection: string | undefined]>;
  }> => {
    const { server, origin, provider } = await listenForTest(more);
    server.on("request", await serve(provider, options));
    const credentials = await logIn(provider);
    return {
      async upload(bodyHash, type = "video/mp4") {
        const body = type === "video/mp4" ? "x".repeat(SIZE) : `a=${"x".repeat(SIZE)}`;
        const draft = { method: "PUT", url: `${origin}/`, headers: { "content-type": type }, body };
        const { request } = await sign(draft, credentials, { bodyHash });
        return send(request.url, Object.fromEntries(new Headers(request.headers)), body);
      },
    };
  };

  test("that nobody has signed flows on to the handler, whatever its size", async () => {
    const { upload } = await serving({ unsignedBody: "stream" });
    expect((await upload("never")).slice(0, 2)).toEqual([200, `${SIZE} bytes, undefined`]);
  });

  test("is read before by default, and bounded", async () => {
    const { upload } = await serving({});
    expect((await upload("never")).slice(0, 2)).toEqual([413, ""]);
  });

  test("that is signed, by its hash or as a form, is read before", async () => {
    const { upload } = await serving({ unsignedBody: "stream" });
    expect((await upload("auto")).slice(0, 2)).toEqual([413, ""]);
    expect((await upload("never", "application/x-www-form-urlencoded")).slice(0, 2)).toEqual([
      413,
      "",
    ]);
  });

  test("without a hash is refused by who demands one", async () => {
    const { upload } = await serving({ unsignedBody: "stream" }, { bodyHash: "require" });
    const told = "oauth_problem=parameter_absent&oauth_problem_advice=oauth_body_hash";
    const [status, text, connection] = await upload("never");
    expect([status, text]).toEqual([400, told]);
    if (!/^(?:Hono|fetch)$/.test(name)) expect(connection).toBe("close");
  });
});

describe("what is left unread", () => {
  const options = { unsignedBody: "stream" } as const;

  test("is no body where there is none, and bytes where they are signed", async () => {
    const { server, origin, provider } = await listenForTest({ bodyHash: "require" });
    const protect = nodeProtect(provider, options);
    server.on("request", async (incoming, outgoing) => {
      const guarded = await protect(incoming, outgoing);
      if (guarded) outgoing.end(await told(incoming, guarded.request.body));
    });
    const credentials = await logIn(provider);
    for (const [body, answer] of [
      [undefined, "0 bytes, undefined"],
      ["", "0 bytes, undefined"],
      ["{}", "2 bytes, 2"],
    ]) {
      const headers = { "content-type": "application/json" };
      const draft = { method: "POST", url: `${origin}/`, headers, ...(body && { body }) };
      const { request } = await sign(draft, credentials, { bodyHash: "auto" });
      expect(await (await fetch(request.url, { ...request, body: body ?? null })).text()).toBe(
        answer,
      );
    }
  });

  test("is not what is signed by a hash in the query", async () => {
    const { server, origin, provider } = await listenForTest();
    server.on(
      "request",
      express().use(expressProtect(provider, options), async (request, response) => {
        response.send(await told(request, response.locals.oauth.request.body));
      }),
    );
    const draft = { method: "POST", url: `${origin}/`, headers: TEXT, body: "abc" };
    const hashed = { bodyHash: "auto", transmission: "query" } as const;
    const { request } = await sign(draft, await logIn(provider), hashed);
    expect(await (await fetch(request.url, request)).text()).toBe("3 bytes, 3");
  });

  test("is never taken for what a hash says that is spelled otherwise", async () => {
    const { server, origin, provider } = await listenForTest();
    server.on("request", express().use(expressProtect(provider, options), ended));
    const draft = { method: "POST", url: `${origin}/`, headers: TEXT, body: "a" };
    const hashed = { bodyHash: "auto", transmission: "query" } as const;
    const { request } = await sign(draft, await logIn(provider), hashed);
    const url = request.url.replace("oauth_body_hash", "oauth%5Fbody_hash");
    const answer = await fetch(url, request);
    expect([answer.status, await answer.text()]).toEqual([
      401,
      expect.stringContaining("oauth_problem=body_hash_invalid"),
    ]);
  });

  test("flows also where it comes in chunks, and not where somebody has kept its bytes", async () => {
    const { server, origin, provider } = await listenForTest();
    const app = express()
      .use("/kept", express.raw({ type: "text/plain", verify: keepRawBody }))
      .use(expressProtect(provider, options), async (request, response) => {
        response.send(await told(request, response.locals.oauth.request.body));
      });
    server.on("request", app);
    const credentials = await logIn(provider);
    const answered = async (path: string, body: BodyInit): Promise<string> => {
      const draft = { method: "POST", url: `${origin}${path}`, headers: TEXT };
      const { request } = await sign(draft, credentials);
      const init = { ...request, body, duplex: "half" };
      return (await fetch(request.url, init)).text();
    };
    expect(await answered("/", new Blob(["abc"]).stream())).toBe("3 bytes, undefined");
    expect(await answered("/kept", "abc")).toBe("0 bytes, 3");
  });

  test("is no body of a Request that has none", async () => {
    const { origin, provider } = await listenForTest({ bodyHash: "require" });
    const credentials = await logIn(provider);
    const url = `${origin}/`;
    const bare = (await sign({ method: "GET", url }, credentials, { bodyHash: "never" })).request;
    expect(await fetchProtect(provider, options)(new Request(url, bare))).toMatchObject({
      user: "jane",
    });
  });

  test("is not what somebody has kept of a Request", async () => {
    const { origin, provider } = await listenForTest();
    const app = new Hono<{ Variables: HonoVariables }>()
      .use((c, next) => c.req.arrayBuffer().then(next))
      .use(honoProtect(provider, options))
      .post("/", async (c) => c.text(await told(null, c.var.oauth.request.body)));
    const draft = { method: "POST", url: `${origin}/`, headers: TEXT, body: "abc" };
    const { request } = await sign(draft, await logIn(provider));
    expect(await (await app.request(request.url, request)).text()).toBe("0 bytes, 3");
  });

  test("is not what somebody has kept of a Request on Node.js", async () => {
    const { server, origin, provider } = await listenForTest();
    const app = new Hono<{ Variables: HonoVariables }>()
      .use((c, next) => c.req.arrayBuffer().then(next))
      .use(honoProtect(provider, options))
      .post("/", async (c) => c.text(await told(null, c.var.oauth.request.body)));
    server.on("request", getRequestListener(app.fetch));
    const draft = { method: "POST", url: `${origin}/`, headers: TEXT, body: "abc" };
    const { request } = await sign(draft, await logIn(provider));
    expect(await (await fetch(request.url, request)).text()).toBe("0 bytes, 3");
  });

  test("is no body over HTTP/2 where there is none", async () => {
    const { server, origin, provider, close } = await listenHttp2({ bodyHash: "require" });
    onTestFinished(close);
    const protect = nodeProtect(provider, options);
    server.on("request", async (incoming, outgoing) => {
      const guarded = await protect(incoming, outgoing);
      if (guarded) outgoing.end(await told(incoming, guarded.request.body));
    });
    const draft = { method: "GET", url: `${origin}/` };
    const { authorization } = await sign(draft, await logIn(provider), { bodyHash: "never" });
    const session = connect(origin);
    onTestFinished(() => session.close());
    const stream = session.request({ ":path": "/", authorization }).setEncoding("utf8");
    expect((await stream.toArray()).join("")).toBe("0 bytes, undefined");
  });

  test("flows over HTTP/2 too", async () => {
    const { server, origin, provider, close } = await listenHttp2();
    onTestFinished(close);
    const protect = nodeProtect(provider, options);
    server.on("request", async (incoming, outgoing) => {
      const guarded = await protect(incoming, outgoing);
      if (guarded) outgoing.end(await told(incoming, guarded.request.body));
    });
    const { authorization } = await sign(
      { method: "PUT", url: `${origin}/` },
      await logIn(provider),
    );
    const session = connect(origin);
    onTestFinished(() => session.close());
    const stream = session.request({ ":path": "/", ":method": "PUT", authorization });
    stream.setEncoding("utf8").end("x".repeat(SIZE));
    expect((await stream.toArray()).join("")).toBe(`${SIZE} bytes, undefined`);
  });

  test("is asked for by a word that there is", async () => {
    const { provider } = await listenForTest();
    for (const make of [nodeProtect, fetchProtect, honoProtect]) {
      // @ts-expect-error: a program without types may say anything.
      expect(() => make(provider, { unsignedBody: "unread" })).toThrow(
        "unsignedBody is unread: it has to be one of read, stream.",
      );
    }
  });
});

const TEXT = { "content-type": "text/plain" };

function ended(_request: unknown, response: { end: () => unknown }): void {
  response.end();
}

async function told(
  stream: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> | null,
  body: unknown,
): Promise<string> {
  let size = 0;
  for await (const chunk of stream ?? []) size += chunk.length;
  return `${size} bytes, ${body instanceof Uint8Array ? body.length : String(body)}`;
}

// As fetch does, but with the connection in the answer, and with an answer that comes before the body has been sent.
async function send(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<readonly [status: number, text: string, connection: string | undefined]> {
  // By itself it would ask for the end of the connection, and be answered so.
  const kept = { ...headers, connection: "keep-alive" };
  const request = httpRequest(url, { method: "PUT", headers: kept, agent: false });
  request.on("error", () => undefined);
  request.end(body);
  const [answer]: IncomingMessage[] = await once(request, "response");
  const { statusCode = 0, headers: answered } = answer ?? { headers: {} };
  const text = (await answer?.setEncoding("utf8").toArray())?.join("") ?? "";
  return [statusCode, text, answered.connection];
}
