import {
  decode,
  headerValues,
  parseAuthorization,
  parseForm,
  receivedTarget,
  type RequestParts,
} from "@oauth1/core";

/** What a signed request says of itself, as far as it takes to find the keys. */
export interface Claims {
  readonly method: string | undefined;
  readonly hasToken: boolean;
}

/**
 * Reads what a signed request claims: in its header, its query or its body. Whether that is so, a signature shows.
 *
 * @example
 * claimsOf({ method: "GET", url: "https://example.com/?oauth_signature_method=PLAINTEXT" });
 * // => { method: "PLAINTEXT", hasToken: false }
 */
export function claimsOf({ url, headers, body }: RequestParts): Claims {
  const header = parseAuthorization(headerValues(headers, "authorization")[0] ?? "");
  const pairs = [
    ...(header?.ok === true ? header.parameters : []),
    ...parseForm(receivedTarget(url)?.query ?? ""),
    ...parseForm(body instanceof Uint8Array ? new TextDecoder().decode(body) : textIn(body)),
  ];
  const value = (name: string): string | undefined => {
    const found = pairs.find(([given]) => decode(given) === name)?.[1];
    return found === undefined ? undefined : decode(found);
  };
  // Typographic quotes are for whoever takes the header apart to refuse, with a better message than one of the method.
  const method = value("oauth_signature_method")?.replace(/[\u2018-\u201F]/g, "");
  return { method, hasToken: (value("oauth_token") ?? "") !== "" };
}

function textIn(body: RequestParts["body"]): string {
  return typeof body === "string" ? body : "";
}
