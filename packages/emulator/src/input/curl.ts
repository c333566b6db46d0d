import { encode, type RequestParts } from "@oauth1/core";
import { InputError } from "./input-error.js";
import { shellQuoted, shellWords } from "./shell-words.js";

/**
 * The request that a curl command sends. Options about the connection and the output are passed over; of those about the
 * request, one that cannot be read throws an `InputError`.
 *
 * @example
 * curlRequest("curl -d a=b -H 'Accept: text/plain' https://example.com/");
 * // => { method: "POST", url: "https://example.com/", headers: [["accept", "text/plain"], ["content-type", "application/x-www-form-urlencoded"]], body: "a=b" }
 */
export function curlRequest(command: string, readText: ReadText = refuseFile): RequestParts {
  const [program = "", ...words] = shellWords(isOfCmd(command) ? withoutCarets(command) : command);
  if (!/^curl(?:\.exe)?$/i.test(program))
    throw new InputError("This is no curl command: it begins with curl.");
  const draft: CurlDraft = { headers: [], data: [], isGet: false };
  const rest = words.flatMap(separated);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith("-") || word === "-") draft.url ??= word;
    else readOption(draft, word, { text: () => valueOf(word, rest.shift()), readText });
  }
  return requestOf(draft);
}

/**
 * A request as a curl command, quoted for a POSIX shell.
 *
 * @example
 * curlText({ method: "PUT", url: "https://example.com/?a", headers: [["accept", "text/plain"]], body: "it's" });
 * // => "curl -X PUT 'https://example.com/?a' -H 'accept: text/plain' --data-raw 'it'\\''s'"
 */
export function curlText({ method, url, headers, body }: RequestParts): string {
  return [
    ...["curl", "-X", method, shellQuoted(url)],
    ...[...new Headers(headers)].flatMap(([name, value]) => [
      "-H",
      shellQuoted(`${name}: ${value}`),
    ]),
    ...(body === undefined ? [] : ["--data-raw", shellQuoted(String(body))]),
  ].join(" ");
}

/**
 * A request as curl's own words for it make it: method, headers, and data that is joined to a form.
 *
 * @example
 * requestOf({ url: "https://example.com/", headers: [], data: ["a=b", "c=d"], isGet: true });
 * // => { method: "GET", url: "https://example.com/?a=b&c=d", headers: [] }
 */
export function requestOf({ url, method, headers, data, isGet }: CurlDraft): RequestParts {
  if (url === undefined) throw new InputError("The curl command has no URL.");
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
  throw new InputError(`This is no header field: ${JSON.stringify(text)}. It is "Name: value".`);
}

/**
 * Data as `-d` takes it: as it is, or the text of a file behind an at sign, without its line breaks.
 *
 * @example
 * dataOf("a=b"); // => "a=b"
 */
export function dataOf(text: string, readText: ReadText = refuseFile): string {
  return text.startsWith("@") ? readText(text.slice(1)).replace(/[\r\n]/g, "") : text;
}

/** Reads the file of a name; `-` is the standard input. */
export type ReadText = (file: string) => string;

/** What is known of a request while it is read. */
export interface CurlDraft {
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

// As browsers copy a command for cmd.exe on Windows: each quote is behind a caret.
function isOfCmd(command: string): boolean {
  return /^\S+\s+(?:-\S+\s+)*\^"/.test(command);
}

// Before the end of a line a caret goes on with the next one; a line break within quotes is a caret and two of them.
function withoutCarets(command: string): string {
  return command
    .replace(/\^(\r?\n){2}/g, "\n")
    .replace(/\^(\r?\n|[^])/g, (_, next: string) => next);
}

// -XPOST is -X POST, and -sSd a is -s -S -d a.
function separated(word: string): readonly string[] {
  if (!/^-[^-]./s.test(word)) return [word];
  const name = word.slice(0, 2);
  return name in OPTIONS || SKIPPED_VALUES.has(name)
    ? [name, word.slice(2)]
    : [name, ...separated(`-${word.slice(2)}`)];
}

function readOption(draft: CurlDraft, name: string, value: Value): void {
  const read = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  if (read !== undefined) read(draft, value);
  else if (SKIPPED_VALUES.has(name)) value.text();
}

/** The value of an option: its text, and what reads the file that the text may name. */
interface Value {
  readonly text: () => string;
  readonly readText: ReadText;
}

type Reader = (draft: CurlDraft, value: Value) => void;

const method: Reader = (draft, { text }) => (draft.method = text());
const data: Reader = (draft, { text, readText }) => draft.data.push(dataOf(text(), readText));
const field =
  (name: string): Reader =>
  (draft, { text }) =>
    draft.headers.push([name, text()]);

const OPTIONS: Readonly<Record<string, Reader>> = {
  "-X": method,
  "--request": method,
  "--url": (draft, { text }) => (draft.url = text()),
  "-H": (draft, { text }) => draft.headers.push(fieldOf(text())),
  "--header": (draft, { text }) => draft.headers.push(fieldOf(text())),
  "-d": data,
  "--data": data,
  "--data-ascii": data,
  "--data-binary": (draft, { text, readText }) => {
    const given = text();
    draft.data.push(given.startsWith("@") ? readText(given.slice(1)) : given);
  },
  "--data-raw": (draft, { text }) => draft.data.push(text()),
  "--data-urlencode": (draft, { text, readText }) => draft.data.push(encoded(text(), readText)),
  "--json": (draft, value) => {
    data(draft, value);
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
function multipart(draft: CurlDraft, { text }: Value): void {
  text();
  draft.method ??= "POST";
  if (draft.headers.some(([name]) => name === "content-type")) return;
  draft.headers.push(["content-type", "multipart/form-data"]);
}

/** `name=text`, `=text`, `text`, `name@file` or `@file`, of which the text is encoded. */
function encoded(text: string, readText: ReadText): string {
  const [, name = "", sign, rest = ""] = /^([^=@]*)([=@])(.*)$/s.exec(text) ?? [];
  if (sign === undefined) return encode(text);
  const value = encode(sign === "@" ? readText(rest) : rest);
  return name === "" ? value : `${name}=${value}`;
}

function valueOf(option: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new InputError(`curl's ${option} has no value.`);
}

function refuseFile(file: string): never {
  throw new InputError(
    `@${file} names a file, which cannot be read here: put its text in its place.`,
  );
}
