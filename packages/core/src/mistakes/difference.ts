import { decode } from "../percent.js";
import { explainBaseString, type BaseStringParameter } from "../reading/base-string-text.js";

/** What kind of difference there is between two base strings. Closed: a `switch` over it can be exhaustive. */
export type DifferenceKind =
  | "method"
  | "scheme"
  | "host"
  | "port"
  | "path"
  | "encoding"
  | "double encoding"
  | "plus"
  | "hex case"
  | "sort order"
  | "missing parameter"
  | "extra parameter"
  | "value"
  | "not a base string";

/** The first difference between the base string of a request and the one that a server says it expected. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** The first character that differs, counted from 0. */
  readonly at: number;
  /** The name of the parameter that it is in, decoded. */
  readonly parameter?: string;
  /** What the request comes to there. */
  readonly ours: string;
  /** What the server expected there. */
  readonly theirs: string;
  readonly advice: string;
}

/**
 * The first difference between two base strings, ours and a server's; `undefined` when there is none.
 *
 * @example
 * const ours = "GET&http%3A%2F%2Fexample.com%2F&a%3Db%2520c";
 * findDifference(ours, ours.replace("%2520", "%2B")).kind; // => "plus"
 */
export function findDifference(ours: string, theirs: string): Difference | undefined {
  if (ours === theirs) return undefined;
  const at = firstDifference(ours, theirs);
  const [mine, other] = [explainBaseString(ours), explainBaseString(theirs)];
  if (!mine.ok || !other.ok) {
    const problem = other.ok ? "" : ` ${other.problem}`;
    return difference(
      "not a base string",
      { at, ours: excerpt(ours, at), theirs: excerpt(theirs, at) },
      problem,
    );
  }
  const first =
    pieceDifference("method", mine.method, other.method) ??
    uriDifference(mine.uri, other.uri) ??
    parameterDifference(mine.parameters, other.parameters) ??
    ({
      kind: spellingKind(ours, theirs),
      ours: excerpt(ours, at),
      theirs: excerpt(theirs, at),
    } as const);
  const { kind, ...rest } = first;
  return difference(kind, { at, ...rest });
}

type Found = Omit<Difference, "at" | "advice">;

const ADVICE: Readonly<Record<DifferenceKind, string>> = {
  method:
    "The server saw another method: look for a redirect, a method override or a default in the client.",
  scheme:
    "The server saw another scheme. Behind a proxy that ends TLS it has to be told the public one.",
  host: "The server saw another host: look for a proxy that rewrites it, or a redirect.",
  port: "The server saw another port: a default port is left out, any other is kept.",
  path: "The server saw another path: look for a prefix that a proxy adds or strips, and for escapes that were decoded.",
  encoding:
    "One side has encoded characters that the other left alone: only letters, digits and -._~ stay as they are.",
  "double encoding":
    "One side has encoded once more than the other: find out which value was encoded already.",
  plus: "One side reads + as a space and the other as a plus sign: send a space as %20 and a plus sign as %2B.",
  "hex case": "The escapes differ in letter case: they are upper-case in a base string.",
  "sort order":
    "The same parameters stand in another order: they are sorted by encoded name, then by encoded value.",
  "missing parameter":
    "The server has not counted a parameter that the request carries: look at the content type and at what a proxy strips.",
  "extra parameter":
    "The server has counted a parameter that the request does not carry: look for one that was signed but not sent, or added on the way.",
  value:
    "The server has another value for this parameter: compare what was signed with what was sent.",
  "not a base string": "The server's text cannot be read as a base string.",
};

function difference(
  kind: DifferenceKind,
  rest: Omit<Difference, "kind" | "advice">,
  more = "",
): Difference {
  return { kind, ...rest, advice: `${ADVICE[kind]}${more}` };
}

function pieceDifference(kind: DifferenceKind, ours: string, theirs: string): Found | undefined {
  return ours === theirs ? undefined : { kind, ours, theirs };
}

function uriDifference(ours: string, theirs: string): Found | undefined {
  const [mine, other] = [ours, theirs].map((uri) => URI.exec(uri) ?? []);
  const piece = (index: number, kind: DifferenceKind): Found | undefined =>
    pieceDifference(kind, mine?.[index] ?? "", other?.[index] ?? "");
  return piece(1, "scheme") ?? piece(2, "host") ?? piece(3, "port") ?? piece(4, "path");
}

const URI = /^([^:]*):\/\/(\[[^\]]*\]|[^/:]*)(:[^/]*)?(.*)$/s;

// Which parameters one side has and the other has not says more than where the texts part: a parameter that is missing
// moves all the others.
function parameterDifference(
  ours: readonly BaseStringParameter[],
  theirs: readonly BaseStringParameter[],
): Found | undefined {
  const missing = without(ours, theirs);
  const extra = without(theirs, ours);
  const [mine = extra[0]] = missing;
  if (mine === undefined) {
    const at = ours.findIndex(({ text }, index) => text !== theirs[index]?.text);
    return at < 0 ? undefined : found("sort order", ours[at], theirs[at]);
  }
  if (missing.length === 0) return found("extra parameter", undefined, mine);
  const counterpart =
    extra.find((other) => spellingKind(mine.text, other.text) !== "value") ??
    extra.find((other) => mine.name === other.name);
  return counterpart === undefined
    ? found("missing parameter", mine, undefined)
    : found(spellingKind(mine.text, counterpart.text), mine, counterpart);
}

function found(
  kind: DifferenceKind,
  ours: BaseStringParameter | undefined,
  theirs: BaseStringParameter | undefined,
): Found {
  const parameter = ours?.name ?? theirs?.name ?? "";
  return { kind, parameter, ours: ours?.text ?? "", theirs: theirs?.text ?? "" };
}

function without(
  list: readonly BaseStringParameter[],
  other: readonly BaseStringParameter[],
): readonly BaseStringParameter[] {
  const counts = new Map<string, number>();
  for (const { text } of other) counts.set(text, (counts.get(text) ?? 0) + 1);
  return list.filter(({ text }) => {
    const left = counts.get(text) ?? 0;
    counts.set(text, left - 1);
    return left <= 0;
  });
}

// Ours is encoded as it should be: encoding it again touches its escapes alone.
function spellingKind(ours: string, theirs: string): DifferenceKind {
  if (upperCase(ours) === upperCase(theirs)) return "hex case";
  const [mine, other] = [decode(ours), decode(theirs)];
  if (anySpace(mine) === anySpace(other)) return "plus";
  if (mine.replaceAll("%", "%25") === other) return "double encoding";
  if (decode(decode(mine)) === decode(decode(other))) return "encoding";
  return "value";
}

// An escape that was encoded again is `%25` and two digits.
function upperCase(text: string): string {
  return text.replace(/%(?:25)*[0-9A-Fa-f]{2}/g, (hex) => hex.toUpperCase());
}

function anySpace(text: string): string {
  return text.replace(/%20|%2B/gi, "+");
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

function excerpt(text: string, at: number): string {
  return text.slice(Math.max(0, at - 10), at + 20);
}
