import { encode, type RequestParts } from "@oauth1/core";
import { readFileSync } from "node:fs";
import { UsageError } from "../failure.js";
import { shellWords } from "./shell-words.js";

/**
 * The request that a curl command sends. Options about the connection and the output are passed over; of those about the
 * request, one that cannot be read throws a `UsageError`.
 *
 * @example
 * curlRequest("curl -d a=b -H 'Accept: text/plain' https://example.com/");
 * // => { method: "POST", url: "https://example.com/", headers: [["accept", "text/plain"], ["content-type", "application/x-www-form-urlencoded"]], body: "a=b" }
 */
export function curlRequest(command: string): RequestParts {
  const [program, ...words] = shellWords(command);
  if (program !== "curl") throw new UsageError("This is no curl command: it begins with curl.");
  const draft: Draft = { headers: [], data: [], isGet: false };
  const rest = words.flatMap(separated);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith("-") || word === "-") draft.url ??= word;
    else readOption(draft, word, () => valueOf(word, rest.shift()));
  }
  return requestOf(draft);
}

/**
 * A request as curl's own words for it make it: method, headers, and data that is joined to a form.
 *
 * @example
 * requestOf({ url: "https://example.com/", headers: [], data: ["a=b", "c=d"], isGet: true });
 * // => { method: "GET", url: "https://example.com/?a=b&c=d", headers: [] }
 */
export function requestOf({ url, method, headers, data, isGet }: Draft): RequestParts {
  if (url === undefined) throw new UsageError("The curl command has no URL.");
  const body = data.join("&");
  const absolute = /^[a-z][a-z\d+.-]*:\/\//i.test(url) ? url : `http://${url}`;
  if (isGet || data.length === 0) {
    const place =
      body === "" ? absolute : `${absolute}${absolute.includes("?") ? "&" : "?"}${body}`;
    return { method: method ?? "GET", url: place, headers: [...headers] };
  }
  const isTyped = headers.some(([name]) => name === "content-type");
  const type: Field[] = isTyped ? [] : [["content-type", FORM_TYPE]];
  return { method: method ?? "POST", url: absolute, headers: [...headers, ...type], body };
}

/**
 * A header field as `-H` takes it.
 *
 * @example
 * fieldOf("Accept: text/plain"); // => ["accept", "text/plain"]
 */
export function fieldOf(text: string): Field {
  const [, name, value = ""] = /^([^\s:;]+)\s*(?:[:;]\s*(.*))?$/s.exec(text) ?? [];
  if (name !== undefined) return [name.toLowerCase(), value.trim()];
  throw new UsageError(`This is no header field: ${JSON.stringify(text)}. It is "Name: value".`);
}

/**
 * Data as `-d` takes it: as it is, or the text of a file behind an at sign, without its line breaks.
 *
 * @example
 * dataOf("a=b"); // => "a=b"
 */
export function dataOf(text: string): string {
  return text.startsWith("@") ? fileText(text.slice(1)).replace(/[\r\n]/g, "") : text;
}

/** What is known of a request while it is read. */
export interface Draft {
  url?: string;
  method?: string;
  readonly headers: Field[];
  readonly data: string[];
  /** Whether the data goes into the query. */
  isGet: boolean;
}

/** A header field; the name is in lower case. */
export type Field = [name: string, value: string];

const FORM_TYPE = "application/x-www-form-urlencoded";

// -XPOST is -X POST, -sSd a is -s -S -d a, and --data=a is --data a.
function separated(word: string): readonly string[] {
  if (!/^-[^-]./s.test(word)) return [word];
  const name = word.slice(0, 2);
  return name in OPTIONS || SKIPPED_VALUES.has(name)
    ? [name, word.slice(2)]
    : [name, ...separated(`-${word.slice(2)}`)];
}

function readOption(draft: Draft, name: string, value: () => string): void {
  const read = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  if (read !== undefined) read(draft, value);
  else if (SKIPPED_VALUES.has(name)) value();
}

type Reader = (draft: Draft, value: () => string) => void;

const method: Reader = (draft, value) => (draft.method = value());
const data: Reader = (draft, value) => draft.data.push(dataOf(value()));
const field =
  (name: string): Reader =>
  (draft, value) =>
    draft.headers.push([name, value()]);

const OPTIONS: Readonly<Record<string, Reader>> = {
  "-X": method,
  "--request": method,
  "--url": (draft, value) => (draft.url = value()),
  "-H": (draft, value) => draft.headers.push(fieldOf(value())),
  "--header": (draft, value) => draft.headers.push(fieldOf(value())),
  "-d": data,
  "--data": data,
  "--data-ascii": data,
  "--data-binary": (draft, value) => {
    const text = value();
    draft.data.push(text.startsWith("@") ? fileText(text.slice(1)) : text);
  },
  "--data-raw": (draft, value) => draft.data.push(value()),
  "--data-urlencode": (draft, value) => draft.data.push(encoded(value())),
  "--json": (draft, value) => {
    draft.data.push(dataOf(value()));
    draft.headers.push(["content-type", "application/json"], ["accept", "application/json"]);
  },
  "-G": (draft) => (draft.isGet = true),
  "--get": (draft) => (draft.isGet = true),
  "-I": (draft) => (draft.method ??= "HEAD"),
  "--head": (draft) => (draft.method ??= "HEAD"),
  "-A": field("user-agent"),
  "--user-agent": field("user-agent"),
  "-e": field("referer"),
  "--referer": field("referer"),
  "-F": multipart,
  "--form": multipart,
};

// What is about the connection, the output, or other ways to authenticate.
const SKIPPED_VALUES: ReadonlySet<string> = new Set(
  [
    "-b --cookie -c --cookie-jar -o --output -u --user -x --proxy -m --max-time -w --write-out",
    "--connect-timeout --retry --retry-delay --cacert --cert --key --resolve --interface --limit-rate",
    "-E -T --upload-file -K --config --max-redirs -D --dump-header --proto --tls-max --ciphers",
  ].flatMap((names) => names.split(" ")),
);

// Nothing of a multipart body is signed, so only its type matters.
function multipart(draft: Draft, value: () => string): void {
  value();
  draft.method ??= "POST";
  if (draft.headers.some(([name]) => name === "content-type")) return;
  draft.headers.push(["content-type", "multipart/form-data"]);
}

/** `name=text`, `=text`, `text`, `name@file` or `@file`, of which the text is encoded. */
function encoded(text: string): string {
  const [, name = "", sign, rest = ""] = /^([^=@]*)([=@])(.*)$/s.exec(text) ?? [];
  if (sign === undefined) return encode(text);
  const value = encode(sign === "@" ? fileText(rest) : rest);
  return name === "" ? value : `${name}=${value}`;
}

function valueOf(option: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new UsageError(`curl's ${option} has no value.`);
}

function fileText(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`@${file} cannot be read: ${reason}`);
  }
}
