import { digest } from "#crypto";
import type { HashName } from "./crypto/platform.js";
import { bodyContent, type RequestParts } from "./request.js";

/** When a request carries a hash of its body. A form never does: its parameters are signed themselves. */
export type BodyHashRule =
  /** The default. */
  | "never"
  /** Where there is a body that is not a form. */
  | "auto"
  /** Also where there is no body, as Mastercard wants it; the hash is that of nothing then. */
  | "always";

/**
 * The `oauth_body_hash` that a request needs under a rule (OAuth Request Body Hash 1.0), in base64; `undefined` for
 * none. Throws a TypeError for a body that cannot be read without consuming it.
 *
 * @example
 * const request = { method: "PUT", url: "https://example.com/", body: "Hello World!" };
 * bodyHash(request, { rule: "auto", form: undefined, algorithm: "SHA-1" }); // => "Lve95gjOVATpfV8EL5X4nxwjKHE="
 */
export function bodyHash(
  { body }: RequestParts,
  { rule, form, algorithm }: { rule: BodyHashRule; form: string | undefined; algorithm: HashName },
): string | Promise<string> | undefined {
  if (rule === "never" || form !== undefined) return undefined;
  const content = bodyContent(body);
  if (content === undefined && rule === "auto") return undefined;
  return digest(algorithm, content ?? "");
}
