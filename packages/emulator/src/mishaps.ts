import { setTimeout as wait } from "node:timers/promises";
import type { ErrorsModel } from "@oauth1/descriptor";
import { refusalAnswer, type Refusal } from "./answers.js";
import { refused } from "./api/authenticate.js";
import { apiError, errorsOf } from "./api/errors.js";
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
  readonly route: Pick<Route, "format" | "kind" | "name">;
}

/** What a request is answered that a fault strikes; `undefined` where it is answered as usual after all. */
export async function mishap(
  { name, ms }: Fault,
  struck: Struck,
): Promise<Response | typeof CUT | undefined> {
  const { emulation, limits, route } = struck;
  if (ms > 0) await wait(ms, undefined, { signal: emulation.closing }).catch(() => undefined);
  switch (name) {
    case "timestamp_refused":
      return refuse(struck, {
        problem: name,
        advice: "oauth_timestamp is too old or too new (a fault).",
      });
    case "replay":
      return refuse(struck, {
        problem: "nonce_used",
        advice: "oauth_nonce was used before (a fault).",
      });
    case "rate_limited":
      return apiError(
        shapeOf(emulation, route),
        tooMany(emulation.model, limits.refusal().headers),
      );
    case "server_error":
      return new Response("Something went wrong (a fault).\n", { status: 500 });
    case "malformed":
      return new Response('{"oauth_token', { headers: { "content-type": "application/json" } });
    case "cut":
      return CUT;
    case "slow":
    // These strike later on, where a verifier is looked at or a user says yes.
    case "denied":
    case "wrong_verifier":
      return undefined;
  }
}

// As the same problem of a request is told. The client reads the right time from Date, which every answer has.
function refuse({ emulation, route }: Struck, refusal: Refusal): Response {
  return route.kind === "operation"
    ? apiError(shapeOf(emulation, route), refused(refusal))
    : refusalAnswer(refusal, { format: route.format ?? "form" });
}

function shapeOf({ model }: Emulation, { name }: Pick<Route, "name">): ErrorsModel | undefined {
  const operation = model.operations.find(({ id }) => id === name);
  return operation === undefined ? model.api.errors : errorsOf(model.api.errors, operation);
}
