import type { SigningModel } from "@oauth1/descriptor";
import type { Pairs } from "./places.js";
import { isForm, type Carrier, type Visit } from "./visit.js";

/** A signed request, and how it has to be signed. */
export interface Signed {
  readonly visit: Visit;
  readonly carrier: Carrier;
  readonly rules: SigningModel;
  /** What of a multipart body is signed, as a form is. */
  readonly signedText?: Pairs | undefined;
}

/**
 * The first of the described signing rules that a request breaks, as a sentence; `undefined` where it keeps them all.
 *
 * @example
 * const visit = visitOf({ method: "GET", url: "http://127.0.0.1/?oauth_consumer_key=k" });
 * brokenRule({ visit, carrier: visit.carrier, rules: {} });
 * // => "The protocol parameters travel in the header Authorization, and came in the query."
 */
export function brokenRule(signed: Signed): string | undefined {
  return RULES.map((rule) => rule(signed)).find((sentence) => sentence !== undefined);
}

/** What is wrong with the realm of a request, as a sentence; `undefined` where nothing is. */
export function realmFlaw({ visit, carrier, rules }: Signed): string | undefined {
  if (rules.realm === undefined || REALMLESS.has(carrier.transmission)) return undefined;
  const expected = rules.realm.replace("{requestUrl}", visit.url);
  if (carrier.realm === expected) return undefined;
  return `The realm has to be ${quoted(expected)}, and is ${quoted(carrier.realm)}.`;
}

type Rule = (signed: Signed) => string | undefined;

const PLACES: Readonly<Record<Carrier["transmission"], string>> = {
  header: "the header Authorization",
  query: "the query",
  body: "the form",
  json: "the query parameter Authorization, as JSON",
};

const transmission: Rule = ({ carrier, rules: { transmission: described = "header" } }) => {
  if (carrier.transmission === described) return undefined;
  return `The protocol parameters travel in ${PLACES[described]}, and came in ${PLACES[carrier.transmission]}.`;
};

// A realm belongs to the header (RFC 5849 section 3.5.1).
const REALMLESS: ReadonlySet<Carrier["transmission"]> = new Set(["body", "query"]);

const version: Rule = ({ carrier, rules }) => {
  const given = carrier.value("oauth_version");
  if (rules.version === false && given !== undefined) return "oauth_version has to be left out.";
  if (rules.version === true && given === undefined) return "oauth_version is missing.";
  return undefined;
};

const separator: Rule = ({ visit, carrier, rules }) => {
  if (rules.separator === undefined || carrier.transmission !== "header") return undefined;
  const written = visit.header("authorization") ?? "";
  const between = [...written.matchAll(/"([\s,]+)(?=[^\s,"]+=)/g)].map(([, text]) => text);
  if (between.every((text) => text === rules.separator)) return undefined;
  return `Between the parameters of the header stands ${quoted(rules.separator)} and nothing else.`;
};

const emptyToken: Rule = ({ carrier, rules }) => {
  const given = carrier.value("oauth_token");
  if (rules.emptyToken === true && given === undefined)
    return "A request without a token carries an empty oauth_token.";
  if (rules.emptyToken !== true && given === "")
    return "A request without a token carries no oauth_token, not an empty one.";
  return undefined;
};

const bodyHash: Rule = ({ visit, carrier, rules, signedText }) => {
  const given = carrier.value("oauth_body_hash");
  const hasBody = visit.request.body !== undefined && visit.request.body !== null;
  if (rules.bodyHash === "never" && given !== undefined)
    return "oauth_body_hash has to be left out.";
  const isDue = rules.bodyHash === "always" || (rules.bodyHash === "auto" && hasBody);
  const isSigned = isForm(visit.header("content-type")) || signedText !== undefined;
  if (!isDue || given !== undefined || isSigned) return undefined;
  return "oauth_body_hash is missing.";
};

const nonceLength: Rule = ({ carrier, rules }) => {
  const nonce = carrier.value("oauth_nonce");
  if (rules.nonceLength === undefined || nonce === undefined) return undefined;
  if (nonce.length === rules.nonceLength && /^[A-Za-z0-9]+$/.test(nonce)) return undefined;
  return `oauth_nonce has to be ${rules.nonceLength} letters and digits, and has ${nonce.length} characters.`;
};

const once: Rule = ({ carrier: { parameters } }) => {
  const seen = new Set<string>();
  for (const [name] of parameters) {
    if (seen.has(name)) return `${name} comes more than once.`;
    if (name.startsWith("oauth_")) seen.add(name);
  }
  return undefined;
};

const RULES: readonly Rule[] = [
  once,
  transmission,
  realmFlaw,
  version,
  separator,
  emptyToken,
  bodyHash,
  nonceLength,
];

function quoted(text: string | undefined): string {
  return text === undefined ? "missing" : JSON.stringify(text);
}
