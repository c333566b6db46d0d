import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  headerValues,
  secret,
  sign,
  signature,
  signSync,
  verify,
  type BodyContent,
  type SignatureMethod,
} from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { plaintext } from "@oauth1/core/methods/plaintext";

const credentials = { consumer: { key: "ck", secret: "cs" }, token: { key: "tk", secret: "ts" } };
const fixed = { nonce: "n", timestamp: 1 };
const url = "https://example.com/path?a=1";

describe("sign", () => {
  it("puts the realm first and never signs it", () => {
    const plain = signSync({ method: "GET", url }, credentials, fixed);
    const realm = signSync({ method: "GET", url }, credentials, { ...fixed, realm: 'my "realm"' });
    expect(realm.authorization).toMatch(/^OAuth realm="my \\"realm\\"", oauth_consumer_key="ck"/);
    expect(realm.signature).toBe(plain.signature);
  });

  it("refuses a realm that would break the header", () => {
    expect(() => signSync({ method: "GET", url }, credentials, { realm: "a\r\nb" })).toThrow(
      /The realm holds/,
    );
  });

  it("leaves out oauth_version and sends an empty oauth_token where it is told to", () => {
    const { parameters } = signSync(
      { method: "GET", url },
      { consumer: credentials.consumer },
      { version: false, emptyToken: true, ...fixed },
    );
    expect(parameters.map(([name]) => name)).not.toContain("oauth_version");
    expect(parameters).toContainEqual(["oauth_token", ""]);
  });

  it("writes another separator where a provider wants it", () => {
    const { authorization } = signSync({ method: "GET", url }, credentials, {
      ...fixed,
      separator: ",",
    });
    expect(authorization).toContain('oauth_consumer_key="ck",oauth_nonce="n"');
  });

  it("signs with a nonce and timestamp of its own, a new nonce each time", () => {
    const [first, second] = [1, 2].map(
      () =>
        new Map(
          signSync({ method: "GET", url }, credentials).parameters.map(([name, value]) => [
            String(name),
            value,
          ]),
        ),
    );
    expect(first?.get("oauth_nonce")).toMatch(/^[0-9a-f]{30}$/);
    expect(first?.get("oauth_nonce")).not.toBe(second?.get("oauth_nonce"));
    expect(Math.abs(Number(first?.get("oauth_timestamp")) - Date.now() / 1000)).toBeLessThan(5);
  });

  it("sends nonce and timestamp also with a method that needs none, because servers want them", async () => {
    const { parameters } = await sign({ method: "GET", url }, credentials, { method: plaintext });
    expect(parameters.map(([name]) => name)).toEqual([
      "oauth_consumer_key",
      "oauth_nonce",
      "oauth_signature_method",
      "oauth_timestamp",
      "oauth_token",
      "oauth_version",
      "oauth_signature",
    ]);
  });

  it("puts the parameters behind an existing query, or in the form", async () => {
    const query = await sign({ method: "GET", url }, credentials, {
      ...fixed,
      transmission: "query",
    });
    expect(query.request.url).toMatch(
      /^https:\/\/example\.com\/path\?a=1&oauth_consumer_key=ck&.*&oauth_signature=[^&]+$/,
    );
    const body = await sign(
      { method: "POST", url, body: new URLSearchParams({ b: "2" }) },
      credentials,
      { ...fixed, transmission: "body" },
    );
    expect(body.request.body).toMatch(/^b=2&oauth_consumer_key=ck&/);
    expect(body.signature).not.toBe(query.signature);
  });

  it("refuses to put the parameters into a body that is no form", async () => {
    const request = {
      method: "POST",
      url,
      headers: { "content-type": "application/json" },
      body: "{}",
    };
    await expect(sign(request, credentials, { transmission: "body" })).rejects.toThrow(
      /only when it is a form/,
    );
  });

  it.each([
    "application/x-www-form-urlencoded",
    "Application/X-WWW-Form-URLencoded; charset=utf-8",
  ])("counts a form under %s whatever the method, and JSON or multipart never", (contentType) => {
    const normalized = (type: string): string =>
      signSync(
        { method: "DELETE", url, headers: { "Content-Type": type }, body: "b=x+y" },
        credentials,
        fixed,
      ).normalizedParameters;
    expect(normalized(contentType)).toContain("&b=x%20y&");
    expect(normalized("application/json")).not.toContain("b=x");
    expect(normalized("multipart/form-data; boundary=x")).not.toContain("b=x");
  });

  it("signs a form of bytes byte for byte", () => {
    const body = new Uint8Array([0x61, 0x3d, 0xff, 0xc3, 0xa9]);
    const headers: [string, string][] = [["content-type", "application/x-www-form-urlencoded"]];
    const request = { method: "POST", url, headers, body };
    expect(signSync(request, credentials, fixed).normalizedParameters).toContain("a=%FF%C3%A9&");
  });

  it("refuses a form that it could only read by consuming it", async () => {
    const request = {
      method: "POST",
      url,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new ReadableStream(),
    };
    await expect(sign(request, credentials)).rejects.toThrow(TypeError);
  });

  it.each(["/relative", "ftp://example.com/", ""])(
    "refuses the URL %j and says what it needs",
    (bad) => {
      expect(() => signSync({ method: "GET", url: bad }, credentials)).toThrow(
        /absolute URL with https/,
      );
    },
  );

  it("shows a wrong URL without its password, also one that is nothing but slashes", () => {
    const attempt = (bad: string) => (): unknown =>
      signSync({ method: "GET", url: bad }, credentials);
    expect(attempt("https://u:p@w@")).toThrow(/: "https:\/\/"$/);
    expect(attempt("https://u:p@:x//y@z")).toThrow(/: "https:\/\/z"$/);
    // What would look for an @ from each of them takes minutes here.
    expect(attempt(`https:${"/".repeat(500_000)}`)).toThrow(/absolute URL with https/);
  });

  it("takes a Request and gives one back that is ready to send", async () => {
    const controller = new AbortController();
    const given = new Request(url, {
      method: "POST",
      body: new URLSearchParams({ b: "x y" }),
      headers: { "x-mine": "1" },
      signal: controller.signal,
    });
    const { request, normalizedParameters, authorization } = await sign(given, credentials, fixed);
    expect(normalizedParameters).toContain("&b=x%20y&");
    expect(request.headers.get("authorization")).toBe(authorization);
    expect(request.headers.get("x-mine")).toBe("1");
    expect(await request.text()).toBe("b=x+y");
    controller.abort();
    expect(request.signal.aborted).toBe(true);
  });

  it("passes on the body of a Request that is not signed", async () => {
    const given = new Request(url, {
      method: "POST",
      body: '{"a":1}',
      headers: { "content-type": "application/json" },
    });
    const { request } = await sign(given, credentials, fixed);
    expect(await request.json()).toEqual({ a: 1 });
  });

  it("takes a Request of another realm, which is none to instanceof, and gives back one of this", async () => {
    for (const body of [new URLSearchParams({ b: "é" }), '{"a":1}']) {
      for (const transmission of ["header", "query"] as const) {
        const given = new Request(url, { method: "POST", body, headers: { "x-mine": "1" } });
        const foreign = new Proxy(given, {
          getPrototypeOf: () => null,
          get(target, name) {
            const value: unknown = Reflect.get(target, name);
            return typeof value === "function" ? value.bind(target) : value;
          },
        });
        const { request } = await sign(foreign, credentials, { ...fixed, transmission });
        expect(request).toBeInstanceOf(Request);
        expect(request.url).toMatch(transmission === "query" ? /&oauth_signature=/ : /\?a=1$/);
        expect([request.method, request.headers.get("x-mine")]).toEqual(["POST", "1"]);
        expect(await request.text()).toBe(String(body));
      }
    }
  });

  it("takes any method that is a value, and signSync says so when it is asynchronous", async () => {
    const slow: SignatureMethod = {
      name: "SLOW",
      usesNonce: false,
      sign: async (base) => signature(`slow:${base.length}`),
      verify: async () => true,
    };
    expect((await sign({ method: "GET", url }, credentials, { method: slow })).signature).toMatch(
      /^slow:/,
    );
    expect(() => signSync({ method: "GET", url }, credentials, { method: slow })).toThrow(
      /await sign\(\) instead/,
    );
  });

  it("takes a method that keys with bytes and prefixes the base string, as a live session token does", async () => {
    const liveSession: SignatureMethod<{ readonly prefix: string; readonly token: Uint8Array }> = {
      name: "HMAC-SHA256",
      usesNonce: true,
      sign: (base, { consumer: { token, prefix } }) =>
        signature(createHmac("sha256", token).update(`${prefix}${base}`).digest("base64")),
      verify: () => false,
    };
    const consumer = { key: "ck", prefix: "0123", token: new Uint8Array([0, 255]) };
    const { signature: given, baseString } = await sign(
      { method: "GET", url },
      { consumer },
      { method: liveSession },
    );
    const expected = createHmac("sha256", Buffer.from([0, 255]))
      .update(`0123${baseString}`)
      .digest("base64");
    expect(given).toBe(expected);
  });

  it("leaves out the trailing & of the key where it is told to, and only without a token secret", async () => {
    const mac = (key: string, base: string): string =>
      createHmac("sha1", key).update(base).digest("base64");
    const { consumer } = credentials;
    const bare = signSync({ method: "GET", url }, { consumer }, { keyAmpersand: false });
    expect(bare.signature).toBe(mac("cs", bare.baseString));
    const whole = signSync({ method: "GET", url }, { consumer });
    expect(whole.signature).toBe(mac("cs&", whole.baseString));
    const withToken = signSync({ method: "GET", url }, credentials, { keyAmpersand: false });
    expect(withToken.signature).toBe(mac("cs&ts", withToken.baseString));
    const keys = { consumer: { secret: "cs" } };
    expect(
      await verify(bare.request, () => ({ ...keys, keyAmpersand: false }), { methods: [hmacSha1] }),
    ).toMatchObject({ ok: true });
    expect(await verify(bare.request, () => keys, { methods: [hmacSha1] })).toMatchObject({
      ok: false,
    });
  });

  it("signs alike the first time and each later time, and when the secrets have changed", () => {
    const changing = { consumer: { key: "ck", secret: "one" }, token: { key: "tk", secret: "t" } };
    const once = (): string => signSync({ method: "GET", url }, changing, fixed).signature;
    const first = [once(), once(), once()];
    expect(new Set(first).size).toBe(1);
    changing.consumer.secret = "two";
    expect(once()).not.toBe(first[0]);
    changing.consumer.secret = "one";
    expect([once(), once()]).toEqual(first.slice(0, 2));
    const long = { consumer: { key: "ck", secret: "s".repeat(200) } };
    const base = signSync({ method: "GET", url }, long, fixed);
    expect(signSync({ method: "GET", url }, long, fixed).signature).toBe(base.signature);
    expect(base.signature).toBe(
      createHmac("sha1", `${"s".repeat(200)}&`)
        .update(base.baseString)
        .digest("base64"),
    );
  });

  it("signs alike whatever consumers and tokens are put together, and in what order", () => {
    const consumers = ["one", "two"].map((secret) => ({ key: "ck", secret }));
    const tokens = [undefined, ...["t", "u"].map((secret) => ({ key: "tk", secret }))];
    const pairs = consumers.flatMap((consumer) =>
      tokens.map((token) => (token === undefined ? { consumer } : { consumer, token })),
    );
    for (const keys of [...pairs, ...pairs.toReversed(), ...pairs]) {
      const { baseString, signature } = signSync({ method: "GET", url }, keys, fixed);
      const key = `${keys.consumer.secret}&${"token" in keys ? keys.token.secret : ""}`;
      expect(signature).toBe(createHmac("sha1", key).update(baseString).digest("base64"));
    }
  });

  it("signs with what a secret of the caller's says now", () => {
    let text = "one";
    const rotated = { expose: () => text, toString: () => "", toJSON: () => "" };
    const keys = { consumer: { key: "ck", secret: rotated } };
    const once = (): string => signSync({ method: "GET", url }, keys, fixed).signature;
    const first = [once(), once()];
    text = "two";
    expect(once()).not.toBe(first[0]);
    expect(first[1]).toBe(first[0]);
  });

  it("refuses a form that is a Blob, which fetch would send with the type of a form", async () => {
    const body = new Blob(["a=b"], { type: "application/x-www-form-urlencoded" });
    const request = { method: "POST", url, body };
    await expect(sign(request, credentials)).rejects.toThrow(/cannot be read without consuming/);
    const image = new Blob(["a=b"], { type: "image/png" });
    expect((await sign({ ...request, body: image }, credentials)).request.body).toBe(image);
    const { request: signed } = await sign(new Request(url, request), credentials);
    expect(await verify(signed, () => credentials, { methods: [hmacSha1] })).toMatchObject({
      ok: true,
    });
  });

  it("puts a new signature in the place of an earlier one, wherever that travels", async () => {
    const options = { parameters: [["oauth_verifier", "v"]] } as const;
    for (const transmission of ["header", "query", "body"] as const) {
      const draft = { method: "POST", url: `${url}&b=x+y`, body: new URLSearchParams("c=1&c=1") };
      const first = signSync(draft, credentials, { ...options, transmission });
      const again = signSync(first.request, credentials, { ...options, ...fixed, transmission });
      const once = signSync(draft, credentials, { ...options, ...fixed, transmission });
      expect(again.baseString).toBe(once.baseString);
      expect(again.request.url).toBe(once.request.url);
      expect(again.request.body).toEqual(once.request.body);
      expect(await verify(again.request, () => credentials, { methods: [hmacSha1] })).toMatchObject(
        { ok: true },
      );
    }
  });

  it("leaves a query alone that holds no earlier signature in the same place", () => {
    const kept = `${url}&oauth_callback=oob`;
    const sent = signSync({ method: "GET", url: kept }, credentials, { transmission: "query" });
    expect(sent.request.url.startsWith(`${kept}&oauth_consumer_key=`)).toBe(true);
    expect(sent.authorization).toBeUndefined();
    const foreign = `${url}&oauth_signature=x&oauth_callback=oob`;
    const header = signSync({ method: "GET", url: foreign }, credentials, fixed);
    expect(header.request.url).toBe(foreign);
  });

  it("puts a new signature in the place of one that is all of the query, or of the form", () => {
    const bare = "https://example.com/path";
    for (const transmission of ["query", "body"] as const) {
      const options = { ...fixed, transmission };
      const once = signSync({ method: "POST", url: bare }, credentials, options);
      const again = signSync(once.request, credentials, options);
      expect(again.request).toEqual(once.request);
    }
    expect(signSync({ method: "GET", url: bare }, credentials, fixed).request.url).toBe(bare);
  });

  it("refuses to put the parameters into the body of a GET or a HEAD, and of no other method", () => {
    const attempt = (method: string): unknown =>
      signSync({ method, url }, credentials, { ...fixed, transmission: "body" }).request.body;
    for (const method of ["GET", "HEAD", "get"]) {
      expect(() => attempt(method)).toThrow(/only when it is a form/);
    }
    for (const method of ["TARGET", "HEADING"]) expect(attempt(method)).toMatch(/^oauth_/);
  });

  it("rounds a timestamp down, as of Date.now() / 1000", () => {
    const options = { ...fixed, timestamp: 1700000000.999 };
    expect(signSync({ method: "GET", url }, credentials, options).authorization).toContain(
      'oauth_timestamp="1700000000"',
    );
  });

  it("sends the text of a timestamp as it is, for who tests a server with it", () => {
    const options = { ...fixed, timestamp: "1e3" };
    expect(signSync({ method: "GET", url }, credentials, options).authorization).toContain(
      'oauth_timestamp="1e3"',
    );
  });

  it("refuses a Request at once, of whose method and body nothing would be left", () => {
    const given = new Request(url, { method: "POST", body: "x" });
    expect(() => signSync(given, credentials)).toThrow(/await sign\(\) for a Request/);
  });

  it("says that the request's method is not set", async () => {
    const unset: { method: string; url: string } = JSON.parse(`{"url":"${url}"}`);
    await expect(sign(unset, credentials)).rejects.toThrow("The request's method is not set.");
  });

  it("says which of the keys is not set", async () => {
    const unset: { key: string; secret: string }[] = JSON.parse('[{"secret":"s"},{"key":"k"}]');
    const request = { method: "GET", url };
    const [keyless, secretless] = unset.map((consumer) => () => sign(request, { consumer }));
    await expect(keyless).rejects.toThrow("The consumer's key is not set.");
    await expect(secretless).rejects.toThrow("The consumer's secret is not set.");
    const token = unset[0] ?? { key: "", secret: "" };
    const tokenless = sign(request, { ...credentials, token });
    await expect(tokenless).rejects.toThrow("The token's key is not set.");
    const [, consumer = { key: "", secret: "" }] = unset;
    await expect(sign(request, { consumer }, { method: plaintext })).rejects.toThrow(
      /secret is not/,
    );
  });

  it("leaves userinfo out of the error for a URL that cannot be signed", () => {
    const attempt = (): unknown =>
      signSync({ method: "GET", url: "ftp://user:pass@word@example.com/" }, credentials);
    expect(attempt).toThrow('http://: "ftp://example.com/"');
  });

  it("sends the body of a Request with its length, whatever its URL becomes", async () => {
    const lengths: (string | undefined)[] = [];
    const server = createServer((incoming, answer) => {
      lengths.push(incoming.headers["content-length"]);
      answer.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    try {
      for (const transmission of ["header", "query"] as const) {
        for (const target of [`http://127.0.0.1:${port}/?`, `http://127.0.0.1:${port}/#top`]) {
          const given = new Request(target, { method: "POST", body: '{"a":1}' });
          await fetch((await sign(given, credentials, { transmission })).request);
        }
      }
    } finally {
      server.close();
    }
    expect(lengths).toEqual(["7", "7", "7", "7"]);
  });

  it("passes on a stream that it need not read, and everything else of a Request", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("streamed"));
        controller.close();
      },
    });
    const init = {
      method: "POST",
      body,
      duplex: "half",
      redirect: "manual",
      headers: { "content-type": "text/plain" },
    } as const;
    const { request } = await sign(new Request(url, init), credentials, fixed);
    expect(request.redirect).toBe("manual");
    expect(request.headers.get("content-type")).toBe("text/plain");
    expect(await request.text()).toBe("streamed");
  });

  it.each([
    ["JSON", (): BodyContent => '{"a":1}'],
    ["a stream", (): BodyContent => new Blob(["streamed"]).stream()],
    ["a multipart form", (): BodyContent => new FormData()],
  ])("refuses to put the parameters in place of a Request's body of %s", async (_name, body) => {
    const init = { method: "POST", body: body(), duplex: "half" } as const;
    const signing = sign(new Request(url, init), credentials, { ...fixed, transmission: "body" });
    await expect(signing).rejects.toThrow(/The body takes the parameters only when it is a form/);
  });

  it("puts the parameters in the body of a Request that has none", async () => {
    for (const init of [{}, { body: "" }]) {
      const given = new Request(url, { ...init, method: "POST" });
      const { request } = await sign(given, credentials, { ...fixed, transmission: "body" });
      expect(await request.text()).toMatch(/^oauth_consumer_key=.*&oauth_signature=/);
    }
  });

  it("keeps the referrer of a Request, which a page may have hidden", async () => {
    const hidden = new Request(url, { referrer: "", referrerPolicy: "no-referrer" });
    const { request } = await sign(hidden, credentials, fixed);
    expect([request.referrer, request.referrerPolicy]).toEqual(["", "no-referrer"]);
  });

  it("never signs what is called oauth_signature, wherever it stands (RFC 5849 section 3.4.1.3.1)", () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const bare = { method: "POST", url, headers, body: "b=2" };
    const carrying = { ...bare, url: `${url}&oauth%5Fsignature=x`, body: "oauth_signature=y&b=2" };
    const [one, other] = [bare, carrying].map((parts) => signSync(parts, credentials, fixed));
    expect(other?.baseString).toBe(one?.baseString);
    expect(other?.normalizedParameters).not.toContain("oauth_signature=");
  });

  it("does not change the request that it is given", () => {
    const headers = Object.freeze({ accept: "text/plain" });
    const given = Object.freeze({ method: "GET", url, headers });
    expect(signSync(given, credentials, fixed).request.headers).toMatchObject(headers);
    expect(given.headers).toEqual({ accept: "text/plain" });
  });
});

