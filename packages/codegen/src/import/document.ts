import { at, entriesOf, itemsOf, textOf } from "./json.js";

/** An OpenAPI 3 document all of whose references lead to places in itself; or why it cannot be used. */
export type DocumentResult =
  | { readonly ok: true; readonly document: unknown }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads OpenAPI 3 or Swagger 2, as JSON or YAML. Swagger becomes OpenAPI. */
export async function readOpenApi(text: string): Promise<DocumentResult> {
  const parsed = await parsedText(text.replace(/^\uFEFF/, ""));
  if (!parsed.ok) return parsed;
  const { document } = parsed;
  // YAML reads a version without quotes as a number: 2.0 is 2.
  const version = String(at(document, "openapi") ?? at(document, "swagger") ?? "");
  if (!/^(?:2(?:\.0)?$|3(?:\.[012]|$))/.test(version)) {
    return refused(["this is neither OpenAPI 3 nor Swagger 2: it names no such version"]);
  }
  const foreign = [...new Set(referencesIn(document))].filter((way) => !resolves(document, way));
  if (foreign.length > 0) return refused(foreign.map(explain));
  return { ok: true, document: version.startsWith("2") ? await converted(document) : document };
}

async function parsedText(text: string): Promise<DocumentResult> {
  if (isTooDeep(text)) return refused([`this is nested deeper than ${MOST_LEVELS} levels`]);
  try {
    return { ok: true, document: JSON.parse(text) };
  } catch {
    return parsedYaml(text);
  }
}

const MOST_LEVELS = 500;

// What reads a document calls itself for each level, and there is only so much room for that.
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[[\]{}]/g)) {
    if (token === "[" || token === "{") depth += 1;
    if (token === "]" || token === "}") depth -= 1;
    if (depth > MOST_LEVELS) return true;
  }
  return false;
}

async function parsedYaml(text: string): Promise<DocumentResult> {
  const { parseDocument } = await import("yaml");
  const parsed = parseDocument(text, { logLevel: "silent", merge: true });
  // What is no YAML at all breaks a rule on every line.
  const errors = parsed.errors.slice(0, MOST_ERRORS).map(({ message }) => message.trimEnd());
  if (errors.length > 0) return refused(errors);
  try {
    return { ok: true, document: parsed.toJS({ maxAliasCount: 1000 }) };
  } catch (error) {
    // Of aliases, such as one without an anchor.
    return refused([error instanceof Error ? error.message : String(error)]);
  }
}

const MOST_ERRORS = 10;

function refused(problems: readonly string[]): DocumentResult {
  return { ok: false, problems };
}

function explain(reference: string): string {
  return reference.startsWith("#")
    ? `the reference ${reference} leads nowhere`
    : `the reference ${reference} leads out of the document: bundle it first`;
}

function resolves(document: unknown, reference: string): boolean {
  return reference.startsWith("#") && followed(document, reference) !== undefined;
}

/** What a JSON pointer in a fragment leads to. */
export function followed(document: unknown, reference: string): unknown {
  let here = document;
  for (const part of reference.split("/").slice(1)) {
    const name = pointedName(part);
    here = Array.isArray(here) ? here[Number(name)] : at(here, name);
  }
  return here;
}

/** A name as it stands in a JSON pointer in a fragment. One that is not encoded as it should be is taken as it is. */
export function pointedName(part: string): string {
  return decoded(part).replaceAll("~1", "/").replaceAll("~0", "~");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function referencesIn(value: unknown, parent = ""): readonly string[] {
  if (Array.isArray(value)) return itemsOf(value).flatMap((item) => referencesIn(item));
  return entriesOf(value).flatMap(([name, part]) => {
    if (!NAMES.has(parent) && isData(name)) return [];
    const reference = name === "$ref" ? textOf(part) : undefined;
    return reference === undefined
      ? referencesIn(part, NAMES.has(parent) ? "" : name)
      : [reference];
  });
}

/** Members whose own members have names that somebody chose. */
const NAMES: ReadonlySet<string> = new Set([
  "callbacks",
  "content",
  "definitions",
  "headers",
  "parameters",
  "pathItems",
  "paths",
  "properties",
  "requestBodies",
  "responses",
  "schemas",
]);

/** Whether it holds a value of the API, in which `$ref` is a name like any other. */
function isData(name: string): boolean {
  return (
    ["const", "default", "enum", "example", "examples"].includes(name) || name.startsWith("x-")
  );
}

// The package has no types, and TypeScript does not look for those of a name that it does not know.
async function converted(swagger: unknown): Promise<unknown> {
  const name: string = "swagger2openapi";
  const library: {
    readonly default: {
      readonly convertObj: (
        from: unknown,
        options: object,
      ) => Promise<{ readonly openapi: unknown }>;
    };
  } = await import(name);
  // It takes no other spelling of the version.
  const named = { ...Object.fromEntries(entriesOf(swagger)), swagger: "2.0" };
  const { openapi } = await library.default.convertObj(named, { patch: true, warnOnly: true });
  return openapi;
}
