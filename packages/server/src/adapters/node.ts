import { receivedTarget, type RequestParts } from "@oauth1/core";
import { readRequest, writeResponse } from "@oauth1/core/node";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { VerifiedRequest } from "../protect.js";
import type { Provider } from "../provider.js";

/** How requests are taken from node:http. */
export interface NodeOptions {
  /** The public origins; the Host header chooses among them. `provider.origins`, as a rule. */
  readonly origins: readonly string[];
  /** The most bytes of a body; 1 MiB by default. A larger one is answered with 413. */
  readonly maxBody?: number;
  /** Hears of exceptions; the peer gets a 500 without detail. */
  readonly onError?: (error: unknown) => void;
}

/** A listener for `createServer` of node:http. Its promise never rejects. */
export type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/** A verified request, and the request itself: its body has been read and is in there. */
export type VerifiedNodeRequest = VerifiedRequest & { readonly request: RequestParts };

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
  options: NodeOptions,
): NodeListener {
  return (incoming, outgoing) =>
    attempt(outgoing, options, async () => {
      const received = await receive(incoming, options);
      const response = received instanceof Response ? received : await handle(received);
      await writeResponse(response ?? new Response(null, { status: 404 }), outgoing);
    });
}

/**
 * The guard in front of a node:http handler of your own: what it answers is verified, and where it answers
 * `undefined` the peer has been refused already. It reads the body, which is in `request`.
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
export function nodeProtect(
  provider: Pick<Provider, "origins" | "protect" | "refuse">,
  options: Omit<NodeOptions, "origins"> = {},
): (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
) => Promise<VerifiedNodeRequest | undefined> {
  return async (incoming, outgoing) => {
    const judged = await attempt(outgoing, options, async () => {
      const received = await receive(incoming, { origins: provider.origins, ...options });
      if (received instanceof Response) return received;
      const verdict = await provider.protect(received);
      return verdict.ok ? { ...verdict, request: received } : provider.refuse(verdict);
    });
    if (!(judged instanceof Response)) return judged;
    await attempt(outgoing, options, () => writeResponse(judged, outgoing));
    return undefined;
  };
}

async function attempt<T>(
  outgoing: ServerResponse,
  { onError }: Pick<NodeOptions, "onError">,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500, { "cache-control": "no-store" }).end();
    onError?.(error);
    return undefined;
  }
}

async function receive(
  incoming: IncomingMessage,
  { origins, maxBody }: NodeOptions,
): Promise<RequestParts | Response> {
  const origin = publicOrigin(incoming, origins);
  if (origin === undefined) return empty(421);
  const limit = maxBody === undefined ? {} : { maxBody };
  return (await readRequest(incoming, { origin, ...limit })) ?? empty(413);
}

// One Host header that names a public origin. Where http and https share a host, the connection decides;
// behind a proxy that ends TLS there is only the public https one to choose.
function publicOrigin(incoming: IncomingMessage, origins: readonly string[]): string | undefined {
  const hosts = incoming.rawHeaders.filter(
    (_, at) => at % 2 === 1 && incoming.rawHeaders[at - 1]?.toLowerCase() === "host",
  );
  const [host = ""] = hosts;
  if (hosts.length !== 1) return undefined;
  const named = origins.filter((origin) => {
    const [scheme] = origin.split("://");
    return receivedTarget(origin)?.host === receivedTarget(`${scheme}://${host}`)?.host;
  });
  const scheme = "encrypted" in incoming.socket ? "https:" : "http:";
  return named.find((origin) => origin.startsWith(scheme)) ?? named[0];
}

function empty(status: number): Response {
  return new Response(null, {
    status,
    headers: { "cache-control": "no-store", connection: "close" },
  });
}
