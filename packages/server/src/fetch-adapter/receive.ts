import type { RequestParts } from "@oauth1/core";
import {
  emptyAnswer,
  judge,
  servedEndpoints,
  type EndpointProvider,
  type Guarded,
  type Guardian,
  type PageOptions,
} from "../adapter.js";
import { originFinder } from "../public-origin.js";
import { readBody, USUAL_LIMIT } from "../whole-request.js";

/** How requests are taken from a runtime that has made a `Request` of them. */
export interface RequestOptions {
  /** The most bytes of a body; 1 MiB by default. A larger one is answered with 413. */
  readonly maxBody?: number;
}

/**
 * The guard of every adapter on `Request`: a verified request, or the `Response` that refuses it. Rejects when the body
 * is gone.
 *
 * @example
 * const guard = requestGuard(createProvider({ origins: ["https://photos.example.net"] }), {});
 * (await guard(new Request("https://evil.example/"))).status; // => 421
 */
export function requestGuard<T>(
  guardian: Guardian<T>,
  options: RequestOptions,
): (request: Request, body?: ArrayBuffer) => Promise<Guarded<T> | Response> {
  const receive = requestReceiver(guardian.origins, options);
  return async (request, body) => {
    const received = await receive(request, body);
    return received instanceof Response ? received : judge(guardian, received);
  };
}

/**
 * What every adapter on `Request` does for the endpoints: the answer, or `undefined` for a request that is not theirs,
 * which is left unread.
 *
 * @example
 * const answer = requestEndpoints(createProvider({ origins: ["https://photos.example.net"] }), {});
 * await answer(new Request("https://photos.example.net/photos")); // => undefined
 */
export function requestEndpoints(
  provider: EndpointProvider,
  options: RequestOptions & PageOptions,
): (request: Request, body?: ArrayBuffer) => Promise<Response | undefined> {
  const receive = requestReceiver(provider.origins, options);
  const { include, answer } = servedEndpoints(provider, options);
  return async (request, body) => {
    if (!include(request.url)) return undefined;
    const received = await receive(request, body);
    return received instanceof Response ? received : answer(received);
  };
}

// What the runtime has made of the target is what the application sees too. Where that is not what was signed, the
// signature is wrong.
function requestReceiver(
  origins: readonly string[],
  { maxBody = USUAL_LIMIT }: RequestOptions,
): (request: Request, body?: ArrayBuffer) => Promise<RequestParts | Response> {
  const find = originFinder(origins);
  return async (request, kept) => {
    const [, scheme = "", host = "", target = ""] = URL_PARTS.exec(request.url) ?? [];
    const origin = find({ scheme, host });
    if (origin === undefined) return emptyAnswer(421);
    const body = kept ? new Uint8Array(kept) : await readBody(request, maxBody);
    if (body === undefined) return emptyAnswer(400);
    if (body.length > maxBody) return emptyAnswer(413);
    const { method, headers } = request;
    return { method, url: `${origin}${target}`, headers, ...(body.length > 0 && { body }) };
  };
}

const URL_PARTS = /^(https?):\/\/([^/?#]*)([^#]*)/;
