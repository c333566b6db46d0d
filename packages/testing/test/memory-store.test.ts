import type { Store } from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { storeContract } from "@oauth1/testing";
import { describe, expect, test } from "vitest";

describe("memoryStore keeps the contract", () => {
  for (const { name, run } of storeContract(() => memoryStore())) test(name, run);
});

describe("the contract notices a store", () => {
  test("that mints more than one token", async () => {
    const failures = await failuresOf((store) => {
      const seen = new Map<string, string>();
      return {
        ...store,
        async approve(approval, now) {
          seen.set(approval.tokenHash, approval.user);
          return store.approve(approval, now);
        },
        async exchange(exchange, now) {
          const user = seen.get(exchange.tokenHash);
          await pause();
          const verdict = await store.exchange(exchange, now);
          return user === undefined ? verdict : { ok: true, user };
        },
      };
    });
    expect(failures).toContain("of 16 exchanges at once exactly one mints a token");
  });

  test("that looks before it writes a nonce", async () => {
    const failures = await failuresOf((store) => {
      const used = new Set<string>();
      return {
        ...store,
        async consumeNonce(use) {
          const key = JSON.stringify(use);
          const known = used.has(key);
          await pause();
          used.add(key);
          return known ? "used" : "fresh";
        },
      };
    });
    expect(failures).toEqual(["a nonce is fresh once, for one of many"]);
  });

  test("that lets the last of many users approve", async () => {
    const failures = await failuresOf((store) => ({
      ...store,
      async approve(approval, now) {
        const found = await store.findTemporary(approval.tokenHash, now);
        await store.approve(approval, now);
        return found;
      },
    }));
    expect(failures).toContain("one of many users approves");
    expect(failures).toContain("an approval is final: it can be neither denied nor repeated");
  });

  test("that loses the consumer's methods", async () => {
    const failures = await failuresOf((store) => ({
      ...store,
      insertConsumer: ({ methods: _methods, ...consumer }) => store.insertConsumer(consumer),
    }));
    expect(failures).toEqual(["a consumer comes back as it was, secret included"]);
  });

  test("that lets anybody revoke", async () => {
    const failures = await failuresOf((store) => ({ ...store, revoke: async () => true }));
    expect(failures).toContain(
      "a grant is revoked by its user alone, and its token is gone at once",
    );
    expect(failures).toContain("a grant is revoked once");
  });
});

async function failuresOf(spoil: (store: Store) => Store): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const { name, run } of storeContract(() => spoil(memoryStore()))) {
    await run().catch(() => failures.push(name));
  }
  return failures;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
