import type { BodyParams, OperationBody } from "../body.js";
import { pairsOf, textOf, type ListStyle } from "../lists.js";
import { formOf, type Pair } from "../query.js";
import { isBytes, tracked } from "../upload.js";

/**
 * A multipart form whose parts are the given parameters: a Blob or File and bytes are files, a plain object is a part of type
 * `application/json`, and everything else is text. Of a list each item is a part, and in the style `deep` each member of an
 * object; in the style `json` a list is one part like an object, unless it has files. The call throws a TypeError for other
 * objects, such as streams and promises, and for functions. Nothing of it is signed, unless `signed` puts all parts but the
 * files into the signature.
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

type Part = readonly [name: string, content: string | Blob, type?: string];

function partsOf(name: string, { value, pairs, style }: BodyParams): readonly Part[] {
  const given = value(name);
  const as = style?.(name) ?? "repeat";
  const items: unknown[] = [];
  // Each item stands for its number, so that files get the names that texts would have.
  const numbered = (item: unknown): unknown => {
    if (item === undefined || item === null) return undefined;
    if (as !== "deep" || !isPart(item) || isFile(item)) return items.push(item) - 1;
    return Object.fromEntries(Object.entries(item).map(([key, one]) => [key, numbered(one)]));
  };
  const isList = Array.isArray(given) && as !== "deep" && (as !== "json" || given.some(isFile));
  const shape = isList ? given.map(numbered) : numbered(given);
  if (!items.some(isPart)) return pairs(name);
  return pairsOf([name, shape], NAMING.has(as) ? as : "repeat").map(([at, number]) =>
    partOf(at, items[Number(number)]),
  );
}

/** The styles that put something behind the name. */
const NAMING: ReadonlySet<ListStyle> = /* @__PURE__ */ new Set(["brackets", "indexed", "deep"]);

// Or something that `partOf` refuses, rather than have nothing sent of it.
function isFile(value: unknown): boolean {
  return isPart(value) && (isBytes(value) || !isPlain(value));
}

function isPart(value: unknown): value is object {
  const isObject = typeof value === "object" && value !== null && !(value instanceof Date);
  return isObject || typeof value === "function";
}

function partOf(name: string, item: unknown): Part {
  if (!isPart(item)) return [name, textOf(item)];
  if (item instanceof Blob) return [name, item];
  if (isBytes(item)) return [name, new Blob([item])];
  if (isPlain(item)) return [name, JSON.stringify(item), "application/json"];
  throw new TypeError(`The parameter ${name} has to be text, a Blob, bytes, or a plain object.`);
}

// Of whichever realm. What is none, such as a stream or a promise, is most often an empty object in JSON.
function isPlain(item: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(item);
  const isRoot = prototype === null || Object.getPrototypeOf(prototype) === null;
  return typeof item !== "function" && (isRoot || Array.isArray(item) || "toJSON" in item);
}

// Written here rather than by FormData, which does not tell how long it becomes. A Blob holds its parts where they are.
function joined(parts: readonly Part[], boundary: string): Blob {
  const written = parts.flatMap(([name, content, type]) => [
    `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"${headersOf(content, type)}\r\n\r\n`,
    content,
    "\r\n",
  ]);
  return new Blob([...written, `--${boundary}--\r\n`]);
}

function headersOf(content: string | Blob, type: string | undefined): string {
  if (typeof content === "string") return type === undefined ? "" : `\r\ncontent-type: ${type}`;
  const file = quoted(content instanceof File ? content.name : "blob");
  return `; filename="${file}"\r\ncontent-type: ${content.type || "application/octet-stream"}`;
}

// As the HTML standard escapes names in multipart forms.
function quoted(name: string): string {
  return name.replace(/[\r\n"]/g, encodeURIComponent);
}
