import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  headerValues,
  type PrivateKey,
  type RequestParts,
  type SharedKey,
  type SignatureMethod,
} from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import { CallError, createClient, operation } from "@oauth1/client";
import { consumer, createPlainPhotos, listen } from "../photos.js";
import { bodyText, open, ORIGIN, signer, token, type SceneOptions } from "./scene.js";

const api = { baseUrl: ORIGIN };

const sent = (requests: readonly RequestParts[], name: string): string[] =>
  requests.flatMap(({ headers }) => headerValues(headers, name));

it.each([
  ["that are signed", {}],
  ["that are not", { authentication: { headers: { "x-key": "{key}:{secret}" } } }],
])("a session for calls %s prints no secret", async (_what, api) => {
  const { session, consumerSession } = await open(() => "ok", { api });
  for (const one of [session, consumerSession]) {
    const printed = `${inspect(one, { depth: 20, showHidden: true })} ${JSON.stringify(one)}`;
    expect(printed).toContain("photos.example.net");
    expect(printed).not.toContain(consumer.secret);
    expect(printed).not.toContain(token.secret);
  }
});

describe("a consumer key that is missing", () => {
  const missing = { key: "", secret: "" };

  const methods: readonly SignatureMethod<SharedKey & PrivateKey>[] = [
    hmacSha1,
    plaintext,
    rsaSha1,
  ];

  it.each(methods)("is told when the client is made: $name", (method) => {
    const provider = { id: "photos", name: "Photos", signatureMethod: method, api } as const;
    const consumer = { ...missing, privateKey: "" };
    expect(() => createClient({ consumer, provider })).toThrow(
      new TypeError("consumer.key is empty: pass the key that Photos gave the app."),
    );
  });

  it("is told where there is no consumer at all", () => {
    const provider = { id: "photos", name: "Photos", signatureMethod: hmacSha1, api } as const;
    const given = JSON.parse("{}");
    expect(() => createClient({ ...given, provider })).toThrow(/^consumer.key is empty: pass/);
  });

  it("is told of the secret when something is signed with it", async () => {
    const given = JSON.parse('{"key":"dpf43f3p"}');
    const { session, server } = await open(() => "ok", { consumer: given });
    await expect(session.fetch("/")).rejects.toThrow("The consumer's secret is not set.");
    expect(server.received).toEqual([]);
  });

  it("is none where the secret alone is empty, or where calls are not signed", async () => {
    const { session, last } = await open(() => "ok", { consumer: { ...missing, key: "dpf43f3p" } });
    await session.fetch("/");
    expect(headerValues(last().headers, "authorization")[0]).toContain("dpf43f3p");
    const authentication = { headers: { "zotero-api-key": "{secret}" } };
    const unsigned = await open(() => "ok", { consumer: missing, api: { authentication } });
    await unsigned.session.fetch("/");
    expect(headerValues(unsigned.last().headers, "zotero-api-key")).toEqual(["pfkkdhi9"]);
  });
});

