import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { sign, type RequestParts } from "@oauth1/core";
import type { Emulator, EmulatorOptions, RegisteredApp } from "@oauth1/emulator";
import { closeAfterEach, emulate, LEGS } from "./world.js";

closeAfterEach();

/** Sends bytes as they are, and reads until the connection ends. */
function answerTo(emulator: Emulator, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(emulator.port, "127.0.0.1", () => socket.write(bytes, "latin1"));
    socket.setEncoding("latin1").on("data", (piece) => (text += String(piece)));
    socket.on("close", () => resolve(text)).on("error", () => undefined);
    socket.setTimeout(30_000, () => socket.destroy());
  });
}

/** A request whose connection ends with it. */
function request(start: string, body = "", ...headers: readonly string[]): string {
  const length = body === "" ? [] : [`Content-Length: ${body.length}`];
  const lines = [`${start} HTTP/1.1`, "Host: 127.0.0.1", "Connection: close", ...headers];
  return [...lines, ...length, "", body].join("\r\n");
}

const DEEP = `{"a":${"[".repeat(6000)}${"]".repeat(6000)}}`;
const JSON_BODY = "Content-Type: application/json";

/** What is no request that anybody means, and the status that says so. */
const BYTES: readonly (readonly [name: string, bytes: string, status: number])[] = [
  [
    "a member that stands for a method",
    request('GET /api/me?Authorization={"a":{"toString":1}}'),
    400,
  ],
  ["JSON nested deeply in the query", request(`GET /api/me?Authorization=${DEEP}`), 400],
  ["JSON nested deeply in a body", request("POST /token", DEEP, JSON_BODY), 400],
  ["escapes that are none", request("GET /api/me?%=%zz", "", 'Authorization: OAuth a="%zz"'), 400],
  ["the path of a proxy", request("GET http://evil.example/api/me"), 400],
  ["a path that is none", request("OPTIONS *"), 404],
  ["a way out of the root", request("GET /../../etc/passwd"), 404],
  ["two slashes", request("GET //evil.example/authorize"), 404],
  ["a Host that is none", request("GET /-/").replace("127.0.0.1", "a b"), 400],
  [
    "a parameter that comes twice",
    request(
      "GET /api/me",
      "",
      'Authorization: OAuth oauth_consumer_key="k", oauth_consumer_key="k"',
    ),
    400,
  ],
  ["HEAD", request("HEAD /api/me"), 405],
  [
    "a multipart body without a boundary",
    request("POST /token", "x", "Content-Type: multipart/form-data"),
    400,
  ],
  ["a header that is too long", request("GET /api/me", "", `X: ${"x".repeat(100_000)}`), 431],
  [
    "chunks that are none",
    request("POST /token", "", "Transfer-Encoding: chunked") + "zz\r\n\r\n",
    400,
  ],
];

describe("an emulator", () => {
  it.each(BYTES)("answers %s", async (_, bytes, status) => {
    const [alone, heard] = [await emulate({}), await emulate({}, { onMessage: () => undefined })];
    for (const emulator of [alone, heard]) {
      const text = await answerTo(emulator, bytes);
      expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(text).not.toMatch(/\n {4}at /);
    }
  });

  it("reads no form that is longer than any that is signed", async () => {
    const { origin } = await emulate({});
    const send = (length: number, type: string): Promise<Response> => {
      const headers = { "content-type": type };
      return fetch(`${origin}/token`, { method: "POST", headers, body: "a=b&".repeat(length) });
    };
    const form = "application/x-www-form-urlencoded";
    expect((await send(10_000, form)).status).toBe(400);
    const large = await send(300_000, form);
    expect([large.status, await large.text()]).toEqual([413, "The body is too large.\n"]);
    expect((await send(300_000, "application/octet-stream")).status).toBe(400);
  });

  it("answers requests that come before the answers to others, in their order", async () => {
    const emulator = await emulate({});
    const first = request("GET /nowhere").replace("Connection: close\r\n", "");
    const text = await answerTo(emulator, `${first}${request("HEAD /api/me")}`);
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 404", "HTTP/1.1 405"]);
  });

  it.each([
    ["without a Host", "GET /api/me HTTP/1.0\r\n\r\n"],
    ["through a proxy", request("GET http://evil.example/api/me")],
    ["behind an empty line", `\r\n${request("GET /api/me")}`],
  ])("tells of a request %s where it leads, as it answers it", async (_, bytes) => {
    const heard: string[] = [];
    const emulator = await emulate(
      {},
      { onMessage: ({ message, route }) => heard.push(`${message.kind} ${route.name}`) },
    );
    expect(await answerTo(emulator, bytes)).toMatch(/^HTTP\/1.1 400 /);
    expect(heard).toEqual(["request getMe", "response getMe"]);
  });

  it("survives peers that go away in the middle", async () => {
    const emulator = await emulate({}, { onMessage: () => undefined });
    const socket = connect(emulator.port, "127.0.0.1");
    socket.write("POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc", () =>
      socket.destroy(),
    );
    await once(socket, "close");
    expect((await fetch(emulator.pages.home)).status).toBe(200);
  });
});

