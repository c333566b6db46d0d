import type { Target } from "../target.js";
import { stopwatch } from "../timing.js";
import { send, type Answer, type RawRequest } from "../wire.js";

/** A server that listens, and what it has seen go wrong. */
export type Listening = Pick<Target, "address" | "errors" | "events">;

/** Sends a request, and says what harm it has done; `undefined` where there is only an answer. */
export async function harmOf(
  { address, events, errors }: Listening,
  request: RawRequest,
): Promise<string | undefined> {
  events.length = 0;
  errors.length = 0;
  const taken = stopwatch();
  let answer: Answer;
  try {
    answer = await send(address, request);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const took = taken();
  const [error] = errors;
  if (error !== undefined) return `an exception: ${error instanceof Error ? error.stack : error}`;
  if (events.some(({ type }) => type === "store_failed")) return "the store failed";
  if (answer.status >= 500) return `status ${answer.status}`;
  return took > LONG ? `an answer after ${Math.round(took)} ms` : undefined;
}

// A request of at most some kilobytes takes one or two.
const LONG = 2000;
