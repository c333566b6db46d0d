import { expose, secret } from "@oauth1/core";
import { createProvider, type NonceUse, type Store, type TokenRecord } from "@oauth1/server";
import { storeContract } from "@oauth1/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";

type DurableStore = Store & { readonly migrate: () => Promise<void> };
type Key = string | readonly string[];

export const KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const OTHER_KEY = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

/** One place where data lies, as the tests that all durable stores share need it. */
export interface Place {
  /** The store, on a connection of its own. */
  readonly open: (key: Key) => DurableStore;
  /** Everything that is stored, as text. */
  readonly dump: () => Promise<string>;
  /** Gives one consumer the stored secret of another. */
  readonly moveSecret: (from: string, to: string) => Promise<unknown>;
  readonly setVersion: (version: number) => Promise<unknown>;
}

/** What every durable store has to hold. `place` has nothing in it yet when it is asked for. */
export function describeDurable(place: (name: string) => Place): void {
  describe("keeps the contract", () => {
    const { open } = place("contract");
    const store = open(KEY);
    test("once it is migrated", () => store.migrate());
    for (const { name, run } of storeContract(() => store)) test(name, run);
  });

  describe("keeps the contract when every other call comes over another connection,", () => {
    const { open } = place("two");
    const stores = [open(KEY), open(KEY)] as const;
    test("once it is migrated", () => stores[0].migrate());
    for (const { name, run } of storeContract(() => alternating(...stores))) test(name, run);
  });

  describe("migrates", () => {
    test("twice, and loses nothing", async () => {
      const { open } = place("twice");
      const store = open(KEY);
      await store.migrate();
      await store.insertConsumer(consumer("k1"));
      await store.migrate();
      expect(await store.findConsumer("k1")).toBeDefined();
    });

    test("from four connections at once", async () => {
      const { open } = place("at_once");
      const stores = Array.from({ length: 4 }, () => open(KEY));
      await Promise.all(stores.map((store) => store.migrate()));
      await stores[0]?.insertConsumer(consumer("k1"));
      expect(await stores[3]?.findConsumer("k1")).toBeDefined();
    });

    test("no data of a newer version", async () => {
      const { open, setVersion } = place("newer");
      const store = open(KEY);
      await store.migrate();
      await setVersion(99);
      await expect(store.migrate()).rejects.toThrow(
        "The store is at version 99, and this package knows 1: update @oauth1/server.",
      );
    });
  });

  test("forgets tokens a day after their end, their grants, and logins at theirs, when others are given", async () => {
    const { open, dump } = place("ended");
    const store = open(KEY);
    await store.migrate();
    const now = Math.floor(Date.now() / 1000);
    const given = (grant: string, createdAt: number): TokenRecord => {
      const token = { tokenHash: `t-${grant}`, secret: secret("s"), consumer: "k1", grant };
      return { ...token, user: "jane", createdAt, expiresAt: now - 86_400 + 3 };
    };
    await store.insertToken(given("old-one", now));
    await store.insertToken({ ...given("old-two", now), user: "mary" });
    await store.insertToken({ ...given("kept", now), expiresAt: now + 60 });
    const login = { tokenHash: "l1", secret: secret("s"), consumer: "k1", callback: "oob" };
    const callback = "https://over.example/";
    await store.insertTemporary({ ...login, tokenHash: "l0", callback, expiresAt: now - 60 }, now);
    for (const name of ["old-one", "old-two", callback]) expect(await dump()).toContain(name);
    await new Promise((resolve) => setTimeout(resolve, 3500));
    await store.insertToken({ ...given("new", now + 4), expiresAt: now + 60 });
    expect(await dump()).not.toContain("old-one");
    await store.insertTemporary({ ...login, expiresAt: now + 60 }, now + 4);
    expect(await dump()).not.toContain(callback);
    const proof = { tokenHash: "l1", verifierHash: "v1", consumer: "k1", attempts: 5 };
    await store.approve({ ...proof, user: "mary" }, now);
    const { user: _user, consumer: _consumer, ...token } = given("of-mary", now);
    expect((await store.exchange({ ...proof, token }, now)).ok).toBe(true);
    expect(await dump()).not.toContain("old-");
    expect((await store.listGrants("jane")).map(({ id }) => id)).toEqual(["kept", "new"]);
    expect((await store.findToken("t-kept"))?.grant).toBe("kept");
  });

  test("goes on where a clock that was a day ahead is set right", async () => {
    const { open } = place("clock");
    const store = open(KEY);
    await store.migrate();
    const now = Math.floor(Date.now() / 1000);
    const early = sampleUse({ timestamp: now });
    expect(await store.consumeNonce(early, now)).toBe("fresh");
    const ahead = now + 86_400;
    expect(await store.consumeNonce(sampleUse({ timestamp: ahead }), ahead)).toBe("fresh");
    const use = sampleUse({ timestamp: now + 120 });
    expect(await store.consumeNonce(use, now + 120)).toBe("fresh");
    for (const used of [early, use]) expect(await store.consumeNonce(used, now + 121)).toBe("used");
  });

  test("takes a nonce in the last second of its window, whatever is over by then", async () => {
    const store = place("last_second").open(KEY);
    await store.migrate();
    const start = 1_800_000_000;
    for (const timestamp of [start - 1, start, start + 59]) {
      expect(await store.consumeNonce(sampleUse({ timestamp }), timestamp)).toBe("fresh");
    }
    for (const [timestamp, now] of [
      [start + 300, start + 300],
      [start, start + 300],
      [start + 359, start + 359],
      [start + 360, start + 359],
      [start + 59, start + 359],
    ] as const) {
      expect(await store.consumeNonce(sampleUse({ timestamp }), now)).toBe("fresh");
    }
  });

  test("takes a token over for one of those who adopt it at once", async () => {
    const store = place("adoption").open(KEY);
    await store.migrate();
    const provider = createProvider({ origins: ["https://photos.example.net"], store });
    await provider.consumers.register({ key: "k1", name: "Printer", callbacks: ["oob"] });
    const issued = { token: { key: "t1", secret: "s" }, user: "jane", consumer: "k1" };
    const adopting = Array.from({ length: 8 }, () => provider.grants.adopt(issued));
    expect((await Promise.all(adopting)).filter(Boolean)).toHaveLength(1);
    expect(await provider.grants.list("jane")).toHaveLength(1);
  });

  describe("encrypts", () => {
    test("every secret", async () => {
      const { open, dump } = place("secrets");
      const store = open(KEY);
      await store.migrate();
      await fill(store);
      const raw = await dump();
      expect(raw).toContain("k1");
      for (const text of ["needle", Buffer.from("needle").toString("base64").slice(0, 7)]) {
        expect(raw).not.toContain(text);
      }
      expect(raw).not.toContain(Buffer.from("needle").toString("hex"));
    });

    test("any secret, and opens it as it was", async () => {
      const { open } = place("odd_secrets");
      const store = open(KEY);
      await store.migrate();
      for (const text of ["\ufeffneedle", "", "\0", "😀", "\ufffe\u2028", "é".repeat(5000)]) {
        const key = `k${text.length}${text.codePointAt(0) ?? ""}`;
        await store.insertConsumer({ ...consumer(key), secret: secret(text) });
        expect(expose((await store.findConsumer(key))?.secret ?? "none")).toBe(text);
      }
    });

    test("so that what is not found takes as much opening as what is", async () => {
      const { open } = place("nothing");
      const store = open(KEY);
      await store.migrate();
      await fill(store);
      const now = Math.floor(Date.now() / 1000);
      const login = { tokenHash: "t9", secret: secret("s"), consumer: "k1", callback: "oob" };
      await store.insertTemporary({ ...login, expiresAt: now - 1 }, now - 9);
      await store.insertConsumer(consumer("k9"));
      const searches = {
        consumer: (key: string) => store.findConsumer(key === "known" ? "k9" : key),
        token: (key: string) => store.findToken(key === "known" ? "t5" : key),
        temporary: (key: string) => store.findTemporary(key === "known" ? "t2" : key, now),
      };
      const opening = vi.spyOn(crypto.subtle, "decrypt");
      onTestFinished(() => opening.mockRestore());
      for (const [what, find] of Object.entries(searches)) {
        for (const key of ["known", "unknown", "t9"]) {
          opening.mockClear();
          expect((await find(key)) !== undefined, `${what} ${key}`).toBe(key === "known");
          expect(opening, `${what} ${key}`).toHaveBeenCalledTimes(1);
        }
      }
    });

    test("so that a secret does not open in another's place", async () => {
      const { open, moveSecret } = place("moved");
      const store = open(KEY);
      await store.migrate();
      await store.insertConsumer(consumer("k1"));
      await store.insertConsumer(consumer("k2"));
      await moveSecret("k1", "k2");
      await expect(store.findConsumer("k2")).rejects.toThrow(
        "The secret of consumer k2 does not open: it was changed, or belongs to something else.",
      );
      expect(await store.findConsumer("k1")).toBeDefined();
    });

    test("with the first of several keys, and opens with all", async () => {
      const { open } = place("keys");
      const [old, both, next] = [open(KEY), open([OTHER_KEY, KEY]), open(OTHER_KEY)];
      await old.migrate();
      await old.insertConsumer(consumer("k1"));
      await both.insertConsumer(consumer("k2"));
      expect(expose((await both.findConsumer("k1"))?.secret ?? "")).toBe("needle of k1");
      expect(expose((await next.findConsumer("k2"))?.secret ?? "")).toBe("needle of k2");
      await expect(next.findConsumer("k1")).rejects.toThrow(TypeError);
      await expect(old.findConsumer("k2")).rejects.toThrow(
        "The secret of consumer k2 was sealed with a key that this store was not given",
      );
      await both.rotateConsumer({ key: "k1", secret: secret("new"), previousExpiresAt: 1 });
      const { secret: now = "", previous } = (await both.findConsumer("k1")) ?? {};
      expect([expose(now), expose(previous?.secret ?? "")]).toEqual(["new", "needle of k1"]);
    });

    test("with nothing but a key of 32 bytes", () => {
      const { open } = place("wrong_keys");
      for (const key of ["", "secret", KEY.slice(4), [], [KEY, "no"]]) {
        expect(() => open(key)).toThrow(TypeError);
        expect(() => open(key)).toThrow("openssl rand -base64 32");
      }
    });
  });
}

