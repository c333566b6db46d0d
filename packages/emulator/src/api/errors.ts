import { STATUS_CODES } from "node:http";
import type { ErrorsModel, OperationModel } from "@oauth1/descriptor";
import { valueAt, withValueAt } from "../json-path.js";
import { lettersOf } from "./page-size.js";
import { xmlText } from "./xml.js";

/** What is wrong with a call. */
export interface ApiProblem {
  readonly status: number;
  /** The word for it: what the provider's code is chosen by, and stands for where none is described or shown. */
  readonly code: string;
  /** A sentence for whoever mends it. */
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the status is this one, also where other errors come with a status of success. */
  readonly isFixed?: boolean;
}

/**
 * What an operation's errors look like: in XML where the provider has no other error, or the answer is text anyway.
 *
 * @example
 * errorsOf({ example: { code: "1" }, xml: { error: "text" } }, { response: "text" }).example; // => undefined
 */
export function errorsOf(
  errors: ErrorsModel | undefined,
  { response }: Pick<OperationModel, "response">,
): ErrorsModel | undefined {
  const isXml = errors?.xml !== undefined && response === "text";
  return isXml ? { ...errors, example: undefined } : errors;
}

/**
 * An error in the provider's own shape: its example, with what is wrong in the place of the message, and the code that is
 * described for it, or none; the one in XML where there is no other. Where errors come with a status of success, so does this
 * one, with the sign that tells it from a result.
 *
 * @example
 * const errors = { signs: [{ at: "stat", equals: "fail" }], code: ["code"], message: ["message"], example: undefined, status: 200, codes: [["1", "Not found"]], problems: [["not_found", "1"]] };
 * const answer = apiError(errors, { status: 404, code: "not_found", message: "Nothing is here." });
 * [answer.status, await answer.json()]; // => [200, { message: "Nothing is here.", code: "1", stat: "fail" }]
 */
export function apiError(
  errors: ErrorsModel | undefined,
  { status, code, message, headers = {}, isFixed = false }: ApiProblem,
): Response {
  const init = { status, headers: { "cache-control": "no-store", ...headers } };
  if (errors === undefined) return new Response(`${message}\n`, init);
  const isHidden = errors.status < 300;
  const answered = { ...init, status: isHidden && !isFixed ? errors.status : status };
  if (typeof errors.example === "string") {
    // The words for one problem would say of another what is not so.
    const isMessage = errors.message.includes("") && errors.signs.length === 0;
    const text = isMessage ? message : withStatus(errors.example, errors.status, status);
    return new Response(String(text), answered);
  }
  const isXml = errors.example === undefined && errors.xml !== undefined;
  const shown = isXml ? { ...errors, example: errors.xml } : errors;
  const example = withStatus(shown.example ?? {}, errors.status, status);
  const told = named(example, shown.message, message);
  const coded = withCode(told, shown, code);
  const said = isHidden ? signed(shown, coded, status) : coded;
  return isXml ? xmlAnswer(said, answered) : Response.json(said, answered);
}

function xmlAnswer(tree: unknown, init: ResponseInit): Response {
  const headers = new Headers(init.headers);
  headers.set("content-type", "text/xml; charset=utf-8");
  return new Response(xmlText(tree), { ...init, headers });
}

// The first path that leads somewhere in the example is the one that this provider uses.
function named(body: unknown, paths: readonly string[], text: unknown): unknown {
  const path = paths.find((one) => valueAt(body, one) !== undefined) ?? paths[0];
  return path === undefined ? body : withValueAt(body, path, text);
}

// Many providers repeat the status in the body, as a number, as text or by its phrase.
function withStatus(body: unknown, described: number, status: number): unknown {
  if (described < 300) return body;
  if (body === described) return status;
  if (body === String(described)) return String(status);
  if (body === STATUS_CODES[described]) return STATUS_CODES[status] ?? body;
  if (Array.isArray(body)) return body.map((item) => withStatus(item, described, status));
  if (typeof body !== "object" || body === null) return body;
  const members = Object.entries(body);
  return Object.fromEntries(
    members.map(([name, member]) => [name, withStatus(member, described, status)]),
  );
}

