import type { Store } from "../store.js";
import { batched } from "./batch.js";
import { fingerprint } from "./fingerprint.js";
import { isOne, type RedisRunner } from "./redis-runner.js";

/** Where nonces are kept, and over how many hashes they are spread. */
export interface RedisNonces {
  readonly name: string;
  readonly redis: RedisRunner;
  readonly requestsPerMinute: number;
}

/**
 * Nonces in Redis: eight characters each in a hash of those of one minute, which expires as a whole, once the
 * longest window is over that any process has asked for. Nonces that come together go together, in one script for each of
 * sixteen parts of a cluster.
 *
 * @example
 * const redis = { script: async (name, { keys }) => keys.slice(1).map(() => 1) };
 * const consume = redisNonces({ name: "oauth1", redis, requestsPerMinute: 1000 });
 * await consume({ consumer: "k1", timestamp: 60, nonce: "n1", expiresAt: 360 }, 60); // => "fresh"
 */
export function redisNonces({
  name,
  redis,
  requestsPerMinute,
}: RedisNonces): Store["consumeNonce"] {
  const hashes = Math.max(PARTS, Math.ceil(requestsPerMinute / NONCES_PER_HASH));
  const parts = nonceRoots(name).map((root) =>
    batched(consumer(redis, root), { size: 200, lanes: 32 }),
  );
  return async (use, now) => {
    const print = await fingerprint(use);
    const hash = bitsOf(print) % hashes;
    const minute = Math.floor(use.timestamp / 60);
    const call = {
      key: `${minute}:${hash}`,
      field: print.slice(BITS, BITS + FIELD_CHARACTERS),
      now,
      left: minute * 60 + 59 - now,
      lifetime: use.expiresAt - use.timestamp,
    };
    return parts[hash % PARTS]?.(call) ?? "used";
  };
}

/**
 * What the keys of nonces begin with, for each of the sixteen parts of a cluster.
 *
 * @example
 * nonceRoots("oauth1")[15]; // => "{oauth1:15}:"
 */
export function nonceRoots(name: string): readonly string[] {
  return Array.from({ length: PARTS }, (_, part) => `{${name}:${part}}:`);
}

type Outcome = "fresh" | "used";

interface Call {
  readonly key: string;
  readonly field: string;
  readonly now: number;
  /** The seconds to the end of its minute. */
  readonly left: number;
  /** How long it lives after its timestamp. */
  readonly lifetime: number;
}

function consumer(
  redis: RedisRunner,
  root: string,
): (calls: readonly Call[]) => Promise<readonly Outcome[]> {
  return async (calls) => {
    const now = Math.max(...calls.map((call) => call.now));
    const lifetime = Math.max(...calls.map((call) => call.lifetime));
    const reply = await redis.script("consumeNonces", {
      keys: [`${root}window`, ...calls.map(({ key }) => `${root}${key}`)],
      values: [now, lifetime, ...calls.flatMap(({ field, left }) => [field, left])].map(String),
    });
    return calls.map((_, at) => (Array.isArray(reply) && isOne(reply[at]) ? "fresh" : "used"));
  };
}

// A hash of up to 128 short fields is one piece of memory without pointers, and one of fewer than 50 is mostly head.
const NONCES_PER_HASH = 90;

// Each has a hash tag of its own, and so a node of a cluster that is its.
const PARTS = 16;

// Of the fingerprint, four characters choose the hash and eight others stand for the nonce inside: 48 bits among a hundred.
const BITS = 4;
const FIELD_CHARACTERS = 8;

function bitsOf(print: string): number {
  const bytes = atob(print.slice(0, BITS));
  return (bytes.charCodeAt(0) << 16) | (bytes.charCodeAt(1) << 8) | bytes.charCodeAt(2);
}
