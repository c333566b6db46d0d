import { connect, type Socket } from "node:net";

/** A request as it goes over the wire, nothing added but Host and the length of the body. */
export interface Message {
  readonly method: string;
  readonly target: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** In one piece, or as many chunks. */
  readonly body?: Uint8Array | readonly Uint8Array[];
}

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Sends one request, on a connection of its own. */
export type Send = (message: Message) => Promise<Answer>;

/** Sends a request but for the last byte of its body, in one piece, and goes away once that has arrived. */
export type BreakOff = (message: Message & { readonly body: Uint8Array }) => Promise<void>;

/** A connection of HTTP/1.1 whose every byte is the caller's. */
export interface Connection {
  readonly write: (bytes: Uint8Array | string) => void;
  /** The next answer, to a request with this method; `undefined` when the connection was closed instead. */
  readonly answer: (method?: string) => Promise<Answer | undefined>;
  /** The bytes that wait to be sent. */
  readonly backlog: () => number;
  readonly close: () => void;
}

/**
 * Sends requests of HTTP/1.1 to a server. Rejects when the connection is closed without an answer.
 *
 * @example
 * import { once } from "node:events";
 * import { createServer } from "node:http";
 * const server = createServer(({ url }, outgoing) => outgoing.end(url)).listen(0, "127.0.0.1");
 * await once(server, "listening");
 * const send = http1Wire(`http://127.0.0.1:${server.address().port}`);
 * (await send({ method: "GET", target: "/a//%2f;" })).body; // => "/a//%2f;"
 * server.close();
 */
export function http1Wire(origin: string): Send {
  return async (message) => {
    const connection = openConnection(origin);
    connection.write(headOf(origin, message));
    for (const bytes of bodyOf(message)) connection.write(bytes);
    const answer = await connection.answer(message.method);
    connection.close();
    if (answer !== undefined) return answer;
    throw new Error(`${message.method} ${message.target} was answered by closing the connection.`);
  };
}

/**
 * Breaks requests of HTTP/1.1 off, by closing the connection.
 *
 * @example
 * import { once } from "node:events";
 * import { createServer } from "node:http";
 * const broken = [];
 * const server = createServer((incoming, outgoing) => {
 *   incoming.on("error", ({ code }) => broken.push(code)).on("end", () => outgoing.end()).resume();
 * }).listen(0, "127.0.0.1");
 * await once(server, "listening");
 * const breakOff = http1BreakOff(`http://127.0.0.1:${server.address().port}`);
 * await breakOff({ method: "POST", target: "/", body: Buffer.from("abc") });
 * broken; // => ["ECONNRESET"]
 * server.close();
 */
export function http1BreakOff(origin: string): BreakOff {
  const send = http1Wire(origin);
  return async (message) => {
    const connection = openConnection(origin);
    connection.write(headOf(origin, message));
    connection.write(message.body.subarray(0, -1));
    // Somebody who comes later is answered later; "not at all" is an answer as well.
    await send({ method: "GET", target: "/" }).catch(() => undefined);
    connection.close();
    await send({ method: "GET", target: "/" }).catch(() => undefined);
  };
}

/**
 * The first lines of a request, through the empty one.
 *
 * @example
 * headOf("http://127.0.0.1:80", { method: "GET", target: "/" }); // => "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
 */
