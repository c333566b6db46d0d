import { createProvider, type Provider, type ProviderOptions } from "@oauth1/server";
import type { NodeListener } from "@oauth1/server/adapters/node";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createServer as createHttp2Server, type Http2Server } from "node:http2";
import type { Socket } from "node:net";
import { onTestFinished } from "vitest";
import {
  adapterEcho,
  type AdapterEcho,
  type VerifiedByAdapter,
} from "../../../testing/src/index.js";

/** A server on a free port that nothing answers on yet, and the provider whose only origin it is. */
export interface Listening<S extends Server | Http2Server = Server> {
  readonly server: S;
  readonly origin: string;
  readonly provider: Provider;
  readonly close: () => Promise<void>;
}

export function listen(options: Partial<ProviderOptions> = {}): Promise<Listening> {
  return open(createServer(), options);
}

export function listenHttp2(
  options: Partial<ProviderOptions> = {},
): Promise<Listening<Http2Server>> {
  return open(createHttp2Server(), options);
}

/** As `listen`, for as long as the test runs. */
export async function listenForTest(options: Partial<ProviderOptions> = {}): Promise<Listening> {
  const listening = await listen(options);
  onTestFinished(listening.close);
  return listening;
}

/** A listener under a path, as Express, Connect and others mount it: they cut the path off, and keep the whole. */
export function mountedAt(
  prefix: string,
  mounted: NodeListener,
  other: NodeListener,
): NodeListener {
  return async (incoming, outgoing) => {
    const { url = "" } = incoming;
    const rest = url.slice(prefix.length);
    if (!url.startsWith(prefix) || !/^(?:[/?]|$)/.test(rest)) return other(incoming, outgoing);
    incoming.url = rest.startsWith("/") ? rest : `/${rest}`;
    return mounted(Object.assign(incoming, { originalUrl: url }), outgoing);
  };
}

/** Everything that the contract's server has to answer besides the guarded paths. */
export const OPEN = "/open";

/** What a guarded path answers; `undefined` as what was parsed where there is no parser. */
export function echo(guarded: VerifiedByAdapter | undefined, parsed?: unknown): AdapterEcho {
  if (guarded === undefined) throw new Error("Nothing was verified.");
  return adapterEcho(guarded, parsed);
}

async function open<S extends Server | Http2Server>(
  server: S,
  options: Partial<ProviderOptions>,
): Promise<Listening<S>> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const close = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { server, origin, provider: createProvider({ origins: [origin], ...options }), close };
}
