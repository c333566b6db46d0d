import { decode, headerValues, parseForm, receivedTarget, type RequestParts } from "@oauth1/core";

/** The parameters of a request that are the application's own, decoded. */
export type ApplicationParameters = readonly (readonly [name: string, value: string])[];

/**
 * A request as its parts, with the body of a form. What is given as a `Request` stays usable.
 *
 * @example
 * const body = new URLSearchParams({ scope: "read" });
 * const parts = await requestForm(new Request("https://photos.example.net/", { method: "POST", body }));
 * applicationParameters(parts); // => [["scope", "read"]]
 */
export async function requestForm(request: Request | RequestParts): Promise<RequestParts> {
  if (!(request instanceof Request)) return request;
  const { method, url, headers } = request;
  if (!isForm({ headers })) return { method, url, headers };
  const copy = request.clone();
  // Of a body that breaks off there is nothing: what it said is not signed by its beginning.
  const body = await copy.text().catch(() => "");
  return { method, url, headers, body };
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
  const form = isForm(request) ? bodyText(request.body) : "";
  const query = receivedTarget(request.url)?.query ?? "";
  return [...parseForm(query), ...parseForm(form)]
    .map(([name, value]) => [decode(name), decode(value)] as const)
    .filter(([name]) => !name.startsWith("oauth_"));
}

// As `verify` sees it: what is signed is what is read.
function isForm({ headers, body }: Pick<RequestParts, "body" | "headers">): boolean {
  const [type] = headerValues(headers, "content-type");
  if (type === undefined) return body instanceof URLSearchParams;
  return /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type);
}

/**
 * The body of a form as text.
 *
 * @example
 * bodyText(new TextEncoder().encode("a=1")); // => "a=1"
 */
export function bodyText(body: RequestParts["body"]): string {
  if (typeof body === "string") return body;
  if (body instanceof URLSearchParams) return body.toString();
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body))
    return new TextDecoder().decode(body);
  return "";
}
