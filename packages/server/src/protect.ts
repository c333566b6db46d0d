import type { RequestParts, Transmission, Verdict, Verified } from "@oauth1/core";
import type { ServerProblem } from "./answer.js";
import { authenticate, type Authenticated } from "./authenticate.js";
import type { Purpose } from "./claimed.js";
import { refuse, type RequestPurpose, type Why } from "./events.js";
import { failure } from "./failure.js";
import type { Settings } from "./settings.js";
import type { TokenRecord } from "./store.js";

/** A request whose consumer is proved; a user stands behind it only when it carries a token. */
export interface ConsumerRequest {
  readonly consumer: { readonly key: string; readonly name: string };
  readonly user?: string;
  /** The grant that the token stands for, as `grants.list` names it. */
  readonly grant?: string;
  /** What the user has allowed; empty where the provider has no scopes, and without a token. */
  readonly scopes: readonly string[];
  readonly token?: string;
  /** The signature method. */
  readonly method: string;
  readonly transmission: Transmission;
  /** Every `oauth_` parameter but the signature, decoded. */
  readonly parameters: Verified["parameters"];
}

/** A request in the name of a user who has allowed it. */
export interface VerifiedRequest extends ConsumerRequest {
  readonly user: string;
  readonly grant: string;
  readonly token: string;
}

/** What a resource asks of a request. */
export interface ProtectOptions {
  /** Scopes that the user has to have allowed, all of them; none by default. */
  readonly scopes?: readonly string[];
}

/**
 * Verifies a request for a resource (RFC 5849 section 3.2). A token is required, so that a consumer by itself
 * reaches nobody's resources; `{ token: "optional" }` also lets through what a consumer asks for itself.
 */
export interface Protect {
  (
    request: Request | RequestParts,
    options?: ProtectOptions,
  ): Promise<Verdict<VerifiedRequest, ServerProblem>>;
  (
    request: Request | RequestParts,
    options: ProtectOptions & { readonly token: "optional" },
  ): Promise<Verdict<ConsumerRequest, ServerProblem>>;
}

/**
 * The guard of a provider's resources.
 *
 * @example
 * const protect = createProtect(resolveSettings({ origins: ["https://photos.example.net"] }));
 * const verdict = await protect({ method: "GET", url: "https://photos.example.net/photos" });
 * verdict; // => { ok: false, problem: "parameter_absent", advice: "The request is not signed." }
 */
export function createProtect(settings: Settings): Protect {
  const find: Purpose<TokenRecord>["find"] = (tokenHash) => settings.store.findToken(tokenHash);
  const ofUser = { name: PURPOSE, needsToken: true, find };
  const ofConsumer = { name: PURPOSE, needsToken: false, find };
  function protect(
    request: Request | RequestParts,
    options?: ProtectOptions,
  ): Promise<Verdict<VerifiedRequest, ServerProblem>>;
  function protect(
    request: Request | RequestParts,
    options: ProtectOptions & { readonly token: "optional" },
  ): Promise<Verdict<ConsumerRequest, ServerProblem>>;
  async function protect(
    request: Request | RequestParts,
    options: ProtectOptions & { readonly token?: "optional" } = {},
  ): Promise<Verdict<ConsumerRequest, ServerProblem>> {
    const purpose = options.token === "optional" ? ofConsumer : ofUser;
    const verdict = await authenticate(settings, purpose, request);
    if (!verdict.ok) return verdict;
    try {
      const why = objection(settings, verdict, options);
      if (why === undefined) return answerOf(verdict);
      return refuse(settings, { purpose: PURPOSE, consumer: verdict.consumer.key, ...why });
    } catch (error) {
      // The clock, which has told the time just before.
      return failure(settings, PURPOSE, error);
    }
  }
  return protect;
}

const PURPOSE: RequestPurpose = "resource";

// What can be said against a request that is proved: its holder may be told.
function objection(
  { now }: Settings,
  { token }: Authenticated<TokenRecord>,
  { scopes = [] }: ProtectOptions,
): Why | undefined {
  if (token?.expiresAt !== undefined && token.expiresAt < now()) return { reason: "token_expired" };
  if (scopes.length === 0) return undefined;
  const missing = scopes.filter((scope) => token?.scopes?.includes(scope) !== true);
  if (missing.length === 0) return undefined;
  return { reason: "permission_denied", advice: `This needs the scope ${missing.join(" ")}.` };
}

// Written out: an object that is copied and added to has no shape that the compiler could know.
function answerOf({
  consumer: { key, name },
  token: record,
  verified: { token, method, transmission, parameters },
}: Authenticated<TokenRecord>): Verdict<ConsumerRequest, never> {
  const consumer = { key, name };
  if (record === undefined || token === undefined) {
    return { ok: true, consumer, scopes: NO_SCOPES, method, transmission, parameters };
  }
  const { user, grant, scopes = NO_SCOPES } = record;
  return { ok: true, consumer, scopes, method, transmission, parameters, user, grant, token };
}

const NO_SCOPES: readonly string[] = Object.freeze<string[]>([]);
