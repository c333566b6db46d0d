import { describe, expect, it } from "vitest";
import { headerValues, type RequestParts } from "@oauth1/core";
import {
  continuedPages,
  cursorPages,
  formBody,
  lastItemPages,
  linkedPages,
  numberedPages,
  offsetPages,
  pagedOperation,
  paginate,
  type OperationDescription,
  type PagedOperation,
  type Pagination,
} from "@oauth1/client";
import type { Answer } from "../photos.js";
import { bodyText, open, ORIGIN, signer, type Scene } from "./scene.js";

const listed = (
  pagination: Pagination,
  more: Partial<OperationDescription<"photos">> = {},
): PagedOperation<"photos", object, unknown, unknown> =>
  pagedOperation({
    provider: "photos",
    method: "GET",
    path: "/list",
    query: ["q", "page", "offset", "cursor"],
    result: "json",
    ...more,
    pagination,
  });

const json = (value: unknown, headers: Record<string, string> = {}): Answer => ({
  headers,
  body: JSON.stringify(value),
});

const query = ({ url }: RequestParts): URLSearchParams => new URL(url).searchParams;

async function collect(
  operation: ReturnType<typeof listed>,
  answer: (request: RequestParts) => Answer,
): Promise<Scene & { readonly items: unknown[] }> {
  const scene = await open(answer);
  const items: unknown[] = [];
  for await (const item of paginate(operation, scene.session, { params: { q: "a" } })) {
    items.push(item);
  }
  return { ...scene, items };
}

describe("pages by cursor", () => {
  const byCursor = listed(cursorPages({ parameter: "cursor", next: "meta.next", items: "data" }));

  it.each([undefined, null, "", "0", 0])("end with %j", async (end) => {
    const { items, lines, server } = await collect(byCursor, (request) =>
      query(request).has("cursor")
        ? json({ data: [3], meta: { next: end } })
        : json({ data: [1, 2], meta: { next: "b/26" } }),
    );
    expect(items).toEqual([1, 2, 3]);
    expect(lines()).toEqual(["GET /v1/list?q=a", "GET /v1/list?q=a&cursor=b%2F26"]);
    expect(await Promise.all(server.received.map((one) => signer(one)))).toEqual([
      "token",
      "token",
    ]);
  });

  it("end where the answer says that there is no more, whatever the cursor", async () => {
    const told = listed(
      cursorPages({ parameter: "cursor", next: "next", more: "more", items: "" }),
    );
    for (const [more, end, requests] of [
      [false, false, 1],
      [true, false, 2],
      ["Y", "N", 2],
      ["yes", "no", 2],
      ["True", "False", 2],
      ["T", "F", 2],
      ["1", "0", 2],
      ["1", "", 2],
      [1, null, 2],
    ] as const) {
      const { lines } = await collect(told, (request) =>
        json({ next: "b", more: query(request).has("cursor") ? end : more }),
      );
      expect(lines()).toHaveLength(requests);
    }
  });

  it("go on by a cursor that looks like a word for nothing more", async () => {
    const { lines } = await collect(byCursor, (request) =>
      json({ data: [1], meta: { next: query(request).has("cursor") ? null : "N" } }),
    );
    expect(lines()).toEqual(["GET /v1/list?q=a", "GET /v1/list?q=a&cursor=N"]);
  });

  it("have no items where these are null", async () => {
    const { items } = await collect(byCursor, () => json({ data: null }));
    expect(items).toEqual([]);
  });

  it("are no loop: the same cursor twice is an error, also after others", async () => {
    let calls = 0;
    const failure = collect(byCursor, () => {
      calls += 1;
      return json({ data: [calls], meta: { next: calls % 2 === 0 ? "a" : "b" } });
    });
    await expect(failure).rejects.toMatchObject({ code: "response_malformed" });
    expect(calls).toBe(3);
  });

  it("fail where JavaScript has rounded the cursor, which would be another one", async () => {
    const failure = collect(byCursor, () => ({
      body: '{"data":[1],"meta":{"next":9007199254740993}}',
    }));
    await expect(failure).rejects.toMatchObject({
      code: "response_malformed",
      message: expect.stringContaining("next cursor is a number with more digits"),
    });
  });

  it("may have no items at all, or one without a list around it", async () => {
    const { items } = await collect(byCursor, (request) =>
      query(request).has("cursor") ? json({ data: { id: 1 } }) : json({ meta: { next: "b" } }),
    );
    expect(items).toEqual([{ id: 1 }]);
  });

  it("may be inside an envelope, and the list itself be the result", async () => {
    const pagination = numberedPages({ parameter: "page", pagesHeader: "x-pages", items: "" });
    const { items } = await collect(listed(pagination, { envelope: "response" }), () =>
      json({ response: [1, 2] }, { "x-pages": "1" }),
    );
    expect(items).toEqual([1, 2]);
  });

  it.each([undefined, null, false, 0, "0", ""])("end where the next one is %j", async (next) => {
    const { items, lines } = await collect(byCursor, () => json({ data: [1], meta: { next } }));
    expect([items, lines()]).toEqual([[1], ["GET /v1/list?q=a"]]);
  });

  it.each([undefined, "", "0"])("go on by a header, and end where it is %j", async (end) => {
    const byHeader = listed(
      cursorPages({ parameter: "page", nextHeader: "X-Next-Page", items: "" }),
    );
    const { items, lines } = await collect(byHeader, (request) =>
      query(request).has("page")
        ? json([3], end === undefined ? {} : { "x-next-page": end })
        : json([1, 2], { "x-next-page": "2" }),
    );
    expect(items).toEqual([1, 2, 3]);
    expect(lines()).toEqual(["GET /v1/list?q=a", "GET /v1/list?q=a&page=2"]);
  });

  it("fail where a header names the same page for ever", async () => {
    const byHeader = listed(
      cursorPages({ parameter: "page", nextHeader: "x-next-page", items: "" }),
    );
    const endless = collect(byHeader, () => json([1], { "x-next-page": "2" }));
    await expect(endless).rejects.toMatchObject({ code: "response_malformed" });
  });
});

