import { LoginError } from "../errors.js";
import type { TemporaryCredentials } from "./temporary.js";

/** How the user comes back, where that is not as in RFC 5849 section 2.2. */
export interface CallbackDescription {
  /** Whether the provider answers `oauth_callback_confirmed`; true by default. */
  readonly confirmed?: boolean;
  /** `oauth_token` by default. */
  readonly tokenParameter?: string;
  /** `oauth_verifier` by default. */
  readonly verifierParameter?: string;
  /** How the callback tells that the user said no, besides `oauth_problem`. */
  readonly denied?: readonly DenialSign[];
}

/**
 * The user said no where the parameter is there, or has the value. The verifier's parameter is a sign where it is empty or
 * missing.
 */
export interface DenialSign {
  readonly parameter: string;
  readonly equals?: string;
}

/** The parameters of a callback that belongs to the login. */
export interface CallbackValues {
  readonly value: (name: string) => string | undefined;
}

/**
 * Reads the URL that the user came back to. A relative one is enough. Throws a `LoginError` when the user said no, and when
 * the callback is of another login.
 *
 * @example
 * const temporary = { version: 1, provider: "photos", token: { key: "hh5s93j4", secret: "hdhd0244" } };
 * const callback = { url: "/ready?oauth_token=hh5s93j4&oauth_verifier=v", temporary, name: "Photos" };
 * readCallback(callback).value("oauth_verifier"); // => "v"
 */
export function readCallback({
  url,
  temporary,
  name,
  description = {},
}: {
  readonly url: string | URL;
  readonly temporary: TemporaryCredentials;
  /** The provider's, for people. */
  readonly name: string;
  readonly description?: CallbackDescription | undefined;
}): CallbackValues {
  const searchParams = queryOf(String(url));
  const { tokenParameter = "oauth_token" } = description;
  const oauthProblem = searchParams.get("oauth_problem") ?? undefined;
  if (oauthProblem !== undefined || isDenied(description, searchParams)) {
    throw new LoginError("denied", `${name} says that the login was denied.`, { oauthProblem });
  }
  if (searchParams.get(tokenParameter) !== temporary.token.key) {
    throw new LoginError(
      "token_mismatch",
      "The callback belongs to another login than the one that was begun here: begin again.",
    );
  }
  return { value: (parameter) => searchParams.get(parameter) ?? undefined };
}

/**
 * The verifier of a callback. Throws a `LoginError` where there is none.
 *
 * @example
 * verifierOf({ value: () => "hfdp7dh39dks9884" }, { name: "Photos" }); // => "hfdp7dh39dks9884"
 */
export function verifierOf(
  callback: CallbackValues,
  {
    name,
    description: { verifierParameter = VERIFIER } = {},
  }: { readonly name: string; readonly description?: CallbackDescription | undefined },
): string {
  const verifier = callback.value(verifierParameter) ?? "";
  if (verifier !== "") return verifier;
  throw new LoginError(
    "verifier_missing",
    `The callback of ${name} carries no ${verifierParameter}.`,
  );
}

/**
 * A callback as the text that is sent. Throws a TypeError for one that no provider could send a user to.
 *
 * @example
 * callbackText(new URL("https://app.example/callback")); // => "https://app.example/callback"
 */
export function callbackText(callback: string | URL): string {
  const text = String(callback);
  // What a host and its port look like is a URL too, of a scheme that is called as the host.
  if (URL.canParse(text) && !/^[^:/]+:\d/.test(text)) return text;
  throw new TypeError(
    `The callback ${JSON.stringify(text)} is no absolute URL, such as "https://app.example/callback".`,
  );
}

const VERIFIER = "oauth_verifier";

// Whoever comes back has written the rest of it, and it does not have to be a URL.
function queryOf(url: string): URLSearchParams {
  const [address = ""] = url.split("#", 1);
  const mark = address.indexOf("?");
  return new URLSearchParams(mark < 0 ? "" : address.slice(mark));
}

function isDenied(
  { denied = [], verifierParameter = VERIFIER }: CallbackDescription,
  searchParams: URLSearchParams,
): boolean {
  return denied.some(({ parameter, equals }) => {
    const value = searchParams.get(parameter);
    if (equals !== undefined) return value === equals;
    return parameter === verifierParameter ? (value ?? "") === "" : value !== null;
  });
}
