import { readAnswer } from "../answer.js";
import type { Account, StepDescription } from "../description.js";
import type { Flow, KeysOf } from "../flow.js";
import { tokenOf, type TokenPair } from "../kept.js";
import { place } from "../login/step-parameters.js";
import { sendStep, within, type StepOptions } from "../login/step.js";

/** A token that the app can give back. */
export interface Revocation {
  /** Makes the token worthless. */
  readonly revoke: (account: Account | TokenPair, options?: StepOptions) => Promise<void>;
}

/**
 * Revokes a token: a request that it signs itself, and in whose URL `{oauth_token}` stands for it. Rejects with a `LoginError`
 * where the provider refuses, and with a TypeError for an account that lacks what stands in the URL.
 *
 * @example
 * const flow = revocation({ method: "POST", url: "https://photos.example.net/revoke" });
 * flow.urls; // => ["https://photos.example.net/revoke"]
 */
export function revocation<const D extends StepDescription>(
  endpoint: D,
): Flow<Revocation, KeysOf<D>> {
  return {
    urls: [endpoint.url],
    attach: (context) => ({
      async revoke(account, options) {
        const token = tokenOf(account);
        const parameters = place(endpoint.parameters);
        const received = await sendStep(within(context, options), endpoint, {
          account,
          token,
          parameters,
        });
        readAnswer(received, {}, "revocation_refused");
      },
    }),
  };
}
