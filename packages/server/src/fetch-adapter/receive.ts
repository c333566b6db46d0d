import type { BodyContent, RequestParts } from "@oauth1/core";
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

/**
 * The bytes of a request's body, from a copy: its own is for the application. Of one that is longer than `maxBody` bytes, a
 * bit more than that is read, and the rest is given up; of one that breaks off there is nothing. Rejects with a TypeError
 * where it has been read before.
 *
 * @example
 * const request = new Request("https://photos.example.net/", { method: "POST", body: "a=b" });
 * String(await readBody(request, 3)); // => "97,61,98"
 * await request.text(); // => "a=b"
 */
export async function readBody(
  request: Request,
  maxBody: number = USUAL_LIMIT,
): Promise<(BodyContent & Uint8Array) | undefined> {
  if (request.bodyUsed) throw new TypeError(GONE);
  if (request.body === null) return new Uint8Array();
  const reader = request.clone().body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    while (size <= maxBody) {
      const read = await reader?.read();
      if (read?.value === undefined) return joined(chunks, size);
      chunks.push(read.value);
      size += read.value.length;
    }
  } catch {
    return undefined;
  }
  await Promise.all([reader?.cancel(), request.body.cancel()]);
  return joined(chunks, size);
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

const USUAL_LIMIT = 2 ** 20;

const URL_PARTS = /^(https?):\/\/([^/?#]*)([^#]*)/;

const GONE =
  "The body has been read already, and a signature covers its bytes: verify first, and read then.";

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
