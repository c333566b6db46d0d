import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  baseString,
  baseStringUri,
  decode,
  encode,
  normalize,
  parseAuthorization,
  parseForm,
  receivedTarget,
  sentTarget,
  sign,
  verify,
  type Parameters,
  type PrivateKey,
  type SignatureMethod,
} from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import * as node from "../src/crypto/node.js";
import * as web from "../src/crypto/web.js";
import { signingKey } from "../src/shared-key.js";

type Pairs = readonly (readonly [string, string])[];

interface Vector {
  readonly id: string;
  readonly source: string;
  readonly name: string;
  readonly kind: string;
  readonly input: {
    readonly string?: string;
    readonly form?: string;
    readonly query?: string;
    readonly header?: string;
    readonly pairs?: Pairs;
    readonly method?: string;
    readonly url?: string;
    readonly host?: string;
    readonly oauth?: Pairs;
    readonly base_string?: string;
    readonly body?: string;
    readonly rsa_key?: string;
    readonly signature_method?: string;
    readonly consumer_secret?: string;
    readonly token_secret?: string;
  };
  readonly expected: Readonly<Record<string, unknown>>;
}

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL("../../testing/vectors/published.json", import.meta.url), "utf8"),
);

const methods: readonly SignatureMethod[] = [
  hmacSha1,
  hmacSha256,
  plaintext,
  withKeyAsSecret(rsaSha1),
];

const replay: Readonly<Record<string, (vector: Vector) => void | Promise<void>>> = {
  percent_encode: ({ input, expected }) => {
    expect(encode(input.string ?? "")).toBe(expected["encoded"]);
  },
  percent_decode: ({ input, expected }) => {
    expect(decode(input.string ?? "")).toBe(expected["decoded"]);
  },
  normalize: ({ input, expected }) => {
    const parameters = input.form === undefined ? encodePairs(input.pairs) : parseForm(input.form);
    expect(normalize(parameters)).toBe(expected["normalized"]);
  },
  collect: ({ input, expected }) => {
    const parsed = parseAuthorization(input.header ?? "");
    const header = parsed?.ok === true ? parsed.parameters : [];
    const found = [...parseForm(input.query ?? ""), ...parseForm(input.form ?? ""), ...header]
      .filter(([name]) => name !== "oauth_signature")
      .map(([name, value]) => [decode(name), decode(value)]);
    const byText = (a: readonly string[], b: readonly string[]): number =>
      a.join("\0") < b.join("\0") ? -1 : 1;
    expect(found.sort(byText)).toEqual(expected["pairs_sorted"]);
  },
  base_string_uri: ({ input, expected }) => {
    const url =
      input.host === undefined ? input.url : input.url?.replace(/\/\/[^/]+/, `//${input.host}`);
    const received = receivedTarget(url ?? "");
    expect(baseStringUri(sentTarget(url ?? ""))).toBe(expected["uri"]);
    expect(received && baseStringUri(received)).toBe(expected["uri"]);
  },
  base_string: ({ input, expected }) => {
    const target = sentTarget(input.url ?? "");
    const parameters = [
      ...parseForm(target.query),
      ...parseForm(input.form ?? ""),
      ...encodePairs(input.oauth),
    ];
    expect(baseString(input.method ?? "", baseStringUri(target), normalize(parameters))).toBe(
      expected["base_string"],
    );
  },
  request_signature: replayRequest,
  body_hash: async ({ input, expected }) => {
    for (const platform of [node, web]) {
      expect(await platform.digest("SHA-1", input.body ?? "")).toBe(expected["hash"]);
    }
  },
  signature: async ({ input, expected }) => {
    const key = signingKey({
      consumer: { key: "", secret: input.consumer_secret ?? "" },
      token: { key: "", secret: input.token_secret ?? "" },
    });
    for (const platform of [node, web]) {
      expect(await platform.hmac("SHA-1", key)(input.base_string ?? "")).toBe(
        expected["signature"],
      );
    }
  },
  parse_header: ({ input, expected }) => {
    expect(parseAuthorization(input.header ?? "")).toEqual({
      ok: true,
      parameters: expected["pairs"],
    });
  },
};

describe("published vectors", () => {
  const replayed = vectors.filter(isSupported);

  it("are all replayed", () => {
    expect(vectors.filter((vector) => !isSupported(vector))).toEqual([]);
  });

  it.each(
    replayed.map((vector) => [`${vector.id} ${vector.source}: ${vector.name}`, vector] as const),
  )("%s", async (_title, vector) => {
    await replay[vector.kind]?.(vector);
  });
});

async function replayRequest({ input, expected }: Vector): Promise<void> {
  const given = new Map(input.oauth);
  const take = (name: string): string | undefined => {
    const value = given.get(name);
    given.delete(name);
    return value;
  };
  const methodName = take("oauth_signature_method");
  const method = methods.find(({ name }) => name === methodName) ?? hmacSha1;
  const secret = input.rsa_key ?? input.consumer_secret ?? "";
  const consumer = { key: take("oauth_consumer_key") ?? "", secret };
  const tokenKey = take("oauth_token");
  const tokenSecret = input.token_secret ?? "";
  const token =
    tokenKey === undefined && tokenSecret === ""
      ? undefined
      : { key: tokenKey ?? "", secret: tokenSecret };
  const nonce = take("oauth_nonce");
  const timestamp = take("oauth_timestamp");
  const version = take("oauth_version") !== undefined;
  const request = {
    method: input.method ?? "",
    url: input.url ?? "",
    ...(input.form === undefined
      ? {}
      : {
          body: input.form,
          headers: { "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8" },
        }),
  };
  const signed = await sign(
    request,
    { consumer, ...(token === undefined ? {} : { token }) },
    {
      method,
      version,
      parameters: [...given],
      ...(nonce === undefined ? {} : { nonce }),
      ...(timestamp === undefined ? {} : { timestamp }),
    },
  );
  expect(signed.signature).toBe(expected["signature"]);
  if (expected["base_string"] !== undefined)
    expect(signed.baseString).toBe(expected["base_string"]);
  if (consumer.key === "" || input.rsa_key !== undefined) return;
  const keys = { consumer: { secret: consumer.secret }, token: { secret: tokenSecret } };
  expect(await verify(signed.request, () => keys, { methods })).toMatchObject({ ok: true });
}

// A vector has one place for its key, whatever the kind.
function withKeyAsSecret(method: SignatureMethod<PrivateKey>): SignatureMethod {
  return {
    ...method,
    sign: (base, { consumer: { key, secret } }) =>
      method.sign(base, { consumer: { key, privateKey: String(secret) } }),
  };
}

function isSupported({ kind, input }: Vector): boolean {
  const known =
    input.signature_method === undefined ||
    methods.some(({ name }) => name === input.signature_method);
  return known && Object.hasOwn(replay, kind);
}

function encodePairs(pairs: Pairs = []): Parameters {
  return pairs.map(([name, value]) => [encode(name), encode(value)] as const);
}
