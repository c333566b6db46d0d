import type { ProviderModel } from "@oauth1/descriptor";
import type { HeardRoute } from "../heard.js";
import type { Visit } from "../visit.js";
import type { WireMessage } from "../wire.js";

/** A message to or from an emulated provider, with the request that it is or answers. */
export interface ProviderExchange {
  readonly model: ProviderModel;
  readonly route: HeardRoute;
  /** The request, taken apart. */
  readonly visit: Visit;
  readonly message: WireMessage;
}

/** A message to or from the consumer's site. */
export interface SiteExchange {
  /** The provider that the path names. */
  readonly model: ProviderModel | undefined;
  /** The request, taken apart. */
  readonly visit: Visit;
  readonly message: WireMessage;
}

/** A title, and a sentence or two. */
export type Words = readonly [title: string, purpose: string];
