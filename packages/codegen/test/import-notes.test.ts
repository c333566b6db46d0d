import { describe, expect, it } from "vitest";
import { imported, openApi, type Result } from "./import-models.js";

const text = { type: "string" };
const id = { type: "integer", format: "int64" };
const to = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

describe("importOpenApi of names of operations", () => {
  const named = (...ids: readonly string[]): Promise<Result> => {
    const paths = ids.map((operationId, index) => [`/at/${index}`, { get: { operationId } }]);
    return imported({ ...openApi({}), paths: Object.fromEntries(paths) });
  };

  it("keeps a name of one word that says something, and that nothing else has", async () => {
    const { descriptor, notes } = await named("search", "Pair", "list", "delete", "session", "1");
    expect(Object.keys(descriptor.operations)).toEqual([
      "search",
      "pair",
      "getAt2",
      "getAt3",
      "getAt4",
      "getAt5",
    ]);
    expect(descriptor.operations["search"]?.summary).toBe("Search.");
    expect(notes).toEqual([
      'GET /at/2: its operationId "list" became "getAt2"',
      'GET /at/3: its operationId "delete" became "getAt3"',
      'GET /at/4: its operationId "session" became "getAt4"',
      'GET /at/5: its operationId "1" became "getAt5"',
    ]);
  });

  it("says what became of a name that is there twice, and counts in no sentence", async () => {
    const { descriptor, notes } = await named("listOrders", "list_orders", "pair", "pair");
    const summaries = Object.entries(descriptor.operations).map(([name, { summary }]) => [
      name,
      summary,
    ]);
    expect(summaries).toEqual([
      ["listOrders", "List orders."],
      ["listOrders2", "List orders."],
      ["pair", "Pair."],
      ["getAt3", "Get at3."],
    ]);
    expect(notes).toEqual([
      'GET /at/1: its operationId "list_orders" became "listOrders2"',
      'GET /at/3: its operationId "pair" became "getAt3"',
    ]);
  });
});

describe("importOpenApi of text", () => {
  it.each([
    ["text/plain", text, text],
    ["text/plain", { ...text, enum: ["on", "off"] }, { ...text, enum: ["on", "off"] }],
    ["text/plain", { type: ["string", "null"] }, text],
    ["text/csv", to("Name"), text],
    ["text/csv", { ...text, format: "binary" }, { ...text, format: "binary" }],
    ["application/xml", { type: "object", properties: { a: text } }, text],
    ["application/vnd.acme", text, text],
    ["*/*", {}, {}],
  ])("takes a body of %s and %j for %j", async (type, schema, expected) => {
    const requestBody = { required: true, content: { [type]: { schema } } };
    const { descriptor, notes } = await imported(
      openApi({ post: { requestBody } }, { schemas: { Name: text } }),
    );
    const described = descriptor.operations["postThings"]?.parameters?.["body"];
    expect(described).toMatchObject({ in: "body", required: true, ...expected });
    expect(Object.keys(described ?? {})).toHaveLength(Object.keys(expected).length + 2);
    expect(notes).toEqual([]);
  });

  it("demands bytes, and text only where the document does", async () => {
    const [bytes, on] = [
      { ...text, format: "binary" },
      { ...text, enum: ["on", "off"] },
    ];
    const all = [
      ["image/png", bytes],
      ["*/*", {}],
      ["text/plain", on],
      ["text/csv", text],
    ] as const;
    for (const [type, schema] of all) {
      const requestBody = { content: { [type]: { schema } } };
      const { descriptor } = await imported(openApi({ post: { requestBody } }));
      const { required } = descriptor.operations["postThings"]?.parameters?.["body"] ?? {};
      expect(required, type).toBe(schema === text ? undefined : true);
    }
  });

  it("has no null where nothing is sent of it", async () => {
    const maybe = { type: ["string", "null"] };
    const properties = { a: maybe, b: to("Maybe"), c: to("Chain"), d: to("Sure") };
    const schema = { type: "object", properties, required: ["a"] };
    const body = (type: string): object => ({ requestBody: { content: { [type]: { schema } } } });
    const post = {
      ...body("application/x-www-form-urlencoded"),
      parameters: [{ name: "q", in: "query", schema: { anyOf: [text, { type: "null" }] } }],
    };
    const schemas = {
      Maybe: { ...maybe, enum: ["x", null] },
      Chain: { oneOf: [to("Maybe")] },
      Sure: text,
    };
    const { descriptor } = await imported(
      openApi(
        { post, put: body("multipart/form-data"), patch: body("application/json") },
        { schemas },
      ),
    );
    const fields = {
      a: { in: "body", required: true, ...text },
      b: { in: "body", ...text, enum: ["x"] },
      c: { in: "body", ...text, enum: ["x"] },
      d: { in: "body", $ref: "Sure" },
    };
    expect(descriptor.operations).toMatchObject({
      postThings: { parameters: { q: { in: "query", ...text }, ...fields } },
      putThings: { parameters: fields },
      patchThings: { parameters: { a: { nullable: true }, b: { $ref: "Maybe" } } },
    });
    const { postThings, putThings } = descriptor.operations;
    expect(JSON.stringify([postThings, putThings])).not.toContain("nullable");
  });
});

