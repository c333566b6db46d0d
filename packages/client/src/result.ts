import type { ApiDescription, ErrorShape, RateLimitHeaders } from "./description.js";
import { CallError, type CallDetails, type CallProblem } from "./errors.js";
import type { OperationDescription } from "./operation-description.js";
import { valueAt } from "./path.js";
import { oauthProblemOf } from "./problem.js";
import { readRateLimit, type RateLimit } from "./rate-limit.js";
import type { Connection } from "./session.js";
import { isRefusal, parsed, problemOf, saidAt, toldBy } from "./told.js";
import type { Received } from "./transport.js";

/** What a call returned, and what it was read from. */
export interface Answer<Result> {
  readonly result: Result;
  /** Its body has been read. */
  readonly response: Response;
  readonly rateLimit: RateLimit | undefined;
}

/**
 * The result of an operation, taken out of its envelope. Rejects with a `CallError` when the answer says that there is none:
 * by its status, or by the signs that the API's description names.
 */
export async function readResult(
  description: OperationDescription,
  { response, body, hide }: Received<string | Blob>,
  { api, now }: Pick<Connection, "api" | "now">,
): Promise<Answer<unknown>> {
  const what = `${description.method} ${description.path}`;
  const rateLimit = readRateLimit(response.headers, api.rateLimit ?? {}, now());
  const isFile = typeof body !== "string";
  const text = !isFile ? body : mayTell(response, api) ? await body.text() : undefined;
  const read =
    text !== undefined &&
    resultOf({ what, response, body: text, rateLimit, hide }, description, api);
  return { result: isFile ? body : read, response, rateLimit };
}

// An error that comes in the place of a file, with a status of success.
function mayTell({ headers }: Response, { errors }: ApiDescription): boolean {
  return errors?.signs !== undefined && /json|xml/.test(headers.get("content-type") ?? "");
}

function resultOf(
  received: Heard,
  { result, envelope = "" }: OperationDescription,
  { errors = {}, rateLimit = {} }: ApiDescription,
): unknown {
  const { body, response } = received;
  const mayFail = !response.ok || errors.signs !== undefined;
  const json = result === "json" || mayFail ? parsed(body) : undefined;
  const told = json ? json.value : mayFail ? toldBy(body, errors) : undefined;
  if (!response.ok || isRefusal(told, errors)) {
    throw refusal(received, told, { ...errors, ...rateLimit });
  }
  if (result !== "json") return result === "text" ? body : undefined;
  // What these say by themselves is that nothing comes.
  if (response.status === 204 || response.status === 205) return undefined;
  if (json === undefined) {
    const what = body === "" ? "an empty body" : "text that is not JSON";
    throw problem("response_malformed", what, received);
  }
  const value = valueAt(json.value, envelope);
  if (value !== undefined) return value;
  throw problem("response_malformed", `nothing at ${envelope}`, received);
}

interface Heard extends Received, Pick<Answer<unknown>, "rateLimit"> {
  readonly what: string;
}

function refusal(
  received: Heard,
  told: unknown,
  { status: limited, ...errors }: ErrorShape & Pick<RateLimitHeaders, "status">,
): CallError {
  const { status, headers } = received.response;
  const oauthProblem = oauthProblemOf(headers, received.body);
  const providerMessage = saidAt(told, errors.message);
  const providerCode = saidAt(told, errors.code);
  const own = providerMessage ?? oauthProblem;
  const isLate = oauthProblem === "timestamp_refused";
  // A status that is not for this alone (RFC 6585 section 4) says nothing where more is said.
  const isTold =
    providerCode !== undefined && Object.values(errors.problems ?? {}).includes("rate_limited");
  const isLimit =
    status === 429 || (status === limited && !received.rateLimit?.remaining && !isTold);
  const kind =
    problemOf(told, errors) ??
    (isLimit ? "rate_limited" : isLate ? oauthProblem : "request_refused");
  return problem(kind, `status ${status}${own === undefined ? "" : `: ${own}`}`, {
    ...received,
    oauthProblem,
    providerCode,
    providerMessage,
  });
}

function problem(
  code: CallProblem,
  message: string,
  { what, response: { status, headers }, ...details }: Heard & CallDetails,
): CallError {
  return new CallError(code, `${what} was answered with ${message.replace(/[^.!?]$/, "$&.")}`, {
    ...details,
    status,
    headers,
  });
}
