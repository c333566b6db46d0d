import { parseAuthorization } from "./authorization.js";
import { baseString, baseStringUri } from "./base-string.js";
import { normalize, parseForm, type Parameters } from "./parameters.js";
import { decode, encode, type Encoded } from "./percent.js";
import {
  formBody,
  headerValues,
  receivedTarget,
  requestParts,
  type RequestParts,
  type Target,
} from "./request.js";
import { secret } from "./secret.js";
import type { Transmission } from "./sign.js";
import { signature, type SignatureMethod, type VerifyingKeys } from "./signature-method.js";

/** Yes with what was found, or no with a problem code and, where it helps, a sentence for the operator's log. */
export type Verdict<T = Verified, P extends string = VerifyProblem> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly problem: P; readonly advice?: string };

/**
 * What can be wrong with a signed request before anybody looks at a clock or a store. The names are those
 * of the OAuth Problem Reporting extension. Closed: a `switch` over it can be exhaustive.
 */
export type VerifyProblem =
  | "consumer_key_unknown"
  | "parameter_absent"
  | "parameter_rejected"
  | "signature_invalid"
  | "signature_method_rejected"
  | "version_rejected";

/** What the request claims about itself. Nothing here is proved before the signature is. */
export interface Presented {
  readonly consumerKey: string;
  readonly token?: string;
  readonly method: string;
}

