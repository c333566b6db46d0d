/**
 * The base64 of what is written in hex; any other text as it is.
 *
 * @example
 * fromHex("48656c6c6f"); // => "SGVsbG8="
 */
export function fromHex(text: string): string {
  if (!/^(?:[0-9a-f]{2})+$/i.test(text)) return text;
  return btoa(text.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))));
}

/**
 * The base64 of what is written in hex, and that in base64; any other text as it is.
 *
 * @example
 * fromHexInBase64(btoa("48656c6c6f")); // => "SGVsbG8="
 */
export function fromHexInBase64(text: string): string {
  const hex = fromBase64(text);
  const recoded = fromHex(hex);
  return recoded === hex ? text : recoded;
}

/**
 * The base64 inside base64; any other text as it is.
 *
 * @example
 * fromBase64Twice(btoa("Lve95gjOVATpfV8EL5X4nxwjKHE=")); // => "Lve95gjOVATpfV8EL5X4nxwjKHE="
 */
export function fromBase64Twice(text: string): string {
  const inner = fromBase64(text);
  return /^[A-Za-z0-9+/]{27,}={0,2}$/.test(inner) ? inner : text;
}

/**
 * Plain base64 of that for URLs, whose last two characters are others.
 *
 * @example
 * fromUrlSafe("a-b_"); // => "a+b/"
 */
export function fromUrlSafe(text: string): string {
  return text.replaceAll("-", "+").replaceAll("_", "/");
}

/**
 * Base64 with the `=` that it has lost at its end.
 *
 * @example
 * padded("SGVsbG8"); // => "SGVsbG8="
 */
export function padded(text: string): string {
  return text.padEnd(4 * Math.ceil(text.length / 4), "=");
}

/**
 * What a text was before somebody coded it, if it differs.
 *
 * @example
 * undone(padded, "SGVsbG8"); // => ["SGVsbG8="]
 * undone(padded, "SGVsbG8="); // => []
 */
export function undone(undo: (text: string) => string, text: string): readonly string[] {
  const original = undo(text);
  return original === text ? [] : [original];
}

// Any text has an answer, for it is a peer's.
function fromBase64(text: string): string {
  try {
    return atob(text);
  } catch {
    return "";
  }
}
