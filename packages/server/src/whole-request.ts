import { isRequest, readBody, type RequestParts, type Verdict } from "@oauth1/core";
import type { Refusal } from "./answer.js";
import { refuse, type RequestPurpose } from "./events.js";
import type { Settings } from "./settings.js";

/**
 * A request with the whole of its body, for what the body says or for a hash of it. One whose body is over `maxBody` bytes is
 * refused, and one whose body breaks off: what has been read of it is not what was signed. Parts are as they were read. Rejects
 * with a TypeError for a body that has been read before.
 *
 * @example
 * const settings = resolveSettings({ origins: ["https://photos.example.net"], maxBody: 6 });
 * const post = (body) => new Request("https://photos.example.net/", { method: "POST", body });
 * const whole = await wholeRequest(settings, "resource", post("<xml/>"));
 * bodyText(whole.request.body); // => "<xml/>"
 * (await wholeRequest(settings, "resource", post("<other/>"))).advice; // => "The body is over 6 bytes."
 */
export async function wholeRequest(
  settings: Settings,
  purpose: RequestPurpose,
  request: Request | RequestParts,
): Promise<Refusal | Extract<Verdict<{ readonly request: RequestParts }>, { ok: true }>> {
  if (!isRequest(request)) return { ok: true, request };
  const { maxBody } = settings;
  const { method, url, headers } = request;
  const body = await readBody(request, maxBody);
  const isWhole = body !== undefined && body.length <= maxBody;
  if (isWhole) return { ok: true, request: { method, url, headers, body } };
  const advice = body ? `The body is over ${maxBody} bytes.` : "The body breaks off.";
  return refuse(settings, { purpose, reason: "parameter_rejected", advice });
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
