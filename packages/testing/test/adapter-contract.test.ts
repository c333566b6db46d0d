import type { RequestParts } from "@oauth1/core";
import { createProvider, type Provider } from "@oauth1/server";
import { nodeHandler } from "@oauth1/server/adapters/node";
import { adapterContract, adapterEcho, type ServedAdapter } from "@oauth1/testing";
import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";

describe("the contract notices an adapter", () => {
  test("that decodes the path", async () => {
    const failures = await failuresOf((request) => ({ ...request, url: decodeURI(request.url) }));
    expect(failures).toContain("a target is verified, and handed on, as it was sent");
  });

  test("that knows the target under a mounted router alone", async () => {
    const failures = await failuresOf((request) => ({
      ...request,
      url: request.url.replace("/guarded", ""),
    }));
    expect(failures).toContain("a request that is signed for one router is refused by another");
  });

  test("that writes a form anew from what was parsed", async () => {
    const failures = await failuresOf((request) => {
      if (!(request.body instanceof Uint8Array)) return request;
      const fields = new URLSearchParams(Buffer.from(request.body).toString("latin1"));
      return { ...request, body: Buffer.from(fields.toString()) };
    });
    expect(failures).toContain("a form is verified byte for byte, whatever the method");
    expect(failures).toContain("a body that is no form is verified by its hash");
  });

  test("that loses the body", async () => {
    const failures = await failuresOf(({ method, url, headers = [] }) => ({
      method,
      url,
      headers,
    }));
    expect(failures).toContain("a body that is not the one that was signed is refused");
  });

  test("that keeps one of two headers", async () => {
    const failures = await failuresOf((request) => ({
      ...request,
      headers: Object.fromEntries(new Map(Array.isArray(request.headers) ? pairs(request) : [])),
    }));
    expect(failures).toContain("two Authorization headers are refused, whatever they hold");
  });

  test("that knows forms by their type alone, and reads another method in a header", async () => {
    const headerOf = (request: RequestParts, wanted: string): string | undefined =>
      pairs(request).find(([name]) => name === wanted)?.[1];
    const deaf = await failuresOf(({ body, ...request }) => {
      const isForm = headerOf(request, "content-type") === "application/x-www-form-urlencoded";
      return { ...request, ...(isForm && body && { body }) };
    });
    const credulous = await failuresOf((request) => {
      return { ...request, method: headerOf(request, "x-http-method-override") ?? request.method };
    });
    const noticed = "a form is one with a charset, and what else names a method is none";
    expect(deaf).toContain(noticed);
    expect(credulous).toEqual([noticed]);
  });

  test("that lets some methods or other credentials through", async () => {
    for (const isFree of [
      ({ method }: RequestParts) => method === "OPTIONS",
      ({ method }: RequestParts) => method === "HEAD",
      (request: RequestParts) => pairs(request).some(([, value]) => value.startsWith("Bearer ")),
    ]) {
      expect(await failuresOf((request) => request, [], isFree)).toContain(
        "a request that is not signed is refused, whatever its method and its other credentials",
      );
    }
  });

  test("whose router knows more spellings of a path than its guard", async () => {
    const isFree = ({ url }: RequestParts): boolean => /%67uarded|\/GUARDED/.test(url);
    expect(await failuresOf((request) => request, [], isFree)).toEqual([
      "no other spelling of a guarded path leads past the guard",
    ]);
  });

  test("that takes everybody at their word about the host", async () => {
    const failures = await failuresOf((request) => request, ["http://evil.example"]);
    expect(failures).toContain(
      "a request to another host is answered with 421, also when it is signed for that host",
    );
  });
});

test("the contract has nothing against one that changes nothing", async () => {
  expect(await failuresOf((request) => request)).toEqual([]);
});

type Spoil = (request: RequestParts) => RequestParts;

type IsFree = (request: RequestParts) => boolean;

interface Fault {
  readonly spoil: Spoil;
  /** What nobody guards. */
  readonly isFree: IsFree;
}

async function failuresOf(
  spoil: Spoil,
  origins: readonly string[] = [],
  isFree: IsFree = () => false,
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const { name, run } of adapterContract(() => serve({ spoil, isFree }, origins))) {
    await run().catch(() => failures.push(name));
  }
  return failures;
}

async function serve(fault: Fault, others: readonly string[]): Promise<ServedAdapter> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const provider = createProvider({ origins: [origin] });
  const answer = async (request: RequestParts): Promise<Response | undefined> =>
    (await provider.handle(request)) ?? guarded(provider, fault, request);
  server.on("request", nodeHandler(answer, { origins: [origin, ...others] }));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { provider, guarded: ["/guarded", "/again"], open: "/open", close };
}

async function guarded(
  provider: Provider,
  { spoil, isFree }: Fault,
  received: RequestParts,
): Promise<Response | undefined> {
  const { pathname } = new URL(received.url);
  if (pathname === "/open") return new Response(received.body ?? null);
  if (isFree(received)) {
    return Response.json(adapterEcho({ user: "anybody", request: received }));
  }
  if (!/^\/(?:guarded|again)(?:\/|$)/.test(pathname)) return undefined;
  const request = spoil(received);
  const verdict = await provider.protect(request);
  return verdict.ok
    ? Response.json(adapterEcho({ ...verdict, request }))
    : provider.refuse(verdict);
}

function pairs({ headers }: RequestParts): [string, string][] {
  if (!Array.isArray(headers)) return [];
  return headers.map(([name = "", value = ""]) => [name.toLowerCase(), value]);
}
