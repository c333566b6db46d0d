import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decode,
  encode,
  encodeWire,
  formatAuthorization,
  formatForm,
  normalize,
  parseAuthorization,
  parseForm,
  sign,
  verify,
  type Parameters,
  type RequestParts,
  type Transmission,
} from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { plaintext } from "@oauth1/core/methods/plaintext";

const text = fc.string({ unit: "grapheme", maxLength: 20 });
const anyUnits = fc.string({ unit: "binary", maxLength: 40 });
const pairs = fc.array(fc.tuple(text, text), { maxLength: 12 });
const methods = [hmacSha1, hmacSha256, plaintext];
const FORM = "application/x-www-form-urlencoded";

describe("wire forms", () => {
  it("decode(encode(x)) is x", () => {
    fc.assert(fc.property(text, (x) => decode(encode(x)) === x));
  });

  it("encodeWire leaves encoded text alone and its result is always canonical", () => {
    fc.assert(
      fc.property(anyUnits, (x) => {
        expect(encodeWire(encode(x))).toBe(encode(x));
        expect(encodeWire(x)).toMatch(/^(?:[A-Za-z0-9\-._~]|%[0-9A-F]{2})*$/);
        expect(encodeWire(encodeWire(x))).toBe(encodeWire(x));
      }),
    );
  });

  it("every byte survives encodeWire, UTF-8 or not", () => {
    for (let byte = 0; byte < 256; byte += 1) {
      const hex = byte.toString(16).padStart(2, "0");
      const character = String.fromCharCode(byte);
      const expected = /[A-Za-z0-9\-._~]/.test(character) ? character : `%${hex.toUpperCase()}`;
      expect(encodeWire(`%${hex}`)).toBe(expected);
    }
  });

  it("parseForm(formatForm(x)) is x", () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const parameters = encodeAll(list).filter(([name, value]) => name !== "" || value !== "");
        expect(parseForm(formatForm(parameters))).toEqual(parameters);
      }),
    );
  });

  it("parseAuthorization(formatAuthorization(x)) is x, whatever the realm and the separator", () => {
    const realm = fc.option(fc.string({ unit: "grapheme-ascii" }), { nil: undefined });
    const separator = fc.constantFrom(", ", ",", ",  ");
    fc.assert(
      fc.property(pairs, realm, separator, (list, name, between) => {
        const parameters = encodeAll(list).filter(
          ([key]) => key !== "" && key.toLowerCase() !== "realm",
        );
        const options = { separator: between, ...(name === undefined ? {} : { realm: name }) };
        expect(parseAuthorization(formatAuthorization(parameters, options))).toEqual({
          ok: true,
          parameters,
          ...(name === undefined ? {} : { realm: name }),
        });
      }),
    );
  });

  it("no text at all makes a parser throw", () => {
    fc.assert(
      fc.property(anyUnits, (x) => {
        parseForm(x);
        parseAuthorization(x);
        parseAuthorization(`OAuth ${x}`);
        decode(x);
      }),
    );
  });
});

