import { createHmac, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  secret,
  sign,
  signSync,
  signature,
  verify,
  type RequestParts,
  type SignatureMethod,
} from "@oauth1/core";
import { diagnose, formatDiagnosis, type Diagnosis, type Refused } from "@oauth1/core/diagnose";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const text = fc.string({ unit: "grapheme", maxLength: 12 });
const pairs = fc.array(fc.tuple(text, text), { maxLength: 6 });
const methods = [hmacSha1, hmacSha256, plaintext];

const credentials = {
  consumer: { key: "ck", secret: "consumer-secret" },
  token: { key: "tk", secret: "token-secret" },
};
const given = { method: "GET", url: "https://api.example.com/items?b=x+y&a=%7E1&c=%2F&b=2" };
const signed = signSync(given, credentials, { nonce: "n", timestamp: 1 });
const { request, baseString } = signed;

const scenario = fc.record({
  method: fc.constantFrom(...methods),
  transmission: fc.constantFrom("header" as const, "query" as const, "body" as const),
  url: fc.constantFrom("https://example.com", "http://Example.com:8080/a%2fb/./c d"),
  query: pairs,
  form: pairs,
  consumerSecret: text,
  tokenSecret: text,
});

describe("diagnose", () => {
  it("calls 200 right signatures correct", async () => {
    const right = fc.asyncProperty(scenario, async (one) => {
      const { query, form, method, transmission, consumerSecret, tokenSecret } = one;
      const keys = {
        consumer: { key: "ck", secret: consumerSecret },
        token: { key: "tk", secret: tokenSecret },
      };
      const url = `${one.url}?${new URLSearchParams(query).toString()}`;
      const body = new URLSearchParams(form).toString();
      const parts = { method: "POST", url, headers: FORM, body };
      const sent = await sign(parts, keys, { method, transmission });
      const diagnosis = await diagnose({ request: sent.request, credentials: keys });
      expect(diagnosis).toMatchObject({ verdict: "correct", baseString: sent.baseString });
    });
    await fc.assert(right, { numRuns: 200 });
  });

  it.each([
    [{ oauth_nonce: "" }, "oauth_nonce is missing."],
    [{ oauth_consumer_key: "" }, "oauth_consumer_key is missing."],
    [{ oauth_version: "1.0a" }, "oauth_version is not 1.0."],
    [{ oauth_timestamp: "1.5" }, "oauth_timestamp is not a positive whole number of seconds."],
    [{ query: "oauth_nonce=m" }, "The protocol parameters are in more than one place."],
    [{ more: ',oauth_nonce="m"' }, "oauth_nonce appears twice."],
    [{ query: "oauth_callback=oob" }, "look at the timestamp against the server's clock"],
  ])("says what else is wrong with a request whose signature is right: %j", async (one, flaw) => {
    const { query = "", more = "", ...protocol }: Record<string, string> = one;
    const fields = {
      oauth_consumer_key: "ck",
      oauth_signature_method: "HMAC-SHA1",
      oauth_timestamp: "1",
      oauth_nonce: "n",
      ...protocol,
    };
    const written = Object.entries(fields)
      .filter(([, value]) => value !== "")
      .map(([name, value]) => `${name}="${value}"`);
    const url = `https://example.com/?${query}`;
    const withSignature = (text: string): string =>
      `OAuth ${written.join(",")}${more},oauth_signature="${encodeURIComponent(text)}"`;
    const ask = (authorization: string): Promise<Diagnosis> =>
      diagnose({ request: { method: "GET", url, authorization }, credentials });
    const refused = await ask(withSignature("x"));
    const base = refused.verdict === "unknown" ? refused.baseString : "";
    const right = createHmac("sha1", "consumer-secret&token-secret").update(base).digest("base64");
    const diagnosis = await ask(withSignature(right));
    expect(diagnosis.verdict).toBe("correct");
    expect(formatDiagnosis(diagnosis).replace(/\s+/g, " ")).toContain(flaw);
  });

  describe("a request that carries its protocol parameters among its own", () => {
    const url = "http://shop.example/orders";

    it.each([
      ["query-left-out", "GET", "query"],
      ["form-left-out", "POST", "body"],
    ] as const)("is %s where only its own are forgotten", async (id, method, transmission) => {
      const parts = { method, url, headers: FORM };
      const { request: sent } = signSync(parts, credentials, { transmission });
      const whole = { ...sent, url: sent.url.replace("?", "?b=x&a=1&"), body: `a=2&${sent.body}` };
      const request = method === "GET" ? { method, url: whole.url } : { ...whole, url };
      const diagnosis = await diagnose({ request, credentials });
      expect(diagnosis).toMatchObject({
        verdict: "explained",
        mistakes: [{ id }],
        alternatives: [],
      });
    });

    it.each([
      ["b=x&a=1", ""],
      ["", "and not counted"],
    ])("has its own query in the URI, and %j among the parameters", async (counted, detail) => {
      const parts = { method: "GET", url: `${url}?${counted}` };
      const signed = signSync(parts, credentials, { transmission: "query" });
      const pieces = ["GET", `${url}?b=x&a=1`, signed.normalizedParameters];
      const base = pieces.map(encodeURIComponent).join("&");
      const key = "consumer-secret&token-secret";
      const signature = createHmac("sha1", key).update(base).digest("base64");
      const [, sent = ""] = signed.request.url.split("?");
      const request = { method: "GET", url: `${url}?${counted === "" ? "b=x&a=1&" : ""}${sent}` };
      const diagnosis = await diagnose({ request, credentials, signature });
      expect(diagnosis).toMatchObject({
        verdict: "explained",
        mistakes: [{ id: "query-in-uri", ...(detail === "" ? {} : { detail }) }],
      });
    });
  });

  it("tells PLAINTEXT that an HMAC was made in its place, and of which hash", async () => {
    const { request: sent, baseString } = signSync(given, credentials, { method: plaintext });
    const key = "consumer-secret&token-secret";
    const signature = createHmac("sha256", key).update(baseString).digest("base64");
    expect(await diagnose({ request: sent, credentials, signature })).toMatchObject({
      verdict: "explained",
      mistakes: [{ id: "hash-other", detail: "SHA-256" }],
    });
  });

  it.each([
    [{ ...credentials, token: { key: "tk", secret: "" } }, "token-secret-empty"],
    [{ consumer: credentials.consumer }, "token-not-sent"],
  ])("tells a token secret that was forgotten from a token that was not sent", async (keys, id) => {
    const { request: sent } = signSync(given, keys);
    const diagnosis = await diagnose({ request: sent, credentials });
    expect(diagnosis).toMatchObject({ mistakes: [{ id }], alternatives: [] });
  });

  it("says what separates the parameters of a header that nobody can read", async () => {
    const authorization = "OAuth oauth_consumer_key=ck&oauth_nonce=n&oauth_signature=x";
    const request = { method: "GET", url: "https://example.com/", authorization };
    expect(await diagnose({ request, credentials })).toEqual({
      verdict: "unreadable",
      problem:
        "The request is not signed. Its Authorization header has & between its parameters, where commas belong.",
    });
  });

  // Made by a script in Python that shares nothing with this package; the key is encoded as it should be.
  it.each([
    ["lower-case-hex", "TZkJ18mXWhdswHFFNS5JUs0NWOE="],
    ["array-index-added", "WGZbL8tje3AGRxAd2UlBFEdSVUo="],
  ])("names %s where only a part of the signer has the fault", async (id, signature) => {
    const authorization =
      'OAuth oauth_consumer_key="ck", oauth_nonce="n0.23796462709189137", oauth_signature_method="HMAC-SHA1", ' +
      'oauth_timestamp="1700000000", oauth_token="tk", oauth_version="1.0", oauth_signature="x"';
    const url = "https://api.example.com/p?a=1&a=2&b%5B%5D=x&b%5B%5D=y%2Fz";
    const headers = { ...FORM, authorization };
    const diagnosis = await diagnose({
      request: { method: "POST", url, headers, body: "f=v%201&g=50%25" },
      credentials: { consumer: { secret: "c/s" }, token: { secret: "t s" } },
      signature,
    });
    expect(diagnosis).toMatchObject({ verdict: "explained", mistakes: [{ id }] });
  });

  it("calls 200 signatures that nobody can explain unknown", async () => {
    const bytes = fc.uint8Array({ minLength: 20, maxLength: 20 });
    const unexplainable = fc.asyncProperty(
      pairs,
      bytes,
      fc.boolean(),
      async (query, raw, isHmac) => {
        const url = `https://example.com/a?${new URLSearchParams(query).toString()}`;
        const other = { consumer: { key: "ck", secret: `not ${String(raw)}` } };
        const sent = signSync({ method: "GET", url }, isHmac ? other : credentials);
        const random = Buffer.from(raw).toString("base64");
        const diagnosis = await diagnose({
          request: sent.request,
          credentials,
          signature: isHmac ? sent.signature : random,
          otherSecrets: ["an earlier secret"],
        });
        expect(diagnosis).toMatchObject({
          verdict: "unknown",
          baseString: sent.baseString,
          tried: expect.any(Number),
        });
      },
    );
    await fc.assert(unexplainable, { numRuns: 200 });
  });

  it("throws nothing for what a peer has sent", async () => {
    const hostile = fc.string({ unit: "binary", maxLength: 60 });
    const piece = fc.oneof(
      hostile,
      fc.constantFrom("", "%", "+", "oauth_signature", "&&==", "🔑\uD800"),
    );
    const requests = fc.record({
      method: piece,
      url: fc.oneof(
        piece,
        piece.map((path) => `https://example.com/${path}`),
      ),
      headers: fc.record({
        authorization: fc.oneof(
          piece,
          piece.map((rest) => `OAuth oauth_signature_method="HMAC-SHA1", ${rest}`),
          piece.map((rest) => `OAuth oauth_signature_method=PLAINTEXT,oauth_signature="${rest}"`),
        ),
        "content-type": fc.constantFrom("text/plain", ...Object.values(FORM), "application/json"),
      }),
      body: piece,
    });
    await fc.assert(
      fc.asyncProperty(requests, piece, piece, async (sent, one, other) => {
        const keys = { consumer: { secret: one }, token: { secret: other } };
        const diagnosis = await diagnose({
          request: sent,
          credentials: keys,
          signature: one,
          otherSecrets: [other],
        });
        formatDiagnosis(diagnosis, { color: true });
        formatDiagnosis(await diagnose({ request: sent, credentials: keys, baseString: other }));
      }),
      { numRuns: 150 },
    );
  });

  it("takes a header instead of a request, and credentials without a key", async () => {
    const authorization = signed.authorization ?? "";
    const keys = {
      consumer: { secret: secret("consumer-secret") },
      token: { secret: "token-secret" },
    };
    expect(
      await diagnose({ request: { ...given, authorization }, credentials: keys }),
    ).toMatchObject({ verdict: "correct" });
  });

  it("shows no secret, whatever it finds", async () => {
    const secrets = ["consumer-secret", "token-secret", "older-secret"];
    const swapped = { consumer: { secret: "token-secret" }, token: { secret: "consumer-secret" } };
    const plain = await sign(given, credentials, { method: plaintext });
    const found = await Promise.all([
      diagnose({ request, credentials }),
      diagnose({ request, credentials: swapped, otherSecrets: ["older-secret"] }),
      diagnose({ request, credentials: { consumer: { secret: "older-secret" } } }),
      diagnose({ request: plain.request, credentials }),
      diagnose({ request: plain.request, credentials: swapped }),
      diagnose({ request: plain.request, credentials: { consumer: { secret: "no" } } }),
      diagnose({ request, credentials, signature: "x", baseString: "y" }),
    ]);
    const shown = found.map((one) => `${JSON.stringify(one)}${formatDiagnosis(one)}`).join();
    for (const one of secrets) expect(shown).not.toContain(one);
    expect(found.map(({ verdict }) => verdict)).toEqual([
      "correct",
      "explained",
      "unknown",
      "correct",
      "explained",
      "unknown",
      "differs",
    ]);
  });

  it.each([
    ["not absolute", { method: "GET", url: "/a" }, /absolute URL/],
    ["not signed", { method: "GET", url: "https://example.com/" }, /not signed/],
    ["malformed", { ...given, authorization: 'OAuth a="b' }, /cannot be read/],
    ["from a chat", { ...given, authorization: "OAuth a=\u201Cb\u201D" }, /typographic quotes/],
    [
      "with two headers",
      {
        ...given,
        headers: [
          ["Authorization", "a"],
          ["authorization", "b"],
        ],
      },
      /two/,
    ],
    ["of no method", { ...given, url: "https://example.com/?oauth_signature=a" }, /does not name/],
    ["encoded as a whole", { ...given, headers: { authorization: "OAuth%20a%3D" } }, /as a whole/],
    [
      "named twice in its header",
      { ...given, headers: { authorization: "Authorization: OAuth a=b" } },
      /its own name in it/,
    ],
    [
      "of no scheme",
      { ...given, headers: { authorization: 'oauth_nonce="n"' } },
      /begin with OAuth/,
    ],
    [
      "of another method",
      { ...given, url: "https://example.com/?oauth_signature=a&oauth_signature_method=RSA-SHA1" },
      /pass that method/,
    ],
    [
      "signed twice",
      { ...given, url: "https://a.example/?oauth_signature=a&oauth_signature=b" },
      /two/,
    ],
    ["a stream", { ...given, headers: FORM, body: new ReadableStream() }, /without consuming/],
  ] as const)("says why a request that is %s cannot be read", async (_what, sent, problem) => {
    const list = "headers" in sent ? { ...sent, headers: toPairs(sent.headers) } : sent;
    const diagnosis = await diagnose({ request: list, credentials });
    expect(diagnosis).toEqual({ verdict: "unreadable", problem: expect.stringMatching(problem) });
  });

  it("asks any other method to verify, and so finds mistakes in the base string", async () => {
    const own: SignatureMethod = {
      name: "OWN",
      usesNonce: true,
      sign: (base) => signature(`own:${base}`),
      verify: (base, mine) => mine === `own:${base}`,
    };
    const { request: sent } = signSync(given, credentials, { method: own });
    const wrong = { ...sent, url: sent.url.replace("https:", "http:") };
    const refused = { credentials, methods: [own] };
    expect((await diagnose({ ...refused, request: sent })).verdict).toBe("correct");
    expect(idsOf(await diagnose({ ...refused, request: wrong }))).toEqual(["https-for-http"]);
  });

  it("takes an RSA method and finds mistakes in what it signed", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const keys = { consumer: { key: "ck", privateKey } };
    const { request: sent } = await sign(given, keys, { method: rsaSha1 });
    const refused = { credentials: { consumer: { publicKey } }, methods: [rsaSha1] };
    expect((await diagnose({ ...refused, request: sent })).verdict).toBe("correct");
    const wrong = { ...sent, url: sent.url.replace("b=x+y", "b=x%2By").replace("https:", "http:") };
    expect(
      idsOf(await diagnose({ ...refused, request: wrong }))
        .slice()
        .sort(),
    ).toEqual(["https-for-http", "plus-decoded-twice"]);
  });

  it("passes on what a method of the caller's throws", async () => {
    const broken: SignatureMethod = {
      ...hmacSha1,
      verify: async () => Promise.reject(new Error("no")),
    };
    await expect(diagnose({ request, credentials, methods: [broken] })).rejects.toThrow("no");
  });

  it("knows a provider whose keys have no trailing &", async () => {
    const consumer = { key: "ck", secret: "cs" };
    const { request: sent } = signSync(given, { consumer });
    const refused = { request: sent, credentials: { consumer, keyAmpersand: false } };
    expect(idsOf(await diagnose(refused))).toEqual(["ampersand-added"]);
  });

  it("reports mistakes that come to the same thing as alternatives", async () => {
    const { signature: wrong } = signSync(
      { ...given, url: "https://api.example.com/items" },
      credentials,
      {
        nonce: "n",
        timestamp: 1,
      },
    );
    const sent = signSync({ ...given, url: "https://api.example.com/items?a=" }, credentials, {
      nonce: "n",
      timestamp: 1,
    });
    const diagnosis = await diagnose({ request: sent.request, credentials, signature: wrong });
    expect(diagnosis).toMatchObject({
      verdict: "explained",
      mistakes: [{ id: "query-left-out" }],
      alternatives: [[{ id: "empty-values-dropped" }], [{ id: "falsy-values-dropped" }]],
    });
  });

  it("says nothing of Latin-1 where the secrets are ASCII", async () => {
    const keys = { consumer: { secret: "c+s/=" }, token: { secret: "token-secret" } };
    const wrong = createHmac("sha1", "c+s/=&token-secret").update(baseString).digest("base64");
    expect(await diagnose({ request, credentials: keys, signature: wrong })).toMatchObject({
      mistakes: [{ id: "secret-not-encoded" }],
      alternatives: [],
    });
  });

  it.each([
    "oauth_signature_method=HMAC-SHA1&oauth_nonce=n&b=1&a=2&z=2&y=x",
    "b=1&a=2&z=2&y=x&oauth_signature_method=HMAC-SHA1&oauth_nonce=n",
    "oauth_nonce=n&oauth_signature_method=HMAC-SHA1&b=1&a=2&z=2&y=x",
    "b=1&a=2&z=2&y=x&oauth_nonce=n&oauth_signature_method=HMAC-SHA1",
    "oauth_nonce=n&oauth_signature_method=HMAC-SHA1&a=2&b=1&y=x&z=2",
    "a=2&b=1&y=x&z=2&oauth_nonce=n&oauth_signature_method=HMAC-SHA1",
    "oauth_signature_method=HMAC-SHA1&oauth_nonce=n&z=2&y=x&b=1&a=2",
    "z=2&y=x&b=1&a=2&oauth_signature_method=HMAC-SHA1&oauth_nonce=n",
  ])("knows parameters that nobody has sorted together: %s", async (unsorted) => {
    const url = "https://api.example.com/items?b=1&a=2";
    const authorization = 'OAuth oauth_signature_method="HMAC-SHA1", oauth_nonce="n"';
    const sent = { method: "POST", url, headers: { ...FORM, authorization }, body: "z=2&y=x" };
    expect(idsOf(await diagnose(signedAs(unsorted, sent)))).toEqual(["unsorted"]);
  });

  it("knows parameters in the order of a query that has the protocol's among its own", async () => {
    const sent = "b=1&oauth_signature_method=HMAC-SHA1&oauth_nonce=n&a=2";
    const url = `https://api.example.com/items?${sent}`;
    const diagnosis = await diagnose(signedAs(sent, { method: "POST", url }));
    expect(idsOf(diagnosis)).toEqual(["unsorted"]);
  });

  it.each([
    [[], ["oauth_signature=abc"], ["signature-counted"]],
    [["oauth_version=1.0"], ["oauth_version=1.0", "oauth_version=1.0"], []],
    [["oauth_token=tk"], ["oauth_token=", "oauth_token=tk"], []],
  ])("where %j is sent too, takes %j for what it is", async (sent, signed, ids) => {
    const shared = ["oauth_nonce=n", "oauth_signature_method=HMAC-SHA1"];
    const authorization = `OAuth ${[...shared, ...sent, "oauth_signature=abc"].join()}`;
    const url = "https://api.example.com/items";
    const request = { method: "POST", url, headers: { authorization } };
    const parameters = [...shared, ...signed].sort().join("&");
    expect(idsOf(await diagnose(signedAs(parameters, request)))).toEqual(ids);
  });

  it("has the base string for what was signed where key and text have changed places", async () => {
    const wrong = createHmac("sha1", baseString).update("consumer-secret&token-secret");
    const diagnosis = await diagnose({ request, credentials, signature: wrong.digest("base64") });
    expect(diagnosis).toMatchObject({
      mistakes: [{ id: "key-and-text-swapped" }],
      signed: baseString,
    });
  });

  it("tells the two ways of encoding a signature too often by its method", async () => {
    const [hmac, plain] = ["signature-encoded-twice", "plaintext-encoded-twice"];
    for (const [method, id, other] of [
      [hmacSha1, hmac, plain],
      [plaintext, plain, hmac],
    ] as const) {
      const { request: sent, signature: right } = signSync(given, credentials, { method });
      const wrong = encodeURIComponent(right);
      const diagnosis = await diagnose({ request: sent, credentials, signature: wrong });
      expect(JSON.stringify(diagnosis)).toContain(id);
      expect(JSON.stringify(diagnosis)).not.toContain(other);
    }
  });

  it("names the slash that is missing from a URL without a path, and nothing besides", async () => {
    const right = signSync({ method: "GET", url: "https://example.com" }, credentials);
    const base = right.baseString.replace("example.com%2F", "example.com");
    const mac = createHmac("sha1", "consumer-secret&token-secret").update(base);
    const refused = { request: right.request, credentials, signature: mac.digest("base64") };
    expect(await diagnose(refused)).toMatchObject({
      mistakes: [{ id: "trailing-slash-missing" }],
      alternatives: [],
    });
  });

  it("gives what was signed, so that it can be checked", async () => {
    const wrong = { ...request, url: request.url.replace("&c=%2F", "") };
    const diagnosis = await diagnose({ request, credentials });
    expect(diagnosis.verdict).toBe("correct");
    const unknown = await diagnose({ request: wrong, credentials });
    expect(unknown).toMatchObject({ verdict: "unknown" });
    const proxied = { ...request, url: request.url.replace("https", "http") };
    const explained = await diagnose({ request: proxied, credentials });
    expect(explained).toMatchObject({ verdict: "explained", signed: baseString });
  });

  it("tries the likeliest pairs of a large request, and refuses to read monsters", async () => {
    const many = (count: number): string =>
      `https://example.com/?${Array.from({ length: count }, (_, at) => `p${at}=%2f`).join("&")}`;
    const large = signSync({ method: "GET", url: many(900) }, credentials);
    const diagnosis = await diagnose({
      request: large.request,
      credentials,
      signature: Buffer.alloc(20).toString("base64"),
    });
    expect(diagnosis).toMatchObject({ verdict: "unknown" });
    const swapped = { consumer: { secret: "token-secret" }, token: { secret: "consumer-secret" } };
    const proxied = { ...large.request, url: large.request.url.replace("https", "http") };
    expect(idsOf(await diagnose({ request: proxied, credentials: swapped }))).toEqual([
      "secrets-swapped",
      "https-for-http",
    ]);
    const value = (length: number): string => `https://example.com/?a=${"%2f".repeat(length / 3)}`;
    for (const [url, problem] of [
      [many(2000), /over 1000 parameters/],
      [value(600_000), /over 300000 characters/],
    ] as const) {
      const diagnosis = await diagnose({ request: { method: "GET", url }, credentials });
      expect(diagnosis).toEqual({
        verdict: "unreadable",
        problem: expect.stringMatching(problem),
      });
    }
    const long = { ...request, method: "POST", body: JSON.stringify("%".repeat(1_000_000)) };
    expect(await diagnose({ request: long, credentials })).toMatchObject({ verdict: "explained" });
  });
});

