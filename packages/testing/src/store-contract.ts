import type { Store } from "@oauth1/server";
import type { Check } from "./demand.js";
import { exchangeChecks } from "./store/exchange.js";
import { loginChecks } from "./store/login.js";
import { nonceChecks } from "./store/nonce.js";
import { recordChecks } from "./store/records.js";

/**
 * The contract of a `Store` of `@oauth1/server`, races included, as checks for any test runner. Each check asks
 * `create` for a store once; it need not be empty, because every check uses keys, tokens and users of its own.
 *
 * @example
 * import { memoryStore } from "@oauth1/server/stores/memory";
 * const store = memoryStore();
 * for (const { run } of storeContract(() => store)) await run();
 * storeContract(() => store).length > 20; // => true
 */
export function storeContract(create: () => Store | Promise<Store>): readonly Check[] {
  const checks = { ...recordChecks, ...loginChecks, ...exchangeChecks, ...nonceChecks };
  return Object.entries(checks).map(([name, check]) => ({
    name,
    run: async () => check(await create()),
  }));
}