/** A request whose signature is right: what it presented, decoded, is now proved. */
export interface Verified extends Presented {
  readonly realm?: string;
  /** Absent where the method needs none (PLAINTEXT). */
  readonly nonce?: string;
  /** Seconds since 1970. */
  readonly timestamp?: number;
  readonly transmission: Transmission;
  /** Every `oauth_` parameter but the signature, decoded. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** Finds the keys of whoever the request claims to be; `undefined` for an unknown consumer or token. */
export type KeyLookup = (
  presented: Presented,
) => VerifyingKeys | undefined | Promise<VerifyingKeys | undefined>;

/** What `verify` accepts. */
export interface VerifyOptions {
  /** The methods that may be used; a request with any other is refused. */
  readonly methods: readonly SignatureMethod<never>[];
  /**
   * Whether `oauth_callback` and `oauth_verifier` may travel apart from the other protocol parameters, in the
   * query or the form, as some clients send them. False by default.
   */
  readonly scatteredParameters?: boolean;
  readonly limits?: Partial<VerifyLimits>;
}

/** How much of a peer's input is read before it is refused. */
export interface VerifyLimits {
  /** Characters of the Authorization header; 8192 by default. */
  readonly header: number;
  /** Parameters of query, form and header together; 256 by default. */
  readonly parameters: number;
  /** Characters of one encoded name or value; 8192 by default. */
  readonly parameter: number;
}

/**
 * Verifies the signature of a received request (RFC 5849 section 3.2). Whatever the peer has sent, the answer
 * is a verdict and never an exception; only `keys` can reject. Timestamp and nonce are checked for their form
 * alone: whether they are fresh is for the caller to say, who has a clock and a store.
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
  const received = read(request instanceof Request ? await requestParts(request) : request, {
    ...DEFAULT_LIMITS,
    ...options.limits,
  });
  if (!received.ok) return received;
  const claims = claim(received, options);
  if (!claims.ok) return claims;
  const { method, given, verified } = claims;
  const { consumerKey, token } = verified;
  const found = await keys({
    consumerKey,
    method: method.name,
    ...(token === undefined ? {} : { token }),
  });
  const base = baseString(
    received.method,
    baseStringUri(received.target),
    normalize(received.sources.flatMap(({ parameters }) => parameters.filter(isSigned))),
  );
  // An unknown consumer costs the same work as a wrong signature.
  const matches = await method.verify(base, signature(given), found ?? NOBODY);
  if (found === undefined) return refuse("consumer_key_unknown");
  return matches ? { ok: true, ...verified } : refuse("signature_invalid");
}

interface Source {
  readonly transmission: Transmission;
  readonly parameters: Parameters;
}

interface Received {
  readonly ok: true;
  readonly method: string;
  readonly target: Target;
  readonly sources: readonly Source[];
  readonly realm?: string;
}

interface Claims {
  readonly ok: true;
  readonly method: SignatureMethod<never>;
  readonly given: string;
  readonly verified: Verified;
}

type Refusal = Extract<Verdict, { ok: false }>;

const DEFAULT_LIMITS: VerifyLimits = { header: 8192, parameters: 256, parameter: 8192 };

const NOBODY: VerifyingKeys = { consumer: { secret: secret("nobody") } };

const SIGNATURE = encode("oauth_signature");

/** The parameters that make a request a signed one: all in one place (RFC 5849 section 3.5). */
const CREDENTIAL_NAMES: ReadonlySet<string> = new Set([
  "oauth_consumer_key",
  "oauth_nonce",
  "oauth_signature",
  "oauth_signature_method",
  "oauth_timestamp",
  "oauth_token",
  "oauth_version",
]);

function read(request: RequestParts, limits: VerifyLimits): Received | Refusal {
  const target = receivedTarget(request.url);
  if (target === undefined) {
    return refuse("parameter_rejected", "The request's URL is not an absolute http or https URL.");
  }
  const headers = headerValues(request.headers, "authorization");
  if (headers.length > 1)
    return refuse("parameter_rejected", "There are two Authorization headers.");
  const [header = ""] = headers;
  if (header.length > limits.header) {
    return refuse(
      "parameter_rejected",
      `The Authorization header is over ${limits.header} characters.`,
    );
  }
  const form = formBody(request) ?? "";
  if ([target.query, form].some((text) => exceeds(text, "&", limits.parameters)))
    return tooMany(limits);
  const authorization = parseAuthorization(header);
  if (authorization?.ok === false) return authorization;
  const sources: readonly Source[] = [
    { transmission: "header", parameters: authorization?.parameters ?? [] },
    { transmission: "body", parameters: parseForm(form) },
    { transmission: "query", parameters: parseForm(target.query) },
  ];
  const all = sources.flatMap((source) => source.parameters);
  if (all.length > limits.parameters) return tooMany(limits);
  if (
    all.some(([name, value]) => name.length > limits.parameter || value.length > limits.parameter)
  ) {
    return refuse("parameter_rejected", `A parameter is over ${limits.parameter} characters.`);
  }
  const realm = authorization?.realm;
  return {
    ok: true,
    method: request.method,
    target,
    sources,
    ...(realm === undefined ? {} : { realm }),
  };
}

function claim(received: Received, options: VerifyOptions): Claims | Refusal {
  const signed = received.sources.filter(({ parameters }) => parameters.some(isCredential));
  const [source] = signed;
  if (source === undefined) return refuse("parameter_absent", "The request is not signed.");
  if (signed.length > 1) {
    return refuse("parameter_rejected", "The protocol parameters are in more than one place.");
  }
  const fields = protocolFields(received, source, options);
  if (!fields.ok) return fields;
  const { value } = fields;
  const method = options.methods.find(({ name }) => name === value("oauth_signature_method"));
  const absent = REQUIRED.find((name) => value(name) === undefined);
  if (absent !== undefined) return refuse("parameter_absent", absent);
  if (method === undefined) return refuse("signature_method_rejected");
  if ((value("oauth_version") ?? "1.0") !== "1.0") return refuse("version_rejected");
  const freshness = readFreshness(method, value);
  if (!freshness.ok) return freshness;
  const token = value("oauth_token");
  return {
    ok: true,
    method,
    given: value("oauth_signature") ?? "",
    verified: {
      consumerKey: value("oauth_consumer_key") ?? "",
      method: method.name,
      transmission: source.transmission,
      parameters: fields.parameters,
      ...freshness.fields,
      // An empty token is no token: some clients always send the parameter.
      ...(token === undefined || token === "" ? {} : { token }),
      ...(received.realm === undefined ? {} : { realm: received.realm }),
    },
  };
}

const REQUIRED = ["oauth_consumer_key", "oauth_signature_method", "oauth_signature"] as const;

type Fields = {
  readonly ok: true;
  readonly parameters: Verified["parameters"];
  readonly value: (name: string) => string | undefined;
};

function protocolFields(
  { sources }: Received,
  source: Source,
  { scatteredParameters = false }: VerifyOptions,
): Fields | Refusal {
  const values = new Map<string, string>();
  for (const { parameters } of sources) {
    for (const [name, value] of parameters) {
      if (!name.startsWith("oauth_")) continue;
      if (values.has(name)) return refuse("parameter_rejected", `${name} appears twice.`);
      values.set(name, decode(value));
    }
    if (parameters !== source.parameters && !scatteredParameters && parameters.some(isProtocol)) {
      return refuse("parameter_rejected", "The protocol parameters are in more than one place.");
    }
  }
  const parameters = [...values].filter(([name]) => name !== SIGNATURE);
  return { ok: true, parameters, value: (name) => values.get(name) };
}

function readFreshness(
  { usesNonce }: SignatureMethod<never>,
  value: Fields["value"],
): { readonly ok: true; readonly fields: Pick<Verified, "nonce" | "timestamp"> } | Refusal {
  const nonce = value("oauth_nonce");
  const timestamp = value("oauth_timestamp");
  if (usesNonce && timestamp === undefined) return refuse("parameter_absent", "oauth_timestamp");
  if (usesNonce && (nonce === undefined || nonce === ""))
    return refuse("parameter_absent", "oauth_nonce");
  if (timestamp !== undefined && !/^[1-9][0-9]{0,14}$/.test(timestamp)) {
    return refuse(
      "parameter_rejected",
      "oauth_timestamp is not a positive whole number of seconds.",
    );
  }
  return {
    ok: true,
    fields: {
      ...(nonce === undefined ? {} : { nonce }),
      ...(timestamp === undefined ? {} : { timestamp: Number(timestamp) }),
    },
  };
}

function refuse(problem: VerifyProblem, advice?: string): Refusal {
  return { ok: false, problem, ...(advice === undefined ? {} : { advice }) };
}

function tooMany(limits: VerifyLimits): Refusal {
  return refuse("parameter_rejected", `The request has over ${limits.parameters} parameters.`);
}

// Counted before anything is parsed, so that a hundred thousand parameters cost next to nothing. Empty
// segments count here: the limit is on what a peer can make this code do.
function exceeds(text: string, separator: string, limit: number): boolean {
  let count = 0;
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
    count += 1;
    if (count > limit) return true;
  }
  return false;
}

function isProtocol([name]: readonly [Encoded, Encoded]): boolean {
  return name.startsWith("oauth_");
}

function isCredential([name]: readonly [Encoded, Encoded]): boolean {
  return CREDENTIAL_NAMES.has(name);
}

function isSigned([name]: readonly [Encoded, Encoded]): boolean {
  return name !== SIGNATURE;
}
