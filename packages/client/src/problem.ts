/**
 * The word of OAuth Problem Reporting in an answer: a form, JSON, or the header WWW-Authenticate.
 *
 * @example
 * oauthProblemOf(new Headers(), "oauth_problem=nonce_used"); // => "nonce_used"
 * oauthProblemOf(new Headers(), "oauth_problem=rate%20limit%20exceeded&a=b"); // => "rate limit exceeded"
 */
export function oauthProblemOf(headers: Headers, body: string): string | undefined {
  const text = `${headers.get("www-authenticate") ?? ""}\n${body}`;
  const [, words] = PROBLEM.exec(text) ?? [];
  return words?.replace(/%20|\+/g, " ");
}

// Words, with which some say it in plain language.
const PROBLEM = /\boauth_problem["']?\s*[=:]\s*["']?([A-Za-z_]+(?:(?: |%20|\+)[A-Za-z_]+)*)/;
