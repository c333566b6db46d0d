/** What text of a format looks like. */
export interface TextFormat {
  readonly example: string;
  readonly pattern: RegExp;
}

/**
 * What text of a format looks like, as far as that follows from the format's name; `undefined` for any other, which is for people.
 *
 * @example
 * textFormat("date")?.example; // => "2026-01-31"
 * textFormat("date")?.pattern.test("31.1.2026"); // => false
 * textFormat("html"); // => undefined
 */
export function textFormat(name: string | undefined): TextFormat | undefined {
  return FORMATS.get(name ?? "");
}

const FORMATS: ReadonlyMap<string, TextFormat> = new Map([
  ["date", { example: "2026-01-31", pattern: /^\d{4}-\d\d-\d\d$/ }],
  [
    "date-time",
    {
      example: "2026-01-31T12:00:00Z",
      pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/i,
    },
  ],
  [
    "uuid",
    {
      example: "123e4567-e89b-12d3-a456-426614174000",
      pattern: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i,
    },
  ],
]);

/**
 * The format that a name means, in whichever spelling, where more is known of it than the name.
 *
 * @example
 * knownFormat("DateTime"); // => "date-time"
 * knownFormat("html"); // => undefined
 */
export function knownFormat(name: string): string | undefined {
  return KNOWN.find((known) => letters(known) === letters(name));
}

const KNOWN: readonly string[] = [...FORMATS.keys(), "binary", "int64"];

function letters(name: string): string {
  return name.replace(/[^a-z\d]/gi, "").toLowerCase();
}
