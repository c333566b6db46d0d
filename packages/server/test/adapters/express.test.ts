import { sign } from "@oauth1/core";
import { expressHandler, expressProtect, keepRawBody } from "@oauth1/server/adapters/express";
import express, { type Request, type RequestHandler, type Response } from "express";
import { describe, expect, onTestFinished, test } from "vitest";
import { adapterContract, type Reached, type ServedAdapter } from "../../../testing/src/index.js";
import { logIn } from "./login.js";
import { echo, listen, listenForTest, OPEN } from "./serving.js";

describe("Express", () => {
  for (const { name, run } of adapterContract(serve)) test(name, run);
});

describe("what goes wrong goes to Express, which answers 500", () => {
  const json = { headers: { "content-type": "application/json" }, body: '{"a": 1}' };

  test("as a TypeError where a body parser before the guard has kept no bytes", async () => {
    const { server, origin, provider } = await listenForTest();
    const app = express().use(expressHandler(provider), express.json(), expressProtect(provider));
    server.on(
      "request",
      app.use((_request, response) => response.end()),
    );
    const credentials = await logIn(provider);
    const draft = { method: "POST", url: origin, ...json };
    const { request } = await sign(draft, credentials, { bodyHash: "auto" });
    const answer = await fetch(request.url, request);
    expect(answer.status).toBe(500);
    const page = await answer.text();
    expect(page).toContain("TypeError: The body has been read already");
    expect(page).toContain("express.urlencoded({ verify: keepRawBody })");
    const bare = await sign({ method: "GET", url: origin }, credentials);
    expect((await fetch(bare.request.url, bare.request)).status).toBe(200);
  });

  test("as a TypeError where it has kept text", async () => {
    const { server, origin, provider } = await listenForTest();
    const verify = (request: object, _response: unknown, body: Buffer): void =>
      void Object.assign(request, { rawBody: body.toString() });
    const app = express().use(express.urlencoded({ verify }), expressProtect(provider));
    server.on("request", app);
    const draft = { method: "POST", url: origin, body: new URLSearchParams({ a: "☃" }) };
    const { request } = await sign(draft, await logIn(provider));
    const answer = await fetch(request.url, request);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain("TypeError: The body has been read already");
  });

  // A falsy one, "route" and "router" are what Express goes on for.
  test.each([undefined, null, 0, "", "route", "router"])(
    "where the provider rejects with %j, and nothing is let through",
    async (reason) => {
      const { server, origin, provider } = await listenForTest();
      const protect = (): Promise<never> => Promise.reject(reason);
      const app = express().get(
        "/",
        expressProtect({ ...provider, protect }),
        (_request, response) => response.end(),
      );
      server.on(
        "request",
        app.use((_request, response) => response.end()),
      );
      expect((await fetch(origin)).status).toBe(500);
    },
  );

  test("as it is where the provider throws", async () => {
    const { server, origin, provider } = await listenForTest();
    const protect = (): Promise<never> => Promise.reject(new Error("a policy of one's own"));
    server.on("request", express().use(expressProtect({ ...provider, protect })));
    const answer = await fetch(origin);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain("a policy of one&#39;s own");
  });
});

// Which looks at what a middleware throws, and not at its promise.
test("as an argument of next where nobody looks at the promise, as in Express 4", async () => {
  const { server, origin, provider } = await listenForTest();
  const middlewares = [expressHandler(provider), expressProtect(provider)];
  const heard: unknown[] = [];
  const unheard: unknown[] = [];
  const hear = (reason: unknown): void => void unheard.push(reason);
  process.on("unhandledRejection", hear);
  onTestFinished(() => void process.off("unhandledRejection", hear));
  server.on("request", async (incoming, outgoing) => {
    for await (const _chunk of incoming);
    const received = Object.assign(incoming, { originalUrl: incoming.url ?? "" });
    const [middleware] = middlewares.splice(0, 1);
    void middleware?.(received, Object.assign(outgoing, { locals: {} }), (error) => {
      heard.push(error);
      outgoing.writeHead(500).end();
    });
  });
  for (const path of ["/oauth/initiate", "/photos"]) {
    const answer = await fetch(`${origin}${path}`, { method: "POST", body: "a" });
    expect(answer.status).toBe(500);
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard).toEqual([expect.any(TypeError), expect.any(TypeError)]);
  expect(unheard).toEqual([]);
});

test("a router on a router is verified by the target that was received", async () => {
  const { server, origin, provider } = await listenForTest();
  const photos = express.Router().get("/:name", expressProtect(provider), (request, response) => {
    response.json({ name: request.params.name, user: response.locals.oauth.user });
  });
  server.on("request", express().use("/v1", express.Router().use("/photos", photos)));
  const url = `${origin}/v1/photos/a%2Fb?x=%2B`;
  const { request } = await sign({ method: "GET", url }, await logIn(provider));
  const answer = await fetch(request.url, request);
  expect(await answer.json()).toEqual({ name: "a/b", user: "jane" });
});

async function serve(reached: Reached): Promise<ServedAdapter> {
  const { server, provider, close } = await listen();
  const protect = expressProtect(provider);
  const parsers = [
    express.urlencoded({ limit: "1mb", verify: keepRawBody }),
    express.json({ limit: "1mb", verify: keepRawBody }),
  ];
  const answer: RequestHandler = (request, response) => {
    reached();
    answerEcho(request, response);
  };
  const raw = express.raw({ limit: "1mb", type: "*/*", verify: keepRawBody });
  const app = express()
    .use(expressHandler(provider))
    .use("/guarded", protect, answer)
    .use("/mounted", express.Router().use("/deep", express.Router().use("/er", protect, answer)))
    .use("/before", ...parsers, protect, answer)
    .use("/before-raw", raw, protect, answer)
    .use("/after", protect, express.urlencoded({ limit: "1mb" }), express.json(), answer)
    .post(OPEN, (request, response) => void request.pipe(response));
  server.on("request", app);
  const guarded = ["/guarded", "/mounted/deep/er", "/before", "/before-raw", "/after"] as const;
  return { provider, guarded, open: OPEN, close };
}

function answerEcho(request: Request, response: Response): void {
  const { body }: { body?: unknown } = request;
  const parsed = body === undefined || body instanceof Buffer ? undefined : body;
  response.json(echo(response.locals["oauth"], parsed));
}
