import { findingAt, type Finding, type Rule, type Subject } from "../document.js";
import { textFormat } from "../formats.js";
import type { TypeModel } from "../model.js";
import { resolveType, unionMembers, type ResolvedType } from "../paths.js";
import { readParameterType } from "../schema.js";
import { closest } from "../suggest.js";
import { entriesOf, nodeAt, textOf, valuesOf, type Entry, type Node } from "../tree.js";
import { parameterPlace, stepsOf } from "./places.js";

/** Whether what a step sends where the app says nothing is what the app could say. */
export const stepValueRules: readonly Rule[] = [valuesFit];

function* valuesFit(subject: Subject): Iterable<Finding> {
  for (const step of stepsOf(subject.root)) {
    for (const { value: parameter } of entriesOf(nodeAt(step.value, "parameters"))) {
      const node = nodeAt(parameter, "value");
      const text = textOf(node);
      if (node === undefined || text === undefined) continue;
      const sent = { text, parameter, isJson: isInJson(parameter, step), subject };
      const problem = problemOf(sent, readParameterType(parameter));
      if (problem !== undefined) yield findingAt(node, "step-parameter", problem);
    }
  }
}

/** Whether a parameter is a member of a step's JSON body. */
export function isInJson(parameter: Node | undefined, step: Entry): boolean {
  const isJson = textOf(nodeAt(step.value, "body")) === "json";
  return isJson && parameterPlace(parameter) === "form";
}

type Problem = readonly [message: string, suggestion?: string | undefined];

interface Sent {
  readonly text: string;
  readonly parameter: Node | undefined;
  readonly isJson: boolean;
  readonly subject: Subject;
}

function problemOf(sent: Sent, type: TypeModel): Problem | undefined {
  const problems = unionMembers(sent.subject, type).map((one) => memberProblem(sent, one));
  // What is of one of several types is right.
  return problems.includes(undefined) ? undefined : problems[0];
}

function memberProblem(sent: Sent, type: ResolvedType): Problem | undefined {
  if (type.kind === "enum") return choiceProblem(sent.text, type.values);
  if (type.kind === "array") return listProblem(sent, type.items);
  if (type.kind !== "primitive") return undefined;
  return type.name === "string"
    ? formatProblem(sent.text, type.format)
    : kindProblem(sent, type.name);
}

function choiceProblem(text: string, known: readonly string[]): Problem | undefined {
  if (known.includes(text)) return undefined;
  return [`"${text}" is not one of ${known.join(", ")}`, closest(text, known)];
}

/** The items of a list travel as one text, which may be empty. */
function listProblem(sent: Sent, items: TypeModel): Problem | undefined {
  if (sent.text === "") return undefined;
  const separator = textOf(nodeAt(sent.parameter, "separator")) ?? ",";
  const item = resolveType(sent.subject, items);
  return sent.text
    .split(separator)
    .map((text) => problemOf({ ...sent, text, isJson: false }, item))
    .find((problem) => problem !== undefined);
}

function formatProblem(text: string, format: string | undefined): Problem | undefined {
  const known = textFormat(format);
  if (known === undefined || known.pattern.test(text)) return undefined;
  return [`"${text}" is not of the format "${format}", such as "${known.example}"`];
}

type KindName = "boolean" | "integer" | "number";

function kindProblem({ text, parameter, isJson }: Sent, name: KindName): Problem | undefined {
  const flag = nodeAt(parameter, "flag");
  if (name === "boolean" && flag !== undefined) {
    return choiceProblem(
      text,
      valuesOf(flag).flatMap((node) => textOf(node) ?? []),
    );
  }
  const pattern = (isJson ? IN_JSON : IN_TEXT)[name];
  return pattern.test(text) ? undefined : [`"${text}" is not of the type "${name}"`];
}

// Written into JSON, it has to be a value there.
const IN_JSON: Readonly<Record<KindName, RegExp>> = {
  integer: /^-?(?:0|[1-9]\d*)$/,
  number: /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/,
  boolean: /^(?:true|false)$/,
};

// Elsewhere there are several ways to write it.
const IN_TEXT: Readonly<Record<KindName, RegExp>> = {
  integer: /^[+-]?\d+$/,
  number: /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i,
  boolean: /^(?:true|false|0|1|yes|no|t|f|y|n|on|off)$/i,
};
