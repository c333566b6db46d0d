import {
  CallError,
  createClient,
  cursorPages,
  formBody,
  jsonBody,
  lastItemPages,
  linkedPages,
  login,
  multipartBody,
  numberedPages,
  offsetPages,
  operation,
  pagedOperation,
  paginate,
  type ClientOptions,
  type Operation,
  type PagedDescription,
  type PagedOperation,
  type Pagination,
  type ProviderWithFlows,
  type SessionLevel,
} from "@oauth1/client";
import { mockFetch, type MockOptions, type MockProvider } from "@oauth1/client/testing";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";

type NoParams = Record<string, never>;

const getMe: Operation<"photos", NoParams, unknown> = operation({
  provider: "photos",
  method: "GET",
  path: "/me",
  result: "json",
  envelope: "data.user",
});

const findPhotos: Operation<"photos", { readonly q?: string }, unknown, SessionLevel> = operation({
  provider: "photos",
  method: "GET",
  path: "/rest",
  auth: "key",
  fixed: { method: "find" },
  query: ["q"],
  result: "json",
});

const ping: Operation<"photos", NoParams, string> = operation({
  provider: "photos",
  method: "GET",
  path: "/rest",
  fixed: { method: "ping" },
  result: "text",
});

const getFile: Operation<"photos", { readonly file: string }, string> = operation({
  provider: "photos",
  method: "GET",
  path: "/files/{+file}",
  result: "text",
});

const getInfo: Operation<"photos", { readonly file: string }, string> = operation({
  provider: "photos",
  method: "GET",
  path: "/files/{file}",
  result: "text",
});

const addPhoto: Operation<"photos", { id: string; text: string; photo: Blob }, void> = operation({
  provider: "photos",
  method: "POST",
  path: "/photos/{id}",
  host: "upload",
  body: multipartBody(["text", "photo"], { signed: true }),
  result: "none",
});

const description = {
  id: "photos",
  name: "Photos",
  signatureMethod: hmacSha1,
  sessions: ["token", "consumer"],
  flows: [
    login({
      temporaryCredentials: { method: "POST", url: "https://photos.example.net/initiate" },
      authorization: { url: "https://photos.example.net/authorize" },
      tokenCredentials: {
        method: "POST",
        url: "https://photos.example.net/token",
        fields: { user_id: { type: "integer" } },
      },
    }),
  ],
  api: {
    baseUrl: "https://photos.example.net/v1",
    hosts: { upload: "https://{where}.example.net" },
    key: { in: "query", name: "api_key" },
  },
} as const satisfies ProviderWithFlows;

const played: MockProvider = {
  description,
  endpoints: [
    {
      method: "POST",
      url: "https://photos.example.net/initiate",
      gives: "temporary",
      body: "oauth_token={token}&oauth_token_secret={secret}&oauth_callback_confirmed=true",
    },
    {
      method: "POST",
      url: "https://photos.example.net/token",
      gives: "token",
      body: "oauth_token={token}&oauth_token_secret={secret}&user_id=7",
    },
  ],
  examples: [
    [getMe, { name: "Wile" }],
    [findPhotos, [1, 2]],
    [ping, "pong"],
    [addPhoto],
    [getFile, "content"],
    [getInfo, "about it"],
  ],
};

