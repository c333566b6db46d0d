import { baseString, baseStringUri, type BaseString } from "../base-string.js";
import { hmacSha1 } from "../methods/hmac-sha1.js";
import { hmacSha256 } from "../methods/hmac-sha256.js";
import { plaintext } from "../methods/plaintext.js";
import { normalize } from "../parameters.js";
import { decode, encode } from "../percent.js";
import { bodyContent, type RequestParts } from "../request.js";
import { expose, type Secret } from "../secret.js";
import type { SignatureMethod, VerifyingKeys } from "../signature-method.js";
import { collect, SIGNATURE, type Collected } from "../reading/collect.js";
import { asEncoded, byNameThenValue, type Draft, type Mac, type Sent } from "./draft.js";
import { hmacs, macOf } from "./mac.js";

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
export function readRefused({ request: given }: Refused): ReadRefused {
  const { method, url } = given;
  const request =
    "authorization" in given
      ? { method, url, headers: { authorization: given.authorization } }
      : given;
  try {
    const collected = collect(request);
    if (collected.fields.length > MOST_READ) {
      return { ok: false, problem: `The request has over ${MOST_READ} parameters.` };
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
): Promise<{ ok: true; draft: Draft } | { ok: false; problem: string }> {
  const { credentials, methods = DEFAULT_METHODS, otherSecrets = [] } = refused;
  const { fields, target, realm } = collected;
  const values = (name: string): readonly string[] =>
    fields.filter((field) => field.name === name).map(({ value }) => decode(value));
  const [carried, second] = values(SIGNATURE);
  const given = refused.signature ?? carried;
  if (given === undefined) return { ok: false, problem: "The request is not signed." };
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
    ...(realm === undefined ? {} : { realm }),
    ...(carried === undefined || carried === given ? {} : { carried }),
  };
  return { ok: true, draft: rightDraft(sent, { mac, credentials, signature: given }) };
}

// Two hundred base strings of more would take seconds.
const MOST_READ = 1000;

const DEFAULT_METHODS = [hmacSha1, hmacSha256, plaintext] as const;

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
  { body }: RequestParts,
  { hasForm }: Collected,
): Pick<Sent, "parts"> & Pick<Partial<Sent>, "content"> {
  if (body instanceof FormData) {
    const parts = [...body].flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, value]] : [],
    );
    return { parts };
  }
  const isReadable =
    typeof body === "string" || body instanceof ArrayBuffer || ArrayBuffer.isView(body);
  if (hasForm || !isReadable) return { parts: [] };
  const content = bodyContent(body);
  return {
    parts: [],
    ...(content === undefined
      ? {}
      : { content: typeof content === "string" ? content : new TextDecoder().decode(content) }),
  };
}
