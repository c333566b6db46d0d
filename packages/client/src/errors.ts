import { isRecord } from "./kept.js";
import type { RateLimit } from "./rate-limit.js";
import { hideHeaders, hiding, type Hide } from "./redaction.js";

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
  /** Blanks out the credentials that are known besides those with a name of OAuth's; the error itself sees to it. */
  readonly hide?: Hide | undefined;
}

/** What the API says about an error besides. */
export interface CallDetails extends AnswerDetails {
  readonly providerCode?: string | undefined;
  readonly providerMessage?: string | undefined;
  readonly rateLimit?: RateLimit | undefined;
}

/** What the errors of a login and of a call have in common. */
export abstract class OAuth1Error extends Error {
  // As a method it would stand in the declarations twice, because TypeScript 6 emits a computed name so.
  static {
    Object.defineProperty(this, Symbol.hasInstance, { value: isOfKind });
  }

  readonly status: number | undefined;
  readonly headers: Headers | undefined;
  /** Its first 65,536 characters. */
  readonly body: string | undefined;
  /** The provider's own word for it, where it speaks the OAuth Problem Reporting extension. */
  readonly oauthProblem: string | undefined;

  constructor(message: string, details: AnswerDetails) {
    const { status, headers, body, oauthProblem, cause, hide = hiding() } = details;
    super(hide(message), cause === undefined ? undefined : { cause });
    this.status = status;
    this.headers = headers && hideHeaders(headers, hide);
    // Cut afterwards too: nobody would know the first half of a secret for one.
    this.body = body && hide(body.slice(0, 2 * LONGEST_BODY)).slice(0, LONGEST_BODY);
    this.oauthProblem = oauthProblem && hide(oauthProblem);
  }

  /** What a log keeps of it: all but the cause and the stack. */
  toJSON(): object {
    const { message, headers } = this;
    return { ...this, message, headers: headers && Object.fromEntries(headers) };
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
    const { providerCode, providerMessage, rateLimit, hide = hiding() } = details;
    this.providerCode = providerCode && hide(providerCode);
    this.providerMessage = providerMessage && hide(providerMessage);
    this.rateLimit = rateLimit;
  }
}

const KINDS: ReadonlyMap<unknown, readonly unknown[]> = /* @__PURE__ */ new Map([
  ["LoginError", [LoginError, OAuth1Error]],
  ["CallError", [CallError, OAuth1Error]],
]);

// `instanceof` knows errors by their names too: an app may have the package twice, as ESM and as CommonJS.
function isOfKind(this: unknown, value: unknown): boolean {
  const kinds = isRecord(value) && KINDS.get(value.name);
  return (kinds && kinds.includes(this)) || Error[Symbol.hasInstance].call(this, value);
}

const LONGEST_BODY = 65_536;
