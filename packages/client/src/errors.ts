/** What went wrong in a login. Closed: a `switch` over it can be exhaustive. */
export type LoginProblem =
  /** The provider did not confirm the callback, so a stranger could have chosen it (RFC 5849 section 2.1). */
  | "callback_not_confirmed"
  /** The user, or the provider on the user's behalf, said no. */
  | "denied"
  /** The answer is not one that RFC 5849 describes. */
  | "response_malformed"
  | "temporary_credentials_refused"
  | "token_credentials_refused"
  /** The callback belongs to another login than the one that was begun. */
  | "token_mismatch"
  | "verifier_missing";

/** What went wrong in a call of the API. */
export type CallProblem =
  /** The status is not one of success. */
  | "request_refused"
  /** The answer redirects to where a signed request must not go, or cannot go again. */
  | "redirect_refused"
  | "response_malformed";

/** What a provider answered, as far as an error keeps it: credentials are blanked out. */
export interface AnswerDetails {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** A login that did not come to its end. It holds what the provider said, and never a secret. */
export class LoginError extends Error {
  override readonly name = "LoginError";
  readonly code: LoginProblem;
  readonly status: number | undefined;
  readonly headers: Headers | undefined;
  readonly body: string | undefined;
  /** The provider's own word for it, where it speaks the OAuth Problem Reporting extension. */
  readonly oauthProblem: string | undefined;

  constructor(
    code: LoginProblem,
    message: string,
    details: Partial<AnswerDetails> & { readonly oauthProblem?: string | undefined } = {},
  ) {
    super(message);
    this.code = code;
    this.status = details.status;
    this.headers = details.headers;
    this.body = details.body;
    this.oauthProblem = details.oauthProblem;
  }
}

/** A call that the API did not answer with success. It holds what the provider said, and never a secret. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly code: CallProblem;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;

  constructor(code: CallProblem, message: string, details: AnswerDetails) {
    super(message);
    this.code = code;
    this.status = details.status;
    this.headers = details.headers;
    this.body = details.body;
  }
}

/**
 * The body of an answer with the credentials in it blanked out, for errors and logs.
 *
 * @example
 * withoutCredentials("oauth_token=abc&oauth_token_secret=def&user_id=1"); // => "oauth_token=[secret]&oauth_token_secret=[secret]&user_id=1"
 */
export function withoutCredentials(body: string): string {
  return body.replace(
    /\b(oauth_token|oauth_token_secret|oauth_verifier)(["']?\s*[=:]\s*["']?)[^&"'\s,}]+/g,
    "$1$2[secret]",
  );
}
