import type { Brand } from "./brand.js";
import { encodeEquals, encodeForm, type Encoded } from "./percent.js";

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
  if (text === "") return [];
  const wire = encodeForm(text.includes("+") ? text.replaceAll("+", "%20") : text);
  const parameters: Parameter[] = [];
  for (const pair of wire.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const end = equals < 0 ? pair.length : equals;
    parameters.push([encodeEquals(pair.slice(0, end)), encodeEquals(pair.slice(end + 1))]);
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
  let separator = "";
  for (const [name, value] of parameters) {
    text = text + separator + name + "=" + value;
    separator = "&";
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
 * The first half of `normalize`, which is all that a base string needs, for parameters from several places.
 *
 * @example
 * sort(parseForm("z=1&a"), parseForm("n=v")); // => [["a", ""], ["n", "v"], ["z", "1"]]
 */
export function sort(...sources: readonly Parameters[]): SortedParameters {
  const sorted: Parameters = insertionSort(sources);
  return sorted as SortedParameters;
}

// Requests have a handful of parameters, those of the protocol in order already: there insertion is the fastest.
const FEW = 50;

function insertionSort(sources: readonly Parameters[]): Parameters {
  const sorted: Parameter[] = [];
  for (const parameters of sources) {
    for (const parameter of parameters) {
      let at = sorted.length;
      if (at === FEW) return sources.flat().sort(byNameThenValue);
      for (; at > 0; at -= 1) {
        const before = sorted[at - 1];
        if (before === undefined || !precedes(parameter, before)) break;
        sorted[at] = before;
      }
      sorted[at] = parameter;
    }
  }
  return sorted;
}

// Encoded text is ASCII, so comparing UTF-16 units compares bytes.
function precedes(a: Parameter, b: Parameter): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

function byNameThenValue(a: Parameter, b: Parameter): number {
  return precedes(a, b) ? -1 : Number(precedes(b, a));
}
