import type { ConsumerChange } from "../store.js";
import type { ConsumerVerbs } from "./durable.js";
import { changeFields, type RecordCodec } from "./records.js";
import { isOne, rowOf, type RedisRunner } from "./redis-runner.js";
import { storedText, type Row } from "./row.js";

/** What the verbs of a Redis store are made of. */
export interface RedisParts {
  /** What each of their keys begins with; its hash tag keeps them on one node of a cluster. */
  readonly root: string;
  readonly codec: RecordCodec;
  readonly redis: RedisRunner;
}

/**
 * The verbs about consumers: a hash for each, and sorted sets of all of them and of each owner's.
 *
 * @example
 * const codec = recordCodec(createVault("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="));
 * const redis = redisRunner({ sendCommand: async () => [] });
 * await redisConsumers({ root: "{oauth1}:", codec, redis }).listConsumers(); // => []
 */
export function redisConsumers({ root, codec, redis }: RedisParts): ConsumerVerbs {
  const all = `${root}consumers`;
  const keyOf = (key: string): string => `${root}consumer:${storedText(key)}`;
  const find = async (key: string): Promise<Row | undefined> =>
    rowOf(await redis.script("find", { keys: [key] }));
  return {
    async insertConsumer(consumer) {
      const fields = await codec.writeConsumer(consumer);
      const keys = [keyOf(consumer.key), `${root}positions`, all];
      const values = [storedText(consumer.key), ownerOf(consumer)];
      return isOne(await redis.script("insertConsumer", { keys, values, fields }));
    },
    async findConsumer(key) {
      return codec.found(await find(keyOf(key)), codec.readConsumer);
    },
    async listConsumers(owner) {
      const list = owner === undefined ? all : `${all}${ownerOf({ owner })}`;
      const names = await redis.command("ZRANGE", list, "0", "-1");
      const rows = await Promise.all(
        (Array.isArray(names) ? names : []).map((name) => find(`${root}consumer:${String(name)}`)),
      );
      return Promise.all(rows.flatMap((row) => (row ? [codec.readConsumer(row)] : [])));
    },
    async changeConsumer(key, change) {
      const fields = changeFields(change);
      const gone = Object.keys(fields).filter((name) => fields[name] === null);
      const values = [storedText(key), newOwnerOf(change), String(gone.length), ...gone];
      const call = { keys: [keyOf(key), all], values, fields };
      return isOne(await redis.script("changeConsumer", call));
    },
    async rotateConsumer({ previousExpiresAt, ...rotation }) {
      const { secret } = await codec.writeSecret(rotation);
      const values = [String(secret), String(previousExpiresAt)];
      return isOne(await redis.script("rotateConsumer", { keys: [keyOf(rotation.key)], values }));
    },
  };
}

// The end of the key of an owner's list; nothing for who has none.
function ownerOf({ owner }: { readonly owner?: string | null }): string {
  return owner === undefined || owner === null ? "" : `=${storedText(owner)}`;
}

function newOwnerOf(change: ConsumerChange): string {
  return change.owner === null ? "nobody" : ownerOf(change);
}
