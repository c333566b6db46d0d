import { digest } from "#crypto";
import type { HashName } from "./crypto/platform.js";

/**
 * The hash of text (as UTF-8) in base64: at once on Node.js, Bun and Deno, as a promise elsewhere. `await` takes both.
 *
 * @example
 * await hashText("SHA-1", "Hello World!"); // => "Lve95gjOVATpfV8EL5X4nxwjKHE="
 */
export function hashText(hash: HashName, text: string): string | Promise<string> {
  return digest(hash, text);
}
