import type { Secret, Verdict } from "@oauth1/core";
import type { Soon } from "./soon.js";

/** A registered client: the client credentials of RFC 5849 and what was agreed with their owner. */
export interface ConsumerRecord {
  readonly key: string;
  readonly secret: Secret;
  /** The secret before the last rotation, and the last second, since 1970, in which it is still accepted. */
  readonly previous?: { readonly secret: Secret; readonly expiresAt: number };
  /** What RSA signatures are verified with, as PEM. Never a secret, and a secret is never this. */
  readonly publicKey?: string;
  /** What a consent page shows. */
  readonly name: string;
  /** Absolute URLs, or `oob`. */
  readonly callbacks: readonly string[];
  /** The names of the signature methods it may use; every method of the provider when absent. */
  readonly methods?: readonly string[];
  /** Whose client it is: an id of the application's. */
  readonly owner?: string;
  /** What it may do that others may not: see `Privilege`. */
  readonly privileges?: readonly string[];
  /** A disabled client is refused from its next request on. */
  readonly disabled?: boolean;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

/** What can change about a consumer, beside its secret; `null` makes a field absent that can be. */
export type ConsumerChange = Partial<Pick<ConsumerRecord, "callbacks" | "disabled" | "name">> & {
  readonly [Field in "methods" | "owner" | "privileges" | "publicKey"]?:
    ConsumerRecord[Field] | null;
};

/** A new secret. The present one becomes the previous one, and what was the previous one is gone. */
export interface SecretRotation {
  readonly key: string;
  readonly secret: Secret;
  /** The last second in which the present secret is still accepted. */
  readonly previousExpiresAt: number;
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
  /** What the consumer asks for; once there is a user, what they have allowed. */
  readonly scopes?: readonly string[];
  /** The last second, since 1970, in which they are valid. */
  readonly expiresAt: number;
  /** Who has approved; absent while the decision is pending. */
  readonly user?: string;
}

/** Token credentials, which stand for a user's grant (RFC 5849 section 2.3). */
export interface TokenRecord extends NewToken {
  readonly consumer: string;
  readonly user: string;
  /** What the user has allowed, where the provider has scopes. */
  readonly scopes?: readonly string[];
}

/** Token credentials that wait for the temporary credentials to say whose they are. */
export interface NewToken extends RenewedToken {
  /** Names the grant, and can be shown: it opens nothing. */
  readonly grant: string;
  /** When the user allowed it: seconds since 1970. */
  readonly createdAt: number;
}

/** What a renewal replaces of token credentials; the grant behind them stays. */
export interface RenewedToken {
  readonly tokenHash: string;
  readonly secret: Secret;
  /** The last second, since 1970, in which the token is accepted; it is for good when absent. */
  readonly expiresAt?: number;
  /** With what the token is renewed (OAuth Session 1.0), as a hash, and until when. */
  readonly session?: { readonly handleHash: string; readonly expiresAt?: number };
}

/** What a user has allowed, without anything that could be used in their name. */
export interface GrantRecord {
  readonly id: string;
  readonly consumer: string;
  readonly user: string;
  readonly createdAt: number;
  readonly scopes?: readonly string[];
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
  /** A hash: how much of it a guess has in common tells nothing about the verifier, so a store may compare it in any time. */
  readonly verifierHash: string;
  /** What the user allows, instead of what was asked for; the same when absent. */
  readonly scopes?: readonly string[];
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
  { readonly token: TokenRecord },
  "permission_unknown" | "token_rejected" | "verifier_invalid"
>;

/** An attempt to renew token credentials. */
export interface Renewal {
  readonly tokenHash: string;
  readonly consumer: string;
  /** A hash, and compared like a verifier's. */
  readonly handleHash: string;
  readonly token: RenewedToken;
}

/**
 * What a provider asks of its storage, as verbs that are atomic each: many processes may call them at once on
 * the same data. Times are whole seconds since 1970, and `now` is always the provider's, never the store's.
 * Text is compared byte for byte, letter case included. `findConsumer` and `findToken`, which each call of an API asks for, may
 * answer without a promise. `Store<null>` is one that says `null` of what there is not, as many databases do. `storeContract` of
 * `@oauth1/testing` checks all of it.
 */
export interface Store<None extends null = never> {
  /** Adds a consumer; `false`, and nothing changed, when its key is taken. */
  readonly insertConsumer: (consumer: ConsumerRecord) => Promise<boolean>;
  readonly findConsumer: (key: string) => Soon<ConsumerRecord | None | undefined>;
  /** In the order in which they were added; with an owner, that owner's. */
  readonly listConsumers: (owner?: string) => Promise<readonly ConsumerRecord[]>;
  /** Changes the fields that are given and no others, in one step; what is `null` is absent then. `false` when there is no such consumer. */
  readonly changeConsumer: (key: string, change: ConsumerChange) => Promise<boolean>;
  /** Of many rotations at once, each secret but the last becomes the previous one of the next. */
  readonly rotateConsumer: (rotation: SecretRotation) => Promise<boolean>;

