import { afterEach, describe, expect, it } from "vitest";
import { headerValues, verify, type RequestParts } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import {
  CallError,
  operation,
  type ClientOptions,
  type Operation,
  type Session,
} from "@oauth1/client";
import {
  consumer,
  createPhotos,
  createPlainPhotos,
  listen,
  type Answer,
  type Server,
} from "./photos.js";

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const token = { key: "nnch734d", secret: "pfkkdhi9" };
const keys = { consumer: { secret: consumer.secret }, token: { secret: token.secret } };

async function open(
  answer: (request: RequestParts) => Answer,
  options: Partial<ClientOptions> = {},
): Promise<{ server: Server; session: Session<"photos"> }> {
  const server = await listen(answer);
  servers.push(server);
  const originMap = { "https://api.photos.example.net": server.origin };
  return {
    server,
    session: createPhotos({ consumer, originMap, ...options }).session(token),
  };
}

async function isSigned(request: RequestParts | undefined): Promise<boolean> {
  return request !== undefined && (await verify(request, () => keys, { methods: [hmacSha1] })).ok;
}

describe("session.fetch", () => {
  it("signs what it sends: query, form, JSON and bytes", async () => {
    const { session, server } = await open(() => "ok");
    await session.fetch("https://api.photos.example.net/v1/a?x=1%202&x=3");
    await session.fetch("/v1/b", { method: "POST", body: new URLSearchParams({ "a b": "c+d" }) });
    await session.fetch("c", {
      method: "POST",
      body: '{"a":1}',
      headers: { "content-type": "application/json" },
    });
    await session.fetch(
      new Request("https://api.photos.example.net/d", {
        method: "PUT",
        body: new Uint8Array([1, 255]),
      }),
    );
    expect(await Promise.all(server.received.map(isSigned))).toEqual([true, true, true, true]);
    expect(
      server.received.map(({ method, url }) => `${method} ${url.replace(server.origin, "")}`),
    ).toEqual(["GET /v1/a?x=1%202&x=3", "POST /v1/b", "POST /c", "PUT /d"]);
    expect(server.received.map(({ body }) => String(body ?? ""))).toEqual([
      "",
      "a+b=c%2Bd",
      '{"a":1}',
      "\u0001\ufffd",
    ]);
  });

  it("sends the provider's headers, and the app's over them", async () => {
    const { session, server } = await open(() => "ok", { headers: { "user-agent": "my-app" } });
    await session.fetch("/", { headers: { "x-api": "2" } });
    await session.fetch("/");
    const sent = (name: string): unknown[] =>
      server.received.flatMap(({ headers }) => headerValues(headers, name));
    expect(sent("x-api")).toEqual(["2", "1"]);
    expect(sent("user-agent")).toEqual(["my-app", "my-app"]);
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

  it("reaches another origin that the app has named", async () => {
    const other = await listen(() => "other");
    servers.push(other);
    const { session } = await open(() => "ok", { origins: [other.origin] });
    const answer = await session.fetch(`${other.origin}/x`);
    expect(await answer.text()).toBe("other");
    expect(await isSigned(other.received[0])).toBe(true);
  });

  it("signs again when it is redirected on the same origin", async () => {
    const { session, server } = await open(({ url }) =>
      url.endsWith("/old") ? { status: 302, headers: { location: "/new?a=1" } } : "arrived",
    );
    const answer = await session.fetch("/old");
    expect(await answer.text()).toBe("arrived");
    expect(await Promise.all(server.received.map(isSigned))).toEqual([true, true]);
  });

  it("never takes its credentials to another origin, nor a body to another place", async () => {
    const elsewhere = await listen(() => "stolen");
    servers.push(elsewhere);
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

  it("gives up on a redirect that never ends", async () => {
    const { session, server } = await open(() => ({
      status: 302,
      headers: { location: "/again" },
    }));
    await expect(session.fetch("/")).rejects.toThrow(/redirects more than 5 times/);
    expect(server.received).toHaveLength(6);
  });

  it("never sends PLAINTEXT over http, except to loopback", async () => {
    const session = createPlainPhotos({ consumer }).session(token);
    await expect(session.fetch("/")).rejects.toThrow(/PLAINTEXT hands both secrets/);
    const local = await listen(() => "ok");
    servers.push(local);
    const originMap = { "http://api.photos.example.net": local.origin };
    const mapped = createPlainPhotos({ consumer, originMap }).session(token);
    expect(await (await mapped.fetch("/")).text()).toBe("ok");
  });

  it("can be aborted", async () => {
    const { session } = await open(() => "ok");
    await expect(session.fetch("/", { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});

interface GetAlbumParams {
  readonly album: string;
  readonly tags?: readonly string[];
}

const getAlbum: Operation<"photos", GetAlbumParams, { readonly title: string }> = operation({
  provider: "photos",
  method: "GET",
  path: "/albums/{album}",
  query: ["tags"],
  lists: "comma",
  result: "json",
});

describe("operation", () => {
  it("is a call that carries its description", async () => {
    const { session, server } = await open(() => '{"title":"Vacation"}');
    expect(await getAlbum(session, { album: "a/b ü", tags: ["sea", "a,b"] })).toEqual({
      title: "Vacation",
    });
    expect(server.received[0]?.url).toBe(
      `${server.origin}/v1/albums/a%2Fb%20%C3%BC?tags=sea%2Ca%2Cb`,
    );
    expect(await isSigned(server.received[0])).toBe(true);
    expect(getAlbum.description.path).toBe("/albums/{album}");
  });

  it("signs a form and leaves JSON unsigned, with lists as the description says", async () => {
    const { session, server } = await open(() => "");
    const body = { type: "form", fields: ["name", "tag"] } as const;
    const create: Operation<"photos", object, void> = operation({
      provider: "photos",
      method: "POST",
      path: "/albums",
      body,
      result: "none",
    });
    const replace: Operation<"photos", object, void> = operation({
      provider: "photos",
      method: "PUT",
      path: "/albums",
      body: { ...body, type: "json" },
      result: "none",
    });
    expect(await create(session, { name: "a b", tag: ["x", "y"] })).toBeUndefined();
    await replace(session, { name: "a b", tag: ["x", "y"] });
    expect(server.received.map(({ body: sent }) => String(sent))).toEqual([
      "name=a%20b&tag=x&tag=y",
      '{"name":"a b","tag":["x","y"]}',
    ]);
    expect(await Promise.all(server.received.map(isSigned))).toEqual([true, true]);
  });

  it.each(["", ".", ".."])(
    "refuses the path parameter %j, which would leave its segment",
    async (album) => {
      const { session, server } = await open(() => "{}");
      await expect(getAlbum(session, { album })).rejects.toThrow(/path parameter album/);
      expect(server.received).toEqual([]);
    },
  );

  it("refuses a parameter that it does not know, rather than losing it", async () => {
    const { session } = await open(() => "{}");
    const params: GetAlbumParams & { readonly tag: string } = { album: "1", tag: "typo" };
    await expect(getAlbum(session, params)).rejects.toThrow(/no parameter "tag"/);
  });

  it("rejects with what the API answered when that was no success", async () => {
    const { session } = await open(() => ({
      status: 404,
      headers: { "x-request": "7" },
      body: '{"message":"gone"}',
    }));
    const failure = await getAlbum(session, { album: "1" }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CallError);
    expect(failure).toMatchObject({
      code: "request_refused",
      status: 404,
      body: '{"message":"gone"}',
    });
    expect(failure instanceof CallError && failure.headers.get("x-request")).toBe("7");
  });

  it("rejects an answer that is not the JSON it should be", async () => {
    const { session } = await open(() => "<html>");
    await expect(getAlbum(session, { album: "1" })).rejects.toMatchObject({
      code: "response_malformed",
    });
  });

  it("does not compile with the session of another provider", () => {
    const other: Session<"videos"> = { provider: "videos", baseUrl: "", fetch };
    // @ts-expect-error a session of videos cannot reach an operation of photos
    const compileOnly = (): unknown => getAlbum(other, { album: "1" });
    expect(compileOnly).toBeTypeOf("function");
  });
});
