import { importOpenApi } from "@oauth1/codegen";
import type { Descriptor } from "@oauth1/descriptor";
import { describe, expect, it } from "vitest";

const problemsOf = async (
  document: string | Uint8Array,
  file?: string,
): Promise<readonly string[]> => {
  const result = await importOpenApi(document, { id: "acme", file });
  return result.ok ? [] : result.problems;
};
const notesOf = async (document: string): Promise<readonly string[]> => {
  const result = await importOpenApi(document, { id: "acme" });
  return result.ok ? result.notes : result.problems;
};
const nameOf = async (document: Uint8Array): Promise<string> => {
  const result = await importOpenApi(document, { id: "acme" });
  return result.ok ? JSON.parse(result.text).name : result.problems.join();
};

const descriptorOf = async (document: string): Promise<Descriptor> => {
  const result = await importOpenApi(document, { id: "acme" });
  return JSON.parse(result.ok ? result.text : "{}");
};

describe("importOpenApi of YAML", () => {
  it("leaves texts without quotes as they are written", async () => {
    const text = `
      openapi: 3.1.0
      servers:
        - url: https://api.acme.example/{version}
          variables: { version: { default: 1.0, enum: [1.0, 2.10] } }
      paths:
        /things:
          get:
            parameters:
              - { name: size, in: query, schema: { type: string, enum: [1.0, 1e3, 007, True, x] } }
              - { name: id, in: query, schema: { type: string, const: 12345678901234567890 } }
              - { name: rate, in: query, schema: { type: [string, "null"], enum: [0.50, null] } }
              - { name: year, in: query, schema: { type: [string, integer], const: 2026 } }
      components:
        schemas:
          Sizes: { type: object, properties: { 1.0: { type: string }, 2: { type: boolean } } }`;
    const { api, variables, operations, types } = await descriptorOf(text);
    expect(api?.baseUrl).toBe("https://api.acme.example/{version}");
    expect(variables?.["version"]).toMatchObject({
      default: "1.0",
      values: { "1.0": "1.0", "2.10": "2.10" },
    });
    expect(operations["getThings"]?.parameters).toEqual({
      size: { in: "query", type: "string", enum: ["1.0", "1e3", "007", "True", "x"] },
      id: { in: "query", type: "string", enum: ["12345678901234567890"] },
      rate: { in: "query", type: "string", enum: ["0.50"] },
      year: { in: "query", type: "number" },
    });
    expect(Object.keys(types?.["Sizes"]?.properties ?? {})).toEqual(["2", "1.0"]);
  });

  it("has Node.js warn of nothing, where a name is a list", async () => {
    const warnings: string[] = [];
    const listen = ({ message }: Error): number => warnings.push(message);
    process.on("warning", listen);
    expect(await notesOf("openapi: 3.0.0\npaths:\n  ? [a]\n  : get: {}\n")).toEqual([
      expect.stringMatching(/^GET \[ a \]: it was left out/),
    ]);
    // Warnings are given at the end of a turn.
    await new Promise(setImmediate);
    process.off("warning", listen);
    expect(warnings).toEqual([]);
  });
});

describe("importOpenApi of Swagger 2 with references that are escaped", () => {
  const swagger = (paths: string): string => `
swagger: "2.0"
info: { title: Acme }
host: api.acme.example
schemes: [https]
parameters:
  Page Size: { name: size, in: query, type: integer }
  a/b~c: { name: first, in: query, type: string }
  a_b_c: { name: second, in: query, type: string }
  body~param: { name: body, in: body, schema: { type: object, properties: { a: { type: string } } } }
  plain: { name: plain, in: body, schema: { type: object } }
responses:
  Ok/Thing: { description: Done., schema: { $ref: "#/definitions/Big%20Thing~11" } }
definitions:
  Big Thing/1: { type: object, properties: { id: { type: string } } }
paths:
  /things:
${paths}`;

  it("follows them to parameters, bodies and answers", async () => {
    const text = swagger(`
    get:
      parameters:
        - { $ref: "#/parameters/Page%20Size" }
        - { $ref: "#/parameters/a~1b~0c" }
        - { $ref: "#/parameters/a_b_c" }
      responses: { 200: { $ref: "#/responses/Ok~1Thing" } }
    post:
      parameters: [{ $ref: "#/parameters/body~0param" }]
      responses: { 204: { description: Done. } }
`);
    const { operations } = await descriptorOf(text);
    expect(operations).toMatchObject({
      getThings: {
        parameters: { size: { type: "integer" }, first: { in: "query" }, second: { in: "query" } },
        result: { $ref: "BigThing1" },
      },
      postThings: { body: "json", parameters: { a: { in: "body", type: "string" } } },
    });
    expect(await notesOf(text)).toEqual([]);
  });

  it("says where one leads nowhere in the end", async () => {
    const schema = '{ $ref: "#/parameters/plain/schema" }';
    const text = swagger(`
    get:
      produces: [application/json]
      responses: { 200: { description: Done., schema: ${schema} } }
`);
    expect(await notesOf(text)).toEqual([
      "#/paths/~1things/get/responses/200/content/application~1json/schema: " +
        "the reference #/components/parameters/plain/schema leads nowhere in the OpenAPI 3 that this Swagger 2 became",
    ]);
  });
});

