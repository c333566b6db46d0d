import type { NonceUse, Store } from "../store.js";
import { fingerprint } from "./fingerprint.js";

/**
 * Nonces in memory. Each is 64 bits of a hash under a random key, which nobody can aim at, in an open-addressed
 * table for the minute of its timestamp: eight bytes at a load of 0.53 to 0.8. Minutes are dropped as a whole, once
 * the last of their nonces is over in the longest window that was asked for, and never swept.
 *
 * @example
 * const consume = nonceTable(1000);
 * const use = { consumer: "k1", timestamp: 1191242096, nonce: "kllo9940pd9333jh", expiresAt: 1191242396 };
 * await consume(use, 1191242096); // => "fresh"
 * await consume(use, 1191242097); // => "used"
 */
export function nonceTable(maxNonces: number): Store["consumeNonce"] {
  const key = crypto.randomUUID();
  const minutes = new Map<number, Minute>();
  let remembered = 0;
  let looked = 0;
  // The longest that was asked for: who asks for less must not take from others what they still need.
  let lifetime = 0;
  let forgottenBefore = 0;
  const forget = (now: number): void => {
    if (now === looked) return;
    looked = now;
    for (const [minute, { slots, last }] of minutes) {
      if (last + lifetime >= now) continue;
      minutes.delete(minute);
      remembered -= slots.used;
      // Not up to now: a clock that was ahead and is set right would find everything used until then.
      forgottenBefore = Math.max(forgottenBefore, last + 1);
    }
  };
  const consume = (print: string, use: NonceUse, now: number): Promise<Outcome> => {
    const [low, high] = words(print);
    if (use.expiresAt - use.timestamp > lifetime) lifetime = use.expiresAt - use.timestamp;
    forget(now);
    if (use.timestamp < forgottenBefore) return USED;
    const minute = minuteOf(minutes, use);
    minute.slots = withRoom(minute.slots);
    const slot = find(minute.slots, low, high);
    if (isTaken(minute.slots, slot)) return USED;
    if (remembered >= maxNonces) return FULL;
    put(minute.slots, slot, [low, high]);
    minute.last = Math.max(minute.last, use.timestamp);
    remembered += 1;
    return FRESH;
  };
  return (use, now) => {
    const print = fingerprint(use, key);
    return typeof print === "string"
      ? consume(print, use, now)
      : print.then((later) => consume(later, use, now));
  };
}

type Outcome = Awaited<ReturnType<Store["consumeNonce"]>>;

// A promise that is there already takes half the time of a new one.
const FRESH = Promise.resolve("fresh" as const);
const FULL = Promise.resolve("full" as const);
const USED = Promise.resolve("used" as const);

interface Minute {
  slots: Slots;
  /** The latest timestamp of its nonces. */
  last: number;
}

/** Two words a slot; a free slot is two zeros. */
interface Slots {
  readonly table: Uint32Array;
  used: number;
}

type Words = readonly [low: number, high: number];

const FIRST_CAPACITY = 64;
const GROWTH = 1.5;
const MAX_LOAD = 0.8;

function minuteOf(minutes: Map<number, Minute>, { timestamp }: NonceUse): Minute {
  const at = Math.floor(timestamp / 60);
  const known = minutes.get(at);
  if (known !== undefined) return known;
  const minute = { slots: slotsFor(FIRST_CAPACITY), last: timestamp };
  minutes.set(at, minute);
  return minute;
}

function slotsFor(capacity: number): Slots {
  return { table: new Uint32Array(2 * capacity), used: 0 };
}

// A hash is its own order, so that a larger table is filled from its beginning to its end.
function find({ table }: Slots, low: number, high: number): number {
  const capacity = table.length / 2;
  let slot = Math.floor((low / 0x1_0000_0000) * capacity);
  while (table[2 * slot + 1] !== 0) {
    if (table[2 * slot] === low && table[2 * slot + 1] === high) return slot;
    slot = slot + 1 === capacity ? 0 : slot + 1;
  }
  return slot;
}

function isTaken({ table }: Slots, slot: number): boolean {
  return table[2 * slot + 1] !== 0;
}

function put(slots: Slots, slot: number, [low, high]: Words): void {
  slots.table[2 * slot] = low;
  slots.table[2 * slot + 1] = high;
  slots.used += 1;
}

function withRoom(slots: Slots): Slots {
  const capacity = slots.table.length / 2;
  if (slots.used < capacity * MAX_LOAD) return slots;
  const larger = slotsFor(Math.ceil(capacity * GROWTH));
  for (let at = 0; at < slots.table.length; at += 2) {
    const low = slots.table[at] ?? 0;
    const high = slots.table[at + 1] ?? 0;
    if (high !== 0) put(larger, find(larger, low, high), [low, high]);
  }
  return larger;
}

// Six characters of base64 are 36 bits. The upper word is never zero, because zeros are a free slot.
function words(hash: string): Words {
  return [word(hash, 0), word(hash, 6) || 1];
}

function word(hash: string, from: number): number {
  let bits = 0;
  for (let at = from; at < from + 6; at += 1) bits = (bits << 6) | sextet(hash.charCodeAt(at));
  return bits >>> 0;
}

// Of 64 characters: A-Z a-z 0-9 + /.
function sextet(code: number): number {
  if (code >= 97) return code - 71;
  if (code >= 65) return code - 65;
  if (code >= 48) return code + 4;
  return code === 43 ? 62 : 63;
}
