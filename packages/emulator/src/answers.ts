import { formatAuthorization, formatForm, encode } from "@oauth1/core";
import type { EndpointModel } from "@oauth1/descriptor";
import type { RefusalReason } from "@oauth1/server";
import { withValueAt } from "./json-path.js";

/** One field of an answer: where it is, and what it says. */
export type AnswerField = readonly [at: string, value: boolean | number | string];

/** Why a request is refused: a word of the OAuth Problem Reporting extension, and a sentence for whoever mends it. */
export interface Refusal {
  readonly problem: RefusalReason;
  readonly advice: string;
}

/**
 * The answer of an endpoint in its described format: a form, where names stand as they are, or JSON, where they are paths.
 *
 * @example
 * const answer = endpointAnswer({ format: "json", status: 201 }, [["oauth.token", "a"], ["expires", 60]]);
 * [answer.status, await answer.json()]; // => [201, { oauth: { token: "a" }, expires: 60 }]
 * await endpointAnswer({ format: "form", status: 200 }, [["lp.context", "a b"]]).text(); // => "lp.context=a%20b"
 * const named = endpointAnswer({ format: "json", status: 200 }, [["user", "bob"], ["user.id", 7]]);
 * await named.json(); // => { user: "bob", "user.id": 7 }
 */
export function endpointAnswer(
  { format, status }: Pick<EndpointModel, "format" | "status">,
  fields: readonly AnswerField[],
): Response {
  const headers = { "cache-control": "no-store" };
  if (status === 204) return new Response(null, { status, headers });
  if (format === "form") return formAnswer(fields, { status, headers });
  const literal = fields.filter(([at]) => fields.some(([other]) => isWithin(at, other)));
  const nested = fields
    .filter((field) => !literal.includes(field))
    .reduce<object>((value, [at, put]) => Object(withValueAt(value, at, put)), {});
  return Response.json({ ...nested, ...Object.fromEntries(literal) }, { status, headers });
}

// A value has no members: where a path goes on behind it, both are names with dots.
function isWithin(one: string, other: string): boolean {
  return one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

/**
 * The answer to a refused request: the problem in the body and in `WWW-Authenticate`, with what would mend it.
 *
 * @example
 * const answer = refusalAnswer({ problem: "nonce_used", advice: "Make a new nonce." }, { format: "form" });
 * await answer.text(); // => "oauth_problem=nonce_used&oauth_problem_advice=Make%20a%20new%20nonce."
 */
export function refusalAnswer(
  { problem, advice }: Refusal,
  { format }: Pick<EndpointModel, "format">,
  status: number = refusalStatus(problem),
): Response {
  const headers = { "cache-control": "no-store", ...challenge({ problem, advice }) };
  const fields = { oauth_problem: problem, oauth_problem_advice: advice };
  if (format === "json") return Response.json(fields, { status, headers });
  return formAnswer(Object.entries(fields), { status, headers });
}

/**
 * The status of a refusal: 400 for a request that cannot be right, 403 for one that is not allowed, otherwise 401.
 *
 * @example
 * refusalStatus("parameter_absent"); // => 400
 */
export function refusalStatus(problem: RefusalReason): number {
  if (problem.startsWith("permission_")) return 403;
  return BAD_REQUESTS.has(problem) ? 400 : 401;
}

/**
 * The header that names the problem.
 *
 * @example
 * challenge({ problem: "token_expired", advice: "" }); // => { "www-authenticate": 'OAuth oauth_problem="token_expired", oauth_problem_advice=""' }
 */
export function challenge({ problem, advice }: Refusal): { readonly "www-authenticate": string } {
  const fields = [
    [encode("oauth_problem"), encode(problem)],
    [encode("oauth_problem_advice"), encode(advice)],
  ] as const;
  return { "www-authenticate": formatAuthorization(fields) };
}

const BAD_REQUESTS: ReadonlySet<RefusalReason> = new Set<RefusalReason>([
  "parameter_absent",
  "parameter_rejected",
  "signature_method_rejected",
  "version_rejected",
]);

function formAnswer(
  fields: readonly AnswerField[],
  {
    status,
    headers,
  }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
): Response {
  const text = formatForm(fields.map(([name, value]) => [encode(name), encode(String(value))]));
  const type = "application/x-www-form-urlencoded";
  return new Response(text, { status, headers: { ...headers, "content-type": type } });
}
