import { secret, type RequestParts, type Verdict, type Verified } from "@oauth1/core";
import { formAnswer, methodAnswer, refusalAnswer, type ServerProblem } from "./answer.js";
import { authenticate } from "./authenticate.js";
import { refuse, whyOf } from "./events.js";
import { hashVerifier, randomHex, sha256 } from "./random.js";
import type { IssuedGrant, Settings } from "./settings.js";

/**
 * Answers a request for token credentials (RFC 5849 section 2.3): one verifier of one approval is worth one
 * token. Temporary credentials that are gone look like a wrong signature.
 *
 * @example
 * const settings = resolveSettings({ origins: ["https://photos.example.net"] });
 * const response = await tokenCredentials(settings, { method: "POST", url: "https://photos.example.net/oauth/token" });
 * response.status; // => 400
 */
export async function tokenCredentials(
  settings: Settings,
  request: Request | RequestParts,
): Promise<Response> {
  const { store, realm, emit, endpoints, tokenFields, now } = settings;
  const wrongMethod = methodAnswer(endpoints.tokenCredentials, request.method);
  if (wrongMethod !== undefined) return wrongMethod;
  const purpose = {
    name: "token_credentials",
    needsToken: true,
    find: (tokenHash: string) => store.findTemporary(tokenHash, now()),
  } as const;
  const verdict = await authenticate(settings, purpose, request);
  if (!verdict.ok) return refusalAnswer(verdict, realm);
  const minted = await exchange(settings, verdict.verified);
  if (!minted.ok) {
    const who = { purpose: purpose.name, consumer: verdict.consumer.key };
    return refusalAnswer(refuse(settings, { ...who, ...whyOf(minted) }), realm);
  }
  const { id, consumer, user } = minted.grant;
  emit({ type: "token_credentials_issued", consumer, user, grant: id });
  return formAnswer([
    ["oauth_token", minted.token],
    ["oauth_token_secret", minted.tokenSecret],
    ...(await tokenFields(minted.grant)),
  ]);
}

interface Minted {
  readonly token: string;
  readonly tokenSecret: string;
  readonly grant: IssuedGrant;
}

async function exchange(
  { store, verifierAttempts, now: clock }: Settings,
  { consumerKey: consumer, token: temporary = "", parameters }: Verified,
): Promise<Verdict<Minted, ServerProblem>> {
  const verifier = parameters.find(([name]) => name === "oauth_verifier")?.[1] ?? "";
  if (verifier === "") return { ok: false, problem: "parameter_absent", advice: "oauth_verifier" };
  const token = randomHex(16);
  const tokenSecret = randomHex(32);
  const grant = randomHex(8);
  const now = clock();
  const attempt = {
    tokenHash: await sha256(temporary),
    consumer,
    verifierHash: await hashVerifier(temporary, verifier),
    attempts: verifierAttempts,
    token: {
      tokenHash: await sha256(token),
      secret: secret(tokenSecret),
      grant,
      createdAt: now,
    },
  };
  const outcome = await store.exchange(attempt, now);
  if (!outcome.ok) return outcome;
  return { ok: true, token, tokenSecret, grant: { id: grant, user: outcome.user, consumer } };
}
