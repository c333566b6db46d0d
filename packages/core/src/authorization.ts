import { joinParameters, type Parameter, type Parameters } from "./parameters.js";
import { encodeWire, isCanonical, type Encoded } from "./percent.js";

/** What an `Authorization: OAuth` header says, or why it cannot be read. */
export type ParsedAuthorization =
  | { readonly ok: true; readonly realm?: string; readonly parameters: Parameters }
  | { readonly ok: false; readonly problem: "parameter_rejected"; readonly advice: string };

/** How a header is written where a provider wants it otherwise. */
export interface AuthorizationFormat {
  /** Comes first, is not percent-encoded and never signed. */
  readonly realm?: string;
  /** What stands between two parameters: `", "` by default. */
  readonly separator?: string;
}

/**
 * Writes the value of an `Authorization` header (RFC 5849 section 3.5.1). Throws a TypeError for a realm
 * that a header cannot carry.
 *
 * @example
 * formatAuthorization([[encode("oauth_token"), encode("a b")]], { realm: "Photos" }); // => 'OAuth realm="Photos", oauth_token="a%20b"'
 */
export function formatAuthorization(
  parameters: Parameters,
  { realm, separator = ", " }: AuthorizationFormat = {},
): string {
  const joined = joinParameters(parameters, '="', `"${separator}`);
  const pairs = joined && joined + '"';
  if (realm === undefined) return "OAuth " + pairs;
  return `OAuth realm="${quote(realm)}"` + (pairs && separator + pairs);
}

/**
 * Reads the value of an `Authorization` header (RFC 5849 section 3.5.1): `undefined` when its scheme is
 * another than OAuth. Quotes may be missing, and space may stand around commas and equal signs.
 *
 * @example
 * parseAuthorization('oAuTh realm="Photos",oauth_token="a%20b"'); // => { ok: true, realm: "Photos", parameters: [["oauth_token", "a%20b"]] }
 * parseAuthorization("Bearer abc"); // => undefined
 */
export function parseAuthorization(header: string): ParsedAuthorization | undefined {
  const scheme = /^[ \t]*OAuth(?:[ \t]+|$)/i.exec(header);
  if (scheme === null) return undefined;
  const parameters: Parameter[] = [];
  let realm: string | undefined;
  let at = scheme[0].length;
  while (at < header.length) {
    const usual = usualField(header, at);
    if (usual !== undefined) {
      parameters.push(usual);
      at += usual[0].length + usual[1].length + '="",'.length;
      while (header[at] === " " || header[at] === "\t") at += 1;
      continue;
    }
    FIELD.lastIndex = at;
    const field = FIELD.exec(header);
    if (field === null) return unreadable(at);
    at = FIELD.lastIndex;
    const name = field[1];
    if (name === undefined) continue;
    const value = field[2] ?? field[3] ?? "";
    if (!isRealm(name)) {
      parameters.push([PROTOCOL_NAMES.get(name) ?? encodeWire(name), encodeWire(value)]);
    } else if (realm === undefined) {
      realm = unquote(value);
    } else {
      return { ok: false, problem: "parameter_rejected", advice: "The realm appears twice." };
    }
  }
  return realm === undefined ? { ok: true, parameters } : { ok: true, parameters, realm };
}

// One constant for each name that a header usually has. Comparing and sorting what was cut from a text costs more than
// looking it up here once.
const PROTOCOL_NAMES: ReadonlyMap<string, Encoded> = /* @__PURE__ */ namesOnce([
  "oauth_body_hash",
  "oauth_consumer_key",
  "oauth_nonce",
  "oauth_signature",
  "oauth_signature_method",
  "oauth_timestamp",
  "oauth_token",
  "oauth_version",
]);

function namesOnce(names: readonly string[]): ReadonlyMap<string, Encoded> {
  return new Map(names.map((name) => [name, encodeWire(name)]));
}

// A field as most clients write it, which is found in half the time: a name of those above, a canonical value, a comma.
function usualField(header: string, at: number): Parameter | undefined {
  if (header[at] !== "o") return undefined;
  const equals = header.indexOf("=", at);
  const name = PROTOCOL_NAMES.get(header.slice(at, equals));
  if (name === undefined || header[equals + 1] !== '"') return undefined;
  const end = header.indexOf('"', equals + 2);
  const value = header.slice(equals + 2, end);
  const isWhole = end > 0 && (header[end + 1] ?? ",") === ",";
  return isWhole && isCanonical(value) ? [name, value] : undefined;
}

// One field and the comma behind it, or a comma alone. Every branch consumes what the next cannot start with.
const FIELD =
  /(?:([^\s=,"]+)[ \t]*=[ \t]*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|([^\s",]*))[ \t]*(?:,[ \t]*|$))|,[ \t]*/y;

function unreadable(at: number): ParsedAuthorization {
  return {
    ok: false,
    problem: "parameter_rejected",
    advice: `The Authorization header cannot be read from its character ${at + 1} on.`,
  };
}

function isRealm(name: string): boolean {
  return name.length === 5 && name.toLowerCase() === "realm";
}

function quote(realm: string): string {
  if (/[^\t\x20-\x7e\x80-\xff]/.test(realm)) {
    throw new TypeError("The realm holds what a header cannot carry: use printable Latin-1 text.");
  }
  return realm.replace(/["\\]/g, "\\$&");
}

function unquote(text: string): string {
  return text.replace(/\\(.)/g, "$1");
}
