/**
 * When a date is that says its zone, in milliseconds since 1970: ISO 8601, or as in HTTP (RFC 9110 section 5.6.7). `NaN` for any
 * other text: without a zone it means another time on every machine.
 *
 * @example
 * timeOf("1970-01-01T00:01:00Z"); // => 60000
 * timeOf("Thu, 01 Jan 1970 00:01:00 GMT"); // => 60000
 */
export function timeOf(text: string): number {
  return DATE.test(text) ? Date.parse(text) : Number.NaN;
}

const DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$| GMT$/;
