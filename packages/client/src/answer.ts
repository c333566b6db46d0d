import { decode, parseForm } from "@oauth1/core";
import type { FieldDescription, FieldType } from "./description.js";
import { LoginError, withoutCredentials, type LoginProblem } from "./errors.js";

/** The answer of an endpoint that hands out credentials: its parameters, decoded, with the credentials among them. */
export interface CredentialsAnswer {
  readonly token: { readonly key: string; readonly secret: string };
  readonly value: (name: string) => string | undefined;
  /** An error about this answer, with what may be told of it. */
  readonly error: (code: LoginProblem, message: string) => LoginError;
}

/**
 * Reads an answer of the temporary or token credentials endpoint (RFC 5849 sections 2.1 and 2.3). Rejects with
 * a `LoginError` of the given code when the provider refused, also where it did so with status 200.
 *
 * @example
 * const answer = await readCredentials(new Response("oauth_token=a&oauth_token_secret=b&user_id=7"), "token_credentials_refused");
 * answer.token; // => { key: "a", secret: "b" }
 * answer.value("user_id"); // => "7"
 */
export async function readCredentials(
  response: Response,
  refused: LoginProblem,
): Promise<CredentialsAnswer> {
  const body = await response.text();
  const values = new Map(
    parseForm(body.trim()).map(([name, value]) => [decode(name), decode(value)]),
  );
  const oauthProblem = values.get("oauth_problem") ?? headerProblem(response.headers);
  const { status, headers } = response;
  const details = { status, headers, body: withoutCredentials(body), oauthProblem };
  const error = (code: LoginProblem, message: string): LoginError =>
    new LoginError(code, message, details);
  if (!response.ok || oauthProblem !== undefined) {
    const reason = oauthProblem === undefined ? "" : ` (${oauthProblem})`;
    throw error(refused, `The provider refused with status ${status}${reason}.`);
  }
  const key = values.get("oauth_token");
  const secret = values.get("oauth_token_secret");
  if (key === undefined || key === "" || secret === undefined) {
    throw error(
      "response_malformed",
      "The provider's answer has no oauth_token and oauth_token_secret.",
    );
  }
  return { token: { key, secret }, value: (name) => values.get(name), error };
}

/**
 * The extra fields of a token answer, converted as the provider's description says. Throws a `LoginError` when
 * a field is missing that is not optional, or is not what it should be.
 *
 * @example
 * const answer = await readCredentials(new Response("oauth_token=a&oauth_token_secret=b&uid=7&until=0"), "token_credentials_refused");
 * readFields(answer, { uid: { type: "integer" }, until: { type: "date-seconds" } }); // => { uid: 7, until: "1970-01-01T00:00:00.000Z" }
 */
export function readFields(
  answer: CredentialsAnswer,
  fields: Readonly<Record<string, FieldDescription>> = {},
): Record<string, string | number | boolean> {
  const values: [string, string | number | boolean][] = [];
  for (const [name, { type, optional = false }] of Object.entries(fields)) {
    const text = answer.value(name);
    if (text === undefined && optional) continue;
    const value = text === undefined ? undefined : CONVERT[type](text);
    if (value === undefined) {
      throw answer.error(
        "response_malformed",
        text === undefined
          ? `The provider's answer has no ${name}.`
          : `The provider's answer has a ${name} that is not of type ${type}.`,
      );
    }
    values.push([name, value]);
  }
  return Object.fromEntries(values);
}

const CONVERT: Readonly<
  Record<FieldType, (text: string) => string | number | boolean | undefined>
> = {
  string: (text) => text,
  integer: toInteger,
  boolean: (text) => BOOLEANS.get(text.toLowerCase()),
  "date-seconds": (text) => toDate(text, 1000),
  "date-milliseconds": (text) => toDate(text, 1),
};

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

function toInteger(text: string): number | undefined {
  const value = Number(text);
  return /^-?[0-9]+$/.test(text) && Number.isSafeInteger(value) ? value : undefined;
}

function toDate(text: string, unit: number): string | undefined {
  const date = new Date((toInteger(text) ?? Number.NaN) * unit);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

// OAuth Problem Reporting also allows the problem as a parameter of WWW-Authenticate.
function headerProblem(headers: Headers): string | undefined {
  return /\boauth_problem="?([A-Za-z_]+)/.exec(headers.get("www-authenticate") ?? "")?.[1];
}
