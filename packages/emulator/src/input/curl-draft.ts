import type { RequestParts } from "@oauth1/core";
import { joined, linesOf, queryOf, refuseFile, type CurlData, type ReadText } from "./curl-data.js";
import { beginning, InputError } from "./input-error.js";

/** What is known of a request while it is read. */
export interface CurlDraft {
  url?: string;
  method?: string;
  readonly headers: Field[];
  /** What curl adds unless the headers have it, or leave it out. */
  readonly defaults?: Field[];
  /** The names of the fields that curl leaves out, in lower case. */
  readonly without?: string[];
  readonly data: CurlData[];
  /** What goes into the query besides. */
  readonly query?: string[];
  /** The parts of a multipart body, as words. */
  readonly form?: string[];
  /** What is not about the request, as words. */
  readonly options?: string[];
  /** Whether the data goes into the query. */
  isGet: boolean;
}

/** A header field; the name is in lower case. */
export type Field = [name: string, value: string];

/**
 * A request as curl's own words for it make it: method, headers, and data that is joined to a form.
 *
 * @example
 * requestOf({ url: "https://example.com/", headers: [], data: ["a=b", "c=d"], isGet: true });
 * // => { method: "GET", url: "https://example.com/?a=b&c=d", headers: [] }
 */
export function requestOf(draft: CurlDraft): RequestParts {
  const { url, method, data, query = [], isGet } = draft;
  if (url === undefined) throw new InputError("The curl command has no URL.");
  // Behind http:// its first segment would become the host.
  if (url.startsWith("/")) throw new InputError(PATH);
  if (method !== undefined && !METHOD.test(method))
    throw new InputError(`There is no method ${beginning(method)}: it is one word, such as POST.`);
  const absolute = /^[a-z][a-z\d+.-]*:\/\//i.test(url) ? url : `http://${url}`;
  if (isGet || data.length === 0) {
    const place = withQuery(absolute, [...data.map(queryOf), ...query]);
    return { method: method ?? "GET", url: place, headers: headersOf(draft) };
  }
  return {
    method: method ?? "POST",
    url: withQuery(absolute, query),
    headers: headersOf(draft, [["content-type", FORM_TYPE]]),
    body: joined(data, "&"),
  };
}

// RFC 9110 section 9.1.
const METHOD = /^[\w!#$%&'*+.^`|~-]+$/;

const PATH =
  "A path names no host: write the whole URL, such as https://api.example.com and the path.";

/**
 * A header field as `-H` takes it.
 *
 * @example
 * fieldOf("Accept: text/plain"); // => ["accept", "text/plain"]
 */
export function fieldOf(text: string): Field {
  const [, name, value = ""] = /^([^\s:;]+)\s*(?:[:;]\s*(.*))?$/s.exec(text) ?? [];
  if (name !== undefined) return [name.toLowerCase(), value.trim()];
  throw new InputError(
    /^\s*OAuth\s/i.test(text)
      ? "This is the value of an Authorization header without its name: put Authorization: before it."
      : `This is no header field: ${beginning(text)}. It is "Name: value".`,
  );
}

/**
 * What all `-H` of a command say: `Name:` leaves out what curl would add, `Name;` is empty, and `@file` has one a line.
 *
 * @example
 * fieldsOf(["Accept: text/plain", "Content-Type:"]);
 * // => { headers: [["accept", "text/plain"]], without: ["content-type"] }
 */
export function fieldsOf(
  texts: readonly string[],
  readText: ReadText = refuseFile,
): Required<Pick<CurlDraft, "headers" | "without">> {
  const lines = texts.flatMap((text) =>
    text.startsWith("@") ? linesOf(text.slice(1), readText) : [text],
  );
  return {
    headers: lines.filter((line) => SENT.test(line)).map(fieldOf),
    without: lines.filter((line) => !SENT.test(line)).map((line) => fieldOf(line)[0]),
  };
}

// An empty value is only sent behind a semicolon.
const SENT = /:\s*\S|;/;

const FORM_TYPE = "application/x-www-form-urlencoded";

function headersOf(
  { headers, defaults = [], without = [] }: CurlDraft,
  more: readonly Field[] = [],
): Field[] {
  const names = new Set([...without, ...headers.map(([name]) => name)]);
  const added = [...defaults, ...more].filter(([name]) => !names.has(name) && names.add(name));
  return [...headers, ...added];
}

function withQuery(url: string, pieces: readonly string[]): string {
  const query = pieces.join("&");
  if (query === "") return url;
  const [, place = "", fragment = ""] = /^([^#]*)(.*)$/s.exec(url) ?? [];
  const sign = /[?&]$/.test(place) ? "" : place.includes("?") ? "&" : "?";
  return `${place}${sign}${query}${fragment}`;
}
