import type { Brand } from "./brand.js";
import { parseForm, sort, type NormalizedParameters, type SortedParameters } from "./parameters.js";
import { alreadyEncoded, encode, encodeAgain, type Encoded } from "./percent.js";
import type { Target } from "./request.js";

/** Scheme, authority and path of the request, as RFC 5849 section 3.4.1.2 says: no query, no default port. */
export type BaseStringUri = Brand<string, "BaseStringUri">;

/** What is signed: method, URI and parameters, joined by `&` (RFC 5849 section 3.4.1.1). */
export type BaseString = Brand<string, "BaseString">;

/**
 * The URI that takes part in the signature (RFC 5849 section 3.4.1.2).
 *
 * @example
 * baseStringUri(sentTarget("HTTP://EXAMPLE.COM:80/r%20v/X?id=123")); // => "http://example.com/r%20v/X"
 */
export function baseStringUri(target: Target): BaseStringUri {
  return `${target.scheme}://${target.host}${target.path}` as BaseStringUri;
}

/**
 * The same, encoded as the base string has it. Piece by piece, because most hosts need no encoding.
 *
 * @example
 * encodedUri(sentTarget("http://example.com/?n=v")); // => "http%3A%2F%2Fexample.com%2F"
 */
export function encodedUri({ scheme, host, path }: Target): Encoded {
  return alreadyEncoded(scheme + "%3A%2F%2F" + encode(host) + encode(path));
}

/**
 * The signature base string (RFC 5849 section 3.4.1.1). The method is written in upper case.
 *
 * @example
 * const target = sentTarget("http://example.com/?n=v");
 * baseString("get", baseStringUri(target), normalize(parseForm(target.query)));
 * // => "GET&http%3A%2F%2Fexample.com%2F&n%3Dv"
 */
export function baseString(
  method: string,
  uri: BaseStringUri,
  parameters: NormalizedParameters,
): BaseString {
  return sortedBaseString(method, encode(uri), sort(parseForm(parameters)));
}

/**
 * The same from parameters that are not joined yet, as the pipeline has them.
 *
 * @example
 * const target = sentTarget("http://example.com/?n=v");
 * sortedBaseString("get", encodedUri(target), sort(parseForm(target.query)));
 * // => "GET&http%3A%2F%2Fexample.com%2F&n%3Dv"
 */
export function sortedBaseString(
  method: string,
  uri: Encoded,
  parameters: SortedParameters,
): BaseString {
  let text = encode(method.toUpperCase()) + "&" + uri + "&";
  let before = "";
  for (const [name, value] of parameters) {
    text += before;
    text += encodeAgain(name);
    text += "%3D";
    text += encodeAgain(value);
    before = "%26";
  }
  return claimedBaseString(text);
}

/**
 * Takes text for a base string because somebody has signed it as one, right or wrong: for `diagnose`, and not exported by
 * the package.
 *
 * @example
 * claimedBaseString("GET&http://example.com/&n=v"); // => "GET&http://example.com/&n=v"
 */
export function claimedBaseString(text: string): BaseString {
  return text as BaseString;
}
