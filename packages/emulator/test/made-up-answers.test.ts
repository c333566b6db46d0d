import { paginate, type Session, type SessionLevel } from "@oauth1/client";
import { describeOperation, type AnyOperation } from "@oauth1/emulator/description";
import type { DescribedType } from "@oauth1/descriptor";
import { describe, expect, it } from "vitest";
import { sampleOf } from "../src/api/samples.js";
import { described, sessionOf } from "./calls.js";
import { closeAfterEach, emulate, modelOf, type Odd } from "./world.js";

closeAfterEach();

const text = { type: "string" } as const;
const object = (
  properties: Readonly<Record<string, DescribedType>>,
  required: readonly string[] = [],
): DescribedType => ({ type: "object", properties, required });
const listOf = (items: DescribedType): DescribedType => ({ type: "array", items });

/** An operation without an example, and who calls it. */
async function world(operation: object, { types = {}, api = {} }: Partial<Odd> = {}) {
  const ask = { method: "GET", path: "/ask", ...operation };
  const odd: Odd = { ...described({ ask }, api), types };
  const model = modelOf(odd);
  const [asked] = model.operations.map((one) => describeOperation(model, one));
  if (asked === undefined) throw new Error("There is no operation.");
  const { session } = await sessionOf(await emulate(odd), api);
  const everyone: Session<string, SessionLevel> = session;
  return { asked, session: everyone };
}

async function answerTo(operation: object, more: Partial<Odd> = {}): Promise<unknown> {
  const { asked, session } = await world(operation, more);
  return asked(session, {});
}

async function itemsOf(asked: AnyOperation, session: Session<string, SessionLevel>) {
  const all: unknown[] = [];
  for await (const item of paginate(asked, session, { params: {} })) all.push(item);
  return all;
}

