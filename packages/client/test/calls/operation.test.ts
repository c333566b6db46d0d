import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { headerValues } from "@oauth1/core";
import {
  CallError,
  operation,
  type ApiDescription,
  type ListStyle,
  type Operation,
  type OperationDescription,
  type SessionLevel,
} from "@oauth1/client";
import type { Answer } from "../photos.js";
import { open, signer, token } from "./scene.js";

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

const described = (
  more: Partial<OperationDescription<"photos">>,
): Operation<"photos", object, unknown, SessionLevel> =>
  operation({ provider: "photos", method: "GET", path: "/x", result: "json", ...more });

describe("an operation", () => {
  it("is a call that carries its description", async () => {
    const { session, last, lines } = await open(() => '{"title":"Vacation"}');
    const album = await getAlbum(session, { album: "a/b ü", tags: ["sea", "a,b"] });
    expect(album).toEqual({ title: "Vacation" });
    expect(lines()).toEqual(["GET /v1/albums/a%2Fb%20%C3%BC?tags=sea%2Ca%2Cb"]);
    expect(await signer(last())).toBe("token");
    expect(getAlbum.description.path).toBe("/albums/{album}");
  });

  it.each([undefined, "", ".", ".."])(
    "refuses the path parameter %j, which would leave its segment",
    async (album) => {
      const { session, lines } = await open(() => "{}");
      const getAny = described(getAlbum.description);
      await expect(getAny(session, { album })).rejects.toThrow(/path parameter album/);
      expect(lines()).toEqual([]);
    },
  );

  it("keeps the slashes of a path parameter that may have many segments", async () => {
    const { session, lines } = await open(() => "{}");
    const getRaw = described({ path: "/raw/{+file}" });
    await getRaw(session, { file: "src/a b/ü%2F.ts" });
    expect(lines()).toEqual(["GET /v1/raw/src/a%20b/%C3%BC%252F.ts"]);
    for (const file of ["", "/src", "src//a", "src/", "a/../../b", "./a", ".."]) {
      await expect(getRaw(session, { file })).rejects.toThrow(/path parameter file cannot be/);
    }
    expect(lines()).toHaveLength(1);
  });

  it("refuses a parameter that it does not know, rather than losing it", async () => {
    const { session } = await open(() => "{}");
    const params: GetAlbumParams & { readonly tag: string } = { album: "1", tag: "typo" };
    await expect(getAlbum(session, params)).rejects.toThrow(/no parameter "tag"/);
  });

  it("sends what makes it this operation, and parameters as headers", async () => {
    const { session, last, lines } = await open(() => "{}");
    const search = described({
      fixed: { method: "flickr.photos.search" },
      query: ["text"],
      headers: { version: "If-Match", keywords: "x-keywords" },
      fixedHeaders: { accept: "application/json" },
    });
    await search(session, { text: "a b", version: 3, keywords: ["sea", "sun"] });
    await search(session, {}, { headers: { accept: "text/xml" } });
    expect(lines()[0]).toBe("GET /v1/x?method=flickr.photos.search&text=a%20b");
    const [first] = await Promise.all([last()]);
    expect(headerValues(first.headers, "accept")).toEqual(["text/xml"]);
    expect(await signer(last())).toBe("token");
  });

  it("goes without what other calls carry, unless the app says it", async () => {
    const api = { query: { format: "json", v: "2" }, headers: { accept: "a/b", "x-a": "1" } };
    const { session, last, lines } = await open(() => "{}", { api });
    const plain = described({ without: { query: ["format"], headers: ["accept"] } });
    await plain(session);
    expect(lines()).toEqual(["GET /v1/x?v=2"]);
    expect(headerValues(last().headers, "accept")).toEqual(["*/*"]);
    expect(headerValues(last().headers, "x-a")).toEqual(["1"]);
    expect(await signer(last())).toBe("token");
    await plain(session, {}, { headers: { accept: "text/plain" } });
    expect(headerValues(last().headers, "accept")).toEqual(["text/plain"]);
    await described({})(session);
    expect(lines().at(-1)).toBe("GET /v1/x?format=json&v=2");
  });

  it("keeps a header of the client's own in a call that goes without the API's", async () => {
    const api = { headers: { "user-agent": "sdk" } };
    const { session, last } = await open(() => "{}", { api, headers: { "user-agent": "app/1" } });
    await described({ without: { headers: ["user-agent"] } })(session);
    expect(headerValues(last().headers, "user-agent")).toEqual(["app/1"]);
  });

  it("is signed as its description says, over the provider's rules", async () => {
    const provider = { signing: { realm: "all", version: false } };
    const { session, last, lines } = await open(() => "{}", { provider });
    const authorization = (): string => headerValues(last().headers, "authorization")[0] ?? "";
    await described({})(session);
    expect(authorization()).toMatch(/^OAuth realm="all", /);
    await described({ signing: { realm: "one", bodyHash: "always" } })(session);
    expect(authorization()).toMatch(/^OAuth realm="one", .*oauth_body_hash=/);
    expect(authorization()).not.toContain("oauth_version");
    expect(await signer(last())).toBe("token");
    await described({ signing: { transmission: "query" } })(session);
    expect(lines().at(-1)).toMatch(/^GET \/v1\/x\?.*oauth_signature=/);
    expect(await signer(last())).toBe("token");
  });

  it("writes booleans as the description says, and leaves out what has no text", async () => {
    const { session, last, lines } = await open(() => "{}");
    const find = described({
      path: "/x/{past}",
      query: ["expand", "all", "plain", "when"],
      headers: { hidden: "x-hidden" },
      flags: {
        past: { true: "yes", false: "no" },
        expand: { true: "" },
        all: { true: "1", false: "0" },
        hidden: { true: "t", false: "f" },
        when: { true: "1", false: "0" },
      },
    });
    await find(session, { past: true, expand: true, all: false, plain: true, hidden: true });
    expect(lines()).toEqual(["GET /v1/x/yes?expand=&all=0&plain=true"]);
    expect(headerValues(last().headers, "x-hidden")).toEqual(["t"]);
    expect(await signer(last())).toBe("token");
    await find(session, { past: false, expand: false, all: true, when: "1" });
    expect(lines().at(-1)).toBe("GET /v1/x/no?all=1&when=1");
    await expect(
      described({ path: "/{a}", flags: { a: { true: "1" } } })(session, { a: false }),
    ).rejects.toThrow(/path parameter a cannot be left out/);
  });

  it("writes booleans in lists and objects as the provider wants them, but not in JSON", async () => {
    const { session, last, lines } = await open(() => "{}");
    const yn = { true: "Y", false: "N" };
    const find = described({
      path: "/x/{days}",
      query: ["days", "listed", "filter", "json", "some"],
      headers: { hidden: "x-hidden" },
      styles: { listed: "brackets", filter: "deep", json: "json" },
      lists: "comma",
      flags: { days: yn, listed: yn, filter: yn, json: yn, some: { true: "1" }, hidden: yn },
    });
    const filter = { on: true, off: [false], text: "true" };
    await find(session, {
      days: [true, false],
      listed: [true, undefined, false],
      filter,
      json: [true],
      some: [false, true],
      hidden: [false, true],
    });
    expect(decodeURIComponent(lines()[0] ?? "")).toBe(
      "GET /v1/x/Y,N?days=Y,N&listed[]=Y&listed[]=N&filter[on]=Y&filter[off][0]=N&filter[text]=true&json=[true]&some=1",
    );
    expect(headerValues(last().headers, "x-hidden")).toEqual(["N,Y"]);
    expect(await signer(last())).toBe("token");
  });

  it("writes a list of a header with commas", async () => {
    const { session, last } = await open(() => "{}");
    const put = described({ headers: { keywords: "x-keywords" } });
    await put(session, { keywords: ["sea", "sun"] });
    expect(headerValues(last().headers, "x-keywords")).toEqual(["sea,sun"]);
  });

  it.each<[ListStyle, string]>([
    ["comma", "a=1%2C2"],
    ["pipe", "a=1%7C2"],
    ["space", "a=1%202"],
    ["semicolon", "a=1%3B2"],
    ["repeat", "a=1&a=2"],
    ["brackets", "a%5B%5D=1&a%5B%5D=2"],
    ["indexed", "a%5B0%5D=1&a%5B1%5D=2"],
    ["deep", "a%5B0%5D=1&a%5B1%5D=2"],
    ["json", "a=%5B1%2C2%5D"],
  ])("writes a list in the style %s, signed", async (lists, expected) => {
    const { session, last, lines } = await open(() => "{}");
    await described({ query: ["a"], lists })(session, { a: [1, 2] });
    expect(lines()).toEqual([`GET /v1/x?${expected}`]);
    expect(await signer(last())).toBe("token");
  });

  it.each(["comma", "repeat", "indexed"] as const)(
    "leaves out what is nothing in a list: %s",
    async (lists) => {
      const { session, lines } = await open(() => "{}");
      const call = described({ query: ["a"], lists });
      await call(session, { a: [1, 2] });
      await call(session, { a: [undefined, 1, null, 2] });
      expect(new Set(lines()).size).toBe(1);
    },
  );

  it("writes objects of any depth, nothing of an empty one, and each parameter in its own style", async () => {
    const { session, last, lines } = await open(() => "{}");
    const search = described({
      query: ["filter", "empty", "ids", "at", "none", "flag"],
      lists: "deep",
      styles: { ids: "pipe" },
    });
    await search(session, {
      filter: { groups: [{ field: "name", value: "a" }], tags: [] },
      empty: {},
      ids: [1, 2],
      at: new Date(0),
      none: null,
      flag: false,
    });
    expect(lines()[0]?.split("?")[1]?.split("&").map(decodeURIComponent)).toEqual([
      "filter[groups][0][field]=name",
      "filter[groups][0][value]=a",
      "ids=1|2",
      "at=1970-01-01T00:00:00.000Z",
      "flag=false",
    ]);
    expect(await signer(last())).toBe("token");
  });

  it("reaches the host that it names", async () => {
    const { session, server } = await open(({ url }) => JSON.stringify(url), {
      api: { hosts: { upload: "https://api.photos.example.net/upload" } },
    });
    expect(await described({ host: "upload" })(session)).toBe(`${server.origin}/upload/x`);
  });

  it("reads JSON, text, bytes and nothing", async () => {
    const { session } = await open(({ url }) => (url.endsWith("/json") ? "[1]" : "[1"));
    const of = (result: OperationDescription["result"], path = "/x"): Promise<unknown> =>
      described({ result, path })(session);
    expect(await of("json", "/json")).toEqual([1]);
    expect(await of("text")).toBe("[1");
    expect(await of("none")).toBeUndefined();
    const bytes = await of("binary");
    expect(bytes instanceof Blob && (await bytes.text())).toBe("[1");
    await expect(of("json")).rejects.toMatchObject({ code: "response_malformed" });
  });

  it("takes the result out of its envelope", async () => {
    const { session } = await open(() => '{"response":{"blogs":[{"name":"a"}]}}');
    expect(await described({ envelope: "response.blogs.0" })(session)).toEqual({ name: "a" });
    await expect(described({ envelope: "data" })(session)).rejects.toMatchObject({
      code: "response_malformed",
      message: "GET /x was answered with nothing at data.",
    });
  });

  it("has no result where the answer has no content", async () => {
    const { session } = await open(() => ({ status: 204 }));
    expect(await described({ method: "DELETE" })(session)).toBeUndefined();
  });

  it.each([
    [200, { code: "response_malformed", message: "GET /x was answered with an empty body." }],
    [205, undefined],
  ])("is an error where an answer with status %d should have content", async (status, error) => {
    const { session } = await open(() => ({ status }));
    const answer = described({})(session);
    await (error
      ? expect(answer).rejects.toMatchObject(error)
      : expect(answer).resolves.toBe(error));
  });

  it("hands out the response and what is left of the calls, if asked", async () => {
    const headers = { "x-limit": "15", "x-left": "14", "x-reset": "1700000000" };
    const { session } = await open(() => ({ headers, body: '{"title":"a"}' }), {
      api: { rateLimit: { limit: "x-limit", remaining: "x-left", reset: "x-reset" } },
    });
    const { result, response, rateLimit } = await getAlbum.withResponse(session, { album: "1" });
    expect(result.title).toBe("a");
    expect(response.headers.get("x-left")).toBe("14");
    expect(rateLimit).toEqual({ limit: 15, remaining: 14, reset: 1_700_000_000_000 });
  });

  it("takes the first of several headers that is there", async () => {
    const { session } = await open(() => ({ headers: { "x-left": "14" }, body: "{}" }), {
      api: { rateLimit: { remaining: ["x-account-left", "x-left"] } },
    });
    const own = await described({}).withResponse(session);
    expect(own.rateLimit).toEqual({ remaining: 14 });
    const { session: other } = await open(
      () => ({ headers: { "x-left": "14", "x-account-left": "3" }, body: "{}" }),
      { api: { rateLimit: { remaining: ["x-account-left", "x-left"] } } },
    );
    const both = await described({}).withResponse(other);
    expect(both.rateLimit).toEqual({ remaining: 3 });
  });

  it.each([
    ["seconds", "60", 160_000],
    ["epoch-seconds", "1700000000", 1_700_000_000_000],
    ["epoch-milliseconds", "1700000000000", 1_700_000_000_000],
  ] as const)("reads a reset that counts %s", async (resetUnit, text, reset) => {
    const { session } = await open(() => ({ headers: { "x-reset": text }, body: "{}" }), {
      api: { rateLimit: { reset: "x-reset", resetUnit } },
      now: () => 100_000,
    });
    const { rateLimit } = await described({}).withResponse(session);
    expect(rateLimit).toEqual({ reset });
  });

  it.each([
    ["2023-11-14T22:13:20Z", { reset: 1_700_000_000_000 }],
    ["2023-11-14T23:13:20.5+01:00", { reset: 1_700_000_000_500 }],
    ["Tue, 14 Nov 2023 22:13:20 GMT", { reset: 1_700_000_000_000 }],
    ["2023-11-14 22:13:20", undefined],
  ])("reads a reset that is a date, whatever its unit: %s", async (text, rateLimit) => {
    const { session } = await open(() => ({ headers: { "x-reset": text }, body: "{}" }), {
      api: { rateLimit: { reset: "x-reset", resetUnit: "seconds" } },
    });
    const answer = await described({}).withResponse(session);
    expect(answer.rateLimit).toEqual(rateLimit);
  });
});

