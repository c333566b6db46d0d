import {
  createClient,
  linkedPages,
  pagedOperation,
  paginate,
  pinLogin,
  readXml,
} from "@oauth1/client";
import { describe, expect, it } from "vitest";
import { baseUrl, described, named, sessionOf } from "./calls.js";
import { closeAfterEach, emulate, LEGS, ME, type Odd } from "./world.js";

closeAfterEach();

const text = { type: "string" } as const;

/** What a GET of a path is answered. */
async function askerOf(odd: Odd) {
  const { session } = await sessionOf(await emulate(odd));
  return async (path: string, init: RequestInit = {}): Promise<Response> =>
    session.fetch(`${baseUrl}${path}`, init);
}

/** Without a token, and so refused. */
async function refusalOf(errors: object, more: object = {}): Promise<string> {
  const here = { method: "GET", path: "/me", ...more };
  const emulator = await emulate(described({ getMe: here }, { errors }));
  return (await fetch(`${emulator.origin}/api/me`)).text();
}

describe("a token answer in JSON", () => {
  it("has booleans as the examples have them", async () => {
    const fields = Object.fromEntries(
      ["true", "false", "1", "0", "yes", "F"].map((example, at) => [
        `b${at}`,
        { type: "boolean", example },
      ]),
    );
    const exchanges = {
      swap: {
        method: "POST",
        url: "https://odd.example/swap",
        summary: "S.",
        format: "json",
        fields,
      },
    };
    const emulator = await emulate({ oauth: { preIssued: { description: "D." }, exchanges } });
    const { session } = await sessionOf(emulator);
    const answer = await session.fetch("/swap", { method: "POST" });
    expect(Object.values(await answer.json())).toEqual([true, false, 1, 0, "yes", "F"]);
  });
});

describe("a login by PIN", () => {
  it("need not repeat a callback that it has none of", async () => {
    const authorization = { ...LEGS.authorization, callbackParameter: "cb" } as const;
    const emulator = await emulate({
      oauth: { ...LEGS, authorization, callback: { modes: "pin" } },
    });
    const client = createClient({
      consumer: await emulator.register(),
      originMap: emulator.originMap,
      provider: { ...named, api: { baseUrl }, flows: [pinLogin({ ...LEGS, authorization })] },
    });
    const { authorizationUrl, temporary } = await client.begin();
    const { verifier = "" } = await emulator.approve(authorizationUrl);
    await expect(client.complete({ temporary, verifier })).resolves.toHaveProperty("token");
  });
});

describe("an error", () => {
  it("keeps its message in its place where it has no code", async () => {
    const body = await refusalOf({
      ...{ code: "error.0", message: "error.1", codes: { E1: "Something else." } },
      example: { error: ["E9", "No."] },
    });
    expect(JSON.parse(body)).toEqual({ error: [null, expect.stringContaining("signed")] });
  });

  it("has an empty element in XML for what nothing is left of", async () => {
    const errors = {
      ...{ code: "fault.sub.value", message: "fault.text", codes: { 1: "Something else." } },
      xml: { fault: { sub: { value: "7" }, text: "No." } },
    };
    expect(await refusalOf(errors)).toMatch(/<fault><sub><\/sub><text>.* signed.*<\/fault>$/m);
  });

  it("is in XML more than its message, where it is nothing else in text", async () => {
    const errors = { message: ["", "fault.text"], example: "No.", xml: { fault: { text: "No." } } };
    expect(await refusalOf(errors)).toContain("signed");
    const body = await refusalOf(errors, { response: "text" });
    expect(body).toMatch(/<fault><text>.* signed.*<\/text><\/fault>$/m);
  });

  it("has a described code also where that is what tells it from a result", async () => {
    const errors = {
      ...{ code: "rsp.@code", message: "rsp.#text", status: 200 },
      signs: [{ at: "rsp.@code", least: 400 }],
      xml: { rsp: { "@code": "404", "#text": "No." } },
      codes: { 429: { description: "Wait.", problem: "rate_limited" }, 404: "Nothing." },
    };
    const emulator = await emulate(
      described({ getMe: ME.getMe }, { errors, rateLimit: { status: 503 } }),
    );
    const { session } = await sessionOf(emulator);
    emulator.fault("rate_limited");
    const answer = await session.fetch(`${baseUrl}/me`);
    expect([answer.status, readXml(await answer.text())]).toMatchObject([
      503,
      { rsp: { "@code": "429" } },
    ]);
    emulator.fault("timestamp_refused");
    const other = await session.fetch(`${baseUrl}/me`);
    expect(readXml(await other.text())).toMatchObject({ rsp: { "@code": "400" } });
  });

  it("has a described code that is no sign of an error with a status that is one", async () => {
    const errors = {
      ...{ code: "e.c", message: "e.m", signs: [{ at: "e.c", least: 100 }] },
      example: { e: { c: 300, m: "No." } },
      codes: { 5: { description: "No token.", problem: "token_rejected" }, 7: RATE_LIMITED },
    };
    const api = { errors, rateLimit: { status: 509 } };
    const emulator = await emulate(described({ getMe: ME.getMe }, api));
    const { session } = await sessionOf(emulator);
    const answerOf = async (): Promise<unknown> => {
      const answer = await session.fetch(`${baseUrl}/me`);
      const { e } = await answer.json();
      return [answer.status, e.c];
    };
    emulator.fault("rate_limited");
    expect(await answerOf()).toEqual([509, 7]);
    emulator.fault("timestamp_refused");
    expect(await answerOf()).toEqual([200, 100]);
    await emulator.reset();
    expect(await answerOf()).toEqual([401, 5]);
  });
});

