import type { RequestParts } from "@oauth1/core";
import { writeResponse, type NodeRequest, type NodeResponse } from "@oauth1/core/node";
import type { Guarded, Guardian } from "../adapter.js";
import { nodeGuard, nodeReceiver, type NodeOptions } from "../node-adapter/receive.js";
import type { VerifiedRequest } from "../protect.js";
import type { GuardOptions } from "../unsigned-body.js";

export type { Guarded, Guardian } from "../adapter.js";
export type { NodeOptions } from "../node-adapter/receive.js";
export type { GuardOptions } from "../unsigned-body.js";

/** Options of what stands on node:http alone, where nobody else takes care of exceptions. */
export interface NodeServerOptions extends NodeOptions {
  /** Hears of exceptions, and must not throw; the peer gets a 500 without detail. */
  readonly onError?: (error: unknown) => void;
}

/** Options of a handler that is for any request. */
export interface NodeHandlerOptions extends NodeServerOptions {
  /** The public origins; the Host header chooses among them. `provider.origins`, as a rule. */
  readonly origins: readonly string[];
  /** Answers a request for any other host. With `provider.misdirected` the operator hears of it; a plain 421 by default. */
  readonly misdirected?: (host: string) => Response;
}

/** A listener for `createServer` of node:http and node:http2. Its promise never rejects. */
export type NodeListener = (incoming: NodeRequest, outgoing: NodeResponse) => Promise<void>;

/**
 * A node:http listener for a function from request to response, such as `provider.handle`. Target and body reach
 * it byte for byte, as signatures need them (RFC 5849 section 3.4.1); `undefined` becomes a 404.
 *
 * @example
 * import { once } from "node:events";
 * import { createServer } from "node:http";
 * const server = createServer().listen(0, "127.0.0.1");
 * await once(server, "listening");
 * const origin = `http://127.0.0.1:${server.address().port}`;
 * server.on("request", nodeHandler(async ({ url }) => new Response(url), { origins: [origin] }));
 * const answer = await fetch(`${origin}/%7Ea?b=%2f`);
 * (await answer.text()).slice(origin.length); // => "/%7Ea?b=%2f"
 * server.close();
 */
export function nodeHandler(
  handle: (request: RequestParts) => Response | undefined | Promise<Response | undefined>,
  options: NodeHandlerOptions,
): NodeListener {
  const receive = nodeReceiver(options, options);
  return async (incoming, outgoing) => {
    try {
      const received = await receive({ incoming });
      const response = received instanceof Response ? received : await handle(received);
      await writeResponse(response ?? new Response(null, { status: 404 }), outgoing);
    } catch (error) {
      fail(outgoing, options, error);
    }
  };
}

/**
 * The guard in front of a node:http handler of your own: what it answers is verified, and where it answers
 * `undefined` the peer has been refused already. The body is in `request`, and can be read from the stream once more.
 *
 * @example
 * import { once } from "node:events";
 * import { createServer } from "node:http";
 * const protect = nodeProtect(createProvider({ origins: ["http://127.0.0.1"] }));
 * const server = createServer(async (incoming, outgoing) => {
 *   const verified = await protect(incoming, outgoing);
 *   if (verified !== undefined) outgoing.end(`Hello ${verified.user}`);
 * }).listen(0, "127.0.0.1");
 * await once(server, "listening");
 * const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
 * answer.status; // => 421
 * server.close();
 */
export function nodeProtect<T = VerifiedRequest>(
  guardian: Guardian<NoInfer<T>>,
  options: NodeServerOptions & GuardOptions = {},
): (incoming: NodeRequest, outgoing: NodeResponse) => Promise<Guarded<T> | undefined> {
  const guard = nodeGuard<T>(guardian, options);
  return async (incoming, outgoing) => {
    try {
      const guarded = await guard({ incoming });
      if (!(guarded instanceof Response)) return guarded;
      await writeResponse(guarded, outgoing);
    } catch (error) {
      fail(outgoing, options, error);
    }
    return undefined;
  };
}

function fail(outgoing: NodeResponse, { onError }: NodeServerOptions, error: unknown): void {
  if (outgoing.headersSent) outgoing.destroy();
  else outgoing.writeHead(500, { "cache-control": "no-store" }).end();
  onError?.(error);
}
