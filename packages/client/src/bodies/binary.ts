import type { BodyContent, OperationBody } from "../body.js";
import { isBytes, tracked } from "../upload.js";

/**
 * One parameter that is the whole body: a Blob or File, bytes, a stream, or text. The content type is the given one, or a
 * Blob's own, or `application/octet-stream`. A stream is sent once and never again. The call throws a TypeError for anything
 * else, and without it.
 *
 * @example
 * const body = binaryBody("photo", "image/png");
 * body.write({ value: () => new Uint8Array([1, 2]), pairs: () => [] }).headers; // => { "content-type": "image/png" }
 */
export function binaryBody(param: string, contentType?: string): OperationBody {
  return {
    fields: [param],
    write({ value, onProgress }) {
      const given = value(param);
      const isStream = given instanceof ReadableStream;
      const source = isStream ? given : blobOf(param, given);
      const type = contentType ?? (source instanceof Blob && source.type);
      const headers = { "content-type": type || "application/octet-stream" };
      return { ...tracked(source, headers, onProgress), isOnce: isStream } satisfies BodyContent;
    },
  };
}

function blobOf(param: string, given: unknown): Blob {
  if (given instanceof Blob) return given;
  if (typeof given === "string" || isBytes(given)) return new Blob([given]);
  throw new TypeError(`The parameter ${param} has to be a Blob, bytes, a stream, or text.`);
}
