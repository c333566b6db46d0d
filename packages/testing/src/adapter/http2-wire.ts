import { connect, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import type { Answer, Message, Send } from "./wire.js";

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

function exchange(session: ClientHttp2Session, message: Message): Promise<Answer> {
  const { method, target, headers = [], body = [] } = message;
  const fields: Record<string, string | string[]> = { ":method": method, ":path": target };
  for (const [name, value] of headers) {
    const before = fields[name.toLowerCase()] ?? [];
    const values = [...(typeof before === "string" ? [before] : before), value];
    fields[name.toLowerCase()] = values.length === 1 ? value : values;
  }
  return new Promise((resolve, reject) => {
    session.on("error", reject);
    const stream = session.request(fields, { endStream: body.length === 0 });
    stream.on("error", reject);
    collect(stream, resolve);
    for (const bytes of body instanceof Uint8Array ? [body] : body) stream.write(bytes);
    if (body.length > 0) stream.end();
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
