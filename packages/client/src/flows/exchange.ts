import { readAnswer } from "../answer.js";
import type { Account, StepDescription, FieldDescription, FieldsOf } from "../description.js";
import { readFields } from "../fields.js";
import type { Flow, KeysOf } from "../flow.js";
import { tokenOf, type TokenPair } from "../kept.js";
import { place, splitParams } from "../login/step-parameters.js";
import { sendStep, within, type StepOptions } from "../login/step.js";
import { trusted } from "../trusted.js";

/** A method of the given name that turns a token into something else. */
export type Exchange<N extends string, A = unknown, P extends object = object> = {
  /** Without an account the consumer asks for itself. `params` are by wire name. */
  readonly [M in N]: Record<never, never> extends P
    ? (account?: Account | TokenPair, params?: P, options?: StepOptions) => Promise<A>
    : (account: Account | TokenPair | undefined, params: P, options?: StepOptions) => Promise<A>;
};

/** Where a token is turned into something else, and what comes back. */
export interface ExchangeDescription extends StepDescription {
  /** What the answer is written in; `form` by default. */
  readonly format?: "form" | "json";
  readonly fields: Readonly<Record<string, FieldDescription>>;
}

/**
 * A signed call whose answer is a credential of another kind, such as a bearer token. Rejects with a `LoginError` where the
 * provider refuses, and with a TypeError where the account lacks what stands in the URL.
 *
 * @example
 * const flow = exchange("toBearer", {
 *   method: "POST",
 *   url: "https://photos.example.net/exchange",
 *   format: "json",
 *   fields: { access_token: { type: "string" }, expires_in: { type: "expires-in" } },
 * });
 * flow.urls; // => ["https://photos.example.net/exchange"]
 */
export function exchange<const N extends string, const D extends ExchangeDescription>(
  name: N,
  endpoint: D,
): Flow<Exchange<N, FieldsOf<D["fields"]>>, KeysOf<D>> {
  return {
    urls: [endpoint.url],
    attach(context) {
      const method = async (
        account?: Account | TokenPair,
        params: object = {},
        options?: StepOptions,
      ): Promise<unknown> => {
        const { texts } = splitParams(params, { texts: endpoint.parameters });
        const parameters = place(endpoint.parameters, texts);
        const token = account === undefined ? undefined : tokenOf(account);
        if (token === undefined) demandNoAccount(name, endpoint.url);
        const received = await sendStep(within(context, options), endpoint, {
          account,
          token,
          parameters,
        });
        const answer = readAnswer(received, endpoint, "exchange_refused");
        return readFields(endpoint.fields, { answer, now: context.now });
      };
      return trusted<Exchange<N, FieldsOf<D["fields"]>>>({ [name]: method });
    },
  };
}

// Without an account nothing can stand there.
function demandNoAccount(name: string, url: string): void {
  if (!/\{(?:oauth_token|account\.[^{}]+)\}/.test(url)) return;
  throw new TypeError(
    `${name} needs an account, of which something stands in its URL: pass what complete() returned.`,
  );
}
