import type { BodyKind, DescribedBody } from "@oauth1/descriptor";

/** The kinds of bodies but for the one that is sent as it is, in the order of how much they say. */
const KINDS: readonly (readonly [BodyKind, RegExp])[] = [
  ["json", /^application\/(?:[\w.-]+\+)?json\b/i],
  ["form", /^application\/x-www-form-urlencoded\b/i],
  ["multipart", /^multipart\/form-data\b/i],
];

/** The kind of body that a media type is. */
export function kindOf(mediaType: string): BodyKind {
  return KINDS.find(([, pattern]) => pattern.test(mediaType))?.[0] ?? "binary";
}

/** Whether a media type is JSON, in whichever dialect. */
export function isJson(mediaType: string): boolean {
  return kindOf(mediaType) === "json";
}

/** Whether a media type is JSON and nothing more. */
export function isPlainJson(mediaType = ""): boolean {
  return PLAIN_JSON.test(mediaType);
}

/** Whether what has a media type is bytes, and no text. */
export function isBytes(mediaType: string): boolean {
  return /^(?:application\/(?:octet-stream|pdf|zip|gzip)|image\/(?!svg)|audio\/|video\/|font\/)/i.test(
    mediaType,
  );
}

/** Whether what has a media type, and is neither JSON nor a form, is text. */
export function isText(mediaType: string): boolean {
  return /^text\/|^[^;]*[/+-]xml\b/i.test(mediaType);
}

/** Of several kinds of body, the one that says most. */
export function preferred<T>(
  contents: readonly (readonly [mediaType: string, content: T])[],
): readonly [mediaType: string, content: T] | undefined {
  const order = [...KINDS.map(([kind]) => kind), "binary"];
  return [...contents].sort(([a], [b]) => order.indexOf(kindOf(a)) - order.indexOf(kindOf(b)))[0];
}

/** What the client does not write by itself. A range such as `image/*` is none to write: whoever calls knows what it is. */
export function contentTypeOf(mediaType: string): Pick<DescribedBody, "contentType"> {
  const isSaid = !isUsual(mediaType) && WRITABLE.test(lowered(mediaType));
  return isSaid ? { contentType: lowered(mediaType) } : {};
}

/** Whether a media type is one that no descriptor can write, and nobody would send without being told. */
export function isUnwritten(mediaType: string): boolean {
  return !isUsual(mediaType) && !WRITABLE.test(lowered(mediaType));
}

function isUsual(mediaType: string): boolean {
  const kind = kindOf(mediaType);
  const isForm = kind === "form" || kind === "multipart";
  return isForm || isPlainJson(mediaType) || mediaType.includes("*");
}

const PLAIN_JSON = /^application\/json\s*(?:;|$)/i;

/** The case of its letters means nothing (RFC 9110 section 8.3.1); that of what follows may. */
function lowered(mediaType: string): string {
  return mediaType.replace(/^[^;]*/, (type) => type.trim().toLowerCase());
}

// As validating has it.
const WRITABLE = /^[a-z0-9.+-]+\/[a-z0-9.+-]+(?:; ?[!-~]+)*$/;
