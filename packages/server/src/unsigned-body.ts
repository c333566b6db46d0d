import { formBody, headerValues, type RequestParts } from "@oauth1/core";

/** What becomes of a body that no signature covers. */
export interface GuardOptions {
  /**
   * Whether a body that nobody has signed, because it is no form and comes without `oauth_body_hash`, is read before the request is
   * verified; `read` by default. With `stream` it stays where it is, whatever its size, for the handler to read once the
   * request is verified, and is no part of what was verified.
   */
  readonly unsignedBody?: "read" | "stream";
}

/**
 * Whether no signature covers the body of a request, by what the request says before it.
 *
 * @example
 * const url = "https://photos.example.net/photos";
 * isUnsigned({ url, headers: { "content-type": "video/mp4" } }); // => true
 * isUnsigned({ url: `${url}?oauth_body_hash=MjQ` }); // => false
 * isUnsigned({ url, headers: { "content-type": "application/x-www-form-urlencoded" } }); // => false
 */
export function isUnsigned({ url, headers = [] }: Pick<RequestParts, "headers" | "url">): boolean {
  if (formBody({ method: "POST", url, headers, body: "" }) !== undefined) return false;
  // What is spelled otherwise is found by `verify`, which refuses a hash of what it cannot read.
  return ![url, ...headerValues(headers, "authorization")].some((text) => text.includes(HASH));
}

const HASH = "oauth_body_hash";

/**
 * Whether bodies that nobody has signed are left unread. Throws a TypeError for options that cannot be meant.
 *
 * @example
 * leavesUnsigned({ unsignedBody: "stream" }); // => true
 * leavesUnsigned({}); // => false
 */
export function leavesUnsigned({ unsignedBody = "read" }: GuardOptions): boolean {
  const choices: readonly string[] = ["read", "stream"];
  if (choices.includes(unsignedBody)) return unsignedBody === "stream";
  throw new TypeError(
    `unsignedBody is ${unsignedBody}: it has to be one of ${choices.join(", ")}.`,
  );
}

/**
 * A request as it is verified where its body is left: there is one, so that a hash may be demanded of it, and it cannot be read.
 *
 * @example
 * const request = withUnreadBody({ method: "PUT", url: "https://photos.example.net/" });
 * await new Response(request.body).text().catch(({ message }) => message); // => "The body is left unread: see unsignedBody."
 */
export function withUnreadBody(request: RequestParts): RequestParts {
  const pull = (body: ReadableStreamDefaultController): void =>
    body.error(new TypeError("The body is left unread: see unsignedBody."));
  return { ...request, body: new ReadableStream({ pull }) };
}
