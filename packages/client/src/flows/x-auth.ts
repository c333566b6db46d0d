import type { Account, AccountOf, TokenEndpointDescription } from "../description.js";
import type { Flow, KeysOf } from "../flow.js";
import { fetchToken } from "../login/legs.js";
import { splitParams } from "../login/step-parameters.js";
import { within, type PlacedParameter, type StepOptions } from "../login/step.js";
import { trusted } from "../trusted.js";

/** A login by the user's name and password, for apps that the provider trusts with them. */
export interface XAuth<A extends Account = Account, P extends object = object> {
  /** Exchanges name and password for token credentials. */
  readonly xAuth: (
    login: StepOptions & { readonly username: string; readonly password: string } & (Record<
        never,
        never
      > extends P
        ? { readonly params?: P }
        : { readonly params: P }),
  ) => Promise<A>;
}

/**
 * The extension xAuth: name and password travel in the form of one signed request, or in the query of a GET. Rejects with a
 * `LoginError` for what the provider says, and with a TypeError where one of them is no text.
 *
 * @example
 * const flow = xAuth({ method: "POST", url: "https://photos.example.net/token" });
 * flow.urls; // => ["https://photos.example.net/token"]
 */
export function xAuth<const D extends TokenEndpointDescription>(
  endpoint: D,
): Flow<XAuth<AccountOf<D["fields"]>>, KeysOf<D>> {
  const field = (name: string, value: string): PlacedParameter => ({ in: "form", name, value });
  return {
    urls: [endpoint.url],
    attach: (context) => ({
      async xAuth({ username, password, params = {}, ...options } = trusted({})) {
        // The types ask for it, and JavaScript may have left it out.
        if (typeof username !== "string" || typeof password !== "string") {
          throw new TypeError("xAuth needs a username and a password, both as text.");
        }
        const account = await fetchToken(endpoint, within(context, options), {
          texts: splitParams(params, { token: endpoint.parameters }).token,
          parameters: [
            field("x_auth_mode", "client_auth"),
            field("x_auth_username", username),
            field("x_auth_password", password),
          ],
        });
        return trusted<AccountOf<D["fields"]>>(account);
      },
    }),
  };
}
