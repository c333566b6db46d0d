import type { RequestParts } from "@oauth1/core";
import type { NodeRequest } from "@oauth1/core/node";
import { Readable } from "node:stream";
import {
  emptyAnswer,
  servedEndpoints,
  type EndpointProvider,
  type Guardian,
  type PageOptions,
} from "../adapter.js";
import { nodeEndpoints, nodeGuard, type NodeOptions } from "../node-adapter/receive.js";
import type { VerifiedRequest } from "../protect.js";
import type { GuardOptions } from "../unsigned-body.js";

export type { EndpointProvider, Guarded, Guardian, PageOptions } from "../adapter.js";
export type { NodeOptions } from "../node-adapter/receive.js";
export type { GuardOptions } from "../unsigned-body.js";

/** What of a request is used. */
export interface FastifyRequest {
  readonly raw: NodeRequest;
  /** The target as it was received; `rewriteUrl` changes `url`. */
  readonly originalUrl: string;
}

/** What of a reply is used. */
export interface FastifyReply {
  send(payload: Response): unknown;
}

/** A hook that is asked before the body is parsed, and may hand another stream to the parser. */
export type FastifyHook = (
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
) => Promise<unknown>;

/** What of an instance is used, by which the plugins' work is confined to it and its children. */
export interface FastifyScope {
  readonly prefix: string;
  addHook(name: "preParsing", hook: FastifyHook): unknown;
  all(path: string, handler: () => Promise<undefined>): unknown;
  decorateRequest(name: string, value: null): unknown;
  hasRequestDecorator(name: string): boolean;
}

/** A plugin, for `register`. */
export type FastifyPlugin = (scope: FastifyScope) => Promise<void>;

/**
 * Serves a provider's endpoints (RFC 5849 section 2) in Fastify 5, under the prefix of the scope that registers it, if
 * there is one. Throws a TypeError where the prefix does not fit the endpoints' paths.
 *
 * @example
 * import Fastify from "fastify";
 * const app = Fastify();
 * await app.register(fastifyHandler(createProvider({ origins: ["http://127.0.0.1"] })));
 * (await app.inject({ method: "POST", url: "/oauth/token", headers: { host: "evil.example" } })).statusCode; // => 421
 */
export function fastifyHandler(
  provider: EndpointProvider,
  options: NodeOptions & PageOptions = {},
): FastifyPlugin {
  const answer = nodeEndpoints(provider, options);
  return async (scope) => {
    scope.addHook("preParsing", async ({ raw: incoming, originalUrl: target }, reply) => {
      const response = await answer({ incoming, target });
      return answered(reply, response ?? emptyAnswer(404));
    });
    for (const path of servedEndpoints(provider, options).paths) {
      scope.all(pathUnder(`${options.prefix ?? ""}${scope.prefix}`, path), async () => undefined);
    }
  };
}

/**
 * Lets only verified requests reach the routes of the scope that registers it (RFC 5849 section 3.2), and puts what was
 * verified into the decorator `oauth` of the request. It comes before the body is parsed. A `fastifyHandler` in that scope
 * would be guarded too, and nobody could log in: what is guarded needs a scope of its own then.
 *
 * @example
 * import Fastify from "fastify";
 * const app = Fastify();
 * await app.register(fastifyProtect(createProvider({ origins: ["http://127.0.0.1"] })));
 * app.get("/photos", async (request) => request.oauth.user);
 * (await app.inject({ url: "/photos", headers: { host: "evil.example" } })).statusCode; // => 421
 */
export function fastifyProtect<T = VerifiedRequest>(
  guardian: Guardian<NoInfer<T>>,
  options: NodeOptions & GuardOptions = {},
): FastifyPlugin {
  const guard = nodeGuard<T>(guardian, options);
  const plugin: FastifyPlugin = async (scope) => {
    if (!scope.hasRequestDecorator("oauth")) scope.decorateRequest("oauth", null);
    scope.addHook("preParsing", async (request, reply, payload) => {
      const { raw: incoming, originalUrl: target } = request;
      if (payload !== incoming) throw new TypeError(REPLACED);
      const guarded = await guard({ incoming, target });
      if (guarded instanceof Response) return answered(reply, guarded);
      Object.assign(request, { oauth: guarded });
      return parserInput(incoming, guarded.request.body);
    });
  };
  // Fastify's own mark of a plugin that is for the scope that registers it, and not for a new one.
  return Object.assign(plugin, { [Symbol.for("skip-override")]: true });
}

const REPLACED =
  "A preParsing hook has replaced the body, and a signature covers the bytes that were received: register fastifyProtect before it.";

// Never over: Fastify takes a hook that is over for leave to go on, unless the answer is out by then, which it never is for
// a peer that is gone.
function answered(reply: FastifyReply, response: Response): Promise<never> {
  reply.send(response);
  return new Promise(() => undefined);
}

// What a test injects cannot be read twice, as a stream from the network can.
function parserInput(incoming: NodeRequest, body: RequestParts["body"]): Readable | undefined {
  const chunks = body instanceof Uint8Array ? [body] : [];
  if (chunks.length === 0 && !incoming.readableEnded) return undefined;
  return Object.assign(Readable.from(chunks), { receivedEncodedLength: chunks[0]?.length ?? 0 });
}

function pathUnder(prefix: string, path: string): string {
  if (path.startsWith(`${prefix}/`)) return path.slice(prefix.length);
  throw new TypeError(`The endpoint ${path} is not under the prefix ${prefix} of this scope.`);
}
