import { expect, it } from "vitest";
import {
  createDiffieHellman,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  getDiffieHellman,
  publicEncrypt,
  constants,
} from "node:crypto";
import { sign, verify } from "@oauth1/core";
import {
  decryptSecret,
  encryptSecret,
  keyAgreement,
  liveSessionSignature,
  liveSessionToken,
  prefixed,
  toHex,
  verifyLiveSession,
} from "@oauth1/core/live-session";
import { hmacSha256Token } from "@oauth1/core/methods/hmac-sha256-token";
import { rsaSha256 } from "@oauth1/core/methods/rsa-sha256";

const prime = getDiffieHellman("modp14").getPrime();
const group = { prime: prime.toString("hex"), generator: 2 };
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = {
  pkcs8: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  pkcs1: pair.privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
  spki: pair.publicKey.export({ type: "spki", format: "pem" }).toString(),
  publicPkcs1: pair.publicKey.export({ type: "pkcs1", format: "pem" }).toString(),
};
const plain = Buffer.from(
  "901c5e47fc1abec4ae9b4747024ff4d3ba186f16522eaf823238f4cadbef9cdc",
  "hex",
);

it.each([
  ["PKCS #8", pem.pkcs8],
  ["PKCS #1", pem.pkcs1],
  ["a JSON Web Key", { kty: "RSA", ...pair.privateKey.export({ format: "jwk" }) }],
  ["a KeyObject", createPrivateKey(pem.pkcs8)],
] as const)("decrypts what node:crypto has encrypted, with %s", async (_, key) => {
  const padding = constants.RSA_PKCS1_PADDING;
  const encrypted = publicEncrypt({ key: pem.spki, padding }, plain).toString("base64");
  expect(Buffer.from(await decryptSecret(key, encrypted))).toEqual(plain);
});

it("decrypts with a CryptoKey that can be exported", async () => {
  const algorithm = { name: "RSA-OAEP", hash: "SHA-256" } as const;
  const jwk = pair.privateKey.export({ format: "jwk" });
  const key = await crypto.subtle.importKey("jwk", { ...jwk }, algorithm, true, ["decrypt"]);
  expect(await decryptSecret(key, await encryptSecret(pem.spki, plain))).toEqual(bytes(plain));
});

it.each([pem.spki, pem.publicPkcs1, pem.pkcs1, createPublicKey(pem.spki)])(
  "encrypts for every form of a key",
  async (key) => {
    const secret = await encryptSecret(key, plain);
    expect(await decryptSecret(pem.pkcs8, secret)).toEqual(bytes(plain));
    expect(await encryptSecret(key, plain)).not.toBe(secret);
  },
);

it("decrypts a secret in the lines of a file", async () => {
  const secret = await encryptSecret(pem.spki, plain);
  const lines = `${secret.replace(/.{64}/g, "$&\r\n")}\n`;
  expect(await decryptSecret(pem.pkcs8, lines)).toEqual(bytes(plain));
});

it("refuses what is not encrypted for the key, and says nothing of either", async () => {
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const foreign = await encryptSecret(other.publicKey, plain);
  for (const secret of [foreign, "", "no base64", "n@t base64", "AQID", "A".repeat(344)]) {
    await expect(decryptSecret(pem.pkcs8, secret)).rejects.toThrow(
      /^This token's secret is not encrypted for this key: /,
    );
  }
  await expect(decryptSecret(pem.spki, foreign)).rejects.toThrow(/encrypted for a private RSA key/);
  await expect(decryptSecret("-----", foreign)).rejects.toThrow(/encrypted for an RSA key/);
  await expect(encryptSecret(pem.spki, new Uint8Array(246))).rejects.toThrow(/too long/);
  const longest = new Uint8Array(245);
  expect(await decryptSecret(pem.pkcs8, await encryptSecret(pem.spki, longest))).toEqual(longest);
});

it("refuses a secret that is padded in another way, or of another length", async () => {
  const block = (head: readonly number[], rest = 7): Buffer =>
    Buffer.concat([Buffer.from(head), Buffer.alloc(256 - head.length, rest)]);
  const raw = (padded: Buffer): Buffer =>
    publicEncrypt({ key: pem.spki, padding: constants.RSA_NO_PADDING }, padded);
  const eight = [7, 7, 7, 7, 7, 7, 7, 7];
  const shortest = raw(block([0, 2, ...eight, 0], 9));
  expect(await decryptSecret(pem.pkcs8, shortest.toString("base64"))).toEqual(
    new Uint8Array(245).fill(9),
  );
  for (const wrong of [
    raw(block([0, 2, ...eight.slice(1), 0], 9)),
    raw(block([0, 2, 0, ...eight, 0], 9)),
    raw(block([0, 2])),
    raw(block([0, 1, ...eight, 0], 9)),
    raw(block([1, 2, ...eight, 0], 9)),
    Buffer.concat([Buffer.of(0), shortest]),
  ]) {
    await expect(decryptSecret(pem.pkcs8, wrong.toString("base64"))).rejects.toThrow(
      /^This token's secret is not encrypted for this key: /,
    );
  }
});

