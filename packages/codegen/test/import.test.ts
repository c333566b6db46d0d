import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { emit, importOpenApi } from "@oauth1/codegen";
import { lower, parseDescriptor, type Descriptor } from "@oauth1/descriptor";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { FILLED, imported, openApi } from "./import-models.js";

function sourcesOf(descriptor: Descriptor): ReadonlyMap<string, string> {
  const context = {
    scope: "@acme",
    license: "MIT",
    range: "^1.0.0",
    command: "npm run sdk",
    build: "tsup",
  };
  return emit(lower(descriptor), { ...context, source: "acme.json" });
}

describe("importOpenApi of Figma's document", async () => {
  const folder = dirname(
    createRequire(import.meta.url).resolve("@figma/rest-api-spec/package.json"),
  );
  const text = await readFile(join(folder, "openapi/openapi.yaml"), "utf8");
  const { descriptor, notes } = await imported(text, "figma");

  it("takes over every operation and every schema", () => {
    const { operations } = descriptor;
    expect(Object.keys(operations)).toHaveLength(text.match(/^ {6}operationId:/gm)?.length ?? 0);
    expect(operations["getFileNodes"]).toMatchObject({
      group: "files",
      summary: "Get file nodes.",
      method: "GET",
      path: "/v1/files/{file_key}/nodes",
      parameters: {
        file_key: { in: "path", type: "string" },
        ids: { in: "query", required: true, type: "string" },
      },
    });
    expect(descriptor.types?.["StarNode"]?.properties?.["type"]).toEqual({
      type: "string",
      enum: ["STAR"],
    });
    expect(descriptor.types?.["Node"]).toMatchObject({
      oneOf: expect.arrayContaining([{ $ref: "StarNode" }]),
      discriminator: "type",
    });
  });

  it("copies no sentence", () => {
    const sentences = [...text.matchAll(/description: (\w.{30,}\.)$/gm)].map(([, one = ""]) => one);
    expect(sentences.length).toBeGreaterThan(100);
    const made = JSON.stringify(descriptor);
    expect(sentences.filter((sentence) => made.includes(sentence))).toEqual([]);
  });

  it("says what it has left out", () => {
    expect(notes).toContain("POST /v2/webhooks: its callbacks were left out");
  });

  it("becomes sources that TypeScript understands", () => {
    for (const [path, source] of sourcesOf(descriptor)) {
      if (!path.endsWith(".ts")) continue;
      const { diagnostics = [] } = ts.transpileModule(source, { reportDiagnostics: true });
      expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
    }
  });
});

describe("importOpenApi of Swagger 2", () => {
  const swagger = {
    swagger: "2.0",
    info: { title: "Acme", version: "1" },
    host: "api.acme.example",
    basePath: "/v1",
    schemes: ["https"],
    paths: {
      "/photos/{photo-id}": {
        parameters: [{ name: "photo-id", in: "path", required: true, type: "string" }],
        post: {
          operationId: "update_photo",
          tags: ["Photo Albums"],
          consumes: ["application/x-www-form-urlencoded"],
          parameters: [
            { name: "title", in: "formData", type: "string", required: true },
            {
              name: "tags",
              in: "query",
              type: "array",
              items: { type: "string" },
              collectionFormat: "csv",
            },
          ],
          responses: {
            200: { description: "Fine.", schema: { $ref: "#/definitions/photo-item" } },
          },
        },
      },
    },
    definitions: {
      "photo-item": { type: "object", properties: { id: { type: "integer", format: "int64" } } },
    },
  };

  it("takes over forms, lists and definitions", async () => {
    const { descriptor, notes } = await imported(swagger);
    expect(notes).toEqual(["photo-item.id: JavaScript changes a 64-bit number beyond 2^53"]);
    expect(descriptor.api.baseUrl).toBe("https://api.acme.example/v1");
    expect(descriptor.operations).toEqual({
      updatePhoto: {
        group: "photo-albums",
        summary: "Update photo.",
        method: "POST",
        path: "/photos/{photo-id}",
        parameters: {
          "photo-id": { in: "path", type: "string" },
          tags: { in: "query", type: "array", items: { type: "string" }, style: "comma" },
          title: { in: "body", required: true, type: "string" },
        },
        body: "form",
        result: { $ref: "PhotoItem" },
      },
    });
    expect(descriptor.types).toEqual({
      PhotoItem: { type: "object", properties: { id: { type: "integer", format: "int64" } } },
    });
  });
});

