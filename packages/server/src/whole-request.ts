import { isRequest, type BodyContent, type RequestParts } from "@oauth1/core";

/** The most bytes of a body, where nobody says another number: 1 MiB. */
export const USUAL_LIMIT: number = 2 ** 20;

/**
 * A request with the whole of its body, for what the body says or for a hash of it. A body that is longer than 1 MiB is cut
 * there, and one that breaks off is none: neither is what was signed. Rejects with a TypeError where it has been read before.
 *
 * @example
 * const request = new Request("https://photos.example.net/", { method: "POST", body: "<xml/>" });
 * bodyText((await wholeRequest(request)).body); // => "<xml/>"
 */
export async function wholeRequest(request: Request | RequestParts): Promise<RequestParts> {
  if (!isRequest(request)) return request;
  const { method, url, headers } = request;
  return { method, url, headers, body: (await readBody(request)) ?? null };
}

/**
 * The text of a body that is text or bytes; of anything else there is none.
 *
 * @example
 * bodyText(new TextEncoder().encode("a=b")); // => "a=b"
 */
export function bodyText(body: RequestParts["body"]): string {
  if (typeof body === "string") return body;
  const isBytes = body instanceof ArrayBuffer || ArrayBuffer.isView(body);
  return isBytes ? new TextDecoder().decode(body) : "";
}

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
  maxBody: number = USUAL_LIMIT,
): Promise<(BodyContent & Uint8Array) | undefined> {
  if (request.bodyUsed) throw new TypeError(GONE);
  if (request.body === null) return new Uint8Array();
  const reader = request.clone().body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    while (size <= maxBody) {
      const read = await reader?.read();
      if (read?.value === undefined) return joined(chunks, size);
      chunks.push(read.value);
      size += read.value.length;
    }
  } catch {
    return undefined;
  }
  await Promise.all([reader?.cancel(), request.body.cancel()]);
  return joined(chunks, size);
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
