import {
  emptyAnswer,
  type EndpointProvider,
  type Guarded,
  type Guardian,
  type PageOptions,
} from "../adapter.js";
import { requestEndpoints, requestGuard, type RequestOptions } from "../fetch-adapter/receive.js";
import type { VerifiedRequest } from "../protect.js";
import type { GuardOptions } from "../unsigned-body.js";

export type { EndpointProvider, Guarded, Guardian, PageOptions } from "../adapter.js";
export type { GuardOptions } from "../unsigned-body.js";

/** How requests are taken from a runtime with `fetch` handlers: Bun, Deno, Workers and others. */
export interface FetchOptions extends RequestOptions {
  /** Hears of exceptions, and must not throw; the peer gets a 500 without detail. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Answers requests to a provider's endpoints (RFC 5849 section 2); `undefined` for any other, whose body is untouched.
 *
 * @example
 * const answer = fetchHandler(createProvider({ origins: ["https://photos.example.net"] }));
 * const response = await answer(new Request("https://photos.example.net/oauth/token", { method: "POST" }));
 * response.status; // => 400
 * await answer(new Request("https://photos.example.net/photos")); // => undefined
 */
export function fetchHandler(
  provider: EndpointProvider,
  options: FetchOptions & PageOptions = {},
): (request: Request) => Promise<Response | undefined> {
  const answer = requestEndpoints(provider, options);
  return (request) => attempt(options, () => answer(request));
}

/**
 * Verifies a request for a resource (RFC 5849 section 3.2): a `Response` refuses it, anything else is the verified
 * request. The request's body can be read afterwards.
 *
 * @example
 * const protect = fetchProtect(createProvider({ origins: ["https://photos.example.net"] }));
 * const guarded = await protect(new Request("https://photos.example.net/photos"));
 * guarded instanceof Response && guarded.status; // => 400
 */
export function fetchProtect<T = VerifiedRequest>(
  guardian: Guardian<NoInfer<T>>,
  options: FetchOptions & GuardOptions = {},
): (request: Request) => Promise<Guarded<T> | Response> {
  const guard = requestGuard<T>(guardian, options);
  return (request) => attempt(options, () => guard(request));
}

async function attempt<T>(
  { onError }: FetchOptions,
  work: () => Promise<T>,
): Promise<T | Response> {
  try {
    return await work();
  } catch (error) {
    onError?.(error);
    return emptyAnswer(500);
  }
}