describe("signatures", () => {
  it("do not depend on the order of the parameters", () => {
    const shuffled = pairs.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(normalize(encodeAll(list))).toBe(normalize(encodeAll(other)));
      }),
    );
  });

  const scenario = fc.record({
    method: fc.constantFrom(...methods),
    transmission: fc.constantFrom<Transmission>("header", "query", "body"),
    query: pairs,
    form: pairs,
    consumerSecret: text,
    tokenSecret: text,
  });

  it("verify for any request, in every transmission", async () => {
    await fc.assert(
      fc.asyncProperty(
        scenario,
        async ({ method, transmission, query, form, consumerSecret, tokenSecret }) => {
          const signed = await sign(
            requestOf(query, form),
            {
              consumer: { key: "ck", secret: consumerSecret },
              token: { key: "tk", secret: tokenSecret },
            },
            { method, transmission },
          );
          const keys = { consumer: { secret: consumerSecret }, token: { secret: tokenSecret } };
          expect(await verify(signed.request, () => keys, { methods })).toMatchObject({
            ok: true,
            consumerKey: "ck",
            token: "tk",
            transmission,
          });
        },
      ),
    );
  });

  const bytes = fc.uint8Array({ maxLength: 20 }).map((list) => Uint8Array.from(list));
  const wire = fc.string({ unit: "binary", maxLength: 20 });
  const mediaTypes = fc.constantFrom(FORM, `${FORM.toUpperCase()};charset=x`, "text/plain", "");
  const bodies: fc.Arbitrary<NonNullable<RequestParts["body"]>> = fc.oneof(
    wire,
    bytes,
    bytes.map((list) => new DataView(Uint8Array.of(1, 2, 3, ...list).buffer, 3)),
    bytes.map(({ buffer }) => buffer),
    pairs.map((list) => new URLSearchParams(list)),
    fc.tuple(bytes, mediaTypes).map(([list, type]) => new Blob([list], { type })),
    pairs.map((list) => {
      const form = new FormData();
      for (const [name, value] of list) form.append(name, value);
      return form;
    }),
  );
  const drafts = fc.record({
    target: wire.map((rest) => `https://example.com/${rest}`),
    body: bodies,
    type: fc.option(mediaTypes, { nil: undefined }),
    transmission: fc.constantFrom<Transmission>("header", "query", "body"),
    bodyHash: fc.constantFrom("never", "auto", "always"),
  });

  it("verify for all that fetch makes of a signed request, or signing says what is wrong", async () => {
    const credentials = { consumer: { key: "ck", secret: "cs" } };
    const keys = (): { consumer: { secret: string } } => credentials;
    const sent = fc.asyncProperty(drafts, async ({ target, body, type, ...options }) => {
      const headers = type === undefined ? {} : { "Content-Type": type };
      const parts = { method: "POST", url: target, headers, body };
      const whole = await sign(new Request(target, parts), credentials, options).catch(refusal);
      const inParts = await sign(parts, credentials, options).catch(refusal);
      for (const signed of [whole, inParts]) {
        if (signed === undefined) continue;
        const { request } = signed;
        const received = request instanceof Request ? request : new Request(request.url, request);
        expect(await verify(received, keys, { methods })).toMatchObject({ ok: true });
      }
    });
    await fc.assert(sent, { numRuns: 500 });
  });

  it("fail when any character of the signed query changes", async () => {
    const query = "name=value&other=1";
    const { request } = await sign(
      { method: "GET", url: `https://example.com/path?${query}` },
      { consumer: { key: "ck", secret: "cs" } },
    );
    const keys = { consumer: { secret: "cs" } };
    for (let at = 0; at < query.length; at += 1) {
      const url = `https://example.com/path?${query.slice(0, at)}X${query.slice(at + 1)}`;
      const verdict = await verify({ ...request, url }, () => keys, { methods });
      expect(verdict).toEqual({ ok: false, problem: "signature_invalid" });
    }
  });

  it("no request makes verify throw", async () => {
    const hostile = fc.record({
      method: anyUnits,
      url: fc.oneof(
        anyUnits,
        anyUnits.map((path) => `https://example.com/${path}`),
      ),
      headers: fc.record({
        authorization: fc.oneof(
          anyUnits,
          anyUnits.map((rest) => `OAuth ${rest}`),
        ),
      }),
      body: anyUnits,
    });
    await fc.assert(
      fc.asyncProperty(hostile, async (request) => {
        const received = { ...request, headers: { ...request.headers, "content-type": FORM } };
        expect((await verify(received, () => undefined, { methods })).ok).toBe(false);
      }),
    );
  });
});

function refusal(error: unknown): undefined {
  expect(error).toBeInstanceOf(TypeError);
}

function encodeAll(list: readonly (readonly [string, string])[]): Parameters {
  return list.map(([name, value]) => [encode(name), encode(value)] as const);
}

function requestOf(
  query: readonly [string, string][],
  form: readonly [string, string][],
): RequestParts {
  const prefixed = (list: readonly [string, string][]): [string, string][] =>
    list.map(([name, value]) => [`p${name}`, value]);
  return {
    method: "POST",
    url: `https://example.com/a%20b?${formatForm(encodeAll(prefixed(query)))}`,
    headers: { "Content-Type": FORM },
    body: new URLSearchParams(prefixed(form)).toString(),
  };
}
