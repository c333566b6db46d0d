import { NOW, inChunks, uses, type Turn } from "./nonces.js";
import type { Store } from "@oauth1/server";

/** A store and its engine, ready to take nonces. */
export interface Engine {
  readonly store: Store;
  /** Makes one turn ready, untimed, and returns what the driver alone does for it. */
  readonly bare: (turn: Turn) => () => Promise<void>;
  /** What the nonces of the store take, in bytes. */
  readonly bytes: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** One store to be measured, and what the project wants of it. */
export interface Subject {
  readonly name: string;
  /** What the engine is compared by. */
  readonly bareName: string;
  readonly aims: { readonly bytes: number; readonly rate?: number };
  /** How many nonces, where nobody says it. */
  readonly nonces: number;
  readonly open: () => Promise<Engine>;
}

export interface Measurement {
  readonly name: string;
  readonly bareName: string;
  readonly aims: Subject["aims"];
  readonly nonces: number;
  readonly bytes: number;
  /** Nonces a second, the median of the turns. */
  readonly rate: number;
  readonly bareRate: number;
  /** Of each pair of turns, and so of the same minute of a busy machine. */
  readonly ratio: number;
}

const TURNS = 5;
const AT_ONCE = 5000;

/** Lets store and driver take turns, so that whatever slows the machine down for a while slows both. */
export async function measure(
  subject: Subject,
  nonces: number = subject.nonces,
): Promise<Measurement> {
  const { name, bareName, aims } = subject;
  const engine = await subject.open();
  try {
    const pairs: { readonly store: number; readonly bare: number }[] = [];
    for (let at = 0; at < TURNS; at += 1) {
      const bounds = [at, at + 1].map((bound) => Math.round((bound * nonces) / TURNS));
      const turn = { from: bounds[0] ?? 0, to: bounds[1] ?? 0, of: nonces };
      const bare = await rateOf(turn, engine.bare(turn));
      pairs.push({ bare, store: await rateOf(turn, consuming(engine.store, turn)) });
    }
    return {
      name,
      bareName,
      aims,
      nonces,
      bytes: (await engine.bytes()) / nonces,
      rate: median(pairs.map((pair) => pair.store)),
      bareRate: median(pairs.map((pair) => pair.bare)),
      ratio: median(pairs.map(({ store, bare }) => store / bare)),
    };
  } finally {
    await engine.close();
  }
}

function consuming(store: Store, turn: Turn): () => Promise<void> {
  const all = uses(turn);
  return () =>
    inChunks(all, AT_ONCE, async (chunk) => {
      const outcomes = await Promise.all(chunk.map((use) => store.consumeNonce(use, NOW)));
      if (outcomes.some((outcome) => outcome !== "fresh"))
        throw new Error("A nonce was not fresh.");
    });
}

async function rateOf({ from, to }: Turn, work: () => Promise<void>): Promise<number> {
  // What making the turn ready has left behind is not the store's to clear away.
  globalThis.gc?.();
  const started = performance.now();
  await work();
  return ((to - from) * 1000) / (performance.now() - started);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
