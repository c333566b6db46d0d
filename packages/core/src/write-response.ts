import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import type { Writable } from "node:stream";

/** The response that goes with a `NodeRequest`. */
export type NodeResponse = ServerResponse | Http2ServerResponse;

/**
 * Writes a `Response` to node:http or node:http2, repeated headers such as `Set-Cookie` included; what one of `fetch` says
 * about the connection that it came by is left out where it would be wrong. A body that is there as a whole goes out with its
 * length, any other as it comes, no faster than the peer takes it; where the peer goes away the body is cancelled. Rejects
 * where the body fails: before anything was written, so that something else can be answered, or else with the connection cut.
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
export async function writeResponse(response: Response, outgoing: NodeResponse): Promise<void> {
  if (response.bodyUsed) throw new TypeError("The body of this response has been read already.");
  const reader: Reader | undefined = response.body?.getReader();
  if (reader === undefined) {
    writeHead(response, outgoing);
    outgoing.end();
    return;
  }
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  if (isGone(outgoing)) return cancel();
  outgoing.once("close", cancel);
  try {
    await writeBody(response, reader, outgoing);
  } catch (error) {
    if (outgoing.headersSent) cut(outgoing);
    throw error;
  } finally {
    outgoing.off("close", cancel);
    cancel();
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

// The first bytes are waited for before anything is written.
async function writeBody(
  response: Response,
  reader: Reader,
  outgoing: NodeResponse,
): Promise<void> {
  const first = await reader.read();
  const next = reader.read();
  const second = await Promise.race([next, endOfTurn()]);
  const isWhole = second?.done === true;
  if (outgoing.req.method === "HEAD") {
    writeHead(response, outgoing);
    outgoing.end();
    return;
  }
  const chunk = first.value ?? new Uint8Array();
  const sink: Writable = outgoing;
  writeHead(response, outgoing, isWhole ? chunk.length : undefined);
  if (isWhole) return void sink.end(chunk);
  await write(outgoing, chunk);
  for (let result = await next; !result.done; result = await reader.read()) {
    await write(outgoing, result.value);
  }
  sink.end();
}

// The length that a response states may be that of other bytes, as where `fetch` has decompressed them. Where there is no
// body, only an answer to HEAD and a 304 may state one (RFC 9110 section 8.6): others would be waited for. How its pieces are
// told apart, and what comes behind them, is for node:http to say: beside a length it makes peers refuse the answer.
function writeHead({ status, headers }: Response, outgoing: NodeResponse, length?: number): void {
  outgoing.statusCode = status;
  const isStated = status === 304 || (outgoing.req.method === "HEAD" && status !== 204);
  for (const [name, value] of headers) {
    if (name === "set-cookie" || (name === "content-length" && !isStated)) continue;
    if (OF_PIECES.test(name) || ("stream" in outgoing && OF_HTTP_1.test(name))) continue;
    outgoing.setHeader(name, value);
  }
  if (length !== undefined) outgoing.setHeader("content-length", length);
  // Middleware may have set cookies of its own before.
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) outgoing.appendHeader("set-cookie", cookies);
}

// node:http throws for trailers that are announced where there is a length.
const OF_PIECES = /^(?:trailer|transfer-encoding)$/;

// node:http2 throws for the fields of a connection (RFC 9113 section 8.2.2).
const OF_HTTP_1 = /^(?:connection|http2-settings|keep-alive|proxy-connection|te|upgrade)$/;

// A peer that goes away cancels the body, which ends it.
async function write(outgoing: NodeResponse, chunk: Uint8Array): Promise<void> {
  const sink: Writable = outgoing;
  if (chunk.length === 0 || isGone(outgoing) || sink.write(chunk)) return;
  await new Promise<void>((resolve) => {
    const settle = (): void => {
      sink.off("drain", settle).off("close", settle);
      resolve();
    };
    sink.on("drain", settle).on("close", settle);
  });
}

function isGone(outgoing: NodeResponse): boolean {
  return "stream" in outgoing ? outgoing.stream.destroyed : outgoing.destroyed;
}

// So that nobody takes what has gone out for all of it.
function cut(outgoing: NodeResponse): void {
  if ("stream" in outgoing) outgoing.stream.close(HTTP2_INTERNAL_ERROR);
  else outgoing.destroy();
}

const HTTP2_INTERNAL_ERROR = 2;

function endOfTurn(): Promise<undefined> {
  return new Promise((resolve) => {
    atEndOfTurn(() => resolve(undefined));
  });
}

// Kept from here on, because tests put clocks of their own in the place of the platform's.
const atEndOfTurn = globalThis.setImmediate;
