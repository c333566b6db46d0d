import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../../paths.js";

/** How far a run has come: the same seed and position go on as if it had not been interrupted. */
export interface Position {
  readonly seed: number;
  /** How many subjects have been tried, over and over. */
  readonly turn: number;
}

const FILE = join(ROOT, "node_modules/.cache/fuzz.json");

/** Where the last run has ended; `undefined` where there was none. */
export function lastPosition(): Position | undefined {
  try {
    return JSON.parse(readFileSync(FILE, "utf8"));
  } catch {
    return undefined;
  }
}

/** Remembers where a run is. */
export function remember(position: Position): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify(position));
}

/** A seed of its own for each turn. */
export function seedOf({ seed, turn }: Position): number {
  return (seed + turn * 7919) % 2 ** 31;
}
