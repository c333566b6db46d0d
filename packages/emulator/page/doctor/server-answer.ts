import { decode, encodeWire } from "@oauth1/core";

/**
 * The base string in what a server has answered: as it is, as a value of a form or of a WWW-Authenticate header, or in JSON
 * or HTML; `undefined` where there is none.
 */
export function baseStringIn(answer: string): string | undefined {
  const text = answer.replaceAll(/\\u0026|&amp;/gi, "&");
  const plain = PLAIN.exec(text)?.[0];
  if (plain !== undefined) return plain;
  const encoded = ENCODED.exec(text)?.[0];
  return encoded === undefined ? undefined : decode(encodeWire(encoded));
}

const PLAIN = /\b[A-Z]{3,10}&https?%3A%2F%2F[^\s"'<>&\\]*&[^\s"'<>&\\]*/i;

// The ampersands of a base string that was encoded once more are %26, and its own escapes begin with %25.
const ENCODED = /\b[A-Z]{3,10}%26https?%253A%252F%252F[^\s"'<>&,\\]*/i;
