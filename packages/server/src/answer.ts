import {
  encode,
  formatAuthorization,
  formatForm,
  type Verdict,
  type VerifyProblem,
} from "@oauth1/core";

/**
 * What a peer may be told, in the words of the OAuth Problem Reporting extension; `nonce_store_full` and
 * `store_unavailable` are our own. Closed: a `switch` over it can be exhaustive. An unknown consumer, an unknown token and a method that
 * the consumer may not use are all `signature_invalid`; `token_rejected` is for the authorization alone.
 */
export type ServerProblem =
  | Exclude<VerifyProblem, "consumer_key_unknown">
  | "nonce_store_full"
  | "nonce_used"
  | "permission_denied"
  | "permission_unknown"
  | "store_unavailable"
  | "timestamp_refused"
  | "token_expired"
  | "token_rejected"
  | "verifier_invalid";

/** The no of a verdict. */
export type Refusal = Extract<Verdict<unknown, ServerProblem>, { ok: false }>;

/** Names and values, not yet encoded. */
export type FormFields = readonly (readonly [name: string, value: string])[];

/**
 * The answer to a refused request (RFC 5849 section 3.2): 400 for one that is malformed, 401 with a
 * `WWW-Authenticate` header for one that proves nothing, 403 for one that is not allowed, 503 with `Retry-After` when
 * the store cannot say. Without problem reporting the body is empty.
 *
 * @example
 * const response = refusalAnswer({ ok: false, problem: "nonce_used" }, { realm: "Photos", problemReporting: true });
 * response.status; // => 401
 * response.headers.get("www-authenticate"); // => 'OAuth realm="Photos"'
 * await response.text(); // => "oauth_problem=nonce_used"
 */
export function refusalAnswer(
  { problem, advice }: Refusal,
  { realm, problemReporting, versions = [] }: RefusalOptions,
): Response {
  const status = STATUS[problem];
  const fields: FormFields = [
    ["oauth_problem", problem],
    ...(advice === undefined ? [] : ([["oauth_problem_advice", advice]] as const)),
    ...(problem === "version_rejected" ? versionRange(versions) : []),
  ];
  return formAnswer(problemReporting ? fields : [], {
    status,
    headers: {
      ...(status === 401 && { "www-authenticate": formatAuthorization([], { realm }) }),
      ...(status === 503 && { "retry-after": "5" }),
    },
  });
}

/** How refusals are told. */
interface RefusalOptions {
  readonly realm: string;
  readonly problemReporting: boolean;
  readonly versions?: readonly string[];
}

// Two numbers of versions, as the extension has it; what is none, such as `1.0A`, is in no range.
function versionRange(versions: readonly string[]): FormFields {
  const numbers = versions.filter((version) => /^[0-9]+\.[0-9]+$/.test(version));
  const [least, ...more] = numbers.sort(byNumber);
  return least === undefined
    ? []
    : [["oauth_acceptable_versions", `${least}-${more.at(-1) ?? least}`]];
}

function byNumber(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}

/**
 * An answer in the form encoding that RFC 5849 section 2.1 asks for, which no cache may keep.
 *
 * @example
 * const response = formAnswer([["oauth_token", "a b"]]);
 * response.headers.get("content-type"); // => "application/x-www-form-urlencoded"
 * await response.text(); // => "oauth_token=a%20b"
 */
export function formAnswer(
  fields: FormFields,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return new Response(formText(fields), {
    status,
    headers: {
      ...headers,
      "cache-control": "no-store",
      "content-type": "application/x-www-form-urlencoded",
    },
  });
}

/**
 * The answer to a request with an HTTP method that the endpoint does not take; `undefined` for one that it does.
 *
 * @example
 * methodAnswer({ methods: ["GET", "POST"] }, "DELETE")?.headers.get("allow"); // => "GET, POST"
 * methodAnswer({ methods: ["GET", "POST"] }, "POST"); // => undefined
 */
export function methodAnswer(
  { methods }: { readonly methods: readonly string[] },
  method: string,
): Response | undefined {
  if (methods.includes(method.toUpperCase())) return undefined;
  const headers = { allow: methods.join(", "), "cache-control": "no-store" };
  return new Response(null, { status: 405, headers });
}

/**
 * The answer to a request for a host that is none of the provider's. Whoever sets a provider up meets it before anything of theirs
 * is asked, so it says in words what is to be mended, and nothing about what the origins are.
 *
 * @example
 * (await misdirected().text()).startsWith("This request names a host that is none of the provider's origins."); // => true
 */
export function misdirected(): Response {
  const headers = { "cache-control": "no-store", "content-type": "text/plain; charset=utf-8" };
  return new Response(MISDIRECTED, { status: 421, headers });
}

/**
 * Fields as a query or a form body.
 *
 * @example
 * formText([["oauth_token", "a b"], ["x", ""]]); // => "oauth_token=a%20b&x="
 */
export function formText(fields: FormFields): string {
  return formatForm(fields.map(([name, value]) => [encode(name), encode(value)]));
}

const MISDIRECTED =
  "This request names a host that is none of the provider's origins. Send it to one of them; a proxy in between has to keep the Host header, and a framework has to put that host into request.url.\n";

const STATUS: Readonly<Record<ServerProblem, number>> = {
  body_hash_invalid: 401,
  nonce_store_full: 503,
  nonce_used: 401,
  parameter_absent: 400,
  parameter_rejected: 400,
  permission_denied: 403,
  permission_unknown: 401,
  signature_invalid: 401,
  signature_method_rejected: 400,
  store_unavailable: 503,
  timestamp_refused: 401,
  token_expired: 401,
  token_rejected: 401,
  verifier_invalid: 401,
  version_rejected: 400,
};
