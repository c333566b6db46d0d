import { writeResponse } from "@oauth1/core/node";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { EndpointProvider, Guarded, Guardian, PageOptions } from "../adapter.js";
import {
  nodeEndpoints,
  nodeGuard,
  type Arrival,
  type NodeOptions,
} from "../node-adapter/receive.js";
import type { VerifiedRequest } from "../protect.js";
import type { GuardOptions } from "../unsigned-body.js";

export type { EndpointProvider, Guarded, Guardian, PageOptions } from "../adapter.js";
export type { NodeOptions } from "../node-adapter/receive.js";
export type { GuardOptions } from "../unsigned-body.js";

/** A request as Express hands it over: a mounted router changes `url`, and keeps what it was. */
export type ExpressRequest = IncomingMessage & { readonly originalUrl: string };

/** Middleware of Express 4 and 5. Its promise never rejects: what goes wrong goes to the error handlers. */
export type ExpressMiddleware<R extends ServerResponse = ServerResponse> = (
  incoming: ExpressRequest,
  outgoing: R,
  next: (error?: unknown) => void,
) => Promise<void>;

/**
 * Puts the verified request into `response.locals.oauth`, where the handlers after it find it: with its type where theirs
 * is inferred (TypeScript infers from the last signature), and where they have said another, with that.
 */
export type ExpressGuard<T = VerifiedRequest> = ExpressMiddleware<
  ServerResponse & { locals: object }
> &
  ExpressMiddleware<ServerResponse & { locals: { oauth: Guarded<T> } }>;

/**
 * Serves a provider's endpoints (RFC 5849 section 2) in Express, wherever it is mounted. Other requests go on, their
 * bodies unread.
 *
 * @example
 * import { once } from "node:events";
 * import express from "express";
 * const app = express().use(expressHandler(createProvider({ origins: ["http://127.0.0.1"] })));
 * const server = app.listen(0, "127.0.0.1");
 * await once(server, "listening");
 * const answer = await fetch(`http://127.0.0.1:${server.address().port}/oauth/token`);
 * answer.status; // => 421
 * server.close();
 */
export function expressHandler(
  provider: EndpointProvider,
  options: NodeOptions & PageOptions = {},
): ExpressMiddleware {
  const answer = nodeEndpoints(provider, options);
  return (incoming, outgoing, next) =>
    goOn(next, async () => {
      const response = await answer(arrivalOf(incoming));
      if (response !== undefined) await writeResponse(response, outgoing);
      return response === undefined;
    });
}

/**
 * Lets only verified requests pass (RFC 5849 section 3.2), in Express, wherever it is mounted. Body parsers may come
 * after it; one that comes before it has to use `keepRawBody`, or a TypeError goes to the error handlers.
 *
 * @example
 * import { once } from "node:events";
 * import express from "express";
 * const protect = expressProtect(createProvider({ origins: ["http://127.0.0.1"] }));
 * const app = express().get("/photos", protect, (_request, response) => response.send(response.locals.oauth.user));
 * const server = app.listen(0, "127.0.0.1");
 * await once(server, "listening");
 * const answer = await fetch(`http://127.0.0.1:${server.address().port}/photos`);
 * answer.status; // => 421
 * server.close();
 */
export function expressProtect<T = VerifiedRequest>(
  guardian: Guardian<NoInfer<T>>,
  options: NodeOptions & GuardOptions = {},
): ExpressGuard<T> {
  const guard = nodeGuard<T>(guardian, options);
  return (
    incoming: ExpressRequest,
    outgoing: ServerResponse & { locals: object },
    next: (error?: unknown) => void,
  ) =>
    goOn(next, async () => {
      const guarded = await guard(arrivalOf(incoming));
      if (guarded instanceof Response) await writeResponse(guarded, outgoing);
      else Object.assign(outgoing.locals, { oauth: guarded });
      return !(guarded instanceof Response);
    });
}

/**
 * Keeps the bytes that a body parser has read, as `rawBody` of the request: the option `verify` of `express.json`,
 * `express.urlencoded` and the others. A `Content-Encoding` has been undone in them.
 *
 * @example
 * import express from "express";
 * const parser = express.urlencoded({ verify: keepRawBody });
 * typeof parser; // => "function"
 */
export function keepRawBody(incoming: object, _outgoing: unknown, body: Uint8Array): void {
  Object.assign(incoming, { rawBody: body });
}

const CURE =
  "In Express that is an option of the parser: express.urlencoded({ verify: keepRawBody }).";

function arrivalOf(incoming: ExpressRequest): Arrival {
  return { incoming, cure: CURE };
}

// Express 4 does not look at the promise of a middleware, and Node.js ends the process for one that rejects.
async function goOn(
  next: (error?: unknown) => void,
  passes: () => Promise<boolean>,
): Promise<void> {
  let goesOn: boolean;
  try {
    goesOn = await passes();
  } catch (error) {
    // What is no object may be one of the words by which Express goes on: nothing, "route" and "router".
    const isObject = typeof error === "object" && error !== null;
    return next(isObject ? error : new Error(String(error)));
  }
  if (goesOn) next();
}
