import {
  checkedPrefix,
  tooNew,
  type DurableStore,
  type TemporaryVerbs,
} from "../storage/durable.js";
import { recordCodec } from "../storage/records.js";
import { redisConsumers, type RedisParts } from "../storage/redis-consumers.js";
import { redisGrants, secondsToLive } from "../storage/redis-grants.js";
import { nonceRoots, redisNonces } from "../storage/redis-nonces.js";
import { redisRunner, rowOf, type RedisClient } from "../storage/redis-runner.js";
import { readNumber, storedList, storedText } from "../storage/row.js";
import { createVault, type StorageKey } from "../storage/vault.js";
import type { Store } from "../store.js";

export type { RedisClient } from "../storage/redis-runner.js";

/** What a Redis store is made of. */
export interface RedisOptions {
  /** The connection stays yours: you open it, handle its errors and close it. */
  readonly client: RedisClient;
  /** Encrypts the secrets. Of several keys the first seals and all open, so that a key can be replaced. */
  readonly key: StorageKey;
  /** What keys begin with; `oauth1` by default. */
  readonly prefix?: string;
  /**
   * How many signed requests to expect in a minute; 100,000 by default. Nonces are spread over hashes by it: with
   * many more requests each takes five times the memory. Let no two processes differ in it, not even during a
   * deployment: one would not see the nonces of the other.
   */
  readonly requestsPerMinute?: number;
}

/**
 * A store in Redis 6 or newer, or a Redis Cluster, for any number of processes. Each verb that changes something is one
 * script. Call `migrate` before anything else: it refuses a Redis that may evict keys. Whatever a Redis forgets when it
 * restarts, nonces included, can be replayed: only `appendonly yes` with `appendfsync always` forgets nothing, and
 * `everysec` up to a second. A replica that takes over has forgotten what had not reached it yet. Throws a TypeError for a
 * key or a number that is none.
 *
 * @example
 * const client = { sendCommand: async () => "maxmemory_policy:allkeys-lru" };
 * const store = redisStore({ client, key: "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=" });
 * await store.migrate().catch((error) => error.message.includes("maxmemory-policy noeviction")); // => true
 */
export function redisStore({
  client,
  key,
  prefix = "oauth1",
  requestsPerMinute = 100_000,
}: RedisOptions): DurableStore {
  if (!(requestsPerMinute > 0)) {
    throw new TypeError(`requestsPerMinute is ${requestsPerMinute}: it has to be above zero.`);
  }
  const name = checkedPrefix(prefix, /^[A-Za-z0-9_.:-]+$/);
  const redis = redisRunner(client);
  const parts = { root: `{${name}}:`, codec: recordCodec(createVault(key)), redis };
  return {
    ...redisConsumers(parts),
    ...redisGrants(parts),
    ...loginVerbs(parts),
    consumeNonce: redisNonces({ name, redis, requestsPerMinute }),
    migrate: () => migrate(parts, nonceRoots(name)),
  };
}

const VERSION = 1;

async function migrate({ root, redis }: RedisParts, nonceKeys: readonly string[]): Promise<void> {
  // Each node of a cluster that will hold something.
  for (const key of [root, ...nonceKeys]) {
    const memory = String(await redis.script("memory", { keys: [key] }));
    const policy = /^maxmemory_policy:(.*?)\r?$/m.exec(memory)?.[1];
    if (policy !== "noeviction") {
      throw new TypeError(
        `This Redis may evict keys (${policy ?? "it does not say"}), and a nonce that is gone can be replayed: set maxmemory-policy noeviction.`,
      );
    }
  }
  const call = { keys: [`${root}version`], values: [String(VERSION)] };
  const found = Number(await redis.script("version", call));
  if (found > VERSION) throw tooNew(found, VERSION);
}

// Clocks differ, and Redis's is not the provider's: what it keeps, it keeps for a minute longer than it has to.
const SPARE_SECONDS = 60;

function loginVerbs({ root, codec, redis }: RedisParts): TemporaryVerbs & Pick<Store, "exchange"> {
  const keyOf = (tokenHash: string): string => `${root}temporary:${storedText(tokenHash)}`;
  return {
    async insertTemporary(temporary, now) {
      const fields = await codec.writeTemporary(temporary);
      const values = [String(Math.max(1, temporary.expiresAt - now + SPARE_SECONDS))];
      await redis.script("insertTemporary", { keys: [keyOf(temporary.tokenHash)], values, fields });
    },
    async findTemporary(tokenHash, now) {
      const row = rowOf(await redis.script("find", { keys: [keyOf(tokenHash)] }));
      const isLive = row !== undefined && readNumber(row, "expires_at") >= now;
      return codec.found(isLive ? row : undefined, codec.readTemporary);
    },
    async approve({ tokenHash, user, verifierHash, scopes }, now) {
      const fields = {
        user_id: storedText(user),
        verifier_hash: storedText(verifierHash),
        scopes: storedList(scopes),
      };
      const call = { keys: [keyOf(tokenHash)], values: [String(now)], fields };
      const row = rowOf(await redis.script("approve", call));
      return row && codec.readTemporary(row);
    },
    async deny(tokenHash, now) {
      const call = { keys: [keyOf(tokenHash)], values: [String(now)] };
      const row = rowOf(await redis.script("deny", call));
      return row && codec.readTemporary(row);
    },
    async exchange({ tokenHash, consumer, verifierHash, attempts, token }, now) {
      const fields = await codec.writeNewToken(token);
      const tokenName = storedText(token.tokenHash);
      const keys = [
        keyOf(tokenHash),
        `${root}token:${tokenName}`,
        `${root}positions`,
        `${root}grants:`,
        `${root}token:`,
      ];
      const values = [
        String(now),
        storedText(consumer),
        storedText(verifierHash),
        String(attempts),
        storedText(token.grant),
        tokenName,
        secondsToLive(fields, now),
      ];
      const reply = await redis.script("exchange", { keys, values, fields });
      const row = rowOf(reply);
      if (row !== undefined) return { ok: true, token: await codec.readToken(row) };
      return { ok: false, problem: PROBLEMS.find((one) => one === reply) ?? "token_rejected" };
    },
  };
}

const PROBLEMS = ["permission_unknown", "token_rejected", "verifier_invalid"] as const;
