import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  X509Certificate,
} from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { sign, signature as toSignature, signSync, verify, type AsymmetricKey } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { rsaPssSha256 } from "@oauth1/core/methods/rsa-pss-sha256";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import { rsaSha256 } from "@oauth1/core/methods/rsa-sha256";
import { rsaSha512 } from "@oauth1/core/methods/rsa-sha512";
import * as node from "../src/crypto/node.js";
import * as web from "../src/crypto/web.js";
import { content, elements, pemBytes } from "../src/crypto/der.js";
import { keyMemo } from "../src/crypto/key-memo.js";
import type { RsaScheme } from "../src/crypto/platform.js";

const read = (name: string): string =>
  readFileSync(new URL(`../../testing/keys/${name}`, import.meta.url), "utf8");
const pkcs8 = read("client_rsa.pkcs8.pem");
const pkcs1 = read("client_rsa.pem");
const spki = read("client_rsa.pub.pem");
const certificate = read("client_rsa.crt");

const request = { method: "GET", url: "https://api.example.com/me?a=b" };
const methods = [rsaSha1, rsaSha256, rsaSha512, rsaPssSha256];

/** The same key pair in every form that is accepted. */
const privateKeys = new Map<string, AsymmetricKey>();
const publicKeys = new Map<string, AsymmetricKey>();

beforeAll(async () => {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const publicObject = createPublicKey(spki);
  const privateObject = createPrivateKey(pkcs8);
  const der = Buffer.from(pkcs8.replace(/-----[^-]+-----|\s/g, ""), "base64");
  const publicDer = publicObject.export({ type: "spki", format: "der" });
  privateKeys
    .set("PKCS #8 PEM", pkcs8)
    .set("PKCS #1 PEM", pkcs1)
    .set("PEM with text around it and CRLF", `Bag Attributes\r\n${pkcs8.replaceAll("\n", "\r\n")}`)
    .set("PEM whose line breaks are written out", pkcs8.replaceAll("\n", "\\n"))
    .set("PEM on one line", pkcs8.replaceAll("\n", " "))
    .set("PEM in a quotation", pkcs8.replace(/^/gm, "    "))
    .set("PEM behind its certificate", `${certificate}${pkcs8}`)
    .set("KeyObject", privateObject)
    .set("JWK", { ...privateObject.export({ format: "jwk" }), kty: "RSA" })
    .set("JWK that names another algorithm", {
      ...privateObject.export({ format: "jwk" }),
      kty: "RSA",
      alg: "PS512",
      use: "enc",
    })
    .set("CryptoKey", await crypto.subtle.importKey("pkcs8", der, algorithm, true, ["sign"]));
  publicKeys
    .set("SPKI PEM", spki)
    .set("PKCS #1 PEM", publicObject.export({ type: "pkcs1", format: "pem" }).toString())
    .set("certificate", certificate)
    .set("certificate of version 1", versionOne(certificate))
    .set("certificate behind its key", `${pkcs8}${certificate}`)
    .set("PEM on one line", spki.replaceAll("\n", "\\n"))
    .set("KeyObject", publicObject)
    .set("JWK", { ...publicObject.export({ format: "jwk" }), kty: "RSA" })
    .set(
      "CryptoKey",
      await crypto.subtle.importKey("spki", publicDer, algorithm, true, ["verify"]),
    );
});

const PRIVATE = [
  "PKCS #8 PEM",
  "PKCS #1 PEM",
  "PEM with text around it and CRLF",
  "PEM whose line breaks are written out",
  "PEM on one line",
  "PEM in a quotation",
  "PEM behind its certificate",
  "KeyObject",
  "JWK",
  "JWK that names another algorithm",
  "CryptoKey",
];
const PUBLIC = [
  "SPKI PEM",
  "PKCS #1 PEM",
  "certificate",
  "certificate behind its key",
  "PEM on one line",
  "KeyObject",
  "JWK",
  "CryptoKey",
];