describe("a wrong method", () => {
  // Of a provider whose errors come with status 200.
  const api = { errors: { signs: [{ at: "stat", equals: "fail" }], message: "message" } };

  it("is refused by a login's endpoints as they refuse anything else", async () => {
    const emulator = await emulate({
      oauth: { ...LEGS, tokenCredentials: { ...LEGS.tokenCredentials, format: "json" } },
      api,
    });
    const begun = await fetch(`${emulator.origin}/initiate`, { method: "PUT" });
    expect([begun.status, begun.headers.get("allow")]).toEqual([405, "POST"]);
    expect(await begun.text()).toBe(
      "oauth_problem=parameter_rejected&oauth_problem_advice=%2Finitiate%20takes%20POST%2C%20not%20PUT.",
    );
    const token = await fetch(`${emulator.origin}/token`);
    expect(token.status).toBe(405);
    expect(await token.json()).toMatchObject({
      oauth_problem_advice: "/token takes POST, not GET.",
    });
    const page = await fetch(`${emulator.origin}/authorize`, { method: "PUT" });
    expect([page.status, page.headers.get("allow")]).toEqual([405, "GET, POST"]);
    expect(await page.text()).toContain("/authorize takes GET and POST, not PUT.");
  });

  it("is refused by an operation as its errors are", async () => {
    const emulator = await emulate({ api });
    const answer = await fetch(`${emulator.origin}/api/me`, { method: "PUT" });
    expect(answer.headers.get("allow")).toBe("GET");
    expect(await answer.json()).toMatchObject({ stat: "fail" });
  });
});

/** What no URL is, and where a browser would do more than go there. */
const CALLBACKS = [
  "http://a.example/\u00fc\u20ac",
  "http://a.example/a\nb",
  "http://a.example/\u0001",
  " javascript:alert(1)",
  "java\nscript:alert(1)",
  "JavaScript:alert(1)",
  "http:\\\\a.example",
  "http://a.example/#there",
  "//a.example",
];

async function begin(app: RegisteredApp, callback: string): Promise<Response> {
  const asked: RequestParts = { method: "POST", url: app.endpoints.temporaryCredentials ?? "" };
  const parameters = [["oauth_callback", callback]] as const;
  const { request: signed } = await sign(asked, { consumer: app }, { parameters });
  return fetch(signed.url, { method: "POST", headers: new Headers(signed.headers) });
}

describe("a callback", () => {
  it.each(CALLBACKS)("that nobody can be sent to is refused: %j", async (callback) => {
    const emulator = await emulate({});
    const answer = await begin(await emulator.register(), callback);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("The%20callback%20");
  });

  it("may be any other, also one of an app's own scheme", async () => {
    const emulator = await emulate({});
    const app = await emulator.register();
    for (const callback of ["myapp:back", "http://a.example/%C3%BC?x=1", "oob"])
      expect((await begin(app, callback)).status).toBe(200);
  });
});

