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

/** Where the server listens: for this machine only, or where the app is deployed, for whatever passes requests on to it. */
export function listening(): { host: string; port: number } {
  const { hostname } = new URL(setting("APP_URL"));
  const isHere = /^(?:127\.|localhost$|\[::1\]$)/.test(hostname);
  return {
    host: isHere ? hostname.replace(/[[\]]/g, "") : "0.0.0.0",
    port: Number(setting("PORT")),
  };
}

/** Where the provider's origins are emulated; nowhere once .env has keys. */
export function originMap(): Record<string, string> {
  return JSON.parse(process.env.EMULATED_ORIGINS ?? "{}");
}
