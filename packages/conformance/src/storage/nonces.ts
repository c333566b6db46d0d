import { randomBytes } from "node:crypto";
import type { NonceUse } from "@oauth1/server";

/** Some of all nonces that are spread evenly over the window of 600 seconds: one turn of a measurement. */
export interface Turn {
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

export const WINDOW = 600;

/** The first second of the window; the clock stands in its middle, where everything in it is live. */
export const START: number = Math.floor(Date.now() / 60_000) * 60 - WINDOW / 2;
export const NOW: number = START + WINDOW / 2;

const CONSUMERS = Array.from({ length: 100 }, () => randomBytes(16).toString("hex"));
const TOKENS = Array.from({ length: 1000 }, () => randomBytes(32).toString("base64"));

/** Uses as a provider makes them: one of a hundred consumers and of a thousand tokens, a nonce of 32 hex digits. */
export function uses({ from, to, of }: Turn): readonly NonceUse[] {
  const run = randomBytes(12).toString("hex");
  return Array.from({ length: to - from }, (_, at) => {
    const timestamp = secondOf(from + at, of);
    return {
      consumer: CONSUMERS[at % CONSUMERS.length] ?? "",
      tokenHash: TOKENS[at % TOKENS.length] ?? "",
      timestamp,
      nonce: `${run}${at.toString(16).padStart(8, "0")}`,
      expiresAt: timestamp + WINDOW / 2,
    };
  });
}

/** What a driver alone would insert for as many uses: the second and so many random bytes. */
export function rows(turn: Turn, bytes: number): readonly Row[] {
  return Array.from({ length: turn.to - turn.from }, (_, at) => {
    return { second: secondOf(turn.from + at, turn.of), digest: randomBytes(bytes) };
  });
}

export interface Row {
  readonly second: number;
  readonly digest: Buffer;
}

/** Does it for all, so many at a time. */
export async function inChunks<T>(
  list: readonly T[],
  size: number,
  work: (chunk: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < list.length; at += size) await work(list.slice(at, at + size));
}

function secondOf(index: number, of: number): number {
  return START + Math.floor((index * WINDOW) / of);
}
