/**
 * OAuth 1.0a providers (RFC 5849): the endpoints as functions from `Request` to `Response`, the pieces of a
 * consent page, and the guard for resources. Stores and adapters are subpaths.
 */
export type { FormFields, Refusal, ServerProblem } from "./answer.js";
export type { Agreement, AgreementChange, Privilege } from "./agreement.js";
export type {
  ApprovalAnswer,
  Authorization,
  DenialAnswer,
  PendingAuthorization,
} from "./authorization.js";
export type { IssuedElsewhere } from "./adoption.js";
export { registeredCallback, type CallbackRule } from "./callback.js";
export type { Consumers, ConsumerView, RegisteredConsumer, Registration } from "./consumers.js";
export type {
  AskedOption,
  ProviderEvent,
  RefusalReason,
  RequestPurpose,
  RequestRefused,
  Why,
} from "./events.js";
export type { Grant, Grants } from "./grants.js";
export type {
  Endpoint,
  EndpointName,
  EndpointOptions,
  IssuedGrant,
  PasswordLogin,
  PolicyCall,
  ProviderOptions,
  ScopeOptions,
  TlsPolicy,
} from "./options.js";
export type { ConsumerRequest, Protect, ProtectOptions, VerifiedRequest } from "./protect.js";
export { createProvider, type EndpointHandler, type Provider } from "./provider.js";
export { randomDigits, randomHex } from "./random.js";
export type { Scope } from "./scopes.js";
export type {
  Approval,
  ConsumerChange,
  ConsumerRecord,
  Exchange,
  ExchangeVerdict,
  GrantRecord,
  NewToken,
  NonceUse,
  Renewal,
  RenewedToken,
  SecretRotation,
  Store,
  TemporaryRecord,
  TokenRecord,
} from "./store.js";
export type { Soon } from "./soon.js";