describe("diagnose, of a request that a server has received", () => {
  const consumer = { secret: "cs" };
  const keys = { credentials: { consumer } };

  // The request target goes over the wire as it stands here, which no fetch would do.
  const signedAsItIs = (url: string, key = "cs&"): RequestParts => {
    const [uri = "", query = ""] = url.split("?");
    const protocol =
      "oauth_consumer_key=ck&oauth_nonce=n&oauth_signature_method=HMAC-SHA1&oauth_timestamp=1";
    const parameters = [...query.split("&"), ...protocol.split("&")].filter(Boolean).sort();
    const base = ["GET", uri, parameters.join("&")].map(encodeURIComponent).join("&");
    const mac = createHmac("sha1", key).update(base).digest("base64");
    const fields = [...protocol.split("&"), `oauth_signature=${encodeURIComponent(mac)}`];
    const authorization = `OAuth ${fields.map((field) => `${field.replace("=", '="')}"`).join(",")}`;
    return { method: "GET", url, headers: { authorization } };
  };

  it.each([
    "http://example.com/a{b}",
    "http://example.com/a/../b",
    "http://example.com/a/%2e%2e/b",
    "http://example.com/<a>",
    "http://example.com/a\\b",
    'http://example.com/"x"?a=1',
    "http://127.1/",
    "http://0x7f000001/",
    "http://example.com:0080/",
    "http://[0:0:0:0:0:0:0:1]/",
  ])("agrees with verify about %s", async (url) => {
    const request = signedAsItIs(url);
    const verdict = await verify(request, () => ({ consumer }), { methods: [hmacSha1] });
    expect(verdict).toMatchObject({ ok: true });
    const diagnosis = await diagnose({ ...keys, request, received: true });
    expect(diagnosis).toMatchObject({ verdict: "correct" });
    const wrong = { ...keys, request: signedAsItIs(url, "cs"), received: true };
    expect(idsOf(await diagnose(wrong))).toEqual(["ampersand-missing"]);
  });

  it("still says of a client that it signs another path than fetch sends", async () => {
    const request = signedAsItIs("http://example.com/a{b}");
    expect(idsOf(await diagnose({ ...keys, request }))).toEqual(["path-as-written"]);
  });

  it("cannot read one with a fragment", async () => {
    const request = signedAsItIs("http://example.com/a#b");
    expect(await diagnose({ ...keys, request, received: true })).toEqual({
      verdict: "unreadable",
      problem: "The request's URL has a fragment, which no request target has.",
    });
  });
});

