import { describe, expect, it } from "vitest";
import { imported, openApi } from "./import-models.js";

const to = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const text = { type: "string" };
const texts = (...names: readonly string[]): object =>
  Object.fromEntries(names.map((name) => [name, text]));
const json = (schema: object): object => ({ content: { "application/json": { schema } } });

describe("importOpenApi of objects that are one of several, too", () => {
  it("keeps the properties beside alternatives that only say what is required", async () => {
    const alternatives = [{ required: ["a"] }, { required: ["b"] }];
    const schema = { type: "object", properties: texts("name", "a", "b"), required: ["name"] };
    const form = {
      "application/x-www-form-urlencoded": { schema: { ...schema, oneOf: alternatives } },
    };
    const { descriptor, notes } = await imported(
      openApi(
        {
          post: { requestBody: json({ ...schema, anyOf: alternatives }), responses: { 204: {} } },
          put: { requestBody: { content: form }, responses: { 204: {} } },
        },
        { schemas: { Thing: { ...schema, anyOf: alternatives } } },
      ),
    );
    const fields = {
      name: { in: "body", required: true, ...text },
      a: { in: "body", ...text },
      b: { in: "body", ...text },
    };
    expect(descriptor.operations).toMatchObject({
      postThings: { body: "json", parameters: fields },
      putThings: { body: "form", parameters: fields },
    });
    expect(descriptor.types?.["Thing"]).toEqual(schema);
    const left = "which of its properties go together was left out";
    expect(notes).toEqual([`Thing: ${left}`, `POST /things: ${left}`, `PUT /things: ${left}`]);
  });

  it("adds the fields of alternatives to a body, and the properties to each member of a type", async () => {
    const done = { type: "object", properties: { status: { enum: ["done"] }, at: text } };
    const open = { type: "object", properties: { status: { enum: ["open"] }, by: text } };
    const alternatives = [
      { ...done, required: ["status", "at"] },
      { ...open, required: ["status"] },
    ];
    const check = { type: "object", properties: texts("name"), anyOf: alternatives };
    const { descriptor } = await imported(
      openApi(
        { post: { requestBody: json(check), responses: { 204: {} } } },
        { schemas: { Check: check } },
      ),
    );
    expect(descriptor.operations["postThings"]?.parameters).toEqual({
      name: { in: "body", ...text },
      status: { in: "body", required: true, type: "string", enum: ["done", "open"] },
      at: { in: "body", ...text },
      by: { in: "body", ...text },
    });
    expect(descriptor.types?.["Check"]?.oneOf).toMatchObject([
      { properties: { name: text, at: text }, required: ["status", "at"] },
      { properties: { name: text, by: text }, required: ["status"] },
    ]);
  });

  it("takes what stands beside allOf", async () => {
    const schemas = {
      Base: { type: "object", properties: texts("a", "b") },
      Demanding: { allOf: [to("Base")], required: ["a"] },
      Either: {
        allOf: [to("Base")],
        oneOf: [{ properties: texts("c") }, { properties: texts("d") }],
      },
      Same: { type: "object", nullable: true, allOf: [to("Base")] },
    };
    const { descriptor, notes } = await imported(openApi({}, { schemas }));
    expect(descriptor.types).toMatchObject({
      Demanding: { type: "object", properties: texts("a", "b"), required: ["a"] },
      Either: {
        oneOf: [
          { type: "object", properties: texts("a", "b", "c") },
          { type: "object", properties: texts("a", "b", "d") },
        ],
      },
      Same: { $ref: "Base", nullable: true },
    });
    expect(notes).toEqual([]);
  });

  it("makes of a type that others extend a choice between them", async () => {
    const discriminator = { propertyName: "kind" };
    const schemas = {
      Pet: { type: "object", properties: texts("kind"), required: ["kind"], discriminator },
      Dog: { allOf: [to("Pet"), { properties: texts("barks") }] },
      Puppy: { allOf: [to("Dog")] },
      Cat: { allOf: [to("Pet")] },
    };
    const get = { responses: { 200: json({ type: "array", items: to("Pet") }) } };
    const post = { requestBody: json(to("Pet")), responses: { 204: {} } };
    const { descriptor, notes } = await imported(openApi({ get, post }, { schemas }));
    expect(descriptor.types).toMatchObject({
      Pet: { oneOf: [{ $ref: "Dog" }, { $ref: "Cat" }, { $ref: "Puppy" }], discriminator: "kind" },
      Dog: { properties: { kind: { enum: ["Dog"] }, barks: text }, required: ["kind"] },
      Cat: { properties: { kind: { enum: ["Cat"] } } },
    });
    expect(descriptor.operations["postThings"]?.parameters).toEqual({
      body: { in: "body", $ref: "Pet" },
    });
    expect(notes).toContain("Pet: it became one of those that extend it: Dog, Cat, Puppy");
  });
});

