import type { Account } from "../description.js";
import type { Flow } from "../flow.js";
import type { ApprovalCompletion, VerifierCompletion } from "../login/complete.js";
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

/** A login that ends with a verifier which the user reads from the provider's page and types. */
export interface PinLogin<
  A extends Account = Account,
  P extends object = object,
  V extends string = string,
> {
  /** Gets temporary credentials and says where to send the user (RFC 5849 sections 2.1 and 2.2). */
  readonly begin: (options?: BeginOptions<P, V>) => Promise<Begun>;
  /** Exchanges the verifier for token credentials (RFC 5849 section 2.3). */
  readonly complete: (completion: ApprovalCompletion | VerifierCompletion) => Promise<A>;
}

/**
 * The three legs of RFC 5849 section 2 at a provider that sends nobody back: the callback is always `oob`. Rejects as
 * `login` does.
 *
 * @example
 * const flow = pinLogin({
 *   temporaryCredentials: { method: "GET", url: "https://photos.example.net/initiate" },
 *   authorization: { url: "https://photos.example.net/authorize", tokenParameter: "token", consumerKeyParameter: "key" },
 *   tokenCredentials: { method: "GET", url: "https://photos.example.net/token" },
 * });
 * flow.urls; // => ["https://photos.example.net/initiate", "https://photos.example.net/token"]
 */
export function pinLogin<const D extends LoginDescription>(
  description: D,
): Flow<PinLogin<LoginAccount<D>, LoginParams<D>>, LoginKeys<D>> {
  return {
    urls: loginUrls(description),
    attach(context) {
      const { begin, complete } = halvesOf(description, context);
      return {
        begin: async (options) => begin({ ...options, fixed: true }),
        complete: trusted<PinLogin<LoginAccount<D>>["complete"]>(complete),
      };
    },
  };
}
