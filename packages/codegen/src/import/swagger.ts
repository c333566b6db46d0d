import { at, entriesOf, textOf } from "./json.js";
import { freeName } from "./names.js";
import { pointedName, referenceProblems } from "./references.js";

/** The OpenAPI 3 of a Swagger 2 document, and what was lost on the way; or the reason why there is none. */
export async function converted(
  swagger: unknown,
): Promise<
  { readonly openapi: unknown; readonly notes: readonly string[] } | { readonly problem: string }
> {
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
    const lost = referenceProblems(openapi);
    return {
      openapi,
      notes: lost.map((one) => `${one} in the OpenAPI 3 that this Swagger 2 became`),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: `this Swagger 2 cannot be made OpenAPI 3: ${reason}` };
  }
}

const PATIENT = { patch: true, warnOnly: true };

/** The same without aliases, which the library refuses, and with what it would leave out under words that it keeps. */
function copied(swagger: object): unknown {
  const names = new Map(SHARED.map((kind) => [kind, plainNames(at(swagger, kind))]));
  const shared = SHARED.flatMap((kind) => {
    const components = entriesOf(at(swagger, kind));
    const renamed = components.map(([name, one]) => [names.get(kind)?.get(name) ?? name, one]);
    return components.length === 0 ? [] : [[kind, Object.fromEntries(renamed)]];
  });
  const whole = { ...swagger, ...Object.fromEntries(shared) };
  return JSON.parse(JSON.stringify(whole), (word, value: unknown) => {
    if (word === "$ref") return typeof value === "string" ? plainReference(value, names) : value;
    if (textOf(at(value, "in")) !== "formData" || at(value, "type") !== "array") return value;
    const format = at(value, "collectionFormat") ?? "csv";
    return { ...Object.fromEntries(entriesOf(value)), [LIST_FORMAT]: format };
  });
}

const SHARED = ["parameters", "responses"] as const;

type Names = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Names with nothing in them to be escaped, by those in the document: the library loses what an escaped reference leads to. */
function plainNames(components: unknown): ReadonlyMap<string, string> {
  const names = entriesOf(components).map(([name]) => name);
  const taken = new Set(names.filter((name) => plainName(name) === name));
  return new Map(
    names.map((name) => [name, taken.has(name) ? name : freeName(plainName(name), taken)]),
  );
}

function plainName(name: string): string {
  return name.replace(/[^\w.-]/g, "_");
}

function plainReference(reference: string, names: Names): string {
  const [root, kind = "", part = "", ...way] = reference.split("/");
  const name = root === "#" ? names.get(kind)?.get(pointedName(part)) : undefined;
  return name === undefined ? reference : [root, kind, name, ...way].join("/");
}

/** How a list of a form was written in Swagger 2; the library itself says so of lists with tabs. */
export const LIST_FORMAT = "x-collectionFormat";
