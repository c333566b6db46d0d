import type { Account } from "../description.js";
import type { Flow } from "../flow.js";
import { callbackText } from "../login/callback.js";
import type { CallbackCompletion } from "../login/complete.js";
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

/** A login that ends at a callback URL, and in no other way. */
export interface CallbackLogin<
  A extends Account = Account,
  P extends object = object,
  V extends string = string,
> {
  /** Gets temporary credentials and says where to send the user (RFC 5849 sections 2.1 and 2.2). */
  readonly begin: <const C extends string | URL>(
    options: BeginOptions<P, V> & { readonly callback: C extends "oob" ? never : C },
  ) => Promise<Begun>;
  /** Exchanges the user's approval for token credentials (RFC 5849 section 2.3). */
  readonly complete: (completion: CallbackCompletion) => Promise<A>;
}

/**
 * The three legs of RFC 5849 section 2 at a provider whose users never type a verifier. Rejects as `login` does, and `oob` is a
 * TypeError.
 *
 * @example
 * const flow = callbackLogin({
 *   temporaryCredentials: { method: "POST", url: "https://photos.example.net/initiate" },
 *   authorization: { url: "https://photos.example.net/authorize" },
 *   tokenCredentials: { method: "POST", url: "https://photos.example.net/token" },
 * });
 * flow.urls; // => ["https://photos.example.net/initiate", "https://photos.example.net/token"]
 */
export function callbackLogin<const D extends LoginDescription>(
  description: D,
): Flow<CallbackLogin<LoginAccount<D>, LoginParams<D>>, LoginKeys<D>> {
  return {
    urls: loginUrls(description),
    attach(context) {
      const { begin, complete } = halvesOf(description, context);
      return {
        begin: async ({ callback, ...options } = trusted({})) =>
          begin({ ...options, callback: callbackText(callback), fixed: true }),
        complete: trusted<CallbackLogin<LoginAccount<D>>["complete"]>(complete),
      };
    },
  };
}