describe("pages by number", () => {
  it("go on as the answer says", async () => {
    const pagination = numberedPages({ parameter: "page", pages: "pages", items: "items" });
    const { items, lines } = await collect(listed(pagination), (request) =>
      json({ items: [Number(query(request).get("page") ?? 1)], pages: 3 }),
    );
    expect(items).toEqual([1, 2, 3]);
    expect(lines().at(-1)).toBe("GET /v1/list?q=a&page=3");
  });

  it("end where all items have come, though the provider gives the last page again", async () => {
    const pagination = numberedPages({ parameter: "page", total: "total", items: "items" });
    const { items, lines } = await collect(listed(pagination), (request) => {
      const page = Math.min(Number(query(request).get("page") ?? 1), 3);
      return json({ items: page === 3 ? [5] : [page * 2 - 1, page * 2], total: "5" });
    });
    expect(items).toEqual([1, 2, 3, 4, 5]);
    expect(lines().at(-1)).toBe("GET /v1/list?q=a&page=3");
  });

  it("end with the last full one where the provider says how many items there are", async () => {
    const pagination = numberedPages({ parameter: "page", total: "total", items: "items" });
    const { lines } = await collect(listed(pagination), (request) =>
      json({ items: [query(request).get("page"), 0], total: 4 }),
    );
    expect(lines()).toHaveLength(2);
  });

  it("may be alike where the provider says how many there are", async () => {
    for (const pagination of [
      numberedPages({ parameter: "page", pages: "all", items: "items" }),
      offsetPages({ parameter: "offset", total: "all", items: "items" }),
    ]) {
      const { items } = await collect(listed(pagination), () => json({ items: ["a"], all: 3 }));
      expect(items).toEqual(["a", "a", "a"]);
    }
  });

  it("count from where the provider does", async () => {
    const pagination = numberedPages({
      parameter: "page",
      first: 0,
      pages: "pages",
      items: "items",
    });
    const { items } = await collect(listed(pagination), (request) =>
      json({ items: [Number(query(request).get("page") ?? 0)], pages: 3 }),
    );
    expect(items).toEqual([0, 1, 2]);
  });

  it("end with an empty one where nobody says how many there are", async () => {
    const pagination = numberedPages({ parameter: "page", items: "" });
    const { items } = await collect(listed(pagination), (request) => {
      const page = Number(query(request).get("page") ?? 1);
      return json(page > 2 ? [] : [page]);
    });
    expect(items).toEqual([1, 2]);
  });

  it.each([-1, "1,234", "unknown"])("end with an empty one where there are %j", async (all) => {
    for (const pagination of [
      numberedPages({ parameter: "at", pages: "all", items: "items" }),
      numberedPages({ parameter: "at", total: "all", items: "items" }),
      offsetPages({ parameter: "at", first: 1, total: "all", items: "items" }),
    ]) {
      const { items } = await collect(listed(pagination), (request) => {
        const at = Number(query(request).get("at") ?? 1);
        return json({ items: at > 2 ? [] : [at], all });
      });
      expect(items).toEqual([1, 2]);
    }
  });

  it("end with an empty one, however many the provider says that there are", async () => {
    const pagination = numberedPages({ parameter: "page", pages: "pages", items: "items" });
    const { items, server } = await collect(listed(pagination), (request) => {
      const page = Number(query(request).get("page") ?? 1);
      return json({ items: page > 2 ? [] : [page], pages: page > 9 ? 9 : 1e15 });
    });
    expect(items).toEqual([1, 2]);
    expect(server.received).toHaveLength(3);
  });

  it("are no loop where the provider takes no notice of the number", async () => {
    for (const pagination of [
      numberedPages({ parameter: "page", items: "" }),
      offsetPages({ parameter: "offset", items: "" }),
    ]) {
      await expect(collect(listed(pagination), () => json([1]))).rejects.toThrow(/same page again/);
    }
  });
});

