import type { RequestParts } from "@oauth1/core";
import { refuseFile, type ReadText } from "./curl-data.js";
import { requestOf } from "./curl-draft.js";
import { addUrl, readOption, separated, type OpenDraft } from "./curl-options.js";
import { InputError } from "./input-error.js";
import { shellQuoted, shellWords } from "./shell-words.js";
import { textOf } from "./text-of.js";

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
  const draft: OpenDraft = {
    headers: [],
    defaults: [],
    without: [],
    data: [],
    query: [],
    isGet: false,
  };
  // The next word is the last one.
  const rest = [...words].reverse();
  for (let word = rest.pop(); word !== undefined; word = rest.pop()) {
    const [option = "", ...more] = separated(word);
    for (const one of more.reverse()) rest.push(one);
    if (!option.startsWith("-") || option === "-") addUrl(draft, option);
    else readOption(draft, option, { text: () => valueOf(option, rest.pop()), readText });
  }
  return requestOf(draft);
}

/**
 * A request as a curl command, quoted for a POSIX shell.
 *
 * @example
 * curlText({ method: "PUT", url: "https://example.com/?a", headers: [["accept", "text/plain"]], body: "it's" });
 * // => "curl -X PUT 'https://example.com/?a' -H 'accept: text/plain' -H content-type: --data-raw 'it'\\''s'"
 */
export function curlText({ method, url, headers, body }: RequestParts): string {
  const fields = [...new Headers(headers)].map(([name, value]) =>
    value === "" ? `${name};` : `${name}: ${value}`,
  );
  // Of what has no type, curl would make a form.
  const isUntyped = typeof body === "string" && !isTyped(fields);
  return [
    ...[
      "curl",
      ...(/[[\]{}]/.test(url) ? ["-g"] : []),
      "-X",
      shellQuoted(method),
      shellQuoted(url),
    ],
    ...[...fields, ...(isUntyped ? ["content-type:"] : [])].flatMap((field) => [
      "-H",
      shellQuoted(field),
    ]),
    ...(body === undefined ? [] : ["--data-raw", shellQuoted(textOf(body))]),
  ].join(" ");
}

function isTyped(fields: readonly string[]): boolean {
  return fields.some((field) => /^content-type[:;]/.test(field));
}

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

function valueOf(option: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new InputError(`curl's ${option} has no value.`);
}
