import type { Secret, Verdict } from "@oauth1/core";

/** A registered client: the client credentials of RFC 5849 and what was agreed with their owner. */
export interface ConsumerRecord {
  readonly key: string;
  readonly secret: Secret;
  /** What a consent page shows. */
  readonly name: string;
  /** Absolute URLs, or `oob`. */
  readonly callbacks: readonly string[];
  /** The names of the signature methods it may use; every method of the provider when absent. */
  readonly methods?: readonly string[];
}

/** Temporary credentials, which live while a user decides (RFC 5849 section 2.1). */
export interface TemporaryRecord {
  /** SHA-256 of the token, in base64: the token itself is never stored. */
  readonly tokenHash: string;
  readonly secret: Secret;
  /** The key of the consumer that they were issued to. */
  readonly consumer: string;
  /** Fixed when they were issued: a URL, or `oob`. */
  readonly callback: string;
  /** The last second, since 1970, in which they are valid. */
  readonly expiresAt: number;
  /** Who has approved; absent while the decision is pending. */
  readonly user?: string;
}

/** Token credentials, which stand for a user's grant (RFC 5849 section 2.3). */
export interface TokenRecord extends NewToken {
  readonly consumer: string;
  readonly user: string;
}

/** Token credentials that wait for the temporary credentials to say whose they are. */
export interface NewToken {
  readonly tokenHash: string;
  readonly secret: Secret;
  /** Names the grant, and can be shown: it opens nothing. */
  readonly grant: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

/** What a user has allowed, without anything that could be used in their name. */
export interface GrantRecord {
  readonly id: string;
  readonly consumer: string;
  readonly createdAt: number;
}

/** One use of a nonce, in decoded values (RFC 5849 section 3.3). */
export interface NonceUse {
  readonly consumer: string;
  /** Absent when the request carries no token. */
  readonly tokenHash?: string;
  readonly timestamp: number;
  readonly nonce: string;
  /** The last second in which a replay would still be inside the timestamp window. */
  readonly expiresAt: number;
}

/** A user's yes to temporary credentials. */
export interface Approval {
  readonly tokenHash: string;
  readonly user: string;
  readonly verifierHash: string;
}

/** An attempt to turn temporary credentials into token credentials. */
export interface Exchange {
  readonly tokenHash: string;
  readonly consumer: string;
  readonly verifierHash: string;
  /** How many wrong verifiers end the login. */
  readonly attempts: number;
  readonly token: NewToken;
}

/**
 * `permission_unknown`: nobody has approved yet. `token_rejected`: there are no such temporary credentials
 * (any more), or they are another consumer's. `verifier_invalid`: a wrong verifier, which has been counted.
 */
export type ExchangeVerdict = Verdict<
  { readonly user: string },
  "permission_unknown" | "token_rejected" | "verifier_invalid"
>;

/**
 * What a provider asks of its storage, as verbs that are atomic each: many processes may call them at once on
 * the same data. Times are whole seconds since 1970, and `now` is always the provider's, never the store's.
 * Text is compared byte for byte, letter case included. `storeContract` of `@oauth1/testing` checks all of it.
 */
export interface Store {
  /** Adds a consumer; `false`, and nothing changed, when its key is taken. */
  readonly insertConsumer: (consumer: ConsumerRecord) => Promise<boolean>;
  readonly findConsumer: (key: string) => Promise<ConsumerRecord | undefined>;

  readonly insertTemporary: (temporary: TemporaryRecord, now: number) => Promise<void>;
  /** Never answers with credentials whose `expiresAt` has passed. */
  readonly findTemporary: (tokenHash: string, now: number) => Promise<TemporaryRecord | undefined>;
  /** Approves what is pending and not expired, in one step: of many callers exactly one gets the record. */
  readonly approve: (approval: Approval, now: number) => Promise<TemporaryRecord | undefined>;
  /** Removes what is pending and not expired, in one step, and answers with what it removed. */
  readonly deny: (tokenHash: string, now: number) => Promise<TemporaryRecord | undefined>;
  /**
   * In one step: compares consumer and verifier, and then either removes the approved temporary credentials and
   * adds the token (of many callers for exactly one), or counts the wrong verifier and removes the temporary
   * credentials once `attempts` are reached. An attempt before the approval is not counted.
   */
  readonly exchange: (exchange: Exchange, now: number) => Promise<ExchangeVerdict>;

  readonly findToken: (tokenHash: string) => Promise<TokenRecord | undefined>;
  readonly listGrants: (user: string) => Promise<readonly GrantRecord[]>;
  /** Removes this user's grant and its token; `false` when this user has no such grant. */
  readonly revoke: (grant: { readonly user: string; readonly id: string }) => Promise<boolean>;

  /**
   * Remembers a nonce until its `expiresAt` has passed, in one step: of many callers with the same consumer,
   * token, timestamp and nonce exactly one hears `fresh`. A store may bound what it remembers, but it answers
   * `full` then and forgets nothing that is live; what it may have forgotten already is `used`.
   */
  readonly consumeNonce: (use: NonceUse, now: number) => Promise<"fresh" | "full" | "used">;
}
