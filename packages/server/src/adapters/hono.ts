import { readBody } from "@oauth1/core";
import type { BodyBytes, NodeRequest } from "@oauth1/core/node";
import type { EndpointProvider, Guarded, Guardian, PageOptions } from "../adapter.js";
import { requestEndpoints, requestGuard } from "../fetch-adapter/receive.js";
import {
  nodeEndpoints,
  nodeGuard,
  type Arrival,
  type NodeOptions,
} from "../node-adapter/receive.js";
import type { VerifiedRequest } from "../protect.js";
import type { GuardOptions } from "../unsigned-body.js";
import { USUAL_LIMIT } from "../usual-limit.js";

export type { EndpointProvider, Guarded, Guardian, PageOptions } from "../adapter.js";
export type { NodeOptions } from "../node-adapter/receive.js";
export type { GuardOptions } from "../unsigned-body.js";

/** What of Hono's context is used. `env.incoming` is there on `@hono/node-server`. */
export interface HonoContext {
  readonly env: unknown;
  readonly req: {
    readonly raw: Request;
    readonly bodyCache: { readonly arrayBuffer?: ArrayBuffer | Promise<ArrayBuffer> };
  };
}

/** Middleware of Hono. */
export type HonoMiddleware<C extends HonoContext = HonoContext> = (
  context: C,
  next: () => Promise<void>,
) => Promise<Response | undefined>;

/** What the guard sets: `new Hono<{ Variables: HonoVariables }>()`. */
export interface HonoVariables<T = VerifiedRequest> {
  readonly oauth: Guarded<T>;
}

/** Puts the verified request into the variable `oauth`, where the handlers after it find it. */
export type HonoGuard<T = VerifiedRequest> = HonoMiddleware<
  HonoContext & { readonly set: (name: "oauth", value: Guarded<T>) => void }
>;

/**
 * Serves a provider's endpoints (RFC 5849 section 2) in Hono, whatever base path there is. Other requests go on, their
 * bodies unread. `trustProxy` is for `@hono/node-server`.
 *
 * @example
 * import { Hono } from "hono";
 * const app = new Hono().use(honoHandler(createProvider({ origins: ["https://photos.example.net"] })));
 * (await app.request("https://photos.example.net/oauth/token", { method: "POST" })).status; // => 400
 */
export function honoHandler(
  provider: EndpointProvider,
  options: NodeOptions & PageOptions = {},
): HonoMiddleware {
  const ofNode = nodeEndpoints(provider, options);
  const ofRequest = requestEndpoints(provider, options);
  return async (context, next) => {
    const response = await take(context, { ofNode, ofRequest });
    if (response === undefined) await next();
    return response;
  };
}

/**
 * Lets only verified requests pass (RFC 5849 section 3.2), in Hono. The body can be read afterwards; where it has been
 * read before, other than by `c.req.arrayBuffer()`, a TypeError is thrown: `bodyLimit` reads it as well, and `maxBody` is
 * in its place. `trustProxy` is for `@hono/node-server`.
 *
 * @example
 * import { Hono } from "hono";
 * const app = new Hono();
 * app.use(honoProtect(createProvider({ origins: ["https://photos.example.net"] })));
 * app.get("/photos", (c) => c.text(c.get("oauth").user));
 * (await app.request("https://photos.example.net/photos")).status; // => 400
 */
export function honoProtect<T = VerifiedRequest>(
  guardian: Guardian<NoInfer<T>>,
  options: NodeOptions & GuardOptions = {},
): HonoGuard<NoInfer<T>> {
  const ofNode = nodeGuard<T>(guardian, options);
  const ofRequest = requestGuard<T>(guardian, options);
  return async (context, next) => {
    const guarded = await take(context, { ofNode, ofRequest });
    if (guarded instanceof Response) return guarded;
    context.set("oauth", guarded);
    await next();
    return undefined;
  };
}

interface Takers<T> {
  readonly ofNode: (arrival: Arrival) => Promise<T>;
  readonly ofRequest: (request: Request, body?: ArrayBuffer) => Promise<T>;
}

// A Request has its target normalized, and repeated headers joined: on Node.js there is better to be had.
async function take<T>({ env, req }: HonoContext, { ofNode, ofRequest }: Takers<T>): Promise<T> {
  // Of what Hono remembers of a body, only this is what has been received.
  const kept = await req.bodyCache.arrayBuffer;
  const incoming = isRecord(env) ? env["incoming"] : undefined;
  if (!isNodeRequest(incoming)) return ofRequest(req.raw, kept);
  if (kept) return ofNode({ incoming, body: new Uint8Array(kept) });
  // Once somebody has asked for the stream of the Request, or for a copy of it, the body is passed on to there, and so would
  // be what is put back.
  if (incoming.listenerCount("data") > 0) {
    return ofNode({ incoming, body: (maxBody) => passedOn(incoming, req.raw, maxBody) });
  }
  const result = await ofNode({ incoming });
  // Hono reads on from there, and its server takes a stream with something left in it for abandoned.
  if ("rawBody" in incoming) incoming.resume();
  return result;
}

async function passedOn(
  { readableDidRead }: NodeRequest,
  request: Request,
  maxBody: number = USUAL_LIMIT,
): Promise<BodyBytes | undefined> {
  const body = await readBody(request, maxBody);
  if (!readableDidRead || body?.length !== 0) return body;
  throw new TypeError(
    "The body has been read already, by somebody who listens to c.env.incoming: verify before that.",
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isNodeRequest(value: unknown): value is NodeRequest {
  return isRecord(value) && "rawHeaders" in value && "readableDidRead" in value;
}
