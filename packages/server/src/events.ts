import type { Verdict } from "@oauth1/core";
import type { Explanation } from "@oauth1/core/explain";
import type { Refusal, ServerProblem } from "./answer.js";

/** What a signed request was for. */
export type RequestPurpose =
  | "introspection"
  | "launch"
  | "resource"
  | "revocation"
  | "temporary_credentials"
  | "token_credentials";

/**
 * Why a request was refused, for the operator alone: a peer cannot tell `consumer_disabled`, `consumer_key_unknown`,
 * `consumer_method_rejected`, `token_rejected` and `signature_invalid` apart.
 */
export type RefusalReason =
  ServerProblem | "consumer_disabled" | "consumer_key_unknown" | "consumer_method_rejected";

/** A reason, and where it helps a sentence or the name of a parameter. */
export interface Why {
  readonly reason: RefusalReason;
  readonly advice?: string;
}

/** A request that was refused. `consumer` is the key that it claims, which proves nothing by itself. */
export interface RequestRefused extends Why {
  readonly type: "request_refused";
  readonly purpose: RequestPurpose;
  readonly consumer?: string;
  /** How the signature should have been made, where `explainFailures` is on. */
  readonly explanation?: Explanation;
}

/** The options that are functions of the application's own, and are asked while a request is judged. */
export type AskedOption = "callbackRule" | "policy" | "tokenFields" | "xAuth";

/** A grant, and whose it is. */
interface OfGrant {
  readonly consumer: string;
  readonly user: string;
  readonly grant: string;
}

/** What happened, without a secret, a token, a verifier or a signature in it. The union is open to new members. */
export type ProviderEvent =
  | RequestRefused
  | {
      readonly type: "authorization_approved";
      readonly consumer: string;
      readonly user: string;
      readonly scopes?: readonly string[];
    }
  | { readonly type: "authorization_denied"; readonly consumer: string; readonly user?: string }
  | { readonly type: "consumer_changed"; readonly consumer: string; readonly fields: string[] }
  | { readonly type: "consumer_registered"; readonly consumer: string }
  | { readonly type: "consumer_secret_rotated"; readonly consumer: string }
  | ({ readonly type: "grant_revoked"; readonly by: "consumer" | "user" } & Omit<
      OfGrant,
      "consumer"
    > &
      Partial<Pick<OfGrant, "consumer">>)
  /** A function of the application's own has thrown. */
  | { readonly type: "option_failed"; readonly option: AskedOption; readonly error: string }
  /** An adapter has answered 421: the host that a request names is none of the origins'. Empty where that is not one host. */
  | { readonly type: "request_misdirected"; readonly host: string }
  | { readonly type: "store_failed"; readonly error: string }
  | { readonly type: "temporary_credentials_issued"; readonly consumer: string }
  | ({
      readonly type: "token_credentials_issued";
      readonly how: "elsewhere" | "password" | "verifier";
    } & OfGrant)
  | ({ readonly type: "token_credentials_renewed" } & OfGrant);

/**
 * Refuses a request: the reason goes to the operator's events, and the verdict says no more than a peer may
 * know, which is the same for every reason up to the signature.
 *
 * @example
 * const settings = resolveSettings({ origins: ["https://photos.example.net"] });
 * refuse(settings, { purpose: "resource", reason: "token_rejected", advice: "It was revoked." }); // => { ok: false, problem: "signature_invalid" }
 */
export function refuse(
  { emit }: { readonly emit: (event: ProviderEvent) => void },
  refused: Omit<RequestRefused, "type">,
): Refusal {
  emit({ type: "request_refused", ...refused });
  const { reason, advice } = refused;
  if (isOpaque(reason)) return { ok: false, problem: "signature_invalid" };
  return { ok: false, problem: reason, ...(advice === undefined ? {} : { advice }) };
}

/**
 * The reason that a verdict gives, to be passed on.
 *
 * @example
 * whyOf({ ok: false, problem: "parameter_absent", advice: "oauth_token" }); // => { reason: "parameter_absent", advice: "oauth_token" }
 */
export function whyOf({
  problem,
  advice,
}: Extract<Verdict<unknown, RefusalReason>, { ok: false }>): Why {
  return { reason: problem, ...(advice === undefined ? {} : { advice }) };
}

function isOpaque(
  reason: RefusalReason,
): reason is Exclude<RefusalReason, ServerProblem> | "signature_invalid" | "token_rejected" {
  return OPAQUE.has(reason);
}

const OPAQUE: ReadonlySet<RefusalReason> = new Set<RefusalReason>([
  "consumer_disabled",
  "consumer_key_unknown",
  "consumer_method_rejected",
  "signature_invalid",
  "token_rejected",
]);