function consumer(key: string): Parameters<Store["insertConsumer"]>[0] {
  const needle = secret(`needle of ${key}`);
  return { key, secret: needle, name: "Printer", callbacks: ["oob"], createdAt: 7 };
}

async function fill(store: Store): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const needle = secret("needle");
  await store.insertConsumer({ ...consumer("k1"), previous: { secret: needle, expiresAt: now } });
  await store.insertConsumer(consumer("k2"));
  await store.rotateConsumer({ key: "k2", secret: needle, previousExpiresAt: now });
  const login = { secret: needle, consumer: "k1", callback: "oob", expiresAt: now + 99 };
  const token = { secret: needle, createdAt: now, consumer: "k1" };
  for (const tokenHash of ["t1", "t2"]) await store.insertTemporary({ tokenHash, ...login }, now);
  const approval = { tokenHash: "t1", user: "jane", verifierHash: "v1" };
  await store.approve(approval, now);
  const minted = { ...token, tokenHash: "t3", grant: "g3" };
  await store.exchange({ ...approval, consumer: "k1", attempts: 5, token: minted }, now);
  const session = { handleHash: "h4" };
  await store.insertToken({ ...token, tokenHash: "t4", grant: "g4", user: "jane", session });
  const renewed = { tokenHash: "t5", secret: needle };
  await store.renew({ tokenHash: "t4", consumer: "k1", handleHash: "h4", token: renewed }, now);
}

