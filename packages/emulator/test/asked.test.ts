import { describe, expect, it } from "vitest";
import { described, sessionOf } from "./calls.js";
import { closeAfterEach, emulate } from "./world.js";

closeAfterEach();

const inQuery = { type: "integer", in: "query", example: 1 } as const;
const LIST = {
  method: "GET",
  path: "/list",
  parameters: { page: inQuery, per_page: inQuery },
  pagination: { kind: "page", parameter: "page", pages: "told.pages", items: "data" },
  example: { told: { page: 1, per_page: 50, pages: 9 }, data: [{ id: 7 }, { id: 8 }] },
};

async function askerOf(operations: object): Promise<(path: string) => Promise<unknown>> {
  const { session } = await sessionOf(await emulate(described(operations)));
  return async (path) => {
    const answer = await session.fetch(`/api${path}`);
    return answer.ok ? answer.json() : `${answer.status} ${await answer.text()}`;
  };
}

describe("a page", () => {
  it("has its own number, and all items whatever size is asked for", async () => {
    const ask = await askerOf({ list: LIST });
    expect(await ask("/list?page=3")).toMatchObject({ told: { page: 3, per_page: 50, pages: 3 } });
    expect(await ask("/list?page=2&per_page=1")).toEqual({
      told: { page: 2, per_page: 50, pages: 3 },
      data: [{ id: 1007 }, { id: 1008 }],
    });
  });

  it("has its own place, as text where that is text", async () => {
    const ask = await askerOf({
      list: {
        ...LIST,
        parameters: { startAt: inQuery, maxResults: inQuery },
        pagination: { kind: "offset", parameter: "startAt", total: "total", items: "data" },
        example: { StartAt: "0", max_results: 2, total: 2, data: [{ id: 7 }, { id: 8 }] },
      },
    });
    expect(await ask("/list?startAt=1")).toEqual({
      ...{ StartAt: "1", max_results: 2, total: 6 },
      data: [{ id: 8 }, { id: 1007 }],
    });
  });

  it("of no size is refused", async () => {
    const ask = await askerOf({ list: LIST });
    expect(await ask("/list?per_page=-1")).toMatch(/^400 per_page has to be a whole number/);
    expect(await ask("/list?per_page=1.5")).toMatch(/^400 /);
    expect(await ask("/list?per_page=0")).toMatchObject({ data: [{ id: 7 }, { id: 8 }] });
  });
});

describe("a cursor", () => {
  const text = { type: "string", in: "query" };
  const pagination = { kind: "cursor", parameter: "after", next: "next", items: "data" };
  const list = { method: "GET", path: "/list", parameters: { after: text }, pagination };

  it.each([
    ["number", 5, 2],
    ["text", "x", "page-2"],
  ])("is a %s where the example's is", async (_, next, second) => {
    const ask = await askerOf({ list: { ...list, example: { data: [{ id: 7 }], next } } });
    const first = { data: [{ id: 7 }], next: second };
    for (const begin of ["", "?after=-1", "?after=0", "?after=1"])
      expect(await ask(`/list${begin}`)).toEqual(first);
    expect(await ask(`/list?after=${second}`)).toMatchObject({ data: [{ id: 1007 }] });
    expect(await ask("/list?after=page-3")).toEqual({ data: [{ id: 2007 }] });
    expect(await ask("/list?after=page-9")).toEqual({ data: [] });
    for (const strange of ["page", "-2", "10", "page-10", "x-page-2", "21", "x1"])
      expect(await ask(`/list?after=${strange}`)).toMatch(/^400 There is no such page\./);
  });

  it("in a header is empty behind the last page", async () => {
    const { next: _, ...inHeader } = { ...pagination, nextHeader: "x-next" };
    const example = { data: [{ id: 7 }] };
    const emulator = await emulate(described({ list: { ...list, pagination: inHeader, example } }));
    const { session } = await sessionOf(emulator);
    const next = async (after: string): Promise<string | null> =>
      (await session.fetch(`/api/list?after=${after}`)).headers.get("x-next");
    expect([await next(""), await next("page-2"), await next("page-3")]).toEqual([
      "page-2",
      "page-3",
      "",
    ]);
  });
});

describe("an answer to a path", () => {
  const at = (path: string, shown: number | string, example: object): object => {
    const [, name = ""] = /\{(\w+)\}/.exec(path) ?? [];
    const type = typeof shown === "string" ? "string" : "integer";
    const parameters = { [name]: { type, in: "path", example: shown } };
    return { method: "GET", path, parameters, example };
  };

  it("is about what stands there, where the path ends with its name", async () => {
    const ask = await askerOf({
      artist: at("/artists/{artist_id}", 108713, { id: 108713, name: "Somebody" }),
      user: at("/users/{username}", "somebody", { id: 5, username: "somebody" }),
      thing: at("/items/{id}.json", "5", { id: 5 }),
      lists: at("/users/{id}/lists", "list", { id: "list" }),
      activity: at("/activities/{id}", "a", { id: "https://a.example/a" }),
    });
    expect(await ask("/artists/42")).toEqual({ id: 42, name: "Somebody" });
    expect(await ask("/users/wile")).toEqual({ id: 5, username: "wile" });
    expect(await ask("/items/abc.json")).toEqual({ id: 5 });
    expect(await ask("/users/7/lists")).toEqual({ id: "list" });
    expect(await ask("/activities/b")).toEqual({ id: "https://a.example/a" });
  });
});
