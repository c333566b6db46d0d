import { createProvider, registeredCallback, type ProviderOptions } from "@oauth1/server";
import { describe, expect, test } from "vitest";
import { acts, createWorld, ORIGIN } from "./harness.js";

describe("registration", () => {
  test("hands out key, secret and the URLs", async () => {
    const provider = createProvider({
      origins: [ORIGIN, "http://127.0.0.1:4000"],
      endpoints: { authorization: { path: "/allow" } },
    });
    const registered = await provider.consumers.register({ name: "Printer", callbacks: ["oob"] });
    expect(registered).toEqual({
      key: expect.stringMatching(/^[0-9a-f]{32}$/),
      secret: expect.stringMatching(/^[0-9a-f]{64}$/),
      name: "Printer",
      callbacks: ["oob"],
      endpoints: {
        temporaryCredentials: `${ORIGIN}/oauth/initiate`,
        authorization: `${ORIGIN}/allow`,
        tokenCredentials: `${ORIGIN}/oauth/token`,
        revocation: `${ORIGIN}/oauth/revoke`,
        introspection: `${ORIGIN}/oauth/introspect`,
      },
    });
  });

  test("keeps what was checked, whatever becomes of the lists that were given", async () => {
    const { provider } = await createWorld();
    const lists = { callbacks: ["https://a.example/"], methods: ["HMAC-SHA1"] };
    const registering = provider.consumers.register({ name: "Two", ...lists });
    for (const list of Object.values(lists)) list.push("javascript:alert(1)");
    const { key, callbacks } = await registering;
    expect(callbacks).toEqual(["https://a.example/"]);
    const changed = { callbacks: ["oob"], methods: ["HMAC-SHA256"] };
    const changing = provider.consumers.change(key, changed);
    for (const list of Object.values(changed)) list.push("javascript:alert(1)");
    await changing;
    for (const list of Object.values(changed)) list.push("javascript:alert(2)");
    const kept = { key, callbacks: ["oob"], methods: ["HMAC-SHA256"] };
    expect(await provider.consumers.list()).toContainEqual(expect.objectContaining(kept));
  });

  test("takes a preset key and secret, whatever characters they have", async () => {
    const { provider, clock } = await createWorld();
    const preset = { key: "dpf43f3p2l4k3l03client2", secret: "p&ss=w%rd/+~ *'()!" };
    const registered = await provider.consumers.register({ name: "Two", callbacks: [], ...preset });
    expect(registered).toMatchObject(preset);
    const request = await acts(provider, preset, clock).signed("/limits");
    expect(await provider.protect(request, { token: "optional" })).toMatchObject({ ok: true });
  });

  test("never makes the same key or secret twice", async () => {
    const { provider } = await createWorld();
    const made = new Set<string>();
    for (let count = 0; count < 50; count += 1) {
      const { key, secret } = await provider.consumers.register({ name: "", callbacks: [] });
      made.add(key).add(secret);
    }
    expect(made.size).toBe(100);
  });

  test("refuses a key that is taken, and leaves its owner alone", async () => {
    const { provider, consumer, signed } = await createWorld();
    const again = { name: "Thief", callbacks: [], key: consumer.key, secret: "known" };
    await expect(provider.consumers.register(again)).rejects.toThrow(/taken/);
    const verdict = await provider.protect(await signed("/limits"), { token: "optional" });
    expect(verdict).toMatchObject({ ok: true, consumer: { name: "Printer" } });
  });

  test("refuses a method that the provider does not have, and says which it has", async () => {
    const { provider } = await createWorld();
    const registration = { name: "Printer", callbacks: [], methods: ["PLAINTEXT"] };
    await expect(provider.consumers.register(registration)).rejects.toThrow(
      "This provider has no signature method PLAINTEXT: choose among HMAC-SHA1, HMAC-SHA256",
    );
  });

  test("refuses a callback that is not safe", async () => {
    const { provider } = await createWorld();
    for (const callback of UNSAFE) {
      const registered = provider.consumers.register({ name: "Printer", callbacks: [callback] });
      await expect(registered, callback).rejects.toThrow(TypeError);
    }
  });
});

