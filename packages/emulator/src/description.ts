/** Descriptors as the client runs them: at run time what codegen writes into an SDK. */
export { legsOf, type Back, type Legs, type LoginParams } from "./description/legs.js";
export { describeEndpoint, describeLogin, describeTokenEndpoint } from "./description/login.js";
export { loadMethod, type AnyKey, type AnyMethod } from "./description/method.js";
export { describeOperation, type AnyOperation } from "./description/operation.js";
export {
  describeProvider,
  type AnyClientOptions,
  type AnyProvider,
} from "./description/provider.js";
export { sessionOf } from "./description/session.js";
