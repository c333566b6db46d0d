import type { ConsumerRecord, NonceUse, Store, TemporaryRecord, TokenRecord } from "../store.js";

/** How much a memory store holds. */
export interface MemoryOptions {
  /** Live nonces, at roughly 250 bytes each; 1,000,000 by default. Beyond it requests are refused. */
  readonly maxNonces?: number;
}

/**
 * A store in this process's memory: for development, tests and a service of one process that may forget its
 * logins when it restarts. Each verb runs without a pause, which is what makes it atomic.
 *
 * @example
 * import { secret } from "@oauth1/core";
 * const store = memoryStore();
 * await store.insertConsumer({ key: "k1", secret: secret("s1"), name: "Printer", callbacks: ["oob"] }); // => true
 * (await store.findConsumer("k1"))?.name; // => "Printer"
 */
export function memoryStore({ maxNonces = 1_000_000 }: MemoryOptions = {}): Store {
  const tokens = new Map<string, TokenRecord>();
  return {
    ...consumerVerbs(),
    ...temporaryVerbs(tokens),
    ...grantVerbs(tokens),
    consumeNonce: nonceVerb(maxNonces),
  };
}

/** The record, and what only the store needs to know of it. */
interface Login {
  readonly record: TemporaryRecord;
  readonly verifierHash?: string;
  readonly failures: number;
}

function consumerVerbs(): Pick<Store, "findConsumer" | "insertConsumer"> {
  const consumers = new Map<string, ConsumerRecord>();
  return {
    async insertConsumer(consumer) {
      if (consumers.has(consumer.key)) return false;
      consumers.set(consumer.key, consumer);
      return true;
    },
    async findConsumer(key) {
      return consumers.get(key);
    },
  };
}

function temporaryVerbs(
  tokens: Map<string, TokenRecord>,
): Pick<Store, "approve" | "deny" | "exchange" | "findTemporary" | "insertTemporary"> {
  const logins = new Map<string, Login>();
  const find = (tokenHash: string, now: number): Login | undefined => {
    dropExpired(logins, now);
    const login = logins.get(tokenHash);
    return login === undefined || login.record.expiresAt < now ? undefined : login;
  };
  const findPending = (tokenHash: string, now: number): Login | undefined => {
    const login = find(tokenHash, now);
    return login?.record.user === undefined ? login : undefined;
  };
  return {
    async insertTemporary(record, now) {
      dropExpired(logins, now);
      logins.set(record.tokenHash, { record, failures: 0 });
    },
    async findTemporary(tokenHash, now) {
      return find(tokenHash, now)?.record;
    },
    async approve({ tokenHash, user, verifierHash }, now) {
      const pending = findPending(tokenHash, now);
      if (pending === undefined) return undefined;
      const record = { ...pending.record, user };
      logins.set(tokenHash, { ...pending, record, verifierHash });
      return record;
    },
    async deny(tokenHash, now) {
      const pending = findPending(tokenHash, now);
      if (pending !== undefined) logins.delete(tokenHash);
      return pending?.record;
    },
    async exchange({ tokenHash, consumer, verifierHash, attempts, token }, now) {
      const login = find(tokenHash, now);
      if (login?.record.consumer !== consumer) return { ok: false, problem: "token_rejected" };
      const { user } = login.record;
      if (user === undefined) return { ok: false, problem: "permission_unknown" };
      if (login.verifierHash !== verifierHash) {
        const failures = login.failures + 1;
        if (failures < attempts) logins.set(tokenHash, { ...login, failures });
        else logins.delete(tokenHash);
        return { ok: false, problem: "verifier_invalid" };
      }
      logins.delete(tokenHash);
      tokens.set(token.tokenHash, { ...token, consumer, user });
      return { ok: true, user };
    },
  };
}

function grantVerbs(
  tokens: Map<string, TokenRecord>,
): Pick<Store, "findToken" | "listGrants" | "revoke"> {
  const owned = (user: string): readonly TokenRecord[] =>
    [...tokens.values()].filter((token) => token.user === user);
  return {
    async findToken(tokenHash) {
      return tokens.get(tokenHash);
    },
    async listGrants(user) {
      return owned(user).map(({ grant, consumer, createdAt }) => ({
        id: grant,
        consumer,
        createdAt,
      }));
    },
    async revoke({ user, id }) {
      const token = owned(user).find(({ grant }) => grant === id);
      return token !== undefined && tokens.delete(token.tokenHash);
    },
  };
}

interface Moment {
  readonly uses: Set<string>;
  expiresAt: number;
}

// One set for each timestamp: a window has a few hundred of them, so that forgetting is deleting whole sets.
function nonceVerb(maxNonces: number): Store["consumeNonce"] {
  const moments = new Map<number, Moment>();
  let live = 0;
  let forgotten = 0;
  const forget = (now: number): void => {
    if (now <= forgotten) return;
    forgotten = now;
    for (const [timestamp, { uses, expiresAt }] of moments) {
      if (expiresAt >= now) continue;
      moments.delete(timestamp);
      live -= uses.size;
    }
  };
  return async (use, now) => {
    forget(now);
    if (use.expiresAt < forgotten) return "used";
    const moment = moments.get(use.timestamp) ?? { uses: new Set<string>(), expiresAt: 0 };
    const key = nonceKey(use);
    if (moment.uses.has(key)) return "used";
    if (live >= maxNonces) return "full";
    moment.uses.add(key);
    moment.expiresAt = Math.max(moment.expiresAt, use.expiresAt);
    moments.set(use.timestamp, moment);
    live += 1;
    return "fresh";
  };
}

function nonceKey({ consumer, tokenHash = "", nonce }: NonceUse): string {
  return JSON.stringify([consumer, tokenHash, nonce]);
}

// All logins live equally long, so the oldest come first and the walk ends at the first live one.
function dropExpired(logins: Map<string, Login>, now: number): void {
  for (const [tokenHash, { record }] of logins) {
    if (record.expiresAt >= now) return;
    logins.delete(tokenHash);
  }
}
