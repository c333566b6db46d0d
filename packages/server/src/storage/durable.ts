import type { Store } from "../store.js";

/** A store that outlives the process. */
export interface DurableStore extends Store {
  /**
   * Creates what the store needs, or upgrades what an older version has created. It can run twice, and in two
   * processes at once: run it before anything else uses the store, as a step of a deployment or at each start.
   */
  readonly migrate: () => Promise<void>;
}

/** The verbs of a store that are about consumers. */
export type ConsumerVerbs = Pick<
  Store,
  "changeConsumer" | "findConsumer" | "insertConsumer" | "listConsumers" | "rotateConsumer"
>;

/** The verbs of a store that are about temporary credentials, until they are exchanged. */
export type TemporaryVerbs = Pick<Store, "approve" | "deny" | "findTemporary" | "insertTemporary">;

/** The verbs of a store that are about tokens and the grants behind them. */
export type GrantVerbs = Pick<
  Store,
  "findToken" | "insertToken" | "listGrants" | "renew" | "revoke" | "revokeAll" | "revokeToken"
>;

/**
 * Throws a TypeError for a prefix that could not be part of a name.
 *
 * @example
 * checkedPrefix("auth.oauth1_", /^([a-z_]+\.)?[a-z0-9_]*$/); // => "auth.oauth1_"
 */
export function checkedPrefix(prefix: string, pattern: RegExp): string {
  if (pattern.test(prefix)) return prefix;
  throw new TypeError(
    `${JSON.stringify(prefix)} cannot begin the names of a store: use ${String(pattern)}.`,
  );
}

/**
 * The error for data that a newer version of this package has written.
 *
 * @example
 * tooNew(3, 1).message; // => "The store is at version 3, and this package knows 1: update @oauth1/server."
 */
export function tooNew(found: number, known: number): Error {
  return new Error(
    `The store is at version ${found}, and this package knows ${known}: update @oauth1/server.`,
  );
}
