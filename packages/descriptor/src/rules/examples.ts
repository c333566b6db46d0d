import { findingAt, type Finding, type Rule, type Subject } from "../document.js";
import { readParameterType, readType } from "../schema.js";
import { nodeAt, textOf, valuesOf } from "../tree.js";
import { misfits } from "./misfits.js";
import { stepsOf } from "./places.js";

/** Whether examples are what their types say. */
export const exampleRules: readonly Rule[] = [
  operationExamplesFit,
  parameterExamplesFit,
  verifierExampleFits,
];

function* operationExamplesFit(subject: Subject): Iterable<Finding> {
  for (const operation of valuesOf(nodeAt(subject.root, "operations"))) {
    const example = nodeAt(operation, "example");
    const response = textOf(nodeAt(operation, "response")) ?? "json";
    if (example === undefined) continue;
    if (UNTOLD.has(response)) {
      const message = `a response of kind "${response}" has no example: leave it out`;
      yield findingAt(example, "example", [message]);
    } else if (response !== "text") {
      yield* misfits(example, readType(nodeAt(operation, "result")), subject);
    } else if (example.type !== "string") {
      yield findingAt(example, "example", ['the example of a response of kind "text" is a string']);
    }
  }
}

/** Answers that an example could not show. */
const UNTOLD: ReadonlySet<string> = new Set(["binary", "none"]);

function* parameterExamplesFit(subject: Subject): Iterable<Finding> {
  const { root } = subject;
  const owners = [
    ...valuesOf(nodeAt(root, "operations")),
    ...stepsOf(root).map(({ value }) => value),
  ];
  for (const parameter of owners.flatMap((owner) => valuesOf(nodeAt(owner, "parameters")))) {
    const example = nodeAt(parameter, "example");
    if (example === undefined) continue;
    yield* misfits(example, readParameterType(parameter), subject);
  }
}

function* verifierExampleFits({ root }: Subject): Iterable<Finding> {
  const verifier = nodeAt(root, "oauth", "callback", "verifier");
  const node = nodeAt(verifier, "pattern");
  const pattern = textOf(node);
  const example = nodeAt(verifier, "example");
  if (node === undefined || pattern === undefined) return;
  const expression = expressionOf(pattern);
  if (expression === undefined) {
    yield findingAt(node, "verifier", [`"${pattern}" is not a regular expression`]);
  } else if (example !== undefined && !expression.test(textOf(example) ?? "")) {
    yield findingAt(example, "verifier", [`"${textOf(example)}" does not match the pattern`]);
  }
}

function expressionOf(pattern: string): RegExp | undefined {
  try {
    // Alone it tells whether it is one: brackets around it would complete what is half of one.
    const { source } = new RegExp(pattern);
    return new RegExp(`^(?:${source})$`);
  } catch {
    return undefined;
  }
}
