import type { RequestParts } from "@oauth1/core";
import { readRequest, type BodyBytes, type NodeRequest } from "@oauth1/core/node";
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
import { isUnsigned, leavesUnsigned, withUnreadBody, type GuardOptions } from "../unsigned-body.js";
import { namedHost, nodeOriginFinder, type TrustProxy } from "./origin.js";

/** How requests are taken from node:http, with whatever framework on top. */
export interface NodeOptions {
  /** The most bytes of a body; 1 MiB by default. A larger one is answered with 413. */
  readonly maxBody?: number;
  /**
   * Which peers are proxies of yours, that set X-Forwarded-Proto and X-Forwarded-Host to one value each or remove them:
   * those then choose among the public origins. Nobody by default.
   */
  readonly trustProxy?: TrustProxy;
  /** What a proxy cuts off the beginning of each path, such as `/ext`: a signature covers it. Nothing by default. */
  readonly prefix?: string;
}

/** A request, and what a framework knows about it that node:http does not. */
export interface Arrival {
  readonly incoming: NodeRequest;
  /** As it was received, where the framework keeps it; `incoming.originalUrl` goes before it, `incoming.url` after. */
  readonly target?: string;
  /** What has been read and kept of it, or else how to read it: `undefined` for a body that breaks off. */
  readonly body?: BodyBytes | ((maxBody: number | undefined) => Promise<BodyBytes | undefined>);
  /** What to do about a parser that has read the body first, in the framework's words. */
  readonly cure?: string;
}

/**
 * The guard of every adapter on node:http: a verified request, or the `Response` that refuses it. Rejects when the body
 * is gone.
 *
 * @example
 * const guard = nodeGuard(createProvider({ origins: ["https://photos.example.net"] }), {});
 * const incoming = { rawHeaders: ["Host", "evil.example"], socket: {}, url: "/" };
 * (await guard({ incoming })).status; // => 421
 */
export function nodeGuard<T>(
  guardian: Guardian<T>,
  options: NodeOptions & GuardOptions,
): (arrival: Arrival) => Promise<Guarded<T> | Response> {
  const mayLeave = leavesUnsigned(options);
  const receive = nodeReceiver(guardian, options);
  return async (arrival) => {
    const leaves = mayLeave && hasUnreadBody(arrival) && isUnsigned(saidBefore(arrival));
    const received = await receive(leaves ? { ...arrival, body: NOTHING } : arrival);
    if (received instanceof Response) return received;
    await endOfTurn();
    const verdict = await guardian.protect(leaves ? withUnreadBody(received) : received);
    const guarded = guardedBy(guardian, received, verdict);
    return leaves && guarded instanceof Response ? closing(arrival.incoming, guarded) : guarded;
  };
}

const NOTHING: BodyBytes = new Uint8Array();

/**
 * What every adapter on node:http does for the endpoints: the answer, or `undefined` for a request that is not theirs,
 * which is left unread.
 *
 * @example
 * const answer = nodeEndpoints(createProvider({ origins: ["https://photos.example.net"] }), {});
 * await answer({ incoming: { rawHeaders: [], url: "/photos" } }); // => undefined
 */
export function nodeEndpoints(
  provider: EndpointProvider,
  options: NodeOptions & PageOptions,
): (arrival: Arrival) => Promise<Response | undefined> {
  const receive = nodeReceiver(provider, options);
  const { include, answer } = servedEndpoints(provider, options);
  const whole = uncut(options.prefix);
  return async (arrival) => {
    if (!include(whole(targetOf(arrival)))) return undefined;
    const received = await receive(arrival);
    return received instanceof Response ? received : answer(received);
  };
}

/**
 * Takes requests from node:http as they went over the wire, behind the public origin they were sent to; a `Response`
 * is for those that cannot be taken.
 *
 * @example
 * const receive = nodeReceiver({ origins: ["https://photos.example.net"] }, {});
 * const incoming = { rawHeaders: ["Host", "photos.example.net"], socket: {}, httpVersionMajor: 1, url: "/a%2Fb" };
 * (await receive({ incoming })).url; // => "https://photos.example.net/a%2Fb"
 */
