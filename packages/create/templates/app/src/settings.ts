/** What .env says of this name. Throws where it says nothing. */
export function setting(name: string): string {
  const value = process.env[name] ?? "";
  if (value === "") throw new Error(`${name} is not set: put it into .env.`);
  return value;
}

/** The same, where it has to be one of these. */
export function choice<const T extends string>(name: string, values: readonly T[]): T {
  const found = values.find((value) => value === setting(name));
  if (found === undefined) throw new Error(`${name} in .env is one of ${values.join(", ")}.`);
  return found;
}

/** Where the provider's origins are emulated; nowhere once .env has keys. */
export function originMap(): Record<string, string> {
  return JSON.parse(process.env.EMULATED_ORIGINS ?? "{}");
}
