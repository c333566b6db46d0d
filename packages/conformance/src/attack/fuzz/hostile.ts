import type * as FastCheck from "fast-check";
import type { Pairs, RawRequest } from "../wire.js";
import {
  CREDENTIALS,
  HEADERS,
  METHODS,
  OWN_NAMES,
  PROTOCOL_NAMES,
  TEXTS,
  TYPES,
} from "./dictionary.js";
import type { Whim } from "./endpoints.js";

type Library = typeof FastCheck;
type Arbitrary<T> = FastCheck.Arbitrary<T>;

/** Whims: any text, and texts that are known to hurt. */
export function whims(fc: Library): Arbitrary<Whim> {
  return fc.record({ pairs: pairsOf(fc, OWN_NAMES), text: textOf(fc), isForm: fc.boolean() });
}

/** Requests to a path whose every part is hostile, but for what would only make the connection hang. */
export function requests(fc: Library, path: string): Arbitrary<RawRequest> {
  const header = fc.tuple(fc.constantFrom(...HEADERS), headerValueOf(fc));
  const target = fc.tuple(
    fc.constantFrom("", "?", "?", "?a=1&", "?oauth_token=", "/", "%", ";", "#"),
    targetTextOf(fc),
  );
  return fc
    .record({
      method: fc.constantFrom(...METHODS),
      target: target.map(([joint, text]) => `${path}${joint}${text}`),
      headers: fc.array(header, { maxLength: 5 }),
      body: fc.option(bodyOf(fc), { nil: undefined }),
    })
    .map(({ body, ...request }) => (body === undefined ? request : { ...request, body }));
}

function textOf(fc: Library): Arbitrary<string> {
  return fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: "binary", maxLength: 60 }));
}

function pairsOf(fc: Library, names: readonly string[]): Arbitrary<Pairs> {
  const name = fc.oneof(fc.constantFrom(...names), textOf(fc));
  return fc.array(fc.tuple(name, textOf(fc)), { maxLength: 6 });
}

// A byte that ends a line would begin another header, and so another attack; most other control characters come no further
// than node:http.
function bytesOf(fc: Library, bytes: readonly string[]): Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...bytes), maxLength: 80 });
}

const characters = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index));
const ASCII = characters(0x21, 0x7e);
const HIGH = characters(0x80, 0xff);

function headerValueOf(fc: Library): Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...CREDENTIALS, ...TYPES) },
    { weight: 2, arbitrary: bytesOf(fc, [...ASCII, ...HIGH, " ", "\t"]) },
    {
      weight: 1,
      arbitrary: bytesOf(
        fc,
        [...ASCII].map((character) => `OAuth a="${character}",`),
      ),
    },
  );
}

function targetTextOf(fc: Library): Arbitrary<string> {
  const wire = fc.constantFrom(
    "",
    "%",
    "%zz",
    "%00",
    "&&&",
    "=",
    "a=b;c",
    "+",
    "%2F..%2F",
    "[",
    "{",
    "|",
  );
  return fc.oneof(wire, wire, bytesOf(fc, ASCII), bytesOf(fc, [...ASCII, ...HIGH]));
}

function bodyOf(fc: Library): Arbitrary<string | Uint8Array> {
  const form = pairsOf(fc, [...OWN_NAMES, ...PROTOCOL_NAMES]).map((pairs) =>
    pairs.map((pair) => pair.join("=")).join("&"),
  );
  return fc.oneof(form, textOf(fc), fc.uint8Array({ maxLength: 200 }));
}
