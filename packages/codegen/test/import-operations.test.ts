import { describe, expect, it } from "vitest";
import { imported, openApi, type Result } from "./import-models.js";

const text = { type: "string" };
const json = (schema: object, more: object = {}): object => ({
  content: { "application/json": { schema } },
  ...more,
});
const thing = { type: "object", properties: { id: text } };

describe("importOpenApi of answers", () => {
  const to = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
  const schemas = { ApiError: { type: "object" }, Thing: thing };

  it.each([
    [
      { default: json(to("ApiError")), "2XX": json(to("Thing")) },
      { result: { $ref: "Thing" } },
      [],
    ],
    [{ 302: {}, default: json(to("Thing")) }, { response: "none" }, []],
    [{ default: json(to("Thing")) }, { result: { $ref: "Thing" } }, []],
    [
      { 404: {}, default: json(to("Thing"), { description: "Successful." }) },
      { result: { $ref: "Thing" } },
      [],
    ],
    [
      { default: json(to("ApiError")) },
      {},
      ["GET /things: it names no answer but an error, and can answer anything"],
    ],
    [
      { 200: {}, 201: json(to("Thing")) },
      { result: { $ref: "Thing" } },
      ["GET /things: of its answers, only 201 was taken over"],
    ],
  ])("takes %j for %j", async (responses, expected, said) => {
    const { descriptor, notes } = await imported(openApi({ get: { responses } }, { schemas }));
    const { response, result } = descriptor.operations["getThings"] ?? {};
    const answer = { ...(response && { response }), ...(result && { result }) };
    expect(answer).toEqual(expected);
    expect(notes).toEqual(said);
  });

  it.each([{ 200: json(thing) }, { default: json(to("ApiError")) }])(
    "reads no body of an answer to HEAD, of %j",
    async (responses) => {
      const { descriptor } = await imported(openApi({ head: { responses } }, { schemas }));
      expect(descriptor.operations).toMatchObject({ headThings: { response: "none" } });
    },
  );
});

