import { digest, equal, randomNonce } from "#crypto";
import { encodedUri, sortedBaseString } from "./base-string.js";
import { bodyHashFunction } from "./body-hash.js";
import { claim } from "./claim.js";
import { sort } from "./parameters.js";
import { readBody, readForm } from "./read-body.js";
import { read, refuse, type Refusal } from "./received.js";
import {
  bodyContent,
  bodyFlaw,
  isForm,
  isRequest,
  mayHaveBody,
  type RequestParts,
} from "./request.js";
import { signature, type SignatureMethod, type VerifyingKeys } from "./signature-method.js";
import type {
  KeyLookup,
  Presented,
  Verdict,
  Verified,
  VerifyLimits,
  VerifyOptions,
} from "./verdict.js";

/**
 * Verifies the signature of a received request (RFC 5849 section 3.2). Whatever the peer has sent, the answer
 * is a verdict and never an exception; only `keys` can reject, a public key that nobody can read, and a body that was read
 * before. Of the form of a `Request` no more is read than `limits` says.
 * Timestamp and nonce are checked for their form alone: whether they are fresh is for the caller to say, who has a
 * clock and a store.
 *
 * @example
 * const verdict = await verify(
 *   {
 *     method: "GET",
 *     url: "http://photos.example.net/photos?file=vacation.jpg&size=original",
 *     headers: {
 *       authorization:
 *         'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", ' +
 *         'oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131202", oauth_nonce="chapoH", ' +
 *         'oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"',
 *     },
 *   },
 *   () => ({ consumer: { secret: "kd94hf93k423kf44" }, token: { secret: "pfkkdhi9sl3r4s00" } }),
 *   { methods: [hmacSha1] },
 * );
 * verdict.ok; // => true
 */
export async function verify(
  request: Request | RequestParts,
  keys: KeyLookup,
  options: VerifyOptions,
): Promise<Verdict> {
  const limits = limitsOf(options.limits);
  const parts = isRequest(request) ? await readForm(request, limits.form) : request;
  if (parts === undefined) return refuse("parameter_rejected", BROKEN_OFF);
  const received = read(parts, limits);
  if (!received.ok) return received;
  const claims = claim(received, options);
  if (!claims.ok) return claims;
  const { method, given, verdict } = claims;
  const asked = keys(presented(verdict)) ?? undefined;
  const found = (asked !== undefined && "then" in asked ? await asked : asked) ?? undefined;
  const base = sortedBaseString(parts.method, encodedUri(received.target), sort(received.signed));
  // An unknown consumer costs the same work as a wrong signature.
  const answer = method.verify(base, signature(given), found ?? nobodysKeys());
  const matches = answer instanceof Promise ? await answer : answer;
  if (found === undefined) return { ok: false, problem: "consumer_key_unknown" };
  if (!matches) return { ok: false, problem: "signature_invalid" };
  if (claims.bodyHash !== undefined || options.requireBodyHash === true) {
    const refusal = await bodyRefusal(request, claims.bodyHash, { ...options, method });
    if (refusal !== undefined) return refusal;
  }
  return verdict;
}

const BROKEN_OFF = "The body breaks off.";

function presented({ consumerKey, method, token }: Verified): Presented {
  return token === undefined ? { consumerKey, method } : { consumerKey, method, token };
}

function limitsOf({
  header = 8192,
  form = 131_072,
  parameters = 256,
  parameter = 8192,
}: Partial<VerifyLimits> = {}): VerifyLimits {
  return { header, form, parameters, parameter };
}

// Nobody can sign with these, whatever becomes of the answer.
function nobodysKeys(): VerifyingKeys {
  nobody ??= { consumer: { secret: randomNonce() } };
  return nobody;
}

let nobody: VerifyingKeys | undefined;

async function bodyRefusal(
  request: Request | RequestParts,
  given: string | undefined,
  options: VerifyOptions & { readonly method: SignatureMethod<never> },
): Promise<Refusal | undefined> {
  const isGiven = isRequest(request);
  if (given === undefined) {
    const hasBody = isGiven ? mayHaveBody(request) : (request.body ?? undefined) !== undefined;
    const needsHash = hasBody && !isForm(request);
    return needsHash ? refuse("parameter_absent", "oauth_body_hash") : undefined;
  }
  const body = isGiven ? await readBody(request, Infinity) : request.body;
  if (isGiven && body === undefined) return refuse("parameter_rejected", BROKEN_OFF);
  const flaw = bodyFlaw(body);
  if (flaw !== undefined) return refuse("body_hash_invalid", flaw);
  const matches = equal(await digest(bodyHashFunction(options), bodyContent(body) ?? ""), given);
  return matches ? undefined : refuse("body_hash_invalid");
}
