import { stopwatch } from "../timing.js";

/** Something that reads what a stranger has written. */
export interface Parser {
  /** Texts that it likes: the hostile ones are made of them. */
  readonly seeds: readonly string[];
  /** Reads a text. Whatever it throws is harm, unless it is a refusal. */
  readonly read: (text: string) => unknown;
  /** Whether an error is the parser's own way to say no. */
  readonly isRefusal?: (error: unknown) => boolean;
}

/** Lets a parser read a text, and says what harm that does; `undefined` where it reads or refuses it in time. */
export async function harmOfText(
  { read, isRefusal }: Parser,
  text: string,
): Promise<string | undefined> {
  const taken = stopwatch();
  try {
    await read(text);
  } catch (error) {
    if (isRefusal?.(error) !== true) return error instanceof Error ? error.stack : String(error);
  }
  const took = taken();
  return took > LONG ? `an answer after ${Math.round(took)} ms` : undefined;
}

// Some kilobytes take less than a millisecond.
const LONG = 2000;

/** A TypeError that says what to mend, and none that the engine has thrown. */
export function isOurTypeError(error: unknown): boolean {
  return error instanceof TypeError && !OF_THE_ENGINE.test(error.message);
}

const OF_THE_ENGINE = /^Cannot |^Invalid |is not (?:a function|iterable|defined|an object)/;

/** A text as the head of an HTTP message: its first line, the fields, and what comes after the empty line. */
export function messageOf(text: string): {
  readonly start: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string;
} {
  const end = text.indexOf("\n\n");
  const [start = "", ...lines] = (end < 0 ? text : text.slice(0, end)).split("\n");
  const fields = lines.map((line) => {
    const colon = line.indexOf(":");
    return colon < 0
      ? ([line, ""] as const)
      : ([line.slice(0, colon), line.slice(colon + 1).trim()] as const);
  });
  return { start, fields, body: end < 0 ? "" : text.slice(end + 2) };
}

/** The fields that a `Headers` takes; what it refuses has not come through a socket either. */
export function headersOf(fields: readonly (readonly [name: string, value: string])[]): Headers {
  const headers = new Headers();
  for (const [name, value] of fields) {
    try {
      headers.append(name, value);
    } catch {
      continue;
    }
  }
  return headers;
}
