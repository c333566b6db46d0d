import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readRequest, writeResponse } from "@oauth1/core/node";
import { CUT } from "./mishaps.js";
import { bind, startRelay } from "./relay.js";
import type { Site } from "./site.js";
import { isForm } from "./visit.js";
import type { Heard } from "./wire.js";

/** A port on 127.0.0.1 that answers what it is told to. */
export interface Port {
  readonly port: number;
  /** Answers with a site, in place of the one before. */
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
  /** The one origin whose pages may frame the pages of the port; nobody's where it is absent. */
  readonly framedBy: string | undefined;
}

/**
 * Listens on a port of 127.0.0.1; on any free one for 0, and when the given one is taken. Where somebody wants to hear what
 * passes, a relay has the port, and what is served is behind it.
 */
export async function openPort(wanted: number, hear?: (heard: Heard) => void): Promise<Port> {
  const server = createServer();
  const inner = await bind(server, hear === undefined ? wanted : 0);
  const relay =
    hear &&
    (await startRelay(wanted, { behind: inner, hear }).catch((error: unknown) => {
      server.close();
      throw error;
    }));
  const port = relay?.port ?? inner;
  return {
    port,
    serve(site, options) {
      server.removeAllListeners("request");
      server.on("request", (incoming: IncomingMessage, outgoing: ServerResponse) => {
        answer(site, options, { incoming, outgoing, port }).catch((error: unknown) => {
          fail(outgoing, error);
        });
      });
    },
    async close() {
      await relay?.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly port: number;
}

async function answer(
  site: Site,
  { origin, now, framedBy }: ServeOptions,
  { incoming, outgoing, port }: Exchange,
): Promise<void> {
  const host = incoming.headers.host ?? `127.0.0.1:${port}`;
  if (origin === undefined && !HOST.test(host))
    return refuse(outgoing, 400, "The header Host names no host.");
  const request = await readRequest(incoming, {
    origin: origin ?? `http://${host}`,
    maxBody: isForm(incoming.headers["content-type"]) ? MOST_OF_FORM : MOST,
  });
  if (request === undefined) return refuse(outgoing, 413, "The body is too large.");
  const response = await site(request);
  if (response === CUT) return cut(outgoing);
  if (framedBy !== undefined) allowFrames(response, framedBy);
  const date = now === undefined || response.headers.has("date") ? undefined : new Date(now());
  if (date !== undefined) outgoing.setHeader("date", date.toUTCString());
  return writeResponse(response, outgoing);
}

function allowFrames({ headers }: Response, origin: string): void {
  const policy = headers.get("content-security-policy");
  if (policy === null) return;
  headers.set(
    "content-security-policy",
    policy.replace("frame-ancestors 'none'", `frame-ancestors ${origin}`),
  );
}

const MOST = 64 * 2 ** 20;

// Of a larger one no signature would be looked at, and its pairs take long to read.
const MOST_OF_FORM = 2 ** 20;

const HOST = /^[^/?#\s]+$/;

function refuse(outgoing: ServerResponse, status: number, message: string): void {
  const headers = { connection: "close", "content-type": "text/plain; charset=utf-8" };
  outgoing.writeHead(status, headers).end(`${message}\n`);
}

// Whatever breaks here is a mistake of the emulator's own, unless the peer has gone away, who reads nothing of it then.
function fail(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.headersSent) return void outgoing.destroy();
  const said = error instanceof Error ? error.message : "";
  const text = `The emulator has made a mistake with this request, please report it: ${said}\n`;
  outgoing.writeHead(500, { "content-type": "text/plain; charset=utf-8" }).end(text);
}

function cut(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  outgoing.write('{"', () => outgoing.destroy());
}
