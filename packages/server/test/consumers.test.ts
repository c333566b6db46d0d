import { generateKeyPairSync } from "node:crypto";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { rsaSha256 } from "@oauth1/core/methods/rsa-sha256";
import { sign } from "@oauth1/core";
import { describe, expect, test } from "vitest";
import { acts, createWorld, ORIGIN } from "./harness.js";

const ACCEPTED = { ok: true };
const REFUSED = { ok: false, problem: "signature_invalid" };
const OPTIONAL = { token: "optional" } as const;

describe("consumers", () => {
  test("are listed as their owner may see them, without a secret", async () => {
    const { provider, consumer, clock } = await createWorld();
    await provider.consumers.register({ name: "Album", callbacks: ["oob"], owner: "jane" });
    const [mine] = await provider.consumers.list("jane");
    expect(mine).toEqual({
      key: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: "Album",
      callbacks: ["oob"],
      owner: "jane",
      createdAt: clock.seconds,
    });
    const all = await provider.consumers.list();
    expect(all.map(({ name }) => name)).toEqual(["Printer", "Album"]);
    expect(JSON.stringify(all)).not.toContain(consumer.secret);
  });

  test("are refused from the request on that follows their disabling, and let in again", async () => {
    const { provider, consumer, signed, events, login } = await createWorld();
    const token = await login();
    await provider.consumers.change(consumer.key, { disabled: true });
    expect(await provider.protect(await signed("/photos", token))).toEqual(REFUSED);
    expect(events.at(-1)).toMatchObject({ reason: "consumer_disabled", consumer: consumer.key });
    await provider.consumers.change(consumer.key, { disabled: false });
    expect(await provider.protect(await signed("/photos", token))).toMatchObject(ACCEPTED);
  });

  test("cannot be allowed anything once they are disabled, by a page that is open already", async () => {
    const { provider, consumer, initiate } = await createWorld();
    const { key: token } = await initiate();
    expect(await provider.authorization.inspect(token)).toMatchObject({ ok: true });
    await provider.consumers.change(consumer.key, { disabled: true });
    const rejected = { ok: false, problem: "token_rejected" };
    expect(await provider.authorization.approve({ token, user: "jane" })).toEqual(rejected);
    await provider.consumers.change(consumer.key, { disabled: false });
    expect(await provider.authorization.approve({ token, user: "jane" })).toMatchObject({
      ok: true,
    });
  });

  test("have no consent page while they are disabled", async () => {
    const { provider, consumer, initiate } = await createWorld();
    const { key } = await initiate();
    await provider.consumers.change(consumer.key, { disabled: true });
    expect(await provider.authorization.inspect(key)).toMatchObject({ problem: "token_rejected" });
  });

  test("change in what is given and in nothing else", async () => {
    const { provider, consumer, events } = await createWorld();
    await provider.consumers.change(consumer.key, { name: "Plotter", callbacks: ["oob"] });
    const [changed] = await provider.consumers.list();
    expect(changed).toMatchObject({ key: consumer.key, name: "Plotter", callbacks: ["oob"] });
    expect(events.at(-1)).toEqual({
      type: "consumer_changed",
      consumer: consumer.key,
      fields: ["name", "callbacks"],
    });
  });

  test("cannot be changed to what cannot be registered, nor when there is none", async () => {
    const { provider, consumer } = await createWorld();
    const { change, rotateSecret } = provider.consumers;
    await expect(change(consumer.key, { callbacks: ["javascript:1"] })).rejects.toThrow(TypeError);
    await expect(change(consumer.key, { methods: ["MD5"] })).rejects.toThrow("no signature method");
    await expect(change(consumer.key, { publicKey: "AAAA" })).rejects.toThrow("no PEM");
    await expect(change("nobody", { name: "x" })).rejects.toThrow("no consumer nobody");
    await expect(rotateSecret("nobody")).rejects.toThrow("no consumer nobody");
    await expect(rotateSecret(consumer.key, { overlap: -1 })).rejects.toThrow("overlap is -1");
  });
});