describe("importOpenApi of what goes one way only", () => {
  const schema = {
    type: "object",
    required: ["id", "name", "secret"],
    properties: {
      id: { ...text, readOnly: true },
      name: text,
      secret: { ...text, writeOnly: true },
    },
  };

  it("leaves what is read only out of bodies, and what is written only out of answers", async () => {
    const operation = { requestBody: json(schema), responses: { 200: json(schema) } };
    const { descriptor } = await imported(openApi({ post: operation }));
    const { parameters, result } = descriptor.operations["postThings"] ?? {};
    expect(Object.keys(parameters ?? {})).toEqual(["name", "secret"]);
    expect(result).toEqual({
      type: "object",
      properties: texts("id", "name"),
      required: ["id", "name"],
    });
  });

  it("demands it of nobody where a type goes both ways, and says so", async () => {
    const put = { requestBody: json({ type: "array", items: to("Both") }), responses: { 204: {} } };
    const post = { requestBody: json(to("Answer")), responses: { 200: json(to("Answer")) } };
    const get = { responses: { 200: json(to("Both")) } };
    const schemas = { Both: schema, Answer: schema };
    const { descriptor, notes } = await imported(openApi({ get, put, post }, { schemas }));
    expect(descriptor.types?.["Both"]).toEqual({
      type: "object",
      properties: texts("id", "name", "secret"),
      required: ["name"],
    });
    expect(descriptor.types?.["Answer"]?.required).toEqual(["id", "name"]);
    expect(notes).toEqual([
      "Both.id: it goes one way only, and became optional",
      "Both.secret: it goes one way only, and became optional",
    ]);
  });
});

describe("importOpenApi of values", () => {
  it("keeps the type of what it cannot list, and lists what are texts", async () => {
    const properties = {
      large: { type: "integer", format: "int64", enum: [1, 2] },
      less: { type: "integer", enum: [1, 2] },
      said: { type: "string", enum: [1, true, "a"] },
      mixed: { enum: [1, "a"] },
      open: { type: "object", properties: texts("a"), additionalProperties: true },
    };
    const schemas = { Thing: { type: "object", properties } };
    const { descriptor, notes } = await imported(openApi({}, { schemas }));
    expect(descriptor.types?.["Thing"]?.properties).toMatchObject({
      large: { type: "integer", format: "int64" },
      said: { type: "string", enum: ["1", "true", "a"] },
      mixed: {},
    });
    expect(notes).toEqual([
      "Thing.open: its unnamed properties were left out",
      "Thing.large, Thing.less: values that are no texts were not listed: [1,2]",
      'Thing.mixed: values that are no texts were not listed: [1,"a"]',
    ]);
  });
});

