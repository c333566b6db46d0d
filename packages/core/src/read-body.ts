import { isForm, mayHaveBody, type BodyContent, type RequestParts } from "./request.js";

/**
 * The bytes of a request's body, from a copy: its own is for the application. Of one that is longer than `maxBody` bytes, a
 * bit more than that is read, and the rest is given up; of one that breaks off there is nothing. Rejects with a TypeError
 * where it has been read before.
 *
 * @example
 * const request = new Request("https://photos.example.net/", { method: "POST", body: "a=b" });
 * String(await readBody(request, 3)); // => "97,61,98"
 * await request.text(); // => "a=b"
 */
export async function readBody(
  request: Request,
  maxBody: number,
): Promise<(BodyContent & Uint8Array) | undefined> {
  if (request.bodyUsed) throw new TypeError(GONE);
  if (request.body === null) return new Uint8Array();
  const copy = request.clone();
  const reader = copy.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // Not every browser has the body as a stream.
    if (reader === undefined) return new Uint8Array(await copy.arrayBuffer());
    while (size <= maxBody) {
      const { value } = await reader.read();
      if (value === undefined) return joined(chunks, size);
      chunks.push(value);
      size += value.length;
    }
    // Half of what was copied ends only with the other half.
    await Promise.all([reader.cancel(), request.body.cancel()]);
    return joined(chunks, size);
  } catch {
    return undefined;
  }
}

/**
 * The parts of a `Request` as `requestParts` makes them, but of its form no more than `readBody` reads. `undefined` for a
 * form that breaks off.
 *
 * @example
 * const body = new URLSearchParams({ a: "b" });
 * const parts = await readForm(new Request("https://example.com/", { method: "POST", body }), 3);
 * String(parts.body); // => "97,61,98"
 */
export async function readForm(
  request: Request,
  maxForm: number,
): Promise<RequestParts | undefined> {
  const { method, url, headers } = request;
  if (!mayHaveBody(request) || !isForm(request)) return { method, url, headers };
  const body = await readBody(request, maxForm);
  return body && { method, url, headers, body };
}

const GONE =
  "The body has been read already, and a signature covers its bytes: verify first, and read then.";

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
