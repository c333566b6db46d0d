import { wireFromBytes } from "./percent.js";

/**
 * A request as its parts. `body` is signed when it is a form: `URLSearchParams`, or a string or bytes
 * under the content type `application/x-www-form-urlencoded`. It is shaped so that `fetch(parts.url, parts)`
 * sends it.
 */
export interface RequestParts {
  readonly method: string;
  /** The absolute URL. When verifying: the request target byte for byte, behind the origin it was sent to. */
  readonly url: string;
  readonly headers?: HeaderFields;
  readonly body?: BodyContent;
}

/** The content type of a form. */
export const FORM_TYPE = "application/x-www-form-urlencoded";

/** The port that a URL of a scheme need not name, with its colon. */
export const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: ":80", https: ":443" };

/** Header fields in the shapes that `fetch` takes. */
export type HeaderFields = Exclude<RequestInit["headers"], undefined>;

/** A body in the shapes that `fetch` takes. */
export type BodyContent = Exclude<RequestInit["body"], undefined>;

/** The pieces of a URL that take part in a signature, each exactly as it goes over the wire. */
export interface Target {
  readonly scheme: string;
  /** Lower-cased, with the port unless it is the scheme's default. */
  readonly host: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
}

/**
 * The target of a request that is about to be sent: what the platform's `URL`, and so `fetch`, makes of it.
 * Throws a TypeError when the text is not an absolute http or https URL.
 *
 * @example
 * sentTarget("https://Example.com:443/a b?c=d#e");
 * // => { scheme: "https", host: "example.com", path: "/a%20b", query: "c=d" }
 */
export function sentTarget(url: string): Target {
  const [, scheme = "", host = "", path = "", query = ""] = NORMAL_URL.exec(url) ?? parsed(url);
  return { scheme, host, path, query };
}

/**
 * The target of a request that was received: host lower-cased and without the scheme's default port, path and
 * query byte for byte. `undefined` when the text is not an absolute http or https URL, and when it has a fragment: no
 * request target has one (RFC 9112 section 3.2), and what others read out of it nobody has signed.
 *
 * @example
 * receivedTarget("http://EXAMPLE.com:80/%7Ea/../b?c"); // => { scheme: "http", host: "example.com", path: "/%7Ea/../b", query: "c" }
 */
export function receivedTarget(url: string): Target | undefined {
  const match = /^(https?):\/\/(?:[^/?#@]*@)?([^/?#@]+)([^?#]*)(?:\?([^#]*))?$/i.exec(url);
  if (match === null) return undefined;
  const [, scheme = "", authority = "", path = "", query = ""] = match;
  const lowerScheme = scheme.toLowerCase();
  const host = withoutPort(authority.toLowerCase(), DEFAULT_PORTS[lowerScheme]);
  return { scheme: lowerScheme, host, path: path === "" ? "/" : path, query };
}

/**
 * All values of a header field, whatever the letter case of its name.
 *
 * @example
 * headerValues({ "Content-Type": "text/plain" }, "content-type"); // => ["text/plain"]
 */
export function headerValues(headers: HeaderFields | undefined, name: string): readonly string[] {
  if (headers === undefined) return [];
  if (isHeaders(headers)) {
    const value = headers.get(name);
    return value === null ? [] : [value];
  }
  const isIt = (field = ""): boolean => isNamed(field, name);
  if (Array.isArray(headers)) {
    return headers.filter(([field]) => isIt(field)).map(([, value = ""]) => value);
  }
  // By name, because making pairs of an object takes longer than all the rest.
  const fields = Object.keys(headers).filter((field) => isIt(field));
  return fields.map((field) => headers[field] ?? "");
}

/**
 * Header fields with one of them set, in the shape in which they were given.
 *
 * @example
 * withHeader({ accept: "*" + "/*" }, "authorization", "OAuth"); // => { accept: "*" + "/*", authorization: "OAuth" }
 */
export function withHeader(
  headers: HeaderFields | undefined = {},
  name: string,
  value: string,
): HeaderFields {
  const others = headerFields(headers).filter(([field]) => !isNamed(field, name));
  const fields: [string, string][] = [...others, [name, value]];
  if (isHeaders(headers)) return new Headers(fields);
  return Array.isArray(headers) ? fields : Object.fromEntries(fields);
}

/**
 * The form that takes part in the signature as text, or `undefined` when the body is none
 * (RFC 5849 section 3.4.1.3.1). The method does not matter, nor do the content type's letter case and
 * parameters. Throws a TypeError for a form that cannot be read without consuming it.
 *
 * @example
 * formBody({ method: "DELETE", url: "https://example.com/", body: new URLSearchParams({ a: "b c" }) }); // => "a=b+c"
 */
export function formBody(request: RequestParts): string | undefined {
  const content = isForm(request) ? bodyContent(request.body) : undefined;
  return content instanceof Uint8Array ? wireFromBytes(content) : content;
}

/**
 * Whether a body is sent as a form (RFC 5849 section 3.4.1.3.1): by its content type, in any letter case and with any
 * parameters. Where none is given, `fetch` sends that of `URLSearchParams` or of a `Blob`.
 *
 * @example
 * isForm({ headers: { "Content-Type": "Application/X-WWW-Form-Urlencoded; charset=utf-8" } }); // => true
 */
export function isForm({
  headers,
  body,
}: {
  readonly headers?: HeaderFields;
  readonly body?: unknown;
}): boolean {
  const contentType = headerValues(headers, "content-type")[0] ?? ownType(body);
  return /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType);
}

/**
 * A body as it goes over the wire: text, which is sent as UTF-8, or bytes; `undefined` for none. Throws a TypeError for
 * one that cannot be read without consuming it.
 *
 * @example
 * bodyContent(new URLSearchParams({ a: "b c" })); // => "a=b+c"
 */
export function bodyContent(body: RequestParts["body"]): string | Uint8Array | undefined {
  if (body === null || body === undefined) return undefined;
  if (typeof body === "string" || body instanceof URLSearchParams) return String(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body))
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  throw new TypeError(
    "This body cannot be read without consuming it: pass a string, URLSearchParams or bytes.",
  );
}