describe("importOpenApi of what only Swagger 2 has", () => {
  const swagger = (get: object): object => ({
    swagger: "2.0",
    info: { title: "Acme", version: "1" },
    host: "api.acme.example",
    schemes: ["http", "https"],
    produces: ["application/json"],
    paths: { "/things": { get: { responses: { 204: {} }, ...get } } },
  });

  it("takes https where there is the choice", async () => {
    const { descriptor } = await imported(swagger({}));
    expect(descriptor.api.baseUrl).toBe("https://api.acme.example");
  });

  it("takes a file for bytes, whatever media types all answers have", async () => {
    const responses = { 200: { description: "A file.", schema: { type: "file" } } };
    const { descriptor } = await imported(swagger({ responses }));
    expect(descriptor.operations["getThings"]).toMatchObject({ response: "binary" });
    expect(descriptor.operations["getThings"]?.result).toBeUndefined();
  });

  it("notes a list with tabs, and leaves it out", async () => {
    const ids = { name: "ids", in: "query", type: "array", items: { type: "string" } };
    const parameters = [{ ...ids, collectionFormat: "tsv" }];
    const { descriptor, notes } = await imported(swagger({ parameters }));
    expect(descriptor.operations["getThings"]?.parameters).toBeUndefined();
    expect(notes).toEqual(['GET /things: a descriptor has no style for "ids": it was left out']);
  });
});

