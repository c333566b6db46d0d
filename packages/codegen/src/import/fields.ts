import type { DescribedParameter, DescribedType, ListStyle } from "@oauth1/descriptor";
import { wholeObject } from "./composed.js";
import type { Importing } from "./importing.js";
import { at, entriesOf, textOf } from "./json.js";
import { isJson, isPlainJson, kindOf } from "./media-types.js";
import { isUnwritable, named, styleOf, wholeType, withoutNull } from "./parameters.js";
import { hasProperties, partsOf } from "./parts.js";
import { schemaName } from "./references.js";
import { refusalOf } from "./refusals.js";
import { LIST_FORMAT } from "./swagger.js";

/** What a request holds, as one of its media types. */
export interface Sent {
  readonly mediaType: string;
  readonly content: unknown;
  readonly place: string;
}

type Field = readonly [name: string, described: DescribedParameter];

/** The fields of a body. JSON that is one of several, and names none itself, has none. */
export function fieldsOf(sent: Sent, importing: Importing): readonly Field[] {
  const { mediaType, content, place } = sent;
  const kind = kindOf(mediaType);
  const part = { schema: at(content, "schema"), place };
  const parts = partsOf(part, importing.document);
  const isBase = importing.families.has(schemaName(textOf(at(part.schema, "$ref")) ?? "") ?? "");
  const isOne = kind === "json" && (isBase || !parts.some(hasProperties));
  if (kind === "binary" || isOne) return [];
  const { properties = {}, required = [] } = wholeObject(part, importing);
  return Object.entries(properties).flatMap(([name, described]) => {
    const type = kind === "json" ? described : withoutNull(described, importing);
    const refusal =
      kind === "form" || !name.startsWith("oauth_") ? refusalOf(name, "body") : undefined;
    if (refusal !== undefined) importing.note(place, refusal);
    const property = parts.map(({ schema }) => at(schema, "properties", name)).find(Boolean);
    const style =
      refusal === undefined ? writingOf({ name, type, property }, sent, importing) : undefined;
    if (style === undefined) return [];
    const demanded = required.includes(name) ? { required: true } : {};
    return [[name, { in: "body", ...demanded, ...named(type, name, importing), ...style }]];
  });
}

interface Property {
  readonly name: string;
  readonly type: DescribedType;
  readonly property: unknown;
}

/** How a field is written; nothing, and a note, where a descriptor has no style for it. */
function writingOf(
  { name, type, property }: Property,
  { mediaType, content, place }: Sent,
  importing: Importing,
): { readonly style?: ListStyle } | undefined {
  const kind = kindOf(mediaType);
  if (kind === "json") return {};
  const encoding = at(content, "encoding", name) ?? encodingOf(at(property, LIST_FORMAT));
  const whole = wholeType(type, importing);
  const isStyled = ["style", "explode", LIST_FORMAT].some(
    (word) => at(encoding, word) !== undefined,
  );
  // A part of a multipart form that is an object is JSON.
  if (isStyled && kind === "form" && isUnwritable(encoding, whole)) {
    importing.note(place, `a descriptor has no style for "${name}": it was left out`);
    return undefined;
  }
  const left = leftOut({ encoding, whole, isForm: kind === "form", isStyled });
  for (const word of left) importing.note(place, `the ${word} of its field "${name}" was left out`);
  if (isStyled)
    return kind === "multipart" && whole.type !== "array"
      ? {}
      : styleOf(encoding, { type: whole, written: true });
  const isText = isJson(textOf(at(encoding, "contentType")) ?? "");
  const isList = kind === "form" || whole.type === "array";
  return isText && isList ? styleOf(encoding, { type: whole, written: false }) : {};
}

/** What Swagger says of a list in a form, in the words of OpenAPI 3. */
function encodingOf(format: unknown): unknown {
  if (format === "tsv") return { [LIST_FORMAT]: format };
  const style = STYLES[textOf(format) ?? ""];
  return style === undefined ? undefined : { style, explode: false };
}

const STYLES: Readonly<Record<string, string>> = {
  csv: "form",
  ssv: "spaceDelimited",
  pipes: "pipeDelimited",
};

/** What a field has that no descriptor says. */
function leftOut({
  encoding,
  whole,
  isForm,
  isStyled,
}: {
  readonly encoding: unknown;
  readonly whole: DescribedType;
  readonly isForm: boolean;
  readonly isStyled: boolean;
}): readonly string[] {
  const said = textOf(at(encoding, "contentType"));
  const isFile = whole.format === "binary" || whole.items?.format === "binary";
  // In a form JSON is text like any other, and a part of its own has the media type that the client writes.
  const isWritable = isFile ? said === OF_FILES : isForm ? isJson(said ?? "") : isPlainJson(said);
  const isParted = whole.type === undefined || whole.type === "object" || whole.type === "array";
  const isWritten = isWritable && (isFile || isParted);
  return [
    ...(said === undefined || isWritten || (isStyled && isForm) ? [] : [`content type "${said}"`]),
    ...(entriesOf(at(encoding, "headers")).length === 0 ? [] : ["headers"]),
    ...(at(encoding, "allowReserved") === true ? ['"allowReserved"'] : []),
  ];
}

const OF_FILES = "application/octet-stream";
