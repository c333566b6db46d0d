import { connect, createServer, type Server, type Socket } from "node:net";
import { listener, type Heard } from "./wire.js";

/** A port in front of another one: every byte passes through it unchanged, and is heard. */
export interface Relay {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Starts a relay on 127.0.0.1, in front of a port there. What passes is heard before it arrives. */
export async function startRelay(
  wanted: number,
  { behind, hear }: { readonly behind: number; readonly hear: (heard: Heard) => void },
): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const upstream = connect(behind, "127.0.0.1");
    const { request, response } = listener(hear);
    join(socket.on("data", request), upstream);
    join(upstream.on("data", response), socket);
    for (const one of [socket, upstream]) sockets.add(one.once("close", () => sockets.delete(one)));
  });
  const port = await bind(server, wanted);
  return {
    port,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Listens on a port of 127.0.0.1, and says which; on any free one for 0, and when the given one is taken. */
export function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      if (port !== 0 && "code" in error && error.code === "EADDRINUSE") resolve(bind(server, 0));
      else reject(error);
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function join(from: Socket, to: Socket): void {
  from.pipe(to);
  // A connection that breaks breaks on the other side too.
  from.on("error", () => to.destroy());
  from.once("close", () => to.end());
}
