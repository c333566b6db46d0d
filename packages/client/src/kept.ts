import { secret, type Secret } from "@oauth1/core";

/**
 * The token of an account, or of a pair that was kept otherwise: data from outside, whatever its type says. Throws a
 * TypeError for anything else.
 *
 * @example
 * tokenOf({ version: 1, token: { key: "nnch734d", secret: "pfkkdhi9" } }).key; // => "nnch734d"
 * tokenOf({ key: "nnch734d", secret: "pfkkdhi9" }).secret.expose(); // => "pfkkdhi9"
 */
export function tokenOf(given: unknown): TokenPair {
  const isAccount = isRecord(given) && "token" in given;
  const pair = isAccount ? given.token : given;
  if ((!isAccount || (given.version === 1 && !isTemporary(given))) && isToken(pair)) {
    return { key: pair.key, secret: secret(pair.secret) };
  }
  throw new TypeError(
    "This is neither an account of complete() nor a token with key and secret: pass what complete() returned, as it was.",
  );
}

// Those of begin(). An account may have a provider too, which the app has put there, beside fields of its own.
function isTemporary(given: object): boolean {
  return "provider" in given && ("parameters" in given || Object.keys(given).length < 4);
}

/** Token credentials that were kept from before, or issued by the provider's own pages. */
export interface TokenPair {
  readonly key: string;
  readonly secret: string | Secret;
}

/** Whether a value is an object with names of its own. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a token as the app keeps it: plain text. */
export function isTokenText(
  value: unknown,
): value is { readonly key: string; readonly secret: string } {
  return isToken(value) && typeof value.secret === "string";
}

function isToken(value: unknown): value is TokenPair {
  if (!isRecord(value) || typeof value.key !== "string" || value.key === "") return false;
  return typeof value.secret === "string" || isSecret(value.secret);
}

/** Whether a value is a `Secret`, of whichever copy of the package. */
export function isSecret(value: unknown): value is Secret {
  return isRecord(value) && typeof value.expose === "function";
}