describe("importOpenApi", () => {
  it("leaves gaps that the parser names, each with its place", async () => {
    const result = await importOpenApi(JSON.stringify(openApi({})), { id: "acme" });
    const parsed = parseDescriptor(result.ok ? result.text : "", { file: "acme.json" });
    expect(parsed.ok ? [] : parsed.issues.map(({ path }) => path)).toEqual([
      "summary",
      "documentation",
      "lastVerified",
      "sources[0]",
      "oauth.signatureMethods[0]",
      "oauth.temporaryCredentials.url",
      "oauth.authorization.url",
      "oauth.tokenCredentials.url",
    ]);
  });

  it("takes over bodies of every kind", async () => {
    const body = (type: string, schema: object): object => ({
      requestBody: { required: true, content: { [type]: { schema } } },
      responses: { 204: {} },
    });
    const fields = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
    const { descriptor } = await imported(
      openApi({
        post: body("multipart/form-data", fields),
        put: body("application/json", { type: "array", items: { type: "string" } }),
        patch: body("image/png", { type: "string", format: "binary" }),
        delete: body("application/vnd.acme+json", fields),
      }),
    );
    const bodies = Object.entries(descriptor.operations).map(([name, operation]) => [
      name,
      [operation.body, operation.parameters, operation.response],
    ]);
    const a = { a: { in: "body", required: true, type: "string" } };
    const list = { in: "body", required: true, type: "array", items: { type: "string" } };
    expect(Object.fromEntries(bodies)).toEqual({
      postThings: ["multipart", a, "none"],
      putThings: [{ kind: "json", whole: "body" }, { body: list }, "none"],
      patchThings: [
        { kind: "binary", whole: "body", contentType: "image/png" },
        { body: { in: "body", required: true, type: "string", format: "binary" } },
        "none",
      ],
      deleteThings: [{ kind: "json", contentType: "application/vnd.acme+json" }, a, "none"],
    });
  });

  it("keeps bytes where a request has room for them, and takes them for text elsewhere", async () => {
    const bytes = { type: "string", format: "binary" };
    const file = {
      type: "object",
      properties: { file: bytes, all: { type: "array", items: bytes } },
    };
    const body = (type: string): object => ({
      requestBody: { content: { [type]: { schema: file } } },
      parameters: [{ in: "query", name: "q", schema: bytes }],
      responses: { 200: { content: { "application/json": { schema: file } } } },
    });
    const { descriptor } = await imported(
      openApi({ post: body("multipart/form-data"), put: body("application/json") }),
    );
    const { postThings, putThings } = descriptor.operations;
    const text = { type: "string" };
    const texts = { file: text, all: { type: "array", items: text } };
    expect(postThings?.parameters).toEqual({
      q: { in: "query", ...text },
      file: { in: "body", ...bytes },
      all: { in: "body", type: "array", items: bytes },
    });
    expect(putThings?.parameters).toMatchObject({ q: { in: "query", ...text } });
    expect(JSON.stringify(putThings)).not.toContain("binary");
    expect(postThings?.result).toEqual({ type: "object", properties: texts });
  });

  it("keeps the media type of a body that is no plain JSON, and no range of them", async () => {
    const whole = { kind: "binary", whole: "body" };
    const bodies = {
      "application/json; charset=utf-8": "json",
      "application/merge-patch+json": {
        kind: "json",
        contentType: "application/merge-patch+json",
      },
      "application/x-www-form-urlencoded; charset=utf-8": "form",
      "text/xml": { ...whole, contentType: "text/xml" },
      "application/vnd.Acme.v3+JSON": { kind: "json", contentType: "application/vnd.acme.v3+json" },
      "image/*": whole,
      "*/*": whole,
    };
    for (const [type, body] of Object.entries(bodies)) {
      const schema = { type: "object", properties: { a: { type: "string" } } };
      const requestBody = { content: { [type]: { schema } } };
      const { descriptor, notes } = await imported(openApi({ post: { requestBody } }));
      expect(descriptor.operations["postThings"]?.body, type).toEqual(body);
      expect(notes).toEqual([]);
    }
  });

  it("leaves out a media type that no descriptor can write", async () => {
    const requestBody = { content: { "application/x_own": { schema: { type: "string" } } } };
    const { descriptor, notes } = await imported(openApi({ post: { requestBody } }));
    expect(descriptor.operations["postThings"]?.body).toEqual({ kind: "binary", whole: "body" });
    expect(notes).toEqual([
      'POST /things: the content type "application/x_own" of its body was left out',
    ]);
  });

  it("takes over types of every kind", async () => {
    const schemas = {
      Nullable: { type: ["string", "null"], enum: ["a", "b", null] },
      Old: { type: "integer", nullable: true },
      Either: { oneOf: [{ $ref: "#/components/schemas/Old" }, { type: "boolean" }] },
      Open: { type: "object", additionalProperties: { type: "number" } },
      Whole: {
        allOf: [{ $ref: "#/components/schemas/Part" }, { properties: { b: {} }, required: ["b"] }],
      },
      Part: {
        type: "object",
        properties: { a: { const: "x" }, self: { $ref: "#/components/schemas/Part" } },
      },
      Deep: { $ref: "#/components/schemas/Part/properties/a" },
      "odd name": { type: "array", items: { type: "string", format: "date-time" } },
    };
    const { descriptor, notes } = await imported(openApi({}, { schemas }));
    expect(notes).toEqual([]);
    expect(descriptor.types).toEqual({
      Nullable: { type: "string", enum: ["a", "b"], nullable: true },
      Old: { type: "integer", nullable: true },
      Either: { oneOf: [{ $ref: "Old" }, { type: "boolean" }] },
      Open: { type: "object", additionalProperties: { type: "number" } },
      Whole: {
        type: "object",
        properties: { a: { type: "string", enum: ["x"] }, self: { $ref: "Part" }, b: {} },
        required: ["b"],
      },
      Part: {
        type: "object",
        properties: { a: { type: "string", enum: ["x"] }, self: { $ref: "Part" } },
      },
      Deep: { type: "string", enum: ["x"] },
      OddName: { type: "array", items: { type: "string", format: "date-time" } },
    });
  });

  it("gives every operation and type a name of its own that JavaScript can say", async () => {
    const answer = { responses: { 200: {} } };
    const { descriptor } = await imported({
      ...openApi({}, { schemas: { Operation: {}, AcmeAccount: {}, "1st": {} } }),
      paths: {
        "/a": {
          get: { operationId: "delete", ...answer },
          post: { operationId: "do it", ...answer },
        },
        "/b": {
          get: { operationId: "Do_It", ...answer },
          post: { operationId: "createAcme", ...answer },
        },
      },
    });
    expect(Object.keys(descriptor.operations)).toEqual(["getA", "doIt", "doIt2", "createAcme2"]);
    expect(Object.keys(descriptor.types ?? {})).toEqual(["Operation2", "AcmeAccount2", "Type1st"]);
  });

  it("closes the property that tells the members of a union apart", async () => {
    const animal = (own: string, kind: object = { type: "string" }): object => ({
      type: "object",
      properties: { kind, [own]: { type: "number" } },
      required: ["kind", own],
    });
    const schemas = {
      Dog: animal("barks"),
      "guide-dog": animal("guides", { type: "string", enum: ["dog", "guide"] }),
      Cat: animal("purrs"),
      Cow: animal("moos"),
      Fish: animal("swims", { type: "string", format: "uuid" }),
    };
    const refs = Object.keys(schemas).map((name) => ({ $ref: `#/components/schemas/${name}` }));
    const mapping = { dog: refs[0]?.$ref, guide: "guide-dog", cow: "Cow", bull: "Cow" };
    const oneOf = { oneOf: refs, discriminator: { propertyName: "kind", mapping } };
    const content = { "application/json": { schema: { type: "array", items: oneOf } } };
    const get = { responses: { 200: { content } } };
    const { descriptor } = await imported(openApi({ get }, { schemas }));
    const kinds = Object.values(descriptor.types ?? {}).map((type) => type.properties?.["kind"]);
    expect(kinds).toEqual([
      { type: "string", enum: ["dog"] },
      { type: "string", enum: ["guide"] },
      { type: "string", enum: ["Cat"] },
      { type: "string", enum: ["cow", "bull"] },
      { type: "string", format: "uuid" },
    ]);
    const types = sourcesOf(descriptor).get("src/types.ts") ?? "";
    expect(types).toContain('readonly kind: "dog";');
    expect(types).toContain('readonly kind: "Cat";');
    expect(types).toContain('readonly kind: "cow" | "bull";');
  });

  it("lists no values where only null is one", async () => {
    const properties = { gone: { type: "string", enum: [null] }, never: { const: null } };
    const schemas = { Thing: { type: "object", properties } };
    const { descriptor } = await imported(openApi({}, { schemas }));
    expect(descriptor.types?.["Thing"]?.properties).toEqual({
      gone: { type: "string", nullable: true },
      never: {},
    });
  });

  it("tells members apart only by what all of them have", async () => {
    const cat = { type: "object", properties: { kind: { type: "string" } } };
    const cow = { allOf: [{ $ref: "#/components/schemas/Cat" }, { type: "object" }] };
    const dog = { type: "object", properties: { name: { type: "string" } } };
    const [a, b, c] = ["Cat", "Cow", "Dog"].map((name) => ({
      $ref: `#/components/schemas/${name}`,
    }));
    const discriminator = { propertyName: "kind" };
    const Fine = { oneOf: [a, b], discriminator };
    const Odd = { oneOf: [a, c], discriminator };
    const schemas = {
      Cat: cat,
      Cow: cow,
      Dog: dog,
      Fine,
      Odd,
      Both: { oneOf: [a, { $ref: "#/components/schemas/Fine" }], discriminator },
    };
    const { descriptor, notes } = await imported(openApi({}, { schemas }));
    expect(descriptor.types?.["Fine"]).toMatchObject({ discriminator: "kind" });
    expect(descriptor.types?.["Both"]).toMatchObject({ discriminator: "kind" });
    expect(descriptor.types?.["Odd"]).not.toHaveProperty("discriminator");
    expect(notes).toContain('Odd: the discriminator "kind" was left out: not every member has it');
  });

  it("makes of a path with a query a path and what every call sends", async () => {
    const id = { name: "id", in: "path", required: true, schema: { type: "integer" } };
    const temporary = { name: "temporary", in: "query", schema: { type: "boolean" } };
    const put = { parameters: [id, temporary], responses: { 204: {} } };
    const { descriptor, notes } = await imported({
      ...openApi({}),
      paths: { "/users/{id}?temporary=false&of={id}#reset": { put } },
    });
    expect(Object.values(descriptor.operations)).toMatchObject([
      { path: "/users/{id}", query: { temporary: "false" }, parameters: { id: { in: "path" } } },
    ]);
    expect(notes).toEqual([
      expect.stringContaining('"of={id}" in the query of its path was left out'),
      expect.stringContaining('the query of its path says "temporary" already'),
    ]);
  });

  it("takes over paths that are described elsewhere", async () => {
    const id = { name: "id", in: "path", required: true, schema: { type: "integer" } };
    const thing = { parameters: [id], get: { responses: { 204: {} } } };
    const { descriptor, notes } = await imported({
      ...openApi({}, { pathItems: { default: thing } }),
      paths: { "/things/{id}": { $ref: "#/components/pathItems/default" } },
    });
    expect(descriptor.operations).toMatchObject({
      getThingsId: { path: "/things/{id}", parameters: { id: { in: "path", type: "integer" } } },
    });
    expect(notes).toEqual([]);
  });

  it("makes variables of a server's", async () => {
    const servers = [
      { url: "https://{shop}.acme.example", variables: { shop: { default: "demo" } } },
    ];
    const { descriptor } = await imported({ ...openApi({}), servers });
    expect(descriptor.api.baseUrl).toBe("https://{shop}.acme.example");
    expect(descriptor.variables?.["shop"]).toMatchObject({ example: "demo", default: "demo" });
  });

  it("notes what it cannot take over", async () => {
    const parameters = [
      { name: "session", in: "cookie", schema: { type: "string" } },
      { name: "id", in: "path", required: true, schema: { type: "string" } },
    ];
    const { notes } = await imported(
      openApi({
        get: { parameters, responses: { 200: {} }, requestBody: { content: { "text/plain": {} } } },
      }),
    );
    expect(notes).toEqual([
      'GET /things: the cookie parameter "session" was left out',
      'GET /things: the path has no place for the parameter "id"',
      "GET /things: a GET request has no body",
    ]);
  });

  it("notes operations and webhooks that no app can call", async () => {
    const answer = { responses: { 204: {} } };
    const { descriptor, notes } = await imported({
      ...openApi({ get: answer, options: answer, trace: answer }),
      webhooks: { "new thing": { post: answer } },
    });
    expect(Object.keys(descriptor.operations)).toEqual(["getThings"]);
    expect(notes).toEqual([
      "OPTIONS /things: it was left out",
      "TRACE /things: it was left out",
      "webhook new thing: it was left out",
    ]);
  });

  it("leaves out objects that no style of a descriptor writes", async () => {
    const schema = { $ref: "#/components/schemas/Range" };
    const json = { content: { "application/json": { schema } } };
    const parameters = [
      { name: "spread", in: "query", schema },
      { name: "listed", in: "query", explode: false, schema: { type: "object" } },
      { name: "X-Simple", in: "header", schema },
      { name: "deep", in: "query", style: "deepObject", schema },
      { name: "json", in: "query", ...json },
    ];
    const schemas = { Range: { type: "object", properties: { from: {}, to: {} } } };
    const { descriptor, notes } = await imported(openApi({ get: { parameters } }, { schemas }));
    expect(descriptor.operations["getThings"]?.parameters).toEqual({
      deep: { in: "query", $ref: "Range", style: "deep" },
      json: { in: "query", $ref: "Range", style: "json" },
    });
    expect(notes).toEqual(
      ["spread", "listed", "X-Simple"].map(
        (name) => `GET /things: a descriptor has no style for "${name}": it was left out`,
      ),
    );
  });

  it("knows a list by what its schema leads to", async () => {
    const schema = { $ref: "#/components/schemas/Ids" };
    const schemas = { Ids: { type: "array", items: { type: "integer" } } };
    const ids = { name: "ids", in: "query", explode: false, schema };
    const parameters = [ids, { name: "in", in: "path", required: true, schema }];
    const { descriptor, notes } = await imported({
      ...openApi({}, { schemas }),
      paths: { "/{in}": { get: { parameters } } },
    });
    expect(descriptor.operations["getIn"]?.parameters).toEqual({
      ids: { in: "query", $ref: "Ids", style: "comma" },
      in: { in: "path", type: "string" },
    });
    expect(notes).toEqual(["GET /{in}: a list in the path became a text"]);
  });

  it.each([
    ["openapi: 4.0.0", "this is neither OpenAPI 3 nor Swagger 2: it names no such version"],
    ["just text", "this is neither OpenAPI 3 nor Swagger 2: it names no such version"],
    [
      'openapi: 3.0.0\nx: { $ref: "https://acme.example/a.yaml#/b" }',
      "#/x: the reference https://acme.example/a.yaml#/b leads out of the document: bundle it first",
    ],
    ['openapi: 3.0.0\nx: { $ref: "#/y" }', "#/x: the reference #/y leads nowhere"],
    [
      'openapi: 3.1.0\nx: { $ref: "#photo" }',
      "#/x: the reference #photo is no way to a part: write it as #/...",
    ],
  ])("refuses %j", async (text, problem) => {
    expect(await importOpenApi(text, { id: "acme" })).toEqual({ ok: false, problems: [problem] });
  });

  it("refuses what is no YAML, with the place", async () => {
    const result = await importOpenApi('openapi: "3.0.0', { id: "acme" });
    expect(result.ok ? [] : result.problems).toEqual(['1:16 Missing closing "quote']);
  });
});

