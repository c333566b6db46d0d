import type { Parameter } from "./parameters.js";
import { decode } from "./percent.js";
import { refuse, type Received, type Refusal, type Source } from "./received.js";
import type { SignatureMethod } from "./signature-method.js";
import type { Verified, VerifyOptions } from "./verdict.js";

/** What a request says about itself, complete and well-formed, and how it is to be proved. */
export interface Claims {
  readonly ok: true;
  readonly method: SignatureMethod<never>;
  /** The signature that was sent. */
  readonly given: string;
  /** True once the signature is. */
  readonly verified: Verified;
}

/**
 * Reads the protocol parameters of a received request (RFC 5849 section 3.1): in one place, each once, all there.
 *
 * @example
 * const limits = { header: 8192, parameters: 256, parameter: 8192 };
 * const received = read({ method: "GET", url: "https://example.com/?oauth_token=a&oauth_token=b" }, limits);
 * claim(received, { methods: [hmacSha1] }); // => { ok: false, problem: "parameter_rejected", advice: "oauth_token appears twice." }
 */
export function claim(received: Received, options: VerifyOptions): Claims | Refusal {
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
  const stale = freshnessRefusal(method, value);
  if (stale !== undefined) return stale;
  if (received.form && value("oauth_body_hash") !== undefined) {
    return refuse("parameter_rejected", "A form is signed itself and has no oauth_body_hash.");
  }
  const verified: Writable<Verified> = {
    consumerKey: value("oauth_consumer_key") ?? "",
    method: method.name,
    transmission: source.transmission,
    parameters: fields.parameters,
  };
  const nonce = value("oauth_nonce");
  const timestamp = value("oauth_timestamp");
  const token = value("oauth_token");
  if (nonce !== undefined) verified.nonce = nonce;
  if (timestamp !== undefined) verified.timestamp = Number(timestamp);
  // An empty token is no token: some clients always send the parameter.
  if (token !== undefined && token !== "") verified.token = token;
  if (received.realm !== undefined) verified.realm = received.realm;
  return { ok: true, method, given: value("oauth_signature") ?? "", verified };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

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
  const parameters: [string, string][] = [];
  for (const one of sources) {
    for (const [name, encoded] of one.parameters) {
      if (!name.startsWith("oauth_")) continue;
      if (values.has(name)) return refuse("parameter_rejected", `${name} appears twice.`);
      const value = decode(encoded);
      values.set(name, value);
      if (name !== "oauth_signature") parameters.push([name, value]);
    }
    if (one !== source && !scatteredParameters && one.parameters.some(isProtocol)) {
      return refuse("parameter_rejected", "The protocol parameters are in more than one place.");
    }
  }
  return { ok: true, parameters, value: (name) => values.get(name) };
}

function freshnessRefusal(
  { usesNonce }: SignatureMethod<never>,
  value: Fields["value"],
): Refusal | undefined {
  const nonce = value("oauth_nonce");
  const timestamp = value("oauth_timestamp");
  if (usesNonce && timestamp === undefined) return refuse("parameter_absent", "oauth_timestamp");
  if (usesNonce && (nonce === undefined || nonce === "")) {
    return refuse("parameter_absent", "oauth_nonce");
  }
  if (timestamp === undefined || /^[1-9][0-9]{0,14}$/.test(timestamp)) return undefined;
  return refuse("parameter_rejected", "oauth_timestamp is not a positive whole number of seconds.");
}

function isProtocol([name]: Parameter): boolean {
  return name.startsWith("oauth_");
}

function isCredential([name]: Parameter): boolean {
  // Most names are none of ours, and comparing their beginning is cheaper than hashing them.
  return name.startsWith("oauth_") && CREDENTIAL_NAMES.has(name);
}
