import {
  binaryBody,
  createClient,
  fixedFields,
  formBody,
  jsonBody,
  multipartBody,
  operation,
  wholeJsonBody,
  wholeTextBody,
  type Operation,
  type OperationDescription,
  type Session,
} from "@oauth1/client";
import { mockFetch, type MockExample, type MockFetch } from "@oauth1/client/testing";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { describe, expect, it } from "vitest";

type AnyOperation = Operation<"photos", Readonly<Record<string, unknown>>, unknown>;

const description = {
  id: "photos",
  name: "Photos",
  signatureMethod: hmacSha1,
  api: { baseUrl: "https://photos.example.net/v1" },
} as const;
const consumer = { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" };
const token = { key: "nnch734d", secret: "pfkkdhi9" };

function made(more: Partial<OperationDescription>): AnyOperation {
  const { result = "json", method = "GET", path = "/place" } = more;
  return operation({ ...more, provider: "photos", result, method, path });
}

/** A session at a mock that answers for each operation with the number of its place in the list. */
function playing(...examples: readonly MockExample[]): {
  readonly fetch: MockFetch;
  readonly session: Session<"photos">;
} {
  const fetch = mockFetch(
    { description, examples },
    { consumer, tokens: { [token.key]: token.secret } },
  );
  const photos = createClient({ provider: description, consumer, fetch, retry: false });
  return { fetch, session: photos.session(token) };
}

const POST = "POST";
const file = new Blob(["bytes"], { type: "image/png" });

describe("operations of one place", () => {
  it.each<[string, ...[Partial<OperationDescription>, Readonly<Record<string, unknown>>?][]]>([
    [
      "by fixed headers",
      [{}],
      [{ fixedHeaders: { accept: "application/swagger+json" } }],
      [{ fixedHeaders: { accept: "application/xml", "x-more": "1" } }],
    ],
    [
      "by the kinds of their bodies",
      [{ method: POST }],
      [{ method: POST, body: jsonBody(["name", "url"]) }, { url: "https://a.example" }],
      [{ method: POST, body: formBody(["name"]) }, { name: "a" }],
      [{ method: POST, body: multipartBody(["file"]) }, { file }],
      [{ method: POST, body: wholeTextBody("text", "text/xml") }, { text: "<a/>" }],
      [{ method: POST, body: binaryBody("photo", "image/png") }, { photo: file }],
    ],
    [
      "by a list and an object",
      [{ method: POST, body: jsonBody(["name"]) }, { name: "a" }],
      [{ method: POST, body: wholeJsonBody("all") }, { all: [{ name: "a" }] }],
    ],
    [
      "by what their bodies can hold",
      [
        { method: POST, body: formBody(["title", "labels"]), lists: "brackets" },
        { labels: ["a", "b"] },
      ],
      [{ method: POST, body: formBody(["url"]) }, { url: "a" }],
      [{ method: POST, body: jsonBody(["title"], "application/vnd.api+json") }, { title: "a" }],
      [{ method: POST, body: jsonBody(["url"]) }, { url: "a" }],
    ],
    [
      "by fields that are the same in all calls",
      [{ method: POST, body: formBody(["title"]) }, { title: "a" }],
      [{ method: POST, body: fixedFields({ act: 1 }, formBody(["act", "title"])) }, { title: "a" }],
      [{ method: POST, body: fixedFields({ act: 2 }, formBody(["act", "title"])) }, { title: "a" }],
      [{ method: POST, body: fixedFields({ act: 1 }, jsonBody(["act", "title"])) }, { title: "a" }],
    ],
  ])("are told apart %s, in whatever order they stand", async (...[, ...calls]) => {
    const operations = calls.map(([more, params = {}]) => [made(more), params] as const);
    for (const ordered of [operations, operations.toReversed()]) {
      const { fetch, session } = playing(...ordered.map(([one]): MockExample => [one]));
      ordered.forEach(([one], at) => fetch.answer(one, at));
      const results = ordered.map(([one, params]) => one(session, params));
      expect(await Promise.all(results)).toEqual(ordered.map((_, at) => at));
    }
  });

  it("are told apart by the examples of their paths", async () => {
    const [getWiki, getBlog, getRest] = ["wiki", "blog", "rest"].map((name) =>
      made({ path: `/{project}/{${name}}` }),
    );
    if (!getWiki || !getBlog || !getRest) throw new Error("There have to be three.");
    const { fetch, session } = playing(
      [getRest, "rest"],
      [getWiki, "wiki", { wiki: "wiki" }],
      [getBlog, "blog", { blog: "b l\u00f6 g" }],
    );
    const own = { project: "mine" };
    expect(await getWiki(session, { ...own, wiki: "wiki" })).toBe("wiki");
    expect(await getBlog(session, { ...own, blog: "b l\u00f6 g" })).toBe("blog");
    expect(await getRest(session, { ...own, rest: "other" })).toBe("rest");
    fetch.answer(getWiki, "a wiki");
    fetch.answer(getBlog, "a blog");
    expect(await getWiki(session, { ...own, wiki: "wiki" })).toBe("a wiki");
    expect(await getBlog(session, { ...own, blog: "b l\u00f6 g" })).toBe("a blog");
  });

  it("get what was answered last, where nothing tells them apart", async () => {
    const [getWiki, getBlog] = [made({ path: "/{wiki}" }), made({ path: "/{blog}" })];
    const { fetch, session } = playing([getWiki, "wiki"], [getBlog, "blog"]);
    fetch.answer(getBlog, "a blog");
    expect(await getBlog(session, { blog: "a" })).toBe("a blog");
    fetch.answer(getWiki, "a wiki");
    expect(await getWiki(session, { wiki: "a" })).toBe("a wiki");
    fetch.answer(getBlog, "another blog");
    expect(await getBlog(session, { blog: "a" })).toBe("another blog");
  });

  it("are not mistaken for one whose place is described more narrowly, whatever was answered", async () => {
    const [getUser, getMe] = [made({ path: "/users/{id}" }), made({ path: "/users/me" })];
    const { fetch, session } = playing([getUser], [getMe, "me"]);
    fetch.answer(getUser, "somebody");
    expect(await getMe(session)).toBe("me");
    expect(await getUser(session, { id: "7" })).toBe("somebody");
  });

  it("answer a request that none of them makes", async () => {
    const sent = made({ method: POST, body: formBody(["name"]) });
    const { session } = playing(
      [sent, "form"],
      [made({ method: POST, body: jsonBody(["name"]) }), "json"],
    );
    const answer = await session.fetch("/v1/place", { method: POST, body: "text" });
    expect(await answer.json()).toBe("form");
  });
});

describe("a path", () => {
  it.each(["/caf\u00e9", "/a b", "/items:batch", "/a%20b", "/(a)/{id}!x", "/caf\u00e9/{+id}"])(
    "such as %s is known however it is escaped",
    async (path) => {
      const getIt = made({ path });
      const { session } = playing([getIt, "found"]);
      expect(await getIt(session, path.includes("{") ? { id: "a/\u00e9 b" } : {})).toBe("found");
    },
  );
});
