/**
 * OAuth 1.0a signing and verifying (RFC 5849). The pipeline, in the order of the files:
 * request, percent, parameters, base-string, methods, authorization, sign and verify.
 */
export type {
  AsymmetricKey,
  CryptoKeyLike,
  KeyObjectLike,
  RsaJsonWebKey,
} from "./asymmetric-key.js";
export {
  formatAuthorization,
  parseAuthorization,
  type AuthorizationFormat,
  type ParsedAuthorization,
} from "./authorization.js";
export { baseString, baseStringUri, type BaseString, type BaseStringUri } from "./base-string.js";
export type { BodyHashRule } from "./body-hash.js";
export type { Brand } from "./brand.js";
export type { HashName } from "./crypto/platform.js";
export { hashText } from "./hash.js";
export {
  formatForm,
  normalize,
  parseForm,
  type NormalizedParameters,
  type Parameter,
  type Parameters,
} from "./parameters.js";
export { decode, encode, encodeWire, type Encoded } from "./percent.js";
export { readBody } from "./read-body.js";
export {
  formBody,
  headerValues,
  isRequest,
  receivedTarget,
  requestParts,
  sentTarget,
  type BodyContent,
  type HeaderFields,
  type RequestParts,
  type Target,
} from "./request.js";
export type { PrivateKey } from "./rsa.js";
export { expose, secret, type Secret } from "./secret.js";
export {
  signature,
  type Credentials,
  type SharedKey,
  type Signature,
  type SignatureMethod,
  type TokenKey,
  type VerifyingKeys,
} from "./signature-method.js";
export { sign, signSync, type SignOptions, type SignedRequest, type Transmission } from "./sign.js";
export type {
  KeyLookup,
  Presented,
  Verdict,
  Verified,
  VerifyLimits,
  VerifyOptions,
  VerifyProblem,
} from "./verdict.js";
export { verify } from "./verify.js";
