import { binaryOf, dataOf, encodedOf, joined, type ReadText } from "./curl-data.js";
import { fieldsOf, type CurlDraft } from "./curl-draft.js";
import { InputError } from "./input-error.js";
import { wordQuoted, type ShellWord } from "./shell-words.js";

/** A draft that takes all that an option can say. */
export type OpenDraft = Required<Omit<CurlDraft, "method" | "url">> & CurlDraft;

/** What an option is read with: its value, where it has one, and what reads the file that the value may name. */
export interface Value {
  readonly text: () => string;
  /** Also where a shell would put something else for it. */
  readonly word: () => ShellWord;
  readonly readText: ReadText;
}

/** Takes short options apart: -XPOST is -X POST, and -sSd a is -s -S -d a. */
export function separated(word: string): readonly string[] {
  if (!/^-[^-]./s.test(word)) return [word];
  const options: string[] = [];
  for (let at = 1; at < word.length; at++) {
    const name = `-${word.charAt(at)}`;
    options.push(name);
    if (!takesValue(name)) continue;
    return at + 1 < word.length ? [...options, word.slice(at + 1)] : options;
  }
  return options;
}

/** Puts an option into a draft. Throws an `InputError` for one about the request that cannot be read. */
export function readOption(draft: OpenDraft, name: string, value: Value): void {
  const [assigned] = /^--[^=]+(?==)/.exec(name) ?? [];
  if (assigned !== undefined) {
    throw new InputError(
      `curl takes no equals sign behind ${assigned}: put a blank between it and its value.`,
    );
  }
  const refusal = REFUSED.get(name);
  if (refusal !== undefined) throw new InputError(`curl's ${name} ${refusal}`);
  const read = FLAGS.get(name) ?? VALUES.get(name);
  if (read !== undefined) read(draft, value);
  else if (KEPT_VALUES.has(name)) keep(draft.options, name, value.word());
  else draft.options.push(wordQuoted({ text: name }));
}

/** Puts the URL into a draft. Throws an `InputError` for a second one, and for what only looks like one. */
export function addUrl(draft: CurlDraft, url: string): void {
  refuseUnseen(url);
  const [dash] = /^[\u2010-\u2015\u2212]/.exec(url) ?? [];
  if (dash !== undefined) {
    throw new InputError(
      `The command has a typographic dash (${dash}), which a chat or a text editor makes of - or --: put that back.`,
    );
  }
  const [operator] = /^(?:[&|;]{1,2}$|[\d&]?[<>]+|#)/.exec(url) ?? [];
  if (operator !== undefined) {
    throw new InputError(
      `The command goes on with ${operator} for the shell: leave that out, and what is behind it.`,
    );
  }
  if (draft.url !== undefined) {
    throw new InputError(
      "The curl command has more than one URL: leave the one that is meant. A value with a blank in it needs quotes.",
    );
  }
  draft.url = url;
}

function refuseUnseen(word: string): void {
  const [character] = /[\u00AD\u200B-\u200F\u2060\uFEFF]/.exec(word) ?? [];
  if (character === undefined) return;
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  throw new InputError(
    `The command has a character in it that nobody sees (U+${code}), as text from a web page or a chat has: delete it.`,
  );
}

/** The content type that curl adds to a multipart body. */
export const MULTIPART = "multipart/form-data";

type Reader = (draft: OpenDraft, value: Value) => void;

const method: Reader = (draft, { text }) => (draft.method = text());
const data: Reader = (draft, { text, readText }) => draft.data.push(dataOf(text(), readText));
// The last one counts, but less than -H; an empty one is none.
const field =
  (name: string): Reader =>
  (draft, { text }) => {
    const value = text();
    const before = draft.defaults.findIndex(([one]) => one === name);
    if (before >= 0) draft.defaults.splice(before, 1);
    if (value !== "") draft.defaults.push([name, value]);
  };

// Nothing of a multipart body is signed, and curl alone writes one: its type matters, and how it is said.
const multipart =
  (name: string): Reader =>
  (draft, { word }) => {
    keep(draft.form, name, word());
    draft.method ??= "POST";
    draft.defaults.push(["content-type", MULTIPART]);
  };

// What has no equals sign is the name of a file.
const cookie: Reader = (draft, { word }) => {
  const given = word();
  if (given.substituted !== undefined || !given.text.includes("=")) {
    return keep(draft.options, "-b", given);
  }
  const before = draft.defaults.find(([name]) => name === "cookie");
  if (before === undefined) draft.defaults.push(["cookie", given.text]);
  else before[1] += `; ${given.text}`;
};

function keep(words: string[], name: string, value: ShellWord): void {
  words.push(name, wordQuoted(value));
}

const header: Reader = (draft, { text, readText }) => {
  const { headers, without } = fieldsOf([text()], readText);
  draft.headers.push(...headers);
  draft.without.push(...without);
};

// Pieces of JSON are put together with nothing in between.
const json: Reader = (draft, { text, readText }) => {
  const before = draft.data.pop() ?? "";
  draft.data.push(joined([before, binaryOf(text(), readText)], ""));
  draft.defaults.push(["content-type", "application/json"], ["accept", "application/json"]);
};

const query: Reader = (draft, { text, readText }) => {
  const given = text();
  draft.query.push(given.startsWith("+") ? given.slice(1) : encodedOf(given, readText));
};

const FLAGS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["-G", (draft) => (draft.isGet = true)],
  ["--get", (draft) => (draft.isGet = true)],
  // What is printed has it where it is needed.
  ["-g", () => undefined],
  ["--globoff", () => undefined],
  ["-I", (draft) => (draft.method ??= "HEAD")],
  ["--head", (draft) => (draft.method ??= "HEAD")],
]);

