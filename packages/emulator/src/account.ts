import type { AccountRole, FieldModel, FieldTypeName } from "@oauth1/descriptor";
import type { AnswerField } from "./answers.js";

/**
 * What the emulated provider knows of a user, by role. Nobody has to be registered: any name is a user, and the
 * same name is always the same one.
 *
 * @example
 * accountOf("alice"); // => { id: "3267157479", username: "alice" }
 */
export function accountOf(user: string): Readonly<Record<AccountRole, string>> {
  return { id: String(1_000_000_000 + (fnv1a(user) % 9_000_000_000)), username: user };
}

/**
 * The text of a field: by its role the user's own, otherwise the descriptor's example, or something of its type.
 *
 * @example
 * fieldText({ name: "screen_name", type: "string", optional: false, role: "username" }, "alice"); // => "alice"
 * fieldText({ name: "expires", type: "expires-in", optional: false }, "alice"); // => "3600"
 */
export function fieldText({ role, example, type }: FieldModel, user: string): string {
  return role === undefined ? (example ?? PLACEHOLDERS[type]) : accountOf(user)[role];
}

/**
 * The extra fields of an answer, each where the descriptor has it, and in JSON as a value of its type.
 *
 * @example
 * const field = { name: "user_id", at: "user.id", type: "integer", optional: false, example: "7" };
 * answerFields({ format: "json", fields: [field] }, "alice"); // => [["user.id", 7]]
 * answerFields({ format: "form", fields: [field] }, "alice"); // => [["user_id", "7"]]
 * const paid = { name: "paid", type: "boolean", optional: false };
 * const written = ["true", "1", "yes"].map((example) => ({ ...paid, example }));
 * answerFields({ format: "json", fields: written }, "alice").map(([, value]) => value); // => [true, 1, "yes"]
 */
export function answerFields(
  { format, fields }: { readonly format: "form" | "json"; readonly fields: readonly FieldModel[] },
  user: string,
): readonly AnswerField[] {
  return fields.map((field) => {
    const text = fieldText(field, user);
    return format === "form"
      ? [field.name, text]
      : [field.at ?? field.name, jsonValue(field, text)];
  });
}

const PLACEHOLDERS: Readonly<Record<FieldTypeName, string>> = {
  string: "text",
  integer: "1",
  number: "1.5",
  boolean: "true",
  date: "2026-01-31T12:00:00.000Z",
  "date-seconds": "1700000000",
  "date-milliseconds": "1700000000000",
  "expires-in": "3600",
};

function jsonValue({ type }: FieldModel, text: string): boolean | number | string {
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  const isText = type === "string" || type === "date" || !Number.isFinite(Number(text));
  return isText ? text : Number(text);
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
