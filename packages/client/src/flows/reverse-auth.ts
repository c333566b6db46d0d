import { readAnswer } from "../answer.js";
import type { StepDescription } from "../description.js";
import type { Flow, KeysOf } from "../flow.js";
import { place, splitParams, type StepValue } from "../login/step-parameters.js";
import { sendStep, within, type StepOptions } from "../login/step.js";

/** A token that the user's device fetches, which knows the account already. */
export interface ReverseAuth<P extends object = object> {
  /** Gets what the device needs to fetch a token for this app. Nothing has to be said where no parameter is required. */
  readonly reverseAuth: (
    ...args: Record<never, never> extends P
      ? [options?: StepOptions & { readonly params?: P }]
      : [options: StepOptions & { readonly params: P }]
  ) => Promise<ReverseAuthorization>;
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
 * Rejects with a `LoginError` for what the provider says, and with a TypeError for an unknown parameter.
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
}: D): Flow<
  ReverseAuth<{ readonly [N in keyof D["temporaryCredentials"]["parameters"]]?: StepValue }>,
  KeysOf<D["temporaryCredentials"]>
> {
  return {
    urls: [temporaryCredentials.url],
    attach: (context) => ({
      async reverseAuth({
        params = {},
        ...options
      }: StepOptions & { readonly params?: object } = {}) {
        const { parameters: declared } = temporaryCredentials;
        const { own } = splitParams(params, { own: declared });
        const received = await sendStep(within(context, options), temporaryCredentials, {
          parameters: [
            { in: "form", name: "x_auth_mode", value: "reverse_auth" },
            ...place(declared, own),
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
