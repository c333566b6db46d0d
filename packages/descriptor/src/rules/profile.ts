import {
  findingAt,
  type DescriptorDocument,
  type Finding,
  type Rule,
  type Subject,
} from "../document.js";
import { readType } from "../schema.js";
import { closest } from "../suggest.js";
import { entriesOf, nodeAt, textOf, type Entry, type Node } from "../tree.js";
import { TOKENS } from "./flows.js";
import { missingPart, unknownName } from "./missing.js";
import { parameterPlace } from "./places.js";

/** What is wrong with how the signed-in user is looked up. */
export const profileRules: readonly Rule[] = [
  somebodySignsIn,
  operationExists,
  operationNeedsNothing,
  operationTells,
  waysResolve,
];

function* somebodySignsIn({ root }: DescriptorDocument): Iterable<Finding> {
  const entry = entriesOf(nodeAt(root, "api")).find(({ key }) => key === "profile");
  const oauth = nodeAt(root, "oauth");
  const isOfApps = nodeAt(oauth, "twoLegged")?.value === true;
  const hasTokens = TOKENS.some((way) => nodeAt(oauth, way) !== undefined);
  if (entry === undefined || !isOfApps || hasTokens) return;
  const message = `nobody signs in here without ${TOKENS.map((one) => `"${one}"`).join(" or ")}`;
  yield findingAt(entry.keyNode, "profile", [message]);
}

function* operationExists({ root }: DescriptorDocument): Iterable<Finding> {
  const node = nodeAt(root, "api", "profile", "operation");
  const name = textOf(node);
  const operations = entriesOf(nodeAt(root, "operations"));
  const names = operations.map(({ key }) => key);
  if (node === undefined || name === undefined || names.includes(name)) return;
  const message = `there is no operation "${name}"`;
  const meant = closest(name, names);
  // Of all that there are, some can tell.
  const fit = operations.filter(({ value }) => neededBy(value) === undefined);
  const others = fit.map(({ key }) => key);
  yield findingAt(node, "profile", meant ? [message, meant] : unknownName(message, name, others));
}

function* operationNeedsNothing({ root }: DescriptorDocument): Iterable<Finding> {
  const node = nodeAt(root, "api", "profile", "operation");
  const needed = neededBy(profileOperation(root));
  if (node === undefined || needed === undefined) return;
  const message = `the token alone must say who it is, but this operation needs "${needed.key}"`;
  yield findingAt(node, "profile", [message]);
}

function neededBy(operation: Node | undefined): Entry | undefined {
  return entriesOf(nodeAt(operation, "parameters")).find(
    ({ value }) => nodeAt(value, "required")?.value === true || parameterPlace(value) === "path",
  );
}

function* operationTells({ root }: DescriptorDocument): Iterable<Finding> {
  const node = nodeAt(root, "api", "profile", "operation");
  const operation = profileOperation(root);
  const auth = textOf(nodeAt(operation, "auth")) ?? "token";
  const response = textOf(nodeAt(operation, "response")) ?? "json";
  if (node === undefined) return;
  if (auth !== "token") {
    const message = `a call of "auth": "${auth}" does not know who is signed in`;
    yield findingAt(node, "profile", [message]);
  } else if (response !== "json" && nodeAt(operation, "result") === undefined) {
    // Where it has a result all the same, that is told there.
    const message = `a response of kind "${response}" cannot be looked into`;
    yield findingAt(node, "profile", [message]);
  }
}

function* waysResolve(subject: Subject): Iterable<Finding> {
  const { root } = subject;
  const result = readType(nodeAt(profileOperation(root), "result"));
  for (const role of ["id", "username"]) {
    const node = nodeAt(root, "api", "profile", role);
    const path = textOf(node);
    if (node === undefined || path === undefined) continue;
    const missing = missingPart(subject, result, path);
    if (missing === undefined) continue;
    const message = `the profile operation's result has no "${missing.part}"`;
    yield findingAt(node, "profile", [message, missing.suggestion]);
  }
}

function profileOperation(root: Node | undefined): Node | undefined {
  const name = textOf(nodeAt(root, "api", "profile", "operation"));
  return name === undefined ? undefined : nodeAt(root, "operations", name);
}
