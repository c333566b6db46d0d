import type { HashName } from "./crypto/platform.js";
import type { Transmission } from "./sign.js";
import type { SignatureMethod, VerifyingKeys } from "./signature-method.js";

/** Yes with what was found, or no with a problem code and, where it helps, a sentence for the operator's log. */
export type Verdict<T = Verified, P extends string = VerifyProblem> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly problem: P; readonly advice?: string };

/**
 * What can be wrong with a signed request before anybody looks at a clock or a store. The names are those
 * of the OAuth Problem Reporting extension. Closed: a `switch` over it can be exhaustive.
 */
export type VerifyProblem =
  /** Our own: the extension has no word for a body that is not the one that was signed. */
  | "body_hash_invalid"
  | "consumer_key_unknown"
  | "parameter_absent"
  | "parameter_rejected"
  | "signature_invalid"
  | "signature_method_rejected"
  | "version_rejected";

/** What the request claims about itself. Nothing here is proved before the signature is. */
export interface Presented {
  readonly consumerKey: string;
  readonly token?: string;
  readonly method: string;
}

/** A request whose signature is right: what it presented, decoded, is now proved. */
export interface Verified extends Presented {
  readonly realm?: string;
  /** Absent where none was sent, and the method needs none (PLAINTEXT). */
  readonly nonce?: string;
  /** Seconds since 1970. */
  readonly timestamp?: number;
  readonly transmission: Transmission;
  /** Every `oauth_` parameter but the signature, decoded. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** Finds the keys of whoever the request claims to be; `undefined`, or `null` as databases say, for an unknown consumer or token. */
export type KeyLookup = (
  presented: Presented,
) => VerifyingKeys | null | undefined | Promise<VerifyingKeys | null | undefined>;

/** What `verify` accepts. */
export interface VerifyOptions {
  /** The methods that may be used; a request with any other is refused. */
  readonly methods: readonly SignatureMethod<never>[];
  /**
   * Whether `oauth_callback` and `oauth_verifier` may travel apart from the other protocol parameters, in the
   * query or the form, as some clients send them. False by default.
   */
  readonly scatteredParameters?: boolean;
  /**
   * What `oauth_version` may say where it is sent; `["1.0"]` by default (RFC 5849 section 3.1). Clients that are deployed say
   * other things, such as `1.0A`.
   */
  readonly versions?: readonly string[];
  /** Whether a body that is no form has to come with its hash; false by default. A hash that comes is always checked. */
  readonly requireBodyHash?: boolean;
  /** The body hash's function; that of the signature method by default, or SHA-1. */
  readonly bodyHashAlgorithm?: HashName;
  readonly limits?: Partial<VerifyLimits>;
}

/** How much of a peer's input is read before it is refused. */
export interface VerifyLimits {
  /** Characters of the Authorization header; 8192 by default. */
  readonly header: number;
  /** Characters of the query, and bytes of the form: characters of one that is given as text. 131,072 each by default. */
  readonly form: number;
  /** Parameters of query, form and header together; 256 by default. */
  readonly parameters: number;
  /** Characters of one encoded name or value; 8192 by default. */
  readonly parameter: number;
}