describe("diagnose, of a request with a body hash", () => {
  const body = '{"text":"Ladies + Gentlemen"}';
  const hashed = signSync({ method: "PUT", url: given.url, body }, credentials, {
    bodyHash: "auto",
  });
  const refused = { request: hashed.request, credentials };
  const other = { ...hashed.request, body: `${body} ` };

  it("has nothing to say where the hash is right", async () => {
    expect(await diagnose(refused)).toMatchObject({ verdict: "correct" });
    const bytes = new TextEncoder().encode(body);
    expect(
      await diagnose({ ...refused, request: { ...hashed.request, body: bytes } }),
    ).toMatchObject({ verdict: "correct" });
  });

  it("names it beside a signature that is right", async () => {
    const diagnosis = await diagnose({ credentials, request: other });
    expect(diagnosis).toMatchObject({
      verdict: "explained",
      mistakes: [{ id: "body-hash-of-other" }],
      alternatives: [],
      signed: hashed.baseString,
      baseString: hashed.baseString,
    });
    expect(formatDiagnosis(diagnosis)).toContain("not the hash of the body");
  });

  it("names it beside a signature that nobody can explain", async () => {
    const signature = Buffer.alloc(20).toString("base64");
    const diagnosis = await diagnose({ credentials, request: other, signature });
    expect(diagnosis).toMatchObject({
      verdict: "unknown",
      mistakes: [{ id: "body-hash-of-other" }],
    });
    expect(formatDiagnosis(diagnosis)).toContain("not the hash of the body");
    expect(await diagnose({ ...refused, signature })).not.toHaveProperty("mistakes");
  });

  it("names it beside each of several mistakes", async () => {
    const parts = { method: "PUT", url: "https://api.example.com/items", body };
    const options = { nonce: "n", timestamp: 1, bodyHash: "auto" } as const;
    const { signature } = signSync(parts, credentials, options);
    const sent = signSync({ ...parts, url: `${parts.url}?a=` }, credentials, options).request;
    expect(
      await diagnose({ request: { ...sent, body: `${body} ` }, credentials, signature }),
    ).toMatchObject({
      mistakes: [{ id: "query-left-out" }, { id: "body-hash-of-other" }],
      alternatives: [
        [{ id: "empty-values-dropped" }, { id: "body-hash-of-other" }],
        [{ id: "falsy-values-dropped" }, { id: "body-hash-of-other" }],
      ],
    });
  });

  it("names it beside what the server expected", async () => {
    const theirs = hashed.baseString.replace("items", "other");
    const differs = (request: RequestParts): Promise<Diagnosis> =>
      diagnose({ request, credentials, baseString: theirs });
    expect(await differs(other)).toMatchObject({
      verdict: "differs",
      mistakes: [{ id: "body-hash-of-other" }],
    });
    expect(await differs(hashed.request)).toMatchObject({ verdict: "differs", mistakes: [] });
  });

  it("says nothing of a body that is not there, or that cannot be read without consuming it", async () => {
    const { body: _body, ...bare } = hashed.request;
    for (const request of [
      bare,
      { ...bare, body: null },
      { ...bare, body: new ReadableStream() },
      { ...bare, body: new Blob(["a"]) },
      { ...bare, body: new FormData() },
      { ...given, method: "PUT", authorization: hashed.authorization ?? "" },
    ]) {
      expect(await diagnose({ request, credentials })).toMatchObject({ verdict: "correct" });
    }
  });

  it("takes the hash function that the provider wants", async () => {
    const options = { bodyHash: "auto", bodyHashAlgorithm: "SHA-256" } as const;
    const { request: sent } = signSync(
      { method: "PUT", url: given.url, body },
      credentials,
      options,
    );
    expect(await diagnose({ request: sent, credentials })).toMatchObject({
      verdict: "explained",
      mistakes: [{ id: "body-hash-other-hash", detail: "SHA-256" }],
    });
    const { bodyHashAlgorithm } = options;
    expect(await diagnose({ request: sent, credentials, bodyHashAlgorithm })).toMatchObject({
      verdict: "correct",
    });
  });

  it("knows a body that is not UTF-8 and was hashed as if it were", async () => {
    const { request: sent } = signSync({ method: "PUT", url: given.url, body: "é" }, credentials, {
      bodyHash: "auto",
    });
    const latin1 = { ...sent, body: Uint8Array.of(0xe9) };
    expect(idsOf(await diagnose({ request: latin1, credentials }))).toEqual(["body-hash-charset"]);
  });
});

