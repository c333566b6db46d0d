import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** One HTTP message as it crossed a socket: bytes as Latin-1 text, nothing added and nothing left out. */
export interface WireMessage {
  readonly kind: "request" | "response";
  /** The first line and the header lines. */
  readonly head: readonly string[];
  readonly body: string;
}

/** A relay in front of a server: everything passes through it unchanged, and is heard. */
export interface Relay {
  readonly origin: string;
  /** Where the server behind it listens. */
  readonly forwardTo: (port: number) => void;
  readonly close: () => Promise<void>;
}

/** Starts a relay on 127.0.0.1; on any free port when the preferred one is taken. */
export async function startRelay(
  preferredPort: number,
  onMessage: (message: WireMessage) => void,
): Promise<Relay> {
  const sockets = new Set<Socket>();
  const target = { port: 0 };
  const server = createServer((socket) => {
    const upstream = connect(target.port, "127.0.0.1");
    join(socket, upstream, splitter("request", onMessage));
    join(upstream, socket, splitter("response", onMessage));
    for (const one of [socket, upstream]) sockets.add(one.on("close", () => sockets.delete(one)));
  });
  const port = await listen(server, preferredPort);
  return {
    origin: `http://127.0.0.1:${port}`,
    forwardTo: (behind) => void (target.port = behind),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function join(from: Socket, to: Socket, hear: (bytes: Buffer) => void): void {
  from.on("data", (bytes) => {
    hear(bytes);
    to.write(bytes);
  });
  from.on("end", () => to.end());
  from.on("error", () => to.destroy());
}

// Cuts the bytes of one direction into messages, by Content-Length or by chunks (RFC 9112 section 6).
function splitter(
  kind: WireMessage["kind"],
  onMessage: (message: WireMessage) => void,
): (bytes: Buffer) => void {
  let pending = "";
  return (bytes) => {
    pending += bytes.toString("latin1");
    for (let message = cut(pending); message !== undefined; message = cut(pending)) {
      pending = pending.slice(message.length);
      onMessage({ kind, head: message.head, body: message.body });
    }
  };
}

function cut(text: string): { length: number; head: readonly string[]; body: string } | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = text.slice(0, end).split("\r\n");
  const rest = text.slice(end + 4);
  if (head.some((line) => /^transfer-encoding:\s*chunked/i.test(line))) {
    const chunks = /^(?:[0-9a-f]+\r\n[\s\S]*?\r\n)*?0\r\n\r\n/i.exec(rest)?.[0];
    return chunks === undefined
      ? undefined
      : { length: end + 4 + chunks.length, head, body: chunks };
  }
  const declared = head.map((line) => /^content-length:\s*(\d+)/i.exec(line)?.[1]).find(Boolean);
  const length = Number(declared ?? 0);
  return rest.length < length
    ? undefined
    : { length: end + 4 + length, head, body: rest.slice(0, length) };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      if (port !== 0 && "code" in error && error.code === "EADDRINUSE") resolve(listen(server, 0));
      else reject(error);
    });
    server.listen(port, "127.0.0.1", () => resolve(addressOf(server).port));
  });
}

function addressOf(server: Server): Pick<AddressInfo, "port"> {
  const address = server.address();
  return typeof address === "object" && address !== null ? address : { port: 0 };
}