export function nodeReceiver(
  { origins, misdirected: answerLost = misdirected }: Place,
  { maxBody, trustProxy, prefix }: NodeOptions,
): (arrival: Arrival) => Promise<RequestParts | Response> {
  const find = nodeOriginFinder(origins, trustProxy);
  const whole = uncut(prefix);
  return async (arrival) => {
    const { incoming, cure, body: given = keptBody(incoming) } = arrival;
    const target = targetOf(arrival);
    const origin = find(incoming, target);
    if (origin === undefined)
      return closing(incoming, answerLost(namedHost(incoming.rawHeaders) ?? ""));
    if (!TARGET.test(target)) return unread(incoming, 400);
    const body = typeof given === "function" ? await given(maxBody) : given;
    if (typeof given === "function" && body === undefined) return unread(incoming, 400);
    try {
      const received = await readRequest(incoming, {
        origin,
        target: whole(target),
        maxBody,
        body,
      });
      if (received === undefined) return unread(incoming, 413);
      // Whoever comes next finds the bytes, this code included.
      if (received.body) Object.assign(incoming, { rawBody: received.body });
      return received;
    } catch (error) {
      const isGone = error instanceof TypeError;
      if (isGone && cure !== undefined) throw new TypeError(`${error.message} ${cure}`);
      if (isGone || !hasLeft(incoming)) throw error;
      return unread(incoming, 400);
    }
  };
}

// What has arrived together is verified and answered together, which leaves a server under load up to twice the requests a
// second: code and keys stay in the processor's caches, and a peer is woken once for many answers.
function endOfTurn(): Promise<void> {
  turn ??= new Promise((resolve) => {
    atEndOfTurn(() => {
      turn = undefined;
      resolve();
    });
  });
  return turn;
}

let turn: Promise<void> | undefined;

// Kept from here on, because tests put clocks of their own in the place of the platform's.
const atEndOfTurn = globalThis.setImmediate;

// Origin-form or absolute-form (RFC 9112 section 3.2); a fragment is no part of a target.
const TARGET = /^(?:\/|https?:\/\/[^/?#]+(?:[/?]|$))[^#]*$/i;

// Express, Connect and what is built like them cut the path of a mounted handler off, whatever that is, and keep the whole.
function targetOf({ incoming, target = incoming.url ?? "" }: Arrival): string {
  if ("originalUrl" in incoming && typeof incoming.originalUrl === "string") {
    return incoming.originalUrl;
  }
  return target;
}

function hasUnreadBody({ incoming, body }: Arrival): boolean {
  if (body instanceof Uint8Array || keptBody(incoming) !== undefined) return false;
  if ("stream" in incoming) return !incoming.stream.endAfterHeaders;
  const { "content-length": length = "0", "transfer-encoding": coding } = incoming.headers;
  return coding !== undefined || Number(length) > 0;
}

function saidBefore(arrival: Arrival): Pick<RequestParts, "headers" | "url"> {
  const { "content-type": type = "", authorization = "" } = arrival.incoming.headers;
  return { url: targetOf(arrival), headers: { "content-type": type, authorization } };
}

function hasLeft(incoming: NodeRequest): boolean {
  return "stream" in incoming ? incoming.stream.closed : incoming.destroyed;
}

function keptBody(incoming: NodeRequest): BodyBytes | undefined {
  return "rawBody" in incoming && isBytes(incoming.rawBody) ? incoming.rawBody : undefined;
}

function isBytes(value: unknown): value is BodyBytes {
  return value instanceof Uint8Array;
}

function unread(incoming: NodeRequest, status: number): Response {
  return closing(incoming, emptyAnswer(status));
}

// HTTP/1 would read the rest of this request as the next one. HTTP/2 has no such header (RFC 9113 section 8.2.2).
function closing({ httpVersionMajor }: NodeRequest, answer: Response): Response {
  if (httpVersionMajor >= 2) return answer;
  const { body, status, headers } = answer;
  return new Response(body, { status, headers: [...headers, ["connection", "close"]] });
}
