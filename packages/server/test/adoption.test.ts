import type { Store } from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { describe, expect, test } from "vitest";
import { createWorld, USER } from "./harness.js";

const token = { key: "nnch734d00sl2jdk", secret: "pfkkdhi9sl3r4s00" };

describe("a token that another server has issued", () => {
  test("is taken over as it is, once, and can be taken back", async () => {
    const { provider, consumer, signed, events, clock } = await createWorld();
    const { adopt, list, revoke } = provider.grants;
    const issued = { token, user: USER, consumer: consumer.key, createdAt: 1_200_000_000 };
    expect((await provider.protect(await signed("/photos", token))).ok).toBe(false);
    expect(await adopt(issued)).toBe(true);
    expect(await adopt({ ...issued, user: "mallory" })).toBe(false);
    expect(await provider.protect(await signed("/photos", token))).toMatchObject({ user: USER });
    const wrong = { ...token, secret: "another" };
    expect((await provider.protect(await signed("/photos", wrong))).ok).toBe(false);
    const [grant] = await list(USER);
    expect(grant).toMatchObject({ createdAt: 1_200_000_000, consumer: { key: consumer.key } });
    expect(events).toContainEqual({
      type: "token_credentials_issued",
      how: "elsewhere",
      consumer: consumer.key,
      user: USER,
      grant: grant?.id,
    });
    expect(JSON.stringify(events)).not.toContain(token.secret);
    clock.seconds += 60;
    expect(await revoke({ user: USER, grant: grant?.id ?? "" })).toBe(true);
    expect((await provider.protect(await signed("/photos", token))).ok).toBe(false);
  });

  test("is taken over by one of those who do so at once", async () => {
    const { provider, consumer, events } = await createWorld();
    const { adopt, list } = provider.grants;
    const issued = { token, user: USER, consumer: consumer.key };
    const users = [USER, USER, "mallory"];
    const taken = await Promise.all(users.map((user) => adopt({ ...issued, user })));
    expect(taken.toSorted()).toEqual([false, false, true]);
    expect((await Promise.all(["jane", "mallory"].map(list))).flat()).toHaveLength(1);
    expect(events.filter(({ type }) => type === "token_credentials_issued")).toHaveLength(1);
  });

  test("is not said to be known where the store has failed", async () => {
    const store = memoryStore();
    const { provider, consumer } = await createWorld({ store });
    Object.assign(store, { insertToken: () => Promise.reject(new Error("disk full")) });
    const issued = { token, user: USER, consumer: consumer.key };
    await expect(provider.grants.adopt(issued)).rejects.toThrow("disk full");
  });

  test("is told from all others, however many there are and however long", async () => {
    const { provider, consumer, signed } = await createWorld();
    const tokens = Array.from({ length: 1200 }, (_, index) => ({
      key: `${"t".repeat(index % 300)}${index}`,
      secret: `s${index}`,
    }));
    const userOf = (key: string): string => `user of ${key}`;
    for (const one of tokens) {
      await provider.grants.adopt({
        token: one,
        user: userOf(one.key),
        consumer: consumer.key,
      });
    }
    for (const one of [...tokens, ...tokens.slice(0, 300)]) {
      const verdict = await provider.protect(await signed("/photos", one));
      expect(verdict).toMatchObject({ ok: true, user: userOf(one.key) });
    }
  });

  test("is listed with the others by asking for each consumer once", async () => {
    const memory = memoryStore();
    const asked: string[] = [];
    const store: Store = {
      ...memory,
      findConsumer(key) {
        asked.push(key);
        return memory.findConsumer(key);
      },
    };
    const { provider, consumer } = await createWorld({ store });
    const other = await provider.consumers.register({ name: "Other", callbacks: ["oob"] });
    for (const [at, key] of [consumer.key, other.key, consumer.key, consumer.key].entries()) {
      await provider.grants.adopt({
        token: { key: `t${at}`, secret: "s" },
        user: USER,
        consumer: key,
      });
    }
    asked.length = 0;
    const grants = await provider.grants.list(USER);
    expect(grants.map((grant) => grant.consumer.name)).toEqual([
      "Printer",
      "Other",
      "Printer",
      "Printer",
    ]);
    expect(asked.toSorted()).toEqual([consumer.key, other.key].toSorted());
  });

  test("has the scopes that are said, or the usual ones, and ends when it is said to", async () => {
    const scopes = { offered: { read: "See", write: "Add" }, usual: ["read"] };
    const { provider, consumer, signed, clock } = await createWorld({ scopes });
    const { adopt } = provider.grants;
    const issued = { token, user: USER, consumer: consumer.key, expiresAt: clock.seconds + 10 };
    await adopt(issued);
    const other = { key: "other", secret: "s" };
    await adopt({ ...issued, token: other, scopes: ["write", "write"] });
    const needs = async (kept: typeof token, scope: string): Promise<boolean> =>
      (await provider.protect(await signed("/photos", kept), { scopes: [scope] })).ok;
    expect([await needs(token, "read"), await needs(token, "write")]).toEqual([true, false]);
    expect([await needs(other, "read"), await needs(other, "write")]).toEqual([false, true]);
    clock.seconds += 11;
    expect(await provider.protect(await signed("/photos", token))).toMatchObject({
      problem: "token_expired",
    });
  });

  test.each([
    [{ consumer: "nobody" }, "There is no consumer with the key nobody: register it first."],
    [{ token: { key: "", secret: "s" } }, "token.key is empty."],
    [{ createdAt: 1.5 }, "createdAt is 1.5: it has to be whole seconds since 1970."],
    [{ createdAt: 1_700_000_061 }, "createdAt is 1700000061, which is still to come"],
    [{ expiresAt: Date.UTC(2030, 0) }, "expiresAt is 1893456000000: it has to be whole seconds"],
    [{ scopes: ["admin"] }, "This provider has no scope admin: it has none."],
  ])("is not taken over as %j", async (mistake, message) => {
    const { provider, consumer } = await createWorld();
    const issued = { token, user: USER, consumer: consumer.key, ...mistake };
    await expect(provider.grants.adopt(issued)).rejects.toThrow(message);
    expect(await provider.grants.list(USER)).toEqual([]);
  });
});
