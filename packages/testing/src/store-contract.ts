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
 * `create` for a store once; it need not be empty, because every check uses keys, tokens and users of its own.
 *
 * @example
 * import { memoryStore } from "@oauth1/server/stores/memory";
 * const store = memoryStore();
 * for (const { run } of storeContract(() => store)) await run();
 * storeContract(() => store).length > 40; // => true
 */
export function storeContract(create: () => Store | Promise<Store>): readonly Check[] {
  return RULES.flatMap(([rule, checks]) =>
    Object.entries(checks).map(([name, check]) => ({
      name,
      run: () => underRule(rule, async () => check(await create())),
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