function keyOf(keys: ReadonlyMap<string, AsymmetricKey>, name: string): AsymmetricKey {
  const key = keys.get(name);
  if (key === undefined) throw new Error(`There is no ${name}`);
  return key;
}

describe.each([
  ["node:crypto", node],
  ["WebCrypto", web],
])("RSA with %s", (_name, platform) => {
  const schemes: readonly RsaScheme[] = [
    { padding: "RSASSA-PKCS1-v1_5", hash: "SHA-1" },
    { padding: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    { padding: "RSASSA-PKCS1-v1_5", hash: "SHA-512" },
    { padding: "RSA-PSS", hash: "SHA-256" },
  ];

  it.each(PRIVATE)("signs with a %s, the same as with any other form", async (name) => {
    const scheme = { padding: "RSASSA-PKCS1-v1_5", hash: "SHA-1" } as const;
    const signature = await platform.rsaSign(scheme, keyOf(privateKeys, name), "text");
    expect(signature).toBe(node.rsaSign(scheme, pkcs8, "text"));
  });

  it.each(PUBLIC)("verifies with a %s, in every scheme", async (name) => {
    for (const scheme of schemes) {
      const signature = await node.rsaSign(scheme, pkcs8, "text");
      const key = keyOf(publicKeys, name);
      expect(await platform.rsaVerify(scheme, key, { text: "text", signature })).toBe(true);
      expect(await platform.rsaVerify(scheme, key, { text: "texts", signature })).toBe(false);
    }
  });

  it.each<[string, "private" | "public", () => AsymmetricKey, RegExp]>([
    [
      "a public PEM",
      "private",
      () => spki,
      /needs a private RSA key, and this is a PEM block labelled PUBLIC KEY/,
    ],
    ["a certificate", "private", () => certificate, /labelled CERTIFICATE/],
    [
      "an encrypted key",
      "private",
      () => pkcs8.replaceAll("PRIVATE", "ENCRYPTED PRIVATE"),
      /labelled ENCRYPTED PRIVATE KEY/,
    ],
    [
      "an EC key",
      "private",
      () =>
        generateKeyPairSync("ec", { namedCurve: "P-256" })
          .privateKey.export({ type: "sec1", format: "pem" })
          .toString(),
      /labelled EC PRIVATE KEY/,
    ],
    [
      "an EC key in PKCS #8",
      "private",
      () =>
        generateKeyPairSync("ec", { namedCurve: "P-256" })
          .privateKey.export({ type: "pkcs8", format: "pem" })
          .toString(),
      /this is (?:a key of type ec|one of another algorithm):/,
    ],
    [
      "a JSON Web Key that is text",
      "private",
      () => JSON.stringify({ kty: "RSA", n: "AQAB" }),
      /this is JSON as text, which has to be parsed first/,
    ],
    ["half of a PEM", "public", () => spki.slice(0, 200), /a PEM block without its end line/],
    [
      "an empty JSON Web Key",
      "public",
      () => ({ kty: "RSA" }),
      /a JSON Web Key that this platform cannot read as an RSA key/,
    ],
    [
      "an EC key whose lines are full",
      "private",
      () =>
        generateKeyPairSync("ed25519")
          .privateKey.export({ type: "pkcs8", format: "pem" })
          .toString(),
      /needs a private RSA key/,
    ],
    [
      "an encrypted PKCS #1 key",
      "private",
      () =>
        createPrivateKey(pkcs8)
          .export({ type: "pkcs1", format: "pem", cipher: "aes-128-cbc", passphrase: "kd94" })
          .toString(),
      /a PEM block that is encrypted/,
    ],
    [
      "a JWK without its primes",
      "private",
      () => ({ kty: "RSA", n: "AQAB", e: "AQAB", d: "AQAB" }),
      /a JSON Web Key that lacks one of p, q, dp, dq, qi/,
    ],
    [
      "a JWK without one of its primes",
      "private",
      () => ({ ...createPrivateKey(pkcs8).export({ format: "jwk" }), kty: "RSA", qi: undefined }),
      /lacks one of .*: pass PEM \(PKCS #1 or PKCS #8\), a JSON Web Key, a CryptoKey or a KeyObject\.$/,
    ],
    ["a public KeyObject", "private", () => createPublicKey(spki), /this is a public KeyObject:/],
    [
      "a public CryptoKey",
      "private",
      () => keyOf(publicKeys, "CryptoKey"),
      /this is a public CryptoKey:/,
    ],
    [
      "a secret",
      "public",
      () => createSecretKey(Buffer.from("kd94hf93k423kf44")),
      /this is a secret KeyObject: pass PEM \(SPKI, PKCS #1 or a certificate\), a JSON Web Key/,
    ],
    [
      "an EC KeyObject",
      "private",
      () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
      /this is a KeyObject of type ec:/,
    ],
    ["bytes", "private", () => JSON.parse("null", () => Buffer.from(pkcs8)), /this is bytes/],
    ["nothing", "private", () => JSON.parse("null"), /this is null/],
    ["nothing", "public", () => JSON.parse("7"), /this is a number/],
    ["options", "private", () => JSON.parse('{"passphrase":"kd94"}'), /object of another kind/],
    [
      "a key for RSA-PSS",
      "private",
      () => generateKeyPairSync("rsa-pss", { modulusLength: 2048 }).privateKey,
      /needs a private RSA key/,
    ],
    [
      "a CryptoKey of another runtime",
      "private",
      () => ({ type: "private", algorithm: { name: "RSA-PSS" }, extractable: true }),
      /this is a CryptoKey (?:of another runtime|that this platform cannot read as an RSA key):/,
    ],
    ["text", "private", () => "kd94hf93k423kf44", /text that is no PEM/],
    [
      "a broken PEM",
      "private",
      () => "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
      /cannot read/,
    ],
    [
      "a public JWK",
      "private",
      () => ({ kty: "RSA", n: "AQAB", e: "AQAB" }),
      /a public JSON Web Key/,
    ],
    ["an EC JWK", "private", () => ({ kty: "EC" }), /JSON Web Key of type EC/],
    [
      "a private PEM",
      "public",
      () => pkcs8,
      /needs a public RSA key, and this is a PEM block labelled PRIVATE KEY/,
    ],
  ])("refuses %s for a %s key and says what it saw", async (...[, use, make, message]) => {
    const scheme = { padding: "RSASSA-PKCS1-v1_5", hash: "SHA-1" } as const;
    const key = make();
    const attempt = async (): Promise<unknown> =>
      use === "private"
        ? platform.rsaSign(scheme, key, "text")
        : platform.rsaVerify(scheme, key, { text: "text", signature: "AAAA" });
    const error = await attempt().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain("kd94");
  });
});

describe.each([
  ["node:crypto", node],
  ["WebCrypto", web],
])("a key that is too short with %s", (_name, platform) => {
  it("is a TypeError with the mend, and verifies nothing", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 512 });
    const long = { padding: "RSASSA-PKCS1-v1_5", hash: "SHA-512" } as const;
    const salted = { padding: "RSA-PSS", hash: "SHA-256" } as const;
    for (const scheme of [long, salted]) {
      const attempt = async (): Promise<string> => platform.rsaSign(scheme, privateKey, "text");
      await expect(attempt()).rejects.toThrow(
        /^This RSA key has 512 bits, which is too short for .*: make one of 2048 bits or more\.$/,
      );
      const signature = Buffer.alloc(64, 1).toString("base64");
      expect(await platform.rsaVerify(scheme, publicKey, { text: "text", signature })).toBe(false);
    }
    const short = { padding: "RSASSA-PKCS1-v1_5", hash: "SHA-1" } as const;
    const signature = await platform.rsaSign(short, privateKey, "text");
    expect(await platform.rsaVerify(short, publicKey, { text: "text", signature })).toBe(true);
  });

  it.each([
    ["RSASSA-PKCS1-v1_5", "SHA-512", 745],
    ["RSA-PSS", "SHA-256", 522],
    ["RSA-PSS", "SHA-512", 1034],
  ] as const)("has a bit less than %s with %s needs, %i", async (padding, hash, least) => {
    const scheme = { padding, hash };
    const attempt = async (modulusLength: number): Promise<boolean> => {
      const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength });
      const signature = await platform.rsaSign(scheme, privateKey, "text");
      return platform.rsaVerify(scheme, publicKey, { text: "text", signature });
    };
    expect(await attempt(least)).toBe(true);
    await expect(attempt(least - 1)).rejects.toThrow(
      /^This RSA key has \d+ bits, which is too short/,
    );
  });
});