const RATE_LIMITED = { description: "Wait.", problem: "rate_limited" } as const;

describe("a page", () => {
  const listed = (properties: object, required: readonly string[]) => ({
    type: "object",
    properties,
    required,
  });

  it.each<[string, { type: object; shown?: unknown; said: readonly unknown[] }]>([
    ["an enumeration", { type: { ...text, enum: ["N", "Y"] }, said: ["Y", "N"] }],
    ["text", { type: text, shown: "Yes", said: ["Yes", "No"] }],
    ["text of one letter", { type: text, shown: "t", said: ["t", "f"] }],
    ["text without an example", { type: text, said: ["true", "false"] }],
    ["text that is a number", { type: text, shown: "0", said: ["1", "0"] }],
    ["a number", { type: { type: "integer" }, shown: 1, said: [1, 0] }],
    ["a boolean", { type: { type: "boolean" }, said: [true, false] }],
  ])("says with %s whether there is another one", async (_, { type, shown, said }) => {
    const list = {
      ...{ method: "GET", path: "/list", parameters: { after: text } },
      pagination: { kind: "cursor", parameter: "after", next: "next", more: "more", items: "all" },
      result: listed({ all: { type: "array", items: text }, next: text, more: type }, [
        ...["all", "next", "more"],
      ]),
      ...(shown !== undefined && { example: { all: ["a"], next: "b", more: shown } }),
    };
    const ask = await askerOf(described({ list }));
    const [first, last] = ["", "?after=page-3"].map(async (query) => {
      return (await (await ask(`/list${query}`)).json()).more;
    });
    expect([await first, await last]).toEqual(said);
  });

  const thing = listed({ id: { type: "integer" } }, ["id"]);
  const either = { oneOf: [thing, { type: "array", items: thing }] };

  it.each<[string, { shown: unknown; pages: readonly unknown[] }]>([
    ["is alone", { shown: { id: 1 }, pages: [{ id: 1 }, { id: 1001 }, { id: 2001 }] }],
    ["is in a list", { shown: [{ id: 1 }], pages: [[{ id: 1 }], [{ id: 1001 }], [{ id: 2001 }]] }],
    [
      "has others",
      {
        shown: [{ id: 1 }, { id: 2 }],
        pages: [[{ id: 1 }, { id: 2 }], [{ id: 1001 }, { id: 1002 }], { id: 2001 }],
      },
    ],
  ])(
    "has items without a list around them as the example has, where one %s",
    async (_, { shown, pages }) => {
      const list = {
        ...{ method: "GET", path: "/list", parameters: { page: { type: "integer" } } },
        pagination: { kind: "page", parameter: "page", total: "total", items: "hits" },
        result: listed({ hits: either, total: { type: "integer" } }, ["hits", "total"]),
        example: { hits: shown, total: 1 },
      };
      const ask = await askerOf(described({ list }));
      const all = [1, 2, 3].map(async (page) => (await ask(`/list?page=${page}`)).json());
      const answers = await Promise.all(all);
      expect(answers.map(({ hits }) => hits)).toEqual(pages);
      const total = pages.flat().length;
      expect(answers.map((one) => one.total)).toEqual([total, total, total]);
      expect(await (await ask("/list?page=4")).json()).toEqual({ hits: [], total });
    },
  );

  it.each([
    ["?after=5", "?q=a&page=2"],
    ["/api/v1/list?after=5", "/api/v1/list?q=a&page=2"],
    ["list?after=5", "list?q=a&page=2"],
    ["https://odd.example/api/v1/list?after=5", expect.stringMatching(/^http:.*list\?q=a&page=2$/)],
  ])("leads to the next one as the example does: %s", async (shown, next) => {
    const list = {
      ...{ method: "GET", path: "/v1/list", parameters: { q: text } },
      pagination: { kind: "link", next: "next", items: "all" },
      result: listed({ all: { type: "array", items: text }, next: text }, ["all"]),
      example: { all: ["a"], next: shown },
    };
    const { session } = await sessionOf(await emulate(described({ list })));
    const first = await session.fetch(`${baseUrl}/v1/list?q=a`);
    expect((await first.json()).next).toEqual(next);
    const asked = pagedOperation<"odd", object, unknown, unknown>({
      ...{ provider: "odd", method: "GET", path: "/v1/list", query: ["q"], result: "json" },
      pagination: linkedPages({ next: "next", items: "all" }),
    });
    const all: unknown[] = [];
    for await (const item of paginate(asked, session, { params: { q: "a" } })) all.push(item);
    expect(all).toEqual(["a", "a-2", "a-3"]);
  });
});

