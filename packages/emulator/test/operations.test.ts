import { describe, expect, it } from "vitest";
import {
  cursorPages,
  jsonBody,
  multipartBody,
  offsetPages,
  pagedOperation,
  paginate,
  wholeJsonBody,
  type ListStyle,
  type OperationDescription,
  type SessionLevel,
} from "@oauth1/client";
import { baseUrl, call, described, sessionOf } from "./calls.js";
import { closeAfterEach, emulate } from "./world.js";

closeAfterEach();

const text = { type: "string" } as const;
const inPath = (example: string): object => ({ ...text, in: "path", example });

describe("a multipart body", () => {
  it("has a file where one is described, and not text", async () => {
    const inBody = { in: "body", required: true, type: "string" } as const;
    const parameters = {
      photo: { ...inBody, format: "binary" },
      more: {
        ...inBody,
        required: false,
        type: "array",
        items: { type: "string", format: "binary" },
      },
      title: inBody,
    };
    const upload = { method: "POST", path: "/photos", body: "multipart", parameters, example: {} };
    const { session } = await sessionOf(await emulate(described({ upload })));
    const send = async (parts: Readonly<Record<string, Blob | string>>): Promise<string> => {
      const body = new FormData();
      for (const [name, part] of Object.entries(parts)) body.append(name, part);
      return (await session.fetch("/api/photos", { method: "POST", body })).text();
    };
    const file = new Blob(["..."]);
    expect(await send({ photo: file, title: "a" })).toBe("{}");
    expect(await send({ photo: file, title: "a", more: file })).toBe("{}");
    expect(await send({ photo: "...", title: "a" })).toContain("photo has to be a file");
    expect(await send({ photo: file, title: "a", more: "{}" })).toContain("more has to be a file");
  });

  const file = new Blob(["..."]);
  const object = { a: "1" };
  const binary = { type: "string", format: "binary" };
  const list = (items: object): object => ({ type: "array", items });
  const anyObject = { type: "object", additionalProperties: { type: "string" } };

  it.each<readonly [style: ListStyle, type: object, value: unknown, at: string]>([
    ["repeat", list(binary), [file, file], "b"],
    ["comma", list(binary), [file, file], "b"],
    ["json", list(binary), [file, file], "b"],
    ["brackets", list(binary), [file, file], "b[]"],
    ["indexed", list(binary), [file, file], "b[0]"],
    ["deep", list(binary), [file, file], "b[0]"],
    ["repeat", list(anyObject), [object, object], "b"],
    ["comma", list(anyObject), [object, object], "b"],
    ["json", list(anyObject), [object, object], "b"],
    ["brackets", list(anyObject), [object, object], "b[]"],
    ["indexed", list(anyObject), [object, object], "b[1]"],
    ["deep", list(anyObject), [object, object], "b[1][a]"],
    ["comma", list(list({ type: "integer" })), [[1], [2]], "b"],
    ["comma", list({ type: "string" }), ["x", "y"], "b"],
    ["indexed", anyObject, object, "b"],
    ["json", anyObject, object, "b"],
    ["deep", anyObject, object, "b[a]"],
  ])("names its parts in the style %s as the client does: %j", async (...given) => {
    const [style, type, value, at] = given;
    const parameters = { b: { ...type, in: "body", style, required: true } };
    const send = { method: "POST", path: "/send", body: "multipart", parameters, example: {} };
    const { session } = await sessionOf(await emulate(described({ send })));
    const styled = { body: multipartBody(["b"]), styles: { b: style } };
    expect(await call({ method: "POST", path: "/send", ...styled })(session, { b: value })).toEqual(
      {},
    );
    const put = async (...names: readonly string[]): Promise<string> => {
      const body = new FormData();
      for (const name of names) body.append(name, "text");
      return (await session.fetch("/api/send", { method: "POST", body })).text();
    };
    const other = at === "b" ? "b[x]" : "b";
    expect(await put(other)).toContain(`and came as ${other}.`);
    expect(await put("c")).toContain("The body parameter b is missing.");
    const hasFile = JSON.stringify(type).includes("binary");
    const told = `The part ${at} has to be a file`;
    if (hasFile) expect(await put(at)).toContain(told);
    else expect(await put(at)).toBe("{}");
  });

  it.each<[ListStyle, object]>([
    ["json", list(anyObject)],
    ["comma", anyObject],
  ])("has one part of JSON in the style %s: %j", async (style, type) => {
    const parameters = { b: { ...type, in: "body", style } };
    const send = { method: "POST", path: "/send", body: "multipart", parameters, example: {} };
    const { session } = await sessionOf(await emulate(described({ send })));
    const body = new FormData();
    for (const text of ["{}", "{}"]) body.append("b", text);
    const answer = await session.fetch("/api/send", { method: "POST", body });
    expect(await answer.text()).toContain('the style "json", and came 2 times');
  });
});

