/** Contract suites for whoever writes a part of their own, as checks that any test runner can run. */
export { adapterContract } from "./adapter-contract.js";
export {
  adapterEcho,
  type AdapterContractOptions,
  type AdapterEcho,
  type Reached,
  type ServedAdapter,
  type VerifiedByAdapter,
} from "./adapter/world.js";
export type { Check } from "./demand.js";
export { methodContract, type MethodSubject } from "./method-contract.js";
export { storeContract } from "./store-contract.js";
