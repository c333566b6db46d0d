import { headerValues, type RequestParts } from "../request.js";

/**
 * Says that a request is not signed, and what of its Authorization header nobody can read.
 *
 * @example
 * unsigned({ method: "GET", url: "https://example.com/" }); // => "The request is not signed."
 * const headers = { authorization: "Authorization: OAuth oauth_signature=x" };
 * unsigned({ method: "GET", url: "https://example.com/", headers });
 * // => "The request is not signed. Its Authorization header has its own name in it once more."
 */
export function unsigned({ headers }: Pick<RequestParts, "headers">): string {
  const [header = ""] = headerValues(headers, "authorization");
  const flaw = FLAWS.find(([pattern]) => pattern.test(header))?.[1];
  return `The request is not signed.${flaw === undefined ? "" : ` Its Authorization header ${flaw}.`}`;
}

const FLAWS: readonly (readonly [pattern: RegExp, flaw: string])[] = [
  [/^OAuth(?:%20|\+)/i, "is percent-encoded as a whole; only each name and value in it is"],
  [/^Authorization\s*:/i, "has its own name in it once more"],
  [/^OAuth\s+oauth_[^",]*&oauth_/i, "has & between its parameters, where commas belong"],
  [/^"?oauth_|^['"]OAuth/i, "does not begin with OAuth and a blank"],
];