describe("operations at one place", () => {
  it("are told apart by what else their paths say", async () => {
    const id = inPath("7");
    const operations = {
      user: { method: "GET", path: "/users/{id}", parameters: { id }, example: "user" },
      posts: { method: "GET", path: "/users/{id}!posts", parameters: { id }, example: "posts" },
    };
    const { session } = await sessionOf(await emulate(described(operations)));
    for (const [path, answer] of [
      ["/users/{id}", "user"],
      ["/users/{id}!posts", "posts"],
    ] as const) {
      expect(await call({ method: "GET", path })(session, { id: "7" })).toBe(answer);
    }
  });

  it("share a port where their methods differ, also if they are on different hosts", async () => {
    const hosts = { upload: "https://upload.odd.example/api" };
    const get = { method: "GET", path: "/files", example: "all" };
    const put = { method: "PUT", path: "/files", host: "upload", example: "put" };
    const ports = async (operations: object): Promise<number> =>
      new Set(Object.values((await emulate(described(operations, { hosts }))).originMap)).size;
    expect(await ports({ get, put })).toBe(1);
    expect(await ports({ get, put: { ...put, method: "GET" } })).toBe(2);
  });

  it("are told apart by a header", async () => {
    const headers = { accept: "application/swagger+json" };
    const operations = {
      names: { method: "GET", path: "/types", example: "names" },
      schema: { method: "GET", path: "/types", headers, example: "schema" },
    };
    const { session } = await sessionOf(await emulate(described(operations)));
    const get = (fixedHeaders = {}) => call({ method: "GET", path: "/types", fixedHeaders });
    expect(await get()(session)).toBe("names");
    expect(await get(headers)(session)).toBe("schema");
  });

  it("are told apart by their bodies: none, an object, a list, a form of several parts", async () => {
    const body = { in: "body", required: true } as const;
    const url = { ...text, in: "query" } as const;
    const list = { ...body, type: "array", items: { type: "object", properties: {} } } as const;
    const file = { ...text, ...body, format: "binary" } as const;
    const whole = { kind: "json", whole: "items" };
    const post = { method: "POST", path: "/items" } as const;
    const operations = {
      none: { ...post, parameters: { url }, example: "none" },
      one: { ...post, body: "json", parameters: { name: { ...text, ...body } }, example: "one" },
      many: { ...post, body: whole, parameters: { items: list }, example: "many" },
      file: { ...post, body: "multipart", parameters: { file }, example: "file" },
    };
    const { session } = await sessionOf(await emulate(described(operations)));
    const send = (more: Partial<OperationDescription<"odd">>, params: object): Promise<unknown> =>
      call({ ...post, ...more })(session, params);
    expect(await send({ query: ["url"] }, { url: "https://a.example" })).toBe("none");
    expect(await send({ body: jsonBody(["name"]) }, { name: "a" })).toBe("one");
    expect(await send({ body: wholeJsonBody("items") }, { items: [{}] })).toBe("many");
    const upload = { body: multipartBody(["file"]) };
    expect(await send(upload, { file: new Blob(["a"]) })).toBe("file");
  });

  it("are told apart by the examples of their paths, where nothing else does", async () => {
    const operations = {
      tickets: {
        method: "GET",
        path: "/p/{tracker}",
        example: "tickets",
        parameters: { tracker: inPath("tickets") },
      },
      wiki: {
        method: "GET",
        path: "/p/{wiki}",
        example: "wiki",
        parameters: { wiki: inPath("wiki") },
      },
    };
    const { session } = await sessionOf(await emulate(described(operations)));
    const get = call({ method: "GET", path: "/p/{tool}" });
    expect(await get(session, { tool: "wiki" })).toBe("wiki");
    expect(await get(session, { tool: "bugs" })).toBe("tickets");
  });

  it("keep to the narrowest path, also where its call is wrong", async () => {
    const operations = {
      me: { method: "GET", path: "/users/me", headers: { "x-version": "2" }, example: "me" },
      user: {
        method: "GET",
        path: "/users/{id}",
        parameters: { id: inPath("7") },
        example: "user",
      },
    };
    const { session } = await sessionOf(await emulate(described(operations)));
    const answer = await session.fetch(`${baseUrl}/users/me`);
    expect(await answer.text()).toMatch(/carries the header x-version/);
  });
});

