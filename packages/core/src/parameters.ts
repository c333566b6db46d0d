import type { Brand } from "./brand.js";
import { wireEncoder, type Encoded } from "./percent.js";

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
  const encodePiece = wireEncoder(wire);
  const parameters: Parameter[] = [];
  let equals = -1;
  for (let start = 0; start < wire.length;) {
    const ampersand = wire.indexOf("&", start);
    const end = ampersand < 0 ? wire.length : ampersand;
    // Looked for only once it is behind us, so that segments without one do not make this quadratic.
    if (equals < start) equals = positionOf("=", wire, start);
    if (end > start) {
      const middle = Math.min(equals, end);
      const value = wire.slice(Math.min(middle + 1, end), end);
      parameters.push([encodePiece(wire.slice(start, middle)), encodePiece(value)]);
    }
    start = end + 1;
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
  let text = "";
  for (const [name, value] of parameters)
    text += text === "" ? `${name}=${value}` : `&${name}=${value}`;
  return text;
}

/**
 * Sorts the encoded parameters by name and then by value, byte by byte, and joins them
 * (RFC 5849 section 3.4.1.3.2). Encoding comes first: `%5B` sorts before `B`, although `[` does not.
 *
 * @example
 * normalize(parseForm("z=1&a=x%21y&a=x+y")); // => "a=x%20y&a=x%21y&z=1"
 */
export function normalize(parameters: Parameters): NormalizedParameters {
  return formatForm(sorted(parameters)) as NormalizedParameters;
}

function positionOf(character: string, text: string, start: number): number {
  const at = text.indexOf(character, start);
  return at < 0 ? text.length : at;
}

// Requests have a handful of parameters, those of the protocol in order already: there insertion is the fastest.
const FEW = 50;

function sorted(parameters: Parameters): Parameters {
  if (parameters.length > FEW) return parameters.slice().sort(byNameThenValue);
  const list: Parameter[] = [];
  for (const parameter of parameters) {
    let at = list.length;
    for (
      let before = list[at - 1];
      before !== undefined && precedes(parameter, before);
      before = list[at - 1]
    ) {
      list[at] = before;
      at -= 1;
    }
    list[at] = parameter;
  }
  return list;
}

// Encoded text is ASCII, so comparing UTF-16 units compares bytes.
function precedes(a: Parameter, b: Parameter): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

function byNameThenValue(a: Parameter, b: Parameter): number {
  return precedes(a, b) ? -1 : Number(precedes(b, a));
}
