import { signature, type Credentials, type SignatureMethod } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { hmacSha256Token } from "@oauth1/core/methods/hmac-sha256-token";
import { hmacSha512 } from "@oauth1/core/methods/hmac-sha512";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { rsaPssSha256 } from "@oauth1/core/methods/rsa-pss-sha256";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import { rsaSha256 } from "@oauth1/core/methods/rsa-sha256";
import { rsaSha512 } from "@oauth1/core/methods/rsa-sha512";
import { methodContract } from "@oauth1/testing";
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";

const consumer = { key: "ck", secret: "c&s!" };
const credentials = { consumer, token: { key: "tk", secret: "é " } };
const otherKeys = [
  { consumer },
  { consumer, token: { secret: "é" } },
  { consumer: { secret: "c&s" }, token: credentials.token },
];

describe.each([hmacSha1, hmacSha256, hmacSha512, plaintext])("$name", (method) => {
  const checks = methodContract({ method, credentials, keys: credentials, otherKeys });
  for (const { name, run } of checks) test(name, run);
});

describe("hmacSha256Token", () => {
  const checks = methodContract({
    method: hmacSha256Token,
    credentials: { consumer, token: { key: "tk", secret: "YBWbLw+9RYP2nWrPQHxHZkBb1aM=" } },
    keys: { consumer: {}, token: { secret: "YBWbLw+9RYP2nWrPQHxHZkBb1aM=" } },
    otherKeys: [
      { consumer, token: { secret: "" } },
      { consumer, token: { secret: "YBWbLw==" } },
    ],
  });
  for (const { name, run } of checks) test(name, run);
});

const [own, other] = [1, 2].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));

describe.each([rsaSha1, rsaSha256, rsaSha512, rsaPssSha256])("$name", (method) => {
  if (own === undefined || other === undefined) throw new Error("There are two keys.");
  const checks = methodContract({
    method,
    credentials: { consumer: { key: "ck", privateKey: own.privateKey }, token: { key: "tk" } },
    keys: { consumer: { publicKey: own.publicKey } },
    otherKeys: [{ consumer: { publicKey: other.publicKey } }],
  });
  for (const { name, run } of checks) test(name, run);
});

describe("the contract notices a method", () => {
  const verified = "what it signs is verified, in every place where a signature travels";
  const apart = "another request is refused, unless TLS has to hide the signature";
  const keyed = "other keys are refused, and none";
  const hidden = "a secret that is redacted is the same secret";
  const total = "any text is a signature, and only the right one is right";
  const together = "requests that come together are told apart";
  const own = (credentials: Credentials): Credentials => credentials;

  test.each<[string, Partial<SignatureMethod>, readonly string[]]>([
    ["that accepts everything", { verify: () => true }, [apart, keyed, total, together]],
    ["that accepts nothing", { verify: () => false }, [verified, hidden, together]],
    [
      "that leaves the token's secret out",
      {
        sign: (base, { consumer }) => hmacSha1.sign(base, own({ consumer })),
        verify: (base, given, { consumer }) => hmacSha1.verify(base, given, { consumer }),
      },
      [keyed],
    ],
    [
      "that reads a secret as text",
      {
        verify: (base, given, { consumer, token }) =>
          hmacSha1.verify(base, given, {
            consumer: { secret: String(consumer.secret ?? "") },
            token: { secret: String(token?.secret ?? "") },
          }),
      },
      [hidden],
    ],
    [
      "that throws at what is no base64",
      {
        verify(base, given, keys) {
          if (!/^[\w+/]*=*$/.test(given)) throw new Error("This is no base64.");
          return hmacSha1.verify(base, given, keys);
        },
      },
      [total],
    ],
    [
      "that ignores letter case",
      {
        sign: async (base, keys) => signature((await hmacSha1.sign(base, keys)).toLowerCase()),
        async verify(base, given, keys) {
          const consumer = { key: "ck", secret: keys.consumer.secret ?? "" };
          const token = { key: "tk", secret: keys.token?.secret ?? "" };
          const right = await hmacSha1.sign(base, { consumer, token });
          return right.toLowerCase() === given.toLowerCase();
        },
      },
      [total],
    ],
    [
      "that signs all requests alike, and not for TLS alone",
      { sign: plaintext.sign, verify: plaintext.verify },
      [apart],
    ],
  ])("%s", async (_name, faults, failing) => {
    const method = { ...hmacSha1, ...faults };
    const failures: string[] = [];
    for (const { name, run } of methodContract({
      method,
      credentials,
      keys: credentials,
      otherKeys,
    })) {
      await run().catch(() => failures.push(name));
    }
    expect(failures).toEqual(failing);
  });

  test("and says what was expected, and where its rule is written", async () => {
    const method = { ...hmacSha1, verify: () => true };
    const checks = methodContract({ method, credentials, keys: credentials, otherKeys });
    const failed = checks.find(({ name }) => name === keyed);
    await expect(failed?.run()).rejects.toThrow(
      "Expected what `otherKeys[0]` verifies to be false, but it is true. See RFC 5849 section 3.4, and `SignatureMethod`",
    );
  });
});