describe("the level of an operation", () => {
  const api: Partial<ApiDescription> = { key: { in: "query", name: "api_key" } };

  it.each([
    ["none", "GET /v1/x", ["nobody", "nobody"]],
    ["key", "GET /v1/x?api_key=dpf43f3p2l4k3l03", ["nobody", "nobody"]],
    ["consumer", "GET /v1/x", ["token", "consumer"]],
  ] as const)("%s holds in the sessions of both kinds", async (auth, line, signers) => {
    const { session, consumerSession, server, lines } = await open(() => "{}", { api });
    const call = described({ auth });
    await call(session);
    await call(consumerSession);
    expect(lines()).toEqual([line, line]);
    expect(await Promise.all(server.received.map((request) => signer(request)))).toEqual(signers);
    for (const [index, { headers }] of server.received.entries()) {
      const isSigned = signers[index] !== "nobody";
      expect(headerValues(headers, "authorization")).toHaveLength(isSigned ? 1 : 0);
    }
  });

  it("key is a header where the provider wants it there", async () => {
    const { consumerSession, last } = await open(() => "{}", {
      api: { key: { in: "header", name: "x-api-key" } },
    });
    await described({ auth: "key" })(consumerSession);
    expect(headerValues(last().headers, "x-api-key")).toEqual(["dpf43f3p2l4k3l03"]);
  });
});

