import type { NonceUse, Store } from "../store.js";
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
 * Nonces in Redis: eight characters each in a hash of those of one minute, which expires as a whole. Nonces that come
 * together go together, in one script for each of sixteen parts of a cluster.
 *
 * @example
 * const redis = { script: async (name, { keys }) => keys.map(() => 1) };
 * const consume = redisNonces({ name: "oauth1", redis, requestsPerMinute: 1000 });
 * await consume({ consumer: "k1", timestamp: 60, nonce: "n1", expiresAt: 360 }, 60); // => "fresh"
 */
export function redisNonces({
  name,
  redis,
  requestsPerMinute,
}: RedisNonces): Store["consumeNonce"] {
  const hashes = Math.max(PARTS, Math.ceil(requestsPerMinute / NONCES_PER_HASH));
  const run = async (calls: readonly Call[]): Promise<readonly Outcome[]> => {
    const values = calls.flatMap(({ field, needed }) => [field, String(needed)]);
    const reply = await redis.script("consumeNonces", {
      keys: calls.map(({ key }) => key),
      values,
    });
    return calls.map((_, at) => (Array.isArray(reply) && isOne(reply[at]) ? "fresh" : "used"));
  };
  const parts = Array.from({ length: PARTS }, () => batched(run, { size: 200, lanes: 32 }));
  return async (use, now) => {
    const print = await fingerprint(use);
    const hash = bitsOf(print) % hashes;
    const part = hash % PARTS;
    const key = `${rootOf(name, part)}${minuteOf(use)}:${hash}`;
    const field = print.slice(BITS, BITS + FIELD_CHARACTERS);
    const call = { key, field, needed: endOf(use) - now + SPARE_SECONDS };
    return parts[part]?.(call) ?? "used";
  };
}

/**
 * What the keys of nonces begin with, for each of the sixteen parts of a cluster.
 *
 * @example
 * nonceRoots("oauth1")[15]; // => "{oauth1:15}:"
 */
export function nonceRoots(name: string): readonly string[] {
  return Array.from({ length: PARTS }, (_, part) => rootOf(name, part));
}

type Outcome = "fresh" | "used";

interface Call {
  readonly key: string;
  readonly field: string;
  /** In seconds. */
  readonly needed: number;
}

// A hash of up to 128 short fields is one piece of memory without pointers, and one of fewer than 50 is mostly head.
const NONCES_PER_HASH = 90;

// Each has a hash tag of its own, and so a node of a cluster that is its.
const PARTS = 16;

// Of the fingerprint, four characters choose the hash and eight others stand for the nonce inside: 48 bits among a hundred.
const BITS = 4;
const FIELD_CHARACTERS = 8;

function rootOf(name: string, part: number): string {
  return `{${name}:${part}}:`;
}

// Clocks of processes differ: what one needs no longer, another may.
const SPARE_SECONDS = 60;

function minuteOf({ timestamp }: NonceUse): number {
  return Math.floor(timestamp / 60);
}

// When the last nonce of that minute is over.
function endOf(use: NonceUse): number {
  return minuteOf(use) * 60 + 59 + use.expiresAt - use.timestamp;
}

function bitsOf(print: string): number {
  const bytes = atob(print.slice(0, BITS));
  return (bytes.charCodeAt(0) << 16) | (bytes.charCodeAt(1) << 8) | bytes.charCodeAt(2);
}