describe("headerValues", () => {
  it("takes the values of one field, and none of others, whatever their length", () => {
    const fields: [string, string][] = [
      ["x-a", "1"],
      ["x-b", "2"],
      ["x-abc", "3"],
    ];
    for (const headers of [fields, Object.fromEntries(fields), new Headers(fields)]) {
      expect(headerValues(headers, "X-B")).toEqual(["2"]);
      expect(headerValues(headers, "x-c")).toEqual([]);
    }
    expect(headerValues(undefined, "x-a")).toEqual([]);
  });

  it("are those that a request was signed with, in the shape in which they were given", () => {
    const fields: [string, string][] = [
      ["accept", "text/plain"],
      ["Authorization", "Bearer x"],
    ];
    for (const headers of [fields, Object.fromEntries(fields), new Headers(fields)]) {
      const signed = signSync({ method: "GET", url, headers }, credentials, fixed);
      const { request } = signed;
      expect(headerValues(request.headers, "accept")).toEqual(["text/plain"]);
      expect(headerValues(request.headers, "authorization")).toEqual([signed.authorization]);
      expect(Array.isArray(request.headers)).toBe(Array.isArray(headers));
      expect(request.headers instanceof Headers).toBe(headers instanceof Headers);
    }
  });

  it("takes the name in any letter case, from every shape of header fields", () => {
    const name = "Content-Type";
    const pair: [string, string] = [name, "x"];
    for (const headers of [{ [name]: "x" }, [pair], new Headers([pair])]) {
      for (const asked of [name, name.toLowerCase(), name.toUpperCase()]) {
        expect(headerValues(headers, asked)).toEqual(["x"]);
      }
    }
  });
});

describe("Secret", () => {
  it("shows itself in no text, JSON or inspection", () => {
    const key = secret("very-secret");
    const shown = [
      String(key),
      `${JSON.stringify({ key })}`,
      inspect({ key }, { depth: 9 }),
      JSON.stringify({ ...key }),
      inspect({ ...key }, { showHidden: true, depth: 9 }),
      String(Object.entries(key)),
    ];
    expect(shown.join()).not.toContain("very-secret");
    expect(key.expose()).toBe("very-secret");
  });

  it("signs like the text that it holds", () => {
    const hidden = {
      consumer: { key: "ck", secret: secret("cs") },
      token: { key: "tk", secret: secret("ts") },
    };
    expect(signSync({ method: "GET", url }, hidden, fixed).signature).toBe(
      signSync({ method: "GET", url }, credentials, fixed).signature,
    );
  });
});
