import type { Draft } from "./draft.js";

/** The mistakes that can be named. Closed: a `switch` over it can be exhaustive. */
export type MistakeId =
  // The key
  | "ampersand-added"
  | "ampersand-missing"
  | "consumer-secret-empty"
  | "consumer-secret-other"
  | "hash-other"
  | "key-and-text-swapped"
  | "key-consumer-secret-alone"
  | "key-encoded-whole"
  | "key-for-secret"
  | "key-latin1"
  | "secret-encoded-twice"
  | "secret-form-encoded"
  | "secret-not-encoded"
  | "secret-not-set"
  | "secret-whitespace"
  | "secrets-swapped"
  | "token-not-sent"
  | "token-secret-empty"
  | "token-secret-previous"
  // The parameters that are counted
  | "array-brackets-added"
  | "array-brackets-dropped"
  | "array-index-added"
  | "body-hash-left-out"
  | "boolean-other-text"
  | "callback-left-out"
  | "commas-split"
  | "duplicates-first-kept"
  | "duplicates-joined"
  | "duplicates-last-kept"
  | "empty-values-dropped"
  | "falsy-values-dropped"
  | "form-left-out"
  | "json-counted"
  | "line-breaks-other"
  | "multipart-counted"
  | "nonce-left-out"
  | "object-as-text"
  | "parameter-left-out"
  | "plus-decoded-twice"
  | "plus-literal"
  | "query-left-out"
  | "realm-counted"
  | "signature-counted"
  | "timestamp-generated-twice"
  | "timestamp-left-out"
  | "timestamp-milliseconds"
  | "token-empty-counted"
  | "token-left-out"
  | "untyped-form-counted"
  | "verifier-left-out"
  | "version-counted"
  | "version-left-out"
  // Their order
  | "sorted-as-joined"
  | "sorted-before-encoding"
  | "sorted-by-name-only"
  | "sorted-ignoring-case"
  | "unsorted"
  // Their encoding, and that of the base string
  | "base-string-encoded-again"
  | "base-string-encoded-whole"
  | "base-string-newline"
  | "callback-not-encoded"
  | "charset-latin1"
  | "charset-twice"
  | "lower-case-hex"
  | "pieces-not-encoded"
  | "reserved-not-encoded"
  | "separators-not-encoded"
  | "slash-not-encoded"
  | "space-as-plus"
  | "tilde-encoded"
  | "values-encoded-twice"
  | "values-not-encoded"
  | "wire-encoded-again"
  // The method and the URI
  | "default-port-kept"
  | "fragment-kept"
  | "host-as-written"
  | "host-other"
  | "http-for-https"
  | "https-for-http"
  | "method-lower-case"
  | "method-other"
  | "path-as-written"
  | "path-decoded"
  | "path-encoded-again"
  | "path-left-out"
  | "path-lower-case"
  | "path-prefix-stripped"
  | "port-dropped"
  | "query-in-uri"
  | "trailing-slash-added"
  | "trailing-slash-missing"
  | "www-differs"
  // The signature on its way
  | "plaintext-encoded-twice"
  | "signature-base64-of-hex"
  | "signature-base64-twice"
  | "signature-encoded-twice"
  | "signature-hex"
  | "signature-line-break"
  | "signature-not-encoded"
  | "signature-not-padded"
  | "signature-quoted"
  | "signature-url-safe"
  // The body hash, whatever the signature
  | "body-hash-base64-of-hex"
  | "body-hash-base64-twice"
  | "body-hash-charset"
  | "body-hash-encoded"
  | "body-hash-hex"
  | "body-hash-line-break"
  | "body-hash-not-padded"
  | "body-hash-of-empty"
  | "body-hash-of-form"
  | "body-hash-of-other"
  | "body-hash-other-hash"
  | "body-hash-url-safe";

/** What a signer did wrong, and the mend. */
export interface Mistake {
  readonly id: MistakeId;
  readonly title: string;
  readonly advice: string;
  /** Which of several ways it was done, where there are several: a hash, a method, a parameter's name. */
  readonly detail?: string;
}

/** The parts of a draft that a mistake replaces. */
export type Change = Partial<Omit<Draft, "sent">> & {
  readonly detail?: string;
  /** Set where meeting it together with another mistake is unlikely: such pairs are tried last. */
  readonly isRare?: true;
  /** Set where there are too many ways for pairs: each is tried alone, behind all other mistakes. */
  readonly isLone?: true;
};

/** A mistake as the search knows it: one entry of a table. */
export interface KnownMistake extends Mistake {
  /**
   * The ways in which a signer makes this mistake, none where there is no occasion. Each part that it replaces it makes of
   * that part and of what was sent, so that two mistakes about different parts can be made side by side.
   */
  readonly apply: (draft: Draft) => readonly Change[];
}

/**
 * Ways of making a mistake that are unlikely to meet another mistake.
 *
 * @example
 * rare([{ ending: "" }]); // => [{ ending: "", isRare: true }]
 */
export function rare(changes: readonly Change[]): readonly Change[] {
  return changes.map((change) => ({ ...change, isRare: true }));
}

/**
 * Ways of making a mistake of which there is one for each parameter, or that no other mistake is expected beside.
 *
 * @example
 * lone([{ ending: "" }]); // => [{ ending: "", isLone: true }]
 */
export function lone(changes: readonly Change[]): readonly Change[] {
  return changes.map((change) => ({ ...change, isLone: true }));
}