describe("a made-up answer", () => {
  it("has every object and enumeration of a type that is nested as usual", async () => {
    const types = {
      Invoice: object({ Line: listOf({ $ref: "Line" }) }, ["Line"]),
      Line: object({ Detail: { oneOf: [{ $ref: "Detail" }, text] } }, ["Detail"]),
      Detail: object({ Item: { $ref: "Item" } }, ["Item"]),
      Item: object({ Kind: { $ref: "Kind" } }, ["Kind"]),
      Kind: { ...text, enum: ["sale", "tax"] },
    };
    expect(await answerTo({ result: listOf({ $ref: "Invoice" }) }, { types })).toEqual([
      { Line: [{ Detail: { Item: { Kind: "sale" } } }] },
    ]);
  });

  it("ends a type within itself as the type allows it", async () => {
    const types = {
      Node: object({ kids: listOf({ $ref: "Node" }) }, ["kids"]),
      Chain: object({ next: { $ref: "Next" } }, ["next"]),
      Next: { oneOf: [{ $ref: "Chain" }, { $ref: "End" }] },
      End: object({ end: text }, ["end"]),
      Box: object({ box: { $ref: "Box", nullable: true } }, ["box"]),
    };
    const of = async (name: string): Promise<string> =>
      JSON.stringify(await answerTo({ result: { $ref: name } }, { types }));
    expect(await of("Node")).toMatch(/^(?:\{"kids":\[)+(?:\]\})+$/);
    expect(await of("Chain")).toMatch(/^(?:\{"next":)+\{"end":"text"\}+$/);
    expect(await of("Box")).toMatch(/^(?:\{"box":)+null\}+$/);
  });

  // No descriptor says so.
  it("ends also where a type can only go on within itself", () => {
    const endless = { kind: "reference", name: "Endless", nullable: false } as const;
    const on = { name: "on", required: true, type: endless, description: undefined };
    const type = { kind: "object", properties: [on], nullable: false } as const;
    const model = { types: [{ name: "Endless", description: undefined, type }] };
    expect(sampleOf(model, { kind: "array", items: endless, nullable: false })).toEqual([]);
    expect(sampleOf(model, endless)).toBeNull();
  });

  it.each<
    [
      string,
      { type: DescribedType; sign: { least?: number; equals?: string | boolean }; value: unknown },
    ]
  >([
    ["a number", { type: { type: "integer" }, sign: { least: 1 }, value: 0 }],
    [
      "an enumeration",
      { type: { ...text, enum: ["fail", "ok"] }, sign: { equals: "fail" }, value: "ok" },
    ],
    ["a boolean", { type: { type: "boolean" }, sign: { equals: true }, value: false }],
    ["text", { type: text, sign: {}, value: "" }],
    ["a list", { type: listOf(text), sign: {}, value: [] }],
    ["an object", { type: object({ code: text }, ["code"]), sign: {}, value: undefined }],
  ])("shows no sign of an error where %s is one", async (_, { type, sign, value }) => {
    const stat = sign.equals ?? 1;
    const signs = [{ at: "response.stat", ...sign }];
    const api = { envelope: "response", errors: { signs, example: { response: { stat } } } };
    const result = object({ stat: type, id: text }, ["stat", "id"]);
    const { asked, session } = await world({ result }, { api });
    expect(await asked(session, {})).toEqual({ stat: value, id: "9007199254740993" });
  });
});

describe("a list that has no example", () => {
  const byPage = { kind: "page", parameter: "page", items: "data" };
  const parameters = { page: { in: "query", type: "integer" } };

  it.each<[string, DescribedType, readonly unknown[]]>([
    [
      "objects",
      object({ id: text }, ["id"]),
      [1, 1001, 2001].map((at) => ({ id: String(9007199254740992n + BigInt(at)) })),
    ],
    ["numbers", { type: "integer" }, [1, 1001, 2001]],
    ["text", text, ["text", "text-2", "text-3"]],
  ])("has %s on every page, also where nobody says that it is there", async (_, items, all) => {
    const result = object({ data: listOf(items) });
    const { asked, session } = await world({ result, parameters, pagination: byPage });
    expect(await itemsOf(asked, session)).toEqual(all);
  });

  it.each<[string, DescribedType, unknown]>([
    ["a boolean", { type: "boolean" }, false],
    ["a number", { type: "integer" }, 0],
  ])("says with %s that a cursor leads no further", async (_, more, last) => {
    const item = object({ id: text }, ["id"]);
    const { asked, session } = await world({
      parameters: { cursor: { in: "query", type: "string" } },
      result: object({ all: listOf(item), cursor: text, more }, ["all", "cursor", "more"]),
      pagination: {
        kind: "cursor",
        parameter: "cursor",
        next: "cursor",
        more: "more",
        items: "all",
      },
    });
    const pages: unknown[] = [];
    for await (const page of paginate(asked, session, { params: {} }).pages()) pages.push(page);
    expect(pages).toHaveLength(3);
    expect(pages.at(-1)).toMatchObject({ cursor: expect.stringMatching(/./), more: last });
  });

  it("has lists for items where these are lists", async () => {
    const entry = listOf({});
    const result = object({ data: listOf(entry) }, ["data"]);
    const example = { data: [["/a", { size: 1 }]] };
    const { asked, session } = await world({ result, parameters, pagination: byPage, example });
    const others = ["/a", "/a-2", "/a-3"].map((path) => [path, { size: 1 }]);
    expect(await itemsOf(asked, session)).toEqual(others);
  });

  it.each<[string, { next: DescribedType; path: string; kind?: string; ended: unknown }]>([
    ["text", { next: text, path: "next", ended: "" }],
    ["a number", { next: { type: "integer" }, path: "next", ended: 0 }],
    ["null", { next: { ...text, nullable: true }, path: "next", ended: null }],
    [
      "an empty URL",
      {
        next: object({ href: text }, ["href"]),
        path: "next.href",
        kind: "link",
        ended: { href: "" },
      },
    ],
    [
      "an empty object",
      { next: object({ from: text }, ["from"]), path: "next", kind: "continuation", ended: {} },
    ],
  ])(
    "ends with %s where the next page has to be named",
    async (_, { next, path, kind = "cursor", ended }) => {
      const item = object({ id: text }, ["id"]);
      const result = object({ data: listOf(item), next }, ["data", "next"]);
      const pagination = {
        kind,
        next: path,
        items: "data",
        ...(kind === "cursor" && { parameter: "after" }),
      };
      const { asked, session } = await world({
        result,
        pagination,
        parameters: { after: { ...text, in: "query" }, from: { ...text, in: "query" } },
      });
      const pages: unknown[] = [];
      for await (const page of paginate(asked, session, { params: {} }).pages()) pages.push(page);
      expect(pages).toHaveLength(3);
      expect(pages.at(-1)).toMatchObject({ next: ended });
    },
  );
});
