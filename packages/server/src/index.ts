/**
 * OAuth 1.0a providers (RFC 5849): the endpoints as functions from `Request` to `Response`, the pieces of a
 * consent page, and the guard for resources. Stores and adapters are subpaths.
 */
export type { FormFields, Refusal, ServerProblem } from "./answer.js";
export type {
  ApprovalAnswer,
  Authorization,
  DenialAnswer,
  PendingAuthorization,
} from "./authorization.js";
export { registeredCallback, type CallbackRule } from "./callback.js";
export type { Consumers, RegisteredConsumer, Registration } from "./consumers.js";
export type {
  ProviderEvent,
  RefusalReason,
  RequestPurpose,
  RequestRefused,
  Why,
} from "./events.js";
export type { Grant, Grants } from "./grants.js";
export type { ConsumerRequest, Protect, VerifiedRequest } from "./protect.js";
export { createProvider, type Provider } from "./provider.js";
export { randomDigits, randomHex } from "./random.js";
export type {
  Endpoint,
  EndpointName,
  EndpointOptions,
  IssuedGrant,
  ProviderOptions,
} from "./settings.js";
export type {
  Approval,
  ConsumerRecord,
  Exchange,
  ExchangeVerdict,
  GrantRecord,
  NewToken,
  NonceUse,
  Store,
  TemporaryRecord,
  TokenRecord,
} from "./store.js";
