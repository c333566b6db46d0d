import type { DescribedErrorCode, DescribedErrors, RequestProblem } from "../described-errors.js";
import type { ErrorsModel, MendableProblem } from "../model.js";

/** Where errors say what is wrong, with every default. */
export function lowerErrors({
  signs = [],
  code = [],
  message = [],
  ...rest
}: DescribedErrors): ErrorsModel {
  const { example, xml, status = signs.length > 0 ? 200 : 400, codes = {} } = rest;
  // What JSON has too is told as it stands there.
  const ways = (at: string): readonly string[] =>
    xml === undefined || example !== undefined ? [at] : waysIntoXml(at);
  return {
    signs: signs.flatMap((sign) => ways(sign.at).map((at) => ({ ...sign, at }))),
    example,
    xml: xml === undefined ? undefined : asRead(xml),
    status,
    code: distinct([code].flat().flatMap(ways)),
    message: distinct([message].flat().flatMap(ways)),
    codes: Object.entries(codes).map(([name, said]) => [name, meaningOf(said)]),
    problems: Object.entries(codes).flatMap(([name, said]) =>
      problemsOf(said).map((problem) => [problem, name] as const),
    ),
    mendable: Object.entries(codes).flatMap(([name, said]) => {
      // One that stands for several problems may be about another.
      const [problem, ...others] = problemsOf(said);
      return isMendable(problem) && others.length === 0 ? [[name, problem] as const] : [];
    }),
  };
}

/** An element is read without the prefix of its namespace, and one that is alone is no list. */
function asRead(xml: unknown): unknown {
  if (Array.isArray(xml)) return xml.length === 1 ? asRead(xml[0]) : xml.map(asRead);
  if (typeof xml !== "object" || xml === null) return xml;
  return Object.fromEntries(
    Object.entries(xml).map(([name, value]) => [withoutPrefix(name), asRead(value)]),
  );
}

function waysIntoXml(path: string): readonly string[] {
  const names = path.split(".").map(withoutPrefix);
  // The first of several is alone where there is one.
  const alone = names.filter((name) => name !== "0");
  return distinct([names.join("."), alone.join(".")]);
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function withoutPrefix(name: string): string {
  return name.replace(/^(@?)[^:]*:/, "$1");
}

function isMendable(problem: RequestProblem | undefined): problem is MendableProblem {
  return problem === "rate_limited" || problem === "timestamp_refused";
}

function meaningOf(said: string | DescribedErrorCode): string {
  return typeof said === "string" ? said : said.description;
}

function problemsOf(said: string | DescribedErrorCode): readonly RequestProblem[] {
  return typeof said === "string" ? [] : [said.problem].flat();
}
