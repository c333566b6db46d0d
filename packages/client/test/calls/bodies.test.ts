import { Readable } from "node:stream";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { headerValues, type RequestParts } from "@oauth1/core";
import {
  binaryBody,
  fixedFields,
  formBody,
  jsonBody,
  multipartBody,
  operation,
  wholeJsonBody,
  wholeTextBody,
  type CallOptions,
  type ListStyle,
  type Operation,
  type OperationDescription,
  type Progress,
} from "@oauth1/client";
import { bodyText, open, signer, token } from "./scene.js";
import { consumer } from "../photos.js";
import { verify } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";

const described = (
  more: Partial<OperationDescription<"photos">>,
): Operation<"photos", object, unknown> =>
  operation({ provider: "photos", method: "POST", path: "/x", result: "none", ...more });

const contentType = ({ headers }: RequestParts): string =>
  headerValues(headers, "content-type")[0] ?? "";

async function send(
  body: OperationDescription["body"],
  params: object,
  options: CallOptions & Partial<OperationDescription> = {},
): Promise<RequestParts> {
  const { session, last } = await open(() => "");
  const { lists = "repeat", ...others } = options;
  await described({ lists, ...(body && { body }) })(session, params, others);
  return last();
}

const formData = ({ headers, body }: RequestParts): Promise<FormData> =>
  new Response(body ?? null, { ...(headers && { headers }) }).formData();

describe("a body", () => {
  it("is a form that is signed, with lists as the description says", async () => {
    const request = await send(formBody(["name", "tag"]), { name: "a b", tag: ["x", "y"] });
    expect(bodyText(request)).toBe("name=a%20b&tag=x&tag=y");
    expect(await signer(request)).toBe("token");
    const indexed = await send(formBody(["tag"]), { tag: ["x", "y"] }, { lists: "indexed" });
    expect(bodyText(indexed)).toBe("tag%5B0%5D=x&tag%5B1%5D=y");
    expect(await signer(indexed)).toBe("token");
  });

  it("is a JSON object of parameters, or one whole parameter, and unsigned", async () => {
    const object = await send(jsonBody(["name", "tag", "gone"]), { name: null, tag: ["x", 1] });
    expect([bodyText(object), contentType(object)]).toEqual([
      '{"name":null,"tag":["x",1]}',
      "application/json",
    ]);
    expect(await signer(object)).toBe("token");
    expect(bodyText(await send(wholeJsonBody("items"), { items: [{ a: 1 }] }))).toBe('[{"a":1}]');
    expect(contentType(await send(wholeJsonBody("items"), {}))).toBe("");
  });

  it("has fields that every call sends, and that no app gives", async () => {
    const form = await send(fixedFields({ action: "add" }, formBody(["action", "name"])), {
      name: "a b",
    });
    expect(bodyText(form)).toBe("action=add&name=a%20b");
    expect(await signer(form)).toBe("token");
    const json = await send(fixedFields({ v: 2, of: ["a"] }, jsonBody(["v", "of", "name"])), {
      name: "a",
    });
    expect(bodyText(json)).toBe('{"v":2,"of":["a"],"name":"a"}');
    const parts = await send(
      fixedFields({ action: "add" }, multipartBody(["action", "photo"], { signed: true })),
      { photo: new Blob(["x"]) },
    );
    expect((await formData(parts)).get("action")).toBe("add");
    const { session } = await open(() => "");
    const add = described({ body: fixedFields({ action: "add" }, formBody(["action"])) });
    await expect(add(session, { action: "remove" })).rejects.toThrow(/no parameter "action"/);
  });

  it("is text of another type", async () => {
    const request = await send(wholeTextBody("order", "text/xml"), { order: "<order/>" });
    expect([bodyText(request), contentType(request)]).toEqual(["<order/>", "text/xml"]);
  });

  it.each<[string, unknown, string | undefined, string]>([
    ["bytes", new Uint8Array([104, 105]), undefined, "application/octet-stream"],
    ["a Blob with its own type", new Blob(["hi"], { type: "image/png" }), undefined, "image/png"],
    ["a Blob of the described type", new Blob(["hi"], { type: "a/b" }), "image/gif", "image/gif"],
    ["text", "hi", "text/x-special", "text/x-special"],
    ["a stream", new Response("hi").body, undefined, "application/octet-stream"],
  ])("is %s", async (...[, given, type, expected]) => {
    const request = await send(binaryBody("file", type), { file: given });
    expect([bodyText(request), contentType(request)]).toEqual(["hi", expected]);
    expect(await signer(request)).toBe("token");
  });

  it("is nothing else where it should be bytes", async () => {
    await expect(send(binaryBody("file"), { file: { a: 1 } })).rejects.toThrow(/parameter file/);
  });
});