const consumer = { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" };
const token = { key: "nnch734d", secret: "pfkkdhi9" };
const known: MockOptions = { consumer, tokens: { [token.key]: token.secret } };

function photosOf(options: Partial<ClientOptions>): Client {
  return createClient({
    consumer,
    retry: false,
    variables: { where: "eu" },
    ...options,
    provider: description,
  });
}

type Client = ReturnType<typeof createClient<typeof description, { readonly secret: string }>>;

describe("mockFetch", () => {
  it("lets a whole login run, and knows the token from then on", async () => {
    const fetch = mockFetch(played, { consumer });
    const photos = photosOf({ fetch });
    const { temporary } = await photos.begin({ callback: "oob" });
    const account = await photos.complete({ temporary, verifier: "v" });
    expect(account.user_id).toBe(7);
    expect(await getMe(photos.session(account))).toEqual({ name: "Wile" });
    expect(fetch.requests.map(({ url }) => new URL(url).pathname)).toEqual([
      "/initiate",
      "/token",
      "/v1/me",
    ]);
  });

  it.each<[string, Pagination, unknown]>([
    ["numbers", numberedPages({ parameter: "p", items: "all" }), { all: [{ id: 1 }] }],
    ["offsets", offsetPages({ parameter: "p", items: "" }), [{ id: 1 }]],
    ["offsets from one", offsetPages({ parameter: "p", first: 1, items: "" }), [{ id: 1 }]],
    [
      "cursors",
      cursorPages({ parameter: "p", next: "more", items: "all" }),
      { all: [{ id: 1 }], more: "b" },
    ],
    [
      "last items",
      lastItemPages({ parameter: "p", field: "id", items: "all" }),
      { all: [{ id: 1 }] },
    ],
    [
      "links",
      linkedPages({ next: "more", items: "all" }),
      { all: [{ id: 1 }], more: "https://photos.example.net/v1/list?p=2" },
    ],
  ])("plays lists with %s that end", async (_, pagination, example) => {
    const listAll: PagedOperation<"photos", object, unknown, unknown> = pagedOperation({
      provider: "photos",
      method: "GET",
      path: "/list",
      query: ["p"],
      result: "json",
      envelope: "data.list",
      pagination,
    });
    const fetch = mockFetch({ ...played, examples: [[listAll, example]] }, known);
    const items: unknown[] = [];
    for await (const item of paginate(listAll, photosOf({ fetch }).session(token)))
      items.push(item);
    expect(items).toEqual([{ id: 1 }]);
  });

  const listing = { provider: "photos", method: "GET", path: "/list", result: "json" } as const;
  const linked = { all: [{ id: 1 }], more: "https://photos.example.net/v1/list?p=2" };

  it.each<[string, PagedDescription<"photos">, unknown, object?]>([
    [
      "links that have nothing of what all calls carry",
      { ...listing, pagination: linkedPages({ next: "more", items: "all" }) },
      linked,
      { api: { ...description.api, query: { format: "json" } } },
    ],
    [
      "links that have nothing of the signature",
      { ...listing, pagination: linkedPages({ next: "more", items: "all" }) },
      { ...linked, more: "/v1/list?p=a%20b" },
      { signing: { transmission: "query" } },
    ],
    [
      "cursors in a JSON body",
      {
        ...{ ...listing, method: "POST", body: jsonBody(["cursor"]) },
        pagination: cursorPages({ parameter: "cursor", next: "more", items: "all" }),
      },
      { all: [{ id: 1 }], more: 7 },
    ],
    [
      "offsets in a form",
      {
        ...{ ...listing, method: "POST", body: formBody(["start"]) },
        pagination: offsetPages({ parameter: "start", total: "total", items: "all" }),
      },
      { all: [{ id: 1 }], total: 9 },
    ],
  ])("plays lists with %s", async (...[, listed, example, more]) => {
    const listAll: PagedOperation<"photos", object, unknown, unknown> = pagedOperation(listed);
    const provider = { ...description, ...more };
    const fetch = mockFetch({ description: provider, examples: [[listAll, example]] }, known);
    const photos = createClient({ provider, consumer, fetch, variables: { where: "eu" } });
    const items: unknown[] = [];
    for await (const item of paginate(listAll, photos.session(token))) items.push(item);
    expect(items).toEqual([{ id: 1 }]);
  });

  const counted: PagedOperation<"photos", { readonly page?: number }, unknown, unknown> =
    pagedOperation({
      ...listing,
      query: ["page"],
      pagination: numberedPages({ parameter: "page", items: "" }),
    });

  it("plays lists that are not read from their beginning", async () => {
    const fetch = mockFetch({ description, examples: [[counted, [1, 2]]] }, known);
    const session = photosOf({ fetch }).session(token);
    for (const page of [7, 4, 2]) {
      const items: unknown[] = [];
      for await (const item of paginate(counted, session, { params: { page } })) items.push(item);
      expect(items).toEqual([1, 2]);
    }
    const others = [1, 2, 3].map((page) => counted(session, { page }));
    expect(await Promise.all(others)).toEqual([[1, 2], [], []]);
  });

  it("plays a list of several pages, for a test that says what comes next", async () => {
    const fetch = mockFetch({ description, examples: [[counted, [1]]] }, known);
    const pages: unknown[] = [];
    for await (const page of paginate(counted, photosOf({ fetch }).session(token)).pages()) {
      pages.push(page);
      if (pages.length < 3) fetch.answer(counted, [1 + pages.length]);
    }
    expect(pages).toEqual([[1], [2], [3], []]);
  });

  it("tells a path of many segments from one of a single segment", async () => {
    const session = photosOf({ fetch: mockFetch(played, known) }).session(token);
    expect(await getFile(session, { file: "a/b" })).toBe("content");
    expect(await getInfo(session, { file: "a/b" })).toBe("about it");
  });

  it("gives each of several logins at a time a token of its own", async () => {
    const photos = photosOf({ fetch: mockFetch(played, { consumer }) });
    const accounts = await Promise.all(
      [1, 2, 3].map(async () => {
        const { temporary } = await photos.begin({ callback: "oob" });
        return photos.complete({ temporary, verifier: "v" });
      }),
    );
    expect(new Set(accounts.map((account) => account.token.key)).size).toBe(3);
    const calls = accounts.map((account) => getMe(photos.session(account)));
    expect(await Promise.all(calls)).toEqual([1, 2, 3].map(() => ({ name: "Wile" })));
  });

  it("tells operations of one path apart, and finds those of other hosts", async () => {
    const photos = photosOf({ fetch: mockFetch(played, known) });
    const session = photos.session(token);
    expect(await ping(session)).toBe("pong");
    expect(await findPhotos(photos.consumerSession(), { q: "a" })).toEqual([1, 2]);
    const photo = new Blob(["bytes"]);
    expect(await addPhoto(session, { id: "1", text: "a b", photo })).toBeUndefined();
  });

  it("wraps an example in a list where the way to it has an index", async () => {
    const listed: Operation<"photos", NoParams, unknown> = operation({
      provider: "photos",
      method: "GET",
      path: "/listed",
      result: "json",
      envelope: "answers.1.data",
    });
    const fetch = mockFetch({ ...played, examples: [[listed, { name: "Wile" }]] }, known);
    const { result, response } = await listed.withResponse(photosOf({ fetch }).session(token));
    expect(result).toEqual({ name: "Wile" });
    const [request] = fetch.requests;
    expect(response.ok).toBe(true);
    expect(request && (await (await fetch(request)).json())).toMatchObject({
      answers: [null, { data: { name: "Wile" } }],
    });
  });

  it("keeps what was sent, to be read once more", async () => {
    const provider = { ...description, signing: { transmission: "json" } } as const;
    const fetch = mockFetch({ ...played, description: provider }, known);
    const photos = createClient({ provider, consumer, fetch, variables: { where: "eu" } });
    const photo = new Blob(["bytes"]);
    await addPhoto(photos.session(token), { id: "1", text: "a b", photo });
    const form = await fetch.requests[0]?.formData();
    expect(form?.get("text")).toBe("a b");
  });

  it("answers with null where that is the example", async () => {
    const fetch = mockFetch({ ...played, examples: [[findPhotos, null]] }, known);
    expect(await findPhotos(photosOf({ fetch }).session(token))).toBeNull();
  });

  it("returns what a test wants instead", async () => {
    const fetch = mockFetch(played, known);
    fetch.answer(ping, "something else");
    expect(await ping(photosOf({ fetch }).session(token))).toBe("something else");
    const other: Operation<"photos", NoParams, string> = operation({
      ...ping.description,
      path: "/a",
    });
    expect(() => fetch.answer(other, "never")).toThrow(
      /knows no GET \/a: put it among the examples/,
    );
  });

  it.each([
    [
      "another consumer secret",
      { consumer: { ...consumer, secret: "x" } },
      token,
      "signature_invalid",
    ],
    ["another token secret", {}, { ...token, secret: "x" }, "signature_invalid"],
    ["another consumer", { consumer: { ...consumer, key: "x" } }, token, "consumer_key_unknown"],
    ["another token", {}, { ...token, key: "x" }, "token_rejected"],
  ])("refuses %s", async (...[, options, given, problem]) => {
    const fetch = mockFetch(played, known);
    const call = ping(photosOf({ ...options, fetch }).session(given));
    await expect(call).rejects.toThrow(CallError);
    await expect(call).rejects.toMatchObject({ status: 401, oauthProblem: problem });
  });

  it("refuses a request that was changed on its way, and an unsigned one", async () => {
    const fetch = mockFetch(played, known);
    const changed = photosOf({
      fetch: (input, init) => {
        const request = new Request(input, init);
        return fetch(new Request(`${request.url}&more=1`, request));
      },
    });
    await expect(ping(changed.session(token))).rejects.toMatchObject({ status: 401 });
    const unsigned = await fetch("https://photos.example.net/v1/me");
    expect(unsigned.status).toBe(401);
    expect(unsigned.headers.get("www-authenticate")).toMatch(/^OAuth oauth_problem="\w+"$/);
    expect(unsigned.headers.get("content-type")).toBe("application/x-www-form-urlencoded");
    expect(await unsigned.text()).toMatch(/^oauth_problem=/);
    const consumerOnly = photosOf({ fetch }).consumerSession();
    const answer = await consumerOnly.fetch("https://photos.example.net/v1/me");
    expect([answer.status, await answer.text()]).toEqual([401, "oauth_problem=token_rejected"]);
  });

  it.each<[string, string, RequestInit?]>([
    ["parameters in what is no JSON", "?Authorization=%7Bbad"],
    [
      "a multipart form without its boundary",
      "",
      { method: "POST", body: "a=b", headers: { "content-type": "multipart/form-data" } },
    ],
  ])("refuses %s, as it does a wrong signature", async (_, query, init) => {
    const addOne: Operation<"photos", NoParams, unknown> = operation({
      ...getMe.description,
      method: "POST",
    });
    const fetch = mockFetch({ ...played, examples: [[getMe], [addOne]] }, known);
    const answer = await fetch(`https://photos.example.net/v1/me${query}`, init);
    expect(answer.status).toBe(401);
    expect(await answer.text()).toMatch(/^oauth_problem=/);
  });

  it("is asked nothing by a request that was ended before", async () => {
    const fetch = mockFetch(played, known);
    const reason = new Error("closed");
    const call = fetch("https://photos.example.net/v1/me", { signal: AbortSignal.abort(reason) });
    await expect(call).rejects.toBe(reason);
    expect(fetch.requests).toEqual([]);
  });

  it("wants the key of whoever calls with a key alone", async () => {
    const fetch = mockFetch(played, known);
    const url = "https://photos.example.net/v1/rest?method=find";
    expect((await fetch(`${url}&api_key=${consumer.key}`)).status).toBe(200);
    expect((await fetch(`${url}&api_key=other`)).status).toBe(401);
  });

  it("knows a host in the spelling of its own country", async () => {
    const api = { baseUrl: "https://bücher.example:443/é" };
    const provider = { ...description, api };
    const fetch = mockFetch({ description: provider, examples: [[ping, "pong"]] }, known);
    const photos = createClient({ consumer, fetch, provider });
    expect(await ping(photos.session(token))).toBe("pong");
  });

  it("answers with 404 what it does not know", async () => {
    const fetch = mockFetch(played, known);
    const answer = await photosOf({ fetch }).session(token).fetch("/nowhere");
    expect(answer.status).toBe(404);
    const broken = await fetch("https://photos.example.net/initiate?a=%", { method: "POST" });
    expect(broken.status).toBe(401);
  });

  it("takes a consumer without a secret as the client does", async () => {
    const provider = { ...description, signatureMethod: plaintext };
    const options = { consumer: { key: "k" }, tokens: { [token.key]: token.secret } };
    const fetch = mockFetch({ ...played, description: provider }, options);
    const photos = createClient({
      ...{ provider, fetch, variables: { where: "eu" } },
      consumer: { key: "k", secret: "" },
    });
    expect(await ping(photos.session(token))).toBe("pong");
    await expect(ping(photos.session({ ...token, secret: "x" }))).rejects.toMatchObject({
      oauthProblem: "signature_invalid",
    });
  });

  it("answers with some text where there is no example", async () => {
    const fetch = mockFetch({ ...played, examples: [[ping]] }, known);
    expect(await ping(photosOf({ fetch }).session(token))).toBe("text");
    fetch.answer(ping, "");
    expect(await ping(photosOf({ fetch }).session(token))).toBe("");
  });

  it("verifies with a public key", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const provider = { ...description, signatureMethod: rsaSha1 };
    const fetch = mockFetch(
      { ...played, description: provider },
      {
        consumer: { key: "k", publicKey },
        tokens: { [token.key]: "" },
      },
    );
    const photos = createClient({
      provider,
      consumer: { key: "k", privateKey },
      fetch,
      variables: { where: "eu" },
    });
    expect(await ping(photos.session(token))).toBe("pong");
  });

  it("reads protocol parameters that are sent as JSON, and tokens that calls carry unsigned", async () => {
    const provider = {
      ...description,
      signing: { transmission: "json" },
      api: { ...description.api, authentication: { headers: { "x-token": "{key}" } } },
    } as const;
    const fetch = mockFetch({ ...played, description: provider }, { consumer });
    const photos = createClient({ provider, consumer, fetch, variables: { where: "eu" } });
    const { temporary } = await photos.begin({ callback: "oob" });
    const account = await photos.complete({ temporary, verifier: "v" });
    expect(await ping(photos.session(account))).toBe("pong");
    const stranger = photos.session({ key: "x", secret: "" });
    await expect(ping(stranger)).rejects.toMatchObject({ status: 401 });
  });
});