describe("diagnose, with the base string that a server expected", () => {
  const differences: readonly (readonly [string, string, string, string | undefined])[] = [
    ["method", "GET&", "POST&", undefined],
    ["scheme", "https%3A", "http%3A", undefined],
    ["host", "api.example.com", "internal", undefined],
    ["port", "api.example.com", "api.example.com%3A8443", undefined],
    ["path", "%2Fitems", "%2Fv1%2Fitems", undefined],
    ["double encoding", "b%3Dx%2520y", "b%3Dx%252520y", "b"],
    ["plus", "b%3Dx%2520y", "b%3Dx%252By", "b"],
    ["plus", "b%3Dx%2520y", "b%3Dx%2By", "b"],
    ["encoding", "a%3D~1", "a%3D%257E1", "a"],
    ["encoding", "c%3D%252F", "c%3D%2F", "c"],
    ["hex case", "c%3D%252F", "c%3D%252f", "c"],
    ["hex case", "c%3D%252F", "c%3d%252F", "c"],
    ["sort order", "b%3D2%26b%3Dx%2520y", "b%3Dx%2520y%26b%3D2", "b"],
    ["missing parameter", "b%3D2%26", "", "b"],
    ["extra parameter", "b%3D2%26", "b%3D2%26bb%3D1%26", "bb"],
    ["value", "b%3D2%26", "b%3D3%26", "b"],
    ["not a base string", "https%3A%2F%2F", "https://", undefined],
  ];

  it.each(differences)("names the %s (%s to %s)", async (kind, ...[from, to, parameter]) => {
    expect(baseString).toContain(from);
    const theirs = baseString.replace(from, to);
    const diagnosis = await diagnose({ request, credentials, baseString: theirs });
    expect(diagnosis).toMatchObject({
      verdict: "differs",
      mistakes: [],
      baseString,
      difference: {
        kind,
        at: Array.from(baseString).findIndex((character, at) => character !== theirs[at]),
        advice: expect.stringMatching(/^[A-Z].+\.$/),
        ...(parameter === undefined ? {} : { parameter }),
      },
    });
    expect(formatDiagnosis(diagnosis)).toContain(kind);
  });

  it.each<readonly [string, string, string, string, string | undefined]>([
    ["port", "https://[::1]:8443/", "%3A8443", "%3A8444", undefined],
    ["host", "https://[::1]:8443/", "%3A1%5D", "%3A2%5D", undefined],
    ["port", "https://a.example/", "a.example", "a.example%3Ax", undefined],
    ["double encoding", "https://a.example/?c%40=1", "c%2540", "c%252540", "c@"],
    ["double encoding", "https://a.example/?a=%2F%2F", "%252F%252F", "%25252F%25252F", "a"],
    ["missing parameter", "https://a.example/?a=1&a=1", "a%3D1%26a", "a", "a"],
    ["extra parameter", "https://a.example/?a=1", "a%3D1", "a%3D1%26b%3D2%26c%3D3", "b"],
    ["plus", "https://a.example/?a=b+c", "%2520", "%252b", "a"],
    ["hex case", "https://a.example/", "https%3A", "https%3a", undefined],
    ["hex case", "https://a.example/?a=%252F", "%25252F", "%25252f", "a"],
  ])("names the %s in %s (%s to %s)", async (kind, ...[url, from, to, parameter]) => {
    const ours = signSync({ method: "GET", url }, credentials);
    const { difference } = await differing(ours.request, ours.baseString.replace(from, to));
    expect(difference).toMatchObject({ kind, ...(parameter === undefined ? {} : { parameter }) });
  });

  it("shows both sides where one has a parameter that the other lacks", async () => {
    const theirs = baseString.replace("b%3D2%26", "b%3D2%26bb%3D1%26");
    const extra = await differing(request, theirs);
    expect(extra.difference).toMatchObject({ ours: "", theirs: "bb%3D1" });
  });

  it("says where a text stops being a base string, and shows what stands around it", async () => {
    const at = baseString.indexOf("%3A%2F%2F");
    const { difference } = await differing(request, baseString.replace("%3A%2F%2F", "://"));
    expect(difference).toMatchObject({
      at,
      ours: baseString.slice(Math.max(0, at - 10), at + 20),
      advice: "The server's text cannot be read as a base string. The URI is not percent-encoded.",
    });
  });

  it("looks for mistakes where the base strings are the same", async () => {
    const wrong = { consumer: credentials.consumer, token: { secret: "other" } };
    expect(await diagnose({ request, credentials, baseString })).toMatchObject({
      verdict: "correct",
    });
    const refused = { request, credentials: wrong, baseString, otherSecrets: ["token-secret"] };
    expect(idsOf(await diagnose(refused))).toEqual(["token-secret-previous"]);
  });

  it("needs no signature for that", async () => {
    const theirs = baseString.replace("items", "other");
    const bare = {
      ...given,
      authorization: (signed.authorization ?? "").replace(/, oauth_signature=.*/, ""),
    };
    const diagnosis = await diagnose({ request: bare, credentials, baseString: theirs });
    expect(diagnosis).toEqual({
      verdict: "differs",
      difference: expect.objectContaining({ kind: "path" }),
      baseString,
    });
  });

  it("has an answer for any text", async () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "binary" }).map((rest) => `${baseString.slice(0, 40)}${rest}`),
    );
    const total = fc.asyncProperty(anything, async (theirs) => {
      const { verdict } = await diagnose({ request, credentials, baseString: theirs });
      expect(verdict).toBe(theirs === baseString ? "correct" : "differs");
    });
    await fc.assert(total);
  });
});

