import type { Store } from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { storeContract } from "@oauth1/testing";
import { describe, expect, test } from "vitest";

describe("a store may say null of what there is not, as it may to a provider", () => {
  for (const { name, run } of storeContract(() => nullish(memoryStore()))) test(name, run);

  test("and what there is is compared all the same", async () => {
    const failures: string[] = [];
    const deaf = (): Store<null> => ({ ...memoryStore(), findToken: () => null });
    for (const { name, run } of storeContract(deaf)) await run().catch(() => failures.push(name));
    expect(failures).toContain("of 16 exchanges at once exactly one mints a token");
  });
});

function nullish(store: Store): Store<null> {
  return {
    ...store,
    findConsumer: async (key) => (await store.findConsumer(key)) ?? null,
    findTemporary: async (tokenHash, now) => (await store.findTemporary(tokenHash, now)) ?? null,
    approve: async (approval, now) => (await store.approve(approval, now)) ?? null,
    deny: async (tokenHash, now) => (await store.deny(tokenHash, now)) ?? null,
    findToken: async (tokenHash) => (await store.findToken(tokenHash)) ?? null,
    renew: async (renewal, now) => (await store.renew(renewal, now)) ?? null,
    revokeToken: async (token) => (await store.revokeToken(token)) ?? null,
  };
}
