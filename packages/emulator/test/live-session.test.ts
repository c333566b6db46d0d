import { generateKeyPairSync, getDiffieHellman } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sign } from "@oauth1/core";
import { decryptSecret, keyAgreement, prefixed, toHex } from "@oauth1/core/live-session";
import { hmacSha256Token } from "@oauth1/core/methods/hmac-sha256-token";
import { rsaSha256 } from "@oauth1/core/methods/rsa-sha256";
import { lower } from "@oauth1/descriptor";
import { startEmulator, type Emulator } from "@oauth1/emulator";

const url = "https://broker.example";
const model = lower({
  descriptorVersion: 1,
  id: "broker",
  name: "Broker",
  summary: "Accounts.",
  state: "alive",
  documentation: url,
  lastVerified: "2026-11-21",
  sources: [url],
  oauth: {
    signatureMethods: ["HMAC-SHA256-TOKEN"],
    preIssued: { description: "On the settings page." },
    lifetime: { description: "A minute.", seconds: 60 },
    liveSession: {
      ...{ method: "POST", url: `${url}/live`, signatureMethod: "RSA-SHA256" },
      fields: { ends: { type: "date-milliseconds" } },
    },
  },
  api: { baseUrl: `${url}/api`, errors: { message: "error", example: { error: "no" } } },
  operations: {
    getName: { group: "me", summary: "Tells.", method: "GET", path: "/name", example: "Wile" },
  },
});
const { publicKey, privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const prime = getDiffieHellman("modp5").getPrime("hex");

const clock = { now: 1_800_000_000_000 };

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator(model, { now: () => clock.now });
});
afterAll(() => emulator.close());

it.each([
  [{ publicKey }, /register with encryptionKey, the public key as PEM, and diffieHellman/],
  [{ encryptionKey: publicKey, diffieHellman: prime }, /register with publicKey, as PEM/],
  [{ publicKey, encryptionKey: "text", diffieHellman: prime }, /none that can be read/],
  [{ publicKey, encryptionKey: publicKey, diffieHellman: "text" }, /no Diffie-Hellman group/],
])("registers no app that could not open a live session", async (registration, why) => {
  await expect(emulator.register(registration)).rejects.toThrow(why);
});

it("asks developers for the keys, and takes them as a form does", async () => {
  const page = await (await fetch(emulator.pages.apps)).text();
  for (const name of ["publicKey", "encryptionKey", "diffieHellman"])
    expect(page).toContain(`name="${name}"`);
  const fields = { name: "App", callback: "oob", publicKey, encryptionKey: publicKey };
  const body = new URLSearchParams({ ...fields, diffieHellman: prime });
  expect((await fetch(emulator.pages.apps, { method: "POST", body })).status).toBe(201);
});

/** What the emulator says about a request for a live session that is signed and asked for like this. */
async function refusal(
  prefix: string | undefined,
  challenge: string | undefined,
  later = 0,
): Promise<string> {
  const { key } = await emulator.register({
    publicKey,
    encryptionKey: publicKey,
    diffieHellman: prime,
  });
  const token = await emulator.issueToken("alice");
  const secret = toHex(await decryptSecret(privateKey, token.secret));
  clock.now += later;
  const { authorization = "" } = await sign(
    { method: "POST", url: `${emulator.originMap[url] ?? ""}/live` },
    { consumer: { key, privateKey }, token: { key: token.key } },
    {
      timestamp: clock.now / 1000,
      method: prefixed(rsaSha256, prefix ?? secret),
      parameters: challenge === undefined ? [] : [["diffie_hellman_challenge", challenge]],
    },
  );
  const live = `${emulator.originMap[url] ?? ""}/live`;
  const answer = await fetch(live, { method: "POST", headers: { authorization } });
  return decodeURIComponent(await answer.text());
}

it("tells which rule a request for a live session breaks", async () => {
  const { challenge } = keyAgreement(prime);
  expect(await refusal(undefined, challenge)).toMatch(
    /^diffie_hellman_response=\w+&.*&ends=1800086400000$/,
  );
  expect(await refusal(undefined, challenge, 61_000)).toContain("oauth_token has expired");
  expect(await refusal(undefined, undefined)).toContain("diffie_hellman_challenge is missing");
  expect(await refusal(undefined, "1")).toContain("has to be a power of the registered generator");
  expect(await refusal("", challenge)).toContain("signature_invalid");
  expect(await refusal("00", challenge)).toContain("signature_invalid");
});

it("says that a call needs a live session, and when it is signed with another one", async () => {
  const { key } = await emulator.register({
    publicKey,
    encryptionKey: publicKey,
    diffieHellman: prime,
  });
  const token = await emulator.issueToken("alice");
  const call = `${emulator.originMap[url] ?? ""}/api/name`;
  const credentials = { consumer: { key }, token: { key: token.key, secret: "AQID" } };
  const { authorization = "" } = await sign({ method: "GET", url: call }, credentials, {
    method: hmacSha256Token,
  });
  const answer = await fetch(call, { headers: { authorization } });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toEqual({
    error: expect.stringMatching(/has no live session, or one that has ended: open one first/),
  });
});
