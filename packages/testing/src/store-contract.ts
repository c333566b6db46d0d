import type { Store } from "@oauth1/server";
import type { Check } from "./demand.js";
import { consumerChecks } from "./store/consumers.js";
import { exchangeChecks } from "./store/exchange.js";
import { grantChecks } from "./store/grants.js";
import { loginChecks } from "./store/login.js";
import { nonceChecks } from "./store/nonce.js";
import { renewalChecks } from "./store/renewal.js";

/**
 * The contract of a `Store` of `@oauth1/server`, races included, as checks for any test runner. Each check asks
 * `create` for a store once; it need not be empty, because every check uses keys, tokens and users of its own.
 *
 * @example
 * import { memoryStore } from "@oauth1/server/stores/memory";
 * const store = memoryStore();
 * for (const { run } of storeContract(() => store)) await run();
 * storeContract(() => store).length > 40; // => true
 */
export function storeContract(create: () => Store | Promise<Store>): readonly Check[] {
  const checks = {
    ...consumerChecks,
    ...loginChecks,
    ...exchangeChecks,
    ...grantChecks,
    ...renewalChecks,
    ...nonceChecks,
  };
  return Object.entries(checks).map(([name, check]) => ({
    name,
    run: async () => check(await create()),
  }));
}
