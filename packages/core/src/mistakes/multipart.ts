/** A text field of a multipart body. */
export type Part = readonly [name: string, value: string];

/**
 * The text fields of a multipart body (RFC 7578), in linear time: no file, and nothing of a body that is over 16 MiB, has over
 * 1,000 parts, or is none.
 *
 * @example
 * const body = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb c\r\n--x--\r\n';
 * multipartFields("multipart/form-data; boundary=x", body); // => [["a", "b c"]]
 */
export function multipartFields(
  contentType: string,
  content: string | Uint8Array,
): readonly Part[] {
  const [, quoted, plain] = BOUNDARY.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined || content.length > MOST_BYTES) return [];
  const text = typeof content === "string" ? content : new TextDecoder().decode(content);
  const parts = `\r\n${text}`.split(`\r\n--${boundary}`, MOST_PARTS + 2);
  return parts.length > MOST_PARTS + 1 ? [] : parts.slice(1).flatMap(textField);
}

const MOST_BYTES = 2 ** 24;

const MOST_PARTS = 1000;

// No boundary is longer (RFC 2046 section 5.1.1).
const BOUNDARY =
  /^\s*multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i;

// More than this is no head of a field.
const MOST_OF_HEAD = 2048;

function textField(part: string): readonly Part[] {
  const end = part.slice(0, MOST_OF_HEAD).indexOf("\r\n\r\n");
  if (end < 0) return [];
  const [disposition = ""] = /^Content-Disposition:.*/im.exec(part.slice(0, end)) ?? [];
  const [, name] = /;\s*name="([^"]*)"/i.exec(disposition) ?? [];
  const isFile = name === undefined || /;\s*filename\*?=/i.test(disposition);
  return isFile ? [] : [[unescaped(name), part.slice(end + 4)]];
}

// What `fetch` and browsers escape in a name (HTML, "multipart/form-data encoding algorithm").
function unescaped(name: string): string {
  return name.replace(/%0D|%0A|%22/g, (escape) => decodeURIComponent(escape));
}