describe.each([
  ["node:crypto", node],
  ["WebCrypto", web],
])("a public key of another algorithm with %s", (_name, platform) => {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const spkiOfCurve = publicKey.export({ type: "spki", format: "pem" }).toString();

  it.each<[string, () => AsymmetricKey | Promise<AsymmetricKey>]>([
    ["PEM", () => spkiOfCurve],
    ["JSON Web Key", () => ({ kty: "EC", ...publicKey.export({ format: "jwk" }) })],
    ["KeyObject", () => publicKey],
    [
      "CryptoKey",
      () =>
        crypto.subtle.importKey("jwk", publicKey.export({ format: "jwk" }), curve, true, [
          "verify",
        ]),
    ],
    [
      "PEM of Ed25519",
      () =>
        generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString(),
    ],
  ])("verifies nothing, for it is the peer who names the method: %s", async (_kind, make) => {
    const scheme = { padding: "RSASSA-PKCS1-v1_5", hash: "SHA-1" } as const;
    const key = await make();
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await platform.rsaVerify(scheme, key, { text: "text", signature: "AAAA" })).toBe(
        false,
      );
    }
  });
});

describe.each([
  ["node:crypto", node],
  ["WebCrypto", web],
])("a key for RSA-PSS alone with %s", (_name, platform) => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa-pss", { modulusLength: 2048 });
  const privatePem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const publicPem = publicKey.export({ type: "spki", format: "pem" }).toString();

  it("signs and verifies by RSA-PSS", async () => {
    const scheme = { padding: "RSA-PSS", hash: "SHA-256" } as const;
    const signature = await platform.rsaSign(scheme, privatePem, "text");
    expect(await node.rsaVerify(scheme, publicKey, { text: "text", signature })).toBe(true);
    expect(await platform.rsaVerify(scheme, publicPem, { text: "text", signature })).toBe(true);
    expect(await platform.rsaVerify(scheme, publicPem, { text: "other", signature })).toBe(false);
  });

  it("does not sign by PKCS #1 v1.5, and says that it is another's", async () => {
    const scheme = { padding: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;
    const attempt = async (): Promise<string> => platform.rsaSign(scheme, privatePem, "text");
    await expect(attempt()).rejects.toThrow(/this is one (?:for RSA-PSS|of another algorithm)/);
  });

  it.each<[string, AsymmetricKey]>([
    ["KeyObject", publicKey],
    ["PEM", publicPem],
  ])("verifies nothing by PKCS #1 v1.5, which the peer may name: %s", async (_kind, key) => {
    for (const hash of ["SHA-1", "SHA-256", "SHA-512"] as const) {
      const scheme = { padding: "RSASSA-PKCS1-v1_5", hash } as const;
      const signature = await node.rsaSign(scheme, pkcs8, "text");
      expect(await platform.rsaVerify(scheme, key, { text: "text", signature })).toBe(false);
    }
  });
});