describe("the emulator's own pages", () => {
  it("answer HEAD as GET, and say which methods they take", async () => {
    const { pages } = await emulate({});
    expect((await fetch(pages.home, { method: "HEAD" })).status).toBe(200);
    const wrong = await fetch(pages.apps, { method: "PUT" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, POST"]);
    expect((await fetch(`${pages.home}nothing`, { method: "HEAD" })).status).toBe(404);
  });
});

/** What browsers say of a form, and the status of the answer. */
const BROWSERS: readonly {
  readonly name: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: 200 | 403;
  readonly options?: EmulatorOptions;
}[] = [
  { name: "of a program", host: "emulator.example:4000", headers: {}, status: 200 },
  {
    name: "of its own",
    host: "127.0.0.1:4000",
    headers: { "Sec-Fetch-Site": "same-origin", Origin: "null" },
    status: 200,
  },
  {
    name: "of another site",
    host: "127.0.0.1:4000",
    headers: { "Sec-Fetch-Site": "cross-site" },
    status: 403,
  },
  {
    name: "of its own at a container's name",
    host: "emulator:4000",
    headers: { Origin: "http://emulator:4000" },
    status: 200,
  },
  {
    name: "of another site at such a name",
    host: "emulator:4000",
    headers: { Origin: "http://a.example" },
    status: 403,
  },
  {
    name: "of nobody knows whom at such a name",
    host: "emulator:4000",
    headers: { Origin: "null" },
    status: 403,
  },
  {
    name: "at an address",
    host: "10.0.0.5:4000",
    headers: { Origin: "http://10.0.0.5:4000" },
    status: 200,
  },
  {
    name: "at an address of IPv6",
    host: "[::1]:4000",
    headers: { "Sec-Fetch-Site": "same-origin" },
    status: 200,
  },
  {
    name: "at a name of Docker's",
    host: "host.docker.internal:4000",
    headers: { Origin: "http://host.docker.internal:4000" },
    status: 200,
  },
  {
    name: "at a name bound anew",
    host: "a.example:4000",
    headers: { Origin: "http://a.example:4000" },
    status: 403,
  },
  {
    name: "at such a name with TLS",
    host: "a.example",
    headers: { "Sec-Fetch-Site": "same-origin" },
    status: 403,
  },
  {
    name: "at the name that it was given",
    host: "a.example:4000",
    headers: { Origin: "http://a.example:4000" },
    status: 200,
    options: { origin: "http://a.example:4000" },
  },
  {
    name: "at another name than that",
    host: "b.example:4000",
    headers: { "Sec-Fetch-Site": "same-origin" },
    status: 403,
    options: { origin: "http://a.example:4000" },
  },
];

describe("the pages for apps", () => {
  const post = (url: string, body: unknown, headers = {}): Promise<Response> =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  it("register several callbacks, and refuse what they do not know", async () => {
    const { pages } = await emulate({});
    const callbacks = ["http://127.0.0.1/back", "oob"];
    expect(await (await post(pages.apps, { name: "App", callbacks })).json()).toMatchObject({
      callbacks,
    });
    expect(await (await post(pages.apps, { name: "App", callbacks: "oob" })).json()).toEqual({
      error: "callbacks has to be a list of texts.",
    });
    expect(await (await post(pages.faults, { name: "cut", operaton: "getMe" })).json()).toEqual({
      error: "There is no operaton here: choose among name, times, operation, ms.",
    });
    expect((await post(pages.apps, { name: null })).status).toBe(400);
    expect((await post(pages.apps, { name: { toString: 1 } })).status).toBe(201);
    expect((await post(pages.apps, ["App"])).status).toBe(400);
  });

  it("issue a token for whom a program names, and begin anew", async () => {
    const { pages, origin, ...emulator } = await emulate({ oauth: LEGS });
    const { key } = await emulator.register({ name: "First" });
    await emulator.register({ name: "Second" });
    const answer = await post(pages.tokens, { user: "alice", consumer: key });
    expect([answer.status, await answer.json()]).toEqual([
      201,
      { key: expect.stringMatching(/./), secret: expect.stringMatching(/./), fields: {} },
    ]);
    expect(await (await post(pages.tokens, {})).json()).toHaveProperty("error");
    expect(await (await post(pages.tokens, { user: "a", consumer: "b" })).json()).toEqual({
      error: expect.stringContaining('There is no app "b"'),
    });
    emulator.fault("cut");
    const reset = await post(`${origin}/-/reset`, {});
    expect([reset.status, await reset.text()]).toEqual([204, ""]);
    const json = { headers: { accept: "application/json" } };
    expect(await (await fetch(pages.faults, json)).json()).toEqual([]);
    expect((await post(pages.tokens, { user: "alice", consumer: key })).status).toBe(201);
    const foreign = { "sec-fetch-site": "cross-site" };
    expect((await post(`${origin}/-/reset`, {}, foreign)).status).toBe(403);
    expect((await post(pages.tokens, { user: "alice" }, foreign)).status).toBe(403);
  });

  it.each(BROWSERS)("take a form, or do not: $name", async (sent) => {
    const { host, headers, status, options } = sent;
    const emulator = await emulate({}, options);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const type = "Content-Type: application/x-www-form-urlencoded";
    const form = request("POST /-/faults", "name=cut", type, ...lines);
    const text = await answerTo(emulator, form.replace("127.0.0.1", host));
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const asked = request("GET /-/faults", "", ...lines).replace("127.0.0.1", host);
    expect(await answerTo(emulator, asked)).toContain(status === 200 ? "cut, once" : "None.");
  });

  it("tell programs and people who is refused what to do", async () => {
    const { origin } = await emulate({});
    const foreign = { "sec-fetch-site": "cross-site" };
    const refused = await post(`${origin}/-/push`, {}, foreign);
    expect([refused.status, await refused.json()]).toEqual([
      403,
      { error: expect.stringContaining("give it the option origin") },
    ]);
  });
});

describe("a script of another origin", () => {
  const app = "http://localhost:5173";
  const preflight = {
    method: "OPTIONS",
    headers: {
      origin: app,
      "access-control-request-method": "GET",
      "access-control-request-headers": "authorization",
    },
  };
  const names = ["origin", "methods", "headers"].map((name) => `access-control-allow-${name}`);
  const allowed = ({ headers }: Response): unknown => names.map((name) => headers.get(name));

  it("may not call the provider", async () => {
    const { origin } = await emulate({});
    const asked = await fetch(`${origin}/api/me`, preflight);
    expect([asked.status, allowed(asked)]).toEqual([405, [null, null, null]]);
  });

  it("may call it where that is allowed, and reads every header, but has no other page", async () => {
    const { origin, pages } = await emulate({}, { calledBy: app });
    const asked = await fetch(`${origin}/api/me`, preflight);
    expect([asked.status, allowed(asked)]).toEqual([204, [app, "GET", "authorization"]]);
    for (const path of ["/api/me", "/nowhere"]) {
      const answer = await fetch(`${origin}${path}`, { headers: { origin: app } });
      expect(allowed(answer)).toEqual([app, null, null]);
      expect(answer.headers.get("access-control-expose-headers")).toBe("*");
      expect(answer.headers.get("vary")).toBe("origin");
    }
    const plain = await fetch(`${origin}/api/me`, { method: "OPTIONS", headers: { origin: app } });
    expect(plain.status).toBe(405);
    expect(allowed(await fetch(pages.faults, { headers: { origin: app } }))).toEqual(
      names.map(() => null),
    );
    const others = ["http://localhost:5174", "null"].map((one) =>
      fetch(`${origin}/api/me`, { ...preflight, headers: { ...preflight.headers, origin: one } }),
    );
    for (const other of await Promise.all(others))
      expect(allowed(other)).toEqual(names.map(() => null));
    const strange = fetch(`${origin}/api/me`, {
      headers: { origin: app, "x-emulator-fault": "cut" },
    });
    await expect(strange.then((answer) => answer.text())).rejects.toThrow();
  });
});

describe("a push", () => {
  const oauth = {
    temporaryCredentials: LEGS.temporaryCredentials,
    tokenCredentials: LEGS.tokenCredentials,
    pushedVerifier: { description: "Activation." },
  };

  it("says what is wrong with the app's URL", async () => {
    const emulator = await emulate({ oauth });
    await emulator.register();
    await expect(emulator.push({ url: "/activate" })).rejects.toThrow(/with http or https/);
    await expect(emulator.push({ url: "http://127.0.0.1:9/" })).rejects.toThrow(/is it running/);
  });

  it("says on the page that nothing was sent, where there is no URL", async () => {
    const emulator = await emulate({ oauth });
    await emulator.register();
    const body = new URLSearchParams({ user: "bob" });
    const page = await (await fetch(emulator.pages.push ?? "", { method: "POST", body })).text();
    expect(page).toMatch(/Nothing was sent, because there is no URL\. The verifier is [0-9a-f]+\./);
  });

  it("is refused where the provider does no such thing, and has no page there", async () => {
    const emulator = await emulate({});
    await emulator.register();
    await expect(emulator.push()).rejects.toThrow("Odd pushes no verifiers to apps");
    expect(emulator.pages).not.toHaveProperty("push");
    expect((await fetch(`${emulator.origin}/-/push`)).status).toBe(404);
    expect((await fetch(`${emulator.origin}/-/push`, { method: "POST" })).status).toBe(400);
    const { pages } = await emulate({ oauth });
    expect((await fetch(pages.push ?? "")).status).toBe(200);
  });

  it("goes to the app's URL and, with its secret, nowhere else", async () => {
    const emulator = await emulate({ oauth });
    await emulator.register();
    const asked: string[] = [];
    const app = createServer(({ url = "" }, outgoing) => {
      asked.push(url);
      outgoing.writeHead(307, { location: "/elsewhere" }).end();
    }).listen(0, "127.0.0.1");
    await once(app, "listening");
    const address = app.address();
    const port = typeof address === "object" ? address?.port : 0;
    const { status } = await emulator.push({ url: `http://127.0.0.1:${port}/activate` });
    app.closeAllConnections();
    await once(app.close(), "close");
    expect([status, asked]).toEqual([307, ["/activate"]]);
  });

  it("ends with the emulator, and holds no connection of the app's", async () => {
    const emulator = await emulate({ oauth });
    await emulator.register();
    const app = createServer((_, outgoing) => {
      outgoing.writeHead(200).write("x".repeat(10_000_000));
    }).listen(0, "127.0.0.1");
    await once(app, "listening");
    const address = app.address();
    const port = typeof address === "object" ? address?.port : 0;
    expect((await emulator.push({ url: `http://127.0.0.1:${port}/` })).status).toBe(200);
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const other = silent.address();
    const silentPort = typeof other === "object" ? other?.port : 0;
    const pushed = emulator.push({ url: `http://127.0.0.1:${silentPort}/` });
    const refused = expect(pushed).rejects.toThrow(/has not answered/);
    await once(silent, "request");
    await emulator.close();
    await refused;
    await Promise.all([app, silent].map((server) => once(server.close(), "close")));
  });
});
