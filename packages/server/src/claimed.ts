import { type Presented, type RequestParts, type Secret, type VerifyingKeys } from "@oauth1/core";
import type { RefusalReason, RequestPurpose, Why } from "./events.js";
import type { Settings } from "./settings.js";
import { follow, isLater, type Soon } from "./soon.js";
import type { ConsumerRecord } from "./store.js";
import { tokenHash } from "./token-hash.js";

/** What one kind of request is verified against. */
export interface Purpose<T extends Issued> {
  readonly name: RequestPurpose;
  /** Whether a request without a token is malformed. */
  readonly needsToken: boolean;
  /** Whether there has to be the hash of the body, whatever the provider's rule and the body. */
  readonly needsBodyHash?: boolean;
  /** What a sender may have signed in place of the request as it stands, and which says no less. */
  readonly otherReading?: (request: RequestParts) => RequestParts | undefined;
  /** Finds the credentials behind a token, of the kinds that this purpose accepts. */
  readonly find: (tokenHash: string) => Soon<T | undefined>;
}

/** What temporary and token credentials have in common. */
export interface Issued {
  readonly tokenHash: string;
  readonly secret: Secret;
  readonly consumer: string;
  /** Once a user has allowed it. */
  readonly user?: string;
  readonly grant?: string;
}

/** Who a request claims to be from, before anything is proved. */
export type Claim<T> =
  | { readonly known: false; readonly consumerKey: string; readonly why: Why }
  | {
      readonly known: true;
      readonly consumerKey: string;
      readonly consumer: ConsumerRecord;
      readonly token?: T;
    };

/** A claim on credentials that there are. */
export type Known<T> = Extract<Claim<T>, { known: true }>;

/**
 * Looks up who a request claims to be from. Consumer and token are always both asked for, so that the time does not tell
 * which of them is unknown.
 *
 * @example
 * const settings = resolveSettings({ origins: ["https://photos.example.net"] });
 * const purpose = { name: "resource", needsToken: false, find: settings.store.findToken };
 * const claim = await lookUp(settings, purpose, { consumerKey: "nobody", method: "HMAC-SHA1" });
 * claim.known || claim.why; // => { reason: "consumer_key_unknown" }
 */
export function lookUp<T extends Issued>(
  settings: Settings,
  { needsToken, find }: Purpose<T>,
  presented: Presented,
): Soon<Claim<T>> {
  const { consumerKey, token: given } = presented;
  if (given === undefined && needsToken) {
    return unknown(consumerKey, { reason: "parameter_absent", advice: "oauth_token" });
  }
  const consumer = settings.store.findConsumer(consumerKey);
  // Heard of below, unless the search for the token has failed already.
  if (isLater(consumer)) Promise.resolve(consumer).catch(() => undefined);
  const token = given === undefined ? undefined : follow(tokenHash(given), find);
  return follow(token, (foundToken) =>
    follow(consumer, (found) =>
      claimOf(settings, presented, { consumer: found, token: foundToken }),
    ),
  );
}

function claimOf<T extends Issued>(
  settings: Settings,
  presented: Presented,
  { consumer, token }: Found<T>,
): Claim<T> {
  const { consumerKey } = presented;
  if (consumer === undefined) return unknown(consumerKey, { reason: "consumer_key_unknown" });
  const reason = doubt(settings, presented, { consumer, token });
  if (reason !== undefined) return unknown(consumerKey, { reason });
  return token === undefined
    ? { known: true, consumerKey, consumer }
    : { known: true, consumerKey, consumer, token };
}

function unknown<T>(consumerKey: string, why: Why): Claim<T> {
  return { known: false, consumerKey, why };
}

// Why a consumer that there is, or the token that came with it, counts as unknown.
function doubt(
  { methods }: Settings,
  presented: Presented,
  { consumer, token }: { readonly consumer: ConsumerRecord; readonly token: Issued | undefined },
): RefusalReason | undefined {
  if (consumer.disabled === true) return "consumer_disabled";
  if (presented.token !== undefined && token?.consumer !== presented.consumerKey) {
    return "token_rejected";
  }
  const isAllowed =
    consumer.methods?.includes(presented.method) ??
    methods.some(({ name }) => name === presented.method);
  return isAllowed ? undefined : "consumer_method_rejected";
}

interface Found<T> {
  readonly consumer: ConsumerRecord | undefined;
  readonly token: T | undefined;
}

/**
 * What a known claim is verified with.
 *
 * @example
 * import { expose, secret } from "@oauth1/core";
 * const consumer = { key: "k", secret: secret("s"), name: "Printer", callbacks: [], createdAt: 0 };
 * expose(keysOf({ known: true, consumerKey: "k", consumer }).consumer.secret); // => "s"
 */
export function keysOf<T extends Issued>({ consumer, token }: Known<T>): VerifyingKeys {
  // The records themselves, so that keys stay prepared where a store hands out what it holds.
  return token === undefined ? { consumer } : { consumer, token };
}

/**
 * The same with the secret before the last rotation, as long as it is accepted.
 *
 * @example
 * import { secret } from "@oauth1/core";
 * const consumer = { key: "k", secret: secret("s"), name: "Printer", callbacks: [], createdAt: 0 };
 * previousKeys({ known: true, consumerKey: "k", consumer }, 0); // => undefined
 */
export function previousKeys<T extends Issued>(
  claim: Claim<T>,
  now: number,
): VerifyingKeys | undefined {
  if (!claim.known || claim.consumer.previous === undefined) return undefined;
  const { secret, expiresAt } = claim.consumer.previous;
  if (expiresAt < now) return undefined;
  return keysOf({ ...claim, consumer: { ...claim.consumer, secret } });
}
