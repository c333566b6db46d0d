import type { AccountRole, FieldModel, FieldTypeName, ProviderModel } from "@oauth1/descriptor";

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
 * The extra fields of the token answer, as the descriptor names them: by their role the user's own, otherwise the
 * descriptor's example.
 *
 * @example
 * const field = { name: "screen_name", type: "string", optional: false, role: "username" };
 * tokenFields({ oauth: { tokenCredentials: { fields: [field] } } }, "alice"); // => [["screen_name", "alice"]]
 */
export function tokenFields(
  {
    oauth,
  }: {
    readonly oauth: {
      readonly tokenCredentials: Pick<ProviderModel["oauth"]["tokenCredentials"], "fields">;
    };
  },
  user: string,
): readonly (readonly [string, string])[] {
  const account = accountOf(user);
  return oauth.tokenCredentials.fields.map((field) => [field.name, fieldText(field, account)]);
}

function fieldText(
  { role, example, type }: FieldModel,
  account: Readonly<Record<AccountRole, string>>,
): string {
  return role === undefined ? (example ?? PLACEHOLDERS[type]) : account[role];
}

const PLACEHOLDERS: Readonly<Record<FieldTypeName, string>> = {
  string: "text",
  integer: "1",
  boolean: "true",
  "date-seconds": "1700000000",
  "date-milliseconds": "1700000000000",
};

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
