import { baseString, baseStringUri, type BaseString } from "../base-string.js";
import { bodyHashFunction } from "../body-hash.js";
import { claim } from "../claim.js";
import type { HashName } from "../crypto/platform.js";
import { hmacSha1 } from "../methods/hmac-sha1.js";
import { hmacSha256 } from "../methods/hmac-sha256.js";
import { plaintext } from "../methods/plaintext.js";
import { normalize } from "../parameters.js";
import { decode, encode, SIGNATURE } from "../percent.js";
import { read } from "../received.js";
import { bodyContent, bodyFlaw, headerValues, type RequestParts } from "../request.js";
import { expose, type Secret } from "../secret.js";
import type { SignatureMethod, VerifyingKeys } from "../signature-method.js";
import { collect, type Collected } from "../reading/collect.js";
import { asEncoded, byNameThenValue, type Draft, type Mac, type Sent } from "./draft.js";
import { findBodyHashMistakes, HASH_OF_FORM } from "./body-hash.js";
import { hmacs, macOf } from "./mac.js";
import type { Mistake } from "./mistake.js";
import { multipartFields } from "./multipart.js";
import { NOT_PROXIED, proxiedBy } from "./proxied.js";
import { unsigned } from "./unsigned.js";

/** A request of which only the request line and the Authorization header are known. */
export interface HeaderOnly {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
}

/** A request whose signature was refused, and what is known about it. */
export interface Refused {
  /** As it was sent, signature and all. */
  readonly request: RequestParts | HeaderOnly;
  /**
   * Whether this is what a server has received: its URL is read byte for byte then, as `verify` reads it. False by default,
   * for what a client sends: its URL is what `fetch` makes of it.
   */
  readonly received?: boolean;
  /** The secrets that belong to the consumer key and the token in the request. */
  readonly credentials: VerifyingKeys;
  /** In place of the one that the request carries; not percent-encoded. */
  readonly signature?: string;
  /** The base string that the server says it expected. */
  readonly baseString?: string;
  /** Secrets that may have been taken by mistake, as those of the earlier leg. */
  readonly otherSecrets?: readonly (string | Secret)[];
  /** The methods that the request may name; HMAC-SHA1, HMAC-SHA256 and PLAINTEXT by default. */
  readonly methods?: readonly SignatureMethod<never>[];
  /** The body hash's function; that of the signature method by default, or SHA-1. */
  readonly bodyHashAlgorithm?: HashName;
}

/** A request taken apart, and what it comes to; or why it cannot be read. */
export type ReadRefused =
  | {
      readonly ok: true;
      readonly request: RequestParts;
      readonly collected: Collected;
      readonly base: BaseString;
    }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a refused request. What a peer has sent throws nothing.
 *
 * @example
 * const request = { method: "GET", url: "https://example.com/?b&a", authorization: "" };
 * readRefused({ request, credentials: { consumer: {} } }).base; // => "GET&https%3A%2F%2Fexample.com%2F&a%3D%26b%3D"
 */
export function readRefused({ request: given, ...side }: Refused): ReadRefused {
  const { method, url } = given;
  const request =
    "authorization" in given
      ? { method, url, headers: { authorization: given.authorization } }
      : given;
  try {
    const collected = collect(request, side);
    if (collected.fields.length > MOST_READ) {
      return { ok: false, problem: `The request has over ${MOST_READ} parameters.` };
    }
    if (lengthOf(request, collected) > MOST_CHARACTERS) {
      return { ok: false, problem: `The request has over ${MOST_CHARACTERS} characters to sign.` };
    }
    const counted = collected.fields.filter(({ name }) => name !== SIGNATURE);
    const parameters = normalize(counted.map(({ name, value }) => [name, value] as const));
    const base = baseString(method, baseStringUri(collected.target), parameters);
    return { ok: true, request, collected, base };
  } catch (error) {
    if (error instanceof TypeError) return { ok: false, problem: error.message };
    throw error;
  }
}

/**
 * Reads how a refused request is signed: the draft of a signer that makes no mistake, or why there is none.
 *
 * @example
 * const request = { method: "GET", url: "https://example.com/", authorization: "" };
 * const refused = { request, credentials: { consumer: {} } };
 * await readSigning(refused, readRefused(refused)); // => { ok: false, problem: "The request is not signed." }
 */
export async function readSigning(
  refused: Refused,
  { request, collected, base }: Extract<ReadRefused, { ok: true }>,
): Promise<{ ok: true; draft: Draft; hash: HashName } | { ok: false; problem: string }> {
  const { credentials, methods = DEFAULT_METHODS, otherSecrets = [] } = refused;
  const { fields, target, realm } = collected;
  const values = (name: string): readonly string[] =>
    fields.filter((field) => field.name === name).map(({ value }) => decode(value));
  const [carried, second] = values(SIGNATURE);
  const given = refused.signature ?? carried;
  if (given === undefined) return { ok: false, problem: unsigned(request) };
  if (second !== undefined) return { ok: false, problem: "There are two signatures." };
  const [name = ""] = values("oauth_signature_method");
  const method = methods.find((known) => known.name === name);
  if (method === undefined) return { ok: false, problem: unknownMethod(name) };
  const known = hmacs();
  const mac = await macOf(method, { base, keys: credentials, known });
  const sent: Sent = {
    url: request.url,
    verb: request.method,
    target,
    fields,
    hmacs: known,
    otherSecrets: otherSecrets.map(expose),
    ...bodyOf(request, collected),
    proxied: refused.received === true ? proxiedBy(request) : NOT_PROXIED,
    ...(realm === undefined ? {} : { realm }),
    ...(carried === undefined || carried === given ? {} : { carried }),
  };
  const draft = rightDraft(sent, { mac, credentials, signature: given });
  return { ok: true, draft, hash: bodyHashFunction({ ...refused, method }) };
}

