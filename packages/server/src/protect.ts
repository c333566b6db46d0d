import type { RequestParts, Transmission, Verdict, Verified } from "@oauth1/core";
import type { ServerProblem } from "./answer.js";
import { authenticate } from "./authenticate.js";
import type { Settings } from "./settings.js";

/** A request whose consumer is proved; a user stands behind it only when it carries a token. */
export interface ConsumerRequest {
  readonly consumer: { readonly key: string; readonly name: string };
  readonly user?: string;
  /** The grant that the token stands for, as `grants.list` names it. */
  readonly grant?: string;
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

/**
 * Verifies a request for a resource (RFC 5849 section 3.2). A token is required, so that a consumer by itself
 * reaches nobody's resources; `{ token: "optional" }` also lets through what a consumer asks for itself.
 */
export interface Protect {
  (request: Request | RequestParts): Promise<Verdict<VerifiedRequest, ServerProblem>>;
  (
    request: Request | RequestParts,
    options: { readonly token: "optional" },
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
  function protect(
    request: Request | RequestParts,
  ): Promise<Verdict<VerifiedRequest, ServerProblem>>;
  function protect(
    request: Request | RequestParts,
    options: { readonly token: "optional" },
  ): Promise<Verdict<ConsumerRequest, ServerProblem>>;
  async function protect(
    request: Request | RequestParts,
    options?: { readonly token: "optional" },
  ): Promise<Verdict<ConsumerRequest, ServerProblem>> {
    const purpose = {
      name: "resource",
      needsToken: options === undefined,
      find: settings.store.findToken,
    } as const;
    const verdict = await authenticate(settings, purpose, request);
    if (!verdict.ok) return verdict;
    const { consumer, token: record, verified } = verdict;
    const { token, method, transmission, parameters } = verified;
    return {
      ok: true,
      consumer: { key: consumer.key, name: consumer.name },
      method,
      transmission,
      parameters,
      ...(record && { user: record.user, grant: record.grant }),
      ...(token !== undefined && { token }),
    };
  }
  return protect;
}
