import { authorizationOf, protocolPairs, queryOf, signatureOf } from "./by-hand.js";
import type { Keys } from "./party.js";
import type { Target } from "./target.js";
import type { Pairs, RawRequest } from "./wire.js";

/** What to put where, beside the protocol parameters in the header. All of it is signed, decoded as it stands here. */
export interface Craft {
  readonly token?: Keys;
  readonly method?: string;
  /** As it is sent and signed. */
  readonly path?: string;
  /** Decoded; sent as the query. */
  readonly query?: Pairs;
  /** Sent instead of the encoded `query`. */
  readonly wireQuery?: string;
  /** Decoded; sent as a form. */
  readonly form?: Pairs;
  /** Changes the protocol parameters of the header before they are signed. */
  readonly protocol?: (pairs: Pairs) => Pairs;
  /** Sent and not signed. */
  readonly realm?: string;
}

/** A request that is rightly signed and may be all wrong otherwise. */
export function crafted({ consumer, clock, origin }: Target, craft: Craft): RawRequest {
  const { token, method = "POST", path = "/api/photos", query = [], form = [] } = craft;
  const { protocol = (pairs) => pairs, wireQuery = queryOf(query), realm } = craft;
  const pairs = protocol(protocolPairs(consumer.key, clock.now(), token?.key));
  const secrets = [consumer.secret, token?.secret ?? ""] as const;
  const signed = [...pairs, ...query, ...form];
  const signature = signatureOf({ method, uri: `${origin}${path}`, signed, secrets });
  const named: Pairs = realm === undefined ? [] : [["realm", realm]];
  const authorization = authorizationOf([...named, ...pairs, ["oauth_signature", signature]]);
  const type = ["Content-Type", "application/x-www-form-urlencoded"] as const;
  return {
    method,
    target: wireQuery === "" ? path : `${path}?${wireQuery}`,
    headers: [
      ["Host", new URL(origin).host],
      ["Authorization", authorization],
      ...(form.length === 0 ? [] : [type]),
    ],
    ...(form.length > 0 && { body: queryOf(form) }),
  };
}

/** Names and values without those of this name. */
export function without(pairs: Pairs, name: string): Pairs {
  return pairs.filter(([one]) => one !== name);
}