describe.each([
  ["node:crypto", node],
  ["WebCrypto", web],
])("a key for RSA-PSS that names its hash and salt with %s", (_name, platform) => {
  const scheme = { padding: "RSA-PSS", hash: "SHA-256" } as const;
  const text = "text";

  it.each([
    ["hash", { hashAlgorithm: "sha256" }],
    ["hash, and a shorter salt", { hashAlgorithm: "sha256", saltLength: 20 }],
  ])("signs and verifies where it is that %s", async (_what, named) => {
    const { privatePem, publicPem } = pssPems(named);
    const signature = await platform.rsaSign(scheme, privatePem, text);
    const verified = [node, web].map(({ rsaVerify }) =>
      rsaVerify(scheme, publicPem, { text, signature }),
    );
    expect(await Promise.all(verified)).toEqual([true, true]);
    expect(await platform.rsaVerify(scheme, publicPem, { text: "other", signature })).toBe(false);
  });

  it.each([
    ["another hash", { hashAlgorithm: "sha512" }],
    ["SHA-1, which nothing stands for", { hashAlgorithm: "sha1" }],
    ["another hash of the mask", { hashAlgorithm: "sha256", mgf1HashAlgorithm: "sha1" }],
    ["a longer salt", { hashAlgorithm: "sha256", saltLength: 33 }],
    ["a salt of two bytes", { hashAlgorithm: "sha256", saltLength: 150 }],
  ])("does not sign, and verifies nothing, where it is %s", async (_what, named) => {
    const { privatePem, publicPem } = pssPems(named);
    const attempt = async (): Promise<string> => platform.rsaSign(scheme, privatePem, text);
    await expect(attempt()).rejects.toThrow(
      /needs a private RSA key, and this is one .*for RSA-PSS with another hash,? .*longer salt/,
    );
    const signature = await node.rsaSign(scheme, pkcs8, text);
    expect(await platform.rsaVerify(scheme, publicPem, { text, signature })).toBe(false);
  });
});

