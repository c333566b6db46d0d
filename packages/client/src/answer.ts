import { decode, parseForm } from "@oauth1/core";
import type { EndpointDescription, ErrorShape } from "./description.js";
import { LoginError, type LoginProblem } from "./errors.js";
import { textAt } from "./path.js";
import { oauthProblemOf } from "./problem.js";
import { readJson } from "./read-json.js";
import { hiding, literal } from "./redaction.js";
import { isRefusal, saidAt, toldBy } from "./told.js";
import type { Received } from "./transport.js";

/** The answer of a step as it came, and how the API tells errors, which may be all that it says. */
export interface StepReceived extends Received {
  readonly errors?: ErrorShape | undefined;
}

/** The answer of a step: its parameters as text, decoded. */
export interface StepAnswer {
  /** By name in a form, and by a path into JSON. */
  readonly value: (name: string) => string | undefined;
  /** An error about this answer, with what may be told of it. */
  readonly error: (code: LoginProblem, message: string) => LoginError;
}

/** The answer of an endpoint that hands out credentials, with these among it. */
export interface CredentialsAnswer extends StepAnswer {
  readonly token: { readonly key: string; readonly secret: string };
}

/** How an answer is written, and where it has the credentials. */
export type AnswerDescription = Pick<
  EndpointDescription,
  "format" | "tokenAt" | "secretAt" | "secretOptional"
>;

/**
 * Reads an answer of the temporary or token credentials endpoint (RFC 5849 sections 2.1 and 2.3). Throws
 * a `LoginError` of the given code when the provider refused, also where it did so with a status of success.
 *
 * @example
 * const body = "oauth_token=a&oauth_token_secret=b&user_id=7";
 * const answer = readCredentials({ response: new Response(), body }, {}, "token_credentials_refused");
 * answer.token; // => { key: "a", secret: "b" }
 * answer.value("user_id"); // => "7"
 */
export function readCredentials(
  received: StepReceived,
  description: AnswerDescription,
  refused: LoginProblem,
): CredentialsAnswer {
  const { tokenAt = "oauth_token", secretAt = "oauth_token_secret", secretOptional } = description;
  const answer = readAnswer(received, description, refused);
  const key = answer.value(tokenAt) ?? "";
  const secret = answer.value(secretAt) ?? (secretOptional === true ? "" : undefined);
  if (key !== "" && secret !== undefined) return { ...answer, token: { key, secret } };
  throw answer.error(
    "response_malformed",
    `The provider's answer has no ${key === "" ? tokenAt : secretAt}.`,
  );
}

/**
 * Reads an answer that need not hold credentials. Throws as `readCredentials` does.
 *
 * @example
 * const received = { response: new Response(), body: '{"data":{"id":7}}' };
 * const answer = readAnswer(received, { format: "json" }, "token_credentials_refused");
 * answer.value("data.id"); // => "7"
 */
export function readAnswer(
  { response, body, errors = {}, hide: hideKnown = String }: StepReceived,
  { format = "form", tokenAt = "oauth_token", secretAt = "" }: AnswerDescription,
  refused: LoginProblem,
): StepAnswer {
  const read = READ[format](body);
  const value = read ?? (() => undefined);
  const { status, headers } = response;
  const oauthProblem = value("oauth_problem") ?? oauthProblemOf(headers, body);
  const names = [tokenAt, secretAt].flatMap((path) => path.split(".").slice(-1)).filter(Boolean);
  const hide = (text: string): string => hiding(names.map(literal))(hideKnown(text));
  const details = { status, headers, body, oauthProblem, hide };
  const error = (code: LoginProblem, message: string): LoginError =>
    new LoginError(code, message, details);
  const told = value(tokenAt) === undefined ? toldBy(body, errors) : undefined;
  if (!response.ok || oauthProblem !== undefined || isRefusal(told, errors)) {
    const said = oauthProblem ?? saidAt(told, errors.message);
    const reason = said === undefined ? "" : ` (${said})`;
    throw error(refused, `The provider refused with status ${status}${reason}.`);
  }
  if (read === undefined) throw error("response_malformed", "The provider's answer is not JSON.");
  return { value, error };
}

type Reader = (name: string) => string | undefined;

const READ = {
  form(body: string): Reader {
    const values = new Map(
      parseForm(body.trim()).map(([name, value]) => [decode(name), decode(value)]),
    );
    return (name) => values.get(name);
  },
  json(body: string): Reader | undefined {
    try {
      const answer = readJson(body);
      return (path) => textAt(answer, path);
    } catch {
      return undefined;
    }
  },
} as const;
