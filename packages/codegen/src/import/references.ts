import { at, entriesOf, itemsOf, textOf } from "./json.js";

/** A reference, and the JSON pointer of where it stands. */
interface Reference {
  readonly way: string;
  readonly place: string;
}

/** What is wrong with the references of a document, each once. */
export function referenceProblems(document: unknown): readonly string[] {
  const found = new Map<string, string>();
  for (const { way, place } of referencesIn(document, "#")) {
    if (!found.has(way) && !resolves(document, way)) found.set(way, place);
  }
  return [...found].map(([way, place]) => `${place}: the reference ${way} ${explain(way)}`);
}

function explain(reference: string): string {
  if (!reference.startsWith("#")) return "leads out of the document: bundle it first";
  return reference.startsWith("#/") ? "leads nowhere" : "is no way to a part: write it as #/...";
}

function resolves(document: unknown, reference: string): boolean {
  return reference.startsWith("#/") && followed(document, reference) !== undefined;
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

/** The name of the schema that a reference leads to, where it has one. */
export function schemaName(reference: string): string | undefined {
  const [, name] = /^#\/components\/schemas\/([^/]+)$/.exec(reference) ?? [];
  return name && pointedName(name);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Every reference of a value that stands at a place. */
export function referencesIn(value: unknown, place: string, parent = ""): readonly Reference[] {
  if (Array.isArray(value)) {
    return itemsOf(value).flatMap((item, index) => referencesIn(item, `${place}/${index}`));
  }
  return entriesOf(value).flatMap(([name, part]) => {
    if (!NAMES.has(parent) && isData(name)) return [];
    const way = name === "$ref" ? textOf(part) : undefined;
    if (way !== undefined) return [{ way, place }];
    const inner = `${place}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return referencesIn(part, inner, NAMES.has(parent) ? "" : name);
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
