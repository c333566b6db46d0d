import { isRecord } from "../kept.js";

/** A request that came to a mock. */
export interface Sent {
  readonly request: Request;
  readonly body: () => Promise<SentBody>;
}

/** The body of a request, as far as operations differ by it. */
export interface SentBody {
  /** Without its parameters, in lower case; empty where there is none. */
  readonly type: string;
  readonly isEmpty: boolean;
  /** Whether it is a list in JSON. */
  readonly isList: boolean;
  /** Of a form, or of an object in JSON. */
  readonly fields: readonly Field[];
}

/** A field of a body: text and files in a form, any value in JSON. */
export type Field = readonly [name: string, value: unknown];

/** A request whose body is read once, and only for whoever asks. */
export function sentOf(request: Request): Sent {
  const copy = request.clone();
  let body: Promise<SentBody> | undefined;
  return { request, body: () => (body ??= readBody(copy)) };
}

/** Whether a content type is that of a form. */
export function isForm(type: string): boolean {
  return type === "application/x-www-form-urlencoded" || type === "multipart/form-data";
}

/** A content type without its parameters. */
export function bareType(type: string | null | undefined): string {
  return (type ?? "").toLowerCase().replace(/;.*/s, "").trim();
}

async function readBody(request: Request): Promise<SentBody> {
  const type = bareType(request.headers.get("content-type"));
  if (isForm(type)) {
    const all = await request.formData().catch(() => []);
    // The signature may travel here too, where there is no other field.
    const fields = [...all].filter(([name]) => !name.startsWith("oauth_"));
    return { type, isEmpty: fields.length === 0, isList: false, fields };
  }
  const text = await request.text();
  const json: unknown = await new Response(text).json().catch(() => undefined);
  const fields = isRecord(json) ? Object.entries(json) : [];
  return { type, isEmpty: text === "", isList: Array.isArray(json), fields };
}
