import { UsageError } from "./failure.js";

/**
 * Bytes that are text, without a mark in front. Throws a `UsageError` for UTF-16, which some shells write where what a program
 * says goes into a file.
 *
 * @example
 * textOf(new TextEncoder().encode("\uFEFFGET /"), "The request"); // => "GET /"
 */
export function textOf(bytes: Uint8Array, what: string): string {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString("hex");
  if (mark !== "fffe" && mark !== "feff") return new TextDecoder().decode(bytes);
  throw new UsageError(`${what} is UTF-16: save it as UTF-8.`);
}