describe("a rotated secret", () => {
  test("works at once, and the old one until its date", async () => {
    const { provider, consumer, clock, events, signed } = await createWorld();
    const fresh = await provider.consumers.rotateSecret(consumer.key, { overlap: 60 });
    expect(fresh.previousExpiresAt).toBe(clock.seconds + 60);
    expect(JSON.stringify(events)).not.toContain(fresh.secret);
    const renewed = acts(provider, { ...consumer, secret: fresh.secret }, clock);
    const call = async (signer: typeof signed): Promise<unknown> =>
      provider.protect(await signer("/limits"), OPTIONAL);
    expect(await call(renewed.signed)).toMatchObject(ACCEPTED);
    expect(await call(signed)).toMatchObject(ACCEPTED);
    clock.seconds += 60;
    expect(await call(signed)).toMatchObject(ACCEPTED);
    clock.seconds += 1;
    expect(await call(signed)).toEqual(REFUSED);
    expect(await call(renewed.signed)).toMatchObject(ACCEPTED);
  });

  test("ends the old one at once without an overlap", async () => {
    const { provider, consumer, clock, signed } = await createWorld();
    const { previousExpiresAt } = await provider.consumers.rotateSecret(consumer.key, {
      overlap: 0,
    });
    expect(await provider.protect(await signed("/limits"), OPTIONAL)).toEqual(REFUSED);
    // Not in another process either, whose clock is behind.
    clock.seconds -= 60;
    expect(await provider.protect(await signed("/limits"), OPTIONAL)).toEqual(REFUSED);
    expect(previousExpiresAt).toBe(0);
    expect(await provider.consumers.list()).toMatchObject([{ previousExpiresAt: 0 }]);
  });

  test("ends with the next rotation, whatever its date was, also in the middle of a login", async () => {
    const { provider, consumer, clock, signed, initiate, approve, exchange } = await createWorld();
    const temporary = await initiate();
    const first = await provider.consumers.rotateSecret(consumer.key);
    await provider.consumers.rotateSecret(consumer.key, { overlap: 60 });
    const between = acts(provider, { ...consumer, secret: first.secret }, clock);
    expect(await provider.protect(await signed("/limits"), OPTIONAL)).toEqual(REFUSED);
    expect(await provider.protect(await between.signed("/limits"), OPTIONAL)).toMatchObject(
      ACCEPTED,
    );
    const verifier = await approve(temporary);
    expect((await exchange(temporary, verifier)).status).toBe(401);
    expect((await between.exchange(temporary, verifier)).status).toBe(200);
  });

  test("does not hide what else is wrong, whichever secret has signed", async () => {
    const { provider, consumer, clock } = await createWorld();
    const fresh = await provider.consumers.rotateSecret(consumer.key);
    for (const { secret } of [consumer, fresh]) {
      const signer = { consumer: { key: consumer.key, secret } };
      const upload = { method: "PUT", url: `${ORIGIN}/limits`, body: "one" };
      const options = { timestamp: clock.seconds, bodyHash: "auto" } as const;
      const { request } = await sign(upload, signer, options);
      const verdict = await provider.protect({ ...request, body: "other" }, OPTIONAL);
      expect(verdict).toMatchObject({ ok: false, problem: "body_hash_invalid" });
    }
  });

  test("still refuses a replay that was signed with the old one", async () => {
    const { provider, consumer, signed } = await createWorld();
    await provider.consumers.rotateSecret(consumer.key);
    const request = await signed("/limits");
    expect(await provider.protect(request, OPTIONAL)).toMatchObject(ACCEPTED);
    expect(await provider.protect(request, OPTIONAL)).toMatchObject({ problem: "nonce_used" });
  });
});

describe("a consumer with a public key", () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const request = { method: "GET", url: `${ORIGIN}/limits` };

  test("signs with RSA, and with its secret too", async () => {
    const { provider, consumer, clock, signed } = await createWorld({
      methods: [hmacSha1, rsaSha256],
    });
    await provider.consumers.change(consumer.key, { publicKey: pem });
    const credentials = { consumer: { key: consumer.key, privateKey } };
    const options = { method: rsaSha256, timestamp: clock.seconds };
    const { request: call } = await sign(request, credentials, options);
    expect(await provider.protect(call, OPTIONAL)).toMatchObject({
      ok: true,
      method: "RSA-SHA256",
    });
    expect(await provider.protect(await signed("/limits"), OPTIONAL)).toMatchObject(ACCEPTED);
  });

  test("cannot be impersonated with HMAC over its public key", async () => {
    const { provider, clock } = await createWorld({ methods: [hmacSha1, rsaSha256] });
    const registered = await provider.consumers.register({
      name: "Bank",
      callbacks: [],
      publicKey: pem,
    });
    const forger = { consumer: { key: registered.key, secret: pem } };
    const { request: forged } = await sign(request, forger, { timestamp: clock.seconds });
    expect(await provider.protect(forged, OPTIONAL)).toEqual(REFUSED);
  });
});
