import type { Node } from "jsonc-parser";
import {
  entriesOf,
  findingAt,
  nodeAt,
  textOf,
  type DescriptorDocument,
  type Finding,
  type Rule,
} from "../document.js";
import { closest } from "../suggest.js";

/** What is wrong with how the signed-in user is looked up. */
export const profileRules: readonly Rule[] = [operationExists, operationNeedsNothing, waysResolve];

function* operationExists({ root }: DescriptorDocument): Iterable<Finding> {
  const node = nodeAt(root, "api", "profile", "operation");
  const name = textOf(node);
  const names = entriesOf(nodeAt(root, "operations")).map(({ key }) => key);
  if (node === undefined || name === undefined || names.includes(name)) return;
  yield findingAt(node, "profile", [`there is no operation "${name}"`, closest(name, names)]);
}

function* operationNeedsNothing({ root }: DescriptorDocument): Iterable<Finding> {
  const node = nodeAt(root, "api", "profile", "operation");
  const needed = entriesOf(nodeAt(profileOperation(root), "parameters")).find(
    ({ value }) =>
      nodeAt(value, "required")?.value === true || textOf(nodeAt(value, "in")) === "path",
  );
  if (node === undefined || needed === undefined) return;
  const message = `the token alone must say who it is, but this operation needs "${needed.key}"`;
  yield findingAt(node, "profile", [message]);
}

function* waysResolve({ root }: DescriptorDocument): Iterable<Finding> {
  const result = nodeAt(profileOperation(root), "result");
  if (result === undefined) return;
  for (const role of ["id", "username"]) {
    const node = nodeAt(root, "api", "profile", role);
    if (node === undefined) continue;
    const problem = firstMissing(result, (textOf(node) ?? "").split("."), root);
    if (problem !== undefined) yield findingAt(node, "profile", problem);
  }
}

/** The first name on the way that the types do not know. */
function firstMissing(
  result: Node,
  way: readonly string[],
  root: Node | undefined,
): readonly [string, string | undefined] | undefined {
  let type = resolved(result, root);
  for (const [index, name] of way.entries()) {
    // That a reference leads nowhere is said where it stands.
    if (type === undefined) return undefined;
    const properties = nodeAt(type, "properties");
    const next = nodeAt(properties, name);
    if (next === undefined) {
      const names = entriesOf(properties).map(({ key }) => key);
      const meant = closest(name, names);
      const suggestion =
        meant && [...way.slice(0, index), meant, ...way.slice(index + 1)].join(".");
      return [
        `the profile operation's result has no "${way.slice(0, index + 1).join(".")}"`,
        suggestion,
      ];
    }
    type = resolved(next, root);
  }
  return undefined;
}

/** Follows references. A circle of them ends, because each name is followed once. */
function resolved(type: Node, root: Node | undefined): Node | undefined {
  const seen = new Set<string>();
  let here: Node | undefined = type;
  for (;;) {
    const name = textOf(nodeAt(here, "$ref"));
    if (name === undefined || seen.has(name)) return here;
    seen.add(name);
    here = nodeAt(root, "types", name);
  }
}

function profileOperation(root: Node | undefined): Node | undefined {
  const name = textOf(nodeAt(root, "api", "profile", "operation"));
  return name === undefined ? undefined : nodeAt(root, "operations", name);
}