describe("an emulated call", () => {
  it("takes the consumer key as oauth_consumer_key, without a signature", async () => {
    const key = { in: "query", name: "oauth_consumer_key" } as const;
    const operations = { find: { method: "GET", path: "/find", auth: "key", example: "found" } };
    const emulator = await emulate(described(operations, { key }));
    const { alone } = await sessionOf(emulator, { key });
    const find = call<SessionLevel>({ method: "GET", path: "/find", auth: "key" });
    expect(await find(alone)).toBe("found");
    const stranger = await fetch(`${emulator.origin}/api/find?oauth_consumer_key=nobody`);
    expect(stranger.status).toBe(401);
  });

  it("takes an object in a multipart body as JSON, however lists are written", async () => {
    const parameters = { post: { $ref: "Post", in: "body", required: true } };
    const send = { method: "POST", path: "/send", body: "multipart", parameters };
    const types = { Post: { type: "object", properties: {} } } as const;
    const emulator = await emulate({ ...described({ send }, { lists: "indexed" }), types });
    const { session } = await sessionOf(emulator);
    const body = multipartBody(["post"]);
    expect(await call({ method: "POST", path: "/send", body })(session, { post: {} })).toEqual({});
  });

  it("names who calls, also where the name is the id", async () => {
    const operations = { me: { method: "GET", path: "/me", example: { name: "example" } } };
    const profile = { operation: "me", id: "name", username: "name" };
    const { session } = await sessionOf(await emulate(described(operations, { profile })));
    expect(await call({ method: "GET", path: "/me" })(session)).toEqual({ name: "alice" });
    const numbered = { me: { ...operations.me, example: { id: 7 } } };
    const other = await emulate(described(numbered, { profile: { operation: "me", id: "id" } }));
    const { session: who } = await sessionOf(other);
    expect(await call({ method: "GET", path: "/me" })(who)).toEqual({ id: 3_267_157_479 });
  });

  it("is one too many with status 429, also where errors come with status 200", async () => {
    const example = { stat: "fail", message: "No." };
    const signs = [{ at: "stat", equals: "fail" }];
    const errors = { signs, message: "message", example, status: 200 };
    const operations = { me: { method: "GET", path: "/me", example: {} } };
    const emulator = await emulate(described(operations, { errors }), { calls: 1 });
    const { session } = await sessionOf(emulator, { errors: { signs, message: ["message"] } });
    const me = call({ method: "GET", path: "/me" });
    await me(session);
    await expect(me(session)).rejects.toMatchObject({
      code: "rate_limited",
      status: 429,
      providerMessage: expect.stringContaining("Too many calls"),
    });
  });
});

describe("a list", () => {
  const items = [{ id: "1" }];
  const all = ["1", "1001", "2001"].map((id) => ({ id }));

  it("has numbers for cursors where they are all that the parameter takes", async () => {
    const pagination = { kind: "cursor", parameter: "start", next: "next", items: "data" } as const;
    const parameters = { start: { in: "query", type: "integer" } };
    const list = { method: "GET", path: "/list", parameters, pagination };
    const operations = { list: { ...list, example: { data: items, next: null } } };
    const { session } = await sessionOf(await emulate(described(operations)));
    const op = pagedOperation<"odd", object, unknown, unknown>({
      provider: "odd",
      method: "GET",
      path: "/list",
      query: ["start"],
      result: "json",
      pagination: cursorPages(pagination),
    });
    expect(await allOf(paginate(op, session))).toEqual(all);
  });

  it("goes on by what a JSON body says", async () => {
    const pagination = {
      kind: "offset",
      parameter: "start",
      total: "total",
      items: "data",
    } as const;
    const parameters = { start: { in: "body", type: "integer" } };
    const search = { method: "POST", path: "/search", body: "json", parameters, pagination };
    const operations = { search: { ...search, example: { data: items, total: 1 } } };
    const { session } = await sessionOf(await emulate(described(operations)));
    const op = pagedOperation<"odd", object, unknown, unknown>({
      provider: "odd",
      method: "POST",
      path: "/search",
      result: "json",
      body: jsonBody(["start"]),
      pagination: offsetPages(pagination),
    });
    expect(await allOf(paginate(op, session))).toEqual(all);
  });
});

async function allOf(found: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for await (const item of found) all.push(item);
  return all;
}
