import type { Session, SessionLevel } from "@oauth1/client";
import { describeOperation } from "@oauth1/emulator/description";
import { readXml } from "@oauth1/client";
import { describe, expect, it } from "vitest";
import { baseUrl, call, described, sessionOf } from "./calls.js";
import { closeAfterEach, emulate, modelOf, type Odd } from "./world.js";

closeAfterEach();

/** Calls an operation as its descriptor says. */
type Ask = (id: string, params?: object) => Promise<unknown>;

async function askOf(odd: Odd, api: object = {}): Promise<{ ask: Ask; session: Session<"odd"> }> {
  const model = modelOf(odd);
  const { session } = await sessionOf(await emulate(odd), api);
  const operations = new Map(
    model.operations.map((one) => [one.id, describeOperation(model, one)] as const),
  );
  const everyone: Session<string, SessionLevel> = session;
  return {
    session,
    async ask(id, params = {}) {
      const found = operations.get(id);
      if (found === undefined) throw new Error(`There is no ${id}`);
      return found(everyone, params);
    },
  };
}

describe("an emulated operation", () => {
  it("goes without what others carry, and takes nothing else for it", async () => {
    const common = { query: { format: "json" }, headers: { "x-client": "sdk" } };
    const here = { method: "GET", example: { ok: true } };
    const odd = described(
      {
        usual: { ...here, path: "/usual" },
        plain: {
          ...here,
          path: "/plain",
          query: { format: false },
          headers: { "x-client": false },
        },
      },
      common,
    );
    const { ask, session } = await askOf(odd, common);
    expect(await ask("usual")).toEqual({ ok: true });
    expect(await ask("plain")).toEqual({ ok: true });
    const wrong = await session.fetch(`${baseUrl}/plain`);
    expect([wrong.status, await wrong.text()]).toEqual([
      400,
      expect.stringContaining("goes without the query parameter format"),
    ]);
  });

  it.each(["form", "json", "multipart"] as const)(
    "is told from others by the fixed fields of a %s body",
    async (kind) => {
      const add = (action: string): object => ({
        method: "POST",
        path: "/do",
        example: { action },
        parameters: { name: { in: "body", type: "string" } },
        body: { kind, fixed: { action } },
      });
      const { ask, session } = await askOf(described({ add: add("add"), drop: add("drop") }));
      expect(await ask("add", { name: "a" })).toEqual({ action: "add" });
      expect(await ask("drop", { name: "a" })).toEqual({ action: "drop" });
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const body = "action=other";
      const wrong = await session.fetch(`${baseUrl}/do`, { method: "POST", headers, body });
      expect(wrong.status).toBe(kind === "form" ? 404 : 400);
      if (kind === "form")
        expect(await wrong.text()).toContain("no POST /api/do with action=other in its form");
    },
  );

  it("says which field its body always has", async () => {
    const add = { method: "POST", path: "/do", body: { kind: "json", fixed: { v: 2 } } };
    const { ask, session } = await askOf(described({ add: { ...add, example: {} } }));
    expect(await ask("add")).toEqual({});
    const headers = { "content-type": "application/json" };
    const wrong = await session.fetch(`${baseUrl}/do`, {
      method: "POST",
      headers,
      body: '{"v":3}',
    });
    expect(await wrong.text()).toContain("The body of this call always has v=2");
  });

  it("takes a path of many segments, and leaves shorter and longer ones to others", async () => {
    const file = { in: "path", type: "string" };
    const here = (path: string): object => {
      return { method: "GET", path, parameters: { file }, example: { path } };
    };
    const odd = described({
      any: here("/raw/{+file}"),
      one: here("/raw/{file}"),
      log: here("/raw/{+file}/log"),
    });
    const { ask } = await askOf(odd);
    expect(await ask("any", { file: "a/b c/d" })).toEqual({ path: "/raw/{+file}" });
    expect(await ask("one", { file: "a/b" })).toEqual({ path: "/raw/{file}" });
    expect(await ask("log", { file: "a/b" })).toEqual({ path: "/raw/{+file}/log" });
  });

  it("is called once where it says that it may not be sent again", () => {
    const put = { method: "PUT", path: "/a", response: "none" };
    const model = modelOf(described({ set: put, add: { ...put, path: "/b", idempotent: false } }));
    const said = model.operations.map(
      (one) => describeOperation(model, one).description.idempotent,
    );
    expect(said).toEqual([true, false]);
  });

  it("is signed as it says itself", async () => {
    const here = { method: "GET", example: { ok: true } };
    const odd = described({
      stream: { ...here, path: "/stream", signing: { transmission: "query" } },
      usual: { ...here, path: "/usual" },
      hashed: { ...here, path: "/hashed", signing: { bodyHash: "always", realm: "one" } },
    });
    const { ask, session } = await askOf(odd);
    for (const id of ["stream", "usual", "hashed"]) expect(await ask(id)).toEqual({ ok: true });
    const wrong = await session.fetch(`${baseUrl}/stream`);
    expect(await wrong.text()).toContain("travel in the query, and came in the header");
    const bare = await session.fetch(`${baseUrl}/hashed`);
    expect(await bare.text()).toContain("The realm has to be");
  });

  it("takes booleans as they are written, and nothing else", async () => {
    const flag = { in: "query", type: "boolean" } as const;
    const odd = described(
      {
        find: {
          method: "GET",
          path: "/find",
          example: { ok: true },
          parameters: {
            all: flag,
            expand: { ...flag, flag: { true: "" }, required: true },
            "X-Hidden": { ...flag, in: "header", flag: { true: "t", false: "f" } },
          },
        },
      },
      { flags: { true: "1", false: "0" } },
    );
    const { ask, session } = await askOf(odd);
    for (const said of [true, false]) {
      expect(await ask("find", { all: said, expand: said, "X-Hidden": said })).toEqual({
        ok: true,
      });
    }
    for (const [query, message] of [
      ["all=true", 'all has to be "1" or "0", and is "true"'],
      ["expand=1", 'expand has to be "", and is "1"'],
    ] as const) {
      const wrong = await session.fetch(`${baseUrl}/find?${query}`);
      expect(await wrong.text()).toContain(message);
    }
  });

  it("takes booleans in lists and in brackets as they are written, and nothing else", async () => {
    const days = { type: "array", items: { type: "boolean" } } as const;
    const has = { $ref: "Has", style: "deep" } as const;
    const properties = { sea: { type: "boolean" }, at: days, name: { type: "string" } } as const;
    const types = { Has: { type: "object", properties } } as const;
    const query = { in: "query" } as const;
    const body = { in: "body" } as const;
    const flag = { true: "Y", false: "N" };
    const post = { method: "POST", example: { ok: true } } as const;
    const odd = described(
      {
        find: {
          ...post,
          path: "/find",
          parameters: {
            joined: { ...days, ...query, style: "pipe" },
            json: { ...days, ...query, style: "json" },
            many: { ...days, ...query },
            has: { ...has, ...query },
            "X-Days": { ...days, in: "header" },
          },
        },
        form: { ...post, path: "/form", body: "form", parameters: { days: { ...days, ...body } } },
        send: {
          ...post,
          path: "/send",
          body: "multipart",
          parameters: { days: { ...days, ...body, style: "brackets" }, has: { ...has, ...body } },
        },
      },
      { flags: flag },
    );
    const { ask, session } = await askOf({ ...odd, types });
    const both = [true, false];
    const inside = { sea: true, at: both, name: "true" };
    const params = { joined: both, json: both, many: both, has: inside };
    expect(await ask("find", { ...params, "X-Days": both })).toEqual({ ok: true });
    expect(await ask("find", { joined: [] })).toEqual({ ok: true });
    expect(await ask("form", { days: both })).toEqual({ ok: true });
    expect(await ask("send", { days: both, has: inside })).toEqual({ ok: true });
    const said = async (path: string, init: RequestInit = {}): Promise<string> =>
      (await session.fetch(`${baseUrl}${path}`, { method: "POST", ...init })).text();
    const wrong = (name: string): string => `${name} has to be "Y" or "N", and is "true"`;
    for (const [path, name] of [
      ["/find?joined=Y|true", "joined"],
      ["/find?many=Y&many=true", "many"],
      ["/find?has[sea]=true", "has[sea]"],
      ["/find?has[at][1]=true", "has[at][1]"],
    ] as const) {
      expect(await said(path)).toContain(wrong(name));
    }
    expect(await said("/find", { headers: { "x-days": "true" } })).toContain(wrong("X-Days"));
    const form = new URLSearchParams({ days: "true" });
    expect(await said("/form", { body: form })).toContain(wrong("days"));
    for (const name of ["days[]", "has[sea]"]) {
      const data = new FormData();
      data.set(name, "true");
      expect(await said("/send", { body: data })).toContain(wrong(name));
    }
  });

  it("answers the first of a union, and pages of what comes alone or as a list", async () => {
    const item = {
      type: "object",
      properties: { id: { type: "string" } },
      required: ["id"],
    } as const;
    const odd = described({
      mixed: {
        method: "GET",
        path: "/mixed",
        result: { type: "array", items: { oneOf: [{ $ref: "Item" }, { type: "integer" }] } },
      },
      either: {
        method: "GET",
        path: "/either",
        result: {
          type: "object",
          properties: {
            Item: { oneOf: [{ $ref: "Item" }, { type: "array", items: { $ref: "Item" } }] },
          },
          required: ["Item"],
        },
      },
    });
    const { ask } = await askOf({ ...odd, types: { Item: item } });
    expect(await ask("mixed")).toEqual([{ id: "9007199254740993" }]);
    expect(await ask("either")).toEqual({ Item: { id: "9007199254740993" } });
  });
});

