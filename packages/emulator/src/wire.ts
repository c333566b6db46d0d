import type { RequestParts } from "@oauth1/core";

/** One HTTP message as it crossed a socket. */
export interface WireMessage {
  readonly kind: "request" | "response";
  /** The first line. */
  readonly start: string;
  /** In their order, with their names as they were written. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Without the framing of chunks. */
  readonly body: Uint8Array;
}

/** A message, and for a response the request that it answers. */
export interface Heard {
  readonly message: WireMessage;
  readonly answers: WireMessage | undefined;
}

/** Takes in the bytes of one connection, in both directions. */
export interface Listener {
  readonly request: (bytes: Uint8Array) => void;
  readonly response: (bytes: Uint8Array) => void;
}

/**
 * Cuts the bytes of a connection into messages (RFC 9112 section 6). A message is heard with its last byte.
 *
 * @example
 * const heard = [];
 * const { request, response } = listener(({ message, answers }) => heard.push([message.start, answers?.start]));
 * request(new TextEncoder().encode("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"));
 * response(new TextEncoder().encode("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
 * heard; // => [["GET / HTTP/1.1", undefined], ["HTTP/1.1 200 OK", "GET / HTTP/1.1"]]
 */
export function listener(hear: (heard: Heard) => void): Listener {
  const waiting: WireMessage[] = [];
  return {
    request: splitter("request", {
      isBare: () => false,
      take(message) {
        waiting.push(message);
        hear({ message, answers: undefined });
      },
    }),
    response: splitter("response", {
      isBare: (start) => BARE.test(start) || waiting[0]?.start.startsWith("HEAD ") === true,
      take(message) {
        if (!INTERIM.test(message.start)) hear({ message, answers: waiting.shift() });
      },
    }),
  };
}

/** The value of a header, by its lower-case name. */
export function headerOf({ headers }: WireMessage, name: string): string | undefined {
  return headers.find(([given]) => given.toLowerCase() === name)?.[1];
}

/** The status of a response; 0 for a request. */
export function statusOf({ kind, start }: WireMessage): number {
  return kind === "response" ? Number(start.split(" ")[1]) : 0;
}

/** A request as core takes it. */
export function partsOf(message: WireMessage): RequestParts {
  const [method = "", target = ""] = message.start.split(" ");
  const { body } = message;
  const url = `http://${headerOf(message, "host") ?? ""}${target}`;
  const headers = message.headers.map(([name, value]): [string, string] => [name, value]);
  if (body.length === 0) return { method, url, headers };
  return { method, url, headers, body: new Uint8Array(body) };
}

/** The body as text. */
export function textOf({ body }: WireMessage): string {
  return new TextDecoder().decode(body);
}

const BARE = /^HTTP\/1\.[01] (?:1\d\d|204|304) /;

const INTERIM = /^HTTP\/1\.[01] 1\d\d /;

interface Splitting {
  /** Whether a message has no body whatever its headers say. */
  readonly isBare: (start: string) => boolean;
  readonly take: (message: WireMessage) => void;
}

function splitter(
  kind: WireMessage["kind"],
  { isBare, take }: Splitting,
): (bytes: Uint8Array) => void {
  let pending: Buffer = Buffer.alloc(0);
  return (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    for (let cut = first(pending, isBare); cut !== undefined; cut = first(pending, isBare)) {
      pending = pending.subarray(cut.length);
      take({ kind, start: cut.start, headers: cut.headers, body: cut.body });
    }
  };
}

function first(
  bytes: Buffer,
  isBare: Splitting["isBare"],
): (Omit<WireMessage, "kind"> & { readonly length: number }) | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [start = "", ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
  const headers = lines.map(headerLine);
  const rest = bytes.subarray(end + 4);
  const content = isBare(start) ? NOTHING : contentOf(rest, headers);
  if (content === undefined) return undefined;
  return { start, headers, body: content.body, length: end + 4 + content.length };
}

const NOTHING = { body: new Uint8Array(), length: 0 };

function headerLine(line: string): readonly [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

/** What a body says, and how many bytes it takes. */
interface Content {
  readonly body: Uint8Array;
  readonly length: number;
}

function contentOf(rest: Buffer, headers: WireMessage["headers"]): Content | undefined {
  const value = (name: string): string =>
    headers.find(([given]) => given.toLowerCase() === name)?.[1] ?? "";
  if (/\bchunked$/i.test(value("transfer-encoding"))) return chunked(rest);
  const length = Number(value("content-length"));
  return rest.length < length ? undefined : { body: rest.subarray(0, length), length };
}

function chunked(rest: Buffer): Content | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const line = rest.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const size = Number.parseInt(rest.toString("latin1", at, line), 16);
    const next = line + 2 + size + 2;
    if (rest.length < next) return undefined;
    if (size === 0) return { body: Buffer.concat(chunks), length: next };
    chunks.push(rest.subarray(line + 2, line + 2 + size));
    at = next;
  }
}
