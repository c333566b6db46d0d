/** Contract suites for whoever writes a part of their own, as checks that any test runner can run. */
export type { Check } from "./demand.js";
export { storeContract } from "./store-contract.js";
