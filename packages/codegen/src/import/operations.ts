import type { DescribedOperation, DescribedParameter } from "@oauth1/descriptor";
import { answerOf } from "./answers.js";
import { bodyOf, type ImportedBody } from "./bodies.js";
import { readWaiting } from "./composed.js";
import type { Found } from "./find.js";
import type { Importing } from "./importing.js";
import { at, itemsOf, textOf, textsOf } from "./json.js";
import { camelCase, kebabCase, sentenceOf, wordsOf } from "./names.js";
import { parameterOf, resolved } from "./parameters.js";

/** An operation as the descriptor says it. */
export function importOperation(found: Found, importing: Importing): DescribedOperation {
  const { id, name, path, method, place, operation, servers } = found;
  const note = (text: string): void => importing.note(place, text);
  const host = servers.length === 0 ? undefined : importing.hostOf(servers, place);
  const said = textOf(at(operation, "operationId"));
  if (said !== undefined && camelCase(said) !== id)
    note(`its operationId "${said}" became "${id}"`);
  if (at(operation, "callbacks") !== undefined) note("its callbacks were left out");
  const query = fixedQuery(found, importing);
  const parameters = parametersOf(found, new Set(Object.keys(query)), importing);
  const bodied = bodyOf(found, parameters, importing);
  const answer = answerOf(found, importing);
  readWaiting(importing);
  return {
    group: groupOf(operation, path),
    summary: sentenceOf(name),
    ...documentationOf(operation),
    ...(at(operation, "deprecated") === true ? { deprecated: true } : {}),
    method,
    path,
    ...(host === undefined ? {} : { host }),
    ...(Object.keys(query).length === 0 ? {} : { query }),
    ...allParameters(parameters, bodied),
    ...(bodied === undefined ? {} : { body: bodied.body }),
    ...answer,
  };
}

function allParameters(
  own: ReadonlyMap<string, DescribedParameter>,
  bodied: ImportedBody | undefined,
): Pick<DescribedOperation, "parameters"> {
  const all = [...own, ...(bodied?.parameters ?? [])];
  return all.length === 0 ? {} : { parameters: Object.fromEntries(all) };
}

/** What every call sends, because the path says so. */
function fixedQuery(
  { query, place }: Found,
  { note }: Importing,
): Readonly<Record<string, string>> {
  const pairs = new Map<string, string>();
  for (const [name, value] of query) {
    const isFixed = name !== "" && !pairs.has(name) && !/[{}]/.test(name + value);
    if (isFixed) pairs.set(name, value);
    else note(place, `"${name}=${value}" in the query of its path was left out`);
  }
  return Object.fromEntries(pairs);
}

function groupOf(operation: unknown, path: string): string {
  const tag = textsOf(at(operation, "tags")).find((one) => wordsOf(one).length > 0);
  const segment = path.split("/").find((part) => /^[a-z]/i.test(part) && !/^v\d/i.test(part));
  return kebabCase(tag ?? segment ?? "api");
}

function documentationOf(operation: unknown): Pick<DescribedOperation, "documentation"> {
  const url = textOf(at(operation, "externalDocs", "url"));
  return url !== undefined && /^https?:\/\/\S+$/.test(url) ? { documentation: url } : {};
}

/** What the path says is there, and what is there is said by the path. */
function parametersOf(
  { path, place, operation, common }: Found,
  fixed: ReadonlySet<string>,
  importing: Importing,
): ReadonlyMap<string, DescribedParameter> {
  const said = new Map<string, DescribedParameter>();
  const going = { ...importing, ways: { sent: true, answered: false } };
  const inPath = new Set([...path.matchAll(/\{\+?([^}]*)\}/g)].map(([, name = ""]) => name));
  for (const one of [...common, ...itemsOf(at(operation, "parameters"))]) {
    const parameter = parameterOf(resolved(one, importing), place, going);
    if (parameter === undefined) continue;
    const [name, described] = parameter;
    if (described.in === "path" && !inPath.has(name)) {
      importing.note(place, `the path has no place for the parameter "${name}"`);
      continue;
    }
    if (described.in === "query" && fixed.has(name)) {
      importing.note(place, `the query of its path says "${name}" already`);
      continue;
    }
    const other = inPath.has(name) ? IN_PATH : said.get(name);
    const left = other === undefined ? undefined : lesser(other, described);
    if (left) importing.note(place, `the ${left.in} parameter "${name}" has the name of another`);
    if (left !== described) said.set(name, described);
  }
  for (const name of inPath) {
    if (said.has(name)) continue;
    importing.note(place, `the document does not describe the path parameter "${name}"`);
    said.set(name, { in: "path", type: "string" });
  }
  return said;
}

const IN_PATH: DescribedParameter = { in: "path", required: true };

/** Which of two parameters of one name cannot be kept. At the same place the second only says more about the first. */
function lesser(
  first: DescribedParameter,
  second: DescribedParameter,
): DescribedParameter | undefined {
  if (first.in === second.in) return undefined;
  return second.required === true && first.required !== true ? first : second;
}
