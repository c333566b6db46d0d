import { readAnswer } from "../answer.js";
import type { StepDescription } from "../description.js";
import type { Flow, KeysOf } from "../flow.js";
import { place } from "../login/step-parameters.js";
import { sendStep, within, type StepOptions } from "../login/step.js";

/** A token that the user's device fetches, which knows the account already. */
export interface ReverseAuth {
  /** Gets what the device needs to fetch a token for this app. */
  readonly reverseAuth: (options?: StepOptions) => Promise<ReverseAuthorization>;
}

/** What to hand to the device. */
export interface ReverseAuthorization {
  /** The URL that the device posts to, with the consumer key as `x_reverse_auth_target`. */
  readonly target: string;
  /** The provider's answer as it is, for `x_reverse_auth_parameters`. */
  readonly parameters: string;
}

/** Where the app asks, and where its device does. */
export interface ReverseAuthDescription {
  readonly temporaryCredentials: StepDescription;
  readonly target: string;
}

/**
 * Reverse authorization: the provider signs a request for the app, which only a device with the user's account can complete.
 * Rejects with a `LoginError` for what the provider says.
 *
 * @example
 * const flow = reverseAuth({
 *   temporaryCredentials: { method: "POST", url: "https://photos.example.net/initiate" },
 *   target: "https://photos.example.net/token",
 * });
 * flow.urls; // => ["https://photos.example.net/initiate"]
 */
export function reverseAuth<const D extends ReverseAuthDescription>({
  temporaryCredentials,
  target,
}: D): Flow<ReverseAuth, KeysOf<D["temporaryCredentials"]>> {
  return {
    urls: [temporaryCredentials.url],
    attach: (context) => ({
      async reverseAuth(options) {
        const received = await sendStep(within(context, options), temporaryCredentials, {
          parameters: [
            { in: "form", name: "x_auth_mode", value: "reverse_auth" },
            ...place(temporaryCredentials.parameters),
          ],
        });
        const refused = "temporary_credentials_refused";
        const { error } = readAnswer(received, {}, refused);
        const parameters = received.body.trim();
        if (parameters === "") throw error(refused, "The provider's answer is empty.");
        return { target: context.transport.locate(target), parameters };
      },
    }),
  };
}