describe("an emulated error in XML", () => {
  const errors = {
    code: ["error.code", "rsp.err.@code"],
    message: ["error.text", "rsp.err.@msg"],
    xml: { rsp: { err: { "@code": "1", "@msg": "Not found" } } },
  };
  const operations = {
    getMe: { method: "GET", path: "/me", example: {} },
    upload: { method: "POST", path: "/upload", response: "text" },
  };
  const api = { errors: { ...errors, read: readXml } };

  it("is all that there is where nothing else is described", async () => {
    const emulator = await emulate(described(operations, { errors }));
    const stranger = (await sessionOf(emulator, api)).alone;
    const failed = call<SessionLevel>({ method: "GET", path: "/me", auth: "consumer" })(stranger);
    await expect(failed).rejects.toMatchObject({
      status: 400,
      providerCode: undefined,
      providerMessage: expect.stringContaining("oauth_token is missing"),
      body: expect.stringMatching(/^<\?xml .*<rsp><err msg="oauth_token/s),
    });
  });

  it("is for answers that are text, where another one is described", async () => {
    const both = { ...errors, example: { error: { code: "1", text: "Not found" } } };
    const emulator = await emulate(described(operations, { errors: both }));
    const { alone } = await sessionOf(emulator, api);
    const me = await alone.fetch(`${baseUrl}/me`);
    expect(me.headers.get("content-type")).toBe("application/json");
    const upload = await alone.fetch(`${baseUrl}/upload`, { method: "POST" });
    expect(upload.headers.get("content-type")).toBe("text/xml; charset=utf-8");
    expect(readXml(await upload.text())).toMatchObject({
      rsp: { err: { "@msg": expect.any(String) } },
    });
  });
});
