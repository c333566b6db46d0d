import type { AuthenticationDescription } from "./description.js";
import type { RateLimit } from "./rate-limit.js";

/** What went wrong in a login. Closed: a `switch` over it can be exhaustive. */
export type LoginProblem =
  /** The provider did not confirm the callback, so a stranger could have chosen it (RFC 5849 section 2.1). */
  | "callback_not_confirmed"
  /** The user, or the provider on the user's behalf, said no. */
  | "denied"
  | "exchange_refused"
  /** No login was begun in this browser, or too long ago. */
  | "login_unknown"
  /** The answer is not one that RFC 5849 describes. */
  | "response_malformed"
  | "revocation_refused"
  | "temporary_credentials_refused"
  | "token_credentials_refused"
  /** The callback belongs to another login than the one that was begun. */
  | "token_mismatch"
  | "verifier_missing";

/** What went wrong in a call of the API. Closed as well. */
export type CallProblem =
  /** No answer came, or only a part of one. */
  | "network"
  /** There are no calls left for now. */
  | "rate_limited"
  /** The answer redirects to where a signed request must not go, or cannot go again, or without end. */
  | "redirect_refused"
  /** The status is not one of success, or the answer says that it is an error. */
  | "request_refused"
  | "response_malformed"
  /** The answer took longer than the app allows. */
  | "timeout"
  /** The app's clock is wrong, also after it was put right. */
  | "timestamp_refused";

/**
 * What a provider answered, as far as an error keeps it: credentials are blanked out, and of a body there are the first 65,536
 * characters. Nothing where no answer came.
 */
export interface AnswerDetails {
  readonly status?: number | undefined;
  readonly headers?: Headers | undefined;
  readonly body?: string | undefined;
  /** The provider's own word for it, where it speaks the OAuth Problem Reporting extension. */
  readonly oauthProblem?: string | undefined;
  readonly cause?: unknown;
}

/** What the API says about an error besides. */
export interface CallDetails extends AnswerDetails {
  readonly providerCode?: string | undefined;
  readonly providerMessage?: string | undefined;
  readonly rateLimit?: RateLimit | undefined;
}

/** What the errors of a login and of a call have in common. */
export abstract class OAuth1Error extends Error {
  readonly status: number | undefined;
  readonly headers: Headers | undefined;
  /** Its first 65,536 characters. */
  readonly body: string | undefined;
  /** The provider's own word for it, where it speaks the OAuth Problem Reporting extension. */
  readonly oauthProblem: string | undefined;

  constructor(message: string, { status, headers, body, oauthProblem, cause }: AnswerDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.headers = headers && shownHeaders(headers);
    this.body = body;
    this.oauthProblem = oauthProblem;
  }
}

/** A login that did not come to its end. It holds what the provider said, and never a secret. */
export class LoginError extends OAuth1Error {
  override readonly name = "LoginError";
  readonly code: LoginProblem;

  constructor(code: LoginProblem, message: string, details: AnswerDetails = {}) {
    super(message, details);
    this.code = code;
  }
}

/** A call that was not answered with success. It holds what the provider said, and never a secret. */
export class CallError extends OAuth1Error {
  override readonly name = "CallError";
  readonly code: CallProblem;
  /** The API's own code and words, where it is known where they stand. */
  readonly providerCode: string | undefined;
  readonly providerMessage: string | undefined;
  readonly rateLimit: RateLimit | undefined;

  constructor(code: CallProblem, message: string, details: CallDetails = {}) {
    super(message, details);
    this.code = code;
    this.providerCode = details.providerCode;
    this.providerMessage = details.providerMessage;
    this.rateLimit = details.rateLimit;
  }
}

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

/**
 * Text of a provider, or for a log, with the credentials in it blanked out, also in XML, a signature base string or a quoted
 * header. `names` are what a provider calls its own.
 *
 * @example
 * withoutCredentials("oauth_token=abc&oauth_token_secret=def&user_id=1"); // => "oauth_token=[secret]&oauth_token_secret=[secret]&user_id=1"
 */
export function withoutCredentials(text: string, names: readonly string[] = []): string {
  const all = [...CREDENTIALS, ...names].map((name) => name.replace(/[^\w-]/g, "\\$&")).join("|");
  const plain = `(?<![a-z_-])(${all})(["'\\\\]*\\s*[=:>]\\s*["'\\\\]*)[^&"'\\s,}<\\\\]+`;
  const encoded = `(${all})(%3D)(?:%25|[^%&"'\\s,}<\\\\])+`;
  return text.replace(new RegExp(plain, "g"), BLANK).replace(new RegExp(encoded, "g"), BLANK);
}

/**
 * A copy of an answer's headers with the credentials in them blanked out: a redirect repeats what was sent in a query.
 *
 * @example
 * const headers = new Headers({ location: "https://photos.example.net/?oauth_token=abc&page=2" });
 * shownHeaders(headers).get("location"); // => "https://photos.example.net/?oauth_token=[secret]&page=2"
 */
export function shownHeaders(
  headers: Headers,
  hide: (text: string) => string = withoutCredentials,
): Headers {
  return new Headers([...headers].map(([name, value]): [string, string] => [name, hide(value)]));
}

/**
 * As much of an answer's body as an error keeps, with the credentials in it blanked out: an error may be kept for long, and sent
 * to a log as a whole.
 *
 * @example
 * shownBody("oauth_token=abc&page=2"); // => "oauth_token=[secret]&page=2"
 */
export function shownBody(
  body: string,
  hide: (text: string) => string = withoutCredentials,
): string {
  // Cut afterwards: nobody would know the first half of a secret for one.
  return hide(body).slice(0, LONGEST_BODY);
}

const LONGEST_BODY = 65_536;

/**
 * What `withoutCredentials` does, also for the parameters that the description of an API authenticates calls by.
 *
 * @example
 * const hide = hiding({ query: { key: "{consumerKey}", token: "{key}" } });
 * hide("https://photos.example.net/?key=a&token=b&page=2"); // => "https://photos.example.net/?key=[secret]&token=[secret]&page=2"
 */
export function hiding({ query = {} }: AuthenticationDescription = {}): (text: string) => string {
  // Where all parameters are sent as one, in JSON, that is its name.
  const names = ["Authorization", ...Object.keys(query)];
  return (text) => withoutCredentials(text, names);
}

const BLANK = "$1$2[secret]";

const CREDENTIALS = [
  "oauth_token",
  "oauth_token_secret",
  // With PLAINTEXT it is both secrets.
  "oauth_signature",
  "oauth_verifier",
  "oauth_session_handle",
  "access_token",
  "refresh_token",
  "id_token",
  "x_auth_password",
];
