import { UsageError } from "./failure.js";

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object with names of its own. */
export function isRecord(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The text at a path of names; `undefined` where nothing is there. Throws a `UsageError` for anything else, which does not
 * repeat the value, because that may be a secret.
 *
 * @example
 * textAt({ consumer: { key: "ck" } }, "consumer", "key"); // => "ck"
 */
export function textAt(object: JsonObject, ...path: readonly string[]): string | undefined {
  const value = valueAt(object, path);
  if (value === undefined || typeof value === "string") return value;
  throw new UsageError(`${path.join(".")} has to be text.`);
}

/**
 * Refuses names that nobody knows. Throws a `UsageError` that lists those that there are.
 *
 * @example
 * knownNames({ url: "https://example.com/" }, ["method", "url"]); // => undefined
 */
export function knownNames(object: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(object).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(
    `${JSON.stringify(unknown)} is none of the names that a request as JSON has: ${known.join(", ")}.`,
  );
}

function valueAt(object: JsonObject, path: readonly string[]): unknown {
  let here: unknown = object;
  for (const name of path) {
    if (here === undefined) return undefined;
    if (!isRecord(here)) throw new UsageError(`${path.join(".")} has to be text.`);
    here = Object.hasOwn(here, name) ? here[name] : undefined;
  }
  return here;
}