describe("importOpenApi of what is written", () => {
  it("writes the fields of a form as their encoding says", async () => {
    const list = { type: "array", items: text };
    const properties = { deep: thing, list, json: thing, spread: thing, file: text };
    const encoding = {
      deep: { style: "deepObject", explode: true },
      list: { style: "form", explode: false },
      json: { contentType: "application/json" },
      spread: { style: "form", explode: true },
      file: { contentType: "text/xml", headers: { "X-Own": {} } },
    };
    const content = { schema: { type: "object", properties }, encoding };
    const requestBody = { content: { "application/x-www-form-urlencoded": content } };
    const { descriptor, notes } = await imported(
      openApi({ post: { requestBody, responses: { 204: {} } } }),
    );
    expect(descriptor.operations["postThings"]?.parameters).toEqual({
      deep: { in: "body", $ref: "Deep", style: "deep" },
      list: { in: "body", ...list, style: "comma" },
      json: { in: "body", $ref: "Deep", style: "json" },
      file: { in: "body", ...text },
    });
    expect(notes).toEqual([
      'POST /things: a descriptor has no style for "spread": it was left out',
      'POST /things: the content type "text/xml" of its field "file" was left out',
      'POST /things: the headers of its field "file" was left out',
    ]);
  });

  it("writes the lists of a form as Swagger says, whatever YAML has named twice", async () => {
    const list = (name: string, format = ""): string =>
      `{ name: ${name}, in: formData, type: array, items: { type: string }${format} }`;
    const { descriptor, notes } = await imported(`
swagger: "2.0"
info: { title: Acme }
host: api.acme.example
schemes: [https]
paths:
  /things:
    post: &post
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - ${list("commas")}
        - ${list("pipes", ", collectionFormat: pipes")}
        - ${list("many", ", collectionFormat: multi")}
        - ${list("tabs", ", collectionFormat: tsv")}
      responses: { 204: { description: Done. } }
    put: *post
`);
    const styles = Object.values(descriptor.operations).map(({ parameters }) =>
      Object.entries(parameters ?? {}).map(([name, { style }]) => [name, style]),
    );
    const all = [
      ["commas", "comma"],
      ["pipes", "pipe"],
      ["many", undefined],
    ];
    expect(styles).toEqual([all, all]);
    expect(notes).toContain('PUT /things: a descriptor has no style for "tabs": it was left out');
  });

  it("takes the bytes of OpenAPI 3.1 for bytes", async () => {
    const image = { type: "string", contentMediaType: "image/png" };
    const properties = { image, coded: { ...image, contentEncoding: "base64" } };
    const form = { "multipart/form-data": { schema: { type: "object", properties } } };
    const { descriptor } = await imported(
      openApi({
        post: { requestBody: { content: form } },
        put: { requestBody: { content: { "application/octet-stream": {} } } },
      }),
    );
    const bytes = { in: "body", type: "string", format: "binary" };
    expect(descriptor.operations).toMatchObject({
      postThings: { parameters: { image: bytes, coded: { in: "body", ...text } } },
      putThings: { parameters: { body: bytes } },
    });
    expect(descriptor.operations["postThings"]?.parameters?.["coded"]).not.toHaveProperty("format");
  });

  it("leaves out what the client sends itself, and says so", async () => {
    const parameters = ["Content-Length", "Cookie", "a b"].map((name) => {
      return { name, in: "header", schema: text };
    });
    const token = { name: "oauth_token", in: "query", required: true, schema: text };
    const { descriptor, notes } = await imported(
      openApi({ get: { parameters: [...parameters, token] } }),
    );
    expect(descriptor.operations["getThings"]?.parameters).toBeUndefined();
    expect(notes).toEqual([
      'GET /things: the header parameter "Content-Length" was left out: the client sends the header "Content-Length" itself',
      'GET /things: the header parameter "Cookie" was left out: the client sends the header "Cookie" itself',
      'GET /things: the header parameter "a b" was left out: "a b" is no header name, which has letters, digits and hyphens',
      'GET /things: the query parameter "oauth_token" was left out: the client sends "oauth_token" itself, with the signature',
    ]);
  });

  it("notes styles that a descriptor does not have", async () => {
    const id = { name: "id", in: "path", required: true, style: "matrix", schema: text };
    const q = { name: "q", in: "query", allowReserved: true, schema: text };
    const paths = { "/things/x{;id}": { get: { parameters: [id, q] } } };
    const { descriptor, notes } = await imported({ ...openApi({}), paths });
    expect(Object.values(descriptor.operations)).toMatchObject([{ path: "/things/x{id}" }]);
    expect(notes).toEqual([
      "/things/x{;id}: its path became /things/x{id}, which writes values plainly",
      'GET /things/x{id}: the style "matrix" of "id" was left out',
      'GET /things/x{id}: "allowReserved" of "q" was left out',
    ]);
  });
});

