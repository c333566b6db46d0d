import type { RequestParts } from "@oauth1/core";
import { GrowingBytes } from "./growing-bytes.js";

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
  // Without a Host, as in HTTP/1.0, a part of the path would be taken for one. A target may be a whole URL.
  const host = headerOf(message, "host") ?? "127.0.0.1";
  const url = `http://${host}${target.replace(/^https?:\/\/[^/?#]*/i, "")}`;
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

// Bytes may come one by one, and from anybody: nothing is looked at twice, and where no message can be told from the next
// one any more, nothing is heard.
function splitter(
  kind: WireMessage["kind"],
  { isBare, take }: Splitting,
): (bytes: Uint8Array) => void {
  const pending = new GrowingBytes();
  let state: State = { read: head, wanted: 1 };

  function head(bytes: Buffer): Turn {
    // An empty line before a message is none of it (RFC 9112 section 2.2).
    if (bytes[0] === CR && bytes[1] === LF) return { used: 2, next: { read: head, wanted: 1 } };
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) return { used: 0, next: { read: head, wanted: bytes.length + 1 } };
    const [start = "", ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
    const headers = lines.map(headerLine);
    const whole = (body: Uint8Array): State => {
      take({ kind, start, headers, body });
      return { read: head, wanted: 1 };
    };
    return { used: end + 4, next: isBare(start) ? whole(NOTHING) : content(headers, whole) };
  }

  return (bytes) => {
    pending.append(bytes);
    while (pending.length >= state.wanted) {
      const { used, next } = state.read(pending.held());
      pending.drop(used);
      state = next;
    }
  };
}

/** What comes next in a connection, and how many bytes have to be there before it is looked at. */
interface State {
  readonly read: (bytes: Buffer) => Turn;
  readonly wanted: number;
}

/** How many bytes were used, and what comes after them. */
interface Turn {
  readonly used: number;
  readonly next: State;
}

/** Takes the body of a message, and says what comes after it. */
type Whole = (body: Uint8Array) => State;

const NOTHING = new Uint8Array();

const CR = 13;
const LF = 10;

const LOST: State = {
  read: ({ length }) => ({ used: length, next: LOST }),
  wanted: 1,
};

function headerLine(line: string): readonly [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

function content(headers: WireMessage["headers"], whole: Whole): State {
  const value = (name: string): string =>
    headers.find(([given]) => given.toLowerCase() === name)?.[1] ?? "";
  if (/\bchunked$/i.test(value("transfer-encoding"))) return chunk(new GrowingBytes(), whole);
  const length = value("content-length");
  if (length === "" || length === "0") return whole(NOTHING);
  if (!/^[0-9]{1,15}$/.test(length)) return LOST;
  const wanted = Number(length);
  const read = (bytes: Buffer): Turn => ({
    used: wanted,
    next: whole(new Uint8Array(bytes.subarray(0, wanted))),
  });
  return { read, wanted };
}

function chunk(body: GrowingBytes, whole: Whole): State {
  return line((text) => {
    const [, digits] = /^([0-9a-f]{1,12})[ \t]*(?:;|$)/i.exec(text) ?? [];
    if (digits === undefined) return LOST;
    const size = Number.parseInt(digits, 16);
    if (size === 0) return trailer(body, whole);
    const read = (bytes: Buffer): Turn => {
      body.append(bytes.subarray(0, size));
      return { used: size + 2, next: chunk(body, whole) };
    };
    return { read, wanted: size + 2 };
  });
}

function trailer(body: GrowingBytes, whole: Whole): State {
  return line((text) => (text === "" ? whole(body.held()) : trailer(body, whole)));
}

function line(next: (text: string) => State): State {
  const read = (bytes: Buffer): Turn => {
    const end = bytes.indexOf("\r\n");
    if (end >= 0) return { used: end + 2, next: next(bytes.toString("latin1", 0, end)) };
    return { used: 0, next: { read, wanted: bytes.length + 1 } };
  };
  return { read, wanted: 2 };
}
