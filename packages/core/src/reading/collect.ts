import { parseAuthorization } from "../authorization.js";
import { parseForm, type Parameter } from "../parameters.js";
import type { Encoded } from "../percent.js";
import { urlFlaw } from "../received.js";
import {
  formBody,
  headerValues,
  receivedTarget,
  sentTarget,
  type RequestParts,
  type Target,
} from "../request.js";

/** Where a parameter of a request stands. */
export type FieldSource = "query" | "form" | "header";

/** One parameter of a request, percent-encoded, and the text that it was read from. */
export interface Field {
  readonly source: FieldSource;
  readonly name: Encoded;
  readonly value: Encoded;
  /** As it stands on the wire: `a=b+c`, or `a="b"` in a header. */
  readonly raw: string;
}

/** Which side of the wire a request is looked at from: that of a client by default. */
export interface Side {
  readonly received?: boolean;
}

/** A request taken apart for whoever explains it. */
export interface Collected {
  readonly target: Target;
  /** Everything that a query, a form and an `Authorization: OAuth` header hold, the signature included. */
  readonly fields: readonly Field[];
  readonly realm?: string;
  readonly hasForm: boolean;
}

/**
 * Takes a request apart and keeps the text of each parameter (RFC 5849 section 3.4.1.3.1). Throws a TypeError that
 * says what cannot be read: a URL that is not absolute, or was received with a fragment, a form that is a stream, a malformed
 * header.
 *
 * @example
 * collect({ method: "GET", url: "https://example.com/?a=b+c" }).fields; // => [{ source: "query", name: "a", value: "b%20c", raw: "a=b+c" }]
 */
export function collect(request: RequestParts, { received = false }: Side = {}): Collected {
  const target = received ? targetAsReceived(request) : sentTarget(request.url);
  const form = formBody(request);
  const headers = headerValues(request.headers, "authorization");
  if (headers.length > 1) throw new TypeError("There are two Authorization headers.");
  const header = readHeader(headers[0] ?? "");
  return {
    target,
    fields: [...segments("query", target.query), ...segments("form", form ?? ""), ...header.fields],
    hasForm: form !== undefined,
    ...(header.realm === undefined ? {} : { realm: header.realm }),
  };
}

function targetAsReceived(request: RequestParts): Target {
  const target = receivedTarget(request.url);
  if (target === undefined) throw new TypeError(urlFlaw(request));
  return target;
}

function segments(source: FieldSource, text: string): readonly Field[] {
  return text.split("&").flatMap((raw) => parseForm(raw).map((pair) => field(source, pair, raw)));
}

function readHeader(header: string): { fields: readonly Field[]; realm?: string } {
  const parsed = parseAuthorization(header);
  if (parsed === undefined) return { fields: [] };
  if (!parsed.ok) throw new TypeError(parsed.advice);
  const [, quote] = TYPOGRAPHIC.exec(header) ?? [];
  if (quote !== undefined) {
    throw new TypeError(
      `The Authorization header has typographic quotes (${quote}), which a chat or a text editor makes of ": put those back.`,
    );
  }
  const texts = fieldTexts(header, parsed.parameters.length);
  const fields = parsed.parameters.map((pair, index) =>
    field("header", pair, texts[index] ?? `${pair[0]}="${pair[1]}"`),
  );
  return parsed.realm === undefined ? { fields } : { fields, realm: parsed.realm };
}

// To the parser they are a part of a value without quotes.
const TYPOGRAPHIC = /=[ \t]*([\u2018-\u201F])/;

// The parser does not keep the text, so it is asked again, field by field. A comma inside quotes makes the count differ,
// and then the canonical text stands in.
function fieldTexts(header: string, count: number): readonly string[] {
  const texts = header
    .replace(/^\s*OAuth/i, "")
    .split(",")
    .map((text) => text.trim())
    .filter((text) => {
      const parsed = parseAuthorization(`OAuth ${text}`);
      return parsed?.ok === true && parsed.parameters.length === 1;
    });
  return texts.length === count ? texts : [];
}

function field(source: FieldSource, [name, value]: Parameter, raw: string): Field {
  return { source, name, value, raw };
}
