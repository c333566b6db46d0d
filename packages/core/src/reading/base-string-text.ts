import { decode } from "../percent.js";

/** A parameter as a base string holds it. */
export interface BaseStringParameter {
  /** For display. */
  readonly name: string;
  readonly value: string;
  /** As in the normalized parameters: encoded once. */
  readonly encoded: readonly [name: string, value: string];
  /** As in the base string: encoded twice. */
  readonly text: string;
  /** Where it starts, counted in characters. */
  readonly at: number;
}

/** A base string taken apart, or as far as it is one. */
export type ExplainedBaseString =
  | {
      readonly ok: true;
      readonly method: string;
      readonly uri: string;
      readonly parameters: readonly BaseStringParameter[];
    }
  | {
      readonly ok: false;
      /** The character where the text stops being a base string, counted from 0. */
      readonly at: number;
      readonly problem: string;
      readonly method?: string;
      readonly uri?: string;
    };

/**
 * Splits a base string, anybody's, back into method, URI and parameters (RFC 5849 section 3.4.1.1). Any text has an
 * answer: one that is no base string is told where it stops being one.
 *
 * @example
 * explainBaseString("GET&http%3A%2F%2Fexample.com%2F&a%3Db%2520c");
 * // => { ok: true, method: "GET", uri: "http://example.com/", parameters: [{ name: "a", value: "b c", encoded: ["a", "b%20c"], text: "a%3Db%2520c", at: 32 }] }
 * explainBaseString("GET&http://example.com/&a=b").ok; // => false
 */
export function explainBaseString(text: string): ExplainedBaseString {
  const [method = "", uri, parameters, ...rest] = text.split("&");
  if (!/^[!#$%'*+\-.^_`|~0-9A-Za-z]+$/.test(method))
    return stop(0, "It does not start with a method.");
  const uriAt = method.length + 1;
  if (uri === undefined) return stop(method.length, "There is no & behind the method.", { method });
  const known = { method, uri: decode(uri) };
  const strayUri = strayCharacter(uri);
  if (strayUri >= 0) return stop(uriAt + strayUri, "The URI is not percent-encoded.", { method });
  if (!/^https?:\/\/[^/]/i.test(known.uri)) {
    return stop(uriAt, "What follows the method is not an http or https URI.", { method });
  }
  const at = uriAt + uri.length + 1;
  if (parameters === undefined) return stop(at - 1, "There is no & behind the URI.", known);
  const stray = strayCharacter(parameters);
  if (stray >= 0) return stop(at + stray, "The parameters are not percent-encoded.", known);
  if (rest.length > 0)
    return stop(at + parameters.length, "There is a third &, not encoded.", known);
  return { ok: true, ...known, parameters: splitParameters(parameters, at) };
}

function splitParameters(text: string, start: number): readonly BaseStringParameter[] {
  if (text === "") return [];
  let at = start;
  return text.split(/%26/).map((segment) => {
    const [name = "", ...value] = segment.split(/%3D/i);
    const encoded = [decode(name), decode(value.join("%3D"))] as const;
    const parameter = {
      name: decode(encoded[0]),
      value: decode(encoded[1]),
      encoded,
      text: segment,
      at,
    };
    at += segment.length + "%26".length;
    return parameter;
  });
}

// Encoded text is letters, digits, -._~ and escapes. What a sloppy encoder leaves is let through, so that it can be
// compared: only what shows that nobody has encoded stops the reading.
function strayCharacter(text: string): number {
  return text.search(/[=?#/:\s]|%(?![0-9A-Fa-f]{2})/);
}

function stop(
  at: number,
  problem: string,
  known: { readonly method?: string; readonly uri?: string } = {},
): ExplainedBaseString {
  return { ok: false, at, problem, ...known };
}
