import type { ReadText } from "./input/curl-data.js";
import { curlRequest, type CurlRequest } from "./input/curl.js";
import { InputError } from "./input/input-error.js";
import { isRawRequest, rawRequest } from "./input/raw-http.js";

export { claimsOf, type Claims } from "./input/claims.js";
export { dataOf, type CurlData, type ReadText } from "./input/curl-data.js";
export { fieldOf, fieldsOf, requestOf, type CurlDraft, type Field } from "./input/curl-draft.js";
export { curlRequest, curlText, type CurlRequest } from "./input/curl.js";
export { InputError } from "./input/input-error.js";
export { isRawRequest, rawRequest, rawText } from "./input/raw-http.js";
export { shellQuoted, shellWords } from "./input/shell-words.js";

/** What a pasted request leaves open. */
export interface InputOptions {
  /** Where a raw request was sent to; https and its Host by default. */
  readonly origin?: string;
  /** Reads the files that a curl command names; without it, they are refused. */
  readonly readText?: ReadText;
}

/**
 * Reads a request as people have it: a curl command, or raw HTTP. It runs on every platform. Throws an `InputError` for
 * anything else.
 *
 * @example
 * readRequest("GET https://example.com/ HTTP/1.1\n").url; // => "https://example.com/"
 * readRequest("curl -X PUT https://example.com/").method; // => "PUT"
 */
export function readRequest(text: string, { origin, readText }: InputOptions = {}): CurlRequest {
  const start = bare(text.replace(UNSEEN, ""));
  if (/^curl(?:\.exe)?(?:\s|$)/i.test(start)) return curlRequest(start, readText);
  if (isRawRequest(start) && !/^wget\s/i.test(start)) return rawRequest(start, origin);
  throw new InputError(MISTAKEN.find(([pattern]) => pattern.test(start))?.[1] ?? NO_REQUEST);
}

// Blanks, and what web pages and chats put before a text without anybody seeing it.
const UNSEEN = /^[\s\u200B-\u200F\u2060]+/;

const NO_REQUEST =
  "This is no request: it begins neither as HTTP (GET /path HTTP/1.1) nor as curl.";

// What people paste in place of a request.
const MISTAKEN: readonly (readonly [pattern: RegExp, message: string])[] = [
  [
    /^(?:authorization\s*:\s*)?OAuth\s/i,
    "This is an Authorization header without its request: put a line such as GET https://api.example.com/me above it.",
  ],
  [
    /^HTTP\/\d/i,
    "This is an answer, not a request: paste what was sent, which curl -v shows behind >.",
  ],
  [
    /^[A-Z]+&https?%3A/i,
    "This is a base string without its request: paste the request, and give the base string besides.",
  ],
  [
    /^(?:wget|https?|xh|fetch|await fetch|Invoke-\w+)[\s(]/i,
    "This is a command, but not of curl: write it as curl, which browsers and API clients can copy, or as raw HTTP.",
  ],
  [
    /^:[a-z]+\s*:?\s/,
    "These are fields as HTTP/2 has them: write :method, :authority and :path as GET https://api.example.com/path.",
  ],
];

// What is copied with it: the fence of a code block, the prompt before a command, and what `curl -v` writes before each
// line that it sends.
function bare(text: string): string {
  const [, fenced = text] = /^```\w*\r?\n(.*?)(?:\r?\n```\s*)?$/s.exec(text) ?? [];
  if (!/^[*>] /.test(fenced)) return fenced.replace(PROMPT, "");
  const lines = fenced.split(/\r?\n/);
  return lines.flatMap((line) => /^> ?(.*)$/.exec(line)?.slice(1) ?? []).join("\n");
}

const PROMPT = /^[^\n"']{0,80}?[$#>%] ?(?=curl(?:\.exe)?\s)/i;
