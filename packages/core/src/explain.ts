import { baseString, baseStringUri, type BaseString, type BaseStringUri } from "./base-string.js";
import { hmacSha1 } from "./methods/hmac-sha1.js";
import { collect, type Collected, type FieldSource } from "./reading/collect.js";
import { columns, paragraph, section, type TextFormat } from "./reading/terminal.js";
import { uriChanges, type UriChange, type UriChangeKind } from "./reading/uri-changes.js";
import {
  normalize,
  type NormalizedParameters,
  type Parameter,
  type Parameters,
} from "./parameters.js";
import { decode, SIGNATURE } from "./percent.js";
import { formBody, headerValues, type RequestParts } from "./request.js";
import { expose, type Secret } from "./secret.js";
import { signSync, type SignOptions } from "./sign.js";
import {
  signature,
  type Credentials,
  type SharedKey,
  type SignatureMethod,
} from "./signature-method.js";

export {
  explainBaseString,
  type BaseStringParameter,
  type ExplainedBaseString,
} from "./reading/base-string-text.js";
export type { TextFormat, UriChange, UriChangeKind };

/** Every stage of a signature but the signature, with what was done at each and why. */
export interface Explanation {
  /** As it is signed: in upper case. */
  readonly method: string;
  readonly uri: BaseStringUri;
  readonly uriChanges: readonly UriChange[];
  /** In the order in which they were found; `place` has the order of the signature. */
  readonly parameters: readonly ExplainedParameter[];
  readonly leftOut: readonly LeftOut[];
  readonly normalizedParameters: NormalizedParameters;
  readonly baseString: BaseString;
  /** The value of `oauth_signature_method`. */
  readonly signatureMethod: string;
  readonly key: KeyShape;
}

/** A parameter that takes part in the signature. */
export interface ExplainedParameter {
  /** `added` by signing; `header` where the request came with an Authorization header. */
  readonly source: FieldSource | "added";
  /** The text on the wire that it was read from. */
  readonly raw: string;
  /** Decoded, for display. */
  readonly name: string;
  readonly value: string;
  /** As in the normalized parameters. */
  readonly encoded: Parameter;
  /** Its place in the sort, from 1 on. */
  readonly place: number;
}

/** Something that the request holds and the signature does not cover. */
export interface LeftOut {
  readonly what: string;
  readonly why: string;
}

/** Which secrets the key is made of; nothing of the secrets. */
export interface KeyShape {
  readonly consumerSecret: SecretState;
  readonly tokenSecret: SecretState;
  /** Whether an `&` stands between the secrets, or behind the only one. */
  readonly ampersand: boolean;
}

/** Whether there is a secret; an empty one is there, but adds nothing to the key. */
export type SecretState = "present" | "empty" | "absent";

/** How the request is signed, and which side of the wire it is looked at from. */
export interface ExplainOptions<K = SharedKey> extends SignOptions<K> {
  /**
   * Whether this is what a server has received: its URL is read byte for byte then, as `verify` reads it. False by default,
   * for what a client sends: its URL is what `fetch` makes of it.
   */
  readonly received?: boolean;
}

/**
 * Explains how the base string of a request comes about (RFC 5849 section 3.4.1), with the stages that sign it. A request
 * that is signed already is explained as it is; to any other the protocol parameters are added as `signSync` would. A server
 * that explains what it has received says so with `received`. Throws a TypeError for the reasons that `signSync` does, and for
 * an Authorization header that cannot be read.
 *
 * @example
 * const { parameters, uriChanges, baseString, key } = explain(
 *   { method: "get", url: "https://Example.com/?b=x+y" },
 *   { consumer: { key: "ck", secret: "cs" } },
 *   { nonce: "n", timestamp: 1, version: false },
 * );
 * baseString.slice(0, 45); // => "GET&https%3A%2F%2Fexample.com%2F&b%3Dx%2520y%"
 * parameters[0]; // => { source: "query", raw: "b=x+y", name: "b", value: "x y", encoded: ["b", "x%20y"], place: 1 }
 * uriChanges.map(({ kind }) => kind); // => ["host lower-cased", "query split off"]
 * key; // => { consumerSecret: "present", tokenSecret: "absent", ampersand: true }
 */
export function explain(
  request: RequestParts,
  credentials: Credentials,
  options?: ExplainOptions,
): Explanation;
export function explain<K>(
  request: RequestParts,
  credentials: Credentials<K>,
  options: ExplainOptions<K> & { readonly method: SignatureMethod<K> },
): Explanation;
export function explain(
  request: RequestParts,
  credentials: Credentials,
  options: ExplainOptions = {},
): Explanation {
  const collected = collect(request, options);
  const added = isSigned(collected) ? [] : addedParameters(request, credentials, options);
  const fields = collected.fields.filter(
    ({ source, name }) => name !== SIGNATURE && (source !== "header" || added.length === 0),
  );
  const pairs: Parameters = [
    ...fields.map((field) => [field.name, field.value] as const),
    ...added,
  ];
  const uri = baseStringUri(collected.target);
  const normalizedParameters = normalize(pairs);
  const place = placesIn(normalizedParameters);
  const parameters = pairs.map((encoded, index): ExplainedParameter => {
    const { source = "added", raw = encoded.join("=") } = fields[index] ?? {};
    const [name, value] = [decode(encoded[0]), decode(encoded[1])];
    return { source, raw, name, value, encoded, place: place(encoded) };
  });
  return {
    method: request.method.toUpperCase(),
    uri,
    uriChanges: uriChanges(request.url, collected.target),
    parameters,
    leftOut: leftOut(request, collected),
    normalizedParameters,
    baseString: baseString(request.method, uri, normalizedParameters),
    signatureMethod: parameters.find(({ name }) => name === "oauth_signature_method")?.value ?? "",
    key: keyShape(credentials, options),
  };
}

