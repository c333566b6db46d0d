import type { BodyContent, BodyParams } from "./body.js";

/**
 * Whether a value is bytes that a Blob can be made of.
 *
 * @example
 * isBytes(new Uint8Array([1])); // => true
 */
export function isBytes(value: unknown): value is ArrayBuffer | ArrayBufferView<ArrayBuffer> {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

/**
 * A body that reports upload progress, where the platform sends streams over any connection. Elsewhere, as in browsers, which
 * want HTTP/2 for them, a Blob is sent without a word; a stream of the app's own is sent as it is. A Blob that the platform's
 * `fetch` would take for text, such as that of jsdom, is a TypeError when it is to be sent.
 *
 * @example
 * tracked(new Blob(["ab"]), { "content-type": "text/plain" }, undefined).headers; // => { "content-type": "text/plain" }
 */
export function tracked(
  source: Blob | ReadableStream,
  headers: Readonly<Record<string, string>>,
  onProgress: BodyParams["onProgress"],
): Pick<BodyContent, "body" | "headers"> {
  if (onProgress === undefined || !sendsStreams(source instanceof Blob)) {
    return { body: () => sendable(source), headers };
  }
  if (!(source instanceof Blob)) return { body: () => counted(source, { onProgress }), headers };
  const { size: total } = source;
  return {
    body: () => counted(sendable(source).stream(), { total, onProgress }),
    // A stream goes out in chunks, which some providers refuse; this tells its length where the platform lets us.
    headers: { ...headers, "content-length": String(total) },
  };
}

function sendable<T extends Blob | ReadableStream>(source: T): T {
  if (!(source instanceof Blob) || typeof source.stream === "function") return source;
  throw new TypeError(
    "This environment's Blob cannot be sent: where it is a test's, give the test that of the platform.",
  );
}

const PIECE = 65_536;

// Piece by piece, so that what is told is what the platform has asked for.
function counted(
  stream: ReadableStream<Uint8Array>,
  {
    total,
    onProgress,
  }: { readonly total?: number; readonly onProgress: NonNullable<BodyParams["onProgress"]> },
): ReadableStream {
  const reader = stream.getReader();
  let rest = new Uint8Array();
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      if (rest.length === 0) {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          return;
        }
        rest = bytesOf(value);
      }
      const piece = rest.subarray(0, PIECE);
      rest = rest.subarray(PIECE);
      controller.enqueue(piece);
      sent += piece.length;
      await onProgress({ sent, ...(total !== undefined && { total }) });
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

// A stream gives what it likes: of text, an array would be made that is empty, or as long as the number that it says.
function bytesOf(chunk: unknown): Uint8Array<ArrayBuffer> {
  if (typeof chunk === "string") return new TextEncoder().encode(chunk);
  if (ArrayBuffer.isView(chunk)) {
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength).slice();
  }
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  throw new TypeError("The stream of an upload has to give bytes.");
}

// A platform that does not asks for no `duplex`, and turns the stream into text. One that does not let its length be told sends
// it to servers of HTTP/2 only: what is no stream yet must not become one there.
function sendsStreams(hasLength: boolean): boolean {
  const asked = { duplex: false };
  const init = {
    method: "POST",
    body: new ReadableStream(),
    headers: { "content-length": "0" },
    get duplex() {
      asked.duplex = true;
      return "half";
    },
  };
  const { headers } = new Request("https://stream.invalid", init);
  const isStream = asked.duplex && !headers.has("content-type");
  return isStream && (!hasLength || headers.has("content-length"));
}
