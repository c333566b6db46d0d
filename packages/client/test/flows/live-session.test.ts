import { generateKeyPairSync, getDiffieHellman } from "node:crypto";
import { afterEach, describe, expect, expectTypeOf, it } from "vitest";
import { createClient, liveSession, LoginError, type Account } from "@oauth1/client";
import { mockFetch, type MockFetch } from "@oauth1/client/testing";
import { parseAuthorization, verify, type AsymmetricKey } from "@oauth1/core";
import {
  decryptSecret,
  encryptSecret,
  keyAgreement,
  liveSessionSignature,
  liveSessionToken,
  prefixed,
  toHex,
} from "@oauth1/core/live-session";
import { hmacSha256Token } from "@oauth1/core/methods/hmac-sha256-token";
import { rsaSha256 } from "@oauth1/core/methods/rsa-sha256";
import { listen, type Answer, type Server } from "../photos.js";

const signing = generateKeyPairSync("rsa", { modulusLength: 2048 });
const encryption = generateKeyPairSync("rsa", { modulusLength: 2048 });
const diffieHellman = getDiffieHellman("modp5").getPrime("hex");
const consumer = {
  key: "TESTCONS",
  privateKey: signing.privateKey,
  encryptionKey: encryption.privateKey,
  diffieHellman,
};
const PLAIN = Uint8Array.of(0x90, 0x1c, 0x5e, 0x47);
const account = {
  version: 1,
  token: { key: "6f531f8f", secret: await encryptSecret(encryption.publicKey, PLAIN) },
} as const;

const url = "https://broker.example/live_session_token";
const provider = {
  id: "broker",
  name: "Broker",
  signatureMethod: hmacSha256Token,
  flows: [
    liveSession({
      method: "POST",
      url,
      signatureMethod: rsaSha256,
      format: "json",
      fields: { live_session_token_expiration: { type: "date-milliseconds" } },
    }),
  ],
  api: { baseUrl: "https://broker.example/api" },
} as const;

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A broker that answers with what is made of its half of the agreement. */
async function open(
  answer: (half: Record<string, string>) => Answer = (half) => ({ body: JSON.stringify(half) }),
): Promise<{ readonly client: ReturnType<typeof connect>; readonly server: Server }> {
  const server = await listen(async ({ headers }) => {
    const header = parseAuthorization(new Headers(headers).get("authorization") ?? "");
    const parameters = new Map<string, string>(header?.ok === true ? header.parameters : []);
    const agreement = keyAgreement(diffieHellman);
    const shared = agreement.agree(parameters.get("diffie_hellman_challenge") ?? "");
    const token = await liveSessionToken(shared ?? new Uint8Array(), PLAIN);
    return answer({
      diffie_hellman_response: agreement.challenge,
      live_session_token_signature: await liveSessionSignature(token, "TESTCONS"),
      live_session_token_expiration: "1893456000000",
    });
  });
  servers.push(server);
  return { client: connect(server.origin), server };
}

function connect(origin: string) {
  return createClient({ consumer, originMap: { "https://broker.example": origin }, provider });
}

