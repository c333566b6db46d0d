/** Where errors say what is wrong. */
export interface DescribedErrors {
  readonly signs?: readonly DescribedErrorSign[];
  readonly code?: string | readonly string[];
  readonly message?: string | readonly string[];
  /** What an error looks like, and its status. */
  readonly example?: unknown;
  /** What an error in XML looks like, written as JSON: attributes are members with `@`, and text beside them is `#text`. */
  readonly xml?: unknown;
  readonly status?: number;
  /** What codes mean. */
  readonly codes?: Readonly<Record<string, string | DescribedErrorCode>>;
}

/** What a code means, and which problems of a request it tells. */
export interface DescribedErrorCode {
  readonly description: string;
  readonly problem: RequestProblem | readonly RequestProblem[];
}

/** What can be wrong with a request, in the emulator's words. */
export type RequestProblem =
  | "consumer_key_unknown"
  | "token_rejected"
  | "token_expired"
  | "signature_invalid"
  | "signature_method_rejected"
  | "body_hash_invalid"
  | "nonce_used"
  | "timestamp_refused"
  | "parameter_absent"
  | "parameter_rejected"
  | "version_rejected"
  | "rate_limited"
  | "bad_request"
  | "not_found";

/** What tells an error from a result where both come with a status of success. */
export interface DescribedErrorSign {
  readonly at: string;
  readonly equals?: string | number | boolean;
  readonly least?: number;
}
