/** Logs users in with an OAuth 1.0a provider and calls its API with signed requests. */
export type { PrivateKey, SharedKey } from "@oauth1/core";
export { accountServers } from "./account-servers.js";
export { accountUrl } from "./account-url.js";
export {
  createClient,
  type Client,
  type ClientOf,
  type ConsumerCalls,
  type TokenCalls,
} from "./client.js";
export type { BodyContent, BodyParams, OperationBody, Progress } from "./body.js";
export { binaryBody } from "./bodies/binary.js";
export { fixedFields } from "./bodies/fixed.js";
export { formBody } from "./bodies/form.js";
export { jsonBody, wholeJsonBody } from "./bodies/json.js";
export { jsonParameters } from "./bodies/json-parameters.js";
export { multipartBody } from "./bodies/multipart.js";
export { wholeTextBody } from "./bodies/text.js";
export {
  compositeCredentials,
  type CompositeCredentials,
  type CompositeFormat,
  type CompositePart,
} from "./composite.js";
export type {
  Account,
  AccountOf,
  ApiDescription,
  AuthenticationDescription,
  EndpointDescription,
  ErrorShape,
  ErrorSign,
  FieldDescription,
  FieldType,
  FieldsOf,
  FlagTexts,
  FlowTargets,
  ProviderDescription,
  RateLimitHeaders,
  SigningRules,
  StepBody,
  StepDescription,
  StepParameter,
  TokenEndpointDescription,
  VariableDescription,
  WithoutCommon,
} from "./description.js";
export {
  CallError,
  LoginError,
  OAuth1Error,
  type AnswerDetails,
  type CallDetails,
  type CallProblem,
  type LoginProblem,
} from "./errors.js";
export type {
  Flow,
  FlowContext,
  KeysOf,
  KeysOfFlows,
  MethodsOf,
  ProviderWithFlows,
} from "./flow.js";
export { callbackLogin, type CallbackLogin } from "./flows/callback-login.js";
export { exchange, type Exchange, type ExchangeDescription } from "./flows/exchange.js";
export {
  identity,
  type Identity,
  type IdentityAnswer,
  type IdentityDescription,
} from "./flows/identity.js";
export {
  liveSession,
  type LiveSession,
  type LiveSessionDescription,
  type LiveSessionKeys,
} from "./flows/live-session.js";
export { loginWithoutVerifier, type LoginWithoutVerifier } from "./flows/login-without-verifier.js";
export { login, type Login } from "./flows/login.js";
export { pinLogin, type PinLogin } from "./flows/pin-login.js";
export {
  pushedLogin,
  type PushedLogin,
  type PushedLoginDescription,
} from "./flows/pushed-login.js";
export { renewal, type Renewal, type RenewalDescription } from "./flows/renewal.js";
export {
  reverseAuth,
  type ReverseAuth,
  type ReverseAuthDescription,
  type ReverseAuthorization,
} from "./flows/reverse-auth.js";
export { revocation, type Revocation } from "./flows/revocation.js";
export { xAuth, type XAuth } from "./flows/x-auth.js";
export type { TokenPair } from "./kept.js";
export type { AuthorizationDescription } from "./login/authorization.js";
export type { CallbackDescription, DenialSign } from "./login/callback.js";
export type {
  ApprovalCompletion,
  CallbackCompletion,
  Completion,
  VerifierCompletion,
} from "./login/complete.js";
export type {
  BeginOptions,
  DiscoveryDescription,
  LoginAccount,
  LoginDescription,
  LoginKeys,
  LoginParams,
} from "./login/description.js";
export type { StepValue } from "./login/step-parameters.js";
export type { StepOptions } from "./login/step.js";
export type { Begun, TemporaryCredentials } from "./login/temporary.js";
export { pairsOf, type ListStyle } from "./lists.js";
export {
  operation,
  pagedOperation,
  type Operation,
  type OperationArguments,
  type PagedOperation,
} from "./operation.js";
export type {
  CallOptions,
  OperationDescription,
  PagedDescription,
} from "./operation-description.js";
export type {
  AnyClientOptions,
  ClientOptions,
  ConnectionOptions,
  RequestNotice,
  ResponseNotice,
  RetryNotice,
  RetryOptions,
} from "./options.js";
export { paginate, type PaginateArguments, type PaginateOptions, type Pages } from "./paginate.js";
export type { NextPage, Page, Pagination } from "./pagination.js";
export { continuedPages } from "./pagination/continued.js";
export { cursorPages } from "./pagination/cursor.js";
export { lastItemPages } from "./pagination/last-item.js";
export { linkedPages } from "./pagination/linked.js";
export { numberedPages } from "./pagination/numbered.js";
export { offsetPages } from "./pagination/offset.js";
export type { Reach, ServerContext, ServersOfAccount } from "./reach.js";
export { readXml } from "./read-xml.js";
export type { RateLimit } from "./rate-limit.js";
export type { Answer } from "./result.js";
export type { AuthLevel, Call, Connection, Session, SessionLevel } from "./session.js";
export { openTemporary, sealTemporary, type SealOptions } from "./sealed.js";
export type { SealingKey } from "./sealing-box.js";
