import { at, entriesOf, itemsOf, textOf } from "./json.js";

/** An OpenAPI 3 document all of whose references lead to places in itself; or why it cannot be used. */
export type DocumentResult =
  | { readonly ok: true; readonly document: unknown }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads OpenAPI 3 or Swagger 2, as JSON or YAML. Swagger becomes OpenAPI. */
export async function readOpenApi(text: string): Promise<DocumentResult> {
  const { parseDocument } = await import("yaml");
  // A JSON text is a YAML text.
  const parsed = parseDocument(text, { logLevel: "silent" });
  if (parsed.errors.length > 0) return refused(parsed.errors.map(({ message }) => message));
  let document: unknown;
  try {
    document = parsed.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    // Of aliases, such as one without an anchor.
    return refused([error instanceof Error ? error.message : String(error)]);
  }
  const version = textOf(at(document, "openapi")) ?? textOf(at(document, "swagger")) ?? "";
  if (!/^(?:2\.0|3\.[012])/.test(version)) {
    return refused(["this is neither OpenAPI 3 nor Swagger 2: it names no such version"]);
  }
  const foreign = [...new Set(referencesIn(document))].filter((way) => !resolves(document, way));
  if (foreign.length > 0) return refused(foreign.map(explain));
  return { ok: true, document: version === "2.0" ? await converted(document) : document };
}

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
    const name = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    here = Array.isArray(here) ? here[Number(name)] : at(here, name);
  }
  return here;
}

function referencesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return itemsOf(value).flatMap(referencesIn);
  return entriesOf(value).flatMap(([name, part]) => {
    const reference = name === "$ref" ? textOf(part) : undefined;
    return reference === undefined ? referencesIn(part) : [reference];
  });
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
  const { openapi } = await library.default.convertObj(swagger, { patch: true, warnOnly: true });
  return openapi;
}
