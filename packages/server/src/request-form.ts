import {
  decode,
  formBody,
  isRequest,
  parseForm,
  receivedTarget,
  readBody,
  type RequestParts,
  type VerifyLimits,
} from "@oauth1/core";
import { USUAL_LIMIT } from "./usual-limit.js";

/** The parameters of a request that are the application's own, decoded. */
export type ApplicationParameters = readonly (readonly [name: string, value: string])[];

/**
 * A request as its parts, with the body of a form. What is given as a `Request` stays usable. Rejects with a TypeError for
 * a form that was read before. Of a form over the limit, and over 1 MiB, no more is read than tells so, and `verify` refuses it.
 *
 * @example
 * const body = new URLSearchParams({ scope: "read" });
 * const parts = await requestForm(new Request("https://photos.example.net/", { method: "POST", body }));
 * applicationParameters(parts); // => [["scope", "read"]]
 */
export async function requestForm(
  request: Request | RequestParts,
  { form = 0 }: Partial<VerifyLimits> = {},
): Promise<RequestParts> {
  if (!isRequest(request)) return request;
  demandForm(request);
  const { method, url, headers, bodyUsed } = request;
  const isRead = !bodyUsed && hasForm(request);
  const body = isRead ? await readBody(request, Math.max(form, USUAL_LIMIT)) : undefined;
  // Of a body that breaks off there is nothing: what it said is not signed by its beginning.
  return { method, url, headers, ...(body && { body }) };
}

/**
 * What a request says beside the protocol, in its query and its form. All of it is signed, so it is to be read once the
 * signature is proved.
 *
 * @example
 * applicationParameters({ method: "GET", url: "https://photos.example.net/?scope=read+write&oauth_token=a" });
 * // => [["scope", "read write"]]
 */
export function applicationParameters(request: RequestParts): ApplicationParameters {
  const query = receivedTarget(request.url)?.query ?? "";
  return [...parseForm(query), ...parseForm(formBody(request) ?? "")]
    .map(([name, value]) => [decode(name), decode(value)] as const)
    .filter(([name]) => !name.startsWith("oauth_"));
}

/**
 * Throws a TypeError for a form that was read before: that is no peer's doing, and no store's.
 *
 * @example
 * demandForm(new Request("https://photos.example.net/", { method: "POST", body: new URLSearchParams("a=b") })); // => undefined
 */
export function demandForm(request: Request): void {
  if (request.bodyUsed && hasForm(request)) {
    throw new TypeError("The form has been read already: verify first, and read it then.");
  }
}

function hasForm({ method, url, headers }: Request): boolean {
  return formBody({ method, url, headers, body: "" }) !== undefined;
}
