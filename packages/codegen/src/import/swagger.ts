import { at, entriesOf, textOf } from "./json.js";

/** The OpenAPI 3 of a Swagger 2 document; or the reason why there is none. */
export async function converted(
  swagger: unknown,
): Promise<{ readonly openapi: unknown } | { readonly problem: string }> {
  // The package has no types, and TypeScript does not look for those of a name that it does not know.
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
  try {
    const { openapi } = await library.default.convertObj(copied(named), PATIENT);
    return { openapi };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: `this Swagger 2 cannot be made OpenAPI 3: ${reason}` };
  }
}

const PATIENT = { patch: true, warnOnly: true };

/** The same without aliases, which the library refuses, and with what it would leave out under a word that it keeps. */
function copied(swagger: object): unknown {
  return JSON.parse(JSON.stringify(swagger), (_, value: unknown) => {
    if (textOf(at(value, "in")) !== "formData" || at(value, "type") !== "array") return value;
    const format = at(value, "collectionFormat") ?? "csv";
    return { ...Object.fromEntries(entriesOf(value)), [LIST_FORMAT]: format };
  });
}

/** How a list of a form was written in Swagger 2; the library itself says so of lists with tabs. */
export const LIST_FORMAT = "x-collectionFormat";
