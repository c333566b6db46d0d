import { once } from "node:events";
import { createServer } from "node:http";
import * as server from "@oauth1/server";
import { nodeHandler } from "@oauth1/server/adapters/node";
import { photosProvider } from "./photos.js";

/** A provider behind an address of this machine, for every runtime that is tried. */
export interface LoopbackProvider {
  readonly origin: string;
  readonly close: () => void;
}

/** Starts it. It lets pages of any origin in, because a browser's script comes from another. */
export async function startProvider(): Promise<LoopbackProvider> {
  const listening = createServer().listen(0, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const provider = await photosProvider(server, origin);
  const handle = nodeHandler(provider.answer, provider);
  listening.on("request", (incoming, outgoing) => {
    outgoing.setHeaders(CORS);
    if (incoming.method === "OPTIONS") outgoing.writeHead(204).end();
    else void handle(incoming, outgoing);
  });
  return {
    origin,
    close() {
      listening.closeAllConnections();
      listening.close();
    },
  };
}

const CORS = new Map([
  ["access-control-allow-origin", "*"],
  ["access-control-allow-methods", "GET, POST, PUT"],
  ["access-control-allow-headers", "authorization, content-type"],
  ["access-control-expose-headers", "date, www-authenticate"],
]);
