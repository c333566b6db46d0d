import { expose } from "@oauth1/core";
import { keyAgreement, liveSessionSignature, liveSessionToken } from "@oauth1/core/live-session";
import type { FieldModel, FlowModel } from "@oauth1/descriptor";
import { answerFields } from "../account.js";
import { EXPIRED, isExpired } from "../api/authenticate.js";
import { seconds, type Emulation } from "../emulation.js";
import type { Proof } from "../prove.js";
import type { Route } from "../routes.js";
import { stepRoute, type StepAnswer } from "../step.js";
import type { Visit } from "../visit.js";

type LiveSessionModel = Extract<FlowModel, { kind: "live-session" }>;

/** Agrees with an app on what its calls are signed with from now on (OAuth 1.0a Extended). */
export function liveSessionRoutes(emulation: Emulation, flow: LiveSessionModel): readonly Route[] {
  const challenge = { name: CHALLENGE, in: "oauth", required: true } as const;
  return [
    stepRoute(emulation, {
      name: "liveSession",
      purpose: "token_credentials",
      token: "access",
      endpoint: flow.endpoint,
      expects: [challenge],
      secretIs: "prefix",
      answer: (proof, visit) => agree(emulation, flow, { proof, visit }),
    }),
  ];
}

async function agree(
  emulation: Emulation,
  { endpoint: { format }, fields }: LiveSessionModel,
  { proof, visit }: { readonly proof: Proof; readonly visit: Visit },
): Promise<StepAnswer> {
  const { consumer, token, granted } = proof;
  if (isExpired(emulation, granted)) return EXPIRED;
  const registered = emulation.agreements.get(consumer.key);
  const agreement = registered && keyAgreement(registered.diffieHellman);
  const shared = agreement?.agree(visit.carrier?.value(CHALLENGE) ?? "");
  if (agreement === undefined || shared === undefined || granted === undefined) return REJECTED;
  const bytes = Buffer.from(expose(granted.secret), "hex");
  const secret = await liveSessionToken(shared, bytes);
  const expiresAt = seconds(emulation) + LIFETIME;
  emulation.liveSessions.set(token, { secret, expiresAt });
  emulation.tellLiveSession(token, { use: "calls", secret });
  return [
    ["diffie_hellman_response", agreement.challenge],
    ["live_session_token_signature", await liveSessionSignature(secret, consumer.key)],
    ...answerFields(
      { format, fields: fields.map((field) => withEnd(field, expiresAt)) },
      granted.user,
    ),
  ];
}

const CHALLENGE = "diffie_hellman_challenge";
const LIFETIME = 86_400;

function withEnd(field: FieldModel, expiresAt: number): FieldModel {
  return field.type === "date-milliseconds" ? { ...field, example: `${expiresAt}000` } : field;
}

const REJECTED = {
  problem: "parameter_rejected",
  advice: `${CHALLENGE} has to be a power of the registered generator in the registered group, in hex.`,
} as const;
