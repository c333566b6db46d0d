import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createClient, login } from "@oauth1/client";
import { loginHandler } from "@oauth1/client/login-handler";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { readRequest, writeResponse } from "@oauth1/core/node";
import { createProvider } from "@oauth1/server";
import express from "express";
import { Hono } from "hono";
import { afterEach, describe, expect, it } from "vitest";

type Handler = (request: Request) => Promise<Response>;

/** How an app mounts the handler at /login and /callback. */
const MOUNTS: Readonly<Record<string, (handler: Handler, origin: string) => RequestListener>> = {
  "node:http": (handler, origin) => bridge(handler, origin),
  Express: (handler, origin) =>
    express().get(["/login", "/callback"], async (incoming, outgoing) => {
      await bridged(handler, { origin, incoming, outgoing });
    }),
  Hono: (handler) => {
    const app = new Hono();
    app.all("/login", (c) => handler(c.req.raw));
    app.all("/callback", (c) => handler(c.req.raw));
    return getRequestListener(app.fetch);
  },
  "the routes of Next": (handler, origin) => {
    // app/login/route.ts and app/callback/route.ts: export const GET = handler
    const routes: Readonly<Record<string, { readonly GET: NextRoute }>> = {
      "/login": { GET: handler },
      "/callback": { GET: handler },
    };
    const context = { params: Promise.resolve({}) };
    return bridge(async (request) => {
      const route = routes[new URL(request.url).pathname];
      return route?.GET(request, context) ?? new Response(null, { status: 404 });
    }, origin);
  },
};

type NextRoute = (
  request: Request,
  context: { readonly params: Promise<object> },
) => Response | Promise<Response>;

describe.each(Object.keys(MOUNTS))("the login handler on %s", (name) => {
  it("logs a user in at our provider, and the session works", async () => {
    const { browse } = await open(name);
    const { status, text } = await browse("/login?returnTo=/albums");
    expect({ status, text }).toEqual({ status: 200, text: "jane goes to /albums" });
  });

  it("tells the user that the login was denied", async () => {
    const { browse } = await open(name, { agrees: false });
    const { status, text } = await browse("/login");
    expect(status).toBe(400);
    expect(text).toContain("Photos says that the login was denied.");
  });

  it("keeps no cookie once the login has ended, so the callback works once", async () => {
    const { browse, jar } = await open(name);
    const { url } = await browse("/login");
    expect([...jar.keys()]).toEqual([]);
    expect((await browse(url)).status).toBe(400);
  });
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { server, origin: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}` };
}

interface World {
  /** Visits a page as a browser does: redirects and cookies included. */
  readonly browse: (path: string) => Promise<Page>;
  readonly jar: ReadonlyMap<string, string>;
}

interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

async function open(
  mount: string,
  { agrees = true }: { readonly agrees?: boolean } = {},
): Promise<World> {
  const app = await listen();
  const provider = await openProvider(agrees);
  const callbackUrl = `${app.origin}/callback`;
  const consumer = await provider.register(callbackUrl);
  const client = createClient({ consumer, provider: provider.description });
  const handler = loginHandler({
    client,
    callbackUrl,
    key: "correct horse battery staple, twice",
    async onLogin(account, _request, returnTo) {
      const me = await client.session(account).fetch("/me");
      return new Response(`${await me.text()} goes to ${returnTo}`);
    },
  });
  const mounted = MOUNTS[mount];
  if (mounted === undefined) throw new Error(mount);
  app.server.on("request", mounted(handler, app.origin));
  const jar = new Map<string, string>();
  return { jar, browse: (path) => browse(new URL(path, app.origin), { jar, own: app.origin }) };
}

async function openProvider(agrees: boolean) {
  const { server, origin } = await listen();
  const provider = createProvider({ origins: [origin] });
  const { authorization, consumers, endpoints, handle, protect, refuse } = provider;
  const pages: Readonly<Record<string, Handler>> = {
    async [endpoints.authorization.path](request) {
      const token = new URL(request.url).searchParams.get("oauth_token") ?? "";
      const answer = agrees
        ? await authorization.approve({ token, user: "jane" })
        : await authorization.deny({ token });
      if (!answer.ok || answer.redirect === undefined) return new Response(null, { status: 400 });
      return new Response(null, { status: 303, headers: { location: answer.redirect } });
    },
    async "/me"(request) {
      const verdict = await protect(request);
      return verdict.ok ? new Response(verdict.user) : refuse(verdict);
    },
  };
  server.on(
    "request",
    bridge(async (request) => {
      const page = pages[new URL(request.url).pathname];
      return (await (page ?? handle)(request)) ?? new Response(null, { status: 404 });
    }, origin),
  );
  const description = {
    id: "photos",
    name: "Photos",
    signatureMethod: hmacSha1,
    flows: [
      login({
        temporaryCredentials: { method: "POST", url: endpoints.temporaryCredentials.url },
        authorization: { url: endpoints.authorization.url },
        tokenCredentials: { method: "POST", url: endpoints.tokenCredentials.url },
      }),
    ],
    api: { baseUrl: origin },
  } as const;
  return {
    description,
    register: (callback: string) => consumers.register({ name: "Printer", callbacks: [callback] }),
  };
}

async function browse(
  first: URL,
  { jar, own }: { readonly jar: Map<string, string>; readonly own: string },
): Promise<Page> {
  let url = first;
  for (let hop = 0; hop < 5; hop += 1) {
    const cookie = [...jar].map((pair) => pair.join("=")).join("; ");
    const headers = url.origin === own ? { cookie } : {};
    const answer = await fetch(url, { headers, redirect: "manual" });
    for (const set of answer.headers.getSetCookie()) keep(jar, set);
    const location = answer.headers.get("location");
    if (location === null)
      return { url: url.href, status: answer.status, text: await answer.text() };
    url = new URL(location, url);
  }
  throw new Error(`${first.href} never ends`);
}

function keep(jar: Map<string, string>, set: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
  if (set.includes("Max-Age=0")) jar.delete(name);
  else jar.set(name, value);
}

function bridge(handler: Handler, origin: string): RequestListener {
  return (incoming, outgoing) => void bridged(handler, { origin, incoming, outgoing });
}

async function bridged(
  handler: Handler,
  visit: {
    readonly origin: string;
    readonly incoming: IncomingMessage;
    readonly outgoing: ServerResponse;
  },
): Promise<void> {
  const parts = await readRequest(visit.incoming, visit);
  if (parts === undefined) throw new Error("too large");
  await writeResponse(await handler(new Request(parts.url, parts)), visit.outgoing);
}