describe("pages by offset", () => {
  it.each([
    ["the answer", { total: "total" }],
    ["a header", { totalHeader: "total-results" }],
    ["nobody", {}],
  ])("end where %s says", async (_who, end) => {
    const all = [1, 2, 3, 4, 5];
    const pagination = offsetPages({ parameter: "offset", items: "items", ...end });
    const { items, lines } = await collect(listed(pagination), (request) => {
      const offset = Number(query(request).get("offset"));
      const headers = { "total-results": "5" };
      return json({ items: all.slice(offset, offset + 2), total: 5 }, headers);
    });
    expect(items).toEqual(all);
    expect(lines()[1]).toBe("GET /v1/list?q=a&offset=2");
  });
});

describe("pages by offset that count from one", () => {
  const all = [1, 2, 3, 4, 5];

  it.each([
    ["the answer", { total: "total" }],
    ["nobody", {}],
  ])("have every item once, and end where %s says", async (_who, end) => {
    const pagination = offsetPages({ parameter: "offset", first: 1, items: "items", ...end });
    const { items, lines } = await collect(listed(pagination), (request) => {
      const offset = Number(query(request).get("offset") ?? 1);
      return json({ items: all.slice(offset - 1, offset + 1), total: 5 });
    });
    expect(items).toEqual(all);
    expect(lines().slice(1, 3)).toEqual(["GET /v1/list?q=a&offset=3", "GET /v1/list?q=a&offset=5"]);
    expect(lines()).toHaveLength("total" in end ? 3 : 4);
  });
});

