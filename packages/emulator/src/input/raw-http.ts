import type { RequestParts } from "@oauth1/core";
import type { CurlRequest } from "./curl.js";
import { beginning, InputError } from "./input-error.js";
import { textOf } from "./text-of.js";

/**
 * A request as it stands in a log or went over the wire (RFC 9112). `origin` is where it was sent to; https and the Host
 * by default. Throws an `InputError` for text that is none.
 *
 * @example
 * rawRequest("GET /me?a=b HTTP/1.1\r\nHost: api.example.com\r\n\r\n");
 * // => { method: "GET", url: "https://api.example.com/me?a=b", headers: [["Host", "api.example.com"]] }
 */
export function rawRequest(text: string, origin?: string): RequestParts {
  const [, head = "", content = ""] = /^(.*?)(?:\r?\n\r?\n(.*))?$/s.exec(text.trimStart()) ?? [];
  const [line = "", ...lines] = head.trimEnd().split(/\r?\n/);
  const [, method, target] = REQUEST_LINE.exec(line) ?? [];
  if (method === undefined || target === undefined) {
    throw new InputError(`This is no request line: ${JSON.stringify(line.slice(0, 80))}.`);
  }
  const headers = unfolded(lines).map(headerField);
  const field = (wanted: string): string | undefined =>
    headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const body = bodyOf(content, field("content-length"));
  const url = /^https?:\/\//i.test(target) ? target : originOf(origin, field("host")) + target;
  return { method, url, headers, ...(body !== "" && { body }) };
}

/**
 * A request as it goes over the wire, with `\n` for each line break. Throws an `InputError` for a multipart body, which curl
 * alone writes.
 *
 * @example
 * rawText({ method: "GET", url: "https://example.com/?a", headers: [["Accept", "text/plain"]] });
 * // => "GET /?a HTTP/1.1\nhost: example.com\naccept: text/plain\n\n"
 */
export function rawText({ method, url, headers, body = "", form }: CurlRequest): string {
  if (form !== undefined) throw new InputError(MULTIPART);
  const { host, pathname, search } = new URL(url);
  const fields = [...new Headers(headers)].filter(([name]) => name !== "host");
  return [
    `${method} ${pathname}${search} HTTP/1.1`,
    ...[["host", host], ...fields].map(([name, value]) => `${name}: ${value}`),
    ...["", textOf(body)],
  ].join("\n");
}

const MULTIPART =
  "curl's -F makes a multipart body, which only curl writes: print the request as curl, or take the header alone.";

/** Whether text begins as a request does. */
export function isRawRequest(text: string): boolean {
  return REQUEST_LINE.test(text.trimStart().split(/\r?\n/, 1)[0] ?? "");
}

const REQUEST_LINE = /^([A-Za-z]+) ((?:\/|https?:\/\/)\S*)(?: HTTP\/\d(?:\.\d)?)?\s*$/;

// A field goes on in lines that begin with a blank (RFC 9112 section 5.2), unless all of them do, as where text is set in.
function unfolded(lines: readonly string[]): readonly string[] {
  if (/^[ \t]/.test(lines[0] ?? "")) return lines.map((line) => line.trimStart());
  const fields: string[][] = [];
  for (const line of lines) {
    if (/^[ \t]/.test(line)) fields.at(-1)?.push(line.trim());
    else fields.push([line]);
  }
  return fields.map((parts) => parts.join(" "));
}

function headerField(line: string): [string, string] {
  const [, name, value = ""] = /^([^\s:]+):\s*(.*?)\s*$/.exec(line) ?? [];
  if (name !== undefined) return [name, value];
  throw new InputError(
    `This line of the request is no header field: ${beginning(line)}. An empty line goes before the body.`,
  );
}

// Without a length, the line break at the end is of whoever has pasted it.
function bodyOf(content: string, length: string | undefined): string {
  return length === undefined
    ? content.replace(/\r?\n$/, "")
    : new TextDecoder().decode(new TextEncoder().encode(content).subarray(0, Number(length)));
}

function originOf(origin: string | undefined, host: string | undefined): string {
  if (origin !== undefined) return origin.replace(/\/$/, "");
  if (host !== undefined) return `https://${host}`;
  throw new InputError(
    "The request has no Host: add it, or the origin that it was sent to, such as https://api.example.com.",
  );
}
