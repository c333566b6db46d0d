/**
 * A text as a piece of a regular expression that matches this text alone.
 *
 * @example
 * new RegExp(`^${escaped("a.b[]")}$`).test("a.b[]"); // => true
 * new RegExp(`^${escaped("a.b")}$`).test("aXb"); // => false
 */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
