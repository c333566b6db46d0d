import { describe, expect, it } from "vitest";
import { sign, verify, type RequestParts, type Verdict, type VerifyOptions } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { plaintext } from "@oauth1/core/methods/plaintext";

const credentials = { consumer: { key: "ck", secret: "cs" }, token: { key: "tk", secret: "ts" } };
const keys = { consumer: { secret: "cs" }, token: { secret: "ts" } };
const FORM = { "content-type": "application/x-www-form-urlencoded" };
const url = "https://example.com/path?a=1";

async function signed(request: Partial<RequestParts> = {}, options = {}): Promise<RequestParts> {
  return (await sign({ method: "GET", url, ...request }, credentials, options)).request;
}

function check(request: RequestParts, options: Partial<VerifyOptions> = {}): Promise<Verdict> {
  return verify(request, () => keys, { methods: [hmacSha1, plaintext], ...options });
}

function authorization(...pairs: readonly string[]): RequestParts {
  return { method: "GET", url, headers: { authorization: `OAuth ${pairs.join(",")}` } };
}

function streamed(body: ReadableStream, headers: HeadersInit): Request {
  const init = { method: "POST", headers, body, duplex: "half" } as const;
  return new Request(url, init);
}

function endless(pulled: () => void = () => {}): ReadableStream {
  const options = { highWaterMark: 0 };
  return new ReadableStream(
    {
      pull(controller) {
        pulled();
        controller.enqueue(new Uint8Array(65_536).fill(97));
      },
    },
    options,
  );
}

const COMPLETE = [
  "oauth_consumer_key=ck",
  "oauth_signature_method=HMAC-SHA1",
  "oauth_signature=x",
  "oauth_timestamp=1",
  "oauth_nonce=n",
];

