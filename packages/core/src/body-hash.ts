import { digest } from "#crypto";
import type { HashName } from "./crypto/platform.js";
import { bodyContent, formBody, type RequestParts } from "./request.js";

/** When a request carries a hash of its body. A form never does: its parameters are signed themselves. */
export type BodyHashRule =
  /** The default. */
  | "never"
  /** Where there is a body that is not a form. */
  | "auto"
  /** Also where there is no body, as Mastercard wants it; the hash is that of nothing then. */
  | "always";

/** Which hash of its body a request carries. */
export interface BodyHashOptions {
  /** `never` by default. */
  readonly bodyHash?: BodyHashRule;
  /** That of the signature method by default, or SHA-1. */
  readonly bodyHashAlgorithm?: HashName;
  readonly method?: { readonly hash?: HashName };
  /** In `body` the parameters make a form of it. */
  readonly transmission?: string;
}

/**
 * The `oauth_body_hash` that a request needs under a rule (OAuth Request Body Hash 1.0), in base64; `undefined` for
 * none. Throws a TypeError for a body that cannot be read without consuming it.
 *
 * @example
 * const request = { method: "PUT", url: "https://example.com/", body: "Hello World!" };
 * bodyHash(request, { bodyHash: "auto" }); // => "Lve95gjOVATpfV8EL5X4nxwjKHE="
 */
export function bodyHash(
  request: RequestParts,
  { bodyHash: rule = "never", bodyHashAlgorithm, method, transmission }: BodyHashOptions,
): string | Promise<string> | undefined {
  if (rule === "never" || transmission === "body" || formBody(request) !== undefined) {
    return undefined;
  }
  const content = bodyContent(request.body);
  if (content === undefined && rule === "auto") return undefined;
  return digest(bodyHashAlgorithm ?? method?.hash ?? "SHA-1", content ?? "");
}

/**
 * The function that hashes a body, for whoever reads a request: as above, where it stands once more because a browser's bundle
 * of `sign` is counted in bytes.
 *
 * @example
 * bodyHashFunction({ method: { hash: "SHA-256" } }); // => "SHA-256"
 */
export function bodyHashFunction({ bodyHashAlgorithm, method }: BodyHashOptions): HashName {
  return bodyHashAlgorithm ?? method?.hash ?? "SHA-1";
}
