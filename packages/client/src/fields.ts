import type { StepAnswer } from "./answer.js";
import { timeOf } from "./date.js";
import type { FieldDescription, FieldType } from "./description.js";

/** The values of an account's extra fields. */
export type FieldValues = Readonly<Record<string, string | number | boolean>>;

/** Where the fields of an account come from, and by which clock. */
export interface FieldSources {
  readonly answer: StepAnswer;
  /** The parameters of the callback, where there was one. */
  readonly callback?: ((name: string) => string | undefined) | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The extra fields of a token answer, converted as the provider's description says. Throws a `LoginError` when
 * a field is missing that is not optional, or is not what it should be.
 *
 * @example
 * const received = { response: new Response(), body: "uid=7&until=0&left=60" };
 * const answer = readAnswer(received, {}, "token_credentials_refused");
 * readFields({ uid: { type: "integer" }, until: { type: "date-seconds" }, left: { type: "expires-in" } }, { answer, now: () => 0 });
 * // => { uid: 7, until: "1970-01-01T00:00:00.000Z", left: "1970-01-01T00:01:00.000Z" }
 */
export function readFields(
  fields: Readonly<Record<string, FieldDescription>> = {},
  { answer, callback = () => undefined, now }: FieldSources,
): FieldValues {
  const values: [string, string | number | boolean][] = [];
  for (const [name, described] of Object.entries(fields)) {
    const { type, optional = false, at = name, from: source = "answer" } = described;
    const text = source === "answer" ? answer.value(at) : callback(at);
    if (text === undefined) {
      if (optional) continue;
      throw answer.error("response_malformed", `The provider's ${source} has no ${at}.`);
    }
    const value = CONVERT[type](text, now);
    if (value === undefined) {
      throw answer.error(
        "response_malformed",
        `The provider's ${source} has a ${at} that is not of type ${type}.`,
      );
    }
    if (value !== null) values.push([name, value]);
  }
  return Object.fromEntries(values);
}

// `null` leaves the field out, and `undefined` is for text that is not of the type.
type Convert = (text: string, now: () => number) => string | number | boolean | null | undefined;

const CONVERT: Readonly<Record<FieldType, Convert>> = {
  string: (text) => text,
  integer: toInteger,
  number: toNumber,
  boolean: toBoolean,
  date: (text) => toDate(timeOf(text)),
  "date-seconds": (text) => toDate(toWhole(text) * 1000),
  "date-milliseconds": (text) => toDate(toWhole(text)),
  "expires-in": (text, now) => (toWhole(text) === 0 ? null : toDate(now() + toWhole(text) * 1000)),
};

function toBoolean(text: string): boolean | undefined {
  if (/^(?:true|1|yes|t)$/i.test(text)) return true;
  return /^(?:false|0|no|f)$/i.test(text) ? false : undefined;
}

function toInteger(text: string): number | undefined {
  const value = Number(text);
  return /^-?[0-9]+$/.test(text) && Number.isSafeInteger(value) ? value : undefined;
}

function toNumber(text: string): number | undefined {
  const value = Number(text);
  return /^-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?$/i.test(text) && Number.isFinite(value)
    ? value
    : undefined;
}

function toWhole(text: string): number {
  return toInteger(text) ?? Number.NaN;
}

function toDate(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