describe("importOpenApi of a document that cannot be read", () => {
  it("says each mistake once, with its file, line and column", async () => {
    expect(await problemsOf("openapi: 3.0.0\npaths:\n\t/a: {}\n", "a.yaml")).toEqual([
      "a.yaml:3:1 Tabs are not allowed as indentation",
    ]);
    expect(await problemsOf('{\n  "openapi": "3.0.0",\n  "paths": {', "a.json")).toEqual([
      expect.stringMatching(/^a\.json:3:13 this is no JSON: /),
    ]);
    expect(await problemsOf("", "a.yaml")).toEqual([
      "a.yaml: this is neither OpenAPI 3 nor Swagger 2: it names no such version",
    ]);
  });

  it.each([
    ['{ // c\n "openapi": "3.0.3", "paths": {} }', "1:3"],
    ['{ "openapi": "3.0.3",\n /* c */ "paths": {} }', "2:2"],
    ['// c\n{ "openapi": "3.0.3", "paths": {} }', "1:1"],
    ['{ "openapi": "3.0.3"// c\n, "paths": {} }', "1:21"],
  ])("takes no comment in JSON for the beginning of a name, as in %j", async (text, place) => {
    expect(await problemsOf(text, "a.json")).toEqual([
      `a.json:${place} this is no JSON: a comment begins here`,
    ]);
  });

  it("takes no URL for a comment, and no text", async () => {
    const said = '"info": { "title": "a /* b */ // c" }';
    const text = `{ "openapi": "3.0.3", ${said}, externalDocs: { url: https://a.example//b }, }`;
    expect(await problemsOf(text)).toEqual([]);
  });

  it.each([
    ["a: &a { b: *a }", "an alias in it holds itself"],
    ["a: 1\n---\nb: 2\n", "2:1 here a second YAML document begins: an import takes one"],
    [`a: ${"[".repeat(501)}`, "this is nested deeper than 500 levels"],
    [`${"- ".repeat(501)}1`, "this is nested deeper than 500 levels"],
  ])("refuses %j", async (text, problem) => {
    expect(await problemsOf(text)).toEqual([problem]);
  });

  it("refuses what is too deep for whoever reads YAML", async () => {
    const problem = "this is nested deeper than 500 levels";
    expect(await problemsOf(`${"- ".repeat(20_000)}1`)).toEqual([problem]);
  });

  it("takes no bracket in a sentence for a list", async () => {
    const head = "openapi: 3.0.0\ninfo: { title: Half open }\nx-limits:\n";
    const text = `${head}${"  - from 0 up to 1 is [0, 1)\n".repeat(501)}`;
    expect(await nameOf(Buffer.from(text))).toBe("Half open");
  });

  it("refuses aliases that make far too much", async () => {
    const list = `a: &a [${"1,".repeat(20_000)}]`;
    expect(await problemsOf(`${list}\nb: [${"*a,".repeat(400)}]`)).toEqual([
      "its aliases make far too much of it",
    ]);
  });
});

describe("importOpenApi of bytes", () => {
  const text = "openapi: 3.0.0\ninfo: { title: Café }\n";
  const utf16 = Buffer.from(`\uFEFF${text}`, "utf16le");

  it("knows UTF-8 and UTF-16", async () => {
    expect(await nameOf(Buffer.from(text))).toBe("Café");
    expect(await nameOf(Buffer.from(`\uFEFF${text}`))).toBe("Café");
    expect(await nameOf(utf16)).toBe("Café");
    expect(await nameOf(utf16.subarray(2))).toBe("Café");
    expect(await nameOf(Buffer.from(utf16).swap16())).toBe("Café");
  });

  it("refuses what is neither", async () => {
    expect(await problemsOf(Buffer.from(text, "latin1"))).toEqual([
      "this is not the UTF-8 or UTF-16 that it should be",
    ]);
  });
});

describe("importOpenApi of a document that says little", () => {
  it.each([
    ['{"openapi":"3.0.0"}', ["paths: there are no operations"]],
    ['{"openapi":"3.0.0","paths":[]}', ["paths: this is no object, and there are no operations"]],
    [
      '{"openapi":"3.0.0","paths":{"/a":{"put":"x"}}}',
      ["PUT /a: this is no operation: it was left out"],
    ],
    [
      '{"openapi":"3.0.0",\n"paths":{"/a":{"get":{}}}, "paths":{"/b":{"get":{}}}}',
      ['2:28: "paths" stands here again, and only the last was taken over'],
    ],
  ])("notes what is odd about %s", async (text, notes) => {
    expect(await notesOf(text)).toEqual(notes);
  });
});
