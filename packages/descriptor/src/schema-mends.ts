import type { ErrorObject } from "ajv/dist/2020.js";
import schema from "../schema.json" with { type: "json" };
import { textFormat } from "./formats.js";
import { providerNames } from "./names.js";
import { closest } from "./suggest.js";

/** What was probably meant. */
export function suggestionFor(error: ErrorObject): string | undefined {
  if (error.keyword === "additionalProperties") {
    const known: unknown = error.parentSchema?.["properties"];
    const name = String(error.params["additionalProperty"]);
    return closest(name, typeof known === "object" && known !== null ? Object.keys(known) : []);
  }
  if (error.keyword === "pattern")
    return respelled(String(error.propertyName ?? error.data), error);
  if (error.keyword !== "enum") return undefined;
  return closest(String(error.data), allowedBy(error));
}

/** The first other spelling of a text that has the form. */
function respelled(text: string, { params }: ErrorObject): string | undefined {
  const form = new RegExp(String(params["pattern"]), "u");
  const spellings = /^[\w. -]+$/.test(text) ? [...AS_NAME, ...AS_URL] : AS_URL;
  return spellings.map((spell) => spell(text)).find((other) => other !== text && form.test(other));
}

const AS_NAME: readonly ((text: string) => string)[] = [
  (text) => text.slice(0, 1).toLowerCase() + text.slice(1),
  (text) => text.toLowerCase(),
  (text) => text.replace(/[-_. ]+(.)/g, (_, letter: string) => letter.toUpperCase()),
  (text) => providerNames(text.replace(/[-_. ]+/g, "-")).pascal,
  (text) => text.toLowerCase().replace(/[-_. ]+/g, "-"),
];

