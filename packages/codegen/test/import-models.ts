import { importOpenApi } from "@oauth1/codegen";
import { parseDescriptor, type Descriptor } from "@oauth1/descriptor";
import { LOGIN } from "./models.js";

/** What a person fills in. */
export const FILLED: object = {
  summary: "Photos of anvils.",
  documentation: "https://acme.example/docs",
  lastVerified: "2026-11-20",
  sources: ["https://acme.example/docs"],
  oauth: LOGIN,
};

/** What an import makes, finished. */
export interface Result {
  readonly descriptor: Descriptor;
  readonly notes: readonly string[];
}

/** A document that has to be taken over, and its descriptor with the gaps filled. */
export async function imported(document: object | string, id = "acme"): Promise<Result> {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  const result = await importOpenApi(text, { id });
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const filled = JSON.stringify({ ...JSON.parse(result.text), ...FILLED });
  const written = filled.replaceAll('"TODO: what', '"What');
  const parsed = parseDescriptor(written, { file: `${id}.json` });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues, undefined, 2));
  return { descriptor: parsed.descriptor, notes: result.notes };
}

/** An OpenAPI document with these operations at `/things`, by their methods. */
export function openApi(operations: object, components: object = {}): object {
  return {
    openapi: "3.1.0",
    info: { title: "Acme", version: "1" },
    servers: [{ url: "https://api.acme.example/v1/" }],
    paths: { "/things": operations },
    components,
  };
}
