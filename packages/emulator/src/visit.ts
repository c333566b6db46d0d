import {
  decode,
  headerValues,
  parseAuthorization,
  receivedTarget,
  type RequestParts,
} from "@oauth1/core";
import type { TransmissionName } from "@oauth1/descriptor";
import { jsonText } from "./json-path.js";
import { decodedPairs, type Pairs } from "./places.js";

/** A request that was received, taken apart. */
export interface Visit {
  readonly request: RequestParts;
  /** Without the query. */
  readonly url: string;
  /** As it was sent. */
  readonly path: string;
  readonly query: Pairs;
  /** Empty where the body is no form. */
  readonly form: Pairs;
  readonly header: (name: string) => string | undefined;
  /** The first parameter of this name in query or form; the empty text where there is none. */
  readonly value: (name: string) => string;
  /** What carries the signature. */
  readonly carrier: Carrier | undefined;
}

/** Protocol parameters, decoded, and how they came. */
export interface Carrier {
  readonly transmission: TransmissionName;
  readonly parameters: Pairs;
  readonly realm: string | undefined;
  readonly value: (name: string) => string | undefined;
}

/**
 * Takes a request apart. What a peer has sent throws nothing.
 *
 * @example
 * const visit = visitOf({ method: "GET", url: "http://127.0.0.1/me?oauth_consumer_key=k&a=b" });
 * [visit.path, visit.value("a"), visit.carrier.transmission]; // => ["/me", "b", "query"]
 */
export function visitOf(request: RequestParts): Visit {
  const {
    scheme = "",
    host = "",
    path = "/",
    query: search = "",
  } = receivedTarget(request.url) ?? {};
  const query = decodedPairs(search);
  const header = (name: string): string | undefined =>
    headerValues(request.headers, name.toLowerCase())[0];
  const form = isForm(header("content-type")) ? decodedPairs(bodyText(request)) : [];
  const both = [...query, ...form];
  return {
    request,
    path,
    query,
    form,
    header,
    url: `${scheme}://${host}${path}`,
    value: (name) => both.find(([given]) => given === name)?.[1] ?? "",
    carrier: carrierOf({ authorization: header("authorization") ?? "", query, form }),
  };
}

/**
 * The body as text; empty where there is none.
 *
 * @example
 * bodyText({ method: "POST", url: "http://127.0.0.1/", body: new TextEncoder().encode("a=b") }); // => "a=b"
 */
export function bodyText({ body }: Pick<RequestParts, "body">): string {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : "";
}

/**
 * Whether a body is a form by its content type, also one without fields.
 *
 * @example
 * isForm("application/x-www-form-urlencoded; charset=UTF-8"); // => true
 */
export function isForm(contentType: string | undefined): boolean {
  return /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType ?? "");
}

function carrierOf({
  authorization,
  query,
  form,
}: {
  readonly authorization: string;
  readonly query: Pairs;
  readonly form: Pairs;
}): Carrier | undefined {
  const header = parseAuthorization(authorization);
  if (header?.ok === true) {
    const parameters = header.parameters.map(
      ([name, value]) => [decode(name), decode(value)] as const,
    );
    return carrier("header", parameters, header.realm);
  }
  const json = query.find(([name]) => name === "Authorization")?.[1];
  if (json !== undefined) return jsonCarrier(json);
  if (query.some(isCredential)) return carrier("query", query);
  return form.some(isCredential) ? carrier("body", form) : undefined;
}

function carrier(transmission: TransmissionName, parameters: Pairs, realm?: string): Carrier {
  const values = new Map(parameters);
  return { transmission, parameters, realm, value: (name) => values.get(name) };
}

function jsonCarrier(text: string): Carrier | undefined {
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return undefined;
  const pairs = Object.entries(value).map(([name, one]) => [name, decode(jsonText(one))] as const);
  const realm = pairs.find(([name]) => name === "realm")?.[1];
  return carrier(
    "json",
    pairs.filter(([name]) => name !== "realm"),
    realm,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isCredential([name]: readonly [string, string]): boolean {
  return name === "oauth_consumer_key" || name === "oauth_signature";
}