describe("a multipart body", () => {
  const fields = ["title", "tags", "meta", "photo"];
  const params = {
    title: 'a "b" ü',
    tags: ["x", "y"],
    meta: { a: 1 },
    photo: new File(["bytes"], 'cat "1".png', { type: "image/png" }),
  };

  it("has text fields, files and JSON parts", async () => {
    const request = await send(multipartBody(fields), params);
    const form = await formData(request);
    expect(form.get("title")).toBe(params.title);
    expect(form.getAll("tags")).toEqual(["x", "y"]);
    const photo = form.get("photo");
    expect(photo instanceof File && [photo.name, photo.type, await photo.text()]).toEqual([
      'cat "1".png',
      "image/png",
      "bytes",
    ]);
    expect(bodyText(request)).toContain(
      'name="meta"\r\ncontent-type: application/json\r\n\r\n{"a":1}\r\n',
    );
    expect(headerValues(request.headers, "content-length")).toEqual([
      String(request.body instanceof Uint8Array && request.body.length),
    ]);
  });

  it("takes bytes and several files for a field", async () => {
    const photo = [new Uint8Array([104, 105]), new Blob(["ho"])];
    const form = await formData(await send(multipartBody(["photo"]), { photo }));
    const texts = form.getAll("photo").map((part) => (part instanceof File ? part.text() : part));
    expect(await Promise.all(texts)).toEqual(["hi", "ho"]);
  });

  it("leaves out what is nothing in a list, and writes text beside files as it is", async () => {
    const photo = [new Blob(["ho"]), undefined, "a b", null];
    const form = await formData(await send(multipartBody(["photo"]), { photo }));
    const [file, ...texts] = form.getAll("photo");
    expect([file instanceof File && (await file.text()), texts]).toEqual(["ho", ["a b"]]);
  });

  const names = async (
    lists: ListStyle,
    given: unknown,
  ): Promise<readonly (readonly [string, string])[]> => {
    const form = await formData(await send(multipartBody(["a"]), { a: given }, { lists }));
    return Promise.all(
      [...form].map(async ([name, part]) => {
        return [name, typeof part === "string" ? part : `file ${await part.text()}`] as const;
      }),
    );
  };

  it.each<[ListStyle, readonly [string, string]]>([
    ["repeat", ["a", "a"]],
    ["comma", ["a", "a"]],
    ["json", ["a", "a"]],
    ["brackets", ["a[]", "a[]"]],
    ["indexed", ["a[0]", "a[1]"]],
    ["deep", ["a[0]", "a[2]"]],
  ])("names files in a list as it names texts: %s", async (lists, [first, second]) => {
    const files = [new Blob(["x"]), null, new Uint8Array([121])];
    expect(await names(lists, files)).toEqual([
      [first, "file x"],
      [second, "file y"],
    ]);
  });

  it("names what is in an object in the style deep, files and texts", async () => {
    const given = { name: "n", at: new Date(0), none: null, of: [{ file: Buffer.from("x") }, 7] };
    expect(await names("deep", given)).toEqual([
      ["a[name]", "n"],
      ["a[at]", "1970-01-01T00:00:00.000Z"],
      ["a[of][0][file]", "file x"],
      ["a[of][1]", "7"],
    ]);
    expect(await names("deep", { size: { min: 2 } })).toEqual([["a[size][min]", "2"]]);
    await expect(names("deep", { file: Promise.resolve() })).rejects.toThrow(/parameter a\[file\]/);
  });

  it.each<[ListStyle, readonly (readonly [string, string])[]]>([
    ["json", [["a", '[{"b":1},{"b":2}]']]],
    [
      "indexed",
      [
        ["a[0]", '{"b":1}'],
        ["a[1]", '{"b":2}'],
      ],
    ],
    [
      "repeat",
      [
        ["a", '{"b":1}'],
        ["a", '{"b":2}'],
      ],
    ],
  ])("writes a list of objects: %s", async (lists, expected) => {
    expect(await names(lists, [{ b: 1 }, { b: 2 }])).toEqual(expected);
    const request = await send(multipartBody(["a"]), { a: [{ b: 1 }] }, { lists });
    expect(bodyText(request)).toContain("\r\ncontent-type: application/json\r\n");
  });

  it("has fields that every call sends, whatever the style of the others", async () => {
    const body = fixedFields({ meta: { v: 2 }, of: ["b"] }, multipartBody(["meta", "of", "a"]));
    const request = await send(body, { a: [new Blob()] }, { lists: "deep" });
    expect([...(await formData(request)).keys()]).toEqual(["meta", "of", "a[0]"]);
    expect(bodyText(request)).toContain('name="meta"\r\ncontent-type: application/json\r\n');
  });

  it.each<[string, unknown]>([
    ["a stream", new Blob(["x"]).stream()],
    ["a stream of Node.js", Readable.from(["x"])],
    ["a promise", Promise.resolve(new Blob(["x"]))],
    ["a generator", (async function* () {})()],
    ["a function", () => "x"],
    ["a map", new Map([["a", 1]])],
    ["one of these in a list", [new Blob(["x"]), Promise.resolve()]],
  ])("is none of %s, which would be sent as something else", async (_what, photo) => {
    const { session, server } = await open(() => "");
    const call = described({ body: multipartBody(["photo"]) })(session, { photo });
    await expect(call).rejects.toThrow(
      new TypeError("The parameter photo has to be text, a Blob, bytes, or a plain object."),
    );
    expect(server.received).toEqual([]);
  });

  it("has what says itself what it is in JSON", async () => {
    const meta = [Object.create(null, { a: { value: 1, enumerable: true } }), { toJSON: () => 2 }];
    const request = await send(multipartBody(["meta"]), { meta });
    expect(bodyText(request)).toMatch(/\r\n\r\n\{"a":1\}\r\n.*\r\n\r\n2\r\n/s);
  });

  it("cannot be split by a name", async () => {
    const form = await formData(
      await send(multipartBody(["photo"]), {
        photo: new File(["x"], 'a"\r\ncontent-type: text/html\r\n\r\n'),
      }),
    );
    const photo = form.get("photo");
    expect(photo instanceof File && photo.type).toBe("application/octet-stream");
  });

  it("is not signed by default", async () => {
    expect(await signer(await send(multipartBody(fields), params))).toBe("token");
  });

  it("has all but its file in the signature where the provider wants it", async () => {
    const request = await send(multipartBody(fields, { signed: true }), params, { lists: "space" });
    expect(await signer(request)).toBe("nobody");
    const { title } = params;
    const asForm = {
      ...request,
      headers: { authorization: headerValues(request.headers, "authorization")[0] ?? "" },
      body: new URLSearchParams({ title, tags: "x y", meta: '{"a":1}' }),
    };
    const keys = { consumer: { secret: consumer.secret }, token: { secret: token.secret } };
    expect(await verify(asForm, () => keys, { methods: [hmacSha1] })).toMatchObject({ ok: true });
  });
});