describe("pages by link", () => {
  const linked = listed(linkedPages({ next: "next", items: "items" }));

  it("follow a URL of the API, signed, with the parameters that it has", async () => {
    const { items, lines, server } = await collect(linked, ({ url }) =>
      url.includes("token")
        ? json({ items: [2] })
        : json({ items: [1], next: `${ORIGIN}/v1/more?token=b%2F` }),
    );
    expect(items).toEqual([1, 2]);
    expect(lines()).toEqual(["GET /v1/list?q=a", "GET /v1/more?token=b%2F"]);
    expect(await signer(server.received[1] ?? { method: "GET", url: "" })).toBe("token");
  });

  it("follow a relative one, and the header Link", async () => {
    const byHeader = listed(linkedPages({ items: "" }));
    const { items } = await collect(byHeader, ({ url }) =>
      url.includes("page=2")
        ? json([2], { link: '</v1/list>; rel="prev"' })
        : json([1], { link: '</v1/list?page=1>; rel="first", </v1/list?page=2>; rel="next"' }),
    );
    expect(items).toEqual([1, 2]);
  });

  it("take a relative one for relative to its page, where the platform tells where that was", async () => {
    const byHeader = listed(linkedPages({ items: "" }));
    const { items, lines } = await collect(byHeader, ({ url }) => {
      const answer = url.includes("page=2")
        ? json([2])
        : json([1], { link: '<?page=2>; rel="next"' });
      return Object.defineProperty(answer, "url", { value: url });
    });
    expect(items).toEqual([1, 2]);
    expect(lines()).toEqual(["GET /v1/list?q=a", "GET /v1/list?page=2"]);
  });

  it("take it for relative to where the page was in the end", async () => {
    const byLink = listed(linkedPages({ next: "next", items: "items" }));
    const { lines } = await collect(byLink, ({ url }) =>
      url.endsWith("/list?q=a")
        ? { status: 302, headers: { location: "/v2/all/" } }
        : json({ items: [1], next: url.endsWith("/v2/all/") ? "2" : null }),
    );
    expect(lines()).toEqual(["GET /v1/list?q=a", "GET /v2/all/", "GET /v2/all/2"]);
  });

  it("take it for relative to the page that was asked for, where nobody tells", async () => {
    const asked: string[] = [];
    const nexts = ["?page=2", "more/3?a=b", "4", null];
    const { session } = await open(() => "", {
      originMap: {},
      // Its own answers have no URL.
      fetch: async (input) => {
        asked.push(input instanceof Request ? input.url : String(input));
        return Response.json({ items: [1], next: nexts[asked.length - 1] });
      },
    });
    const byLink = listed(linkedPages({ next: "next", items: "items" }), { path: "/{user}/list" });
    const params = { user: "a b", q: "a" };
    for await (const item of paginate(byLink, session, { params })) expect(item).toBe(1);
    expect(asked).toEqual([
      `${ORIGIN}/v1/a%20b/list?q=a`,
      `${ORIGIN}/v1/a%20b/list?page=2`,
      `${ORIGIN}/v1/a%20b/more/3?a=b`,
      `${ORIGIN}/v1/a%20b/more/4`,
    ]);
  });

  it.each(["link", "x-next"])("follow a header %s that is written in UTF-8", async (name) => {
    const byHeader = listed(
      linkedPages({ items: "", ...(name !== "link" && { nextHeader: name }) }),
    );
    const next = Buffer.from("/v1/list?q=café").toString("latin1");
    const { items, lines } = await collect(byHeader, ({ url }) =>
      url.endsWith("q=a")
        ? json([1], { [name]: name === "link" ? `<${next}>; rel=next` : next })
        : json([2]),
    );
    expect(items).toEqual([1, 2]);
    expect(lines()).toEqual(["GET /v1/list?q=a", "GET /v1/list?q=caf%C3%A9"]);
  });

  it.each([
    ['</v1/list?page=2>; title="b"; rel="prefetch next"', 2],
    ["</v1/list?page=2>;rel=next", 2],
    ["</v1/list?page=2>; rel=next; title=b", 2],
    ['</v1/list?page=2>; REL="Next"', 2],
    ["</v1/list?page=2>; rel=next-archive", 1],
    ["</v1/list?page=2>; rel=unnext", 1],
    ['</v1/list?page=2>; rel="prev"; title="next"', 1],
    ['</v1/list?page=2>; Rel = "next"', 2],
    ['</v1/list>; title="; rel=next", </v1/list?page=2>; rel=next, </v1/c>; rel=prev', 2],
    ['</v1/list?page=2>; title="a, <b>"; rel="next"', 2],
    ['</v1/list?page=2>; rel="prev"; title="a <b>; rel=next"', 1],
  ])("know which one of the header Link is meant: %s", async (link, requests) => {
    const byHeader = listed(linkedPages({ items: "" }));
    const { lines } = await collect(byHeader, ({ url }) =>
      url.includes("page=2") ? json([2]) : json([1], { link }),
    );
    expect(lines()).toHaveLength(requests);
  });

  it("end with an empty URL", async () => {
    const { items } = await collect(linked, () => json({ items: [1], next: "" }));
    expect(items).toEqual([1]);
  });

  it("follow a header of the provider's own, and end without it", async () => {
    const byHeader = listed(linkedPages({ nextHeader: "x-next", items: "" }));
    const { items, lines } = await collect(byHeader, ({ url }) =>
      url.includes("page=2") ? json([2]) : json([1], { "X-Next": `${ORIGIN}/v1/list?page=2` }),
    );
    expect(items).toEqual([1, 2]);
    expect(lines()).toEqual(["GET /v1/list?q=a", "GET /v1/list?page=2"]);
  });

  it.each([
    "https://evil.example/v1/list",
    "//evil.example/",
    "http://[",
    "https://mallory:opensesame@api.photos.example.net/v1/list",
  ])("never lead to %s", async (next) => {
    const failure = await collect(linked, () => json({ items: [1], next })).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: "redirect_refused" });
    expect(String(failure)).not.toContain("opensesame");
  });

  it("are no loop", async () => {
    await expect(
      collect(linked, () => json({ items: [1], next: "/v1/list?page=2" })),
    ).rejects.toThrow(/same next page twice/);
  });
});