// The code that is described for a problem. Where there is none, the example's would say what is not so.
function withCode(body: unknown, errors: ErrorsModel, problem: string): unknown {
  const { code: paths, codes, example } = errors;
  const shown = paths.filter((path) => isCode(valueAt(example, path)));
  const fitting = codeOf(errors, problem);
  if (fitting === undefined) {
    const isUnknown = codes.length === 0 && shown.length === 0;
    return isUnknown ? named(body, paths, problem) : withoutCodes(body, errors, shown);
  }
  const at = shown.findIndex((path) => String(valueAt(example, path)) === fitting);
  if (at >= 0) return withoutCodes(body, errors, shown.slice(0, at));
  const isNumber = shown[0] !== undefined && typeof valueAt(example, shown[0]) === "number";
  return named(body, shown.length > 0 ? shown : paths, isNumber ? Number(fitting) : fitting);
}

// One that repeats the status is right by now.
function withoutCodes(
  body: unknown,
  { example, status }: ErrorsModel,
  paths: readonly string[],
): unknown {
  return paths
    .filter((path) => String(valueAt(example, path)) !== String(status))
    .reduce((left, path) => withValueAt(left, path, isOnly(left, path) ? "" : undefined), body);
}

// An element of XML whose last attribute goes would be read as a text.
function isOnly(body: unknown, path: string): boolean {
  const [, element = "", name] = /^(?:(.*)\.)?(@[^.]*)$/.exec(path) ?? [];
  const attributes = Object.keys(Object(valueAt(body, element))).filter((key) => /^@/.test(key));
  return name !== undefined && attributes.length === 1;
}

function isCode(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}

function codeOf({ codes, problems }: ErrorsModel, problem: string): string | undefined {
  if (problems.length > 0) return problems.find(([one]) => one === problem)?.[1];
  const others = (OTHER_WORDS.get(problem) ?? []).map(lettersOf);
  const [same] =
    codes.find(([one]) => lettersOf(one) === lettersOf(problem)) ??
    codes.find(([one]) => others.some((word) => lettersOf(one).endsWith(word))) ??
    [];
  return same;
}

// Some put a name of theirs before these.
const OTHER_WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["rate_limited", ["too_many_requests"]],
  ["token_rejected", ["invalid_token", "token_invalid", "token_revoked"]],
  ["token_expired", ["expired_token", "invalid_token", "token_invalid"]],
  ["signature_invalid", ["invalid_signature", "signature_mismatch"]],
  ["signature_method_rejected", ["invalid_signature_method", "unsupported_signature_method"]],
  ["nonce_used", ["nonce_already_used", "invalid_nonce"]],
  ["timestamp_refused", ["invalid_timestamp"]],
  ["consumer_key_unknown", ["consumer_key_rejected", "invalid_consumer", "consumer_mismatch"]],
  ["parameter_absent", ["missing_parameter"]],
  ["version_rejected", ["unsupported_oauth_version"]],
]);

// Signs of the other form than the one that is told in would only be in the way.
function signed({ signs, example }: ErrorsModel, body: unknown, status: number): unknown {
  const shown = signs.filter(({ at }) => valueAt(example, at) !== undefined);
  return (shown.length === 0 ? signs : shown).reduce((said, { at, equals, least }) => {
    const there = valueAt(said, at);
    if (equals !== undefined) return withValueAt(said, at, equals);
    if (least !== undefined) {
      const isStatus = typeof there === "number" && there >= 400 && there < 600 && status >= least;
      if (isStatus) return withValueAt(said, at, status);
      return typeof there === "number" && there >= least ? said : withValueAt(said, at, least);
    }
    return there === undefined ? withValueAt(said, at, true) : said;
  }, body);
}
