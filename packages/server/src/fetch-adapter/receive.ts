import { readBody, type RequestParts } from "@oauth1/core";
import {
  emptyAnswer,
  guardedBy,
  servedEndpoints,
  uncut,
  type EndpointProvider,
  type Guarded,
  type Guardian,
  type PageOptions,
  type Place,
} from "../adapter.js";
import { misdirected } from "../answer.js";
import { originFinder } from "../public-origin.js";
import { isUnsigned, leavesUnsigned, withUnreadBody, type GuardOptions } from "../unsigned-body.js";
import { USUAL_LIMIT } from "../usual-limit.js";

/** How requests are taken from a runtime that has made a `Request` of them. */
export interface RequestOptions {
  /** The most bytes of a body; 1 MiB by default. A larger one is answered with 413. */
  readonly maxBody?: number;
  /** What a proxy cuts off the beginning of each path, such as `/ext`: a signature covers it. Nothing by default. */
  readonly prefix?: string;
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
  options: RequestOptions & GuardOptions,
): (request: Request, body?: ArrayBuffer) => Promise<Guarded<T> | Response> {
  const mayLeave = leavesUnsigned(options);
  const receive = requestReceiver(guardian, options);
  return async (request, kept) => {
    const isSpared = mayLeave && kept === undefined && isUnsigned(request);
    const received = await receive(request, isSpared ? new ArrayBuffer() : kept);
    if (received instanceof Response) return received;
    // Not before: a server may make a whole Request for it, which it cannot of every host.
    const leaves = isSpared && request.body !== null;
    const verdict = await guardian.protect(leaves ? withUnreadBody(received) : received);
    return guardedBy(guardian, received, verdict);
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
  const receive = requestReceiver(provider, options);
  const { include, answer } = servedEndpoints(provider, options);
  const whole = uncut(options.prefix);
  return async (request, body) => {
    if (!include(whole(request.url))) return undefined;
    const received = await receive(request, body);
    return received instanceof Response ? received : answer(received);
  };
}

// What the runtime has made of the target is what the application sees too. Where that is not what was signed, the
// signature is wrong.
function requestReceiver(
  { origins, misdirected: answerLost = misdirected }: Place,
  { maxBody = USUAL_LIMIT, prefix }: RequestOptions,
): (request: Request, body?: ArrayBuffer) => Promise<RequestParts | Response> {
  const find = originFinder(origins);
  const whole = uncut(prefix);
  return async (request, kept) => {
    const [, scheme = "", host = "", target = ""] = URL_PARTS.exec(request.url) ?? [];
    const origin = find({ scheme, host });
    if (origin === undefined) return answerLost(host);
    const body = kept ? new Uint8Array(kept) : await readBody(request, maxBody);
    if (body === undefined) return emptyAnswer(400);
    if (body.length > maxBody) return emptyAnswer(413);
    const { method, headers } = request;
    return { method, url: `${origin}${whole(target)}`, headers, ...(body.length > 0 && { body }) };
  };
}

const URL_PARTS = /^(https?):\/\/([^/?#]*)([^#]*)/;
