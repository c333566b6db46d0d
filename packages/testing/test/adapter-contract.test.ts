import type { RequestParts } from "@oauth1/core";
import { createProvider, type Provider, type Store } from "@oauth1/server";
import { nodeHandler, type NodeOptions } from "@oauth1/server/adapters/node";
import { memoryStore } from "@oauth1/server/stores/memory";
import { adapterContract, adapterEcho, type Reached, type ServedAdapter } from "@oauth1/testing";
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
      expect(await failuresOf((request) => request, { isFree })).toContain(
        "a request that is not signed is refused, whatever its method and its other credentials",
      );
    }
  });

  test("whose router knows more spellings of a path than its guard", async () => {
    const isFree = ({ url }: RequestParts): boolean => /%67uarded|\/GUARDED/.test(url);
    expect(await failuresOf((request) => request, { isFree })).toEqual([
      "no other spelling of a guarded path leads past the guard",
    ]);
  });

  test("that goes on behind a refusal, or does not say when it goes on", async () => {
    for (const goesOn of [() => true, () => false]) {
      expect(await failuresOf((request) => request, { goesOn })).toEqual([
        "what is refused goes no further than the guard, and what is verified once",
      ]);
    }
  });

  test.each<readonly [title: string, fault: Partial<Fault>, noticed: string]>([
    [
      "that takes everybody at their word about whom they forward for",
      { node: { trustProxy: () => true } },
      "what anybody has been forwarded for is not believed",
    ],
    [
      "that reads more of a body than it may",
      { node: { maxBody: 2 ** 21 } },
      "a body of a mebibyte is read, and a longer one is answered with 413",
    ],
    [
      "that reads less of a body than it should",
      { node: { maxBody: 2 ** 20 - 1 } },
      "a body of a mebibyte is read, and a longer one is answered with 413",
    ],
    [
      "that forgets what it has seen",
      { store: { ...memoryStore(), consumeNonce: async () => "fresh" } },
      "a request that was seen before is answered with 401, and says how to authenticate",
    ],
  ])("%s", async (_title, fault, noticed) => {
    expect(await failuresOf((request) => request, fault)).toContain(noticed);
  });

  test("that takes everybody at their word about the host", async () => {
    const failures = await failuresOf((request) => request, {
      origins: ["http://evil.example"],
    });
    expect(failures).toContain(
      "a request to another host is answered with 421, also when it is signed for that host",
    );
  });
});

test("the contract has nothing against one that changes nothing", async () => {
  expect(await failuresOf((request) => request)).toEqual([]);
});

type Spoil = (request: RequestParts) => RequestParts;

interface Fault {
  readonly spoil: Spoil;
  /** Whose host is believed besides its own. */
  readonly origins: readonly string[];
  readonly node: NodeOptions;
  readonly store: Store | undefined;
  /** What nobody guards. */
  readonly isFree: (request: RequestParts) => boolean;
  /** Whether what is behind the guard runs, by the verdict. */
  readonly goesOn: (isVerified: boolean) => boolean;
}

const NONE: Omit<Fault, "spoil"> = {
  origins: [],
  node: {},
  store: undefined,
  isFree: () => false,
  goesOn: (isVerified) => isVerified,
};

async function failuresOf(spoil: Spoil, others: Partial<Fault> = {}): Promise<readonly string[]> {
  const failures: string[] = [];
  const fault = { ...NONE, ...others, spoil };
  for (const { name, run } of adapterContract((reached) => serve(fault, reached))) {
    await run().catch(() => failures.push(name));
  }
  return failures;
}

async function serve(fault: Fault, reached: Reached): Promise<ServedAdapter> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const { store, node } = fault;
  const provider = createProvider({ origins: [origin], ...(store && { store }) });
  const answer = async (request: RequestParts): Promise<Response | undefined> =>
    (await provider.handle(request)) ?? guarded({ ...fault, provider, reached }, request);
  server.on("request", nodeHandler(answer, { ...node, origins: [origin, ...fault.origins] }));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { provider, guarded: ["/guarded", "/again"], open: "/open", close };
}

async function guarded(
  { provider, reached, ...fault }: Fault & { provider: Provider; reached: Reached },
  received: RequestParts,
): Promise<Response | undefined> {
  const { pathname } = new URL(received.url);
  if (pathname === "/open") return new Response(received.body ?? null);
  if (fault.isFree(received)) {
    return Response.json(adapterEcho({ user: "anybody", request: received }));
  }
  if (!/^\/(?:guarded|again)(?:\/|$)/.test(pathname)) return undefined;
  const request = fault.spoil(received);
  const verdict = await provider.protect(request);
  if (fault.goesOn(verdict.ok)) reached();
  return verdict.ok
    ? Response.json(adapterEcho({ ...verdict, request }))
    : provider.refuse(verdict);
}

function pairs({ headers }: RequestParts): [string, string][] {
  if (!Array.isArray(headers)) return [];
  return headers.map(([name = "", value = ""]) => [name.toLowerCase(), value]);
}