describe("importOpenApi of places", () => {
  const servers = [{ url: "https://api.acme.example/v1" }, { url: "http://api.acme.example/v1" }];

  it("leaves out what is referred to in a circle, and says so", async () => {
    const paths = {
      "/a": { $ref: "#/paths/~1b" },
      "/b": { $ref: "#/paths/~1a" },
      "/c": { get: { parameters: [{ $ref: "#/components/parameters/Me" }] } },
    };
    const parameters = { Me: { $ref: "#/components/parameters/Me" } };
    const { descriptor, notes } = await imported({ ...openApi({}, { parameters }), paths });
    expect(Object.values(descriptor.operations)).toMatchObject([{ path: "/c" }]);
    expect(notes).toEqual([
      "/a: its reference leads in a circle: it was left out",
      "/b: its reference leads in a circle: it was left out",
      "GET /c: a parameter was left out: its reference leads in a circle",
    ]);
  });

  it("says https where others could read what is sent, and leaves this machine alone", async () => {
    const at = (url: string): Promise<Result> => imported({ ...openApi({}), servers: [{ url }] });
    const open = await at("http://{region}.acme.example/v1");
    expect(open.descriptor.api.baseUrl).toBe("https://{region}.acme.example/v1");
    expect(open.notes).toContain(
      "servers: http://{region}.acme.example/v1 became https, because over http others can read what is sent",
    );
    const own = await at("http://localhost:8080/v1");
    expect(own.descriptor.api.baseUrl).toBe("http://localhost:8080/v1");
    expect(own.notes).toEqual([]);
  });

  it("makes hosts of servers that operations have of their own", async () => {
    const at = (url: string, more: object = {}): object => ({ servers: [{ url, ...more }] });
    const region = { variables: { region: { default: "eu" } } };
    const paths = {
      "/upload": { ...at("https://upload.acme.example/"), post: {}, get: at("/v3") },
      "/again": { put: at("https://upload.acme.example") },
      "/next": { get: at("https://api.acme.example/v2") },
      "/same": { get: { servers } },
      "/near": { get: at("https://{region}.acme.example", region) },
      "/open": { get: at("http://open.acme.example") },
      "/user": { get: at("https://me:secret@acme.example") },
    };
    const { descriptor, notes } = await imported({ ...openApi({}), servers, paths });
    expect(descriptor.api).toEqual({
      baseUrl: "https://api.acme.example/v1",
      hosts: {
        upload: "https://upload.acme.example",
        v2: "https://api.acme.example/v2",
        region: "https://{region}.acme.example",
      },
    });
    expect(descriptor.variables).toMatchObject({ region: { default: "eu" } });
    const hosts = Object.values(descriptor.operations).map(({ path, host }) => [path, host]);
    expect(hosts).toEqual([
      ["/upload", undefined],
      ["/upload", "upload"],
      ["/again", "upload"],
      ["/next", "v2"],
      ["/same", undefined],
      ["/near", "region"],
      ["/open", undefined],
      ["/user", undefined],
    ]);
    expect(notes).toEqual([
      "GET /upload: its own servers were left out: /v3",
      "GET /open: its own servers were left out: http://open.acme.example",
      "GET /user: its own servers were left out: https://me:secret@acme.example",
    ]);
  });

  it("leaves out an operation that no descriptor can have, and says why", async () => {
    const paths = {
      "/things/{id}": { get: {} },
      "/things/{name}": { get: {}, put: {} },
      "/a/../b": { get: {} },
      things: { get: {} },
    };
    const { descriptor, notes } = await imported({ ...openApi({}), paths });
    const found = Object.values(descriptor.operations).map(({ method, path }) => [method, path]);
    expect(found).toEqual([
      ["GET", "/things/{id}"],
      ["PUT", "/things/{name}"],
    ]);
    expect(notes.filter((note) => note.includes("left out"))).toEqual([
      expect.stringMatching(
        /^GET \/things\/\{name\}: it was left out: nothing tells a request of "getThingsName" from one of "getThingsId"/,
      ),
      expect.stringMatching(/^GET \/a\/\.\.\/b: it was left out: a URL takes /),
      expect.stringMatching(/^GET things: it was left out: "things" is not a path /),
    ]);
  });

  it("gives an operation no name whose parameters would be called what a login takes", async () => {
    const parameters = [{ name: "a", in: "query", schema: text }];
    const { descriptor } = await imported(
      openApi({ get: { operationId: "acmeLogin", parameters } }),
    );
    expect(Object.keys(descriptor.operations)).toEqual(["acmeLogin2"]);
  });

  it.each([
    [
      "https://{host}/{path}",
      { host: { default: "a.example" }, path: { default: "v1/b" } },
      "https://{host}/v1/b",
    ],
    ["https://a.example{path}", { path: { default: "/v1" } }, "https://a.example/v1"],
    [
      "{scheme}://a.example",
      { scheme: { default: "https", enum: ["https", "http"] } },
      "https://a.example",
    ],
    ["https://{one}.example", { one: { default: "a", enum: ["a"] } }, "https://a.example"],
    ["https://a.example:{port}", { port: { default: 8443 } }, "https://a.example:{port}"],
    [
      "https://{a-b}.{aB}.example/?x=1",
      { "a-b": { default: "a" }, aB: { default: "b" } },
      "https://{aB}.{aB2}.example",
    ],
    ["https://{tenant}.a.example", {}, "https://{tenant}.a.example"],
    ["https://a.example", { unused: { default: "a" } }, "https://a.example"],
  ])("takes %s over", async (url, variables, baseUrl) => {
    const { descriptor } = await imported({ ...openApi({}), servers: [{ url, variables }] });
    expect(descriptor.api.baseUrl).toBe(baseUrl);
  });

  it("groups by the path what has a tag without Latin letters", async () => {
    const { descriptor } = await imported(openApi({ get: { tags: ["用户"] } }));
    expect(descriptor.operations).toMatchObject({ getThings: { group: "things" } });
  });
});
