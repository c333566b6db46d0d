import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClient, login, operation, type Operation } from "@oauth1/client";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { rsaSha256 } from "@oauth1/core/methods/rsa-sha256";
import { lower } from "@oauth1/descriptor";
import { startEmulator, type Emulator } from "@oauth1/emulator";

const url = "https://broker.example";
const login256 = { method: "POST", signatureMethod: "RSA-SHA256" } as const;
const model = lower({
  descriptorVersion: 1,
  id: "broker",
  name: "Broker",
  summary: "Accounts.",
  state: "alive",
  documentation: url,
  lastVerified: "2026-11-20",
  sources: [url],
  oauth: {
    signatureMethods: ["HMAC-SHA256"],
    temporaryCredentials: { ...login256, url: `${url}/request` },
    authorization: { url: `${url}/authorize` },
    tokenCredentials: { ...login256, url: `${url}/access` },
  },
  api: { baseUrl: `${url}/api` },
  operations: {
    getName: { group: "me", summary: "Tells.", method: "GET", path: "/name", example: "Wile" },
  },
});
const getName: Operation<"broker", object, string> = operation({
  provider: "broker",
  method: "GET",
  path: "/name",
  result: "json",
});
const { publicKey, privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator(model);
});
afterAll(() => emulator.close());

it("logs in with the private key, and calls with the secret", async () => {
  const { key, secret } = await emulator.register({ callbacks: ["oob"], publicKey });
  const methods: (string | undefined)[] = [];
  const endpoint = { method: "POST", signatureMethod: rsaSha256 } as const;
  const broker = createClient({
    consumer: { key, secret, privateKey },
    originMap: emulator.originMap,
    onRequest: ({ headers }) =>
      methods.push(/method="([^"]+)"/.exec(headers["authorization"] ?? "")?.[1]),
    provider: {
      id: "broker",
      name: "Broker",
      signatureMethod: hmacSha256,
      flows: [
        login({
          temporaryCredentials: { ...endpoint, url: `${url}/request` },
          authorization: { url: `${url}/authorize` },
          tokenCredentials: { ...endpoint, url: `${url}/access` },
        }),
      ],
      api: { baseUrl: `${url}/api` },
    },
  });
  const { temporary, authorizationUrl } = await broker.begin({ callback: "oob" });
  const { verifier = "" } = await emulator.approve(authorizationUrl, { user: "alice" });
  const account = await broker.complete({ temporary, verifier });
  expect(await getName(broker.session(account))).toBe("Wile");
  expect(methods).toEqual(["RSA-SHA256", "RSA-SHA256", "HMAC-SHA256"]);
});