describe("a callback", () => {
  test("is exactly a registered one", () => {
    const registered = ["https://a.example/cb", "myapp://ready"];
    for (const one of registered) expect(registeredCallback(one, registered)).toBe(true);
    for (const other of [
      "oob",
      "https://a.example/cb/",
      "https://a.example/cb?",
      "https://a.example/CB",
      "https://A.example/cb",
      "http://a.example/cb",
      "https://a.example:443/cb",
      "https://a.example/x/../cb",
      "https://a.example.evil.example/cb",
      "myapp://ready/",
    ]) {
      expect(registeredCallback(other, registered), other).toBe(false);
    }
  });

  test("on a loopback address may have any port, and on localhost may not", () => {
    const registered = ["http://127.0.0.1/cb", "http://[::1]/cb?x=1", "http://localhost/cb"];
    for (const one of [
      "http://127.0.0.1:1/cb",
      "http://127.0.0.1/cb",
      "http://[::1]:65535/cb?x=1",
    ]) {
      expect(registeredCallback(one, registered), one).toBe(true);
    }
    for (const other of [
      "http://127.0.0.1:1/cb/x",
      "http://127.0.0.1:1/cb?x=1",
      "http://127.0.0.1:1@evil.example/cb",
      "http://127.0.0.1.evil.example/cb",
      "http://127.0.0.1:1.evil.example/cb",
      "http://127.0.0.2:1/cb",
      "http://127.1:1/cb",
      "https://127.0.0.1:1/cb",
      "http://[::1]:1/cb",
      "http://localhost:1/cb",
    ]) {
      expect(registeredCallback(other, registered), other).toBe(false);
    }
  });

  test("that is registered with a port has that one alone", () => {
    for (const host of ["127.0.0.1", "[::1]"]) {
      const registered = [`http://${host}:9/cb`];
      expect(registeredCallback(`http://${host}:9/cb`, registered)).toBe(true);
      expect(registeredCallback(`http://${host}:10/cb`, registered)).toBe(false);
      expect(registeredCallback(`http://${host}/cb`, registered)).toBe(false);
    }
  });

  test("does not take the end of another address for a port", () => {
    expect(registeredCallback("http://127.0.0.1:123452/cb", ["http://127.0.0.12/cb"])).toBe(false);
  });

  test("that is not safe is refused whatever the rule says", async () => {
    const { initiate } = await createWorld({ callbackRule: () => true });
    await initiate({ parameters: [["oauth_callback", "https://anything.example/"]] });
    for (const callback of [...UNSAFE, "myapp://not-registered", "oob:not-registered"]) {
      const refused = initiate({ parameters: [["oauth_callback", callback]] });
      await expect(refused, callback).rejects.toThrow("400");
    }
  });

  test("with a scheme of its own can be registered", async () => {
    const { initiate, approve, exchange } = await createWorld({ verifier: () => "v" }, CUSTOM);
    const temporary = await initiate({ parameters: [["oauth_callback", "myapp://ready"]] });
    await approve(temporary).catch(() => undefined);
    expect((await exchange(temporary, "v")).status).toBe(200);
  });

  test("of 64 KB is refused in no time", () => {
    const hostile = `http://127.0.0.1:${"1".repeat(65_536)}/${"a/".repeat(32_768)}`;
    const start = process.cpuUsage();
    expect(registeredCallback(hostile, ["http://127.0.0.1/cb"])).toBe(false);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(50);
  });
});

describe("createProvider", () => {
  test("refuses options that cannot be meant, and says how to mend them", () => {
    const wrong: readonly [ProviderOptions, RegExp][] = [
      [{ origins: [] }, /needs its public origins/],
      [{ origins: ["photos.example.net"] }, /is not an origin/],
      [{ origins: ["https://photos.example.net/"] }, /is not an origin/],
      [{ origins: ["https://photos.example.net:443"] }, /is not an origin/],
      [{ origins: ["https://a b"] }, /is not an origin/],
      [{ origins: ["https://*.example.net"] }, /write scheme and host alone/],
      [{ origins: ["https://müller.example"] }, /write "https:\/\/xn--mller-kva\.example"/],
      [{ origins: ["https://127.1"] }, /write "https:\/\/127\.0\.0\.1"/],
      [{ origins: ["http://[0:0::1]"] }, /write "http:\/\/\[::1\]"/],
      [
        { origins: [ORIGIN], endpoints: { tokenCredentials: { path: "token" } } },
        /start with a slash/,
      ],
    ];
    for (const [options, message] of wrong) {
      expect(() => createProvider(options)).toThrow(message);
    }
  });
});

const CUSTOM = { callbacks: ["myapp://ready"] };

const UNSAFE = [
  "",
  "cb",
  "/cb",
  "//a.example/cb",
  "http:a.example/cb",
  "https:/a.example/cb",
  "http:///a.example/cb",
  "https://",
  "https://a.example/cb#f",
  "https://me@a.example/cb",
  "https://me:pw@a.example/cb",
  "https://a.example\\@b.example/cb",
  "https://a.example/\r\nSet-Cookie:x",
  "https://a.example/ b",
  "https://a.example/é",
  "https://a.example:99999/",
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  "data:text/html,x",
  "file:///etc/passwd",
  "OOB",
];
