import { expose } from "@oauth1/core";
import type { FlowModel } from "@oauth1/descriptor";
import { hashOf, mintToken, seconds, type Emulation } from "../emulation.js";
import { mintFor, tokenFields } from "../logins.js";
import type { Proof } from "../prove.js";
import type { Route } from "../routes.js";
import { stepRoute, type StepAnswer } from "../step.js";
import type { Visit } from "../visit.js";

type RenewalModel = Extract<FlowModel, { kind: "renewal" }>;

/** A token anew, for its session handle or for itself (OAuth Session 1.0). */
export function renewalRoutes(emulation: Emulation, flow: RenewalModel): readonly Route[] {
  const { tokenCredentials, handle } = flow;
  return [
    stepRoute(emulation, {
      name: "renewal",
      purpose: "token_credentials",
      token: "access",
      endpoint: tokenCredentials,
      expects: handle === undefined ? [] : [{ name: handle, in: "oauth", required: true }],
      claims: (visit) => handle === undefined || handleOf(flow, visit) !== "",
      answer: (proof, visit) => renew(emulation, flow, { proof, visit }),
    }),
  ];
}

async function renew(
  emulation: Emulation,
  flow: RenewalModel,
  { proof, visit }: { readonly proof: Proof; readonly visit: Visit },
): Promise<StepAnswer> {
  const { consumer, token, granted } = proof;
  const keep = { key: token, ...(granted !== undefined && { secret: expose(granted.secret) }) };
  const minted = flow.keepsToken
    ? await mintToken(emulation, keep)
    : await mintFor(emulation, flow.tokenCredentials, consumer.key);
  const renewal = {
    tokenHash: await hashOf(token),
    consumer: consumer.key,
    token: minted.stored,
    handleHash: await hashOf(handleOf(flow, visit)),
  };
  const renewed = await emulation.store.renew(renewal, seconds(emulation));
  if (renewed === undefined) return REJECTED;
  const { user, grant } = renewed;
  emulation.emit({ type: "token_credentials_renewed", consumer: consumer.key, user, grant });
  return tokenFields(emulation, flow.tokenCredentials, { minted, user });
}

function handleOf({ handle }: RenewalModel, { carrier }: Visit): string {
  return handle === undefined ? "" : (carrier?.value(handle) ?? "");
}

const REJECTED = {
  problem: "token_rejected",
  advice: "What was sent back is not what came with this token, or it was used before.",
} as const;
