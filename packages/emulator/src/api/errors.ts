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
 * one, with the sign that tells it from a result, unless its code is the place of that sign and says otherwise.
 *
 * @example
 * const errors = { signs: [{ at: "stat", equals: "fail" }], code: ["code"], message: ["message"], example: undefined, status: 200, codes: [["1", "Not found"]], problems: [["not_found", "1"]], mendable: [] };
 * const answer = apiError(errors, { status: 404, code: "not_found", message: "Nothing is here." });
 * [answer.status, await answer.json()]; // => [200, { message: "Nothing is here.", code: "1", stat: "fail" }]
 */
export function apiError(
  errors: ErrorsModel | undefined,
  { status, code, message, headers = {}, isFixed = false }: ApiProblem,
): Response {
  const challenged = hasOwnCode(errors, code) ? withoutWord(headers) : headers;
  const init = { status, headers: { "cache-control": "no-store", ...challenged } };
  if (errors === undefined) return new Response(`${message}\n`, init);
  const isHidden = errors.status < 300;
  const hidden = isHidden && !isFixed ? errors.status : status;
  if (typeof errors.example === "string") {
    // The words for one problem would say of another what is not so.
    const isMessage = errors.message.includes("") && errors.signs.length === 0;
    const text = isMessage ? message : withStatus(errors.example, errors.status, status);
    return new Response(String(text), { ...init, status: hidden });
  }
  const isXml = errors.example === undefined && errors.xml !== undefined;
  const shown = isXml ? { ...errors, example: errors.xml } : errors;
  const example = withStatus(shown.example ?? {}, errors.status, status);
  const told = named(example, shown.message, message);
  const coded = withCode(told, shown, code);
  const marked = isHidden ? signed(shown, coded, status) : coded;
  // A code that is no sign of an error itself leaves that to the status.
  const isPlain = hidesCode(shown, code, { coded, marked });
  const said = isPlain ? coded : marked;
  const answered = { ...init, status: isPlain ? status : hidden };
  return isXml ? xmlAnswer(said, answered) : Response.json(said, answered);
}

/**
 * Whether a code of the provider says for certain that this is the problem, which a client mends itself.
 *
 * @example
 * hasOwnCode(undefined, "rate_limited"); // => false
 */
export function hasOwnCode(errors: ErrorsModel | undefined, problem: string): boolean {
  // Of a plain text nobody knows where a code stands.
  if (errors === undefined || typeof errors.example === "string") return false;
  return errors.code.length > 0 && errors.mendable.some(([, mended]) => mended === problem);
}

// Who has a code for it does not say it in the words of OAuth Problem Reporting besides: these are for whoever looks at the wire.
function withoutWord(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { "www-authenticate": challenge, ...others } = headers;
  if (challenge === undefined) return headers;
  return { ...others, "www-authenticate": "OAuth", "x-emulator-refusal": challenge };
}

function xmlAnswer(tree: unknown, init: ResponseInit): Response {
  const headers = new Headers(init.headers);
  headers.set("content-type", "text/xml; charset=utf-8");
  return new Response(xmlText(tree), { ...init, headers });
}

// The first path that leads to a value in the example is the one that this provider uses. An error is more than its message.
function named(body: unknown, paths: readonly string[], text: unknown): unknown {
  const isPart = (one: string): boolean => one !== "" || !isCompound(body);
  const isValue = (value: unknown): boolean => value !== undefined && !isCompound(value);
  const path = paths.find((one) => isValue(valueAt(body, one))) ?? paths.find(isPart);
  return path === undefined ? body : withValueAt(body, path, text);
}

function isCompound(value: unknown): boolean {
  return typeof value === "object" && value !== null;
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
    .sort((one, other) => other.localeCompare(one, "en", { numeric: true }))
    .reduce((left, path) => withValueAt(left, path, nothingAt(left, path)), body);
}

// What comes behind one in a list keeps its place, so the last goes first.
function nothingAt(body: unknown, path: string): "" | null | undefined {
  const dot = path.lastIndexOf(".");
  const list = valueAt(body, path.slice(0, Math.max(dot, 0)));
  const isBefore = Array.isArray(list) && Number(path.slice(dot + 1)) < list.length - 1;
  if (isBefore) return null;
  return isOnly(body, path) ? "" : undefined;
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

/** Whether the signs have taken the place of the code that is described for a problem. */
function hidesCode(
  errors: ErrorsModel,
  problem: string,
  { coded, marked }: { readonly coded: unknown; readonly marked: unknown },
): boolean {
  const fitting = codeOf(errors, problem);
  const at = errors.code.find((path) => String(valueAt(coded, path)) === fitting);
  return at !== undefined && String(valueAt(marked, at)) !== fitting;
}

// Signs of the other form than the one that is told in would only be in the way.
function signed({ signs, example, code }: ErrorsModel, body: unknown, status: number): unknown {
  const shown = signs.filter(({ at }) => valueAt(example, at) !== undefined);
  return (shown.length === 0 ? signs : shown).reduce((said, { at, equals, least }) => {
    const there = valueAt(said, at);
    if (equals !== undefined) return withValueAt(said, at, equals);
    if (least !== undefined) {
      const number = Number(there);
      const isStatus = number >= 400 && number < 600 && status >= least && !code.includes(at);
      if (!isStatus && number >= least) return said;
      const put = isStatus ? status : least;
      return withValueAt(said, at, typeof there === "string" ? String(put) : put);
    }
    return there === undefined ? withValueAt(said, at, true) : said;
  }, body);
}
