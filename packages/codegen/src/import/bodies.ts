import type { BodyKind, DescribedBody, DescribedParameter } from "@oauth1/descriptor";
import { fieldsOf, type Sent } from "./fields.js";
import type { Found } from "./find.js";
import type { Importing } from "./importing.js";
import { at, entriesOf, textOf } from "./json.js";
import { contentTypeOf, isBytes, isText, isUnwritten, kindOf, preferred } from "./media-types.js";
import { named, resolved, withoutNull, type ParameterType } from "./parameters.js";
import { typeOf } from "./types.js";

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
  if (isUnwritten(mediaType))
    importing.note(place, `the content type "${mediaType}" of its body was left out`);
  const sent = { mediaType, content, place };
  const going = { ...importing, ways: { sent: true, answered: false } };
  const fields = fieldsOf(sent, going);
  const clashes = fields.filter(([name]) => others.has(name)).map(([name]) => name);
  if (isWhole(mediaType, { fields, clashes })) {
    const name = others.has("body") ? "requestBody" : "body";
    return wholeBody(sent, { name, required: at(request, "required") === true }, going);
  }
  for (const name of clashes) {
    importing.note(place, `the field "${name}" of its body has the name of a parameter`);
  }
  const parameters = fields.filter(([name]) => !clashes.includes(name));
  if (parameters.length > 0) return { body: fieldBody(mediaType), parameters };
  importing.note(place, "its body was left out: it is a form that names no other fields");
  return undefined;
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
  sent: Sent,
  { name, required }: { readonly name: string; readonly required: boolean },
  importing: Importing,
): ImportedBody {
  const { mediaType, content, place } = sent;
  const kind = kindOf(mediaType);
  const type =
    kind === "binary"
      ? plainType(sent, importing)
      : named(typeOf(at(content, "schema"), place, importing), "body", importing);
  const isNeeded = required || (kind === "binary" && !isOpenText(type));
  return {
    body: { kind, whole: name, ...contentTypeOf(mediaType) },
    parameters: [[name, { in: "body", ...(isNeeded ? { required: true } : {}), ...type }]],
  };
}

/** What a client can leave out of a body that is sent as it is, as validating has it. */
function isOpenText(type: ParameterType): boolean {
  return type.type === "string" && type.format !== "binary" && type.enum === undefined;
}

/** Bytes, or text: of XML the document describes the tree, and what is sent is its text. */
function plainType({ mediaType, content, place }: Sent, importing: Importing): ParameterType {
  const schema = resolved(at(content, "schema"), importing);
  const isOpen = at(schema, "type") === undefined || at(schema, "contentMediaType") !== undefined;
  const isUnsaid = isOpen && at(schema, "contentEncoding") === undefined;
  const isBinary = textOf(at(schema, "format")) === "binary" || (isUnsaid && isBytes(mediaType));
  if (isBinary) return { type: "string", format: "binary" };
  const [kind, ...more] = [at(schema, "type")].flat().filter((one) => one !== "null");
  if (kind === "string" && more.length === 0)
    return withoutNull(typeOf(schema, place, importing), importing);
  return isText(mediaType) ? { type: "string" } : {};
}

function fieldBody(mediaType: string): ImportedBody["body"] {
  const kind = kindOf(mediaType);
  const more = contentTypeOf(mediaType);
  return more.contentType === undefined ? kind : { kind, ...more };
}
