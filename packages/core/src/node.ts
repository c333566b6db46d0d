import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import type { Readable } from "node:stream";
import type { BodyContent, RequestParts } from "./request.js";

export { writeResponse, type NodeResponse } from "./write-response.js";

/** A request as node:http and the compatibility layer of node:http2 hand it over. */
export type NodeRequest = IncomingMessage | Http2ServerRequest;

/** The bytes of a body, as `fetch` takes them too. */
export type BodyBytes = BodyContent & Uint8Array;

/** How to read a request from node:http. */
export interface ReadOptions {
  /** Scheme and authority that the request was sent to, such as `https://api.example.com`. */
  readonly origin: string;
  /** The most bytes of a body that are read; 1 MiB by default. */
  readonly maxBody?: number | undefined;
  /** The request target as it was received, where a framework has changed `incoming.url`. */
  readonly target?: string | undefined;
  /** The bytes of the body, where somebody has read it and kept them. */
  readonly body?: BodyBytes | undefined;
}

/**
 * Reads a request from node:http or node:http2 as parts, target and body byte for byte. The stream can be read once
 * more, by a body parser for one. `undefined` when the body is larger than allowed: what was not read yet is left
 * alone, so answer with `connection: close`. Throws a TypeError when somebody has read the body before, and for an origin that
 * is more than one.
 *
 * @example
 * import { Readable } from "node:stream";
 * const incoming = Object.assign(Readable.from([Buffer.from("a=b")]), {
 *   method: "POST",
 *   url: "/token?x=%2f",
 *   rawHeaders: ["Content-Type", "application/x-www-form-urlencoded"],
 * });
 * const parts = await readRequest(incoming, { origin: "https://api.example.com" });
 * parts.url; // => "https://api.example.com/token?x=%2f"
 */
export async function readRequest(
  incoming: Readable & Pick<NodeRequest, "method" | "rawHeaders" | "url">,
  { origin, maxBody = 2 ** 20, target, body: kept }: ReadOptions,
): Promise<RequestParts | undefined> {
  if (!ORIGIN.test(origin)) throw noOrigin(origin);
  const body = kept ?? (hasNoBody(incoming) ? NOTHING : await readBody(incoming, maxBody));
  if (body === undefined || body.length > maxBody) return undefined;
  const { method = "GET", rawHeaders } = incoming;
  const url = absoluteUrl(origin, target ?? incoming.url ?? "/");
  const headers = pairs(rawHeaders);
  return body.length > 0 ? { method, url, headers, body } : { method, url, headers };
}

const ORIGIN = /^https?:\/\/[^/?#\s]+$/i;

function noOrigin(origin: string): TypeError {
  return new TypeError(
    `Not an origin: ${JSON.stringify(origin)}. Pass scheme and authority alone, such as https://api.example.com, without a slash or a path behind them.`,
  );
}

const NOTHING: BodyBytes = new Uint8Array();

// HTTP/1 announces a body (RFC 9112 section 6.3), HTTP/2 ends the stream with the headers where there is none.
function hasNoBody(incoming: Readable & Pick<NodeRequest, "rawHeaders">): boolean {
  if ("stream" in incoming && isStream(incoming.stream)) return incoming.stream.endAfterHeaders;
  if (!("httpVersionMajor" in incoming) || incoming.httpVersionMajor !== 1) return false;
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    if (/^(?:content-length|transfer-encoding)$/i.test(incoming.rawHeaders[at] ?? "")) return false;
  }
  return true;
}

function isStream(
  value: unknown,
): value is Pick<Http2ServerRequest["stream"], "closed" | "endAfterHeaders" | "readableEnded"> {
  return typeof value === "object" && value !== null && "endAfterHeaders" in value;
}

const GONE =
  "The body has been read already, and a signature covers its bytes: verify before the body parser, or let the parser keep them.";

const LEFT = "The peer went away in the middle of its body.";

// Once a stream has ended nothing can be put back into it. It ends when more is asked for than is there, so each
// read asks for exactly that.
async function readBody(incoming: Readable, maxBody: number): Promise<BodyBytes | undefined> {
  // Somebody who listens would be given the body twice: as it is read here, and as it is put back.
  const isListenedTo = incoming.listenerCount("data") > 0;
  if (isRead(incoming) || incoming.readableEncoding !== null || isListenedTo) {
    throw new TypeError(GONE);
  }
  // What has come with the head is there by the next turn. Where that is the end already, to listen would end the stream.
  await Promise.resolve();
  // What somebody has let flow away is gone by then.
  if (isRead(incoming)) throw new TypeError(GONE);
  if (incoming.readableEnded || (isWhole(incoming) && incoming.readableLength === 0))
    return NOTHING;
  if (hasLeft(incoming)) throw new Error(LEFT);
  const chunks: Uint8Array[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const settle = (conclude: () => void): void => {
      for (const [event, listener] of listeners) incoming.off(event, listener);
      conclude();
    };
    const leave = (): void => settle(() => reject(new Error(LEFT)));
    const takeIn = (): void => {
      while (incoming.readableLength > 0 && size <= maxBody) {
        const chunk: Uint8Array = incoming.read(incoming.readableLength);
        chunks.push(chunk);
        size += chunk.length;
      }
      if (size > maxBody) settle(() => resolve(undefined));
      else if (hasLeft(incoming)) leave();
      else if (isWhole(incoming)) settle(() => resolve(putBack(incoming, chunks)));
      else incoming.read(0);
    };
    const listeners: readonly (readonly [string, (error: Error) => void])[] = [
      ["readable", takeIn],
      ["end", () => (hasLeft(incoming) ? leave() : settle(() => resolve(Buffer.concat(chunks))))],
      ["error", (error) => settle(() => reject(error))],
      ["close", leave],
    ];
    for (const [event, listener] of listeners) incoming.on(event, listener);
  });
}

function isRead({ readableDidRead }: Readable): boolean {
  return readableDidRead;
}

// In HTTP/2 a body that is broken off ends like one that is whole; but nobody has answered yet, so its stream is open then.
function hasLeft(incoming: Readable): boolean {
  if ("stream" in incoming && isStream(incoming.stream)) return incoming.stream.closed;
  return incoming.destroyed;
}

// That all has arrived, of streams that know: others end, and cannot be read once more.
function isWhole(incoming: Readable): boolean {
  if ("stream" in incoming && isStream(incoming.stream)) return incoming.stream.readableEnded;
  return "complete" in incoming && incoming.complete === true;
}

function putBack(incoming: Readable, chunks: readonly Uint8Array[]): BodyBytes {
  const body = Buffer.concat(chunks);
  if (body.length > 0) incoming.unshift(body);
  return body;
}

// A proxy's absolute-form target names its own origin; what was signed is behind the public one. node:http
// hands out bytes above ASCII as Latin-1 characters.
function absoluteUrl(origin: string, target: string): string {
  const rest = target.startsWith("/") ? target : target.replace(/^https?:\/\/[^/?#]*/i, "");
  // Anything else, such as `*@evil.example`, would become a part of the authority.
  const path = /^(?:[/?]|$)/.test(rest) ? rest : `/${rest}`;
  if (!/[^\0-\x7f]/.test(path)) return origin + path;
  const escape = (byte: string): string => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`;
  return origin + path.replace(/[^\0-\x7f]/g, escape);
}

// HTTP/2 puts method, scheme, authority and path among them, under names that no header field can have.
function pairs(raw: readonly string[]): [string, string][] {
  const fields: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? "";
    if (!name.startsWith(":")) fields.push([name, raw[at + 1] ?? ""]);
  }
  return fields;
}