/**
 * What is wrong with the body hash of a refused request. Nothing is said where it carries none, or where its body is not
 * there or cannot be read without consuming it.
 *
 * @example
 * const url = "https://example.com/?oauth_body_hash=2jmj7l5rSw0yVb%2FvlWAYkK%2FYBwk%3D";
 * const request = { method: "PUT", url, body: "Hello World!" };
 * const mistakes = await readBodyHash(readRefused({ request, credentials: { consumer: {} } }), "SHA-1");
 * mistakes.map(({ id }) => id); // => ["body-hash-of-empty"]
 */
export async function readBodyHash(
  { request, collected }: Extract<ReadRefused, { ok: true }>,
  hash: HashName,
): Promise<readonly Mistake[]> {
  const given = collected.fields.find(({ name }) => name === "oauth_body_hash")?.value;
  if (given === undefined) return [];
  if (collected.hasForm) return [HASH_OF_FORM];
  const content = readableContent(request);
  if (content === undefined) return [];
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return findBodyHashMistakes({ given: decode(given), content: bytes, hash });
}

/**
 * What a server objects to in a request whose signature is right (RFC 5849 section 3.1): a sentence, or nothing.
 *
 * @example
 * const request = { method: "GET", url: "https://example.com/?oauth_token=a&oauth_token=b" };
 * const refused = { request, credentials: { consumer: {} } };
 * formFlaw(refused, readRefused(refused)); // => "oauth_token appears twice."
 */
export function formFlaw(
  { methods = DEFAULT_METHODS, signature }: Refused,
  { request, collected }: Extract<ReadRefused, { ok: true }>,
): string | undefined {
  if (signature !== undefined) return undefined;
  const { query } = collected.target;
  const url = `${baseStringUri(collected.target)}?${query}`;
  const received = read({ ...request, url }, NO_LIMITS);
  const claims = received.ok ? claim(received, { methods, scatteredParameters: true }) : received;
  if (claims.ok) return undefined;
  if (claims.problem === "version_rejected") return "oauth_version is not 1.0.";
  return claims.problem === "parameter_absent" ? `${claims.advice} is missing.` : claims.advice;
}

// Two hundred base strings of more would take seconds.
const MOST_READ = 1000;

// Every mistake is tried alone on all of them, which takes a second then. A query, a form and a header within the limits of
// `verify` are less.
const MOST_CHARACTERS = 300_000;

const DEFAULT_METHODS = [hmacSha1, hmacSha256, plaintext] as const;

// A request that could be read is not too long.
const NO_LIMITS = {
  header: Infinity,
  form: Infinity,
  parameters: Infinity,
  parameter: Infinity,
} as const;

function lengthOf({ method }: RequestParts, { target, fields, realm = "" }: Collected): number {
  const rest = method.length + target.host.length + target.path.length + realm.length;
  return fields.reduce((sum, { raw }) => sum + raw.length, rest);
}

function unknownMethod(name: string): string {
  if (name === "") return "The request does not name its oauth_signature_method.";
  return `The request is signed with ${name}: pass that method in methods, if it is one.`;
}

function rightDraft(
  sent: Sent,
  signing: { mac: Mac; credentials: VerifyingKeys; signature: string },
): Draft {
  const { mac, credentials, signature } = signing;
  const { consumer, token, keyAmpersand } = credentials;
  const isBare = keyAmpersand === false;
  return {
    sent,
    verb: sent.verb.toUpperCase(),
    uri: { scheme: sent.target.scheme, host: sent.target.host, path: sent.target.path, tail: "" },
    fields: sent.fields.filter(({ name }) => name !== SIGNATURE),
    spell: asEncoded,
    sort: byNameThenValue,
    piece: encode,
    join: (pieces) => pieces.join("&"),
    ending: "",
    key: {
      consumer: expose(consumer.secret ?? ""),
      token: expose(token?.secret ?? ""),
      write: encode,
      join: (first, last) => (isBare && last === "" ? first : `${first}&${last}`),
      charset: "utf-8",
    },
    mac,
    isSwapped: false,
    signature,
  };
}

function bodyOf(
  request: RequestParts,
  { hasForm }: Collected,
): Pick<Sent, "parts"> & Pick<Partial<Sent>, "content"> {
  const { body } = request;
  if (body instanceof FormData) {
    const parts = [...body].flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, value]] : [],
    );
    return signable(parts);
  }
  const content = hasForm ? undefined : readableContent(request);
  if (content === undefined) return { parts: [] };
  const [contentType = ""] = headerValues(request.headers, "content-type");
  const parts = multipartFields(contentType, content);
  if (parts.length > 0 || isLong(content)) return signable(parts);
  const text = typeof content === "string" ? content : new TextDecoder().decode(content);
  return { parts: [], content: text };
}

function signable(parts: Sent["parts"]): Pick<Sent, "parts"> {
  return { parts: isLong(parts.flat().join("")) ? [] : parts };
}

// Nobody signs so much by mistake, and to try would take long.
function isLong({ length }: string | Uint8Array): boolean {
  return length > MOST_CHARACTERS;
}

function readableContent({ body }: RequestParts): string | Uint8Array | undefined {
  return bodyFlaw(body) === undefined ? bodyContent(body) : undefined;
}
