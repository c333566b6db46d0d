import { describe, expect, it } from "vitest";
import { baseUrl, described, sessionOf } from "./calls.js";
import { closeAfterEach, emulate } from "./world.js";

closeAfterEach();

const integer = { type: "integer" };
const text = { type: "string" };
const moment = { type: "string", format: "date-time" };
const uuid = { type: "string", format: "uuid" };
const object = (properties: object): object => ({ type: "object", properties });
const rows = { type: "array", items: integer };

const ID = "123e4567-e89b-12d3-a456-426614174000";

/** A list whose pages are asked for by `at`, and how to ask for one. */
async function listed(operation: {
  readonly at: object;
  readonly next: object;
  readonly pagination: object;
  readonly example: object;
}) {
  const { at, next, pagination, example } = operation;
  const list = {
    method: "GET",
    path: "/list",
    parameters: { at },
    result: object({ rows, next }),
    pagination: { items: "rows", ...pagination },
    example: { rows: [1], ...example },
  };
  const { session } = await sessionOf(await emulate(described({ list })));
  return async (cursor?: unknown) => {
    const query = cursor === undefined ? "" : `?at=${encodeURIComponent(String(cursor))}`;
    const answer = await session.fetch(`${baseUrl}/list${query}`);
    return answer.ok ? answer.json() : answer.text();
  };
}

const CURSOR = { kind: "cursor", parameter: "at", next: "next" };
const CONTINUATION = { kind: "continuation", next: "next" };

describe("what names the next page", () => {
  it.each<[string, Parameters<typeof listed>[0], readonly unknown[]]>([
    [
      "a moment",
      { at: moment, next: moment, pagination: CURSOR, example: { next: "2026-02-01T10:00:00Z" } },
      ["2027-02-01T10:00:00Z", "2028-02-01T10:00:00Z"],
    ],
    [
      "a moment, which the answer has as any text",
      { at: moment, next: text, pagination: CURSOR, example: { next: "x" } },
      ["2027-01-31T12:00:00Z", "2028-01-31T12:00:00Z"],
    ],
    [
      "any text, which the answer has as a UUID",
      { at: text, next: uuid, pagination: CURSOR, example: { next: ID } },
      [ID.replace(/0$/, "1"), ID.replace(/0$/, "2")],
    ],
    ["a number", { at: integer, next: integer, pagination: CURSOR, example: { next: 7 } }, [2, 3]],
    [
      "a number that goes on",
      {
        at: integer,
        next: object({ at: integer }),
        pagination: CONTINUATION,
        example: { next: { at: 5 } },
      },
      [{ at: 2 }, { at: 3 }],
    ],
    [
      "a number that goes on as text",
      {
        at: integer,
        next: { type: "object", additionalProperties: text },
        pagination: CONTINUATION,
        example: { next: { at: "5" } },
      },
      [{ at: "2" }, { at: "3" }],
    ],
  ])("is taken back by the emulator itself: %s", async (_, operation, [second, third]) => {
    const page = await listed(operation);
    const cursorIn = (next: unknown): unknown =>
      typeof next === "object" && next !== null && "at" in next ? next.at : next;
    expect(await page()).toEqual({ rows: [1], next: second });
    expect(await page(cursorIn(second))).toEqual({ rows: [1001], next: third });
    expect(await page(cursorIn(third))).toMatchObject({ rows: [2001] });
  });

  it("may be anything on the first page where no call goes without it", async () => {
    const optional = { at: text, next: text, pagination: CURSOR, example: { next: "x" } };
    const loose = await listed(optional);
    expect(await loose("*")).toBe("There is no such page.\n");
    const page = await listed({ ...optional, at: { ...text, required: true } });
    expect(await page("*")).toEqual({ rows: [1], next: "page-2" });
    const after = { kind: "last-item", parameter: "at", field: "" };
    const last = await listed({
      ...{ at: { ...integer, required: true }, next: text },
      ...{ pagination: after, example: {} },
    });
    expect(await last("1483228800")).toEqual({ rows: [1] });
    expect(await last("1")).toEqual({ rows: [1001] });
  });

  it("may stand in a multipart body", async () => {
    const inBody = { in: "body" } as const;
    const list = {
      method: "POST",
      path: "/list",
      body: "multipart",
      parameters: { page: { ...inBody, ...integer } },
      result: object({ rows }),
      pagination: { kind: "page", parameter: "page", items: "rows" },
      example: { rows: [1] },
    };
    const { session } = await sessionOf(await emulate(described({ list })));
    const body = new FormData();
    body.append("page", "2");
    const answer = await session.fetch(`${baseUrl}/list`, { method: "POST", body });
    expect(await answer.json()).toEqual({ rows: [1001] });
  });
});