describe("verify", () => {
  it("says what a right request has presented", async () => {
    const request = await signed(
      {},
      { nonce: "n", timestamp: 7, realm: "R", parameters: [["oauth_verifier", "v&v"]] },
    );
    expect(await check(request)).toEqual({
      ok: true,
      consumerKey: "ck",
      token: "tk",
      method: "HMAC-SHA1",
      nonce: "n",
      timestamp: 7,
      realm: "R",
      transmission: "header",
      parameters: [
        ["oauth_verifier", "v&v"],
        ["oauth_consumer_key", "ck"],
        ["oauth_nonce", "n"],
        ["oauth_signature_method", "HMAC-SHA1"],
        ["oauth_timestamp", "7"],
        ["oauth_token", "tk"],
        ["oauth_version", "1.0"],
      ],
    });
  });

  it("tells the look-up who the request claims to be", async () => {
    const asked: unknown[] = [];
    await verify(await signed(), (presented) => void asked.push(presented), {
      methods: [hmacSha1],
    });
    const { consumer } = credentials;
    const { request } = await sign({ method: "GET", url }, { consumer });
    await verify(request, (presented) => void asked.push(presented), { methods: [hmacSha1] });
    expect(asked).toStrictEqual([
      { consumerKey: "ck", token: "tk", method: "HMAC-SHA1" },
      { consumerKey: "ck", method: "HMAC-SHA1" },
    ]);
  });

  it.each<[string, RequestParts, string]>([
    ["an unsigned request", { method: "GET", url }, "parameter_absent"],
    [
      "a Bearer header",
      { method: "GET", url, headers: { authorization: "Bearer x" } },
      "parameter_absent",
    ],
    ["a missing nonce", authorization(...COMPLETE.slice(0, 4)), "parameter_absent"],
    [
      "a missing timestamp",
      authorization(...COMPLETE.slice(0, 3), "oauth_nonce=n"),
      "parameter_absent",
    ],
    [
      "an unknown method",
      authorization(...COMPLETE.with(1, "oauth_signature_method=MD5")),
      "signature_method_rejected",
    ],
    ["another version", authorization(...COMPLETE, "oauth_version=2.0"), "version_rejected"],
    ["a repeated parameter", authorization(...COMPLETE, "oauth_nonce=m"), "parameter_rejected"],
    ["a repeated realm", authorization("realm=a", "realm=b", ...COMPLETE), "parameter_rejected"],
    ["an unreadable header", authorization('oauth_token="a" "b"'), "parameter_rejected"],
    [
      "two places",
      { ...authorization(...COMPLETE), url: `${url}&oauth_token=t` },
      "parameter_rejected",
    ],
    [
      "two headers",
      {
        method: "GET",
        url,
        headers: [
          ["Authorization", "OAuth a=b"],
          ["authorization", "OAuth a=b"],
        ],
      },
      "parameter_rejected",
    ],
    ["a relative URL", { ...authorization(...COMPLETE), url: "/path" }, "parameter_rejected"],
    ["a wrong signature", authorization(...COMPLETE), "signature_invalid"],
    [
      "an empty signature",
      authorization(...COMPLETE.with(2, "oauth_signature=")),
      "signature_invalid",
    ],
    [
      "a signature that is not ASCII",
      authorization(...COMPLETE.with(2, "oauth_signature=%C3%A9%FF")),
      "signature_invalid",
    ],
  ])("refuses %s", async (_what, request, problem) => {
    expect(await check(request)).toMatchObject({ ok: false, problem });
  });

  it.each(["-1", "+1", " 1", "1.5", "1e9", "0", "01", "१", "", "1".repeat(16)])(
    "refuses the timestamp %j",
    async (timestamp) => {
      const request = authorization(
        ...COMPLETE.with(3, `oauth_timestamp=${encodeURIComponent(timestamp)}`),
      );
      expect((await check(request)).ok).toBe(false);
      expect(await check(request)).not.toMatchObject({ problem: "signature_invalid" });
    },
  );

  it.each([
    ["undefined", () => undefined],
    ["null", () => null],
    ["a promise of undefined", () => Promise.resolve(undefined)],
    ["a promise of null", () => Promise.resolve(null)],
  ])(
    "tells an unknown consumer from a wrong signature where the lookup says %s",
    async (_, keys) => {
      const verdict = await verify(await signed(), keys, { methods: [hmacSha1] });
      expect(verdict).toEqual({ ok: false, problem: "consumer_key_unknown" });
    },
  );

  it("accepts another version where the caller does, and always a request that names none", async () => {
    const pairs = ["oauth_consumer_key=ck", "oauth_token=tk", "oauth_signature_method=PLAINTEXT"];
    const plain = (...more: readonly string[]): RequestParts =>
      authorization(...pairs, ...more, "oauth_signature=cs%26ts");
    const versions = ["1.0", "1.0A"];
    const odd = plain("oauth_version=1.0A");
    expect(await check(odd)).toEqual({ ok: false, problem: "version_rejected" });
    expect(await check(odd, { versions })).toMatchObject({ ok: true });
    expect(await check(plain("oauth_version=1.0"), { versions })).toMatchObject({ ok: true });
    expect(await check(plain("oauth_version=2.0"), { versions })).toMatchObject({ ok: false });
    expect(await check(plain(), { versions: [] })).toMatchObject({ ok: true });
  });

  it("accepts PLAINTEXT without nonce and timestamp, and never HMAC-SHA1", async () => {
    const plain = ["oauth_consumer_key=ck", "oauth_token=tk", "oauth_signature_method=PLAINTEXT"];
    const verdict = await check(authorization(...plain, "oauth_signature=cs%26ts"));
    expect(verdict).toMatchObject({ ok: true, consumerKey: "ck", token: "tk" });
    expect(verdict).not.toHaveProperty("nonce");
    expect(verdict).not.toHaveProperty("timestamp");
    expect(await check(authorization(...COMPLETE.slice(0, 3)))).toMatchObject({ ok: false });
  });

  it("lets nobody sign for a consumer that is unknown", async () => {
    const stranger = { consumer: { key: "ck", secret: "nobody" } };
    const { request } = await sign({ method: "GET", url }, stranger);
    for (const found of [undefined, null]) {
      const verdict = await verify(request, () => Promise.resolve(found), { methods: [hmacSha1] });
      expect(verdict).toEqual({ ok: false, problem: "consumer_key_unknown" });
    }
  });

  it("never matches a consumer that has no shared secret", async () => {
    for (const method of [hmacSha1, plaintext]) {
      const { request } = await sign(
        { method: "GET", url },
        { consumer: { key: "ck", secret: "" } },
        { method },
      );
      // Databases say null for nothing, whatever the type says.
      for (const consumer of [{}, JSON.parse('{ "secret": null }')]) {
        const verdict = await verify(request, () => ({ consumer }), { methods: [method] });
        expect(verdict).toEqual({ ok: false, problem: "signature_invalid" });
      }
    }
  });

  it("verifies alike the first time and each later time, and when the secrets have changed", async () => {
    const changing = { consumer: { secret: "cs" }, token: { secret: "ts" } };
    const request = await signed();
    const once = async (): Promise<boolean> =>
      (await verify(request, () => changing, { methods: [hmacSha1] })).ok;
    expect([await once(), await once(), await once()]).toEqual([true, true, true]);
    changing.token.secret = "other";
    expect([await once(), await once()]).toEqual([false, false]);
    changing.token.secret = "ts";
    expect([await once(), await once()]).toEqual([true, true]);
  });

  it("takes a realm in the query for a parameter like any other", async () => {
    const request = await signed({ url: `${url}&realm=x` });
    expect(await check(request)).toMatchObject({ ok: true });
    expect(await check({ ...request, url: `${url}&realm=y` })).toMatchObject({
      problem: "signature_invalid",
    });
    expect(await check({ ...(await signed()), url: `${url}&realm=x` })).toMatchObject({
      problem: "signature_invalid",
    });
  });

  it("takes an empty token for none", async () => {
    const { request } = await sign(
      { method: "GET", url },
      { consumer: credentials.consumer },
      { emptyToken: true },
    );
    expect(
      await verify(request, () => ({ consumer: { secret: "cs" } }), { methods: [hmacSha1] }),
    ).not.toHaveProperty("token");
  });

  it("accepts a verifier in the form only where that is allowed", async () => {
    const request = await signed({ method: "POST", headers: FORM, body: "oauth_verifier=v" });
    expect(await check(request)).toMatchObject({ ok: false, problem: "parameter_rejected" });
    const verdict = await check(request, { scatteredParameters: true });
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.ok && verdict.parameters).toContainEqual(["oauth_verifier", "v"]);
  });

  it("verifies the path byte for byte, without taking steps out of it or decoding it", async () => {
    const request = await signed({ url: "https://example.com/a%2Fb/%7Ec" });
    expect(await check({ ...request, url: "https://EXAMPLE.com:443/a%2Fb/%7Ec" })).toMatchObject({
      ok: true,
    });
    expect(await check({ ...request, url: "https://example.com/a/b/~c" })).toMatchObject({
      problem: "signature_invalid",
    });
    expect(await check({ ...request, url: "https://example.com:80/a%2Fb/%7Ec" })).toMatchObject({
      problem: "signature_invalid",
    });
  });

  it("refuses more than it is ready to read", async () => {
    const many = "a=1&".repeat(300);
    expect(await check(await signed({ url: `${url}&${many}` }))).toMatchObject({
      problem: "parameter_rejected",
    });
    expect(await check(authorization(...COMPLETE, `a=${"x".repeat(9000)}`))).toMatchObject({
      problem: "parameter_rejected",
    });
    expect(
      await check(await signed({ method: "POST", headers: FORM, body: `a=${"x".repeat(9000)}` })),
    ).toMatchObject({ problem: "parameter_rejected" });
    expect(
      await check(await signed({ url: `${url}&${many}` }), { limits: { parameters: 400 } }),
    ).toMatchObject({ ok: true });
  });

  it("counts parameters wherever they are, and what is between two ampersands", async () => {
    const limits = { parameters: 8 };
    const advice = "The request has over 8 parameters.";
    const refused = { ok: false, problem: "parameter_rejected", advice };
    // Seven are the protocol's.
    const form = { method: "POST", headers: FORM, url: "https://example.com/path" };
    for (const [right, wrong] of [
      [{ url }, { url: `${url}&b=2` }],
      [
        { ...form, body: "a=1" },
        { ...form, body: "a=1&b=2" },
      ],
      [{ url: `${form.url}?${"&".repeat(8)}` }, { url: `${form.url}?${"&".repeat(9)}` }],
      [
        { ...form, body: "&".repeat(8) },
        { ...form, body: "&".repeat(9) },
      ],
    ]) {
      expect(await check(await signed(right), { limits })).toMatchObject({ ok: true });
      expect(await check(await signed(wrong), { limits })).toEqual(refused);
    }
  });

  it("takes what is as long as it may be, and nothing that is longer", async () => {
    const refused = { ok: false, problem: "parameter_rejected" };
    const limits = { parameter: 64 };
    for (const pair of [(x: string) => `${x}=1`, (x: string) => `b=${x}`]) {
      const [right, wrong] = [64, 65].map((length) => `${url}&${pair("x".repeat(length))}`);
      expect(await check(await signed({ url: right ?? "" }), { limits })).toMatchObject({
        ok: true,
      });
      expect(await check(await signed({ url: wrong ?? "" }), { limits })).toEqual({
        ...refused,
        advice: "A parameter is over 64 characters.",
      });
    }
    const request = await sign({ method: "GET", url }, credentials);
    const { length } = request.authorization ?? "";
    const header = (most: number): Promise<Verdict> =>
      check(request.request, { limits: { header: most } });
    expect(await header(length)).toMatchObject({ ok: true });
    expect(await header(length - 1)).toEqual({
      ...refused,
      advice: `The Authorization header is over ${length - 1} characters.`,
    });
    const query = (most: number): Promise<Verdict> =>
      check(request.request, { limits: { form: most } });
    expect(await query(3)).toMatchObject({ ok: true });
    expect(await query(2)).toEqual({
      ...refused,
      advice: "The query or the form is over 2 characters.",
    });
  });

  it.each<[string, RequestParts, string]>([
    [
      "two headers",
      {
        method: "GET",
        url,
        headers: [
          ["Authorization", "OAuth a=b"],
          ["Accept", "*" + "/*"],
          ["authorization", "OAuth a=b"],
        ],
      },
      "There are two Authorization headers.",
    ],
    [
      "two content types",
      { method: "POST", url, headers: { "content-type": `text/plain, ${FORM["content-type"]}` } },
      "The Content-Type is a form's, and something else.",
    ],
    [
      "a relative URL",
      { method: "GET", url: "/path#a" },
      "The request's URL is not an absolute http or https URL.",
    ],
    [
      "text before the URL",
      { method: "GET", url: `x${url}` },
      "The request's URL is not an absolute http or https URL.",
    ],
    [
      "a fragment",
      { method: "GET", url: `${url}#a\n#b` },
      "The request's URL has a fragment, which no request target has.",
    ],
    [
      "a parameter twice",
      authorization(...COMPLETE, "oauth_nonce=m"),
      "oauth_nonce appears twice.",
    ],
    [
      "a wrong timestamp",
      authorization(...COMPLETE.with(3, "oauth_timestamp=x")),
      "oauth_timestamp is not a positive whole number of seconds.",
    ],
    [
      "a body hash of a form",
      { ...authorization(...COMPLETE, "oauth_body_hash=x"), body: new URLSearchParams("a=b") },
      "A form is signed itself and has no oauth_body_hash.",
    ],
    [
      "two places",
      { ...authorization(...COMPLETE), url: `${url}&oauth_verifier=v` },
      "The protocol parameters are in more than one place.",
    ],
  ])("says why it refuses %s", async (_what, request, advice) => {
    expect(await check(request)).toEqual({ ok: false, problem: "parameter_rejected", advice });
  });

  it.each<[string, RequestParts, string]>([
    ["a signature", { method: "GET", url }, "The request is not signed."],
    ["the consumer's key", authorization(...COMPLETE.slice(1)), "oauth_consumer_key"],
    [
      "the method",
      authorization(...COMPLETE.filter((pair) => !pair.includes("method"))),
      "oauth_signature_method",
    ],
    [
      "the signature's value",
      authorization(...COMPLETE.filter((pair) => !pair.endsWith("=x"))),
      "oauth_signature",
    ],
    ["the timestamp", authorization(...COMPLETE.toSpliced(3, 1)), "oauth_timestamp"],
    ["the nonce", authorization(...COMPLETE.slice(0, 4)), "oauth_nonce"],
    ["the nonce's text", authorization(...COMPLETE.with(4, "oauth_nonce=")), "oauth_nonce"],
  ])("says that %s is missing", async (_what, request, advice) => {
    expect(await check(request)).toEqual({ ok: false, problem: "parameter_absent", advice });
  });

  it("has what makes a request a signed one in one place, whatever else may be in another", async () => {
    const { consumer } = credentials;
    const draft = { method: "GET", url: `${url}&oauth_token=tk` };
    const { request } = await sign(draft, { consumer });
    expect(await check(request, { scatteredParameters: true })).toEqual({
      ok: false,
      problem: "parameter_rejected",
      advice: "The protocol parameters are in more than one place.",
    });
  });

  it("refuses a query or a form that is too long as a whole, text or bytes", async () => {
    const fields = Array.from({ length: 20 }, (_, at) => `a${at}=${"x".repeat(8000)}`).join("&");
    const bytes = new TextEncoder().encode(fields);
    const form = { method: "POST", headers: FORM };
    for (const parts of [
      { url: `${url}&${fields}` },
      { ...form, body: fields },
      { ...form, body: bytes },
    ]) {
      const request = await signed(parts);
      expect(await check(request)).toEqual({
        ok: false,
        problem: "parameter_rejected",
        advice: "The query or the form is over 131072 characters.",
      });
      expect(await check(request, { limits: { form: 200_000 } })).toMatchObject({ ok: true });
    }
  });

  it.each([
    ["a stream", () => new ReadableStream()],
    ["a Blob", () => new Blob(["a=b"])],
    ["FormData", () => new FormData()],
  ])("refuses what is signed with a body that cannot be read: %s", async (_what, body) => {
    const advice = expect.stringMatching(/cannot be read without consuming it: pass/);
    const hashed = await signed({ method: "PUT", body: "text" }, { bodyHash: "always" });
    expect(await check({ ...hashed, body: body() })).toEqual({
      ok: false,
      problem: "body_hash_invalid",
      advice,
    });
    const form = await signed({ method: "POST", headers: FORM, body: "a=b" });
    expect(await check({ ...form, body: body() })).toEqual({
      ok: false,
      problem: "parameter_rejected",
      advice,
    });
    const bare = await signed({ method: "PUT" });
    expect(await check({ ...bare, body: body() })).toMatchObject({ ok: true });
    expect(await check({ ...bare, body: body() }, { requireBodyHash: true })).toMatchObject({
      problem: "parameter_absent",
    });
  });

  it("takes names of Object.prototype for names", async () => {
    expect(await check(await signed({ url: `${url}&__proto__=1&constructor=2` }))).toMatchObject({
      ok: true,
    });
  });

  it("takes a Request as well as parts", async () => {
    const { request } = await sign(
      new Request(url, { method: "POST", body: new URLSearchParams({ b: "é" }) }),
      credentials,
    );
    expect(await verify(request, () => keys, { methods: [hmacSha1] })).toMatchObject({ ok: true });
    expect(await request.text()).toBe("b=%C3%A9");
  });

  it("reads no more of a form than it may have", async () => {
    let pulled = 0;
    const stream = endless(() => (pulled += 1));
    const request = streamed(stream, FORM);
    expect(await verify(request, () => keys, { methods: [hmacSha1] })).toEqual({
      ok: false,
      problem: "parameter_rejected",
      advice: "The query or the form is over 131072 characters.",
    });
    expect(pulled).toBeLessThan(20);
    const few = await verify(streamed(endless(), FORM), () => keys, {
      methods: [hmacSha1],
      limits: { form: 7 },
    });
    expect(few).toMatchObject({ advice: "The query or the form is over 7 characters." });
  });

  it("takes a form in a Request that is as long as it may be", async () => {
    const options = { methods: [hmacSha1], limits: { form: 7 } };
    const judge = async (text: string): Promise<Verdict> => {
      const body = new URLSearchParams(text);
      const { request } = await sign(new Request(url, { method: "POST", body }), credentials);
      return verify(request, () => keys, options);
    };
    expect(await judge("b=12345")).toMatchObject({ ok: true });
    expect(await judge("b=123456")).toMatchObject({ problem: "parameter_rejected" });
  });

  it("refuses a Request whose body breaks off, and rejects for one that was read", async () => {
    const broken = (): ReadableStream =>
      new ReadableStream({
        pull: (controller) => controller.error(new Error("gone")),
      });
    const refused = { ok: false, problem: "parameter_rejected", advice: "The body breaks off." };
    const options = { methods: [hmacSha1] };
    expect(await verify(streamed(broken(), FORM), () => keys, options)).toEqual(refused);
    const json = { "content-type": "application/json" };
    const hashed = await signed(
      { method: "POST", headers: json, body: "{}" },
      { bodyHash: "auto" },
    );
    const headers = new Headers(hashed.headers);
    expect(await verify(streamed(broken(), headers), () => keys, options)).toEqual(refused);
    const read = new Request(url, { method: "POST", body: new URLSearchParams({ b: "2" }) });
    await read.text();
    await expect(verify(read, () => keys, options)).rejects.toThrow(/verify first/);
  });

  it("leaves a body alone that nothing is asked about", async () => {
    const stream = endless(() => expect.unreachable());
    const request = streamed(stream, { "content-type": "application/octet-stream" });
    const { request: ready } = await sign(request, credentials);
    expect(await verify(ready, () => keys, { methods: [hmacSha1] })).toMatchObject({ ok: true });
  });

  it("takes a Request of another realm, which is none to instanceof", async () => {
    const body = new URLSearchParams({ b: "é" });
    const { request } = await sign(new Request(url, { method: "POST", body }), credentials);
    const foreign = new Proxy(request, {
      getPrototypeOf: () => null,
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    expect(foreign).not.toBeInstanceOf(Request);
    expect(await verify(foreign, () => keys, { methods: [hmacSha1] })).toMatchObject({ ok: true });
    expect(await request.text()).toBe("b=%C3%A9");
  });
});
