import type { Brand } from "./brand.js";
import { encodeWire, type Encoded } from "./percent.js";

/** One parameter: its name and its value, both percent-encoded. */
export type Parameter = readonly [name: Encoded, value: Encoded];

/** Parameters in the order they were found. Names may repeat; order and duplicates are part of the data. */
export type Parameters = readonly Parameter[];

/** All parameters of a request, sorted and joined as RFC 5849 section 3.4.1.3.2 says. */
export type NormalizedParameters = Brand<string, "NormalizedParameters">;

/**
 * Reads a query or a form body (RFC 5849 section 3.4.1.3.1): `+` is a space, empty segments are dropped,
 * and `a` is the same pair as `a=`. Any text has an answer.
 *
 * @example
 * parseForm("c2&a3=2+q&&b5=%3d"); // => [["c2", ""], ["a3", "2%20q"], ["b5", "%3D"]]
 */
export function parseForm(text: string): Parameters {
  const wire = text.includes("+") ? text.replaceAll("+", "%20") : text;
  const parameters: Parameter[] = [];
  for (const segment of wire.split("&")) {
    if (segment !== "") parameters.push(parseSegment(segment));
  }
  return parameters;
}

/**
 * Writes parameters as a query or a form body. A space is written as `%20`, never as `+`.
 *
 * @example
 * formatForm(parseForm("a3=2+q&c2")); // => "a3=2%20q&c2="
 */
export function formatForm(parameters: Parameters): string {
  return parameters.map(([name, value]) => `${name}=${value}`).join("&");
}

/**
 * Sorts the encoded parameters by name and then by value, byte by byte, and joins them
 * (RFC 5849 section 3.4.1.3.2). Encoding comes first: `%5B` sorts before `B`, although `[` does not.
 *
 * @example
 * normalize(parseForm("z=1&a=x%21y&a=x+y")); // => "a=x%20y&a=x%21y&z=1"
 */
export function normalize(parameters: Parameters): NormalizedParameters {
  return formatForm([...parameters].sort(byNameThenValue)) as NormalizedParameters;
}

function parseSegment(segment: string): Parameter {
  const equals = segment.indexOf("=");
  return equals < 0
    ? [encodeWire(segment), encodeWire("")]
    : [encodeWire(segment.slice(0, equals)), encodeWire(segment.slice(equals + 1))];
}

// Encoded text is ASCII, so comparing UTF-16 units compares bytes.
function byNameThenValue(a: Parameter, b: Parameter): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  if (a[1] !== b[1]) return a[1] < b[1] ? -1 : 1;
  return 0;
}
