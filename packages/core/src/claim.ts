import type { Parameter } from "./parameters.js";
import { decode } from "./percent.js";
import { refuse, type Received, type Refusal, type Source } from "./received.js";
import type { SignatureMethod } from "./signature-method.js";
import type { Verdict, Verified, VerifyOptions } from "./verdict.js";

/** What a request says about itself, complete and well-formed, and how it is to be proved. */
export interface Claims {
  readonly ok: true;
  readonly method: SignatureMethod<never>;
  /** The signature that was sent. */
  readonly given: string;
  readonly bodyHash: string | undefined;
  /** True once the signature is. */
  readonly verdict: Yes;
}

/**
 * Reads the protocol parameters of a received request (RFC 5849 section 3.1): in one place, each once, all there.
 *
 * @example
 * const limits = { header: 8192, form: 8192, parameters: 256, parameter: 8192 };
 * const received = read({ method: "GET", url: "https://example.com/?oauth_token=a&oauth_token=b" }, limits);
 * claim(received, { methods: [hmacSha1] }); // => { ok: false, problem: "parameter_rejected", advice: "oauth_token appears twice." }
 */
export function claim(received: Received, options: VerifyOptions): Claims | Refusal {
  const signed = received.sources.filter(({ parameters }) => parameters.some(isCredential));
  const [source] = signed;
  if (source === undefined) return refuse("parameter_absent", "The request is not signed.");
  if (signed.length > 1) return scattered();
  const fields = protocolFields(received, source, options);
  if (!fields.ok) return fields;
  const { values } = fields;
  const method = methodOf(values, options);
  if ("ok" in method) return method;
  const stale = freshnessRefusal(method, values);
  if (stale !== undefined) return stale;
  const bodyHash = values.get("oauth_body_hash");
  if (received.form && bodyHash !== undefined) {
    return refuse("parameter_rejected", "A form is signed itself and has no oauth_body_hash.");
  }
  const verdict = verdictOf(fields, { method, transmission: source.transmission, received });
  return { ok: true, method, given: values.get("oauth_signature") ?? "", bodyHash, verdict };
}

/** A verdict that accepts. */
type Yes = Extract<Verdict, { ok: true }>;

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

const VERSIONS: readonly string[] = ["1.0"];

type Fields = {
  readonly ok: true;
  readonly parameters: Verified["parameters"];
  readonly values: ReadonlyMap<string, string>;
};

function methodOf(
  values: Fields["values"],
  { methods, versions = VERSIONS }: VerifyOptions,
): SignatureMethod<never> | Refusal {
  const absent = REQUIRED.find((name) => !values.has(name));
  if (absent !== undefined) return refuse("parameter_absent", absent);
  const named = values.get("oauth_signature_method");
  const method = methods.find(({ name }) => name === named);
  if (method === undefined) return refuse("signature_method_rejected");
  const version = values.get("oauth_version");
  const isAccepted = version === undefined || versions.includes(version);
  return isAccepted ? method : refuse("version_rejected");
}

function verdictOf(
  { values, parameters }: Fields,
  {
    method,
    transmission,
    received: { realm },
  }: Pick<Claims, "method"> & Pick<Source, "transmission"> & { readonly received: Received },
): Yes {
  const verdict: Writable<Yes> = {
    ok: true,
    consumerKey: values.get("oauth_consumer_key") ?? "",
    method: method.name,
    transmission,
    parameters,
  };
  const nonce = values.get("oauth_nonce");
  const timestamp = values.get("oauth_timestamp");
  const token = values.get("oauth_token");
  if (nonce !== undefined) verdict.nonce = nonce;
  if (timestamp !== undefined) verdict.timestamp = Number(timestamp);
  // An empty token is no token: some clients always send the parameter.
  if (token !== undefined && token !== "") verdict.token = token;
  if (realm !== undefined) verdict.realm = realm;
  return verdict;
}

function protocolFields(
  { sources }: Received,
  source: Source,
  { scatteredParameters = false }: VerifyOptions,
): Fields | Refusal {
  const values = new Map<string, string>();
  const parameters: [string, string][] = [];
  for (const one of sources) {
    for (const [name, encoded] of one.parameters) {
      if (values.has(name)) return refuse("parameter_rejected", `${name} appears twice.`);
      const value = decode(encoded);
      values.set(name, value);
      if (name !== "oauth_signature") parameters.push([name, value]);
    }
    if (one !== source && !scatteredParameters) return scattered();
  }
  return { ok: true, parameters, values };
}

function scattered(): Refusal {
  return refuse("parameter_rejected", "The protocol parameters are in more than one place.");
}

function freshnessRefusal(
  { usesNonce }: SignatureMethod<never>,
  values: Fields["values"],
): Refusal | undefined {
  const nonce = values.get("oauth_nonce");
  const timestamp = values.get("oauth_timestamp");
  if (usesNonce && timestamp === undefined) return refuse("parameter_absent", "oauth_timestamp");
  if (usesNonce && (nonce === undefined || nonce === "")) {
    return refuse("parameter_absent", "oauth_nonce");
  }
  if (timestamp === undefined || /^[1-9][0-9]{0,14}$/.test(timestamp)) return undefined;
  return refuse("parameter_rejected", "oauth_timestamp is not a positive whole number of seconds.");
}

function isCredential([name]: Parameter): boolean {
  return CREDENTIAL_NAMES.has(name);
}
