/** Logs users in with an OAuth 1.0a provider and calls its API with signed requests. */
export { createClient, type Client } from "./client.js";
export type {
  Account,
  AccountOf,
  EndpointDescription,
  FieldDescription,
  FieldType,
  ProviderDescription,
} from "./description.js";
export {
  CallError,
  LoginError,
  type AnswerDetails,
  type CallProblem,
  type LoginProblem,
} from "./errors.js";
export type { Begun, Completion, TemporaryCredentials } from "./login.js";
export {
  operation,
  type CallOptions,
  type Operation,
  type OperationArguments,
  type OperationDescription,
} from "./operation.js";
export type { ClientOptions } from "./options.js";
export type { Session, TokenPair } from "./session.js";
