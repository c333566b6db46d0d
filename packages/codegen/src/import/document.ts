import { decodedText } from "./encoding.js";
import { at } from "./json.js";
import { parseText } from "./parse.js";
import type { Problem } from "./problem.js";
import { referenceProblems } from "./references.js";
import { converted } from "./swagger.js";

/** An OpenAPI 3 document all of whose references lead to places in itself; or why it cannot be used. */
export type DocumentResult =
  | { readonly ok: true; readonly document: unknown; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads OpenAPI 3 or Swagger 2, as JSON or YAML. Swagger becomes OpenAPI. */
export async function readOpenApi(bytes: string | Uint8Array): Promise<DocumentResult> {
  const text = decodedText(bytes);
  if (text === undefined) return refused(["this is not the UTF-8 or UTF-16 that it should be"]);
  const parsed = await parseText(text);
  if (!parsed.ok) return parsed;
  const { document, notes } = parsed;
  // YAML reads a version without quotes as a number: 2.0 is 2.
  const version = String(at(document, "openapi") ?? at(document, "swagger") ?? "");
  if (!/^(?:2(?:\.0)?$|3(?:\.[012]|$))/.test(version)) {
    return refused(["this is neither OpenAPI 3 nor Swagger 2: it names no such version"]);
  }
  const wrong = referenceProblems(document);
  if (wrong.length > 0) return refused(wrong);
  if (!version.startsWith("2")) return { ok: true, document, notes };
  const result = await converted(document);
  if ("problem" in result) return refused([result.problem]);
  return { ok: true, document: result.openapi, notes: [...notes, ...result.notes] };
}

function refused(messages: readonly string[]): DocumentResult {
  return { ok: false, problems: messages.map((message) => ({ message })) };
}
