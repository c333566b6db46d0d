import type { Refusal } from "./answer.js";
import { refuse, type ProviderEvent, type RequestPurpose } from "./events.js";

/**
 * Refuses a request because the store has failed: nothing is accepted that it cannot vouch for. The operator's event
 * has the error's own message, which is never the peer's.
 *
 * @example
 * const refusal = storeFailure({ emit: () => undefined }, "resource", new Error("connect ECONNREFUSED"));
 * refusal; // => { ok: false, problem: "store_unavailable" }
 */
export function storeFailure(
  sink: { readonly emit: (event: ProviderEvent) => void },
  purpose: RequestPurpose,
  error: unknown,
): Refusal {
  sink.emit({ type: "store_failed", error: messageOf(error) });
  return refuse(sink, { purpose, reason: "store_unavailable" });
}

// A host with several addresses fails once for each, and Node.js has nothing to say over all of it.
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(messageOf).join("; ");
  }
  return error instanceof Error ? error.message : "unknown";
}
