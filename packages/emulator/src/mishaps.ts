import { setTimeout as wait } from "node:timers/promises";
import { challenge, refusalAnswer, type Refusal } from "./answers.js";
import { apiError } from "./api/errors.js";
import { tooMany, type RateLimits } from "./api/rate-limits.js";
import type { Emulation } from "./emulation.js";
import type { Fault } from "./faults.js";
import type { Route } from "./routes.js";

/** An answer whose connection is dropped in its middle. */
export const CUT = "cut";

/** What a fault strikes. */
export interface Struck {
  readonly emulation: Emulation;
  readonly limits: RateLimits;
  readonly route: Pick<Route, "kind">;
  /** Aborts when the emulator closes. */
  readonly signal: AbortSignal;
}

/** What a request is answered that a fault strikes; `undefined` where it is answered as usual after all. */
export async function mishap(
  { name, ms }: Fault,
  { emulation, limits, route, signal }: Struck,
): Promise<Response | typeof CUT | undefined> {
  switch (name) {
    case "timestamp_refused":
      return refuse(emulation, route, {
        problem: name,
        advice: "oauth_timestamp is too old or too new (a fault).",
      });
    case "replay":
      return refuse(emulation, route, {
        problem: "nonce_used",
        advice: "oauth_nonce was used before (a fault).",
      });
    case "rate_limited":
      return apiError(
        emulation.model.api.errors,
        tooMany(emulation.model, limits.refusal().headers),
      );
    case "server_error":
      return new Response("Something went wrong (a fault).\n", { status: 500 });
    case "malformed":
      return new Response('{"oauth_token', { headers: { "content-type": "application/json" } });
    case "cut":
      return CUT;
    case "slow":
      await wait(ms, undefined, { signal }).catch(() => undefined);
      return undefined;
    case "denied":
    case "wrong_verifier":
      return undefined;
  }
}

// The client reads the right time from Date.
function refuse(
  { model, now }: Emulation,
  { kind }: Pick<Route, "kind">,
  refusal: Refusal,
): Response {
  const { errors } = model.api;
  const answer =
    kind === "operation" && errors !== undefined
      ? apiError(errors, {
          status: 401,
          isFixed: true,
          code: refusal.problem,
          message: refusal.advice,
          headers: challenge(refusal),
        })
      : refusalAnswer(refusal, { format: "form" });
  answer.headers.set("date", new Date(now()).toUTCString());
  return answer;
}
