import { sign, type RequestParts } from "@oauth1/core";
import { createProvider, type Provider } from "@oauth1/server";
import {
  nodeHandler,
  nodeProtect,
  type NodeListener,
  type NodeHandlerOptions,
} from "@oauth1/server/adapters/node";
import { once } from "node:events";
import { createServer, request as httpRequest, type RequestOptions, type Server } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { tokenOf, type Token } from "./harness.js";

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
});

describe("over node:http", () => {
  test("a whole login ends in a verified request", async () => {
    const world = await serveProvider();
    const { origin, consumer } = world;
    const token = await login(world);
    const url = `${origin}/photos/%7Ejane/a%2Fb;?a=b%2Bc&a=&x=%e2%98%83`;
    const { request } = await sign({ method: "GET", url }, { consumer, token });
    const answer = await fetch(request.url, request);
    expect([answer.status, await answer.text()]).toEqual([200, "jane"]);
    const replay = await fetch(request.url, request);
    expect([replay.status, await replay.text()]).toEqual([401, "oauth_problem=nonce_used"]);
    expect(replay.headers.get("www-authenticate")).toBe(`OAuth realm="${origin}"`);
  });

  test("a form is verified byte for byte", async () => {
    const world = await serveProvider();
    const { origin, consumer } = world;
    const token = await login(world);
    const body = "a=b+c&a=%2b&%5B%5D=1&empty";
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const draft = { method: "POST", url: `${origin}/photos`, headers, body };
    const { request } = await sign(draft, { consumer, token });
    const tampered = await fetch(request.url, { ...request, body: `${body}&more=1` });
    expect(tampered.status).toBe(401);
    expect((await fetch(request.url, request)).status).toBe(200);
  });

  test("a request for another host is refused, also when it is signed for that host", async () => {
    const { origin, consumer } = await serveProvider();
    const url = "http://evil.example/oauth/initiate";
    const parameters = [["oauth_callback", "oob"]] as const;
    const { authorization = "" } = await sign(
      { method: "POST", url },
      { consumer },
      { parameters },
    );
    for (const host of ["evil.example", "127.0.0.1", "127.0.0.1:1", "[", "a@b", "%zz"]) {
      const headers = { host, authorization };
      expect(await statusOf(`${origin}/oauth/initiate`, { method: "POST", headers })).toBe(421);
    }
  });

  test("a second Host header is refused", async () => {
    const { origin } = await serveProvider();
    const { host } = new URL(origin);
    const answer = await raw(
      origin,
      `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (?:421|400) /);
  });

  test("an absolute target has to name the provider's own origin, as the Host header does", async () => {
    const { origin } = await serve(async ({ url }) => new Response(url));
    const { host } = new URL(origin);
    const absolute = (authority: string): Promise<string> =>
      raw(origin, `GET http://${authority}/a?b HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(await absolute(host)).toContain(`${origin}/a?b`);
    expect(await absolute("evil.example")).toMatch(/^HTTP\/1\.1 421 /);
  });

  test("a host that is none of the provider's is told so, and not which are", async () => {
    const { origin } = await serveProvider();
    const answer = await raw(origin, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 421 /);
    expect(answer).toContain("names a host that is none of the provider's origins");
    expect(answer).not.toContain(new URL(origin).host);
  });

  test("a body over the limit is answered with 413, and one at the limit is read", async () => {
    const { origin } = await serve(async ({ body }) => new Response(String(body)), { maxBody: 10 });
    const post = (body: string): Promise<Response> => fetch(origin, { method: "POST", body });
    expect((await post("0123456789")).status).toBe(200);
    expect((await post("0123456789a")).status).toBe(413);
    expect((await post("x".repeat(5_000_000))).status).toBe(413);
  });

  test("an exception becomes a 500 without detail, and the operator hears of it", async () => {
    const errors: unknown[] = [];
    const failure = new Error("password=hunter2");
    const { origin } = await serve(() => Promise.reject(failure), {
      onError: (error) => errors.push(error),
    });
    const answer = await fetch(origin);
    expect([answer.status, await answer.text()]).toEqual([500, ""]);
    expect(errors).toEqual([failure]);
  });

  test("a client that goes away in the middle of its body does no harm", async () => {
    const { origin } = await serve(async () => new Response("ok"));
    const { host, port } = new URL(origin);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 10\r\n\r\nabc`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    expect((await fetch(origin)).status).toBe(200);
  });

  test("a path that nobody answers is a 404, and HEAD at an endpoint a 405", async () => {
    const { origin } = await serveProvider();
    expect((await fetch(`${origin}/nothing`)).status).toBe(404);
    expect((await fetch(`${origin}/oauth/token`, { method: "HEAD" })).status).toBe(405);
  });

  test("a handler of one's own is guarded, and gets the body that was read", async () => {
    const world = await serveProvider((provider) => {
      const protect = nodeProtect(provider, { maxBody: 100 });
      return async (incoming, outgoing) => {
        const verified = await protect(incoming, outgoing);
        if (verified !== undefined) outgoing.end(`${verified.user}: ${verified.request.body}`);
      };
    });
    const { origin, provider, consumer } = world;
    const token = await login(world, provider.handle);
    const draft = { method: "POST", url: origin, body: "not a form" };
    const { request } = await sign(draft, { consumer, token });
    const answer = await fetch(request.url, request);
    expect([answer.status, await answer.text()]).toEqual([200, "jane: not a form"]);
    expect((await fetch(request.url, request)).status).toBe(401);
    expect((await fetch(origin)).status).toBe(400);
    expect((await fetch(origin, { method: "POST", body: "x".repeat(101) })).status).toBe(413);
    expect(await statusOf(origin, { headers: { host: "evil.example" } })).toBe(421);
  });
});

type Handle = Parameters<typeof nodeHandler>[0];

async function serve(
  handle: Handle,
  options: Omit<NodeHandlerOptions, "origins"> = {},
): Promise<{ origin: string }> {
  const { origin, server } = await listen();
  server.on("request", nodeHandler(handle, { origins: [origin], ...options }));
  return { origin };
}

async function serveProvider(
  listener: (provider: Provider) => NodeListener = (provider) =>
    nodeHandler(async (request) => (await provider.handle(request)) ?? photos(provider, request), {
      origins: provider.origins,
    }),
): Promise<{ origin: string; provider: Provider; consumer: Token }> {
  const { origin, server } = await listen();
  const provider = createProvider({ origins: [origin] });
  server.on("request", listener(provider));
  const consumer = await provider.consumers.register({ name: "Printer", callbacks: ["oob"] });
  return { origin, provider, consumer };
}

async function photos(provider: Provider, request: RequestParts): Promise<Response | undefined> {
  if (!new URL(request.url).pathname.startsWith("/photos")) return undefined;
  const verdict = await provider.protect(request);
  return verdict.ok ? new Response(verdict.user) : provider.refuse(verdict);
}

type Send = (request: RequestParts) => Promise<Response | undefined>;

// Where the listener is a guard alone, there are no endpoints to send to over the network.
async function login(
  { origin, provider, consumer }: { origin: string; provider: Provider; consumer: Token },
  send: Send = (request) => fetch(request.url, request),
): Promise<Token> {
  const step = async (path: string, token?: Token, field = ["", ""]): Promise<Token> => {
    const [name = "", value = ""] = field;
    const credentials = { consumer, ...(token && { token }) };
    const draft = { method: "POST", url: `${origin}${path}` };
    const { request } = await sign(draft, credentials, { parameters: [[name, value]] });
    const answer = await send(request);
    return tokenOf(answer ?? new Response(null, { status: 404 }));
  };
  const temporary = await step("/oauth/initiate", undefined, ["oauth_callback", "oob"]);
  const approval = await provider.authorization.approve({ token: temporary.key, user: "jane" });
  const verifier = approval.ok ? (approval.verifier ?? "") : "";
  return step("/oauth/token", temporary, ["oauth_verifier", verifier]);
}

async function listen(): Promise<{ origin: string; server: Server }> {
  const server = createServer().listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { origin: `http://127.0.0.1:${port}`, server };
}

async function statusOf(url: string, options: RequestOptions): Promise<number | undefined> {
  const request = httpRequest(url, options).end();
  const [answer] = await once(request, "response");
  answer.resume();
  return answer.statusCode;
}

async function raw(origin: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(origin).port), "127.0.0.1");
  socket.write(text.replace(/\r\n\r\n$/, "\r\nConnection: close\r\n\r\n"));
  let answer = "";
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}
