import type { Node } from "jsonc-parser";
import {
  entriesOf,
  findingAt,
  itemsOf,
  nodeAt,
  textOf,
  type DescriptorDocument,
  type Finding,
  type Rule,
} from "../document.js";

/** What is wrong with a descriptor as a file, and with who it says it is. */
export const identityRules: readonly Rule[] = [
  duplicateKeys,
  idIsFileName,
  idIsFree,
  dayExists,
  nothingIsLeftToWrite,
];

function duplicateKeys({ root }: DescriptorDocument): readonly Finding[] {
  return root === undefined ? [] : duplicatesIn(root);
}

function duplicatesIn(node: Node): readonly Finding[] {
  const seen = new Set<string>();
  const here = entriesOf(node).flatMap(({ key, keyNode, value }) => {
    const again = seen.has(key);
    seen.add(key);
    const below = value === undefined ? [] : duplicatesIn(value);
    return again
      ? [findingAt(keyNode, "duplicate-key", [`"${key}" is there twice`]), ...below]
      : below;
  });
  return [...here, ...itemsOf(node).flatMap(duplicatesIn)];
}

function* idIsFileName({ root, file }: DescriptorDocument): Iterable<Finding> {
  const node = nodeAt(root, "id");
  const id = textOf(node);
  const name = file.replace(/^.*[/\\]/, "").replace(/\.json$/, "");
  if (node === undefined || id === undefined || id === name) return;
  yield findingAt(node, "file-name", [`the id is "${id}", but the file is named "${name}"`, name]);
}

function* idIsFree({ root }: DescriptorDocument): Iterable<Finding> {
  const node = nodeAt(root, "id");
  const id = textOf(node);
  if (node === undefined || id === undefined || !RESERVED_IDS.has(id)) return;
  yield findingAt(node, "reserved-id", [`"${id}" is the name of a package of this project`]);
}

const RESERVED_IDS: ReadonlySet<string> = new Set([
  "cli",
  "client",
  "codegen",
  "conformance",
  "core",
  "create",
  "demo",
  "descriptor",
  "docs",
  "emulator",
  "oauth1",
  "providers",
  "sdk",
  "server",
  "testing",
]);

function* dayExists({ root }: DescriptorDocument): Iterable<Finding> {
  for (const way of [["lastVerified"], ["retirement", "date"]]) {
    const node = nodeAt(root, ...way);
    const day = textOf(node);
    if (node === undefined || day === undefined) continue;
    const date = new Date(`${day}${"-01-01".slice(day.length - 4)}T00:00:00Z`);
    // 30 February is read as 2 March.
    if (!Number.isNaN(date.valueOf()) && date.toISOString().startsWith(day)) continue;
    yield findingAt(node, "date", [`there is no day ${day}`]);
  }
}

/** An import leaves gaps that begin so. What a provider sends may begin so too: a list of tasks, as an example. */
function nothingIsLeftToWrite({ root }: DescriptorDocument): readonly Finding[] {
  return root === undefined ? [] : gapsIn(root);
}

function gapsIn(node: Node): readonly Finding[] {
  const inItems = itemsOf(node).flatMap(gapsIn);
  const inMembers = entriesOf(node).flatMap(({ key, value }) => {
    if (value === undefined || key === "example") return [];
    const isGap = SENTENCES.has(key) && textOf(value)?.startsWith("TODO:") === true;
    return isGap ? [findingAt(value, "todo", ["this is left for you to write"])] : gapsIn(value);
  });
  return [...inItems, ...inMembers];
}

const SENTENCES: ReadonlySet<string> = new Set(["description", "summary"]);