describe("pages after the last item", () => {
  const after = listed(lastItemPages({ parameter: "cursor", field: "meta.id", items: "data" }));
  const item = (id: number): object => ({ meta: { id } });

  it("end with an empty one", async () => {
    const { items, lines } = await collect(after, (request) => {
      const cursor = Number(query(request).get("cursor") ?? 9);
      return json({ data: cursor === 5 ? [] : [item(cursor - 1), item(cursor - 2)] });
    });
    expect(items).toEqual([8, 7, 6, 5].map(item));
    expect(lines()).toEqual([
      "GET /v1/list?q=a",
      "GET /v1/list?q=a&cursor=7",
      "GET /v1/list?q=a&cursor=5",
    ]);
  });

  it("fail where JavaScript has rounded what the item says", async () => {
    const failure = collect(after, () => ({
      body: '{"data":[{"meta":{"id":9007199254740993}}]}',
    }));
    await expect(failure).rejects.toThrow(/next cursor is a number with more digits/);
  });

  it.each([{}, { meta: { id: null } }])(
    "end with an item that does not say it: %j",
    async (last) => {
      const { items } = await collect(after, () => json({ data: [last] }));
      expect(items).toEqual([last]);
    },
  );

  it("are no loop, where the provider gives the same page again", async () => {
    const failure = collect(after, () => json({ data: [item(1)] }));
    await expect(failure).rejects.toMatchObject({
      code: "response_malformed",
      message: expect.stringContaining("Another cursor brought the same page again"),
    });
  });
});

