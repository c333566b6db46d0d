import type { ConsumerVerbs, TemporaryVerbs } from "../storage/durable.js";
import { memoryGrants } from "../storage/memory-grants.js";
import { nonceTable } from "../storage/nonce-table.js";
import type { ConsumerChange, ConsumerRecord, Store, TemporaryRecord } from "../store.js";

/** How much a memory store holds. */
export interface MemoryOptions {
  /** How many nonces are remembered, at 10 to 15 bytes each; 1,000,000 by default. Beyond it requests are refused. */
  readonly maxNonces?: number;
}

/**
 * A store in this process's memory: for development, tests and a service of one process that may forget its
 * logins when it restarts. Each verb runs without a pause, which is what makes it atomic. Throws a TypeError for a bound that
 * is none.
 *
 * @example
 * import { secret } from "@oauth1/core";
 * const store = memoryStore();
 * await store.insertConsumer({ key: "k1", secret: secret("s1"), name: "Printer", callbacks: ["oob"], createdAt: 0 }); // => true
 * (await store.findConsumer("k1"))?.name; // => "Printer"
 */
export function memoryStore({ maxNonces = 1_000_000 }: MemoryOptions = {}): Store {
  if (!(maxNonces > 0)) throw new TypeError(`maxNonces is ${maxNonces}: it has to be above zero.`);
  const grants = memoryGrants();
  return {
    ...consumerVerbs(),
    ...temporaryVerbs(grants.insertToken),
    ...grants,
    consumeNonce: nonceTable(maxNonces),
  };
}

/** The record, and what only the store needs to know of it. */
interface Login {
  readonly record: TemporaryRecord;
  readonly verifierHash?: string;
  readonly failures: number;
}

function consumerVerbs(): ConsumerVerbs {
  const consumers = new Map<string, ConsumerRecord>();
  return {
    async insertConsumer(consumer) {
      if (consumers.has(consumer.key)) return false;
      consumers.set(consumer.key, consumer);
      return true;
    },
    findConsumer: (key) => consumers.get(key),
    async listConsumers(owner) {
      const all = [...consumers.values()];
      return owner === undefined ? all : all.filter((consumer) => consumer.owner === owner);
    },
    async changeConsumer(key, change) {
      const consumer = consumers.get(key);
      if (consumer !== undefined) consumers.set(key, withChange(consumer, change));
      return consumer !== undefined;
    },
    async rotateConsumer({ key, secret, previousExpiresAt }) {
      const consumer = consumers.get(key);
      if (consumer === undefined) return false;
      const previous = { secret: consumer.secret, expiresAt: previousExpiresAt };
      consumers.set(key, { ...consumer, secret, previous });
      return true;
    },
  };
}

function withChange(consumer: ConsumerRecord, change: ConsumerChange): ConsumerRecord {
  const { methods, owner, privileges, publicKey, ...rest } = { ...consumer, ...change };
  return {
    ...rest,
    ...(methods && { methods }),
    ...(typeof owner === "string" && { owner }),
    ...(privileges && { privileges }),
    ...(typeof publicKey === "string" && { publicKey }),
  };
}

function temporaryVerbs(
  insertToken: Store["insertToken"],
): TemporaryVerbs & Pick<Store, "exchange"> {
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
    async approve({ tokenHash, user, verifierHash, scopes }, now) {
      const pending = findPending(tokenHash, now);
      if (pending === undefined) return undefined;
      const record = { ...pending.record, user, ...(scopes === undefined ? {} : { scopes }) };
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
      const { user, scopes } = login.record;
      if (user === undefined) return { ok: false, problem: "permission_unknown" };
      if (login.verifierHash !== verifierHash) {
        const failures = login.failures + 1;
        if (failures < attempts) logins.set(tokenHash, { ...login, failures });
        else logins.delete(tokenHash);
        return { ok: false, problem: "verifier_invalid" };
      }
      logins.delete(tokenHash);
      const record = { ...token, consumer, user, ...(scopes === undefined ? {} : { scopes }) };
      await insertToken(record);
      return { ok: true, token: record };
    },
  };
}

// One that lives on goes to the end, so that it stands in nobody's way: providers that share a store may give logins different
// lifetimes. More are looked at than begin, and so each comes up again.
function dropExpired(logins: Map<string, Login>, now: number): void {
  let looks = 0;
  for (const [tokenHash, login] of logins) {
    if ((looks += 1) > LOOKS) return;
    logins.delete(tokenHash);
    if (login.record.expiresAt >= now) logins.set(tokenHash, login);
  }
}

const LOOKS = 10;
