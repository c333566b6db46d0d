import type { RequestParts } from "@oauth1/core";
import { formAnswer, methodAnswer, refusalAnswer } from "./answer.js";
import { authenticate } from "./authenticate.js";
import type { Purpose } from "./claimed.js";
import { refuse, type RequestPurpose } from "./events.js";
import type { Settings } from "./settings.js";
import type { TokenRecord } from "./store.js";
import { failure } from "./failure.js";

/**
 * Answers a consumer that gives a token back: whoever signs with a token ends the grant behind it. RFC 5849 leaves open
 * how; after this answer the token is worth nothing.
 *
 * @example
 * const settings = resolveSettings({ origins: ["https://photos.example.net"] });
 * const response = await revocation(settings, { method: "POST", url: "https://photos.example.net/oauth/revoke" });
 * response.status; // => 400
 */
export async function revocation(
  settings: Settings,
  request: Request | RequestParts,
): Promise<Response> {
  const { store, emit, endpoints } = settings;
  const wrongMethod = methodAnswer(endpoints.revocation, request.method);
  if (wrongMethod !== undefined) return wrongMethod;
  const find: Purpose<TokenRecord>["find"] = (tokenHash) => store.findToken(tokenHash);
  const purpose = { name: PURPOSE, needsToken: true, find };
  const verdict = await authenticate(settings, purpose, request);
  if (!verdict.ok) return refusalAnswer(verdict, settings);
  const { consumer, token } = verdict;
  try {
    const tokenHash = token?.tokenHash ?? "";
    const revoked = await store.revokeToken({ tokenHash, consumer: consumer.key });
    if (revoked === undefined) {
      // Renewed or revoked since it was verified: it is not known that the grant has ended.
      const refused = {
        purpose: PURPOSE,
        consumer: consumer.key,
        reason: "token_rejected",
      } as const;
      return refusalAnswer(refuse(settings, refused), settings);
    }
    const { user, id: grant } = revoked;
    emit({ type: "grant_revoked", by: "consumer", consumer: consumer.key, user, grant });
    return formAnswer([]);
  } catch (error) {
    return refusalAnswer(failure(settings, PURPOSE, error), settings);
  }
}

const PURPOSE: RequestPurpose = "revocation";
