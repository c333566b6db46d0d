import type { ErrorObject } from "ajv/dist/2020.js";
import type { Descriptor } from "./descriptor.js";
import { findingAt, type DescriptorDocument, type Finding } from "./document.js";
import { textFormat } from "./formats.js";
import { providerNames } from "./names.js";
import schema from "../schema.json" with { type: "json" };
import { validators } from "./schema.js";
import { closest } from "./suggest.js";
import { entriesOf, itemsOf, nodeAt, type Node, type Place } from "./tree.js";

/** The value, where the schema has nothing against it. */
export function descriptorOf(value: unknown): Descriptor | undefined {
  return validators().descriptor(value) ? value : undefined;
}

/** What the schema says of a document: the typed value, or one finding for each mistake. */
export function checkSchema(
  value: unknown,
  { root, text }: DescriptorDocument,
): { readonly descriptor?: Descriptor; readonly findings: readonly Finding[] } {
  // Of what is no JSON at all, the parser tells.
  if (root === undefined && text.trim() !== "") return { findings: [] };
  if (root === undefined) {
    return { findings: [{ offset: 0, path: [], rule: "syntax", message: "the file is empty" }] };
  }
  const validate = validators().descriptor;
  if (validate(value)) return { descriptor: value, findings: [] };
  const errors = oneForEachMistake(validate.errors ?? []);
  return { findings: errors.map((error) => findingOf(error, root)) };
}

/**
 * ajv reports a misspelled property as unknown AND as missing, a wrong value once for each keyword it breaks, and a wrong
 * name twice. A person made one mistake.
 */
function oneForEachMistake(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const meant = new Set(
    errors.flatMap((error) => {
      const suggestion =
        error.keyword === "additionalProperties" ? suggestionFor(error) : undefined;
      return suggestion === undefined ? [] : [`${error.instancePath} ${suggestion}`];
    }),
  );
  const seen = new Set<string>();
  return errors.filter((error) => {
    if (ECHOES.has(error.keyword)) return false;
    if (meant.has(`${error.instancePath} ${error.params["missingProperty"]}`)) return false;
    const subject = `${placeOf(error)} ${subjectOf(error)}`;
    return !seen.has(subject) && seen.add(subject);
  });
}

// These say only that something within is wrong, which has been said there.
const ECHOES: ReadonlySet<string> = new Set(["discriminator", "if", "propertyNames"]);

/** Numbers in an `enum` are one mistake. */
function placeOf(error: ErrorObject): string {
  const { instancePath } = error;
  return isListedValue(error) ? instancePath.replace(/\d+$/, "") : instancePath;
}

function subjectOf({ params, propertyName }: ErrorObject): string {
  return String(propertyName ?? params["additionalProperty"] ?? params["missingProperty"] ?? "");
}

function findingOf(error: ErrorObject, root: Node): Finding {
  const here = nodeAtPointer(root, error.instancePath) ?? root;
  const { rule, message } = SENTENCES[error.keyword] ?? OTHER;
  return findingAt(nameNodeOf(error, here) ?? here, rule, [message(error), suggestionFor(error)]);
}

/** The name's own node, where the name is what is wrong. */
function nameNodeOf({ params, propertyName }: ErrorObject, here: Node): Place | undefined {
  const wrong: unknown = propertyName ?? params["additionalProperty"];
  return entriesOf(here).find(({ key }) => key === wrong)?.keyNode;
}

function nodeAtPointer(root: Node, pointer: string): Node | undefined {
  let here: Node | undefined = root;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    here = here?.type === "array" ? itemsOf(here)[Number(name)] : nodeAt(here, name);
  }
  return here;
}

function suggestionFor(error: ErrorObject): string | undefined {
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
  (text) => `/${text}`,
  (text) => text.replace(/^[\w-]+\./, "https://$&"),
  (text) => text.replaceAll("\\", "/"),
];

/** What is meant by another value than there can be. */
function mendOf(error: ErrorObject): string {
  const { instancePath, parentSchema, data } = error;
  if (instancePath === "/descriptorVersion" && Number(data) > 1)
    return "; the file was written for a newer version of the schema: update @oauth1/codegen";
  if (isListedValue(error)) return ': an "enum" lists the texts of a "type": "string"';
  const kinds: unknown = parentSchema?.["properties"]?.["kind"]?.["enum"];
  if (Array.isArray(kinds) && kinds.includes(data)) return `: say { "kind": "${data}" }`;
  return typeMendOf(error);
}

function isListedValue({ instancePath, keyword }: ErrorObject): boolean {
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

function allowedBy(error: ErrorObject): readonly string[] {
  const allowed: unknown = error.params["allowedValues"];
  return Array.isArray(allowed) ? allowed.map(String) : [];
}

/** The values that a missing property can have, where they are known. */
function choicesOf({ parentSchema, params }: ErrorObject): readonly unknown[] {
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

interface Sentence {
  readonly rule: string;
  readonly message: (error: ErrorObject) => string;
}

const SENTENCES: Readonly<Record<string, Sentence>> = {
  additionalProperties: {
    rule: "unknown-property",
    message: ({ params }) => `there is no property "${params["additionalProperty"]}"`,
  },
  required: {
    rule: "missing-property",
    message: (error) => {
      const choices = choicesOf(error);
      const mend = choices.length === 0 ? "" : `: say one of ${choices.join(", ")}`;
      return `the property "${error.params["missingProperty"]}" is missing${mend}`;
    },
  },
  dependentRequired: {
    rule: "missing-property",
    message: ({ params }) => `the property "${params["missingProperty"]}" is missing`,
  },
  type: {
    rule: "wrong-type",
    message: (error) =>
      `this must be ${[error.params["type"]]
        .flat()
        .map((type) => article(String(type)))
        .join(" or ")}${mendOf(error)}`,
  },
  enum: {
    rule: "not-allowed",
    message: (error) =>
      `${JSON.stringify(error.data)} is not one of ${allowedBy(error).join(", ")}${mendOf(error)}`,
  },
  const: {
    rule: "not-allowed",
    message: (error) =>
      `this must be ${JSON.stringify(error.params["allowedValue"])}${mendOf(error)}`,
  },
  not: {
    rule: "not-allowed",
    message: ({ data }) => `this must not be ${JSON.stringify(data)}`,
  },
  pattern: {
    rule: "pattern",
    message: ({ parentSchema, propertyName, data }) =>
      `${JSON.stringify(propertyName ?? data)} ${parentSchema?.["patternErrorMessage"]}`,
  },
  minLength: { rule: "empty", message: () => "this must not be empty" },
  minProperties: { rule: "empty", message: () => "at least one is needed" },
  minimum: {
    rule: "range",
    message: ({ params }) => `this must be at least ${params["limit"]}`,
  },
  maximum: {
    rule: "range",
    message: ({ params }) => `this must be at most ${params["limit"]}`,
  },
  maxProperties: {
    rule: "too-many",
    message: ({ params }) => `only ${params["limit"]} is possible here`,
  },
  minItems: { rule: "empty", message: () => "at least one is needed" },
  uniqueItems: { rule: "duplicate-item", message: () => "an item is there twice" },
};

const OTHER: Sentence = {
  rule: "schema",
  message: ({ message }) => message ?? "this is not as the schema says",
};

function article(type: string): string {
  if (type === "array") return "a list";
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}