it.each([
  ["an elliptic curve", generateKeyPairSync("ec", { namedCurve: "P-521" })],
  ["Ed25519", generateKeyPairSync("ed25519")],
  ["DSA", generateKeyPairSync("dsa", { modulusLength: 1024, divisorLength: 160 })],
  ["RSA-PSS alone", generateKeyPairSync("rsa-pss", { modulusLength: 1024 })],
])("encrypts nothing for a key of %s, which has other numbers in it", async (_, other) => {
  const spki = other.publicKey.export({ type: "spki", format: "pem" }).toString();
  const pkcs8 = other.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  for (const key of [spki, pkcs8, other.publicKey]) {
    await expect(encryptSecret(key, plain)).rejects.toThrow(/encrypted for an RSA key/);
  }
});

it("encrypts nothing for a JSON Web Key without an exponent", async () => {
  const { n = "" } = pair.publicKey.export({ format: "jwk" });
  await expect(encryptSecret({ kty: "RSA", n }, plain)).rejects.toThrow(/encrypted for an RSA key/);
});

it("agrees with the Diffie-Hellman of node:crypto, as Java writes the number", async () => {
  const app = keyAgreement(group);
  for (let round = 0; round < 20; round += 1) {
    const provider = createDiffieHellman(prime, 2);
    const mine = app.agree(provider.generateKeys("hex"));
    const theirs = provider.computeSecret(app.challenge.padStart(512, "0"), "hex").toString("hex");
    const number = theirs.replace(/^(?:00)+/, "");
    expect(toHex(mine ?? new Uint8Array())).toBe(/^[89a-f]/.test(number) ? `00${number}` : number);
  }
});

it.each([group.prime, `${group.prime}\n`])("takes a prime alone, whose generator is 2", (text) => {
  const [app, provider] = [keyAgreement(text), keyAgreement(group)];
  expect(app.agree(provider.challenge)).toEqual(provider.agree(app.challenge));
});

it.each([
  ["", "DH PARAMETERS", "\n"],
  [" with -dsaparam", "X9.42 DH PARAMETERS", "\n"],
  [", in a variable of the environment", "DH PARAMETERS", String.raw`\n`],
])("reads a group as openssl writes it%s", (_, label, lineBreak) => {
  const integer = (value: Buffer): Buffer => element(2, Buffer.concat([Buffer.of(0), value]));
  const der = element(0x30, Buffer.concat([integer(prime), integer(Buffer.of(2))]));
  const lines = der.toString("base64").replace(/.{64}/g, `$&${lineBreak}`);
  const text = [`-----BEGIN ${label}-----`, lines, `-----END ${label}-----`, ""].join(lineBreak);
  const [app, provider] = [keyAgreement(text), keyAgreement(group)];
  expect(app.agree(provider.challenge)).toEqual(provider.agree(app.challenge));
});

it.each([
  "",
  "-----BEGIN DH PARAMETERS-----\nAAAA\n-----END DH PARAMETERS-----",
  "-----BEGIN DH PARAMETERS-----\n%%%\n-----END DH PARAMETERS-----",
  { prime: "xyz" },
  { prime: "1" },
  { prime: "17", generator: 0.5 },
  { prime: "17", generator: 1 },
])("refuses what is no group", (wrong) => {
  expect(() => keyAgreement(wrong)).toThrow(/^This is no Diffie-Hellman group/);
});

it.each(["[]", "[null]", "[7]", "[{}]"])("refuses what is in %s, from who has no types", (json) => {
  const wrong = (): unknown => keyAgreement(JSON.parse(json)[0]);
  expect(wrong).toThrow(/^This is no Diffie-Hellman group/);
});

it("takes no challenge that leads to a known secret", () => {
  const last = BigInt(`0x${group.prime}`) - 1n;
  for (const wrong of ["", "0", "1", "xyz", "2x", "x2", last.toString(16), group.prime]) {
    expect(keyAgreement(group).agree(wrong)).toBeUndefined();
  }
  for (const right of ["2", "0F", (last - 1n).toString(16)]) {
    expect(keyAgreement(group).agree(right)).toBeDefined();
  }
});

