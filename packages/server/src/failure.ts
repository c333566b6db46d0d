import type { Refusal } from "./answer.js";
import { refuse, type AskedOption, type ProviderEvent, type RequestPurpose } from "./events.js";

/**
 * Refuses a request because what vouches for it has failed, the store or one of the application's own functions: nothing is
 * accepted. The operator's event has the error's own message, which is never the peer's.
 *
 * @example
 * const refusal = failure({ emit: () => undefined }, "resource", new Error("connect ECONNREFUSED"));
 * refusal; // => { ok: false, problem: "store_unavailable" }
 */
export function failure(
  sink: { readonly emit: (event: ProviderEvent) => void },
  purpose: RequestPurpose,
  error: unknown,
): Refusal {
  const isOption = error instanceof OptionFailure;
  sink.emit(
    isOption
      ? { type: "option_failed", option: error.option, error: error.message }
      : { type: "store_failed", error: messageOf(error) },
  );
  return refuse(sink, { purpose, reason: "store_unavailable" });
}

/**
 * What a function of the application's own answers. What it throws is told apart from what the store throws.
 *
 * @example
 * const error = await asked("policy", () => Promise.reject(new Error("no such table"))).catch((thrown) => thrown);
 * failure({ emit: ({ type, option }) => console.log(type, option) }, "resource", error).problem; // => "store_unavailable"
 */
export async function asked<T>(option: AskedOption, answer: () => T | Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    throw new OptionFailure(option, messageOf(error));
  }
}

class OptionFailure extends Error {
  readonly option: AskedOption;

  constructor(option: AskedOption, message: string) {
    super(message);
    this.option = option;
  }
}

// A host with several addresses fails once for each, and Node.js has nothing to say over all of it.
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(messageOf).join("; ");
  }
  return error instanceof Error ? error.message : "unknown";
}