describe("importOpenApi of what leads back to itself", () => {
  it("names a composed type that holds itself", async () => {
    const object = (properties: object, more: object = {}): object => {
      return { type: "object", properties, ...more };
    };
    const marked = { allOf: [to("Tree"), object(texts("mark"), { required: ["mark"] })] };
    const branch = { oneOf: [to("Choice"), object(texts("leaf"))], ...object(texts("own")) };
    const schemas = {
      Tree: object({ id: text, parent: marked, kids: { type: "array", items: marked } }),
      Choice: object({ branch }),
      Left: object({ right: { allOf: [to("Right"), object(texts("a"))] } }),
      Right: object({ left: { allOf: [to("Left"), object(texts("b"))], nullable: true } }),
    };
    const { descriptor, notes } = await imported(openApi({}, { schemas }));
    const { types = {} } = descriptor;
    expect(types["Tree"]?.properties).toMatchObject({
      parent: { $ref: "TreeParent" },
      kids: { type: "array", items: { $ref: "TreeKids" } },
    });
    expect(types["TreeParent"]?.required).toEqual(["mark"]);
    expect(types["TreeParent"]?.properties).toMatchObject({
      id: text,
      parent: { $ref: "TreeParent" },
      mark: text,
    });
    expect(types["Choice"]?.properties).toEqual({ branch: { $ref: "ChoiceBranch" } });
    expect(types["ChoiceBranch"]?.oneOf).toMatchObject([
      { properties: { own: text, branch: { $ref: "ChoiceBranch" } } },
      { properties: { own: text, leaf: text } },
    ]);
    expect(types["LeftRight"]?.properties).toEqual({
      left: { $ref: "RightLeft", nullable: true },
      a: text,
    });
    expect(types["RightLeft"]?.properties).toEqual({ right: { $ref: "LeftRight" }, b: text });
    expect(notes).toEqual([]);
  });

  it("names what is composed deep in others, which would be written out again and again", async () => {
    const count = 300;
    const schemas = Array.from({ length: count }, (_, index) => {
      const next = { allOf: [to(`Link${(index + 1) % count}`), { properties: texts("own") }] };
      return [`Link${index}`, { type: "object", properties: { next } }] as const;
    });
    const { descriptor } = await imported(openApi({}, { schemas: Object.fromEntries(schemas) }));
    expect(descriptor.types?.["Link0"]?.properties?.["next"]?.properties).toMatchObject({
      own: text,
    });
    expect(JSON.stringify(descriptor.types).length).toBeLessThan(count * 1000);
  });

  it("makes optional what would have another of its own type in it, and so on", async () => {
    const needs = (...names: readonly string[]): object => ({
      type: "object",
      properties: Object.fromEntries(names.map((name) => [name.toLowerCase(), to(name)])),
      required: names.map((name) => name.toLowerCase()),
    });
    const schemas = {
      Forest: needs("Tree"),
      Tree: needs("Tree", "Leaf"),
      Leaf: { type: "object", properties: texts("id"), required: ["id"] },
      Egg: needs("Hen"),
      Hen: needs("Egg"),
      Either: { oneOf: [to("Egg"), to("Hen")] },
      Never: { ...needs("Never"), nullable: true },
    };
    const { descriptor, notes } = await imported(openApi({}, { schemas }));
    const required = Object.entries(descriptor.types ?? {}).map(([name, type]) => [
      name,
      type.required,
    ]);
    expect(Object.fromEntries(required)).toEqual({
      Forest: ["tree"],
      Tree: ["leaf"],
      Leaf: ["id"],
      Egg: undefined,
      Hen: ["egg"],
      Either: undefined,
      Never: ["never"],
    });
    expect(notes).toEqual([
      "Tree.tree: it would need another of its own type in it, and became optional",
      "Egg.hen: it would need another of its own type in it, and became optional",
    ]);
  });
});