it("makes the token and its proof as HMAC-SHA1 does", async () => {
  const shared = Uint8Array.of(0, ...prime);
  const token = await liveSessionToken(shared, plain);
  expect(token).toBe(createHmac("sha1", shared).update(plain).digest("base64"));
  const proof = createHmac("sha1", Buffer.from(token, "base64")).update("TESTCONS").digest("hex");
  expect(await liveSessionSignature(token, "TESTCONS")).toBe(proof);
  const check = (signature: string, consumerKey = "TESTCONS"): Promise<boolean> =>
    verifyLiveSession(token, { consumerKey, signature });
  expect(await check(proof)).toBe(true);
  expect(await check(proof.toUpperCase().replace(/^0+/, ""))).toBe(true);
  expect(await check(proof, "TESTCON")).toBe(false);
  expect(await check("")).toBe(false);
});

it("takes a proof whose zeros in front are not written, as Java writes a number", async () => {
  const consumerKey = "TESTCONS8";
  const proof = await liveSessionSignature("AQID", consumerKey);
  expect(proof).toMatch(/^0/);
  const signature = proof.replace(/^0+/, "");
  expect(await verifyLiveSession("AQID", { consumerKey, signature })).toBe(true);
});

it("comes to the proof that Interactive Brokers has published", async () => {
  const published = "543c55477d6cbb0e792d1e4f8111cec7305ba3f4";
  expect(await liveSessionSignature("YBWbLw+9RYP2nWrPQHxHZkBb1aM=", "TESTCONS")).toBe(published);
});

it("signs with a text in front, and verifies with the same one", async () => {
  const request = { method: "POST", url: "https://api.example.com/oauth/live_session_token" };
  const method = prefixed(rsaSha256, toHex(plain));
  const credentials = { consumer: { key: "TESTCONS", privateKey: pem.pkcs8 } };
  const signed = await sign(request, credentials, { method });
  const keys = () => ({ consumer: { publicKey: pem.spki } });
  expect(await verify(signed.request, keys, { methods: [method] })).toMatchObject({ ok: true });
  for (const wrong of [rsaSha256, prefixed(rsaSha256, "00")]) {
    expect(await verify(signed.request, keys, { methods: [wrong] })).toMatchObject({ ok: false });
  }
});

it("refuses a text in front that is not ASCII, which would be signed now one way and now another", () => {
  expect(() => prefixed(rsaSha256, "é")).toThrow(/A prefix is ASCII text/);
});

it("signs calls with the bytes of the token's secret", async () => {
  const request = { method: "GET", url: "https://api.example.com/me?a=b" };
  const secret = createHmac("sha1", "any").update("thing").digest("base64");
  const credentials = { consumer: { key: "TESTCONS" }, token: { key: "6f53", secret } };
  const signed = await sign(request, credentials, { method: hmacSha256Token });
  const expected = createHmac("sha256", Buffer.from(secret, "base64")).update(signed.baseString);
  expect(signed.signature).toBe(expected.digest("base64"));
  expect(signed.authorization).toContain('oauth_signature_method="HMAC-SHA256"');
  const verdictFor = (token: { secret: string } | undefined) =>
    verify(signed.request, () => ({ consumer: {}, ...(token && { token }) }), {
      methods: [hmacSha256Token],
    });
  expect(await verdictFor({ secret })).toMatchObject({ ok: true });
  for (const token of [{ secret: "AQID" }, { secret: "no base64" }, { secret: "" }, undefined]) {
    expect(await verdictFor(token)).toEqual({ ok: false, problem: "signature_invalid" });
  }
  await expect(
    sign(request, { consumer: { key: "TESTCONS" } }, { method: hmacSha256Token }),
  ).rejects.toThrow(/open a live session/);
});

it("takes a key that is longer than a block for its hash", async () => {
  const secret = Buffer.alloc(100, 7).toString("base64");
  const credentials = { consumer: { key: "k" }, token: { key: "t", secret } };
  const signed = await sign({ method: "GET", url: "https://a.example/" }, credentials, {
    method: hmacSha256Token,
  });
  const expected = createHmac("sha256", Buffer.alloc(100, 7)).update(signed.baseString);
  expect(signed.signature).toBe(expected.digest("base64"));
});

function bytes(buffer: Buffer): Uint8Array {
  return Uint8Array.from(buffer);
}

function element(tag: number, inner: Buffer): Buffer {
  const size = inner.length < 128 ? [inner.length] : [0x82, inner.length >> 8, inner.length & 255];
  return Buffer.concat([Buffer.of(tag, ...size), inner]);
}
