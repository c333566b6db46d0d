import type { RequestParts } from "@oauth1/core";
import { curlRequest, type ReadText } from "./input/curl.js";
import { InputError } from "./input/input-error.js";
import { isRawRequest, rawRequest } from "./input/raw-http.js";

export { claimsOf, type Claims } from "./input/claims.js";
export {
  curlRequest,
  curlText,
  dataOf,
  fieldOf,
  requestOf,
  type CurlDraft,
  type Field,
  type ReadText,
} from "./input/curl.js";
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
export function readRequest(text: string, { origin, readText }: InputOptions = {}): RequestParts {
  const start = bare(text.trimStart());
  if (/^curl(?:\.exe)?(?:\s|$)/i.test(start)) return curlRequest(start, readText);
  if (isRawRequest(start)) return rawRequest(start, origin);
  if (/^(?:authorization\s*:\s*)?OAuth\s/i.test(start)) {
    throw new InputError(
      "This is an Authorization header without its request: put a line such as GET https://api.example.com/me above it.",
    );
  }
  throw new InputError(
    "This is no request: it begins neither as HTTP (GET /path HTTP/1.1) nor as curl.",
  );
}

// What is copied with it: the prompt before a command, and what `curl -v` writes before each line that it sends.
function bare(text: string): string {
  if (!/^[*>] /.test(text)) return text.replace(/^\$ /, "");
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line) => /^> ?(.*)$/.exec(line)?.slice(1) ?? []).join("\n");
}
