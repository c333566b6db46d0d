import type { BaseStringPart } from "./contract.js";

/**
 * Cuts a base string into what it is made of (RFC 5849 section 3.4.1.1). Text that is none is one part.
 *
 * @example
 * baseStringParts("GET&http%3A%2F%2Fa.test%2F&a%3D1").map(({ part }) => part);
 * // => ["method", "separator", "uri", "separator", "parameters"]
 */
export function baseStringParts(baseString: string): readonly BaseStringPart[] {
  const [method = "", uri, parameters] = baseString.split("&");
  if (uri === undefined || parameters === undefined) {
    return [{ part: "parameters", text: baseString }];
  }
  const separator = { part: "separator", text: "&" } as const;
  return [
    { part: "method", text: method },
    separator,
    { part: "uri", text: uri },
    separator,
    { part: "parameters", text: baseString.slice(method.length + uri.length + 2) },
  ];
}
