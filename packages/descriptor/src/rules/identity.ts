import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { nodeAt, objectsIn, textOf, type Node, type Place } from "../tree.js";

/** What is wrong with a descriptor as a file, and with who it says it is. */
export const identityRules: readonly Rule[] = [
  duplicateKeys,
  idIsFileName,
  idIsFree,
  dayExists,
  charactersAreWhole,
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
  const message = `"${id}" is the name of a package of this project`;
  yield findingAt(node, "reserved-id", [message, `${id}-api`]);
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
    const what = day.length === "2026-01".length ? "month" : "day";
    yield findingAt(node, "date", [`there is no ${what} ${day}`]);
  }
}

/** Half of a character is what cutting a text short leaves of an emoji. No file and no request can hold it. */
function* charactersAreWhole({ root, text }: DescriptorDocument): Iterable<Finding> {
  // Hardly any text has one, nor an escape that could be one.
  if (root === undefined || (text.isWellFormed() && !/\\u[dD][89a-fA-F]/.test(text))) return;
  for (const { place, text: one } of textsIn(root)) {
    if (one.isWellFormed()) continue;
    const message = "this holds half of a character: write all of it, or leave it out";
    yield findingAt(place, "half-character", [message]);
  }
}

/** Every name and every text in a tree. */
function* textsIn(node: Node): Iterable<{ readonly place: Place; readonly text: string }> {
  const text = textOf(node);
  if (text !== undefined) yield { place: node, text };
  for (const item of node.items) yield* textsIn(item);
  for (const { key, keyNode, value } of node.members) {
    yield { place: keyNode, text: key };
    if (value !== undefined) yield* textsIn(value);
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
