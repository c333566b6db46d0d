import type { ErrorObject } from "ajv/dist/2020.js";
import type { Descriptor } from "./descriptor.js";
import { findingAt, type DescriptorDocument, type Finding } from "./document.js";
import { asMisspelled, correct, nodeAtPointer, type Meaning } from "./misspelled.js";
import {
  allowedBy,
  choicesOf,
  homeOf,
  isListedValue,
  mendOf,
  misfitOf,
  pathMendOf,
  suggestionFor,
} from "./schema-mends.js";
import { validators } from "./schema.js";
import { entriesOf, treeOf, valueOf, type Node, type Place } from "./tree.js";

/** The value, where the schema has nothing against it. */
export function descriptorOf(value: unknown): Descriptor | undefined {
  return validators().descriptor(value) ? value : undefined;
}

/** What the schema says of a document: the typed value, or one finding for each mistake, and the tree of what was meant. */
export function checkSchema(
  value: unknown,
  { root, text }: DescriptorDocument,
): {
  readonly descriptor?: Descriptor;
  readonly findings: readonly Finding[];
  readonly root: Node | undefined;
} {
  // Of what is no JSON at all, the parser tells.
  if (root === undefined && text.trim() !== "") return { findings: [], root };
  if (root === undefined) {
    const empty = { offset: 0, path: [], rule: "syntax", message: "the file is empty" };
    return { findings: [empty], root };
  }
  const descriptor = descriptorOf(value);
  if (descriptor !== undefined) return { descriptor, findings: [], root };
  return judged(value, root, new Map());
}

/**
 * What is misspelled is told about and read as what was meant: what follows from it is no mistake of its own, and what stands
 * in it may be one.
 */
function judged(
  value: unknown,
  root: Node,
  meant: Meaning,
): { readonly findings: readonly Finding[]; readonly root: Node } {
  const validate = validators().descriptor;
  const errors = validate(value) ? [] : oneForEachMistake(validate.errors ?? []);
  const slips = errors.filter((error) => correct(error, root, meant));
  if (slips.length === 0) return { findings: errors.map((one) => findingOf(one, root)), root };
  const tree = treeOf(root.parsed, meant);
  const rest = judged(valueOf(tree), tree, meant);
  return { ...rest, findings: [...slips.map((one) => findingOf(one, root)), ...rest.findings] };
}

/** ajv reports a wrong value once for each keyword it breaks, and a wrong name twice. A person made one mistake. */
function oneForEachMistake(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const seen = new Set<string>();
  const mistakes = errors.map(asMisspelled).filter((error) => {
    if (ECHOES.has(error.keyword)) return false;
    const subject = `${placeOf(error)} ${subjectOf(error)}`;
    return !seen.has(subject) && seen.add(subject);
  });
  return mistakes.map((error) => withOtherType(error, errors));
}

/** Where a value of one type is judged otherwise than the rest, it could have been of that type, too. */
function withOtherType(error: ErrorObject, errors: readonly ErrorObject[]): ErrorObject {
  const { keyword, instancePath, params } = error;
  if (keyword !== "const" && keyword !== "type") return error;
  const choice = errors.find((one) => one.keyword === "if" && one.instancePath === instancePath);
  const other: unknown = choice?.parentSchema?.["if"]?.["type"];
  return typeof other === "string" ? { ...error, params: { ...params, other } } : error;
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

interface Sentence {
  readonly rule: string;
  readonly message: (error: ErrorObject) => string;
}

const SENTENCES: Readonly<Record<string, Sentence>> = {
  additionalProperties: {
    rule: "unknown-property",
    message: (error) =>
      `there is no property "${error.params["additionalProperty"]}"${homeOf(error)}`,
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
        .join(" or ")}${mendOf(error) || otherOf(error)}`,
  },
  enum: {
    rule: "not-allowed",
    message: (error) =>
      `${JSON.stringify(error.data)} is not one of ${allowedBy(error).join(", ")}${mendOf(error)}`,
  },
  const: {
    rule: "not-allowed",
    message: (error) =>
      `this must be ${JSON.stringify(error.params["allowedValue"])}${mendOf(error) || otherOf(error)}`,
  },
  not: {
    rule: "not-allowed",
    message: (error) => `this must not be ${JSON.stringify(error.data)}${mendOf(error)}`,
  },
  pattern: {
    rule: "pattern",
    message: (error) => {
      const text = JSON.stringify(error.propertyName ?? error.data);
      return `${text} ${misfitOf(error)}${pathMendOf(error)}`;
    },
  },
  minLength: { rule: "empty", message: () => "this must not be empty" },
  minProperties: { rule: "empty", message: leastOf },
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
    message: (error) => `only ${error.params["limit"]} is possible here${mendOf(error)}`,
  },
  minItems: { rule: "empty", message: leastOf },
  uniqueItems: { rule: "duplicate-item", message: () => "an item is there twice" },
};

const OTHER: Sentence = {
  rule: "schema",
  message: ({ message }) => message ?? "this is not as the schema says",
};

function otherOf({ params }: ErrorObject): string {
  return params["other"] === undefined ? "" : `, or ${article(String(params["other"]))}`;
}

function leastOf({ params }: ErrorObject): string {
  return params["limit"] === 1
    ? "at least one is needed"
    : `at least ${params["limit"]} are needed`;
}

function article(type: string): string {
  if (type === "array") return "a list";
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}
