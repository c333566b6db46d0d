import { secret, type RequestParts } from "@oauth1/core";
import { formAnswer, methodAnswer, refusalAnswer } from "./answer.js";
import { authenticate, type Issued, type Purpose } from "./authenticate.js";
import { callbackFlaw } from "./callback.js";
import { refuse, type Why } from "./events.js";
import { randomHex, sha256 } from "./random.js";
import type { Settings } from "./settings.js";
import type { ConsumerRecord } from "./store.js";

/**
 * Answers a request for temporary credentials (RFC 5849 section 2.1). The callback is fixed here, once and for
 * all: what the authorization endpoint is told later is not listened to.
 *
 * @example
 * const settings = resolveSettings({ origins: ["https://photos.example.net"] });
 * const response = await temporaryCredentials(settings, { method: "POST", url: "https://photos.example.net/oauth/initiate" });
 * response.status; // => 400
 */
export async function temporaryCredentials(
  settings: Settings,
  request: Request | RequestParts,
): Promise<Response> {
  const { realm, emit, endpoints } = settings;
  const wrongMethod = methodAnswer(endpoints.temporaryCredentials, request.method);
  if (wrongMethod !== undefined) return wrongMethod;
  const verdict = await authenticate(settings, PURPOSE, request);
  if (!verdict.ok) return refusalAnswer(verdict, realm);
  const { consumer, verified } = verdict;
  const callback = verified.parameters.find(([name]) => name === "oauth_callback")?.[1] ?? "";
  const why = callbackProblem(settings, callback, consumer);
  if (why !== undefined) {
    const refused = { purpose: PURPOSE.name, consumer: consumer.key, ...why };
    return refusalAnswer(refuse(settings, refused), realm);
  }
  const { token, tokenSecret } = await issue(settings, consumer.key, callback);
  emit({ type: "temporary_credentials_issued", consumer: consumer.key });
  return formAnswer([
    ["oauth_token", token],
    ["oauth_token_secret", tokenSecret],
    ["oauth_callback_confirmed", "true"],
  ]);
}

// There is no token yet, so any token is an unknown one.
const PURPOSE: Purpose<Issued> = {
  name: "temporary_credentials",
  needsToken: false,
  find: async () => undefined,
};

function callbackProblem(
  { callbackRule }: Settings,
  callback: string,
  { callbacks }: ConsumerRecord,
): Why | undefined {
  if (callback === "") return { reason: "parameter_absent", advice: "oauth_callback" };
  const flaw = callbackFlaw(callback);
  if (flaw !== undefined) return { reason: "parameter_rejected", advice: flaw };
  // A rule speaks for the web alone: an app's own scheme has to be registered as it is.
  const isEligible = /^(?:https?:|oob$)/i.test(callback) || callbacks.includes(callback);
  if (isEligible && callbackRule(callback, callbacks)) return undefined;
  return { reason: "parameter_rejected", advice: "The callback is not a registered one." };
}

async function issue(
  { store, temporaryLifetime, now: clock }: Settings,
  consumer: string,
  callback: string,
): Promise<{ token: string; tokenSecret: string }> {
  const token = randomHex(16);
  const tokenSecret = randomHex(32);
  const now = clock();
  const temporary = {
    tokenHash: await sha256(token),
    secret: secret(tokenSecret),
    consumer,
    callback,
    expiresAt: now + temporaryLifetime,
  };
  await store.insertTemporary(temporary, now);
  return { token, tokenSecret };
}
