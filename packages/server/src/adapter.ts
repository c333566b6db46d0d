import { receivedTarget, type RequestParts, type Verdict } from "@oauth1/core";
import type { Refusal, ServerProblem } from "./answer.js";
import type { VerifiedRequest } from "./protect.js";
import type { Provider } from "./provider.js";

/** Where a provider is, and what it does about a request that names another host. */
export type Place = Pick<Provider, "origins"> & Partial<Pick<Provider, "misdirected">>;

/**
 * What a guard asks of a provider, and a provider is one. `{ ...provider, protect }` is another, with a `protect` that
 * asks for scopes, or takes a consumer without a token.
 */
export interface Guardian<T = VerifiedRequest>
  extends Pick<Provider, "origins">, Partial<Pick<Provider, "misdirected">> {
  readonly protect: (request: RequestParts) => Promise<Verdict<T, ServerProblem>>;
  readonly refuse: (refusal: Refusal) => Response;
}

/** A verified request, and the request itself as it was received, with the bytes of its body. */
export type Guarded<T = VerifiedRequest> = T & { readonly request: RequestParts };

/** What an adapter asks of a provider to serve its endpoints. */
export type EndpointProvider = Pick<Provider, "endpoints" | "handle" | "origins"> &
  Partial<Pick<Provider, "misdirected">>;

/** What an adapter serves besides. */
export interface PageOptions {
  /** The page at the authorization endpoint, such as `consentPage` makes; the application's own routes by default. */
  readonly consent?: (request: RequestParts) => Promise<Response>;
}

/** The endpoints that an adapter serves. Every other request is to be left alone, its body unread. */
export interface ServedEndpoints {
  readonly paths: ReadonlySet<string>;
  /** Whether a request target is that of an endpoint. */
  readonly include: (target: string) => boolean;
  readonly answer: (request: RequestParts) => Promise<Response | undefined>;
}

/**
 * What becomes of a request by its verdict: it is handed on, or a `Response` refuses it.
 *
 * @example
 * const provider = createProvider({ origins: ["https://photos.example.net"] });
 * const request = { method: "GET", url: "https://photos.example.net/" };
 * guardedBy(provider, request, { ok: false, problem: "nonce_used" }).status; // => 401
 */
export function guardedBy<T>(
  guardian: Pick<Guardian<T>, "refuse">,
  request: RequestParts,
  verdict: Verdict<T, ServerProblem>,
): Guarded<T> | Response {
  // Four times as fast as a copy by spread, on every request.
  return verdict.ok ? Object.assign({ request }, verdict) : guardian.refuse(verdict);
}

/**
 * What there is to serve of a provider.
 *
 * @example
 * const endpoints = servedEndpoints(createProvider({ origins: ["https://photos.example.net"] }), {});
 * endpoints.include("/oauth/token?x"); // => true
 * endpoints.include("/oauth/authorize"); // => false
 */
export function servedEndpoints(
  { endpoints: { authorization, ...answered }, handle }: EndpointProvider,
  { consent }: PageOptions,
): ServedEndpoints {
  const served = Object.values(answered).map(({ path }) => path);
  const paths = new Set(consent === undefined ? served : [...served, authorization.path]);
  return {
    paths,
    include: (target) => paths.has(pathOf(target)),
    answer: (request) =>
      consent !== undefined && pathOf(request.url) === authorization.path
        ? consent(request)
        : handle(request),
  };
}

/**
 * An answer without a body, which says all there is to say by its status.
 *
 * @example
 * emptyAnswer(413).status; // => 413
 */
export function emptyAnswer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(null, { status, headers: { "cache-control": "no-store", ...headers } });
}

/**
 * What a target was before a proxy has cut its beginning off. Throws a TypeError for what is no beginning of a path.
 *
 * @example
 * uncut("/ext")("/photos?size=7"); // => "/ext/photos?size=7"
 * uncut()("/photos"); // => "/photos"
 */
export function uncut(prefix: string = ""): (target: string) => string {
  if (!PREFIX.test(prefix)) {
    throw new TypeError(
      `${JSON.stringify(prefix)} is no prefix: start with a slash, end without one, and leave out the query.`,
    );
  }
  if (prefix === "") return (target) => target;
  return (target) => target.replace(AUTHORITY, (authority) => `${authority}${prefix}`);
}

const PREFIX = /^(?:\/[!"$-.0->@-~]+)*$/;

// Of an absolute-form target (RFC 9112 section 3.2.2); others have none.
const AUTHORITY = /^(?:https?:\/\/[^/?#]*)?/i;

function pathOf(target: string): string {
  return receivedTarget(target.startsWith("/") ? `http://origin${target}` : target)?.path ?? "";
}