describe("formatDiagnosis", () => {
  const mistake = { id: "unsorted", title: "A mistake", advice: "Mend it." } as const;
  const other = { ...mistake, title: "Another", detail: "of two" };
  const difference = { kind: "plus", at: 0, ours: "a", theirs: "b", advice: "Look." } as const;
  const bodyHash = ["A mistake", "  Mend it."];

  it.each<[Diagnosis, readonly string[]]>([
    [{ verdict: "correct", baseString, advice: "Look." }, ["The signature is right", "  Look."]],
    [
      {
        verdict: "explained",
        mistakes: [mistake, other],
        alternatives: [[mistake, other]],
        signed: "GET&a",
        baseString,
      },
      [
        ...["A mistake", "  Mend it.", ""],
        ...["Another (of two)", "  Mend it.", ""],
        ...["Or else", "  A mistake, and Another", ""],
        ...["Base string as it should be", `  ${baseString}`, ""],
        ...["Signed", "  GET&a"],
      ],
    ],
    [
      {
        verdict: "explained",
        mistakes: [mistake],
        alternatives: [],
        signed: baseString,
        baseString,
      },
      ["A mistake", "  Mend it.", "", "Base string as it should be", `  ${baseString}`],
    ],
    [
      { verdict: "differs", difference, baseString },
      [
        "The base strings differ",
        "  kind            plus",
        "  character       1",
        "  of the request  a",
        "  of the server   b",
        "  Look.",
      ],
    ],
    [
      {
        verdict: "differs",
        difference: { ...difference, parameter: "c" },
        baseString,
        mistakes: [mistake],
      },
      [
        "The base strings differ",
        "  kind            plus",
        "  character       1",
        "  parameter       c",
        "  of the request  a",
        "  of the server   b",
        "  Look.",
        "",
        ...bodyHash,
      ],
    ],
    [
      { verdict: "unknown", baseString, tried: 7, mistakes: [mistake] },
      [
        "Unknown",
        "  None of 7 other signatures is the one sent. Check that the secrets belong to the keys in the request, and that the request is the one that was signed.",
        "",
        ...bodyHash,
      ],
    ],
    [{ verdict: "unreadable", problem: "No." }, ["Unreadable", "  No."]],
  ])("writes all of a diagnosis: %j", (diagnosis, lines) => {
    expect(formatDiagnosis(diagnosis, { width: 1000 }).split("\n")).toEqual(lines);
  });

  it("fits a terminal and lets no control character through", async () => {
    const url = `https://example.com/?${"x".repeat(300)}=%1b%5b2J&%E2%80%AE=1`;
    const sent = signSync({ method: "GET", url }, credentials);
    const wrong = { ...sent.request, url: url.replace("https", "http") };
    const shown = formatDiagnosis(await diagnose({ request: wrong, credentials }));
    expect(shown.split("\n").every((line) => line.length <= 100)).toBe(true);
    expect(shown).not.toMatch(/[\0-\x09\x0b-\x1f\u202e]/);
    expect(shown).toContain("The URI is signed with https");
    const narrow = formatDiagnosis(await diagnose({ request: wrong, credentials }), { width: 60 });
    expect(narrow.split("\n").every((line) => line.length <= 60)).toBe(true);
    const odd = "https://example.com/?oauth_signature=x&oauth_signature_method=%1b%5b2J";
    const unnamed = await diagnose({ request: { method: "GET", url: odd }, credentials });
    expect(formatDiagnosis(unnamed)).toContain("signed with \\u{1b}[2J:");
    const theirs = { request, credentials, baseString: "\u001B[2J" };
    const differs = formatDiagnosis(await diagnose(theirs));
    expect(differs).toContain("of the server   \\u{1b}[2J");
    expect(differs).not.toContain("\u001B");
  });
});

async function differing(
  sent: RequestParts,
  theirs: string,
): Promise<Extract<Diagnosis, { verdict: "differs" }>> {
  const diagnosis = await diagnose({ request: sent, credentials, baseString: theirs });
  if (diagnosis.verdict !== "differs") throw new Error(diagnosis.verdict);
  return diagnosis;
}

// With a signature of a base string that has these parameters as they stand here.
function signedAs(parameters: string, request: RequestParts): Refused {
  const base = `POST&https%3A%2F%2Fapi.example.com%2Fitems&${encodeURIComponent(parameters)}`;
  const key = "consumer-secret&token-secret";
  const signature = createHmac("sha1", key).update(base).digest("base64");
  return { request, credentials, signature };
}

function idsOf(diagnosis: Diagnosis): readonly string[] {
  return diagnosis.verdict === "explained" ? diagnosis.mistakes.map(({ id }) => id) : [];
}

function toPairs(
  headers: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
): [string, string][] {
  const list = Array.isArray(headers) ? headers : Object.entries(headers);
  return list.map(([name, value]) => [name, value]);
}
