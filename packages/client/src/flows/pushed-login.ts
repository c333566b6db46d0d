import type {
  Account,
  AccountOf,
  EndpointDescription,
  TokenEndpointDescription,
} from "../description.js";
import type { Flow, KeysOf } from "../flow.js";
import { fetchTemporary, fetchToken } from "../login/legs.js";
import { splitParams } from "../login/step-parameters.js";
import { within, type StepOptions } from "../login/step.js";
import { trusted } from "../trusted.js";

/** A login that the provider starts: it sends the app a verifier, and no user visits a page. */
export interface PushedLogin<A extends Account = Account, P extends object = object> {
  /** Gets temporary credentials, and token credentials for the verifier that was sent (RFC 5849 sections 2.1 and 2.3). */
  readonly completePushed: (
    pushed: StepOptions & { readonly verifier: string } & (Record<never, never> extends P
        ? { readonly params?: P }
        : { readonly params: P }),
  ) => Promise<A>;
}

/** The two signed legs. */
export interface PushedLoginDescription {
  readonly temporaryCredentials: EndpointDescription;
  readonly tokenCredentials: TokenEndpointDescription;
}

/**
 * The signed legs of RFC 5849 section 2, with a verifier that the provider has pushed to the app. Rejects with a `LoginError`
 * for what the provider says, and with a TypeError for a verifier that is no text.
 *
 * @example
 * const flow = pushedLogin({
 *   temporaryCredentials: { method: "POST", url: "https://shop.example/oauth/token/request" },
 *   tokenCredentials: { method: "POST", url: "https://shop.example/oauth/token/access" },
 * });
 * flow.urls; // => ["https://shop.example/oauth/token/request", "https://shop.example/oauth/token/access"]
 */
export function pushedLogin<const D extends PushedLoginDescription>(
  description: D,
): Flow<
  PushedLogin<AccountOf<D["tokenCredentials"]["fields"]>>,
  KeysOf<D["temporaryCredentials"]> & KeysOf<D["tokenCredentials"]>
> {
  const { temporaryCredentials, tokenCredentials } = description;
  return {
    urls: [temporaryCredentials.url, tokenCredentials.url],
    attach: (context) => ({
      async completePushed({ verifier, params = {}, ...options } = trusted({})) {
        // The type asks for it, and JavaScript may have left it out.
        if (typeof verifier !== "string") {
          throw new TypeError(
            "completePushed needs the verifier that was sent to the app, as text.",
          );
        }
        const own = within(context, options);
        const texts = splitParams(params, {
          temporary: temporaryCredentials.parameters,
          token: tokenCredentials.parameters,
        });
        const { token } = await fetchTemporary(temporaryCredentials, own, {
          texts: texts.temporary,
        });
        const account = await fetchToken(tokenCredentials, own, {
          token,
          verifier,
          texts: texts.token,
        });
        return trusted<AccountOf<D["tokenCredentials"]["fields"]>>(account);
      },
    }),
  };
}
