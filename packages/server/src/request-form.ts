import {
  decode,
  formBody,
  isRequest,
  parseForm,
  receivedTarget,
  requestParts,
  type RequestParts,
} from "@oauth1/core";

/** The parameters of a request that are the application's own, decoded. */
export type ApplicationParameters = readonly (readonly [name: string, value: string])[];

/**
 * A request as its parts, with the body of a form. What is given as a `Request` stays usable. Rejects with a TypeError for
 * a form that was read before.
 *
 * @example
 * const body = new URLSearchParams({ scope: "read" });
 * const parts = await requestForm(new Request("https://photos.example.net/", { method: "POST", body }));
 * applicationParameters(parts); // => [["scope", "read"]]
 */
export async function requestForm(request: Request | RequestParts): Promise<RequestParts> {
  if (!isRequest(request)) return request;
  demandForm(request);
  const { method, url, headers, bodyUsed } = request;
  if (bodyUsed) return { method, url, headers };
  // Of a body that breaks off there is nothing: what it said is not signed by its beginning.
  return requestParts(request.clone(), "form").catch(() => ({ method, url, headers }));
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
 * Whether the body of a request breaks off, for when reading it may be what has failed. One that has not come yet is not
 * waited for. Rejects with a TypeError for a form that was read before: that is no peer's doing.
 *
 * @example
 * const body = new URLSearchParams({ scope: "read" });
 * await bodyFails(new Request("https://photos.example.net/", { method: "POST", body })); // => false
 */
export async function bodyFails(request: Request): Promise<boolean> {
  demandForm(request);
  if (request.bodyUsed || request.body?.locked === true) return false;
  const closed = request.clone().body?.getReader().closed;
  const failed = closed?.then(
    () => false,
    () => true,
  );
  const later = new Promise<boolean>((resolve) => setTimeout(resolve, 0, false));
  return Promise.race([later, failed ?? later]);
}

function demandForm({ method, url, headers, bodyUsed }: Request): void {
  if (bodyUsed && formBody({ method, url, headers, body: "" }) !== undefined) {
    throw new TypeError("The form has been read already: verify first, and read it then.");
  }
}
