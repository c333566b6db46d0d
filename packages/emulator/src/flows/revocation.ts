import type { FlowModel } from "@oauth1/descriptor";
import { hashOf, type Emulation } from "../emulation.js";
import type { Route } from "../routes.js";
import { stepRoute } from "../step.js";

/** A token that is given back by a request which it signs itself. */
export function revocationRoutes(
  emulation: Emulation,
  { endpoint }: Extract<FlowModel, { kind: "revocation" }>,
): readonly Route[] {
  return [
    stepRoute(emulation, {
      ...{ name: "revocation", purpose: "revocation", token: "access", endpoint },
      async answer({ consumer: { key: consumer }, token }) {
        const revoked = await emulation.store.revokeToken({
          tokenHash: await hashOf(token),
          consumer,
        });
        if (revoked !== undefined) {
          const { user, id: grant } = revoked;
          emulation.emit({ type: "grant_revoked", by: "consumer", consumer, user, grant });
        }
        return [];
      },
    }),
  ];
}