/**
 * Writes an explanation as plain text for a terminal.
 *
 * @example
 * const explanation = explain(
 *   { method: "GET", url: "https://example.com/?a=b" },
 *   { consumer: { key: "ck", secret: "cs" } },
 *   { nonce: "n", timestamp: 1 },
 * );
 * formatExplanation(explanation).split("\n").slice(0, 3); // => ["Method", "  GET", ""]
 */
export function formatExplanation(explanation: Explanation, format: TextFormat = {}): string {
  const { parameters, leftOut: left, uriChanges: changes, key } = explanation;
  const rows = [...parameters]
    .sort((a, b) => a.place - b.place)
    .map(({ place, source, name, value, encoded }) => [
      String(place),
      source,
      name,
      value,
      encoded.join("=") === `${name}=${value}` ? "" : encoded.join("="),
    ]);
  const text = (one: string): readonly string[] => paragraph(one, format);
  const table = (all: readonly (readonly string[])[]): readonly string[] => columns(all, format);
  const titles = ["#", "source", "name", "value", "encoded, where it differs"];
  return [
    ...section("Method", text(explanation.method), format),
    ...section("URI", [...text(explanation.uri), ...table(changes.map(changeRow))], format),
    ...section("Parameters, as they are sorted", table([titles, ...rows]), format),
    ...optionalSection("Left out", table(left.map(({ what, why }) => [what, why])), format),
    ...section("Normalized parameters", text(explanation.normalizedParameters), format),
    ...section("Base string", text(explanation.baseString), format),
    ...section(`Key of ${explanation.signatureMethod}`, table(keyRows(key)), format),
  ]
    .join("\n")
    .trimEnd();
}

const PROTOCOL = /^oauth_/;

function isSigned({ fields }: Collected): boolean {
  return fields.some(
    ({ source, name }) => name === SIGNATURE || (source === "header" && PROTOCOL.test(name)),
  );
}

// Signing itself says what it adds. What signs here needs no key, because nobody asks for the signature.
function addedParameters(
  { method: verb, url, headers = {}, body = null }: RequestParts,
  credentials: Credentials,
  options: SignOptions,
): Parameters {
  const method = { ...(options.method ?? hmacSha1), sign: () => signature("") };
  const request = { method: verb, url, headers, body };
  const { parameters } = signSync(request, credentials, { ...options, method });
  return parameters.filter(([name]) => name !== SIGNATURE);
}

// Asked once for each parameter. Two that are the same stand side by side, and get two places.
function placesIn(normalized: NormalizedParameters): (pair: Parameter) => number {
  const places = new Map<string, number>();
  for (const [index, text] of normalized.split("&").entries()) {
    if (!places.has(text)) places.set(text, index + 1);
  }
  return ([name, value]) => {
    const text = `${name}=${value}`;
    const place = places.get(text) ?? 0;
    places.set(text, place + 1);
    return place;
  };
}

function leftOut(request: RequestParts, collected: Collected): readonly LeftOut[] {
  const { realm, fields, hasForm, target } = collected;
  const list: LeftOut[] = [];
  const add = (isThere: boolean, what: string, why: string): void => {
    if (isThere) list.push({ what, why });
  };
  const [authorization = ""] = headerValues(request.headers, "authorization");
  const [type = "of no type"] = headerValues(request.headers, "content-type");
  const hasBody = request.body !== undefined && request.body !== null;
  add(realm !== undefined, `realm ${realm ?? ""}`, "It is no parameter.");
  // Its value stays out: with PLAINTEXT it is the secrets.
  add(
    fields.some(({ name }) => name === SIGNATURE),
    SIGNATURE,
    "It is what all this is for.",
  );
  add(
    /^(?!\s*OAuth(?:\s|$))\s*\S/i.test(authorization),
    "authorization",
    "The header is of another scheme; signing into the header replaces it.",
  );
  add(
    !isSigned(collected) && fields.some(({ source }) => source === "header"),
    "authorization",
    "The header has no protocol parameters; signing into the header replaces it.",
  );
  add(hasBody && !hasForm, `body (${type})`, "Only application/x-www-form-urlencoded counts.");
  for (const [name, text] of [
    ["query", target.query],
    ["form", formBody(request) ?? ""],
  ] as const) {
    add(/^&|&&|&$/.test(text), `empty segments of the ${name}`, "There is nothing in them.");
  }
  return list;
}

function keyShape(credentials: Credentials, options: SignOptions): KeyShape {
  // Credentials of an RSA method have a private key here.
  const consumer: { readonly secret?: string | Secret } = credentials.consumer;
  const tokenSecret = stateOf(credentials.token?.secret);
  const keepsAmpersand = (options.keyAmpersand ?? credentials.keyAmpersand) !== false;
  return {
    consumerSecret: stateOf(consumer.secret),
    tokenSecret,
    ampersand: consumer.secret !== undefined && (keepsAmpersand || tokenSecret === "present"),
  };
}

function stateOf(secret: string | Secret | undefined): SecretState {
  if (secret === undefined) return "absent";
  return expose(secret) === "" ? "empty" : "present";
}

function changeRow({ kind, from, to, why }: UriChange): readonly string[] {
  return [kind, to === "" ? from : `${from} -> ${to}`, why];
}

function keyRows(key: KeyShape): readonly (readonly string[])[] {
  return [
    ["consumer secret", key.consumerSecret],
    ["&", key.ampersand ? "present" : "absent"],
    ["token secret", key.tokenSecret],
  ];
}

function optionalSection(
  heading: string,
  lines: readonly string[],
  format: TextFormat,
): readonly string[] {
  return lines.length === 0 ? [] : section(heading, lines, format);
}