describe("session.fetch", () => {
  it("signs what it sends: query, form, JSON and bytes", async () => {
    const { session, server, lines } = await open(() => "ok");
    await session.fetch(`${ORIGIN}/v1/a?x=1%202&x=3`);
    await session.fetch("/v1/b", { method: "POST", body: new URLSearchParams({ "a b": "c+d" }) });
    const headers = { "content-type": "application/json" };
    await session.fetch("c", { method: "POST", body: '{"a":1}', headers });
    const body = new Uint8Array([1, 255]);
    await session.fetch(new Request(`${ORIGIN}/d`, { method: "PUT", body }));
    expect(await Promise.all(server.received.map((request) => signer(request)))).toEqual(
      Array.from({ length: 4 }, () => "token"),
    );
    expect(lines()).toEqual(["GET /v1/a?x=1%202&x=3", "POST /v1/b", "POST /c", "PUT /d"]);
    expect(server.received.map(bodyText)).toEqual(["", "a+b=c%2Bd", '{"a":1}', "\u0001\ufffd"]);
  });

  it("sends a Request elsewhere whole, and ends with it, as fetch does", async () => {
    const { session, last } = await open(() => "ok", { api });
    const stop = new AbortController();
    const came = new Request("https://app.example/in", {
      method: "POST",
      headers: { "x-trace": "7" },
      body: new URLSearchParams({ a: "b" }),
      signal: stop.signal,
    });
    await session.fetch("/albums?c=d", came.clone());
    expect(last()).toMatchObject({ method: "POST", url: expect.stringMatching(/\/albums\?c=d$/) });
    expect(sent([last()], "x-trace")).toEqual(["7"]);
    expect(bodyText(last())).toBe("a=b");
    expect(await signer(last())).toBe("token");
    stop.abort(new Error("gone"));
    await expect(session.fetch("/albums", came)).rejects.toThrow("gone");
  });

  it("takes a Request of another realm, which is none to instanceof, rather than calling its name", async () => {
    const { session, last } = await open(() => "ok", { api });
    const foreign = (): Request => {
      const headers = { "content-type": "application/json", "x-trace": "7" };
      const request = new Request(`${ORIGIN}/albums`, { method: "PUT", headers, body: '{"a":1}' });
      return new Proxy(request, {
        getPrototypeOf: () => null,
        get(target, name) {
          const value: unknown = Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    };
    const calls = [
      () => session.fetch(foreign()),
      () => session.fetch(foreign(), { headers: { "x-trace": "8" } }),
      () => session.fetch("/albums", foreign()),
    ];
    const traces = ["7", "8", "7"];
    for (const call of calls) {
      await call();
      expect(last()).toMatchObject({ method: "PUT", url: expect.stringMatching(/\/albums$/) });
      expect(sent([last()], "x-trace")).toEqual(traces.splice(0, 1));
      expect(bodyText(last())).toBe('{"a":1}');
      expect(await signer(last())).toBe("token");
    }
    await expect(session.fetch(foreign(), { signal: AbortSignal.abort("gone") })).rejects.toBe(
      "gone",
    );
  });

  it("sends the provider's headers, the app's over them, and the call's over both", async () => {
    const { session, server } = await open(() => "ok", {
      api: { headers: { "x-api": "1", "user-agent": "sdk" } },
      headers: { "User-Agent": "my-app" },
    });
    await session.fetch("/", { headers: { "x-api": "2" } });
    await session.fetch("/");
    expect(sent(server.received, "x-api")).toEqual(["2", "1"]);
    expect(sent(server.received, "user-agent")).toEqual(["my-app", "my-app"]);
  });

  it("sends the provider's query with every call, signed, unless the call has it", async () => {
    const { session, server, lines } = await open(() => "ok", {
      api: { query: { format: "json", v: "a b" } },
    });
    await session.fetch("/x");
    await session.fetch("/x?format=xml");
    expect(lines()).toEqual(["GET /x?format=json&v=a%20b", "GET /x?format=xml&v=a%20b"]);
    expect(await Promise.all(server.received.map((request) => signer(request)))).toEqual([
      "token",
      "token",
    ]);
  });

  it.each([
    "https://evil.example/",
    "http://api.photos.example.net/",
    "https://api.photos.example.net.evil.example/",
    "//evil.example/",
    "https://api.photos.example.net@evil.example/",
  ])("refuses %s before anything is signed", async (url) => {
    const { session, server } = await open(() => "ok", {
      fetch: () => Promise.reject(new Error("fetched")),
    });
    await expect(session.fetch(url)).rejects.toThrow(TypeError);
    expect(server.received).toEqual([]);
  });

  it("reaches the provider's further hosts, and an origin that the app has named", async () => {
    const others = await Promise.all([listen(() => "other"), listen(() => "other")]);
    for (const other of others) onTestFinished(() => other.close());
    const [upload, named] = others;
    const { session } = await open(() => "ok", {
      api: { hosts: { upload: upload.origin } },
      origins: [named.origin],
    });
    for (const other of others) {
      expect(await (await session.fetch(`${other.origin}/x`)).text()).toBe("other");
      expect(await Promise.all(other.received.map((request) => signer(request)))).toEqual([
        "token",
      ]);
    }
  });

  it("signs again when it is redirected on the same origin", async () => {
    const { session, server } = await open(({ url }) =>
      url.endsWith("/old") ? { status: 302, headers: { location: "/new?a=1" } } : "arrived",
    );
    expect(await (await session.fetch("/old")).text()).toBe("arrived");
    expect(await Promise.all(server.received.map((request) => signer(request)))).toEqual([
      "token",
      "token",
    ]);
  });

  it("follows a redirect to the provider's own name where an origin is mapped", async () => {
    const { session, lines } = await open(({ url }) =>
      url.endsWith("/old") ? { status: 302, headers: { location: `${ORIGIN}/new` } } : "arrived",
    );
    expect(await (await session.fetch("/old")).text()).toBe("arrived");
    expect(lines()).toEqual(["GET /old", "GET /new"]);
  });

  it.each([
    ["UTF-8", "/café?q=日本", "/caf%C3%A9?q=%E6%97%A5%E6%9C%AC"],
    ["bytes of another charset", Buffer.from("/caf\u00e9", "latin1"), "/caf%E9"],
  ])("follows a redirect that is written in %s", async (_what, location, arrived) => {
    const { session, lines, last } = await open(({ url }) =>
      url.endsWith("/old")
        ? { status: 302, headers: { location: Buffer.from(location).toString("latin1") } }
        : "arrived",
    );
    expect(await (await session.fetch("/old")).text()).toBe("arrived");
    expect(lines()).toEqual(["GET /old", `GET ${arrived}`]);
    expect(await signer(last())).toBe("token");
  });

  it("stays where an origin is mapped to, whatever the path looks like", async () => {
    const { session, lines } = await open(() => "ok");
    await session.fetch(`${ORIGIN}//evil.example/x`);
    expect(lines()).toEqual(["GET //evil.example/x"]);
  });

  it("leaves a redirect to whoever wants it", async () => {
    const { session, lines } = await open(() => ({ status: 302, headers: { location: "/new" } }));
    expect((await session.fetch("/old", { redirect: "manual" })).status).toBe(302);
    expect(lines()).toEqual(["GET /old"]);
  });

  it("never takes its credentials to another origin, nor a body to another place", async () => {
    const elsewhere = await listen(() => "stolen");
    onTestFinished(() => elsewhere.close());
    const { session } = await open(({ method }) => ({
      status: 307,
      headers: { location: method === "GET" ? elsewhere.origin : "/other" },
    }));
    for (const init of [{}, { method: "POST", body: "a" }]) {
      const failure = await session.fetch("/old", init).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(CallError);
      expect(failure).toMatchObject({ code: "redirect_refused", status: 307 });
    }
    expect(elsewhere.received).toEqual([]);
  });

  it.each<[string, SceneOptions]>([
    ["signature", { provider: { signing: { transmission: "query" } } }],
    ["JSON", { provider: { signing: { transmission: "json" } } }],
    ["keys", { api: { authentication: { query: { t: "{key}", s: "{secret}" } } } }],
  ])("says nothing of the %s that a redirect repeats", async (_what, options) => {
    const { session } = await open(
      ({ url }) => ({
        status: 302,
        headers: { location: url.replace(/^http:..[^/]+/, "https://evil.example") },
      }),
      options,
    );
    const failure = await session.fetch("/old?a=b").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CallError);
    expect(inspect(failure)).toMatch(/location: .*evil.example.old.a=b&.*=\[secret\]/);
    expect(inspect(failure)).not.toMatch(/nnch734d|pfkkdhi9|oauth_signature(?:=|%22%3A%22)[^[]/);
  });

  it("says nothing of a signed URL that the platform's own error quotes", async () => {
    const { session } = await open(() => "", {
      provider: { signing: { transmission: "query" } },
      // As Deno's does.
      fetch: (input) =>
        Promise.reject(new TypeError(`no connection for url (${new Request(input).url})`)),
    });
    const failure = await session.fetch("/old?a=b").catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "network" });
    expect(inspect(failure)).toMatch(/no connection for url \(.*\/old\?a=b&.*\[secret\]/);
    expect(inspect(failure)).not.toMatch(/nnch734d|oauth_signature=[^[]/);
  });

  it("keeps no connection for the body of a redirect", async () => {
    const answers: Response[] = [];
    const { session } = await open(
      ({ url }) =>
        url.endsWith("/old")
          ? { status: 302, headers: { location: "/new" }, body: "moved".repeat(100_000) }
          : "arrived",
      {
        async fetch(input, init) {
          const answer = await fetch(input, init);
          answers.push(answer);
          return answer;
        },
      },
    );
    expect(await (await session.fetch("/old")).text()).toBe("arrived");
    await expect(session.fetch("/old", { method: "POST" })).rejects.toThrow(CallError);
    expect(answers.map(({ bodyUsed }) => bodyUsed)).toEqual([true, true, true]);
  });

  it.each<[string, (url: string) => string, RequestInit?]>([
    ["to a URL with a name and a password", (url) => url.replace("//", "//mallory:opensesame@")],
    ["to what is no URL", () => "http://["],
    ["where the app wants none", () => "/new", { redirect: "error" }],
  ])("follows no redirect %s", async (_what, location, init) => {
    const { session, server } = await open(({ url }) => ({
      status: 302,
      headers: { location: location(url) },
    }));
    const failure = await session.fetch("/old", init).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CallError);
    expect(failure).toMatchObject({ code: "redirect_refused" });
    expect(String(failure)).not.toContain("opensesame");
    expect(server.received).toHaveLength(1);
  });

  it("says so where a browser hides what a redirect leads to", async () => {
    const fetch = async (): Promise<Response> =>
      Object.defineProperty(new Response(), "type", { value: "opaqueredirect" });
    const { session } = await open(() => "", { fetch });
    await expect(session.fetch("/old")).rejects.toMatchObject({
      code: "redirect_refused",
      message: expect.stringContaining("/old redirects to an unreadable place;"),
    });
  });

  it("says that a redirect goes too far, also where its answer breaks off", async () => {
    const { session } = await open(() => ({
      status: 302,
      headers: { location: "https://evil.example/", "content-length": "9", connection: "close" },
      body: "moved",
    }));
    await expect(session.fetch("/old")).rejects.toMatchObject({ code: "redirect_refused" });
  });

  it("says in one sentence what a redirect can be followed with", async () => {
    const { session, server } = await open(() => ({ status: 302, headers: { location: "/new" } }));
    await expect(session.fetch("/old", { method: "POST" })).rejects.toThrow(
      `POST ${server.origin}/old redirects to ${server.origin}/new; a signed request is sent again only with GET or HEAD, and on the same origin.`,
    );
  });

  it.each([300, 304])("takes %d for no redirect, whatever it names", async (status) => {
    const { session, server } = await open(() => ({ status, headers: { location: "/again" } }));
    expect((await session.fetch("/old")).status).toBe(status);
    expect(server.received).toHaveLength(1);
  });

  it.each<[number, Record<string, string>]>([
    [401, {}],
    [401, { "content-type": "image/png", date: new Date(0).toUTCString() }],
    [401, { "content-length": "9999999", date: new Date(0).toUTCString() }],
    [200, {}],
  ])(
    "does not wait for the body of an answer that nobody needs: %d %j",
    async (status, headers) => {
      const fetch = async (): Promise<Response> =>
        new Response(new ReadableStream(), { status, headers });
      const { session } = await open(() => "", { fetch });
      expect((await session.fetch("/")).status).toBe(status);
    },
  );

  it("does not wait for the end of a body that may tell of a wrong clock, and has none", async () => {
    const line = new TextEncoder().encode("no ".repeat(1000));
    let given = 0;
    const body = new ReadableStream({
      pull(controller) {
        given += 1;
        controller.enqueue(line);
      },
    });
    const fetch = async (): Promise<Response> =>
      new Response(body, { status: 400, headers: { date: new Date(0).toUTCString() } });
    const { session } = await open(() => "", { fetch });
    const answer = await session.fetch("/");
    expect(given).toBeLessThan(30);
    const { value } = (await answer.body?.getReader().read()) ?? {};
    expect(value).toEqual(line);
  });

  it("does not wait for a body that may tell of a wrong clock, and stands still", async () => {
    const start = (body: ReadableStreamDefaultController): void =>
      body.enqueue(new TextEncoder().encode("no"));
    const fetch = async (): Promise<Response> =>
      new Response(new ReadableStream({ start }), {
        status: 401,
        headers: { date: new Date(0).toUTCString() },
      });
    const { session } = await open(() => "", { fetch });
    const answer = await session.fetch("/", { signal: AbortSignal.timeout(4500) });
    const { value } = (await answer.body?.getReader().read()) ?? {};
    expect(new TextDecoder().decode(value)).toBe("no");
  });

  it("does not wait for the body of a redirect that is refused", async () => {
    const headers = { location: "https://evil.example/" };
    const fetch = async (): Promise<Response> =>
      new Response(new ReadableStream(), { status: 302, headers });
    const { session } = await open(() => "", { fetch });
    await expect(session.fetch("/")).rejects.toMatchObject({ code: "redirect_refused" });
  });

  it.each<[string, (answer: Response) => unknown]>([
    ["has read", (answer) => answer.text()],
    ["is reading", (answer) => answer.body?.getReader()],
  ])("takes an answer for what it is whose body the app's own function %s", async (_what, look) => {
    const fetch = async (input: unknown): Promise<Response> => {
      const isMoved = input instanceof Request && input.url.endsWith("/moved");
      const headers = { date: new Date(0).toUTCString(), "content-length": "2" };
      const answer = isMoved
        ? new Response("no", { status: 302, headers: { ...headers, location: "//evil.example/" } })
        : new Response("no", { status: 401, headers });
      await look(answer);
      return answer;
    };
    const { session } = await open(() => "", { fetch });
    expect(await session.fetch("/late")).toMatchObject({ status: 401 });
    await expect(session.fetch("/moved")).rejects.toMatchObject({ code: "redirect_refused" });
  });

  it.each<[string, number, Record<string, string>]>([
    ["a refusal", 401, { date: new Date(0).toUTCString() }],
    ["a redirect", 302, { location: "https://evil.example/", "content-length": "9" }],
  ])(
    "rejects with the app's reason where it aborts while %s is read",
    async (_what, status, headers) => {
      const reason = new Error("changed my mind");
      const controller = new AbortController();
      const { session } = await open(() => "", {
        fetch: async () => {
          const start = (body: ReadableStreamDefaultController): void =>
            controller.signal.addEventListener("abort", () => body.error(reason));
          setTimeout(() => controller.abort(reason), 20);
          return new Response(new ReadableStream({ start }), { status, headers });
        },
      });
      const { signal } = controller;
      await expect(session.fetch("/", { signal })).rejects.toBe(reason);
    },
  );

  it("gives up on a redirect that never ends", async () => {
    const { session, server } = await open(() => ({
      status: 302,
      headers: { location: "/again" },
    }));
    await expect(session.fetch("/")).rejects.toMatchObject({
      name: "CallError",
      code: "redirect_refused",
      message: `${server.origin}/ redirects more than 5 times.`,
    });
    expect(server.received).toHaveLength(6);
  });

  it.each(["http://127.0.0.1:8080", "http://127.8.9.10", "http://[::1]:8080", "http://localhost"])(
    "never sends PLAINTEXT over http, except to loopback: %s",
    async (local) => {
      const sentTo: string[] = [];
      const fetch = async (input: string | URL | Request): Promise<Response> => {
        sentTo.push(new Request(input).url);
        return new Response("ok");
      };
      const session = createPlainPhotos({ consumer, fetch }).session(token);
      await expect(session.fetch("/")).rejects.toThrow(/PLAINTEXT hands both secrets/);
      const originMap = { "http://api.photos.example.net": local };
      const mapped = createPlainPhotos({ consumer, fetch, originMap }).session(token);
      expect(await (await mapped.fetch("/")).text()).toBe("ok");
      expect(sentTo).toEqual([`${local}/`]);
    },
  );

  it.each<[string, SceneOptions, string]>([
    [
      "originMap",
      { originMap: { "https://api.x.example/": "http://127.0.0.1:9" } },
      '"https://api.x.example"',
    ],
    [
      "originMap",
      { originMap: { "https://API.x.example": "http://127.0.0.1:9" } },
      '"https://api.x.example"',
    ],
    [
      "originMap",
      { originMap: { "https://api.x.example": "http://127.0.0.1:9/a" } },
      '"http://127.0.0.1:9"',
    ],
    [
      "originMap",
      { originMap: { "https://api.x.example": "localhost:9" } },
      '"https://photos.example.net"',
    ],
    [
      "originMap",
      { originMap: { "api.x.example": "http://127.0.0.1:9" } },
      '"https://photos.example.net"',
    ],
    ["origins", { origins: ["api.x.example"] }, '"https://photos.example.net"'],
    ["origins", { origins: ["https://api.x.example/v1"] }, '"https://api.x.example"'],
  ])("tells what in %s is no origin: %j", async (option, options, meant) => {
    const message = new RegExp(
      `option .${option}. has "[^"]+", which is no origin: write it like ${meant}`,
    );
    await expect(open(() => "", options)).rejects.toThrow(message);
    await expect(open(() => "", options)).rejects.toThrow(TypeError);
  });

  it("reaches no origin of the provider that a map of them leaves out", async () => {
    const api = { hosts: { upload: "https://upload.example.net" } };
    const fetch = async (): Promise<Response> => new Response("real");
    const { session } = await open(() => "ok", { api, fetch });
    const url = "https://upload.example.net/a";
    await expect(session.fetch(url)).rejects.toThrow(/upload\.example\.net .* not in `originMap`/);
    for (const more of [{ originMap: {} }, { origins: ["https://upload.example.net"] }]) {
      const other = await open(() => "ok", { api, fetch, ...more });
      expect(await (await other.session.fetch(url)).text()).toBe("real");
    }
  });

  it("can be aborted, and rejects with the app's own reason", async () => {
    const { session } = await open(() => "ok");
    const reason = new Error("changed my mind");
    await expect(session.fetch("/", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it("signs for the consumer alone in a consumer's session", async () => {
    const { consumerSession, last } = await open(() => "ok");
    await consumerSession.fetch("/");
    expect(await signer(last())).toBe("consumer");
  });
});

describe("a provider whose calls are not signed", () => {
  it("gets the token in headers", async () => {
    const { session, last } = await open(() => "ok", {
      api: {
        authentication: {
          headers: { "Zotero-API-Key": "{key}", authorization: "Bearer {secret}" },
        },
      },
    });
    await session.fetch("/", { headers: { authorization: "mine" } });
    const { headers } = last();
    expect(headerValues(headers, "zotero-api-key")).toEqual(["nnch734d"]);
    expect(headerValues(headers, "authorization")).toEqual(["Bearer pfkkdhi9"]);
  });

  it("is not told of a token that no header can carry", async () => {
    const authentication = { headers: { authorization: "Bearer {secret}" } };
    const { sessionOf, server } = await open(() => "ok", { api: { authentication } });
    const failure = await sessionOf({ key: "nnch734d", secret: "two\nlines" })
      .fetch("/")
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TypeError);
    expect(String(failure)).toMatch(
      /authorization cannot carry this token: keep it as it was returned/,
    );
    expect(inspect(failure)).not.toContain("two");
    expect(server.received).toEqual([]);
  });

  it("gets consumer key and token in the query", async () => {
    const { session, lines } = await open(() => "ok", {
      api: { authentication: { query: { key: "{consumerKey}", token: "{key}" } } },
    });
    await session.fetch("/1/boards?fields=name");
    expect(lines()).toEqual(["GET /1/boards?fields=name&key=dpf43f3p2l4k3l03&token=nnch734d"]);
  });

  it("gets them in the query again where it redirects, as the first request had them", async () => {
    const { session, lines } = await open(
      ({ url }) =>
        url.includes("/old")
          ? { status: 302, headers: { location: "/new?token=its%20own&a=%2F" } }
          : "arrived",
      { api: { authentication: { query: { "a key": "{consumerKey}/{secret}", token: "{key}" } } } },
    );
    expect(await (await session.fetch("/old?fields=name")).text()).toBe("arrived");
    expect(lines()[1]).toBe("GET /new?token=its%20own&a=%2F&a%20key=dpf43f3p2l4k3l03%2Fpfkkdhi9");
  });

  it("gets the consumer key again where it redirects a call that needs no more", async () => {
    const key = { in: "query", name: "api_key" } as const;
    const { session, lines } = await open(
      ({ url }) =>
        url.includes("/old") ? { status: 302, headers: { location: "/new" } } : '"arrived"',
      { api: { key } },
    );
    const get = operation({
      provider: "photos",
      method: "GET",
      path: "/old",
      result: "json",
      auth: "key",
    });
    expect(await get(session)).toBe("arrived");
    expect(lines()[1]).toBe("GET /new?api_key=dpf43f3p2l4k3l03");
  });
});