const VALUES: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["-X", method],
  ["--request", method],
  ["--url", (draft, { text }) => addUrl(draft, text())],
  ["--url-query", query],
  ["-H", header],
  ["--header", header],
  ["-d", data],
  ["--data", data],
  ["--data-ascii", data],
  ["--data-binary", (draft, { text, readText }) => draft.data.push(binaryOf(text(), readText))],
  ["--data-raw", (draft, { text }) => draft.data.push(text())],
  ["--data-urlencode", (draft, { text, readText }) => draft.data.push(encodedOf(text(), readText))],
  ["--json", json],
  ["-A", field("user-agent")],
  ["--user-agent", field("user-agent")],
  ["-e", field("referer")],
  ["--referer", field("referer")],
  ["-b", cookie],
  ["--cookie", cookie],
  ...["-F", "--form", "--form-string"].map((name) => [name, multipart(name)] as const),
]);

const UPLOAD =
  "uploads a file: write -X PUT -H 'Content-Type:' --data-binary @FILE in its place, and the file's name behind a URL that ends with a slash.";
const CONFIG = "reads options from a file: put them into the command.";
const NEXT = "begins another request: leave the one that is meant.";

// What changes the request, and cannot be told from the command.
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["-T", UPLOAD],
  ["--upload-file", UPLOAD],
  ["-K", CONFIG],
  ["--config", CONFIG],
  ["-:", NEXT],
  ["--next", NEXT],
  ["--request-target", "changes what is sent behind the URL: put it into the URL."],
  ["--variable", "makes variables: put their values into the command."],
]);

// What is about the connection, the output, or other ways to authenticate: it is for curl alone.
const KEPT_VALUES: ReadonlySet<string> = new Set(
  [
    "-c --cookie-jar -o --output --output-dir -u --user -m --max-time -w --write-out -D --dump-header",
    "-x --proxy -U --proxy-user --proxy-header --preproxy --noproxy --socks4 --socks4a --socks5 --socks5-hostname",
    "--proxy1.0 --proxy-cacert --proxy-cert --proxy-key --connect-timeout --connect-to --resolve --interface",
    "--local-port --dns-servers --doh-url --unix-socket --abstract-unix-socket --keepalive-time --expect100-timeout",
    "--happy-eyeballs-timeout-ms --haproxy-clientip --limit-rate --rate -Y --speed-limit -y --speed-time",
    "--retry --retry-delay --retry-max-time --max-redirs --max-filesize --parallel-max -r --range -C --continue-at",
    "-z --time-cond --etag-compare --etag-save -E --cert --cert-type --key --key-type --pass --cacert --capath",
    "--crlfile --pinnedpubkey --ciphers --tls13-ciphers --curves --tls-max --engine --ech --alt-svc --hsts",
    "--proto --proto-default --proto-redir --netrc-file --oauth2-bearer --aws-sigv4 --delegation --service-name",
    "--login-options --tlsuser --tlspassword --tlsauthtype --stderr --trace --trace-ascii --trace-config --libcurl",
    "-P --ftp-port -Q --quote -t --telnet-option --create-file-mode --random-file --egd-file",
  ].flatMap((names) => names.split(" ")),
);

function takesValue(name: string): boolean {
  return VALUES.has(name) || KEPT_VALUES.has(name) || (REFUSED.has(name) && name !== "-:");
}
