import { readAnswer } from "../answer.js";
import type { Account, EndpointDescription } from "../description.js";
import type { Flow } from "../flow.js";
import { tokenOf, type TokenPair } from "../kept.js";
import { place } from "../login/step-parameters.js";
import { sendStep } from "../login/step.js";

/** A token that the app can give back. */
export interface Revocation {
  /** Makes the token worthless. */
  readonly revoke: (account: Account | TokenPair) => Promise<void>;
}

/**
 * Revokes a token: a request that it signs itself. Rejects with a `LoginError` where the provider refuses.
 *
 * @example
 * const flow = revocation({ method: "POST", url: "https://photos.example.net/revoke" });
 * flow.urls; // => ["https://photos.example.net/revoke"]
 */
export function revocation(endpoint: EndpointDescription): Flow<Revocation> {
  return {
    urls: [endpoint.url],
    attach: (context) => ({
      async revoke(account) {
        const token = tokenOf(account);
        const parameters = place(endpoint.parameters);
        const response = await sendStep(context, endpoint, { token, parameters });
        await readAnswer(response, { format: "form" }, "revocation_refused");
      },
    }),
  };
}
