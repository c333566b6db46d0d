import type { NodeRequest } from "@oauth1/core/node";
import type { EndpointProvider, Guarded, Guardian, PageOptions } from "../adapter.js";
import { nodeEndpoints, nodeGuard, type NodeOptions } from "../node-adapter/receive.js";
import type { VerifiedRequest } from "../protect.js";
import type { GuardOptions } from "../unsigned-body.js";

export type { EndpointProvider, Guarded, Guardian, PageOptions } from "../adapter.js";
export type { NodeOptions } from "../node-adapter/receive.js";
export type { GuardOptions } from "../unsigned-body.js";

/** What of Koa's context is used. */
export interface KoaContext {
  readonly req: NodeRequest;
  /** The target as it was received; a mounted application changes `url`. */
  readonly originalUrl: string;
  status: number;
  body: unknown;
  append(name: string, value: string[]): void;
  set(name: string, value: string): void;
}

/** Middleware of Koa. */
export type KoaMiddleware<C extends KoaContext = KoaContext> = (
  context: C,
  next: () => Promise<unknown>,
) => Promise<void>;

/**
 * Puts the verified request into `context.state.oauth`, where the middleware after it finds it: with its type where
 * theirs is inferred (TypeScript infers from the last signature), and where they have said another, with that.
 */
export type KoaGuard<T = VerifiedRequest> = KoaMiddleware<KoaContext & { state: object }> &
  KoaMiddleware<KoaContext & { state: { oauth: Guarded<T> } }>;

/**
 * Serves a provider's endpoints (RFC 5849 section 2) in Koa, wherever it is mounted. Other requests go on, their bodies
 * unread.
 *
 * @example
 * import { once } from "node:events";
 * import Koa from "koa";
 * const app = new Koa().use(koaHandler(createProvider({ origins: ["http://127.0.0.1"] })));
 * const server = app.listen(0, "127.0.0.1");
 * await once(server, "listening");
 * const answer = await fetch(`http://127.0.0.1:${server.address().port}/oauth/token`);
 * answer.status; // => 421
 * server.close();
 */
export function koaHandler(
  provider: EndpointProvider,
  options: NodeOptions & PageOptions = {},
): KoaMiddleware {
  const answer = nodeEndpoints(provider, options);
  return async (context, next) => {
    const response = await answer({ incoming: context.req, target: context.originalUrl });
    if (response === undefined) await next();
    else await respond(context, response);
  };
}

/**
 * Lets only verified requests pass (RFC 5849 section 3.2), in Koa, wherever it is mounted. Body parsers may come after
 * it; where one has come before it, a TypeError is thrown.
 *
 * @example
 * import { once } from "node:events";
 * import Koa from "koa";
 * const protect = koaProtect(createProvider({ origins: ["http://127.0.0.1"] }));
 * const app = new Koa().use(protect).use((context) => { context.body = context.state.oauth.user; });
 * const server = app.listen(0, "127.0.0.1");
 * await once(server, "listening");
 * const answer = await fetch(`http://127.0.0.1:${server.address().port}/photos`);
 * answer.status; // => 421
 * server.close();
 */
export function koaProtect<T = VerifiedRequest>(
  guardian: Guardian<NoInfer<T>>,
  options: NodeOptions & GuardOptions = {},
): KoaGuard<T> {
  const guard = nodeGuard<T>(guardian, options);
  return async (context: KoaContext & { state: object }, next: () => Promise<unknown>) => {
    const guarded = await guard({ incoming: context.req, target: context.originalUrl });
    if (guarded instanceof Response) return respond(context, guarded);
    Object.assign(context.state, { oauth: guarded });
    await next();
  };
}

// Through the context, because middleware further up may want to add headers, or has set cookies. A body sets a status and
// a type.
async function respond(context: KoaContext, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  context.body = body.length > 0 ? body : null;
  context.status = response.status;
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie") context.set(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) context.append("set-cookie", cookies);
}