describe.each([
  ["node:crypto", node],
  ["WebCrypto", web],
])("a public CryptoKey that was made for no use with %s", (_name, platform) => {
  const scheme = { padding: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;
  const made = { name: scheme.padding, hash: scheme.hash };

  it("verifies, as the public half of a pair that was generated to sign alone", async () => {
    const size = { modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
    const pair = await crypto.subtle.generateKey({ ...made, ...size }, false, ["sign"]);
    const text = "text";
    const signature = await platform.rsaSign(scheme, pair.privateKey, text);
    expect(await platform.rsaVerify(scheme, pair.publicKey, { text, signature })).toBe(true);
  });

  it("verifies too where it cannot be exported, or is refused", async () => {
    const jwk = createPublicKey(spki).export({ format: "jwk" });
    const key = await crypto.subtle.importKey("jwk", jwk, made, false, []);
    const signature = await node.rsaSign(scheme, pkcs8, "text");
    const answer = async (): Promise<unknown> =>
      platform.rsaVerify(scheme, key, { text: "text", signature });
    if (platform === node) expect(await answer()).toBe(true);
    else await expect(answer()).rejects.toThrow(/with another hash or use, and not extractable/);
  });
});

describe.each([
  ["node:crypto", node],
  ["WebCrypto", web],
])("a JSON Web Key with %s", (_name, platform) => {
  it("that only one method can use verifies nothing by another, whichever the peer names", async () => {
    const made = { name: "RSA-PSS", hash: "SHA-256" };
    const jwk = createPublicKey(spki).export({ format: "jwk" });
    const key = await crypto.subtle.importKey("jwk", jwk, made, false, ["verify"]);
    const own = { padding: "RSA-PSS", hash: "SHA-256" } as const;
    const other = { padding: "RSASSA-PKCS1-v1_5", hash: "SHA-1" } as const;
    const text = "text";
    const signature = await node.rsaSign(own, pkcs8, text);
    expect(await platform.rsaVerify(own, key, { text, signature })).toBe(true);
    expect(await platform.rsaVerify(other, key, { text, signature })).toBe(false);
  });

  it("verifies nothing when its modulus is no number", async () => {
    const scheme = { padding: "RSA-PSS", hash: "SHA-256" } as const;
    const key = { kty: "RSA", n: "!!", e: "AQAB" };
    const signature = await node.rsaSign(scheme, pkcs8, "text");
    expect(await platform.rsaVerify(scheme, key, { text: "text", signature })).toBe(false);
  });

  it("is read again when it has become another", async () => {
    const scheme = { padding: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const changing = { kty: "RSA", ...createPrivateKey(pkcs8).export({ format: "jwk" }) };
    await platform.rsaSign(scheme, changing, "text");
    Object.assign(changing, other.privateKey.export({ format: "jwk" }));
    expect(await platform.rsaSign(scheme, changing, "text")).toBe(
      await node.rsaSign(scheme, other.privateKey, "text"),
    );
  });
});

describe("RSA methods", () => {
  it("take one spelling of a signature, and not those that decode to the same bytes", async () => {
    const keys = { consumer: { publicKey: spki } };
    const { baseString, signature } = signSync(
      request,
      { consumer: { key: "ck", privateKey: pkcs8 } },
      { method: rsaSha256 },
    );
    expect(await rsaSha256.verify(baseString, signature, keys)).toBe(true);
    const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const respelled = signature.replace(
      /.(?==+$)/,
      (last) => digits[digits.indexOf(last) + 1] ?? "",
    );
    expect(Buffer.from(respelled, "base64")).toEqual(Buffer.from(signature, "base64"));
    expect(await rsaSha256.verify(baseString, toSignature(respelled), keys)).toBe(false);
  });

  it("take a key for RSA-PSS alone for none of the others', whichever the peer names", async () => {
    const pair = generateKeyPairSync("rsa-pss", { modulusLength: 2048 });
    const signed = async (method: (typeof methods)[number], privateKey: AsymmetricKey) =>
      (await sign(request, { consumer: { key: "ck", privateKey } }, { method })).request;
    const keys = () => ({ consumer: { publicKey: pair.publicKey } });
    expect(
      await verify(await signed(rsaPssSha256, pair.privateKey), keys, { methods }),
    ).toMatchObject({ ok: true });
    expect(await verify(await signed(rsaSha256, pkcs8), keys, { methods })).toEqual({
      ok: false,
      problem: "signature_invalid",
    });
  });

  it("take a key for RSA-PSS with a longer salt for none, as it is none to them", async () => {
    const pair = generateKeyPairSync("rsa-pss", {
      modulusLength: 2048,
      hashAlgorithm: "sha256",
      mgf1HashAlgorithm: "sha256",
      // A number, whatever its declaration says.
      ...JSON.parse('{ "saltLength": 64 }'),
    });
    const signed = (privateKey: AsymmetricKey) =>
      sign(request, { consumer: { key: "ck", privateKey } }, { method: rsaPssSha256 });
    const keys = { consumer: { publicKey: pair.publicKey } };
    expect(await verify((await signed(pkcs8)).request, () => keys, { methods })).toEqual({
      ok: false,
      problem: "signature_invalid",
    });
    await expect(signed(pair.privateKey)).rejects.toThrow(/needs a private RSA key.*longer salt/);
  });

  it.each(methods.map((method) => [method.name, method] as const))(
    "%s: sign and verify a request",
    async (_name, method) => {
      const consumer = { key: "ck", privateKey: pkcs8 };
      const { request: signed } = await sign(
        request,
        { consumer, token: { key: "tk" } },
        { method },
      );
      const verdict = await verify(signed, () => ({ consumer: { publicKey: certificate } }), {
        methods: [method],
      });
      expect(verdict).toMatchObject({ ok: true, method: method.name, token: "tk" });
      const tampered = { ...signed, url: signed.url.replace("a=b", "a=c") };
      expect(
        await verify(tampered, () => ({ consumer: { publicKey: spki } }), { methods: [method] }),
      ).toMatchObject({ problem: "signature_invalid" });
    },
  );

  it("repeat the published vector of oauth.net, section 9.3", () => {
    const vectors: readonly {
      id: string;
      input: { rsa_key: string; url: string };
      expected: { signature: string };
    }[] = JSON.parse(
      readFileSync(new URL("../../testing/vectors/published.json", import.meta.url), "utf8"),
    );
    const vector = vectors.find(({ id }) => id === "129");
    const { signature } = signSync(
      { method: "GET", url: vector?.input.url ?? "" },
      { consumer: { key: "dpf43f3p2l4k3l03", privateKey: vector?.input.rsa_key ?? "" } },
      { method: rsaSha1, nonce: "13917289812797014437", timestamp: 1196666512 },
    );
    expect(signature).toBe(vector?.expected.signature);
  });

  it.each(["", "====", "!!!!", "é", "AAAA AAAA", "-_-_"])(
    "take the signature %j for a wrong one, not for an exception",
    async (text) => {
      const authorization = `OAuth oauth_consumer_key="ck",oauth_signature_method="RSA-SHA1",oauth_timestamp="1",oauth_nonce="n",oauth_signature="${encodeURIComponent(text)}"`;
      const received = { ...request, headers: { authorization } };
      for (const method of methods) {
        const named = {
          ...received,
          headers: { authorization: authorization.replace("RSA-SHA1", method.name) },
        };
        const verdict = await verify(named, () => ({ consumer: { publicKey: spki } }), { methods });
        expect(verdict).toEqual({ ok: false, problem: "signature_invalid" });
      }
    },
  );

  it("never take a public key for an HMAC secret, nor a secret for a public key", async () => {
    const { request: signed } = await sign(
      request,
      { consumer: { key: "ck", secret: spki } },
      { method: hmacSha1 },
    );
    expect(
      await verify(signed, () => ({ consumer: { publicKey: spki } }), {
        methods: [hmacSha1, rsaSha1],
      }),
    ).toMatchObject({ problem: "signature_invalid" });
    const { request: other } = await sign(
      request,
      { consumer: { key: "ck", privateKey: pkcs8 } },
      { method: rsaSha1 },
    );
    expect(
      await verify(other, () => ({ consumer: { secret: "cs" } }), { methods: [hmacSha1, rsaSha1] }),
    ).toMatchObject({ problem: "signature_invalid" });
  });

  it("sign for the holder of the certificate's key", () => {
    expect(new X509Certificate(certificate).publicKey.export({ type: "spki", format: "pem" })).toBe(
      spki,
    );
  });
});

describe("what keys were parsed to", () => {
  it("is kept for a thousand texts and forgotten with the next one", () => {
    const memo = keyMemo<number>();
    const fill = (count: number): void => {
      for (let at = 0; at < count; at += 1) memo(`key ${at}`, () => at);
    };
    fill(1000);
    expect(memo("key 0", () => -1)).toBe(0);
    fill(1001);
    expect(memo("key 1000", () => -1)).toBe(1000);
    expect(memo("key 0", () => -1)).toBe(-1);
  });

  it("is kept for an object too, for as long as its modulus is the same", () => {
    const memo = keyMemo<number>();
    const jwk = { kty: "RSA" as const, n: "a", e: "AQAB" };
    expect([memo(jwk, () => 1), memo(jwk, () => 2)]).toEqual([1, 1]);
    jwk.n = "b";
    expect([memo(jwk, () => 3), memo(jwk, () => 4)]).toEqual([3, 3]);
  });
});

function pssPems(named: object): { readonly privatePem: string; readonly publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync("rsa-pss", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
    // The length of the salt is a number, whatever its declaration says.
    ...JSON.parse(JSON.stringify(named)),
  });
  return { privatePem: privateKey, publicPem: publicKey };
}

// Without the fields that later versions have brought: that of the version itself, and the extensions.
function versionOne(pem: string): string {
  const [body = new Uint8Array(), ...rest] = elements(content(pemBytes(pem)));
  const fields = elements(content(body)).filter(([tag]) => tag !== 0xa0 && tag !== 0xa3);
  const der = sequence([sequence(fields), ...rest]);
  return `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----`;
}

function sequence(parts: readonly Uint8Array[]): Buffer {
  const inner = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(0x30, 0x82, inner.length >> 8, inner.length & 255), inner]);
}
