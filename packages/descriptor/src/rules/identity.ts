import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { nodeAt, objectsIn, textOf } from "../tree.js";

/** What is wrong with a descriptor as a file, and with who it says it is. */
export const identityRules: readonly Rule[] = [
  duplicateKeys,
  idIsFileName,
  idIsFree,
  dayExists,
  nothingIsLeftToWrite,
];

function* duplicateKeys({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { members } of objectsIn(root)) {
    const seen = new Set<string>();
    for (const { key, keyNode } of members) {
      if (seen.has(key)) yield findingAt(keyNode, "duplicate-key", [`"${key}" is there twice`]);
      seen.add(key);
    }
  }
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
function* nothingIsLeftToWrite({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { members } of objectsIn(root)) {
    for (const { key, value } of members) {
      if (value === undefined || !SENTENCES.has(key)) continue;
      if (textOf(value)?.startsWith("TODO:") !== true) continue;
      const finding = findingAt(value, "todo", ["this is left for you to write"]);
      if (!finding.path.includes("example")) yield finding;
    }
  }
}

const SENTENCES: ReadonlySet<string> = new Set(["description", "summary"]);