export function headOf(origin: string, { method, target, headers = [], body }: Message): string {
  const named = headers.some(([name]) => name.toLowerCase() === "host");
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(named ? [] : [`Host: ${new URL(origin).host}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body instanceof Uint8Array ? [`Content-Length: ${body.length}`] : []),
    ...(body !== undefined && !(body instanceof Uint8Array) ? ["Transfer-Encoding: chunked"] : []),
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/**
 * The bytes after the head.
 *
 * @example
 * bodyOf({ method: "POST", target: "/", body: [Buffer.from("ab")] }).map(String); // => ["2\r\nab\r\n", "0\r\n\r\n"]
 */
export function bodyOf({ body }: Message): readonly Uint8Array[] {
  if (body === undefined) return [];
  if (body instanceof Uint8Array) return [body];
  return [...body.map(chunkOf), Buffer.from("0\r\n\r\n")];
}

/**
 * Some bytes as one chunk of a chunked body.
 *
 * @example
 * String(chunkOf(Buffer.from("abc"))); // => "3\r\nabc\r\n"
 */
export function chunkOf(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from("\r\n"),
  ]);
}

/**
 * Opens a connection to a server.
 *
 * @example
 * import { once } from "node:events";
 * import { createServer } from "node:http";
 * const server = createServer((_incoming, outgoing) => outgoing.end("ok")).listen(0, "127.0.0.1");
 * await once(server, "listening");
 * const connection = openConnection(`http://127.0.0.1:${server.address().port}`);
 * connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
 * (await connection.answer())?.status; // => 200
 * connection.close();
 * server.close();
 */
export function openConnection(origin: string): Connection {
  const socket = connect(Number(new URL(origin).port), "127.0.0.1");
  const read = reader(socket);
  return {
    write: (bytes) => void socket.write(bytes),
    answer: async (method = "GET") => {
      // What says that more is to come is not the answer yet.
      for (;;) {
        const answer = await read(method);
        if (answer === undefined || answer.status >= 200) return answer;
      }
    },
    backlog: () => socket.writableLength,
    close: () => void socket.destroy(),
  };
}

// A peer that is refused in the middle of its body may hear of it by a reset, and that is an answer like a close.
function reader(socket: Socket): (method: string) => Promise<Answer | undefined> {
  let received = "";
  let over = false;
  let wake = (): void => undefined;
  let isLate = false;
  const end = (): void => {
    over = true;
    wake();
  };
  socket.setTimeout(PATIENCE, () => {
    isLate = true;
    wake();
  });
  socket.setEncoding("latin1");
  socket.on("data", (text: string) => {
    received += text;
    wake();
  });
  for (const event of ["end", "error", "close"]) socket.on(event, end);
  return async (method) => {
    for (;;) {
      const parsed = parse(received, { method, over });
      if (parsed !== undefined) received = received.slice(parsed.length);
      if (parsed !== undefined || over) return parsed?.answer;
      if (isLate) throw lateness(socket);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
}

// Longer than a busy machine takes, and less than a person waits who does not know for what.
const PATIENCE = 10_000;

function lateness(socket: Socket): Error {
  socket.destroy();
  return new Error(`Expected an answer, but for ${PATIENCE / 1000} seconds there is none.`);
}

function parse(
  text: string,
  { method, over }: { readonly method: string; readonly over: boolean },
): { answer: Answer; length: number } | undefined {
  const split = text.indexOf("\r\n\r\n");
  if (split < 0) return undefined;
  const [first = "", ...lines] = text.slice(0, split).split("\r\n");
  const status = Number(first.split(" ")[1]);
  const headers = lines.map((line): [string, string] => {
    const [name = "", ...value] = line.split(":");
    return [name.toLowerCase(), value.join(":").trim()];
  });
  const rest = text.slice(split + 4);
  const isEmpty = method === "HEAD" || status < 200 || status === 204 || status === 304;
  const body = isEmpty ? NONE : bodyIn(rest, new Map(headers), over);
  if (body === undefined) return undefined;
  const content = Buffer.from(body.text, "latin1").toString();
  return { answer: { status, headers, body: content }, length: split + 4 + body.length };
}

const NONE = { text: "", length: 0 };

function bodyIn(
  rest: string,
  fields: ReadonlyMap<string, string>,
  over: boolean,
): { text: string; length: number } | undefined {
  const length = Number(fields.get("content-length") ?? NaN);
  if (length >= 0) {
    return rest.length < length ? undefined : { text: rest.slice(0, length), length };
  }
  if (fields.get("transfer-encoding") !== "chunked") {
    return over ? { text: rest, length: rest.length } : undefined;
  }
  const end = /(?:^|\r\n)0\r\n\r\n/.exec(rest);
  if (end === null) return undefined;
  return { text: unchunked(rest), length: end.index + end[0].length };
}

function unchunked(rest: string): string {
  let text = "";
  let at = 0;
  for (;;) {
    const line = rest.indexOf("\r\n", at);
    const size = parseInt(rest.slice(at, line), 16);
    if (!(size > 0)) return text;
    text += rest.slice(line + 2, line + 2 + size);
    at = line + 2 + size + 2;
  }
}
