/**
 * A secret that does not print: text, JSON and inspection show `[secret]`.
 * It guards against accidents in logs and errors; it does not hide the value from code that runs beside it.
 */
export interface Secret {
  /** The secret itself. Call it where a key is made, and nowhere else. */
  readonly expose: () => string;
  readonly toString: () => string;
  readonly toJSON: () => string;
}

/**
 * Wraps a secret so that it cannot be logged by accident. A `Secret` is handed back as it is.
 *
 * @example
 * const key = secret("kd94hf93k423kf44");
 * `${key}`; // => "[secret]"
 * JSON.stringify({ key }); // => '{"key":"[secret]"}'
 * key.expose(); // => "kd94hf93k423kf44"
 */
export function secret(text: string | Secret): Secret {
  return typeof text === "string" ? hidden(text) : text;
}

/**
 * The text of a secret, for the place where a key is made.
 *
 * @example
 * expose(secret("pfkkdhi9sl3r4s00")); // => "pfkkdhi9sl3r4s00"
 */
export function expose(value: string | Secret): string {
  return typeof value === "string" ? value : value.expose();
}

const REDACTED = "[secret]";

// The text lives in a closure, where no property, copy or inspection reaches it.
function hidden(text: string): Secret {
  const redact = (): string => REDACTED;
  return Object.freeze({
    expose: () => text,
    toString: redact,
    toJSON: redact,
    [Symbol.for("nodejs.util.inspect.custom")]: redact,
  });
}
