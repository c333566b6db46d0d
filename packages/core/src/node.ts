import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestParts } from "./request.js";

/** How to read a request from node:http. */
export interface ReadOptions {
  /** Scheme and authority that the request was sent to, such as `https://api.example.com`. */
  readonly origin: string;
  /** The most bytes of a body that are read; 1 MiB by default. */
  readonly maxBody?: number;
}

/**
 * Reads a request from node:http as parts, target and body byte for byte. `undefined` when the body is larger than
 * allowed: what was not read yet is left alone, so answer with `connection: close`.
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
  incoming: Pick<IncomingMessage, "iterator" | "method" | "rawHeaders" | "url">,
  { origin, maxBody = 2 ** 20 }: ReadOptions,
): Promise<RequestParts | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBody) return undefined;
    chunks.push(chunk);
  }
  return {
    method: incoming.method ?? "GET",
    url: absoluteUrl(origin, incoming.url ?? "/"),
    headers: pairs(incoming.rawHeaders),
    ...(size === 0 ? {} : { body: Buffer.concat(chunks) }),
  };
}

/**
 * Writes a `Response` to node:http, repeated headers such as `Set-Cookie` included.
 *
 * @example
 * import { once } from "node:events";
 * import { createServer } from "node:http";
 * const server = createServer((_incoming, outgoing) => writeResponse(new Response("ok"), outgoing)).listen(0);
 * await once(server, "listening");
 * const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
 * await answer.text(); // => "ok"
 * server.close();
 */
export async function writeResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie") outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}

// A proxy's absolute-form target names its own origin; what was signed is behind the public one. node:http
// hands out bytes above ASCII as Latin-1 characters.
function absoluteUrl(origin: string, target: string): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, "");
  const ascii = path.replace(
    /[^\0-\x7f]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${origin}${ascii}`;
}

function pairs(raw: readonly string[]): [string, string][] {
  const fields: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) fields.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  return fields;
}