/** Two stores as one, which takes turns with every call. */
function alternating(...stores: readonly [Store, Store]): Store {
  let turn = 0;
  const next = (): Store => stores[(turn += 1) % 2 === 0 ? 0 : 1];
  return {
    insertConsumer: (...call) => next().insertConsumer(...call),
    findConsumer: (...call) => next().findConsumer(...call),
    listConsumers: (...call) => next().listConsumers(...call),
    changeConsumer: (...call) => next().changeConsumer(...call),
    rotateConsumer: (...call) => next().rotateConsumer(...call),
    insertTemporary: (...call) => next().insertTemporary(...call),
    findTemporary: (...call) => next().findTemporary(...call),
    approve: (...call) => next().approve(...call),
    deny: (...call) => next().deny(...call),
    exchange: (...call) => next().exchange(...call),
    findToken: (...call) => next().findToken(...call),
    insertToken: (...call) => next().insertToken(...call),
    renew: (...call) => next().renew(...call),
    listGrants: (...call) => next().listGrants(...call),
    revoke: (...call) => next().revoke(...call),
    revokeAll: (...call) => next().revokeAll(...call),
    revokeToken: (...call) => next().revokeToken(...call),
    consumeNonce: (...call) => next().consumeNonce(...call),
  };
}

/** A use of a nonce of this second, or of another one. */
export function sampleUse({
  timestamp = Math.floor(Date.now() / 1000),
  lifetime = 300,
}: {
  readonly timestamp?: number;
  readonly lifetime?: number;
}): NonceUse {
  const expiresAt = timestamp + lifetime;
  return { consumer: "k1", tokenHash: "t1", timestamp, nonce: crypto.randomUUID(), expiresAt };
}
