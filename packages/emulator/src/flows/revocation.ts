import type { FlowModel } from "@oauth1/descriptor";
import { hashOf, type Emulation } from "../emulation.js";
import { matcher, placeOf } from "../places.js";
import type { Route } from "../routes.js";
import { stepRoute } from "../step.js";
import type { Visit } from "../visit.js";

/** A token that is given back by a request which it signs itself, and which may name it in its URL too. */
export function revocationRoutes(
  emulation: Emulation,
  { endpoint }: Extract<FlowModel, { kind: "revocation" }>,
): readonly Route[] {
  const matches = matcher(placeOf(emulation.urls.fill(endpoint.url)));
  const namesAnother = ({ path, query, carrier }: Visit): boolean => {
    const named = matches(path, query)?.get("oauth_token");
    return named !== undefined && named !== carrier?.value("oauth_token");
  };
  return [
    stepRoute(emulation, {
      name: "revocation",
      purpose: "revocation",
      token: "access",
      endpoint,
      claims: (visit) => !namesAnother(visit),
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