describe("importOpenApi of what it notes", () => {
  it("names the methods that OpenAPI 3.2 has besides", async () => {
    const { notes } = await imported(
      openApi({ get: {}, query: {}, additionalOperations: { COPY: {}, LINK: {} } }),
    );
    expect(notes).toEqual(
      ["QUERY", "COPY", "LINK"].map((method) => `${method} /things: it was left out`),
    );
  });

  it("names the media types of parts that the client does not write", async () => {
    const object = { type: "object", properties: { a: text } };
    const file = { ...text, format: "binary" };
    const parts = [
      ["meta", object, "application/json"],
      ["own", object, "application/vnd.acme+json"],
      ["code", text, "application/json"],
      ["photo", file, "image/png"],
      ["bytes", file, "application/octet-stream"],
    ] as const;
    const schema = {
      type: "object",
      properties: Object.fromEntries(parts.map(([name, type]) => [name, type])),
    };
    const encoding = Object.fromEntries(
      parts.map(([name, , contentType]) => [name, { contentType }]),
    );
    const requestBody = { content: { "multipart/form-data": { schema, encoding } } };
    expect((await imported(openApi({ post: { requestBody } }))).notes).toEqual([
      'POST /things: the content type "application/vnd.acme+json" of its field "own" was left out',
      'POST /things: the content type "application/json" of its field "code" was left out',
      'POST /things: the content type "image/png" of its field "photo" was left out',
    ]);
  });

  it("tells in one line what is said of many places", async () => {
    const other = { ...id, deprecated: true };
    const parameters = [
      { name: "id", in: "query", schema: id },
      { name: "old", in: "query", deprecated: true, schema: text },
      { name: "said", in: "query", schema: { ...text, format: "int64" } },
    ];
    const content = { "text/csv": { schema: text }, "application/json": { schema: to("Thing") } };
    const get = { parameters, responses: { 200: { content } } };
    const put = { responses: { 200: { content } } };
    const schemas = { Thing: { type: "object", properties: { id, other } } };
    const { descriptor, notes } = await imported(openApi({ get, put }, { schemas }));
    expect(descriptor.operations["getThings"]?.result).toEqual({ $ref: "Thing" });
    expect(notes).toEqual([
      'Thing.id, Thing.other, GET /things "id": JavaScript changes a 64-bit number beyond 2^53',
      'Thing.other, GET /things "old": "deprecated" was left out',
      "GET /things, PUT /things: of the kinds of its answer, only application/json was taken over",
    ]);
  });

  it("names no more places than people read", async () => {
    const names = Array.from({ length: 25 }, (_, index) => `a${index}`);
    const properties = Object.fromEntries(names.map((name) => [name, id]));
    const schemas = { Thing: { type: "object", properties } };
    const { notes } = await imported(openApi({}, { schemas }));
    expect(notes).toEqual([
      expect.stringMatching(/^Thing\.a0, .*, Thing\.a19 and 5 more: JavaScript changes/),
    ]);
  });
});
