import { secret, type RequestParts } from "@oauth1/core";
import { formAnswer, methodAnswer, refusalAnswer } from "./answer.js";
import { authenticate, type Authenticated } from "./authenticate.js";
import type { Issued, Purpose } from "./claimed.js";
import { callbackFlaw } from "./callback.js";
import { refuse, whyOf, type Why } from "./events.js";
import { randomHex, sha256 } from "./random.js";
import { applicationParameters, requestForm } from "./request-form.js";
import { proposedScopes } from "./scopes.js";
import type { Settings } from "./settings.js";
import type { ConsumerRecord } from "./store.js";
import { asked, failure } from "./failure.js";

/**
 * Answers a request for temporary credentials (RFC 5849 section 2.1). The callback and the scopes are fixed here, once and
 * for all: what the authorization endpoint is told later is not listened to.
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
  const wrongMethod = methodAnswer(settings.endpoints.temporaryCredentials, request.method);
  if (wrongMethod !== undefined) return wrongMethod;
  const parts = await requestForm(request, settings.limits);
  const verdict = await authenticate(settings, PURPOSE, parts);
  if (!verdict.ok) return refusalAnswer(verdict, settings);
  const { consumer } = verdict;
  const refused = (why: Why): Response =>
    refusalAnswer(
      refuse(settings, { purpose: PURPOSE.name, consumer: consumer.key, ...why }),
      settings,
    );
  const scopes = proposedScopes(settings.scopes, applicationParameters(parts));
  if (!scopes.ok) return refused(whyOf(scopes));
  const callback = callbackOf(settings, verdict);
  const proposed = scopes.scopes === undefined ? {} : { scopes: scopes.scopes };
  try {
    const why = await asked("callbackRule", () => callbackProblem(settings, callback, consumer));
    if (why !== undefined) return refused(why);
    return await issue(settings, { consumer: consumer.key, callback, ...proposed });
  } catch (error) {
    return refusalAnswer(failure(settings, PURPOSE.name, error), settings);
  }
}

// There is no token yet, so any token is an unknown one.
const PURPOSE: Purpose<Issued> = {
  name: "temporary_credentials",
  needsToken: false,
  find: async () => undefined,
};

// OAuth 1.0 knew no callback here, and asking the authorization endpoint for one is what made its logins unsafe.
function callbackOf(
  settings: Settings,
  { consumer, verified }: Pick<Authenticated<Issued>, "consumer" | "verified">,
): string {
  const given = verified.parameters.find(([name]) => name === "oauth_callback")?.[1] ?? "";
  if (given !== "" || !speaksOAuth10(settings, consumer.key)) return given;
  return consumer.callbacks[0] ?? "oob";
}

/**
 * Whether a consumer is one of those that log in without callback and verifier.
 *
 * @example
 * speaksOAuth10({ unsafeConsumersWithoutVerifier: ["old"] }, "old"); // => true
 */
export function speaksOAuth10(
  { unsafeConsumersWithoutVerifier }: Pick<Settings, "unsafeConsumersWithoutVerifier">,
  consumer: string,
): boolean {
  return unsafeConsumersWithoutVerifier.includes(consumer);
}

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
  // A promise is no yes: a rule that asks somebody first is none.
  if (isEligible && callbackRule(callback, callbacks) === true) return undefined;
  return { reason: "parameter_rejected", advice: "The callback is not a registered one." };
}

async function issue(
  settings: Settings,
  asked: {
    readonly consumer: string;
    readonly callback: string;
    readonly scopes?: readonly string[];
  },
): Promise<Response> {
  const { store, temporaryLifetime, now: clock, emit } = settings;
  const token = randomHex(16);
  const tokenSecret = randomHex(32);
  const now = clock();
  const temporary = {
    ...asked,
    tokenHash: await sha256(token),
    secret: secret(tokenSecret),
    expiresAt: now + temporaryLifetime,
  };
  await store.insertTemporary(temporary, now);
  emit({ type: "temporary_credentials_issued", consumer: asked.consumer });
  return formAnswer([
    ["oauth_token", token],
    ["oauth_token_secret", tokenSecret],
    ["oauth_callback_confirmed", "true"],
  ]);
}
