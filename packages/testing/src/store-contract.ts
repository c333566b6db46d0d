import type { Store } from "@oauth1/server";
import { underRule, type Check } from "./demand.js";
import { apartChecks } from "./store/apart.js";
import { consumerChecks } from "./store/consumers.js";
import { exchangeChecks } from "./store/exchange.js";
import { grantChecks } from "./store/grants.js";
import { loginChecks } from "./store/login.js";
import { neighborChecks } from "./store/neighbors.js";
import { nonceChecks } from "./store/nonce.js";
import { renewalChecks } from "./store/renewal.js";
import type { StoreChecks } from "./store/samples.js";

/**
 * The contract of a `Store` of `@oauth1/server`, races included, as checks for any test runner. Each check asks
 * `create` for a store once; it need not be empty, because every check uses keys, tokens and users of its own. What there is not
 * may be `null`, as a provider takes it.
 *
 * @example
 * import { memoryStore } from "@oauth1/server/stores/memory";
 * const store = memoryStore();
 * for (const { run } of storeContract(() => store)) await run();
 * storeContract(() => store).length > 40; // => true
 */
export function storeContract(create: () => Store<null> | Promise<Store<null>>): readonly Check[] {
  return RULES.flatMap(([rule, checks]) =>
    Object.entries(checks).map(([name, check]) => ({
      name,
      run: () => underRule(rule, async () => check(withoutNull(await create()))),
    })),
  );
}

const RULES: readonly (readonly [rule: string, checks: StoreChecks])[] = [
  ["`ConsumerRecord` and the verbs of consumers in `Store`", consumerChecks],
  ["RFC 5849 sections 2.1 and 2.2, and the verbs of temporary credentials in `Store`", loginChecks],
  ["RFC 5849 section 2.3, and `exchange` in `Store`", exchangeChecks],
  ["`TokenRecord` and the verbs of grants in `Store`", grantChecks],
  ["OAuth Session 1.0, and `renew` in `Store`", renewalChecks],
  ["RFC 5849 section 3.3, and `consumeNonce` in `Store`", nonceChecks],
  ["`Store`: text is compared byte for byte", apartChecks],
  ["`Store`: each verb touches what it names, all of it and nothing else", neighborChecks],
];

// By name, because a store may be an object of a class.
function withoutNull(store: Store<null>): Store {
  return {
    insertConsumer: (consumer) => store.insertConsumer(consumer),
    findConsumer: async (key) => (await store.findConsumer(key)) ?? undefined,
    listConsumers: (owner) => store.listConsumers(owner),
    changeConsumer: (key, change) => store.changeConsumer(key, change),
    rotateConsumer: (rotation) => store.rotateConsumer(rotation),
    insertTemporary: (temporary, now) => store.insertTemporary(temporary, now),
    findTemporary: async (hash, now) => (await store.findTemporary(hash, now)) ?? undefined,
    approve: async (approval, now) => (await store.approve(approval, now)) ?? undefined,
    deny: async (tokenHash, now) => (await store.deny(tokenHash, now)) ?? undefined,
    exchange: (exchange, now) => store.exchange(exchange, now),
    findToken: async (tokenHash) => (await store.findToken(tokenHash)) ?? undefined,
    insertToken: (token) => store.insertToken(token),
    renew: async (renewal, now) => (await store.renew(renewal, now)) ?? undefined,
    listGrants: (user) => store.listGrants(user),
    revoke: (grant) => store.revoke(grant),
    revokeAll: (grants) => store.revokeAll(grants),
    revokeToken: async (token) => (await store.revokeToken(token)) ?? undefined,
    consumeNonce: (use, now) => store.consumeNonce(use, now),
  };
}