  readonly insertTemporary: (temporary: TemporaryRecord, now: number) => Promise<void>;
  /** Never answers with credentials whose `expiresAt` has passed. */
  readonly findTemporary: (
    tokenHash: string,
    now: number,
  ) => Promise<TemporaryRecord | None | undefined>;
  /** Approves what is pending and not expired, in one step: of many callers exactly one gets the record. */
  readonly approve: (
    approval: Approval,
    now: number,
  ) => Promise<TemporaryRecord | None | undefined>;
  /** Removes what is pending and not expired, in one step, and answers with what it removed. */
  readonly deny: (tokenHash: string, now: number) => Promise<TemporaryRecord | None | undefined>;
  /**
   * In one step: compares consumer and verifier, and then either removes the approved temporary credentials and
   * adds the token (of many callers for exactly one), or counts the wrong verifier and removes the temporary
   * credentials once `attempts` are reached. An attempt before the approval is not counted.
   */
  readonly exchange: (exchange: Exchange, now: number) => Promise<ExchangeVerdict>;

  /** Also answers with a token that has expired, so that its holder can be told so, unless it can be renewed no more. */
  readonly findToken: (tokenHash: string) => Soon<TokenRecord | None | undefined>;
  /** Adds token credentials without a login. Rejects for a token that is known already, and changes nothing then. */
  readonly insertToken: (token: TokenRecord) => Promise<void>;
  /**
   * Replaces the token of a grant in one step, when consumer and session handle are right and the session has not
   * expired: of many callers for exactly one, who gets the new record.
   */
  readonly renew: (renewal: Renewal, now: number) => Promise<TokenRecord | None | undefined>;
  /** The grants of a user, in the order in which they were given. */
  readonly listGrants: (user: string) => Promise<readonly GrantRecord[]>;
  /** Removes this user's grant and its token; `false` when this user has no such grant. */
  readonly revoke: (grant: { readonly user: string; readonly id: string }) => Promise<boolean>;
  /** Removes every grant of this user, or those to one consumer, and answers with what it removed. */
  readonly revokeAll: (grants: {
    readonly user: string;
    readonly consumer?: string;
  }) => Promise<readonly GrantRecord[]>;
  /** Removes the grant behind a token of this consumer, and answers with it. */
  readonly revokeToken: (token: {
    readonly tokenHash: string;
    readonly consumer: string;
  }) => Promise<GrantRecord | None | undefined>;

  /**
   * Remembers a nonce until its `expiresAt` has passed, in one step: of many callers with the same consumer,
   * token, timestamp and nonce exactly one hears `fresh`. A store may bound what it remembers, but it answers
   * `full` then and forgets nothing that is live; what it may have forgotten already is `used`, also for a caller whose
   * window is longer.
   */
  readonly consumeNonce: (use: NonceUse, now: number) => Promise<"fresh" | "full" | "used">;
}
