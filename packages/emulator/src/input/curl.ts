import type { RequestParts } from "@oauth1/core";
import { refuseFile, type ReadText } from "./curl-data.js";
import { requestOf } from "./curl-draft.js";
import { addUrl, MULTIPART, readOption, separated, type OpenDraft } from "./curl-options.js";
import { InputError } from "./input-error.js";
import { readWords, shellQuoted, type ShellWord } from "./shell-words.js";
import { textOf } from "./text-of.js";

/** A request, and what else a curl command says. The words are quoted for a POSIX shell. */
export interface CurlRequest extends RequestParts {
  /** The parts of a multipart body, which curl alone writes: `-F` and the like. */
  readonly form?: readonly string[];
  /** What is about the connection, the output, or other ways to authenticate. */
  readonly options?: readonly string[];
}

/**
 * The request that a curl command sends. Options about the connection and the output are kept as they are; of those about the
 * request, one that cannot be read throws an `InputError`, as does a variable that a shell would have put a value for.
 *
 * @example
 * curlRequest("curl -d a=b -H 'Accept: text/plain' https://example.com/");
 * // => { method: "POST", url: "https://example.com/", headers: [["accept", "text/plain"], ["content-type", "application/x-www-form-urlencoded"]], body: "a=b" }
 */
export function curlRequest(command: string, readText: ReadText = refuseFile): CurlRequest {
  const [program, ...words] = readWords(isOfCmd(command) ? withoutCarets(command) : command);
  if (program === undefined || !/^curl(?:\.exe)?$/i.test(program.text))
    throw new InputError("This is no curl command: it begins with curl.");
  const draft: OpenDraft = {
    headers: [],
    defaults: [],
    without: [],
    data: [],
    query: [],
    form: [],
    options: [],
    isGet: false,
  };
  // The next word is the last one.
  const rest = [...words].reverse();
  for (let word = rest.pop(); word !== undefined; word = rest.pop()) {
    const [option = "", ...more] = separated(word.text);
    for (const text of more.reverse()) rest.push({ ...word, text });
    const value = (): ShellWord => valueOf(option, rest.pop());
    if (!option.startsWith("-") || option === "-") addUrl(draft, known(word));
    else readOption(draft, option, { text: () => known(value()), word: value, readText });
  }
  const request = requestOf(draft);
  for (const text of [request.url, ...draft.headers.map(([, value]) => value)])
    refuseTemplate(text);
  const { form, options } = draft;
  return {
    ...request,
    ...(form.length > 0 && { form }),
    ...(options.length > 0 && { options }),
  };
}

/**
 * A request as a curl command, quoted for a POSIX shell.
 *
 * @example
 * curlText({ method: "PUT", url: "https://example.com/?a", headers: [["accept", "text/plain"]], body: "it's" });
 * // => "curl -X PUT 'https://example.com/?a' -H 'accept: text/plain' -H content-type: --data-raw 'it'\\''s'"
 */
export function curlText(request: CurlRequest): string {
  const { method, url, headers, body, form = [], options = [] } = request;
  const isOwn = (field: string): boolean =>
    form.length > 0 && field === `content-type: ${MULTIPART}`;
  const fields = [...new Headers(headers)]
    .map(([name, value]) => (value === "" ? `${name};` : `${name}: ${value}`))
    .filter((field) => !isOwn(field));
  // Of what has no type, curl would make a form.
  const isUntyped = typeof body === "string" && !isTyped(fields);
  return [
    ...[
      "curl",
      ...options,
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
    ...form,
  ].join(" ");
}

function isTyped(fields: readonly string[]): boolean {
  return fields.some((field) => /^content-type[:;]/.test(field));
}

// As browsers copy a command for cmd.exe on Windows: each quote is behind a caret.
function isOfCmd(command: string): boolean {
  return /^\S+\s+(?:-\S+\s+)*\^"/.test(command);
}

// Before the end of a line a caret goes on with the next one; a line break within quotes is a caret and two of them. What is
// special in another shell is none there.
function withoutCarets(command: string): string {
  return command
    .replace(/\^(\r?\n){2}/g, "\n")
    .replace(/\^(\r?\n|[^])/g, (_, next: string) => next)
    .replace(/\\[^]|[$`]/g, (one) => (one.startsWith("\\") ? one : `\\${one}`));
}

function valueOf(option: string, value: ShellWord | undefined): ShellWord {
  if (value !== undefined) return value;
  throw new InputError(`curl's ${option} has no value.`);
}

function known({ text, substituted }: ShellWord): string {
  if (substituted === undefined) return text;
  throw new InputError(
    `A shell puts something else for ${substituted}: write that in its place, or put single quotes around what is meant as it is.`,
  );
}

// As API clients have them in their collections. A body may well be a template.
function refuseTemplate(text: string): void {
  const [template] = /\{\{\s*[\w.$-]{1,40}\s*\}\}/.exec(text) ?? [];
  if (template === undefined) return;
  throw new InputError(`${template} is a placeholder that was not filled in: write its value.`);
}
