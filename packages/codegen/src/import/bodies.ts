import type { BodyKind, DescribedBody, DescribedParameter } from "@oauth1/descriptor";
import type { Found } from "./find.js";
import { at, entriesOf, textOf } from "./json.js";
import { named, resolved, type ParameterType } from "./parameters.js";
import { typeOf, type Importing } from "./types.js";

/** A body, and the parameters that it is made of. */
export interface ImportedBody {
  readonly body: BodyKind | DescribedBody;
  readonly parameters: readonly (readonly [name: string, DescribedParameter])[];
}

/** What an operation sends. Of several kinds of body, the one that says most. */
export function bodyOf(
  { method, place, operation }: Found,
  others: ReadonlyMap<string, DescribedParameter>,
  importing: Importing,
): ImportedBody | undefined {
  const request = resolved(at(operation, "requestBody"), importing);
  const contents = entriesOf(at(request, "content"));
  const [mediaType, content] = preferred(contents) ?? [];
  if (mediaType === undefined) return undefined;
  if (method === "GET" || method === "HEAD") {
    importing.note(place, `a ${method} request has no body`);
    return undefined;
  }
  if (contents.length > 1) importing.note(place, `of its bodies, only ${mediaType} was taken over`);
  const schema = at(content, "schema");
  const sent = { mediaType, schema, place };
  const fields = fieldsOf(sent, importing);
  const clashes = fields.filter(([name]) => others.has(name)).map(([name]) => name);
  if (isWhole(mediaType, { fields, clashes })) {
    const name = others.has("body") ? "requestBody" : "body";
    return wholeBody(sent, { name, required: at(request, "required") === true }, importing);
  }
  for (const name of clashes) {
    importing.note(place, `the field "${name}" of its body has the name of a parameter`);
  }
  const parameters = fields.filter(([name]) => !clashes.includes(name));
  if (parameters.length > 0) return { body: fieldBody(mediaType), parameters };
  importing.note(place, "its body was left out: it is a form that names no other fields");
  return undefined;
}

const KINDS: readonly (readonly [BodyKind, RegExp])[] = [
  ["json", /^application\/(?:[\w.-]+\+)?json\b/i],
  ["form", /^application\/x-www-form-urlencoded\b/i],
  ["multipart", /^multipart\/form-data\b/i],
];

function kindOf(mediaType: string): BodyKind {
  return KINDS.find(([, pattern]) => pattern.test(mediaType))?.[0] ?? "binary";
}

/** Whether a media type is JSON, in whichever dialect. */
export function isJson(mediaType: string): boolean {
  return kindOf(mediaType) === "json";
}

type Content = readonly [mediaType: string, content: unknown];

function preferred(contents: readonly Content[]): Content | undefined {
  const order = [...KINDS.map(([kind]) => kind), "binary"];
  return [...contents].sort(([a], [b]) => order.indexOf(kindOf(a)) - order.indexOf(kindOf(b)))[0];
}

/** What a request holds, as one of its media types. */
interface Sent {
  readonly mediaType: string;
  readonly schema: unknown;
  readonly place: string;
}

function fieldsOf(
  { mediaType, schema, place }: Sent,
  importing: Importing,
): ImportedBody["parameters"] {
  if (kindOf(mediaType) === "binary") return [];
  const type = typeOf(resolved(schema, importing), place, importing);
  return Object.entries(type.properties ?? {}).map(([name, field]) => [
    name,
    {
      in: "body",
      ...(type.required?.includes(name) === true ? { required: true } : {}),
      ...named(field, name, importing),
    },
  ]);
}

/** Whether a body is one parameter. JSON can be, where its fields cannot be parameters; a form is always fields. */
function isWhole(
  mediaType: string,
  {
    fields,
    clashes,
  }: { readonly fields: readonly unknown[]; readonly clashes: readonly unknown[] },
): boolean {
  const kind = kindOf(mediaType);
  return kind === "binary" || (kind === "json" && (fields.length === 0 || clashes.length > 0));
}

function wholeBody(
  { mediaType, schema, place }: Sent,
  { name, required }: { readonly name: string; readonly required: boolean },
  importing: Importing,
): ImportedBody {
  const kind = kindOf(mediaType);
  const type =
    kind === "binary"
      ? bytesType(schema, importing)
      : named(typeOf(schema, place, importing), "body", importing);
  return {
    body: { kind, whole: name, ...contentTypeOf(mediaType) },
    parameters: [[name, { in: "body", ...(required ? { required } : {}), ...type }]],
  };
}

/** Of anything but bytes, such as XML, the document describes the tree and not the text. */
function bytesType(schema: unknown, importing: Importing): ParameterType {
  const format = textOf(at(resolved(schema, importing), "format"));
  return format === "binary" ? { type: "string", format } : {};
}

function fieldBody(mediaType: string): ImportedBody["body"] {
  const kind = kindOf(mediaType);
  const more = contentTypeOf(mediaType);
  return more.contentType === undefined ? kind : { kind, ...more };
}

/** What the client does not write by itself. A range such as `image/*` is none to write: whoever calls knows what it is. */
function contentTypeOf(mediaType: string): Pick<DescribedBody, "contentType"> {
  const kind = kindOf(mediaType);
  const isUsual = kind === "form" || kind === "multipart" || PLAIN_JSON.test(mediaType);
  return isUsual || mediaType.includes("*") ? {} : { contentType: mediaType };
}

const PLAIN_JSON = /^application\/json\s*(?:;|$)/i;
