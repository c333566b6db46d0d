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
  const parsed = parseUrl(url);
  return {
    scheme: parsed.protocol.slice(0, -1),
    host: parsed.host,
    path: parsed.pathname,
    query: parsed.search.slice(1),
  };
}

/**
 * The target of a request that was received: host lower-cased and without the scheme's default port, path and
 * query byte for byte. `undefined` when the text is not an absolute http or https URL.
 *
 * @example
 * receivedTarget("http://EXAMPLE.com:80/%7Ea/../b?c"); // => { scheme: "http", host: "example.com", path: "/%7Ea/../b", query: "c" }
 */
export function receivedTarget(url: string): Target | undefined {
  const match = /^(https?):\/\/(?:[^/?#@]*@)?([^/?#@]+)([^?#]*)(?:\?([^#]*))?/i.exec(url);
  if (match === null) return undefined;
  const [, scheme = "", authority = "", path = "", query = ""] = match;
  const lowerScheme = scheme.toLowerCase();
  const host = authority.toLowerCase().replace(DEFAULT_PORTS[lowerScheme] ?? "", "");
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
  if (headers instanceof Headers) {
    const value = headers.get(name);
    return value === null ? [] : [value];
  }
  const values: string[] = [];
  for (const [field, value] of headerPairs(headers)) {
    if (field.toLowerCase() === name) values.push(value);
  }
  return values;
}

/**
 * Header fields with one of them set, in the shape in which they were given.
 *
 * @example
 * withHeader({ accept: "*" + "/*" }, "authorization", "OAuth"); // => { accept: "*" + "/*", authorization: "OAuth" }
 */
export function withHeader(
  headers: HeaderFields | undefined,
  name: string,
  value: string,
): HeaderFields {
  if (headers instanceof Headers) {
    const copy = new Headers(headers);
    copy.set(name, value);
    return copy;
  }
  const kept = headerPairs(headers ?? []).filter(([field]) => field.toLowerCase() !== name);
  const pairs: [string, string][] = [...kept, [name, value]];
  return Array.isArray(headers) ? pairs : Object.fromEntries(pairs);
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
  const { body } = request;
  const [contentType] = headerValues(request.headers, "content-type");
  if (body === null || body === undefined) return undefined;
  if (body instanceof URLSearchParams) {
    return contentType === undefined || isForm(contentType) ? body.toString() : undefined;
  }
  if (contentType === undefined || !isForm(contentType)) return undefined;
  if (typeof body === "string") return body;
  if (body instanceof ArrayBuffer) return wireFromBytes(new Uint8Array(body));
  if (ArrayBuffer.isView(body)) {
    return wireFromBytes(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  }
  throw new TypeError(
    "The form body is a stream, a Blob or FormData, which cannot be read without consuming it: " +
      "pass it as a string, as URLSearchParams or as bytes.",
  );
}

/**
 * The parts of a `Request`. A form body is read from a clone, so the request stays usable; any other body
 * is left alone and out of the parts.
 *
 * @example
 * const parts = await requestParts(new Request("https://example.com/?a=b"));
 * parts.url; // => "https://example.com/?a=b"
 */
export async function requestParts(request: Request): Promise<RequestParts> {
  const { method, url, headers } = request;
  if (request.body === null || !isForm(headers.get("content-type") ?? "")) {
    return { method, url, headers };
  }
  return { method, url, headers, body: await request.clone().arrayBuffer() };
}

const DEFAULT_PORTS: Readonly<Record<string, RegExp>> = { http: /:(?:80)?$/, https: /:(?:443)?$/ };

function parseUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === "https:" || parsed?.protocol === "http:") return parsed;
  throw new TypeError(
    `Cannot sign a request to ${JSON.stringify(url)}: it needs an absolute URL that starts with https:// or http://.`,
  );
}

function isForm(contentType: string): boolean {
  return /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType);
}

function headerPairs(headers: Exclude<HeaderFields, Headers>): [string, string][] {
  if (!Array.isArray(headers)) return Object.entries(headers);
  return headers.map(([name = "", value = ""]) => [name, value]);
}
