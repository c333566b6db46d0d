import { isRecord, isTokenText } from "../kept.js";

/** The first half of a login: where to send the user, and what to keep until the user comes back. */
export interface Begun {
  readonly authorizationUrl: string;
  /** Set where the URL is no page for the user's browser, but a call for the user's own program to make. */
  readonly authorizationMethod?: "POST" | "PUT";
  readonly temporary: TemporaryCredentials;
}

/** Temporary credentials as plain JSON, to keep with the user's browser session and nowhere else. */
export interface TemporaryCredentials {
  readonly version: 1;
  readonly provider: string;
  readonly token: { readonly key: string; readonly secret: string };
  /** What the app has asked for that travels when the token is fetched, by wire name. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Reads temporary credentials that the app has kept: data from outside, whatever its type says. `undefined` for anything
 * that `begin` of this version does not return.
 *
 * @example
 * parseTemporary({ version: 1, provider: "photos", token: { key: "hh5s93j4", secret: "hdhd0244" }, more: 1 });
 * // => { version: 1, provider: "photos", token: { key: "hh5s93j4", secret: "hdhd0244" } }
 * parseTemporary({ version: 2 }); // => undefined
 */
export function parseTemporary(value: unknown): TemporaryCredentials | undefined {
  if (!isRecord(value)) return undefined;
  const { version, provider, token, parameters } = value;
  if (version !== 1 || typeof provider !== "string" || !isTokenText(token)) return undefined;
  const { key, secret } = token;
  const kept = { version, provider, token: { key, secret } } as const;
  if (parameters === undefined) return kept;
  return isTexts(parameters) ? { ...kept, parameters } : undefined;
}

/**
 * The temporary credentials of a provider's login. Throws a TypeError for anything else, which has to be a mistake of the app.
 *
 * @example
 * const { temporary } = { temporary: { version: 1, provider: "photos", token: { key: "hh5s93j4", secret: "hdhd0244" } } } as const;
 * temporaryOf(temporary, "photos").token.key; // => "hh5s93j4"
 */
export function temporaryOf(value: unknown, provider: string): TemporaryCredentials {
  const temporary = parseTemporary(value);
  if (temporary?.provider === provider) return temporary;
  throw new TypeError(
    `These temporary credentials are not of a login with ${provider}: pass what this client's begin() returned, as it was.`,
  );
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === "string");
}
