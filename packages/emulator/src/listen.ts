import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { readRequest, writeResponse } from "@oauth1/core/node";
import { CUT } from "./mishaps.js";
import type { Site } from "./site.js";

/** A port on 127.0.0.1 that answers what it is told to. */
export interface Port {
  readonly port: number;
  readonly serve: (site: Site, options: ServeOptions) => void;
  /** Stops listening and drops every connection. */
  readonly close: () => Promise<void>;
}

/** How requests are taken. */
export interface ServeOptions {
  /** Where clients reach the port, where that is another origin than its own. */
  readonly origin: string | undefined;
  /** Milliseconds since 1970, for the header Date; the system's where it is absent. */
  readonly now: (() => number) | undefined;
}

/** Listens on a port of 127.0.0.1; on any free one for 0, and when the given one is taken. */
export async function openPort(wanted: number): Promise<Port> {
  const server = createServer();
  const port = await listen(server, wanted);
  return {
    port,
    serve: (site, options) =>
      void server.on("request", (incoming: IncomingMessage, outgoing: ServerResponse) => {
        // Whatever breaks here is a mistake of the emulator's, and its developer is the one who reads it.
        answer(site, options, { incoming, outgoing, port }).catch((error: unknown) => {
          outgoing.writeHead(500).end(error instanceof Error ? error.stack : String(error));
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly port: number;
}

async function answer(
  site: Site,
  { origin, now }: ServeOptions,
  { incoming, outgoing, port }: Exchange,
): Promise<void> {
  const host = incoming.headers.host ?? `127.0.0.1:${port}`;
  const request = await readRequest(incoming, {
    origin: origin ?? `http://${host}`,
    maxBody: MOST,
  });
  if (request === undefined) return void outgoing.writeHead(413, { connection: "close" }).end();
  const response = await site(request);
  if (response === CUT) return cut(outgoing);
  const date = now === undefined || response.headers.has("date") ? undefined : new Date(now());
  if (date !== undefined) outgoing.setHeader("date", date.toUTCString());
  return writeResponse(response, outgoing);
}

const MOST = 64 * 2 ** 20;

function cut(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  outgoing.write('{"', () => outgoing.destroy());
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      if (port !== 0 && "code" in error && error.code === "EADDRINUSE") resolve(listen(server, 0));
      else reject(error);
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
