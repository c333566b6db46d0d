import type { Account } from "../description.js";
import type { Flow } from "../flow.js";
import { callbackText } from "../login/callback.js";
import type { Completion } from "../login/complete.js";
import {
  loginUrls,
  type BeginOptions,
  type LoginAccount,
  type LoginDescription,
  type LoginKeys,
  type LoginParams,
} from "../login/description.js";
import { halvesOf } from "../login/halves.js";
import type { Begun } from "../login/temporary.js";
import { trusted } from "../trusted.js";

/** A login that ends at a callback URL or, begun with `oob`, with a verifier that the user types. */
export interface Login<
  A extends Account = Account,
  P extends object = object,
  V extends string = string,
> {
  /** Gets temporary credentials and says where to send the user (RFC 5849 sections 2.1 and 2.2). */
  readonly begin: (
    options: BeginOptions<P, V> & { readonly callback: string | URL },
  ) => Promise<Begun>;
  /** Exchanges the user's approval for token credentials (RFC 5849 section 2.3). */
  readonly complete: (completion: Completion) => Promise<A>;
}

/**
 * The three legs of RFC 5849 section 2. Both halves reject with a `LoginError` for what the user and the provider say, and
 * with a TypeError for a callback that is none, an unknown parameter, temporary credentials of something else, and where it is
 * not said how the user came back.
 *
 * @example
 * const flow = login({
 *   temporaryCredentials: { method: "POST", url: "https://photos.example.net/initiate" },
 *   authorization: { url: "https://photos.example.net/authorize" },
 *   tokenCredentials: { method: "POST", url: "https://photos.example.net/token" },
 * });
 * flow.urls; // => ["https://photos.example.net/initiate", "https://photos.example.net/token"]
 */
export function login<const D extends LoginDescription>(
  description: D,
): Flow<Login<LoginAccount<D>, LoginParams<D>>, LoginKeys<D>> {
  return {
    urls: loginUrls(description),
    attach(context) {
      const { begin, complete } = halvesOf(description, context);
      return {
        async begin({ callback: given, ...options } = trusted({})) {
          const callback = given === "oob" ? given : callbackText(given);
          return begin({ ...options, callback, fixed: true });
        },
        complete: trusted<Login<LoginAccount<D>>["complete"]>(complete),
      };
    },
  };
}
