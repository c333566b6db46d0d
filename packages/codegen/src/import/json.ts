/** A member of a member of a JSON value; of what is no object, nothing. */
export function at(value: unknown, ...names: readonly string[]): unknown {
  let here = value;
  for (const name of names) {
    const isThere = typeof here === "object" && here !== null && !Array.isArray(here);
    here = isThere ? Object.getOwnPropertyDescriptor(here, name)?.value : undefined;
  }
  return here;
}

/** The members of a JSON object in their order; of anything else none. */
export function entriesOf(value: unknown): readonly (readonly [name: string, value: unknown])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value);
}

/** The items of a JSON list; of anything else none. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A JSON text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The texts of a JSON list. */
export function textsOf(value: unknown): readonly string[] {
  return itemsOf(value).flatMap((item) => textOf(item) ?? []);
}