describe("importOpenApi of kinds of values", () => {
  const whole = { type: "number" };

  it.each([
    ["one and null", { type: ["integer", "null"] }, { type: "integer", nullable: true }],
    ["several", { type: ["string", "number"] }, { oneOf: [text, whole] }],
    [
      "several and null",
      { type: ["string", "number", "null"] },
      { oneOf: [text, whole], nullable: true },
    ],
    ["properties", { properties: texts("a") }, { type: "object", properties: texts("a") }],
    [
      "other properties",
      { additionalProperties: text },
      { type: "object", additionalProperties: text },
    ],
    ["items", { items: text }, { type: "array", items: text }],
    ["bytes", { contentMediaType: "image/png" }, { ...text, format: "binary" }],
    ["nothing", {}, {}],
    ["a text, or the type null", { oneOf: [text, { type: "null" }] }, { ...text, nullable: true }],
    ["a text, or a list of null", { anyOf: [text, { enum: [null] }] }, { ...text, nullable: true }],
    ["a text, or the value null", { anyOf: [text, { const: null }] }, { ...text, nullable: true }],
    [
      "a text, or what YAML makes of null",
      { oneOf: [text, { type: null }] },
      { ...text, nullable: true },
    ],
    [
      "a text, or one that reads null",
      { oneOf: [whole, { enum: ["null"] }] },
      { oneOf: [whole, { ...text, enum: ["null"] }] },
    ],
  ])("reads %s", async (_, schema, type) => {
    const { descriptor, notes } = await imported(openApi({}, { schemas: { Thing: schema } }));
    expect(descriptor.types?.["Thing"]).toEqual(type);
    expect(notes).toEqual([]);
  });

  it("reads formats that are known by their own names, and none of text for a number", async () => {
    const when = { type: "string", format: "DateTime" };
    const since = { type: "integer", format: "date" };
    const { descriptor, notes } = await imported(
      openApi({}, { schemas: { Thing: { properties: { when, since } } } }),
    );
    expect(descriptor.types?.["Thing"]?.properties).toEqual({
      when: { ...text, format: "date-time" },
      since: { type: "integer" },
    });
    expect(notes).toEqual(['Thing.since: "format": "date" was left out of what is no text']);
  });

  it("reads null beside a reference, and tells of the rest", async () => {
    const own = { ...to("Base"), nullable: true, description: "Its own." };
    const both = { ...to("Base"), properties: texts("b"), required: ["b"] };
    const { descriptor, notes } = await imported(
      openApi(
        {},
        {
          schemas: {
            Base: { type: "object", properties: texts("a") },
            Thing: { properties: { own, both } },
          },
        },
      ),
    );
    expect(descriptor.types?.["Thing"]?.properties).toEqual({
      own: { $ref: "Base", nullable: true },
      both: { $ref: "Base" },
    });
    expect(notes).toEqual(['Thing.both: left out beside "$ref": properties, required']);
  });

  const base = { type: "object", properties: texts("a") };
  const dated = { ...text, format: "date" };

  it.each([
    ["a reference", { type: "object", oneOf: [to("Base")] }, { $ref: "Base" }],
    ["properties", { type: "object", oneOf: [{ properties: texts("a") }] }, base],
    [
      "other properties",
      { type: "object", oneOf: [{ additionalProperties: text }] },
      { type: "object", additionalProperties: text },
    ],
    ["all of several", { type: "object", oneOf: [{ allOf: [to("Base")] }] }, { $ref: "Base" }],
    ["any of several", { type: "object", oneOf: [{ anyOf: [to("Base")] }] }, { $ref: "Base" }],
    ["one of several", { type: "object", oneOf: [{ oneOf: [to("Base")] }] }, { $ref: "Base" }],
    ["items", { type: "array", oneOf: [{ items: text }] }, { type: "array", items: text }],
    ["a value", { type: "string", oneOf: [{ const: "a" }] }, { ...text, enum: ["a"] }],
    ["values", { type: "string", oneOf: [{ enum: ["a"] }] }, { ...text, enum: ["a"] }],
    ["a format", { type: "string", oneOf: [{ format: "date" }] }, dated],
    ["another type", { type: "string", oneOf: [whole] }, whole],
  ])("takes %s for a member of a union whose type is said", async (_, union, said) => {
    const both = { ...union, oneOf: [...union.oneOf, to("Other")] };
    const { descriptor, notes } = await imported(
      openApi({}, { schemas: { Base: base, Other: base, Thing: both } }),
    );
    const { oneOf } = descriptor.types?.["Thing"] ?? {};
    expect(oneOf).toHaveLength(2);
    expect(oneOf).toEqual(expect.arrayContaining([said, { $ref: "Other" }]));
    expect(notes).toEqual([]);
  });

  it("takes for no member what only bounds the values of a union", async () => {
    const bounds = [{ pattern: "^a" }, { type: "string", maxLength: 3 }];
    const open = { anyOf: [{ required: ["a"] }, { not: { required: ["b"] } }] };
    const schemas = { Code: { ...text, oneOf: bounds }, Open: open };
    const { descriptor } = await imported(openApi({}, { schemas }));
    expect(descriptor.types).toEqual({ Code: text, Open: {} });
  });

  it("names a type that there is none of", async () => {
    const schemas = { Thing: { type: "object", properties: { day: { type: "date" } } } };
    const { descriptor, notes } = await imported(openApi({}, { schemas }));
    expect(descriptor.types?.["Thing"]).toEqual({ type: "object", properties: { day: {} } });
    expect(notes).toEqual(['Thing.day: there is no type "date"']);
  });

  it("notes the words that a descriptor does not have", async () => {
    const card = { type: "object", properties: texts("card", "code") };
    const schemas = {
      Card: { ...card, dependentRequired: { card: ["code"] }, dependentSchemas: { card: {} } },
      Tree: { type: "object", properties: { of: { $dynamicRef: "#node" } } },
      Odd: {
        not: {},
        if: {},
        patternProperties: {},
        prefixItems: [],
        unevaluatedProperties: false,
      },
    };
    const requestBody = json({ ...card, dependentRequired: { card: ["code"] } });
    const { descriptor, notes } = await imported(
      openApi({ post: { requestBody, responses: { 204: {} } } }, { schemas }),
    );
    expect(descriptor.types).toMatchObject({ Card: card, Tree: { properties: { of: {} } } });
    expect(notes).toEqual([
      'Card: "dependentRequired" was left out',
      'Card: "dependentSchemas" was left out',
      'Tree.of: "$dynamicRef" was left out',
      ...["if", "not", "patternProperties", "prefixItems", "unevaluatedProperties"].map(
        (word) => `Odd: "${word}" was left out`,
      ),
      'POST /things: "dependentRequired" was left out',
    ]);
  });

  it("takes for bytes in a form what has a media type, unless that is one of texts", async () => {
    const kinds = {
      ...{ photo: "image/png", page: "TEXT/html", meta: "application/json", feed: "image/svg+xml" },
      ...{ context: "application/x-text/plain" },
    };
    const properties = Object.fromEntries(
      Object.entries(kinds).map(([name, contentMediaType]) => [name, { contentMediaType }]),
    );
    const content = { "multipart/form-data": { schema: { type: "object", properties } } };
    const { descriptor } = await imported(openApi({ post: { requestBody: { content } } }));
    const bytes = { in: "body", ...text, format: "binary" };
    const words = { in: "body", ...text };
    expect(descriptor.operations["postThings"]?.parameters).toEqual({
      ...{ photo: bytes, page: words, meta: words, feed: words, context: bytes },
    });
  });

  it("keeps the name of what may be null besides", async () => {
    const schemas = {
      Node: { type: "object", properties: texts("a") },
      Maybe: { type: ["object", "null"], allOf: [to("Node")] },
    };
    const { descriptor, notes } = await imported(openApi({}, { schemas }));
    expect(descriptor.types?.["Maybe"]).toEqual({ $ref: "Node", nullable: true });
    expect(notes).toEqual([]);
  });
});