describe("openLiveSession", () => {
  it("agrees with the provider on what sessions sign with", async () => {
    const { client, server } = await open();
    const live = await client.openLiveSession(account);
    expectTypeOf(live).toExtend<Account>();
    expectTypeOf(live.live_session_token_expiration).toBeString();
    expect(live).toEqual({
      version: 1,
      token: { key: "6f531f8f", secret: expect.stringMatching(/^[A-Za-z0-9+/]{27}=$/) },
      live_session_token_expiration: "2030-01-01T00:00:00.000Z",
    });
    await client.session(live).fetch("/accounts");
    const [opened, called] = server.received;
    if (opened === undefined || called === undefined) throw new Error("Two requests were sent.");
    const keys = { consumer: { publicKey: signing.publicKey }, token: live.token };
    const asks = { methods: [prefixed(rsaSha256, "901c5e47")], scatteredParameters: true };
    expect(await verify(opened, () => keys, asks)).toMatchObject({ ok: true });
    const calls = { methods: [hmacSha256Token] };
    expect(await verify(called, () => keys, calls)).toMatchObject({ ok: true, token: "6f531f8f" });
  });

  it("draws anew each time", async () => {
    const { client } = await open();
    const [one, other] = [
      await client.openLiveSession(account),
      await client.openLiveSession(account),
    ];
    expect(one.token.secret).not.toBe(other.token.secret);
  });

  it.each([
    ["no diffie_hellman_response", { diffie_hellman_response: undefined }],
    ["no diffie_hellman_response to agree on", { diffie_hellman_response: "1" }],
    ["no diffie_hellman_response to agree on", { diffie_hellman_response: "xyz" }],
    ["no live_session_token_signature", { live_session_token_signature: undefined }],
    [
      "a live_session_token_signature of another token than the agreed one",
      { live_session_token_signature: "543c55477d6cbb0e792d1e4f8111cec7305ba3f4" },
    ],
    ["no live_session_token_expiration", { live_session_token_expiration: undefined }],
  ])("refuses an answer with %s", async (what, change) => {
    const { client } = await open((half) => ({ body: JSON.stringify({ ...half, ...change }) }));
    await expect(client.openLiveSession(account)).rejects.toMatchObject({
      code: "response_malformed",
      message: `The provider's answer has ${what}.`,
    });
  });

  it("ends when the app does not want it any more", async () => {
    const { client, server } = await open();
    const signal = AbortSignal.abort(new Error("The app has ended."));
    await expect(client.openLiveSession(account, { signal })).rejects.toThrow("The app has ended.");
    expect(server.received).toEqual([]);
  });

  it("says what the provider refuses, and no secret", async () => {
    const { client } = await open(() => ({ status: 401, body: '{"error":"invalid consumer"}' }));
    const error: unknown = await client.openLiveSession(account).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LoginError);
    expect(error).toMatchObject({ code: "exchange_refused", status: 401 });
    expect(JSON.stringify(error) + String(error)).not.toContain(account.token.secret);
  });

  it("refuses what cannot be a key, a group or a secret before anything is sent", async () => {
    const { client, server } = await open();
    const originMap = { "https://broker.example": server.origin };
    const with_ = (change: object) =>
      createClient({ consumer: { ...consumer, ...change }, originMap, provider });
    const plain = { key: "6f531f8f", secret: "text" };
    await expect(client.openLiveSession(plain)).rejects.toThrow(/not encrypted for this key/);
    const publicHalf: AsymmetricKey = encryption.publicKey;
    await expect(with_({ encryptionKey: publicHalf }).openLiveSession(account)).rejects.toThrow(
      /encrypted for a private RSA key/,
    );
    await expect(with_({ diffieHellman: "text" }).openLiveSession(account)).rejects.toThrow(
      /no Diffie-Hellman group/,
    );
    expect(server.received).toEqual([]);
  });

  it("wants its keys, also of those who have no types", async () => {
    const compileOnly = (): void => {
      // @ts-expect-error the flow needs keys of its own
      createClient({ consumer: { key: "k", privateKey: signing.privateKey }, provider });
    };
    expect(compileOnly).toBeTypeOf("function");
    const missing: readonly object[] = [{ encryptionKey: undefined }, { diffieHellman: undefined }];
    for (const one of missing) {
      const client = createClient({ consumer: { ...consumer, ...one }, provider });
      await expect(client.openLiveSession(account)).rejects.toThrow(
        /needs consumer.encryptionKey and consumer.diffieHellman/,
      );
    }
  });
});

describe("a mock of live sessions", () => {
  const description = provider;
  const body = JSON.stringify({
    diffie_hellman_response: "{response}",
    live_session_token_signature: "{signature}",
    live_session_token_expiration: "1893456000000",
  });
  const endpoint = { method: "POST", url, signatureMethod: rsaSha256, format: "json" } as const;
  const mock = (): MockFetch =>
    mockFetch(
      { description, endpoints: [{ ...endpoint, gives: "live session", body }] },
      {
        consumer: { ...consumer, publicKey: signing.publicKey },
        tokens: { [account.token.key]: account.token.secret },
      },
    );

  it("agrees, and refuses another signature key", async () => {
    const live = await createClient({ consumer, provider, fetch: mock() }).openLiveSession(account);
    expect(live.live_session_token_expiration).toBe("2030-01-01T00:00:00.000Z");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const other = createClient({ consumer: { ...consumer, privateKey }, provider, fetch: mock() });
    await expect(other.openLiveSession(account)).rejects.toMatchObject({
      code: "exchange_refused",
      oauthProblem: "signature_invalid",
    });
    expect(toHex(await decryptSecret(encryption.privateKey, account.token.secret))).toBe(
      "901c5e47",
    );
  });
});
