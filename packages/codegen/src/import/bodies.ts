import type { BodyKind, DescribedBody, DescribedParameter } from "@oauth1/descriptor";
import type { Found } from "./find.js";
import { at, entriesOf } from "./json.js";
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
  const kind = kindOf(mediaType);
  const schema = resolved(at(content, "schema"), importing);
  const fields = kind === "binary" ? [] : fieldsOf(schema, place, importing);
  const required = at(request, "required") === true;
  const clashes = fields.some(([name]) => others.has(name));
  if (fields.length > 0 && !clashes) return { body: kind, parameters: fields };
  const type =
    kind === "binary"
      ? {}
      : named(typeOf(at(content, "schema"), place, importing), "body", importing);
  return wholeBody(mediaType, { type, required, others });
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

function fieldsOf(
  schema: unknown,
  place: string,
  importing: Importing,
): ImportedBody["parameters"] {
  const { properties = {}, required = [] } = typeOf(schema, place, importing);
  return Object.entries(properties).map(([name, type]) => [
    name,
    {
      in: "body",
      ...(required.includes(name) ? { required: true } : {}),
      ...named(type, name, importing),
    },
  ]);
}

function wholeBody(
  mediaType: string,
  {
    type,
    required,
    others,
  }: {
    readonly type: ParameterType;
    readonly required: boolean;
    readonly others: ReadonlyMap<string, DescribedParameter>;
  },
): ImportedBody {
  const whole = others.has("body") ? "requestBody" : "body";
  const kind = kindOf(mediaType) === "json" ? "json" : "binary";
  const contentType = kind === "json" ? {} : { contentType: mediaType };
  return {
    body: { kind, whole, ...contentType },
    parameters: [[whole, { in: "body", ...(required ? { required } : {}), ...type }]],
  };
}
