import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { Refusal, UsageError } from "../failure.js";

/** A page on this machine that the provider sends the user back to. */
export interface CallbackServer {
  readonly callback: string;
  /** Resolves to the URL that the user's browser came back with. Rejects with a `Refusal` when nobody does in time. */
  readonly visited: (isOurs: (url: URL) => boolean, patience: number) => Promise<string>;
  /** Tells the user how it ended, and stops listening. */
  readonly close: (message: string) => Promise<void>;
}

/** Listens on 127.0.0.1: any free port, or the place of a callback that was registered. */
export async function openCallbackServer(
  wanted: URL = new URL("http://127.0.0.1:0/callback"),
): Promise<CallbackServer> {
  let waiting: ServerResponse | undefined;
  let arrive: ((url: URL) => boolean) | undefined;
  const server = createServer((request, response) => {
    // Whoever knows the port can ask for what is no URL, such as `//`.
    const url = URL.canParse(request.url ?? "/", callback)
      ? new URL(request.url ?? "/", callback)
      : undefined;
    const isCallback = request.method === "GET" && url?.pathname === wanted.pathname;
    if (!isCallback || waiting !== undefined || arrive?.(url) !== true) return reply(response, 404);
    waiting = response;
  });
  server.listen(Number(wanted.port || "80"), "127.0.0.1");
  await once(server, "listening").catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The callback cannot be waited for: ${reason}`);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const place = `http://${wanted.hostname}:${port}${wanted.pathname}${wanted.search}`;
  const callback = new URL(place).href;
  return {
    callback,
    visited: (isOurs, patience) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(nobody(patience)), patience);
        arrive = (url) => {
          if (!isOurs(url)) return false;
          clearTimeout(timer);
          resolve(url.href);
          return true;
        };
      }),
    async close(message) {
      if (waiting !== undefined) reply(waiting, 200, message);
      server.close();
      if (waiting === undefined) server.closeAllConnections();
      server.closeIdleConnections();
    },
  };
}

function reply(response: ServerResponse, status: number, message = "There is nothing here."): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "referrer-policy": "no-referrer",
    connection: "close",
  });
  response.end(`${message}\n`);
}

function nobody(patience: number): Refusal {
  return new Refusal(
    "nobody_came_back",
    `Nobody came back within ${patience / 1000} s: log in again, with a longer --timeout, or with --pin where the provider shows a verifier.`,
  );
}
