/** The text of a file, whose first bytes tell UTF-16 from UTF-8; nothing where it is neither. */
export function decodedText(bytes: string | Uint8Array): string | undefined {
  if (typeof bytes === "string") return bytes.replace(/^\uFEFF/, "");
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

// JSON and YAML begin with a letter of ASCII: beside a zero, it is half of UTF-16 without a mark.
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || second === 0) return "utf-16le";
  return (first === 0xfe && second === 0xff) || first === 0 ? "utf-16be" : "utf-8";
}
