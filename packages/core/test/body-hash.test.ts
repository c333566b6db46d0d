import { describe, expect, it } from "vitest";
import { sign, signSync, verify, type RequestParts, type SignOptions } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { plaintext } from "@oauth1/core/methods/plaintext";

const credentials = { consumer: { key: "ck", secret: "cs" } };
const keys = { consumer: { secret: "cs" } };
const methods = [hmacSha1, hmacSha256, plaintext];
const url = "https://example.com/resource";
const JSON_TYPE = { "content-type": "application/json" };
const FORM = { "content-type": "application/x-www-form-urlencoded" };

async function hashOf(
  request: Partial<RequestParts>,
  options: SignOptions,
): Promise<string | undefined> {
  const { parameters } = await sign({ method: "POST", url, ...request }, credentials, options);
  return parameters.find(([name]) => name === "oauth_body_hash")?.[1];
}

describe("the body hash", () => {
  it.each([
    ["Hello World!", "Lve95gjOVATpfV8EL5X4nxwjKHE%3D"],
    ["", "2jmj7l5rSw0yVb%2FvlWAYkK%2FYBwk%3D"],
  ])("of %j is the one that the draft publishes", async (body, expected) => {
    expect(await hashOf({ body }, { bodyHash: "auto" })).toBe(expected);
  });

  it("goes along by the rule", async () => {
    const body = "{}";
    expect(await hashOf({ body }, {})).toBeUndefined();
    expect(await hashOf({ body }, { bodyHash: "never" })).toBeUndefined();
    expect(await hashOf({ body }, { bodyHash: "auto" })).toBeDefined();
    expect(await hashOf({}, { bodyHash: "auto" })).toBeUndefined();
    expect(await hashOf({ method: "GET" }, { bodyHash: "always" })).toBe(
      "2jmj7l5rSw0yVb%2FvlWAYkK%2FYBwk%3D",
    );
    expect(await hashOf({ body: "a=b", headers: FORM }, { bodyHash: "always" })).toBeUndefined();
    expect(
      await hashOf({ body: new URLSearchParams({ a: "b" }) }, { bodyHash: "always" }),
    ).toBeUndefined();
  });

  it("follows the signature method, unless it is told otherwise", async () => {
    const length = async (options: SignOptions): Promise<number> =>
      decodeURIComponent((await hashOf({ body: "x" }, { bodyHash: "auto", ...options })) ?? "")
        .length;
    expect(await length({})).toBe(28);
    expect(await length({ method: hmacSha256 })).toBe(44);
    expect(await length({ method: hmacSha256, bodyHashAlgorithm: "SHA-1" })).toBe(28);
    expect(await length({ bodyHashAlgorithm: "SHA-512" })).toBe(88);
    expect(await length({ method: plaintext })).toBe(28);
  });

  it("is over bytes, however they are given", async () => {
    const bytes = new TextEncoder().encode("é");
    const hashes = [
      await hashOf({ body: "é" }, { bodyHash: "auto" }),
      await hashOf({ body: bytes }, { bodyHash: "auto" }),
      await hashOf({ body: bytes.buffer }, { bodyHash: "auto" }),
      await hashOf({ body: new Uint8Array([0, ...bytes, 0]).subarray(1, 3) }, { bodyHash: "auto" }),
    ];
    expect(new Set(hashes).size).toBe(1);
  });

  it("refuses a body that it could only read by consuming it", async () => {
    for (const body of [new ReadableStream(), new Blob(["x"]), new FormData()]) {
      await expect(hashOf({ body }, { bodyHash: "auto" })).rejects.toThrow(
        /cannot be read without consuming it/,
      );
    }
  });

  it("is signed into a Request, whose body stays usable", async () => {
    const given = new Request(url, { method: "POST", body: "Hello World!", headers: JSON_TYPE });
    const { request, parameters } = await sign(given, credentials, { bodyHash: "auto" });
    expect(parameters).toContainEqual(["oauth_body_hash", "Lve95gjOVATpfV8EL5X4nxwjKHE%3D"]);
    expect((await verify(request, () => keys, { methods })).ok).toBe(true);
    expect(await request.text()).toBe("Hello World!");
  });

  it("is checked on the other side, over raw bytes", async () => {
    const { request } = signSync(
      { method: "PUT", url, headers: JSON_TYPE, body: '{"a":1}' },
      credentials,
      { bodyHash: "auto" },
    );
    const check = (body: RequestParts["body"]): Promise<unknown> =>
      verify({ ...request, body: body ?? "" }, () => keys, { methods });
    expect(await check('{"a":1}')).toMatchObject({ ok: true });
    expect(await check(new TextEncoder().encode('{"a":1}'))).toMatchObject({ ok: true });
    expect(await check('{"a":2}')).toEqual({ ok: false, problem: "body_hash_invalid" });
    expect(await check("")).toEqual({ ok: false, problem: "body_hash_invalid" });
  });

  it("is checked with the function that was agreed", async () => {
    const { request } = signSync({ method: "PUT", url, body: "x" }, credentials, {
      method: hmacSha256,
      bodyHash: "auto",
      bodyHashAlgorithm: "SHA-1",
    });
    expect(await verify(request, () => keys, { methods })).toEqual({
      ok: false,
      problem: "body_hash_invalid",
    });
    expect(
      await verify(request, () => keys, { methods, bodyHashAlgorithm: "SHA-1" }),
    ).toMatchObject({ ok: true });
  });

  it("can be required, where there is a body that is no form", async () => {
    const check = async (
      request: Partial<RequestParts>,
      options: SignOptions = {},
    ): Promise<unknown> => {
      const signed = await sign({ method: "POST", url, ...request }, credentials, options);
      return verify(signed.request, () => keys, { methods, requireBodyHash: true });
    };
    expect(await check({ body: "x" })).toEqual({
      ok: false,
      problem: "parameter_absent",
      advice: "oauth_body_hash",
    });
    expect(await check({ body: "x" }, { bodyHash: "auto" })).toMatchObject({ ok: true });
    expect(await check({ body: "a=b", headers: FORM })).toMatchObject({ ok: true });
    expect(await check({})).toMatchObject({ ok: true });
  });

  it("is left out where the parameters make a form of the body", async () => {
    const signed = await sign({ method: "POST", url }, credentials, {
      bodyHash: "always",
      transmission: "body",
    });
    expect(signed.parameters.map(([name]) => name)).not.toContain("oauth_body_hash");
    expect(await verify(signed.request, () => keys, { methods })).toMatchObject({ ok: true });
  });

  it("is that of nothing for a GET, in browsers too, whose requests do not all tell their body", async () => {
    const given = new Request(url);
    Object.defineProperty(given, "body", { value: undefined });
    const { request } = await sign(given, credentials, { bodyHash: "always" });
    expect(await verify(request, () => keys, { methods })).toMatchObject({ ok: true });
  });

  it("has no place beside a form", async () => {
    const request = { method: "POST", url, headers: FORM, body: "a=b" };
    const signed = signSync(request, credentials, { parameters: [["oauth_body_hash", "x"]] });
    expect(await verify(signed.request, () => keys, { methods })).toMatchObject({
      problem: "parameter_rejected",
    });
  });
});
