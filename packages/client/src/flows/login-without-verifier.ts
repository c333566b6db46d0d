import type { Account } from "../description.js";
import type { Flow } from "../flow.js";
import { begin } from "../login/begin.js";
import { callbackText, readCallback } from "../login/callback.js";
import {
  loginUrls,
  type BeginOptions,
  type LoginAccount,
  type LoginDescription,
  type LoginKeys,
  type LoginParams,
} from "../login/description.js";
import { discovered } from "../login/discovery.js";
import { fetchToken } from "../login/legs.js";
import { within, type StepOptions } from "../login/step.js";
import { temporaryOf, type Begun, type TemporaryCredentials } from "../login/temporary.js";
import { trusted } from "../trusted.js";

/** A login as before revision 1.0a: without a verifier, and with a callback that travels with the user. */
export interface LoginWithoutVerifier<
  A extends Account = Account,
  P extends object = object,
  V extends string = string,
> {
  /** Gets temporary credentials and says where to send the user, who comes back to `callback` where there is one. */
  readonly begin: (
    options: BeginOptions<P, V> & { readonly callback?: string | URL },
  ) => Promise<Begun>;
  /** Exchanges the user's approval for token credentials. */
  readonly complete: (
    completion: StepOptions & {
      readonly temporary: TemporaryCredentials;
      /** Where the user came back to a callback: what it says is checked then. */
      readonly callbackUrl?: string | URL;
    },
  ) => Promise<A>;
}

/**
 * The login of OAuth Core 1.0 (2007). Whoever sends a user the authorization URL of a login of their own gets the user's
 * token at such a provider (security advisory 2009.1): begin in the user's browser, and complete in the same one. Rejects
 * as `login` does.
 *
 * @example
 * const flow = loginWithoutVerifier({
 *   temporaryCredentials: { method: "POST", url: "https://photos.example.net/initiate" },
 *   authorization: { url: "https://photos.example.net/authorize" },
 *   tokenCredentials: { method: "POST", url: "https://photos.example.net/token" },
 * });
 * flow.urls; // => ["https://photos.example.net/initiate", "https://photos.example.net/token"]
 */
export function loginWithoutVerifier<const D extends LoginDescription>(
  description: D,
): Flow<LoginWithoutVerifier<LoginAccount<D>, LoginParams<D>>, LoginKeys<D>> {
  const { authorization, callback: callbackDescription } = description;
  const unfixed: LoginDescription = {
    ...description,
    authorization: { callbackParameter: "oauth_callback", ...authorization },
  };
  return {
    urls: loginUrls(description),
    attach(context) {
      const described = discovered(unfixed);
      return {
        async begin({ callback, ...options } = trusted({})) {
          const text = callback === undefined ? undefined : callbackText(callback);
          const own = within(context, options);
          return begin(await described(own), own, { ...options, callback: text, fixed: false });
        },
        async complete({ temporary: kept, callbackUrl: url, ...options } = trusted({})) {
          const own = within(context, options);
          const temporary = temporaryOf(kept, context.id);
          const visit = { temporary, name: context.name, description: callbackDescription };
          const account = await fetchToken((await described(own)).tokenCredentials, own, {
            token: temporary.token,
            texts: temporary.parameters,
            callback: url === undefined ? undefined : readCallback({ ...visit, url }),
          });
          return trusted<LoginAccount<D>>(account);
        },
      };
    },
  };
}
