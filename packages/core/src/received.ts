import { parseAuthorization } from "./authorization.js";
import { parseForm, type Parameter, type Parameters } from "./parameters.js";
import { SIGNATURE, wireFromBytes } from "./percent.js";
import {
  bodyContent,
  bodyFlaw,
  headerValues,
  isForm,
  receivedTarget,
  type RequestParts,
  type Target,
} from "./request.js";
import type { Transmission } from "./sign.js";
import type { Verdict, VerifyLimits, VerifyProblem } from "./verdict.js";

/** The protocol parameters of a request that came one way. */
export interface Source {
  readonly transmission: Transmission;
  readonly parameters: Parameters;
}

/** A received request, taken apart and within the limits. */
export interface Received {
  readonly ok: true;
  readonly target: Target;
  /** Only where there are some, and the header's first. */
  readonly sources: readonly Source[];
  /** What takes part in the signature: all but the signature itself. */
  readonly signed: Parameters;
  readonly form: boolean;
  readonly realm: string | undefined;
}

/** A verdict that refuses. */
export type Refusal = Extract<Verdict, { ok: false }>;

/**
 * Takes a received request apart (RFC 5849 section 3.4.1.3.1), refusing it as soon as it is over a limit.
 *
 * @example
 * const limits = { header: 8192, form: 8192, parameters: 1, parameter: 8192 };
 * read({ method: "GET", url: "https://example.com/?a&b" }, limits); // => { ok: false, problem: "parameter_rejected", advice: "The request has over 1 parameters." }
 */
export function read(request: RequestParts, limits: VerifyLimits): Received | Refusal {
  const target = receivedTarget(request.url);
  if (target === undefined) {
    return refuse("parameter_rejected", urlFlaw(request));
  }
  const headers = headerValues(request.headers, "authorization");
  if (headers.length > 1) {
    return refuse("parameter_rejected", "There are two Authorization headers.");
  }
  const [header = ""] = headers;
  if (header.length > limits.header) {
    return refuse(
      "parameter_rejected",
      `The Authorization header is over ${limits.header} characters.`,
    );
  }
  const hasForm = isForm(request);
  if (!hasForm && isAlmostForm(request)) {
    return refuse("parameter_rejected", "The Content-Type is a form's, and something else.");
  }
  const flaw = hasForm ? bodyFlaw(request.body) : undefined;
  if (flaw !== undefined) return refuse("parameter_rejected", flaw);
  const content = hasForm ? bodyContent(request.body) : undefined;
  if (target.query.length > limits.form || (content?.length ?? 0) > limits.form) {
    return refuse("parameter_rejected", `The query or the form is over ${limits.form} characters.`);
  }
  const form = content instanceof Uint8Array ? wireFromBytes(content) : content;
  const texts = { header, form: form ?? "", query: target.query };
  const found = readSources(texts, limits);
  if (!found.ok) return found;
  const { sources, signed, realm } = found;
  return { ok: true, target, sources, signed, form: form !== undefined, realm };
}

/**
 * A verdict that refuses.
 *
 * @example
 * refuse("parameter_absent", "oauth_nonce"); // => { ok: false, problem: "parameter_absent", advice: "oauth_nonce" }
 */
export function refuse(problem: VerifyProblem, advice?: string): Refusal {
  return { ok: false, problem, ...(advice === undefined ? {} : { advice }) };
}

/**
 * Why a URL is none that a request can be received under.
 *
 * @example
 * urlFlaw({ url: "https://example.com/?a#&b" }); // => "The request's URL has a fragment, which no request target has."
 */
export function urlFlaw({ url }: Pick<RequestParts, "url">): string {
  return receivedTarget(url.replace(/#.*/s, "")) === undefined
    ? "The request's URL is not an absolute http or https URL."
    : "The request's URL has a fragment, which no request target has.";
}

// Other readers of forms take these for one, such as `Request.formData()` the last of several types: what they would read
// of the body nobody has signed.
function isAlmostForm({ headers }: RequestParts): boolean {
  return headerValues(headers, "content-type").some((type) => FORM_NAME.test(type));
}

const FORM_NAME = /\/x-www-form-urlencoded(?![\w!#$&^.+-])/i;

type Sources = Pick<Received, "ok" | "sources" | "signed" | "realm">;

function readSources(
  { header, form, query }: Readonly<Record<"header" | "form" | "query", string>>,
  limits: VerifyLimits,
): Sources | Refusal {
  if (exceeds(query, limits.parameters) || exceeds(form, limits.parameters)) return tooMany(limits);
  const authorization = parseAuthorization(header);
  if (authorization?.ok === false) return authorization;
  const signed: Parameter[] = [];
  const sources: Source[] = [];
  let count = 0;
  // Those of a header are in order already. Behind the others they leave the least to sort.
  const found: readonly Source[] = [
    { transmission: "query", parameters: parseForm(query) },
    { transmission: "body", parameters: parseForm(form) },
    { transmission: "header", parameters: authorization?.parameters ?? [] },
  ];
  for (const { transmission, parameters } of found) {
    const protocol: Parameter[] = [];
    count += parameters.length;
    if (count > limits.parameters) return tooMany(limits);
    for (const parameter of parameters) {
      const [name, value] = parameter;
      if (name.length > limits.parameter || value.length > limits.parameter) {
        return refuse("parameter_rejected", `A parameter is over ${limits.parameter} characters.`);
      }
      // Looking at the first letter spares most names the call.
      if (name[0] === "o" && name.startsWith("oauth_")) protocol.push(parameter);
      if (name !== SIGNATURE) signed.push(parameter);
    }
    if (protocol.length > 0) sources.unshift({ transmission, parameters: protocol });
  }
  return { ok: true, sources, signed, realm: authorization?.realm };
}

// Counted before anything is parsed, so that a hundred thousand parameters cost next to nothing. Empty
// segments count here: the limit is on what a peer can make this code do.
function exceeds(text: string, limit: number): boolean {
  let count = 0;
  if (text.length <= limit) return false;
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", at + 1)) {
    count += 1;
    if (count > limit) return true;
  }
  return false;
}

function tooMany(limits: VerifyLimits): Refusal {
  return refuse("parameter_rejected", `The request has over ${limits.parameters} parameters.`);
}
