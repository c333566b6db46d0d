import type { Brand } from "./brand.js";
import { alreadyEncoded, encodeEquals, encodeForm, type Encoded } from "./percent.js";

/** One parameter: its name and its value, both percent-encoded. */
export type Parameter = readonly [name: Encoded, value: Encoded];

/** Parameters in the order they were found. Names may repeat; order and duplicates are part of the data. */
export type Parameters = readonly Parameter[];

/** The parameters of a request in the order in which they are signed. */
export type SortedParameters = Brand<Parameters, "SortedParameters">;

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
  const parameters: Parameter[] = [];
  if (text === "") return parameters;
  const wire = encodeForm(text.includes("+") ? text.replaceAll("+", "%20") : text);
  let equals = -1;
  let end = -1;
  for (let start = 0; start < wire.length; start = end + 1) {
    end = indexOrEnd(wire, "&", start);
    if (equals < start) equals = indexOrEnd(wire, "=", start);
    if (end === start) continue;
    const name = alreadyEncoded(wire.slice(start, Math.min(equals, end)));
    parameters.push([name, encodeEquals(wire.slice(start + name.length + 1, end))]);
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
  return joinParameters(parameters, "=", "&");
}

/**
 * Writes names and values, and what stands within and between pairs.
 *
 * @example
 * joinParameters(parseForm("z=1&a"), ": ", ", "); // => "z: 1, a: "
 */
export function joinParameters(parameters: Parameters, within: string, between: string): string {
  let text = "";
  let before = "";
  // One piece after the other: the engine puts that together faster than pairs.
  for (const [name, value] of parameters) {
    text += before;
    text += name;
    text += within;
    text += value;
    before = between;
  }
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
  return joined(sort(parameters));
}

/**
 * The second half of `normalize`.
 *
 * @example
 * joined(sort(parseForm("z=1&a"))); // => "a=&z=1"
 */
export function joined(parameters: SortedParameters): NormalizedParameters {
  return formatForm(parameters) as NormalizedParameters;
}

/**
 * The first half of `normalize`, which is all that a base string needs.
 *
 * @example
 * sort(parseForm("z=1&a&n=v")); // => [["a", ""], ["n", "v"], ["z", "1"]]
 */
export function sort(parameters: Parameters): SortedParameters {
  const sorted: Parameters =
    parameters.length > FEW ? parameters.toSorted(byNameThenValue) : insertionSort(parameters);
  return sorted as SortedParameters;
}

function indexOrEnd(text: string, character: string, start: number): number {
  const index = text.indexOf(character, start);
  return index < 0 ? text.length : index;
}

// Requests have a handful of parameters, those of the protocol in order already: there insertion is the fastest.
const FEW = 50;

function insertionSort(parameters: Parameters): Parameters {
  const sorted: Parameter[] = [];
  for (const parameter of parameters) {
    let at = sorted.length;
    for (; at > 0; at -= 1) {
      const before = sorted[at - 1];
      if (before === undefined || !precedes(parameter, before)) break;
      sorted[at] = before;
    }
    sorted[at] = parameter;
  }
  return sorted;
}

// Encoded text is ASCII, so comparing UTF-16 units compares bytes. Most names differ in their first letter already, and text
// that was cut from another is slow to compare as a whole.
function precedes(a: Parameter, b: Parameter): boolean {
  const difference = a[0].charCodeAt(0) - b[0].charCodeAt(0);
  if (difference) return difference < 0;
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

function byNameThenValue(a: Parameter, b: Parameter): number {
  return precedes(a, b) ? -1 : Number(precedes(b, a));
}