const AS_URL: readonly ((text: string) => string)[] = [
  (text) => text.replace(/\/+$/, ""),
  (text) => text.replace(/#.*$/, ""),
  (text) => text.replace(/[?#].*$/, ""),
  (text) => (/^\w+:/.test(text) ? text : `/${text}`),
  (text) => text.replace(/^[\w-]+\./, "https://$&"),
  (text) => text.replaceAll("\\", "/"),
];

/** What to say in place of a value that there cannot be. */
export function mendOf(error: ErrorObject): string {
  const { instancePath, parentSchema, data } = error;
  if (instancePath === "/descriptorVersion" && Number(data) > 1)
    return "; the file was written for a newer version of the schema: update @oauth1/codegen";
  if (isListedValue(error)) return ': an "enum" lists the texts of a "type": "string"';
  if (instancePath === "/oauth/twoLegged") return ", or true";
  if (instancePath === "/api/errors/xml")
    return ": XML has one element at the top, with all others in it";
  if (data === true && parentSchema?.["not"] !== undefined)
    return ': say "true" for the text, or false for a call that goes without it';
  if (instancePath.endsWith("/required") && typeof data === "boolean")
    return ': name the property in the "required" of its object';
  const teller: unknown = Object(data)["propertyName"];
  if (instancePath.endsWith("/discriminator") && teller !== undefined) return `: say "${teller}"`;
  const kinds: unknown = parentSchema?.["properties"]?.["kind"]?.["enum"];
  if (Array.isArray(kinds) && kinds.includes(data)) return `: say { "kind": "${data}" }`;
  return typeMendOf(error);
}

/** Whether a value of an `enum` is no text. */
export function isListedValue({ instancePath, keyword }: ErrorObject): boolean {
  return keyword === "type" && /\/enum\/\d+$/.test(instancePath);
}

/** What other languages of schemas have for a type, and this one says otherwise. */
function typeMendOf({ parentSchema, data }: ErrorObject): string {
  const kinds: unknown = parentSchema?.["enum"];
  if (!Array.isArray(kinds) || !kinds.includes("object")) return "";
  const [name = "", ...others] = [data].flat().map(String);
  if (name === "null" || others.includes("null"))
    return ': for what can be null, say "nullable": true beside its type';
  if (others.length > 0) return ': for one of several, say "oneOf"';
  const isFormat = name === "binary" || textFormat(name) !== undefined;
  return isFormat ? `: say "type": "string", "format": "${name}"` : "";
}

/** The values that there can be. */
export function allowedBy(error: ErrorObject): readonly string[] {
  const allowed: unknown = error.params["allowedValues"];
  return Array.isArray(allowed) ? allowed.map(String) : [];
}

/** The values that a missing property can have, where they are known. */
export function choicesOf({ parentSchema, params }: ErrorObject): readonly unknown[] {
  const property = Object(parentSchema?.["properties"])[String(params["missingProperty"])];
  const choices: unknown = Object(sharedSchema(property))["enum"];
  return Array.isArray(choices) ? choices : [];
}

/** What a schema says itself, or the one that it refers to. */
function sharedSchema(part: unknown): unknown {
  const reference: unknown = Object(part)["$ref"];
  if (typeof reference !== "string") return part;
  const names = reference.split("/").slice(1);
  return sharedSchema(names.reduce((here: unknown, name) => Object(here)[name], schema));
}

/** Where to say what a property says that has no place here; nothing for a misspelled one. */
export function homeOf(error: ErrorObject): string {
  if (suggestionFor(error) !== undefined) return "";
  const { instancePath, parentSchema } = error;
  const name = String(error.params["additionalProperty"]);
  // Further in, nearly any name is one that is known somewhere else.
  if (!/^(\/(oauth|api)(\/\w+)?)?$/.test(instancePath)) {
    const otherwise = OTHERWISE.get(name);
    return otherwise === undefined ? "" : `: ${otherwise}`;
  }
  const below = waysTo(name, [[instancePath.slice(1).replaceAll("/", "."), parentSchema]]);
  const [way, ...others] = below.length > 0 ? below : waysTo(name, [["", schema]]);
  if (way === undefined || others.length > 0) return "";
  return way === "" ? " here: it stands at the top" : ` here: it stands in "${way}"`;
}

/** What other languages of schemas and APIs have as a property, and this one says otherwise. */
const OTHERWISE: ReadonlyMap<string, string> = new Map([
  ["allOf", 'put the properties of all into one "object"'],
  ["default", 'say it in the "description"'],
  ["optional", 'what is not "required" can be left out'],
  ["properties", 'describe the object under "types", and name it by "$ref"'],
  ["schema", 'what it holds, "type" and the rest, stands in its place'],
]);

type Part = readonly [way: string, schema: unknown];

/** The ways to the nearest parts of the schema that have a property of this name. */
function waysTo(name: string, parts: readonly Part[], levels = 2): readonly string[] {
  const found = parts.filter(([, part]) => Object.hasOwn(propertiesOf(part), name));
  if (found.length > 0 || levels === 0) return found.map(([way]) => way);
  const below = parts.flatMap(([way, part]) =>
    Object.entries(propertiesOf(part)).map(([key, property]): Part => [
      way === "" ? key : `${way}.${key}`,
      property,
    ]),
  );
  return waysTo(name, below, levels - 1);
}

function propertiesOf(part: unknown): object {
  return Object(Object(sharedSchema(part))["properties"]);
}

/** What a text is not that it has to be; of a URL that only has a part too many, that part. */
export function misfitOf({ parentSchema, data }: ErrorObject): string {
  const { pattern } = schema.$defs.urlTemplate;
  const [whole = "", fragment] = String(data).split(/(?=#)/);
  const isTooLong = fragment !== undefined && new RegExp(pattern, "u").test(whole);
  if (isTooLong && parentSchema?.["pattern"] === pattern)
    return 'has a fragment, which no request has: leave out what begins with "#"';
  return String(parentSchema?.["patternErrorMessage"]);
}

/** Where the rest of a URL goes that was written as a path. */
export function pathMendOf({ parentSchema, data }: ErrorObject): string {
  if (parentSchema?.["pattern"] !== schema.$defs.operation.properties.path.pattern) return "";
  const [, origin, query] = /^(https?:\/\/[^/?#]+)?[^?#]*(?:\?([^#]+))?/.exec(String(data)) ?? [];
  if (origin !== undefined) return ': say only what follows "api.baseUrl"';
  return query === undefined ? "" : `: "${query}" goes to "query", or to "parameters"`;
}