describe("importOpenApi of what is odd, or broken", () => {
  const problemsOf = async (text: string): Promise<readonly string[]> => {
    const result = await importOpenApi(text, { id: "acme" });
    return result.ok ? [] : result.problems;
  };

  it.each(["swagger: 2.0\nhost: api.acme.example\n", "openapi: 3.0\n", "openapi: 3.1\n"])(
    "reads the version of %j, which YAML takes for a number",
    async (head) => {
      expect(await problemsOf(`${head}paths: {}\n`)).toEqual([]);
    },
  );

  it("merges what YAML merges", async () => {
    const text =
      "openapi: 3.0.0\nx-all: &all { deprecated: true }\npaths: { /a: { get: { <<: *all } } }";
    const { descriptor } = await imported(`${text}\nservers: [{ url: https://acme.example }]\n`);
    expect(descriptor.operations).toMatchObject({ getA: { deprecated: true } });
  });

  it("takes no example for a reference, and no response for an example", async () => {
    const schema = { type: "object", example: { $ref: "elsewhere.json" } };
    const content = { "application/json": { schema, examples: { one: { value: { $ref: "x" } } } } };
    const responses = { default: { content } };
    expect((await imported(openApi({ get: { responses } }))).notes).toEqual([]);
    const foreign = { default: { $ref: "elsewhere.json" } };
    expect(await problemsOf(JSON.stringify(openApi({ get: { responses: foreign } })))).toEqual([
      "#/paths/~1things/get/responses/default: the reference elsewhere.json leads out of the document: bundle it first",
    ]);
  });

  it("follows a reference whose percent sign nobody has encoded", async () => {
    const schema = { $ref: "#/components/schemas/100%" };
    const responses = { 200: { content: { "application/json": { schema } } } };
    const components = { schemas: { "100%": { type: "string" } } };
    const { descriptor } = await imported(openApi({ get: { responses } }, components));
    expect(descriptor.operations).toMatchObject({ getThings: { result: { $ref: "Type100" } } });
  });

  it.each([
    "[".repeat(20_000),
    `{"openapi":${'{"a":'.repeat(5_000)}`,
    `{${'"openapi":"3.0.0",'.repeat(20)}"x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
  ])("refuses what is too deep", async (text) => {
    expect(await problemsOf(text)).toEqual(["this is nested deeper than 500 levels"]);
  });

  it("says no more than ten things about what is no YAML", async () => {
    const problems = await problemsOf("<p class='a'>: b: c\n".repeat(100));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(10);
  });

  it("gives operations and types names that a descriptor may have", async () => {
    const names = [
      "read xml",
      "call back",
      "callback url",
      "hmac sha1",
      "mock acme",
      "create acme",
    ];
    const paths = names.map((operationId, index) => [`/${index}`, { get: { operationId } }]);
    const types = ["AcmeLiveSession", "AcmeXAuthParams", "ReadonlyArray", "Uint8Array"];
    const document = {
      ...openApi({}, { schemas: Object.fromEntries(types.map((name) => [name, {}])) }),
      paths: Object.fromEntries(paths),
    };
    const { descriptor } = await imported(document);
    expect(Object.keys(descriptor.operations)).toEqual([
      "readXml2",
      "callBack",
      "callbackUrl2",
      "hmacSha12",
      "mockAcme2",
      "createAcme2",
    ]);
    expect(Object.keys(descriptor.types ?? {})).toEqual(types.map((name) => `${name}2`));
  });

  it("makes names of letters with accents that read as people write them without", async () => {
    const operationId = "détails de la Größe";
    const tags = ["Œuvres & Æther"];
    const schemas = { Réponse: {}, "Øre-Łódź": {}, 日本: {} };
    const { descriptor } = await imported(openApi({ get: { operationId, tags } }, { schemas }));
    expect(descriptor.operations).toMatchObject({
      detailsDeLaGrosse: { group: "oeuvres-aether", summary: "Details de la grosse." },
    });
    expect(Object.keys(descriptor.types ?? {})).toEqual(["Reponse", "OreLodz", "Type"]);
  });

  it("takes a pattern in a path for one segment or for many", async () => {
    const file = { name: "file", in: "path", required: true, schema: { type: "string" } };
    const id = { ...file, name: "id" };
    const paths = {
      "/raw/{id:[0-9]+}/{file:.*}": { get: { parameters: [id, file] } },
      "/files/{+file}": { get: { parameters: [file] } },
    };
    const { descriptor, notes } = await imported({ ...openApi({}), paths });
    const found = Object.values(descriptor.operations).map(({ path }) => path);
    expect(found).toEqual(["/raw/{id}/{+file}", "/files/{+file}"]);
    expect(notes).toEqual([]);
  });

  it("keeps one of two parameters with one name, and names the other", async () => {
    const one = (name: string, place: string, required = false): object => ({
      ...{ name, in: place, required, schema: { type: "string" } },
    });
    const shared = [one("v", "query"), one("own", "query")];
    const own = { ...one("own", "query"), schema: { type: "integer" } };
    const parameters = [one("v", "header"), one("key", "query"), one("key", "header", true), own];
    const { descriptor, notes } = await imported(
      openApi({ parameters: shared, get: { parameters } }),
    );
    expect(descriptor.operations["getThings"]?.parameters).toEqual({
      v: { in: "query", type: "string" },
      own: { in: "query", type: "integer" },
      key: { in: "header", required: true, type: "string" },
    });
    expect(notes).toEqual([
      'GET /things: the header parameter "v" has the name of another',
      'GET /things: the query parameter "key" has the name of another',
    ]);
  });

  it.each([
    ["application/x-www-form-urlencoded", "form"],
    ["multipart/form-data", "multipart"],
  ])("leaves out the one field of %s that has the name of a parameter", async (type, kind) => {
    const schema = { type: "object", properties: { id: { type: "string" }, a: {} } };
    const parameters = [{ name: "id", in: "query", schema: { type: "integer" } }];
    const sent = (content: object): object =>
      openApi({ post: { parameters, requestBody: { content: { [type]: content } } } });
    const { descriptor, notes } = await imported(sent({ schema }));
    expect(descriptor.operations["postThings"]).toMatchObject({
      parameters: { id: { in: "query", type: "integer" }, a: { in: "body" } },
      body: kind,
    });
    expect(notes).toEqual(['POST /things: the field "id" of its body has the name of a parameter']);
    const empty = await imported(sent({}));
    expect(empty.descriptor.operations["postThings"]?.body).toBeUndefined();
    expect(empty.notes).toEqual([
      "POST /things: its body was left out: it is a form that names no other fields",
    ]);
  });

  it("takes a type that is described by itself for anything", async () => {
    const to = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
    const schemas = {
      Self: to("Self"),
      Way: to("There"),
      There: { oneOf: [to("Way"), { type: "string" }] },
      Tree: { oneOf: [{ type: "array", items: to("Tree") }, to("Self")] },
    };
    const { descriptor, notes } = await imported(openApi({}, { schemas }));
    expect(descriptor.types).toEqual({
      Self: {},
      Way: {},
      There: {},
      Tree: { oneOf: [{ type: "array", items: { $ref: "Tree" } }, { $ref: "Self" }] },
    });
    expect(notes).toEqual(
      ["Self", "Way", "There"].map(
        (name) => `${name}: it is described by itself, and can be anything`,
      ),
    );
  });

  it("leaves out a parameter that no app could leave out", async () => {
    const parameters = ["toString", "__proto__"].map((name) => ({ name, in: "query" }));
    const { descriptor, notes } = await imported(openApi({ get: { parameters } }));
    expect(descriptor.operations["getThings"]?.parameters).toBeUndefined();
    expect(notes).toEqual([
      'GET /things: every JavaScript object has its own "toString": it was left out',
      'GET /things: every JavaScript object has its own "__proto__": it was left out',
    ]);
  });

  it("leaves out a property that no app could leave out of what it gives", async () => {
    const to = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
    const json = (schema: object): object => ({ content: { "application/json": { schema } } });
    const text = { type: "string" };
    const properties = { name: text, valueOf: text, toString: text };
    const given = { type: "object", properties, required: ["valueOf"] };
    const got = { type: "object", properties: { name: text, toString: text } };
    const { descriptor, notes } = await imported(
      openApi(
        {
          post: {
            requestBody: json({ type: "array", items: to("Given") }),
            responses: { 200: json(to("Got")) },
          },
        },
        { schemas: { Given: given, Got: got } },
      ),
    );
    expect(descriptor.types).toEqual({
      Given: { ...given, properties: { name: text, valueOf: text } },
      Got: got,
    });
    expect(notes).toEqual([
      'Given.toString: every JavaScript object has its own "toString": it was left out',
    ]);
  });

  it("gives the variables of a server names that a template may have, and their values", async () => {
    const variables = {
      "tenant-id": { default: "demo" },
      environment: { default: "sandbox", enum: ["sandbox", "live"] },
    };
    const server = { url: "https://{tenant-id}.{environment}.acme.example/", variables };
    const result = await importOpenApi(
      JSON.stringify({ openapi: "3.0.3", info: { title: "" }, servers: [server], paths: {} }),
      { id: "acme" },
    );
    const described = JSON.parse(result.ok ? result.text : "{}");
    expect(described).toMatchObject({
      name: "acme",
      api: { baseUrl: "https://{tenantId}.{environment}.acme.example" },
      variables: {
        tenantId: { default: "demo" },
        environment: { default: "sandbox", values: { sandbox: "sandbox", live: "live" } },
      },
    });
    const filled = JSON.stringify({ ...described, ...FILLED });
    const parsed = parseDescriptor(filled, { file: "acme.json" });
    const left = parsed.ok ? [] : parsed.issues.map(({ path, rule }) => `${rule} ${path}`);
    expect(left).toEqual([
      "todo variables.tenantId.description",
      "todo variables.environment.description",
    ]);
  });
});