describe("an answer that is no JSON", () => {
  it.each([
    ["text", "text/csv", "text/csv; charset=utf-8"],
    ["text", "application/xml;q=0.9, */*", "application/xml; charset=utf-8"],
    ["text", "application/json", "text/plain; charset=utf-8"],
    ["text", "text/*", "text/plain; charset=utf-8"],
    ["binary", "image/tiff", "image/tiff"],
    ["binary", "*/*", "application/octet-stream"],
  ])("is, as %s, of the type that is asked for: %s", async (response, accept, type) => {
    const load = { method: "GET", path: "/load", response, headers: { accept } };
    const ask = await askerOf(described({ load }));
    const answer = await ask("/load", { headers: { accept } });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, type]);
  });
});

describe("a body with several kinds of objects", () => {
  it("names one of them, and is that", async () => {
    const kindOf = (kind: string, more: object, required: readonly string[]) => ({
      type: "object",
      properties: { op: { ...text, enum: [kind] }, ...more },
      required: ["op", ...required],
    });
    const change = {
      oneOf: [kindOf("add", { value: text }, ["value"]), kindOf("remove", {}, [])],
      discriminator: "op",
    };
    const send = {
      ...{ method: "POST", path: "/send", body: { kind: "json", whole: "all" }, response: "none" },
      parameters: { all: { in: "body", type: "array", items: change, required: true } },
    };
    const ask = await askerOf(described({ send }));
    const sent = async (...all: readonly object[]): Promise<string> => {
      const headers = { "content-type": "application/json" };
      return (await ask("/send", { method: "POST", headers, body: JSON.stringify(all) })).text();
    };
    expect(await sent({ op: "add", value: "1" }, { op: "remove" })).toBe("");
    expect(await sent({ op: "nope" })).toContain(
      'all.0.op has to be "add" or "remove", and is "nope"',
    );
    expect(await sent({ op: "remove" }, { value: "1" })).toContain("all.1.op is missing");
    expect(await sent({ op: "add" })).toContain("all.0.value is missing");
  });

  it("takes the kinds of values that are described, and no other", async () => {
    const race = {
      type: "object",
      properties: { year: { type: "integer" }, laps: { type: "array", items: { type: "number" } } },
    } as const;
    const tag = { type: "string", enum: ["car"] } as const;
    const car = { type: "object", properties: { kind: tag }, required: ["kind"] } as const;
    const van = {
      ...car,
      properties: { kind: { type: "string", enum: ["van"] } },
    } as const;
    const parameters = {
      race: { in: "body", $ref: "Race" },
      one: { in: "body", oneOf: [{ $ref: "Car" }, { $ref: "Van" }], discriminator: "kind" },
      id: { in: "body", type: "string" },
      live: { in: "body", type: "boolean" },
    };
    const add = { method: "POST", path: "/add", body: "json", parameters, response: "none" };
    const ask = await askerOf({ ...described({ add }), types: { Race: race, Car: car, Van: van } });
    const sent = async (body: object): Promise<string> => {
      const headers = { "content-type": "application/json" };
      return (await ask("/add", { method: "POST", headers, body: JSON.stringify(body) })).text();
    };
    const right = { race: { year: 1, laps: [1.5] }, one: { kind: "car" }, id: "9", live: true };
    expect(await sent(right)).toBe("");
    for (const [body, problem] of [
      [{ race: "oops" }, "race has to be an object, and is a text."],
      [{ race: 5 }, "race has to be an object, and is a number."],
      [{ race: { year: "x" } }, "race.year has to be a whole number, and is a text."],
      [{ race: { laps: {} } }, "race.laps has to be a list, and is an object."],
      [{ one: "car" }, "one has to be an object, and is a text."],
      [{ id: 9 }, "id has to be a text, and is a number."],
      [{ live: "true" }, "live has to be a boolean, and is a text."],
    ] as const)
      expect(await sent(body)).toContain(problem);
  });

  it('takes an object without members in the style "deep", of which nothing is sent', async () => {
    const order = { type: "object", properties: { add: { type: "integer" } } } as const;
    const parameters = { order: { $ref: "Order", in: "body", style: "deep", required: true } };
    const put = { method: "PUT", path: "/order", body: "form", parameters, response: "none" };
    const ask = await askerOf({ ...described({ put }), types: { Order: order } });
    expect((await ask("/order", { method: "PUT" })).status).toBe(204);
  });
});
