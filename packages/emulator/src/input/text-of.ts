import type { BodyContent } from "@oauth1/core";
import { InputError } from "./input-error.js";

/** A body as text. Throws an `InputError` for bytes, which no text can carry. */
export function textOf(body: BodyContent): string {
  if (!(body instanceof Uint8Array)) return String(body);
  throw new InputError(
    "The body has bytes that are no text, so it cannot be written as part of one: take the header alone, and send the file with it.",
  );
}
