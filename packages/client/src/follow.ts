import type { ProviderDescription } from "./description.js";
import { checkDestination, redirected, redirectTarget } from "./destination.js";
import { createDispatch, type Way } from "./dispatch.js";
import { CallError } from "./errors.js";
import type { AnyClientOptions } from "./options.js";
import { withoutQuery } from "./query.js";
import type { Reach } from "./reach.js";
import type { Signer, Signing } from "./signing.js";

/** Signs a request, sends it, and follows where it is redirected to. */
export type Follow = (request: Request, signing: Signing, way: SignedWay) => Promise<Response>;

/** How a request is sent that is signed at each hop. */
export interface SignedWay extends Way {
  /** Those that were sent. */
  readonly signatures: string[];
}

/** What following needs to know of the client. */
export interface FollowContext {
  readonly options: AnyClientOptions;
  readonly reach: Reach;
  readonly authorize: Signer;
}

/**
 * Checks where each hop goes before it is signed. A redirect is signed again when a request without a body stays on its origin,
 * and refused with a `CallError` otherwise.
 */
export function createFollow(
  { api, name, signatureMethod }: ProviderDescription,
  { options, reach, authorize }: FollowContext,
): Follow {
  const { authentication = {}, key } = api;
  const dispatch = createDispatch(options, authentication);
  const keys = [key?.name, ...Object.keys(authentication.query ?? {})];
  return async (request, signing, way) => {
    const method = signing.method ?? options.signatureMethod ?? signatureMethod;
    const { origins = reach.origins } = signing;
    let next = request;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      checkDestination(next.url, { origins, name }, method);
      const signed =
        signing.unsigned === true
          ? { request: next, signature: "" }
          : await authorize(next, { ...signing, method });
      way.signatures.push(signed.signature);
      const response = await dispatch(signed.request, way);
      const target = redirectTarget(next.url, response, reach.relocate);
      if (target === undefined || request.redirect === "manual") return response;
      next = await redirected(next, response, { target, keys, way });
    }
    throw new CallError(
      "redirect_refused",
      `${withoutQuery(request.url)} redirects more than ${MAX_REDIRECTS} times.`,
      way,
    );
  };
}

const MAX_REDIRECTS = 5;