describe("pages by continuation", () => {
  it("merge the object into the parameters, also where no app sets such a one", async () => {
    const continued = listed(continuedPages({ next: "continue", items: "pages" }));
    const { items, lines } = await collect(continued, ({ url }) =>
      url.includes("from")
        ? json({ pages: [2] })
        : json({ pages: [1], continue: { from: "B", continue: "-||" } }),
    );
    expect(items).toEqual([1, 2]);
    expect(lines()[1]).toBe("GET /v1/list?q=a&from=B&continue=-%7C%7C");
  });

  it("put each parameter where the operation has it, and nowhere else", async () => {
    const continued = pagedOperation<"photos", object, unknown, unknown>({
      provider: "photos",
      method: "POST",
      path: "/list/{part}",
      headers: { from: "x-from" },
      body: formBody(["size"]),
      result: "json",
      pagination: continuedPages({ next: "continue", items: "pages" }),
    });
    const next = { part: "b", from: "B", size: 2 };
    const { session, last, lines } = await open(({ url }) =>
      json({ pages: [url.slice(-1)], ...(url.endsWith("/a") && { continue: next }) }),
    );
    const items: unknown[] = [];
    const pages = paginate(continued, session, { params: { part: "a" } });
    for await (const item of pages) items.push(item);
    expect(items).toEqual(["a", "b"]);
    expect(lines()).toEqual(["POST /v1/list/a", "POST /v1/list/b"]);
    expect([headerValues(last().headers, "x-from"), bodyText(last())]).toEqual([["B"], "size=2"]);
  });
});

describe("paginate", () => {
  const numbered = listed(numberedPages({ parameter: "page", pages: "pages", items: "items" }));
  const endless = (request: RequestParts): Answer =>
    json({ items: [Number(query(request).get("page") ?? 1), "x"], pages: 99 });

  it("gets a page only when it is asked for", async () => {
    const { session, server } = await open(endless);
    for await (const item of paginate(numbered, session)) if (item === 2) break;
    expect(server.received).toHaveLength(2);
  });

  it("hands out whole pages as the operation does", async () => {
    const { session } = await open(endless);
    const pages: unknown[] = [];
    for await (const page of paginate(numbered, session, { params: { page: 98 } }).pages()) {
      pages.push(page);
    }
    expect(pages).toEqual([
      { items: [98, "x"], pages: 99 },
      { items: [99, "x"], pages: 99 },
    ]);
  });

  it("starts anew each time", async () => {
    const { session, lines } = await open(() => json({ items: [1], pages: 1 }));
    const pages = paginate(numbered, session);
    for await (const item of pages) expect(item).toBe(1);
    for await (const item of pages) expect(item).toBe(1);
    expect(lines()).toHaveLength(2);
  });

  it("stops between items when the app aborts", async () => {
    const reason = new Error("changed my mind");
    const controller = new AbortController();
    const { session } = await open(endless);
    const seen: unknown[] = [];
    const run = async (): Promise<void> => {
      for await (const item of paginate(numbered, session, { signal: controller.signal })) {
        seen.push(item);
        controller.abort(reason);
      }
    };
    await expect(run()).rejects.toBe(reason);
    expect(seen).toEqual([1]);
  });

  it.each<[string, Pagination]>([
    ["items", offsetPages({ parameter: "offset", items: "deep" })],
    ["a cursor", cursorPages({ parameter: "cursor", next: "deep", items: "items" })],
    ["a last item", lastItemPages({ parameter: "cursor", field: "deep", items: "" })],
    ["a continuation", continuedPages({ next: "deep", items: "items" })],
  ])("says so where %s cannot be compared, so deep is it", async (_what, pagination) => {
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    const body = `{"items":[1],"deep":[${deep}]}`;
    await expect(collect(listed(pagination), () => ({ body }))).rejects.toMatchObject({
      code: "response_malformed",
      message: expect.stringMatching(/^The next page of \/list /),
    });
  });
});