describe("an answer that is no success", () => {
  const errors = {
    signs: [{ at: "stat", equals: "fail" }, { at: "meta.code", least: 400 }, { at: "error" }],
    code: ["code", "errors.0.code", "meta.code"],
    message: ["message", "errors.0.message", "meta.message"],
  };
  const failing = async (
    answer: Parameters<typeof open>[0],
    api: Partial<ApiDescription> = { errors },
  ): Promise<unknown> => {
    const { session } = await open(answer, { api, retry: false });
    return described({})(session).catch((error: unknown) => error);
  };

  it("is thrown with what the API said", async () => {
    const failure = await failing(() => ({
      status: 404,
      headers: { "x-request": "7" },
      body: '{"errors":[{"code":34,"message":"gone."}]}',
    }));
    expect(failure).toBeInstanceOf(CallError);
    expect(failure).toMatchObject({
      code: "request_refused",
      status: 404,
      message: "GET /x was answered with status 404: gone.",
      body: '{"errors":[{"code":34,"message":"gone."}]}',
      providerCode: "34",
      providerMessage: "gone.",
    });
    expect(failure instanceof CallError && failure.headers?.get("x-request")).toBe("7");
  });

  it.each([
    ['{"stat":"fail","code":96,"message":"Invalid signature"}', "96"],
    ['{"meta":{"code":404,"message":"RESOURCE_NOT_FOUND"}}', "404"],
    ['{"meta":{"code":400}}', "400"],
    ['{"error":{"code":8}}', undefined],
  ])("is told by its signs inside a status of success: %s", async (body, providerCode) => {
    expect(await failing(() => body)).toMatchObject({
      code: "request_refused",
      status: 200,
      providerCode,
    });
  });

  it.each([
    [500, "<html>", "status 500"],
    [500, '{"message":"Gone. For good."}', "status 500: Gone. For good"],
    [200, "<html>", "text that is not JSON"],
  ])("says what there is to say: %d, %s", async (status, body, message) => {
    expect(await failing(() => ({ status, body }))).toMatchObject({
      message: `GET /x was answered with ${message}.`,
    });
  });

  it("is seen in the place of a file", async () => {
    const api = { errors };
    const answers = ['{"error":{"code":8}}', '{"stat":"ok"}', "%PDF"];
    const type = (body: string): string => (body.startsWith("{") ? "application/json" : "a/pdf");
    const results = answers.map(async (body) => {
      const headers = { "content-type": type(body) };
      const { session } = await open(() => ({ body, headers }), { api, retry: false });
      const file = await described({ result: "binary" })(session).catch((error: unknown) => error);
      return file instanceof Blob ? file.text() : file;
    });
    const [refused, ...files] = await Promise.all(results);
    expect(refused).toMatchObject({ name: "CallError", code: "request_refused", status: 200 });
    expect(files).toEqual(answers.slice(1));
  });

  it.each(['{"stat":"ok"}', '{"meta":{"code":200}}', '{"error":null}', '{"error":[]}'])(
    "is not seen where there is none: %s",
    async (body) => {
      expect(await failing(() => body)).toEqual(JSON.parse(body));
    },
  );

  it("keeps the beginning of a long body, and its code is read all the same", async () => {
    const end = `,"oauth_token":"${token.key}","errors":[{"code":34}]}`;
    const long = `{"text":"${"a".repeat(65_536 - 40)}"${end}`;
    const error = await failing(() => ({ status: 400, body: long }));
    const { body = "" } = error instanceof CallError ? error : {};
    expect([body.length, body.slice(-30).includes(token.key.slice(0, 4))]).toEqual([65_536, false]);
    expect(error).toMatchObject({ providerCode: "34" });
  });

  it("is read in plain words, where these are the message, and in no page", async () => {
    const api = { errors: { code: ["code"], message: [""] } };
    const body = "Invalid key";
    expect(await failing(() => ({ status: 403, body }), api)).toMatchObject({
      message: "GET /x was answered with status 403: Invalid key.",
      providerCode: undefined,
      providerMessage: body,
    });
    for (const page of ["\n<html>Invalid key</html>", ""]) {
      expect(await failing(() => ({ status: 403, body: page }), api)).toMatchObject({
        message: "GET /x was answered with status 403.",
        body: page,
      });
    }
  });

  it("is found behind a name that has dots", async () => {
    const shape = { code: ["odata.error.code"], message: ["odata.error.message.value"] };
    const body = '{"odata.error":{"code":"-1","message":{"lang":"en","value":"No such list."}}}';
    expect(await failing(() => ({ status: 404, body }), { errors: shape })).toMatchObject({
      providerCode: "-1",
      providerMessage: "No such list.",
    });
  });

  it("is read in a form too, and told in plain language", async () => {
    const body = "oauth_problem=rate%20limit%20exceeded&oauth_problem_advice=Wait+a+minute";
    const shape = { code: ["oauth_problem"], message: ["oauth_problem_advice"] };
    const api = { errors: shape, rateLimit: { status: 503 } };
    expect(await failing(() => ({ status: 503, body }), api)).toMatchObject({
      code: "rate_limited",
      oauthProblem: "rate limit exceeded",
      providerCode: "rate limit exceeded",
      providerMessage: "Wait a minute",
    });
  });

  it("tells the OAuth problem, from the body or the header", async () => {
    const header = 'OAuth realm="x", oauth_problem="token_revoked"';
    for (const answer of [
      { status: 401, body: "oauth_problem=token_revoked&oauth_problem_advice=again" },
      { status: 401, body: '{"oauth_problem": "token_revoked"}' },
      { status: 401, headers: { "www-authenticate": header } },
    ]) {
      expect(await failing(() => answer)).toMatchObject({ oauthProblem: "token_revoked" });
    }
  });

  it("is rate_limited with 429, or with the provider's own status", async () => {
    expect(await failing(() => ({ status: 429 }))).toMatchObject({ code: "rate_limited" });
    const rateLimit = { remaining: "x-left", status: 420 };
    const answer = { status: 420, headers: { "x-left": "0" } };
    expect(await failing(() => answer, { rateLimit })).toMatchObject({
      code: "rate_limited",
      rateLimit: { remaining: 0 },
    });
  });

  it.each<[string, Exclude<Answer, string>, string]>([
    ["another code than that of the limit", { body: '{"code":"DENIED"}' }, "request_refused"],
    ["the code of the limit", { body: '{"code":"SLOW_DOWN"}' }, "rate_limited"],
    ["no code", { body: "<h1>Too fast</h1>" }, "rate_limited"],
    ["calls that are left", { headers: { "x-left": "7" } }, "request_refused"],
    ["429 and calls that are left", { status: 429, headers: { "x-left": "7" } }, "rate_limited"],
  ])("is told with a status that says other things too by %s", async (_, answer, code) => {
    const api = {
      errors: { code: ["code"], problems: { SLOW_DOWN: "rate_limited" as const } },
      rateLimit: { remaining: "x-left", status: 403 },
    };
    expect(await failing(() => ({ status: 403, ...answer }), api)).toMatchObject({ code });
  });

  it("is a sentence with one end, whatever the provider's ends with", async () => {
    const api = { errors: { message: ["error"] } };
    for (const end of [".", "!", "?"]) {
      const body = JSON.stringify({ error: `Not found${end}` });
      expect(await failing(() => ({ status: 404, body }), api)).toMatchObject({
        message: `GET /x was answered with status 404: Not found${end}`,
      });
    }
  });

  it("never holds a token that is sent as it is", async () => {
    const failure = await failing(
      ({ headers }) => ({
        status: 403,
        headers: { "x-seen": headerValues(headers, "authorization").join() },
        body: JSON.stringify({ message: `No: ${headerValues(headers, "authorization").join()}` }),
      }),
      { errors, authentication: { headers: { authorization: "Bearer {key}" } } },
    );
    expect(failure).toMatchObject({ providerMessage: "No: Bearer [secret]" });
    expect(inspect(failure)).toContain("'x-seen': 'Bearer [secret]'");
    expect(inspect(failure)).not.toContain("nnch734d");
  });

  it("never holds a secret that the provider echoes in XML", async () => {
    const { key, secret } = token;
    const body = `<e><oauth_token>${key}</oauth_token>\n<oauth_token_secret>\n${secret}</oauth_token_secret></e>`;
    const { session } = await open(() => ({ status: 401, body }));
    const failure = await getAlbum(session, { album: "7" }).catch((error: unknown) => error);
    expect(failure).toHaveProperty(
      "body",
      "<e><oauth_token>[secret]</oauth_token>\n<oauth_token_secret>\n[secret]</oauth_token_secret></e>",
    );
  });

  it("never holds a secret, whatever the provider echoes", async () => {
    const failure = await failing(({ url, headers }) => {
      const [echo = ""] = headerValues(headers, "authorization");
      const base = `GET&${encodeURIComponent(url)}&oauth_token%3Dnnch734d%26oauth_version%3D1.0`;
      return { status: 401, body: JSON.stringify({ message: `${echo} ${base}` }) };
    });
    expect(failure).toMatchObject({ code: "request_refused" });
    const shown = JSON.stringify([failure, String(failure)]);
    expect(shown).toContain("oauth_consumer_key");
    expect(shown).not.toMatch(/nnch734d|pfkkdhi9|kd94hf93k423kf44|oauth_signature=\\*"[^[\\]/);
  });
});
