import { note } from "../terminal.js";

/**
 * A timestamp as it was given, because whoever looks for a mistake may want a wrong one. What servers refuse is told.
 *
 * @example
 * timestampOf("137131202"); // => "137131202"
 */
export function timestampOf(text: string | undefined): string | undefined {
  if (text !== undefined && !/^[1-9]\d{0,14}$/.test(text)) {
    note(
      `The timestamp ${JSON.stringify(text)} is no positive whole number of seconds, so servers will refuse it.`,
    );
  }
  return text;
}
