import type { BodyContent, Progress } from "./body.js";

/**
 * Whether a value is bytes that a Blob can be made of.
 *
 * @example
 * isBytes(new Uint8Array([1])); // => true
 */
export function isBytes(value: unknown): value is ArrayBuffer | Uint8Array<ArrayBuffer> {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

/**
 * A body whose way out is told to the app, where the platform sends streams. Elsewhere it is sent without a word.
 *
 * @example
 * tracked(new Blob(["ab"]), { "content-type": "text/plain" }, undefined).headers; // => { "content-type": "text/plain" }
 */
export function tracked(
  source: Blob | ReadableStream,
  headers: Readonly<Record<string, string>>,
  onProgress: ((progress: Progress) => void) | undefined,
): Pick<BodyContent, "body" | "headers"> {
  if (onProgress === undefined || !sendsStreams()) return { body: () => source, headers };
  if (!(source instanceof Blob)) return { body: () => counted(source, { onProgress }), headers };
  const { size: total } = source;
  return {
    body: () => counted(source.stream(), { total, onProgress }),
    // A stream goes out in chunks, which some providers refuse; this tells its length where the platform lets us.
    headers: { ...headers, "content-length": String(total) },
  };
}

const PIECE = 2 ** 16;

// Piece by piece, so that what is told is what the platform has asked for.
function counted(
  stream: ReadableStream<Uint8Array>,
  {
    total,
    onProgress,
  }: { readonly total?: number; readonly onProgress: (progress: Progress) => void },
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
        rest = new Uint8Array(value);
      }
      const piece = rest.subarray(0, PIECE);
      rest = rest.subarray(PIECE);
      controller.enqueue(piece);
      sent += piece.length;
      onProgress({ sent, ...(total !== undefined && { total }) });
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

// A platform that does not asks for no `duplex`, and turns the stream into text.
function sendsStreams(): boolean {
  const asked = { duplex: false };
  const init = {
    method: "POST",
    body: new ReadableStream(),
    get duplex() {
      asked.duplex = true;
      return "half";
    },
  };
  const { headers } = new Request("https://stream.invalid", init);
  return asked.duplex && !headers.has("content-type");
}
