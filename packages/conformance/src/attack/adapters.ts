import { receivedTarget } from "@oauth1/core";
import type { VerifiedRequest } from "@oauth1/server";
import { expressHandler, expressProtect } from "@oauth1/server/adapters/express";
import { fastifyHandler, fastifyProtect } from "@oauth1/server/adapters/fastify";
import { fetchHandler, fetchProtect } from "@oauth1/server/adapters/fetch";
import { honoHandler, honoProtect, type HonoVariables } from "@oauth1/server/adapters/hono";
import { koaHandler, koaProtect } from "@oauth1/server/adapters/koa";
import { nodeHandler } from "@oauth1/server/adapters/node";
import type { Mount } from "./target.js";

// Routers are mounted where a framework has them, because they change what handlers see of the target. Frameworks are
// loaded when they are used: the arrows of this package name our own packages alone.

const node: Mount = ({ provider, onError }) =>
  nodeHandler(
    async (request) => {
      const answer = await provider.handle(request);
      if (answer !== undefined || !isApi(request.url)) return answer;
      const verdict = await provider.protect(request);
      return verdict.ok ? Response.json(who(verdict)) : provider.refuse(verdict);
    },
    { origins: provider.origins, onError },
  );

const express: Mount = async ({ provider, onError }) => {
  const { default: framework } = await import("express");
  // The framework answers what rejects by itself.
  const heard = async (work: Promise<void>): Promise<void> => {
    await work.catch((error: unknown) => {
      onError(error);
      throw error;
    });
  };
  const [handle, protect] = [expressHandler(provider), expressProtect(provider)];
  const api = framework.Router();
  api.use((incoming, outgoing, next) => heard(protect(incoming, outgoing, next)));
  api.use((_incoming, outgoing) => void outgoing.json(who(outgoing.locals["oauth"])));
  const app = framework();
  app.use((incoming, outgoing, next) => heard(handle(incoming, outgoing, next)));
  return app.use("/api", api);
};

const fastify: Mount = async ({ provider, onError }) => {
  const { default: framework } = await import("fastify");
  const app = framework();
  app.setErrorHandler(async (error, _request, reply) => {
    if (statusOf(error) === 500) onError(error);
    return reply.code(statusOf(error)).send();
  });
  app.addContentTypeParser("*", async () => undefined);
  await app.register(fastifyHandler(provider));
  await app.register(
    async (scope) => {
      await scope.register(fastifyProtect(provider));
      scope.all("/*", async (request) => who(request.getDecorator<VerifiedRequest>("oauth")));
    },
    { prefix: "/api" },
  );
  await app.ready();
  return (incoming, outgoing) => app.routing(incoming, outgoing);
};

const fetching: Mount = async ({ provider, onError }) => {
  const { getRequestListener } = await import("@hono/node-server");
  const handle = fetchHandler(provider, { onError });
  const protect = fetchProtect(provider, { onError });
  return getRequestListener(async (request) => {
    const answer = await handle(request);
    if (answer !== undefined) return answer;
    if (!isApi(request.url)) return new Response(null, { status: 404 });
    const guarded = await protect(request);
    return guarded instanceof Response ? guarded : Response.json(who(guarded));
  });
};

const hono: Mount = async ({ provider, onError }) => {
  const { getRequestListener } = await import("@hono/node-server");
  const { Hono } = await import("hono");
  const api = new Hono<{ Variables: HonoVariables }>();
  api.use(honoProtect(provider)).all("/*", (context) => context.json(who(context.get("oauth"))));
  const app = new Hono().use(honoHandler(provider)).route("/api", api);
  app.onError((error, context) => (onError(error), context.body(null, 500)));
  return getRequestListener(app.fetch);
};

const koa: Mount = async ({ provider, onError }) => {
  const { default: Framework } = await import("koa");
  const protect = koaProtect(provider);
  const app = new Framework().use(koaHandler(provider));
  app.use(async (context, next) => {
    if (!isApi(`${provider.origins[0]}${context.originalUrl}`)) return;
    await protect(context, next);
    if (context.state.oauth !== undefined) context.body = who(context.state.oauth);
  });
  app.silent = true;
  app.on("error", (error: unknown) => {
    if (statusOf(error) === 500) onError(error);
  });
  return app.callback();
};

/** An adapter under attack. */
export interface Adapter {
  readonly mount: Mount;
  /** Whether it sees what came over the wire; a `Request` has one header of a name, and a target that is put right. */
  readonly isRaw: boolean;
}

/** Every adapter that comes with the server: one line each. */
export const ADAPTERS: Readonly<Record<string, Adapter>> = {
  express: { mount: express, isRaw: true },
  fastify: { mount: fastify, isRaw: true },
  fetch: { mount: fetching, isRaw: false },
  hono: { mount: hono, isRaw: true },
  koa: { mount: koa, isRaw: true },
  node: { mount: node, isRaw: true },
};

function isApi(url: string): boolean {
  return receivedTarget(url)?.path.startsWith("/api/") === true;
}

function who({ user, consumer }: VerifiedRequest): { user: string; consumer: string } {
  return { user, consumer: consumer.key };
}

// Frameworks throw what they refuse, such as an escape in a path that is none, with the status for it.
function statusOf(error: unknown): number {
  const status =
    typeof error === "object" && error !== null && "statusCode" in error && error.statusCode;
  return typeof status === "number" ? status : 500;
}