describe("a signed multipart body of a provider that takes signatures in the query", () => {
  it("goes out whole, with the parameters in the query", async () => {
    const { session, last } = await open(() => "", {
      provider: { signing: { transmission: "query" } },
    });
    await described({ body: multipartBody(["title"], { signed: true }) })(session, {
      title: "a b",
    });
    expect((await formData(last())).get("title")).toBe("a b");
    expect(last().url).toMatch(/\/x\?oauth_consumer_key=.*&oauth_signature=/);
    const asForm = { method: "POST", url: last().url, body: new URLSearchParams({ title: "a b" }) };
    expect(await signer(asForm)).toBe("token");
  });
});

describe("an upload", () => {
  const large = new Blob([new Uint8Array(200_000)]);

  it.each<[string, () => Parameters<typeof send>, number | undefined]>([
    ["a Blob", () => [binaryBody("file"), { file: large }], 200_000],
    ["a stream", () => [binaryBody("file"), { file: large.stream() }], undefined],
  ])("tells how far %s is", async (_what, request, total) => {
    const told: Progress[] = [];
    const [body, params] = request();
    const { body: sent } = await send(body, params, { onProgress: (one) => told.push(one) });
    expect(sent instanceof Uint8Array && sent.length).toBe(200_000);
    expect(told.length).toBeGreaterThan(1);
    expect(told.at(-1)).toEqual({ sent: 200_000, ...(total !== undefined && { total }) });
    expect(told.map((one) => one.sent)).toEqual(told.map((one) => one.sent).sort((a, b) => a - b));
  });

  it.each<[string, unknown, string]>([
    ["text", "3a", "3a"],
    ["wide numbers", new Uint16Array([0x4241]), "AB"],
    ["a part of a buffer", new Uint8Array([65, 66, 67]).subarray(1), "BC"],
    ["a buffer", new Uint8Array([65, 66]).buffer, "AB"],
  ])("sends what a stream gives when it is watched: %s", async (_what, chunk, expected) => {
    const file = new ReadableStream({
      start(controller) {
        controller.enqueue(chunk);
        controller.close();
      },
    });
    const request = await send(binaryBody("file"), { file }, { onProgress: () => {} });
    expect(bodyText(request)).toBe(expected);
  });

  it("is not sent on, nor again, where the app's callback throws: what it threw comes back", async () => {
    const mistake = new RangeError("the bar is full");
    const { session } = await open(() => "");
    const put = described({ method: "PUT", body: binaryBody("file") });
    let told = 0;
    const onProgress = (): never => {
      told += 1;
      throw mistake;
    };
    const sent = put(session, { file: large }, { onProgress, retry: { wait: async () => {} } });
    await expect(sent).rejects.toBe(mistake);
    expect(told).toBe(1);
  });

  it("comes back with what the app's callback throws later on", async () => {
    const mistake = new RangeError("the bar is full");
    const { session } = await open(() => "");
    const put = described({ method: "PUT", body: binaryBody("file") });
    const onProgress = async (): Promise<never> => {
      await Promise.resolve();
      throw mistake;
    };
    await expect(put(session, { file: large }, { onProgress })).rejects.toBe(mistake);
  });

  it.each([{}, { file: undefined }, { file: null }])(
    "is a mistake without a file: %j",
    async (params) => {
      const { session, server } = await open(() => "{}");
      const put = described({ method: "PUT", body: binaryBody("file") });
      await expect(put(session, params)).rejects.toThrow(/parameter file has to be a Blob/);
      expect(server.received).toEqual([]);
    },
  );

  it.each([binaryBody("file"), multipartBody(["file"])])(
    "is a mistake where the platform would take the environment's Blob for text",
    async (body) => {
      // As jsdom's.
      const stranger = class extends Blob {};
      Object.defineProperty(stranger.prototype, "stream", { value: undefined });
      vi.stubGlobal("Blob", stranger);
      onTestFinished(() => void vi.unstubAllGlobals());
      const { session, server } = await open(() => "");
      const call = described({ body })(session, { file: new Blob(["x"]) });
      await expect(call).rejects.toThrow(/^This environment's Blob cannot be sent/);
      expect(server.received).toEqual([]);
    },
  );

  it("is sent as it is where a browser would send it over HTTP/2 only", async () => {
    const forbidden = class extends Request {
      constructor(...given: ConstructorParameters<typeof Request>) {
        super(...given);
        this.headers.delete("content-length");
      }
    };
    vi.stubGlobal("Request", forbidden);
    const told: Progress[] = [];
    const { body, headers } = binaryBody("file").write({
      value: () => large,
      pairs: () => [],
      onProgress: (one) => told.push(one),
    }) ?? { body: () => "" };
    expect([body(), headers, told]).toEqual([
      large,
      { "content-type": "application/octet-stream" },
      [],
    ]);
  });

  it("keeps its length, so that it does not go out in chunks", async () => {
    const request = await send(multipartBody(["file"]), { file: large }, { onProgress: () => {} });
    const [length] = headerValues(request.headers, "content-length");
    expect(length).toBe(String(request.body instanceof Uint8Array && request.body.length));
    expect(headerValues(request.headers, "transfer-encoding")).toEqual([]);
  });
});
