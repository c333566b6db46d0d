import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secret, sign, signSync, type RequestParts } from "@oauth1/core";
import {
  explain,
  explainBaseString,
  formatExplanation,
  type BaseStringParameter,
  type ExplainedParameter,
} from "@oauth1/core/explain";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const credentials = { consumer: { key: "ck", secret: "cs" }, token: { key: "tk", secret: "ts" } };
const fixed = { nonce: "n", timestamp: 1 };
const text = fc.string({ unit: "grapheme", maxLength: 12 });
const wire = fc
  .string({ unit: "grapheme-ascii", maxLength: 30 })
  .map((one) => one.replace("#", ""));

const requests: fc.Arbitrary<RequestParts> = fc.record({
  method: fc.constantFrom("GET", "post", "DELETE"),
  url: fc
    .tuple(
      fc.constantFrom(
        "https://example.com",
        "HTTP://u:p@EXAMPLE.com:80/a/../b c",
        "http://bücher.example:81/",
      ),
      wire,
    )
    .map(([start, query]) => `${start}?${query}#x`),
  headers: fc.constantFrom({}, FORM, { "Content-Type": "application/json" }),
  body: fc.oneof(wire, text),
});

describe("explain", () => {
  it("comes to the base string of signSync, for any request", () => {
    fc.assert(
      fc.property(requests, text, text, (request, nonce, callback) => {
        const options = {
          timestamp: 1,
          nonce,
          parameters: [["oauth_callback", callback]] as const,
        };
        const signed = signSync(request, credentials, options);
        const explanation = explain(request, credentials, options);
        expect(explanation.baseString).toBe(signed.baseString);
        expect(explanation.normalizedParameters).toBe(signed.normalizedParameters);
        const sorted = [...explanation.parameters].sort((a, b) => a.place - b.place);
        expect(sorted.map(({ encoded }) => encoded.join("=")).join("&")).toBe(
          signed.normalizedParameters,
        );
        formatExplanation(explanation);
      }),
    );
  });

  it("gives as many places as there are parameters, without looking through them for each", () => {
    const url = `https://example.com/?${"a&".repeat(500_000)}`;
    const { parameters } = explain({ method: "GET", url }, credentials, fixed);
    expect(parameters.slice(499_999, 500_001).map(({ place }) => place)).toEqual([
      500_000, 500_001,
    ]);
  });

  it("takes a URL object from who has no types, as signSync does", () => {
    const parts: RequestParts = Object.assign(JSON.parse('{"method":"GET"}'), {
      url: new URL("https://example.com/?a=b"),
    });
    const credentials = { consumer: { key: "ck", secret: "cs" } };
    const fixed = { nonce: "n", timestamp: 1 };
    const { baseString } = signSync(parts, credentials, fixed);
    expect(explain(parts, credentials, fixed).baseString).toBe(baseString);
  });

  it("explains a request that is signed already as it is, wherever it carries its parameters", async () => {
    const transmissions = fc.constantFrom("header" as const, "query" as const, "body" as const);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, text)),
        transmissions,
        async (form, transmission) => {
          const body = new URLSearchParams(form).toString();
          const parts = { method: "POST", url: "https://example.com/a?b=c+d", headers: FORM, body };
          const { request, baseString } = await sign(parts, credentials, { transmission });
          const explanation = explain(request, credentials);
          expect(explanation.baseString).toBe(baseString);
          expect(explanation.parameters.map(({ source }) => source)).not.toContain("added");
          expect(explanation.leftOut.map(({ what }) => what)).toContain("oauth_signature");
        },
      ),
    );
  });

  it("says where each parameter comes from and where it goes", () => {
    const request = {
      method: "POST",
      url: "https://example.com/?z=%7e&a=1",
      headers: FORM,
      body: "a=+",
    };
    const { parameters } = explain(request, credentials, { ...fixed, version: false });
    expect(parameters.map(({ source, raw, value, place }) => [source, raw, value, place])).toEqual([
      ["query", "z=%7e", "~", 8],
      ["query", "a=1", "1", 2],
      ["form", "a=+", " ", 1],
      ["added", "oauth_consumer_key=ck", "ck", 3],
      ["added", "oauth_nonce=n", "n", 4],
      ["added", "oauth_signature_method=HMAC-SHA1", "HMAC-SHA1", 5],
      ["added", "oauth_timestamp=1", "1", 6],
      ["added", "oauth_token=tk", "tk", 7],
    ]);
  });

  it("keeps the text of a header's parameters, and gives two that are the same two places", () => {
    const authorization = 'OAuth realm="R", oauth_token = "%7ea" ,oauth_consumer_key=ck';
    const request = {
      method: "GET",
      url: "https://example.com/?a=1&a=1",
      headers: { authorization },
    };
    const { parameters, leftOut } = explain(request, credentials);
    expect(parameters.map(({ raw, place }) => [raw, place])).toEqual([
      ["a=1", 1],
      ["a=1", 2],
      ['oauth_token = "%7ea"', 4],
      ["oauth_consumer_key=ck", 3],
    ]);
    expect(leftOut).toEqual([{ what: "realm R", why: "It is no parameter." }]);
  });

  it.each([
    ["OAuth oauth_token = t,oauth_nonce=n", ["oauth_token = t", "oauth_nonce=n"]],
    ['OAuth oauth_token = t, oauth_nonce="n,o"', ['oauth_token="t"', 'oauth_nonce="n%2Co"']],
  ])("keeps the text of %j where no comma is in it", (authorization, texts) => {
    const request = { method: "GET", url: "https://example.com/", headers: { authorization } };
    expect(explain(request, credentials).parameters.map(({ raw }) => raw)).toEqual(texts);
  });

  it.each([
    ["HTTPS://example.com/", ["scheme lower-cased"]],
    ["https://user:pass@example.com/", ["userinfo dropped"]],
    ["https://EXAMPLE.com/", ["host lower-cased"]],
    ["https://bücher.example/", ["host to ASCII"]],
    ["https://example.com:443/", ["default port dropped"]],
    ["https://example.com:80/", []],
    ["https://example.com", ["empty path"]],
    ["https://example.com/a/../b c", ["path as sent"]],
    ["https://example.com/?a", ["query split off"]],
    ["https://example.com/#a", ["fragment dropped"]],
    ["https://[::1]:443/", ["default port dropped"]],
    ["https://example.com:0443/", ["default port dropped"]],
    ["http://example.com:08080/", []],
    ["https://example.com/%7Ea", []],
  ])("says what became of %s", (url, kinds) => {
    const { uriChanges } = explain({ method: "GET", url }, credentials, fixed);
    expect(uriChanges.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("says what each piece of a URL was and has become", () => {
    const url = " HTTPS://u:p@EXAMPLE.com:443?a=/#?b ";
    const { uriChanges } = explain({ method: "GET", url }, credentials, fixed);
    expect(uriChanges.map(({ from, to }) => [from, to])).toEqual([
      ["HTTPS", "https"],
      ["[userinfo]@", ""],
      ["EXAMPLE.com", "example.com"],
      [":443", ""],
      ["", "/"],
      ["?a=/", ""],
      ["#?b", ""],
    ]);
  });

  it.each([
    [
      "a JSON body",
      { headers: { "content-type": "application/json" }, body: "{}" },
      /^body \(application\/json\)/,
    ],
    ["a body of no type", { body: "a=b" }, /^body \(of no type\)/],
    ["another scheme", { headers: { authorization: "Bearer x" } }, /^authorization/],
    [
      "a header without protocol parameters",
      { headers: { authorization: 'OAuth xoauth_requestor_id="a"' } },
      /^authorization/,
    ],
    [
      "empty segments of a form",
      { method: "POST", headers: FORM, body: "a=1&&b=2" },
      /^empty segments of the form/,
    ],
    ["empty segments", { url: "https://example.com/?a&&b" }, /^empty segments of the query/],
    ["an empty segment at the start", { url: "https://example.com/?&a" }, /^empty segments/],
    ["an empty segment at the end", { url: "https://example.com/?a&" }, /^empty segments/],
    ["a scheme of a longer name", { headers: { authorization: " OAuth2 x" } }, /^authorization/],
  ])("says that %s is left out", (_what, parts, what) => {
    const request = { method: "POST", url: "https://example.com/", ...parts };
    const { leftOut, baseString } = explain(request, credentials, fixed);
    expect(leftOut).toEqual([{ what: expect.stringMatching(what), why: expect.any(String) }]);
    expect(baseString).toBe(signSync(request, credentials, fixed).baseString);
  });

  it.each([
    { body: null },
    { headers: { authorization: "" } },
    { headers: { authorization: "oauth " } },
    { headers: FORM, body: "a=b&c" },
    { url: "https://example.com/?" },
    { url: "https://example.com/?oauth_verifier=v" },
  ])("says of nothing that it is left out where nothing is: %j", (parts) => {
    const request = { method: "POST", url: "https://example.com/?a=b&c", ...parts };
    const { leftOut, baseString } = explain(request, credentials, fixed);
    expect(leftOut).toEqual([]);
    expect(baseString).toBe(signSync(request, credentials, fixed).baseString);
  });

  it("adds the hash of a body, as signing does", () => {
    const headers = { "content-type": "application/json" };
    const request = { method: "PUT", url: "https://example.com/", headers, body: "{}" };
    const options = { ...fixed, bodyHash: "auto" } as const;
    const { baseString, parameters } = explain(request, credentials, options);
    expect(baseString).toBe(signSync(request, credentials, options).baseString);
    expect(parameters.map(({ name }) => name)).toContain("oauth_body_hash");
  });

  it("asks nobody for a signature", () => {
    const sign = (): never => {
      throw new Error("no key");
    };
    const { signatureMethod } = explain(
      { method: "GET", url: "https://example.com/" },
      credentials,
      { ...fixed, method: { ...plaintext, name: "OWN", sign } },
    );
    expect(signatureMethod).toBe("OWN");
  });

  it.each([
    [{ consumer: { key: "ck", secret: "cs" } }, "present", "absent", true],
    [
      { consumer: { key: "ck", secret: "" }, token: { key: "t", secret: "" } },
      "empty",
      "empty",
      true,
    ],
    [
      { consumer: { key: "ck", secret: secret("cs") }, keyAmpersand: false },
      "present",
      "absent",
      false,
    ],
    [{ ...credentials, keyAmpersand: false }, "present", "present", true],
  ] as const)(
    "shows the shape of the key of %j",
    (keys, ...[consumerSecret, tokenSecret, ampersand]) => {
      const { key } = explain({ method: "GET", url: "https://example.com/" }, keys, fixed);
      expect(key).toEqual({ consumerSecret, tokenSecret, ampersand });
    },
  );

  it("explains a Request too, as far as it can be read without waiting", () => {
    const headers = { "content-type": "application/json" };
    const given = new Request("https://example.com/?a=b", { method: "PUT", body: "{}", headers });
    const { baseString } = explain(given, credentials, fixed);
    const { method, url } = given;
    expect(baseString).toBe(signSync({ method, url }, credentials, fixed).baseString);
  });

  it("shows no secret, not even in the signature of PLAINTEXT", async () => {
    const keys = {
      consumer: { key: "ck", secret: "consumer-secret" },
      token: { key: "tk", secret: "token-secret" },
    };
    const { request } = await sign(
      { method: "GET", url: "https://a:b-password@example.com/" },
      keys,
      {
        method: plaintext,
      },
    );
    const parts = { method: "GET", url: "https://u:b-password@example.com/" };
    const all = [
      explain(request, keys),
      explain(parts, keys, { method: plaintext }),
      explain(parts, keys),
    ];
    const shown = all.map((one) => `${JSON.stringify(one)}${formatExplanation(one)}`).join();
    for (const one of ["consumer-secret", "token-secret", "b-password"]) {
      expect(shown).not.toContain(one);
    }
  });

  it.each([
    ["/relative", {}, /absolute URL/],
    ["https://example.com/", { authorization: 'OAuth a="' }, /cannot be read/],
  ])("throws a TypeError that says what cannot be read in %s", (url, headers, message) => {
    expect(() => explain({ method: "GET", url, headers }, credentials)).toThrow(message);
  });
});

describe("explain, of a request that a server has received", () => {
  it("takes the request target byte for byte, as verify does", () => {
    const headers = { authorization: 'OAuth oauth_nonce="n"' };
    const request = { method: "GET", url: "http://Example.com/a/../{b}?c", headers };
    const sent = explain(request, credentials);
    expect([sent.uri, sent.uriChanges.map(({ kind }) => kind)]).toEqual([
      "http://example.com/%7Bb%7D",
      ["host lower-cased", "path as sent", "query split off"],
    ]);
    const received = explain(request, credentials, { received: true });
    expect([received.uri, received.uriChanges.map(({ kind }) => kind)]).toEqual([
      "http://example.com/a/../{b}",
      ["host lower-cased", "query split off"],
    ]);
    const fragment = { ...request, url: `${request.url}#d` };
    expect(() => explain(fragment, credentials, { received: true })).toThrow(/has a fragment/);
  });
});

describe("formatExplanation", () => {
  it("writes every stage, with the parameters in the order of the signature", () => {
    const request = {
      method: "get",
      url: "https://example.com?z&o[]=x+y",
      headers: {},
      body: "{}",
    };
    const consumer = { key: "ck", secret: "cs" };
    const options = { ...fixed, version: false } as const;
    expect(formatExplanation(explain(request, { consumer }, options)).split("\n")).toEqual([
      "Method",
      "  GET",
      "",
      "URI",
      "  https://example.com/",
      "  empty path        -> /       An empty path is sent as a slash.",
      "  query split off  ?z&o[]=x+y  The parameters of the query are counted with the others.",
      "",
      "Parameters, as they are sorted",
      "  #  source  name                    value      encoded, where it differs",
      "  1  query   o[]                     x y        o%5B%5D=x%20y",
      "  2  added   oauth_consumer_key      ck",
      "  3  added   oauth_nonce             n",
      "  4  added   oauth_signature_method  HMAC-SHA1",
      "  5  added   oauth_timestamp         1",
      "  6  query   z",
      "",
      "Left out",
      "  body (of no type)  Only application/x-www-form-urlencoded counts.",
      "",
      "Normalized parameters",
      "  o%5B%5D=x%20y&oauth_consumer_key=ck&oauth_nonce=n&oauth_signature_method=HMAC-SHA1&oauth_timestamp",
      "  =1&z=",
      "",
      "Base string",
      "  GET&https%3A%2F%2Fexample.com%2F&o%255B%255D%3Dx%2520y%26oauth_consumer_key%3Dck%26oauth_nonce%3Dn",
      "  %26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1%26z%3D",
      "",
      "Key of HMAC-SHA1",
      "  consumer secret  present",
      "  &                present",
      "  token secret     absent",
    ]);
  });

  it("says what is not there, and has no section for nothing", () => {
    const request = { method: "GET", url: "https://example.com/" };
    const consumer = { key: "ck", privateKey: "never read" };
    const explanation = explain(request, { consumer }, { ...fixed, method: rsaSha1 });
    const shown = formatExplanation(explanation);
    expect(shown).not.toContain("Left out");
    expect(shown.split("\n").slice(-4)).toEqual([
      "Key of RSA-SHA1",
      "  consumer secret  absent",
      "  &                absent",
      "  token secret     absent",
    ]);
  });

  it("fits a terminal, aligns its columns and cuts long values", () => {
    const url = `https://example.com/?name=${"v".repeat(200)}&x=%1b%5b2J`;
    const shown = formatExplanation(explain({ method: "GET", url }, credentials, fixed));
    expect(shown.split("\n").every((line) => line.length <= 100)).toBe(true);
    expect(shown).toContain("…");
    expect(shown).toContain("\\u{1b}[2J");
    expect(shown).not.toMatch(/[\0-\x09\x0b-\x1f]/);
    expect(shown).toContain("  5  added   oauth_timestamp         1");
  });

  it.each([
    ["\u3053\u3093", "\u3053\u3093", 4],
    ["e\u0301", "e\u0301", 1],
    ["\u{1F600}", "\u{1F600}", 2],
    ["\u{1D4B6}", "\u{1D4B6}", 1],
    ["\uFF76\uFF85", "\uFF76\uFF85", 2],
    ["\u65E5".repeat(17), `${"\u65E5".repeat(15)}…`, 31],
  ])("counts the columns of %s as a terminal shows them", (value, cell, width) => {
    const url = `https://example.com/?a=${encodeURIComponent(value)}&b=${"v".repeat(32)}`;
    const shown = formatExplanation(explain({ method: "GET", url }, credentials, fixed));
    expect(shown).toContain(
      `  ${cell}${" ".repeat(32 - width)}  a=${encodeURIComponent(value)[0]}`,
    );
  });

  it("shows no more of marks than of letters, however many there are", () => {
    const url = `https://example.com/?a=${"%CC%81".repeat(1000)}`;
    const shown = formatExplanation(explain({ method: "GET", url }, credentials, fixed));
    expect(Math.max(...shown.split("\n").map(({ length }) => length))).toBeLessThan(250);
  });

  it("makes lines of as many columns as a terminal has", () => {
    const request = { method: "\u65E5".repeat(60), url: "https://example.com/" };
    const shown = formatExplanation(explain(request, credentials, fixed));
    expect(shown.split("\n")[1]).toBe(`  ${"\u65E5".repeat(49)}`);
  });

  it("is as wide as it is asked to be, where its columns leave room", () => {
    const request = { method: "GET", url: `https://example.com/?name=${"v".repeat(50)}` };
    const explanation = explain(request, credentials, fixed);
    const widest = (width: number): number =>
      Math.max(
        ...formatExplanation(explanation, { width })
          .split("\n")
          .map(({ length }) => length),
      );
    expect([widest(120), widest(90)]).toEqual([120, 90]);
    const least = formatExplanation(explanation, { width: 40 });
    expect(formatExplanation(explanation, { width: 1 })).toBe(least);
    const wrapped = least
      .slice(least.indexOf("\nBase string"), least.indexOf("\nKey of"))
      .split("\n");
    expect(Math.max(...wrapped.map(({ length }) => length))).toBe(40);
  });

  it.each([
    ["v".repeat(32), "v".repeat(32)],
    ["v".repeat(33), `${"v".repeat(31)}…`],
    ["a\0b\u202E\u2028", "a\\u{0}b\\u{202e}\\u{2028}"],
    ["\u2029\u00AD\u0085", "\\u{2029}\\u{ad}\\u{85}"],
  ])("shows the value %j as %s", (value, shown) => {
    const url = `https://example.com/?a=${encodeURIComponent(value)}`;
    const written = formatExplanation(explain({ method: "GET", url }, credentials, fixed));
    expect(/^  1 {2}query {3}a +(\S+)/m.exec(written)?.[1]).toBe(shown);
  });

  it("cuts no character in two", () => {
    for (const before of ["", "x"]) {
      const url = `https://example.com/?name=${before}${"😀".repeat(80)}`;
      const explanation = explain({ method: "GET", url }, credentials, fixed);
      const [parameter] = explanation.parameters;
      const cut = {
        ...explanation,
        leftOut: [{ what: "", why: parameter?.value ?? "" }],
      };
      expect(formatExplanation(cut).isWellFormed()).toBe(true);
    }
  });

  it("writes nothing of the request as it is, not even in a heading", () => {
    const method = `\u001B[2J${"m".repeat(200)}`;
    const url = `https://example.com/?oauth_signature=x&oauth_signature_method=${encodeURIComponent(method)}`;
    const shown = formatExplanation(explain({ method: "GET", url }, credentials));
    expect(shown).toContain("Key of \\u{1b}[2Jmmm");
    expect(shown).not.toContain("\u001B");
    expect(shown.split("\n").every((line) => line.length <= 100)).toBe(true);
  });

  it("colors its headings where it is asked to, and nothing else", () => {
    const explanation = explain({ method: "GET", url: "https://example.com/" }, credentials, fixed);
    const colored = formatExplanation(explanation, { color: true });
    expect(colored).toContain("\u001B[1mBase string\u001B[22m");
    expect(colored.replaceAll(/\u001B\[\d+m/g, "")).toBe(formatExplanation(explanation));
  });
});

describe("explainBaseString", () => {
  it("splits any base string back into its pieces", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { baseString, parameters, uri, method } = explain(request, credentials, fixed);
        const split = explainBaseString(baseString);
        const sorted = [...parameters].sort((a, b) => a.place - b.place);
        expect(split).toMatchObject({ ok: true, method, uri });
        const shown = ({
          name,
          value,
          encoded,
        }: BaseStringParameter | ExplainedParameter): unknown => [name, value, encoded];
        expect(split.ok ? split.parameters.map(shown) : []).toEqual(sorted.map(shown));
        for (const { text: own, at } of split.ok ? split.parameters : []) {
          expect(baseString.slice(at, at + own.length)).toBe(own);
        }
      }),
    );
  });

  it.each([
    ["", 0, /method/],
    ["a method&https%3A%2F%2Fa.example%2F&", 0, /method/],
    ["GET", 3, /no & behind the method/],
    ["GET&https%3A%2F%2Fa.example%2F", 30, /no & behind the URI/],
    ["GET&https://a.example/&a%3Db", 9, /URI is not percent-encoded/],
    ["GET&/a&", 4, /URI is not percent-encoded/],
    ["GET&a%3Db&c", 4, /not an http or https URI/],
    ["GET&shttp%3A%2F%2Fa.example%2F&", 4, /not an http or https URI/],
    ["GET&http%3A%2F%2Fa.example%2F&a=b", 31, /parameters are not percent-encoded/],
    ["GET&http%3A%2F%2Fa.example%2F&=b", 30, /parameters are not percent-encoded/],
    ["GET&http%3A%2F%2Fa.example%2F&a%3Db&c%3Dd", 35, /third &/],
    ["GET&http%3A%2F%2Fa.example%2F&a%3Db%2", 35, /parameters are not percent-encoded/],
  ])("says of %j that it stops being one at %i", (given, at, problem) => {
    expect(explainBaseString(given)).toMatchObject({
      ok: false,
      at,
      problem: expect.stringMatching(problem),
    });
  });

  it("has an answer for any text", () => {
    const start = fc.constantFrom(
      "",
      "GET&",
      "GET&http%3A%2F%2Fa%2F&",
      "GET&http%3A%2F%2Fa%2F&%26%3D",
    );
    fc.assert(
      fc.property(start, fc.string({ unit: "binary" }), (known, rest) => {
        const answer = explainBaseString(`${known}${rest}`);
        if (!answer.ok) expect(answer.at).toBeLessThanOrEqual(known.length + rest.length);
      }),
    );
  });
});
