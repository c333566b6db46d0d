import type { BodyParams, OperationBody } from "../body.js";
import { formOf, type Pair } from "../query.js";
import { isBytes, tracked } from "../upload.js";

/**
 * A multipart form whose parts are the given parameters: a Blob or File and bytes are files, an object is a part of type
 * `application/json`, and everything else is text. Nothing of it is signed, unless `signed` puts the text fields into the
 * signature, though not the files.
 *
 * @example
 * const body = multipartBody(["title", "photo"]);
 * const content = body.write({ value: () => "a b", pairs: (name) => [[name, "a b"]] });
 * content.headers["content-type"].startsWith("multipart/form-data; boundary="); // => true
 */
export function multipartBody(
  fields: readonly string[],
  { signed = false }: { readonly signed?: boolean } = {},
): OperationBody {
  return {
    fields,
    write(params) {
      const parts = fields.flatMap((name) => partsOf(name, params));
      const boundary = `part${crypto.randomUUID()}`;
      const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
      const texts = parts.flatMap(([name, part]): Pair[] =>
        part instanceof Blob ? [] : [[name, part]],
      );
      return {
        ...tracked(joined(parts, boundary), headers, params.onProgress),
        form: signed ? formOf(texts) : undefined,
      };
    },
  };
}

type Part = readonly [name: string, content: string | Blob];

function partsOf(name: string, { value, pairs }: BodyParams): readonly Part[] {
  const given = value(name);
  const items: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (!items.some(isPart)) return pairs(name);
  return items.map((item) => [name, blobOf(item)]);
}

function isPart(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Date);
}

function blobOf(item: unknown): Blob {
  if (item instanceof Blob) return item;
  if (isBytes(item)) return new Blob([item], { type: "application/octet-stream" });
  return new Blob([JSON.stringify(item)], { type: "application/json" });
}

// Written here rather than by FormData, which does not tell how long it becomes. A Blob holds its parts where they are.
function joined(parts: readonly Part[], boundary: string): Blob {
  const written = parts.flatMap(([name, content]) => [
    `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"${fileHeaders(content)}\r\n\r\n`,
    content,
    "\r\n",
  ]);
  return new Blob([...written, `--${boundary}--\r\n`]);
}

function fileHeaders(content: string | Blob): string {
  if (typeof content === "string") return "";
  const type = content.type || "application/octet-stream";
  const isJson = type === "application/json" && !(content instanceof File);
  const file = isJson
    ? ""
    : `; filename="${quoted(content instanceof File ? content.name : "blob")}"`;
  return `${file}\r\ncontent-type: ${type}`;
}

// As the HTML standard escapes names in multipart forms.
function quoted(name: string): string {
  return name.replace(/[\r\n"]/g, encodeURIComponent);
}
