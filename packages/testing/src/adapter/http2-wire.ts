import { once } from "node:events";
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import { connect as connectSocket } from "node:net";
import type { Answer, BreakOff, Message, Send } from "./wire.js";

/**
 * Sends requests of HTTP/2 to a server, over a connection each and without TLS. A header `host` goes as it is, beside
 * `:authority`.
 *
 * @example
 * import { once } from "node:events";
 * import { createServer } from "node:http2";
 * const server = createServer(({ url }, outgoing) => outgoing.end(url)).listen(0, "127.0.0.1");
 * await once(server, "listening");
 * const send = http2Wire(`http://127.0.0.1:${server.address().port}`);
 * (await send({ method: "GET", target: "/a//%2f;" })).body; // => "/a//%2f;"
 * server.close();
 */
export function http2Wire(origin: string): Send {
  return async (message) => {
    const session = connect(origin);
    try {
      return await exchange(session, message);
    } finally {
      session.destroy();
    }
  };
}

/**
 * Breaks requests of HTTP/2 off, by closing the connection: to close the stream would end the body first.
 *
 * @example
 * import { once } from "node:events";
 * import { createServer } from "node:http2";
 * const broken = [];
 * const server = createServer((incoming, outgoing) => {
 *   incoming.on("aborted", () => broken.push("aborted")).on("end", () => outgoing.end()).resume();
 * }).listen(0, "127.0.0.1");
 * await once(server, "listening");
 * const breakOff = http2BreakOff(`http://127.0.0.1:${server.address().port}`);
 * await breakOff({ method: "POST", target: "/", body: Buffer.from("abc") });
 * broken; // => ["aborted"]
 * server.close();
 */
export function http2BreakOff(origin: string): BreakOff {
  const send = http2Wire(origin);
  return async (message) => {
    const socket = connectSocket(Number(new URL(origin).port), "127.0.0.1");
    const session = connect(origin, { createConnection: () => socket });
    await once(session, "connect");
    const stream = session.request(fieldsOf(message), { endStream: false });
    // That it is closed is no news.
    for (const closed of [session, stream]) closed.on("error", () => undefined);
    stream.write(message.body.subarray(0, -1));
    await new Promise((resolve) => session.ping(resolve));
    socket.destroy();
    // Who comes later is answered later.
    await send({ method: "GET", target: "/" });
  };
}

function fieldsOf({ method, target, headers = [] }: Message): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = { ":method": method, ":path": target };
  for (const [name, value] of headers) {
    const before = fields[name.toLowerCase()] ?? [];
    const values = [...(typeof before === "string" ? [before] : before), value];
    fields[name.toLowerCase()] = values.length === 1 ? value : values;
  }
  return fields;
}

function exchange(session: ClientHttp2Session, message: Message): Promise<Answer> {
  const { body } = message;
  return new Promise((resolve, reject) => {
    session.on("error", reject);
    const stream = session.request(fieldsOf(message), { endStream: body === undefined });
    stream.on("error", reject);
    collect(stream, resolve);
    if (body === undefined) return;
    for (const bytes of body instanceof Uint8Array ? [body] : body) stream.write(bytes);
    stream.end();
  });
}

function collect(stream: ClientHttp2Stream, resolve: (answer: Answer) => void): void {
  let status = 0;
  let fields: [string, string][] = [];
  let body = "";
  stream.on("response", (headers) => {
    status = headers[":status"] ?? 0;
    fields = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  });
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => (body += text));
  stream.on("end", () => resolve({ status, headers: fields, body }));
}