/**
 * Why a body cannot be read without consuming it, for whoever must not throw; `undefined` where `bodyContent` reads it.
 *
 * @example
 * bodyFlaw("a=b"); // => undefined
 * bodyFlaw(new Blob(["a=b"])); // => "This body cannot be read without consuming it: pass a string, URLSearchParams or bytes."
 */
export function bodyFlaw(body: RequestParts["body"]): string | undefined {
  try {
    bodyContent(body);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Whether a request is a `Request`, by its shape: those of another realm or of a library are none to `instanceof`, and
 * Node.js loads all of fetch where `Request` is first named.
 *
 * @example
 * isRequest(new Request("https://example.com/")); // => true
 * isRequest({ method: "GET", url: "https://example.com/" }); // => false
 */
export function isRequest(request: Request | RequestParts): request is Request {
  return "clone" in request;
}

/**
 * The parts of a `Request`. A form body, or with `body: "any"` whatever body there is, is read from a clone, so the
 * request stays usable; otherwise the body is left alone and out of the parts.
 *
 * @example
 * const parts = await requestParts(new Request("https://example.com/?a=b"), "form");
 * parts.url; // => "https://example.com/?a=b"
 */
export async function requestParts(request: Request, body: "form" | "any"): Promise<RequestParts> {
  const { method, url, headers } = request;
  const isRead = mayHaveBody(request) && (body === "any" || isForm(request));
  return { method, url, headers, ...(isRead && { body: await request.clone().arrayBuffer() }) };
}

/**
 * Whether a `Request` may have a body: not every browser tells by `body` that there is none.
 *
 * @example
 * mayHaveBody(new Request("https://example.com/")); // => false
 */
export function mayHaveBody({ body, method }: Request): boolean {
  return body !== null && !/^(?:GET|HEAD)$/.test(method);
}

function ownType(body: unknown): string {
  if (body instanceof URLSearchParams) return FORM_TYPE;
  return typeof body === "object" && body !== null && "type" in body ? String(body.type) : "";
}

// By its shape: Node.js loads all of fetch where `Headers` is first named, which nobody has to wait for who does not use it.
function isHeaders(headers: HeaderFields): headers is Headers {
  return Symbol.iterator in headers && !Array.isArray(headers);
}

function headerFields(headers: HeaderFields): [string, string][] {
  return Symbol.iterator in headers ? [...headers] : Object.entries(headers);
}

function isNamed(field: string, name: string): boolean {
  return field.length === name.length && field.toLowerCase() === name.toLowerCase();
}

// What the platform's parser would leave as it is, and most calls go to: a lower-case name, no port, and a path of unreserved
// characters without a segment that starts with a dot. Cutting it takes a third of the time of parsing it. A hyphen or dot
// always has a letter or digit after it, so there is no punycode, and the last label is no number of an IPv4 address.
const NORMAL_URL =
  /^(https?):\/\/((?:[a-z\d]+[-.])*[a-z]+)((?:\/(?!\.)[\w.~-]*)+)(?:\?([\w.~=&%+-]*))?$/;

// A colon without a port behind it means the default too.
function withoutPort(authority: string, port = ""): string {
  const end = [port, ":"].find((one) => one !== "" && authority.endsWith(one)) ?? "";
  return authority.slice(0, authority.length - end.length);
}

// The same pieces in the same places.
function parsed(url: string): readonly string[] {
  try {
    const { protocol, host, pathname, search } = new URL(url);
    const scheme = protocol.slice(0, -1);
    if (/^https?$/.test(scheme)) return [url, scheme, host, pathname, search.slice(1)];
  } catch {
    // What the platform would say does not tell the mend.
  }
  // Without an @ it matches at once too, because it would else be looked for from each slash.
  const shown = JSON.stringify(String(url).replace(/\/\/(?:.*@)?/s, "//"));
  throw new TypeError(`Not an absolute URL with https:// or http://: ${shown}`);
}
