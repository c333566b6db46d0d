import { match, ok } from "node:assert/strict";
import type { FieldModel, FieldTypeName } from "@oauth1/descriptor";

/** Throws where a described field is missing, is of another type, or is another user's. */
export function checkFields(answer: object, fields: readonly FieldModel[], user = "alice"): void {
  const values = new Map<string, unknown>(Object.entries(answer));
  for (const { name, type, role, example } of fields) {
    const value = values.get(name);
    // Nothing is what a token has that never ends.
    if (type === "expires-in" && example === "0" && value === undefined) continue;
    ok(IS_OF_TYPE[type](value), `${name} is no ${type}: ${JSON.stringify(value)}`);
    if (role === "username") ok(value === user, `${name} is ${JSON.stringify(value)}`);
    if (role === "id") match(String(value), /^\d+$/);
  }
}

type Guard = (value: unknown) => boolean;

const IS_OF_TYPE: Readonly<Record<FieldTypeName, Guard>> = {
  string: (value) => typeof value === "string" && value !== "",
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => Number.isFinite(value),
  boolean: (value) => typeof value === "boolean",
  date: isTime,
  "date-seconds": isTime,
  "date-milliseconds": isTime,
  "expires-in": isTime,
};

// Every kind of date is ISO 8601 text in an account.
function isTime(value: unknown): boolean {
  return typeof value === "string" && !Number.isNaN(Date.parse(value)) && value.endsWith("Z");
}
