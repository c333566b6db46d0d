import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { beginnings } from "../paths.js";
import { closest } from "../suggest.js";
import { entriesOf, itemsOf, nodeAt, textOf, valueOf, valuesOf, type Node } from "../tree.js";
import { missingFrom } from "./missing.js";

/** What is wrong with how errors are told, and with the codes that operations name. */
export const errorRules: readonly Rule[] = [
  waysLeadSomewhere,
  signsAreShown,
  statusIsOfErrors,
  xmlIsText,
  prefixesAreLeftOut,
  codesAreKnown,
  problemsAreTold,
];

function* waysLeadSomewhere({ root }: DescriptorDocument): Iterable<Finding> {
  const errors = nodeAt(root, "api", "errors");
  for (const { example, what, mend } of examplesOf(errors)) {
    for (const name of ["code", "message"]) {
      const node = nodeAt(errors, name);
      const ways = node?.type === "array" ? itemsOf(node) : [node ?? []].flat();
      const ends = ways.map((way) => leadsTo(example, textOf(way) ?? ""));
      if (ways.length === 0 || ends.some(isText)) continue;
      // The whole of it is what a text would be, where there is one.
      const compound = ways.filter((way, at) => ends[at] !== undefined && textOf(way) !== "");
      for (const way of compound) {
        const message = `${what} has no text or number at "${textOf(way)}", but more members: go on to one`;
        yield findingAt(way, "error-example", [message]);
      }
      if (compound.length > 0 || ways.some((way) => textOf(way) === "")) continue;
      const missing = ways.map((way) => ({ way, meant: meantIn(example, textOf(way) ?? "") }));
      // Of several ways, a misspelled one is the mistake.
      const misspelled = missing.filter(({ meant }) => meant !== undefined);
      for (const { way, meant } of misspelled.length > 0 ? misspelled : missing) {
        const message = `${what} has nothing at "${textOf(way)}"${meant === undefined ? mend : ""}`;
        yield findingAt(way, "error-example", [message, meant]);
      }
    }
  }
}

/** What is read of it; where the example says nothing there, it may still be. */
function isText(node: Node | undefined): boolean {
  return node !== undefined && node.type !== "object" && node.type !== "array";
}

/** The way that was probably meant by one that leads nowhere. */
function meantIn(example: Node, path: string): string | undefined {
  const leads = (way: string): boolean => leadsTo(example, way) !== undefined;
  const namesAt = (way: string): readonly string[] =>
    entriesOf(leadsTo(example, way)).map(({ key }) => key);
  const meant = missingFrom({ leads, namesAt }, path)?.suggestion;
  return meant !== undefined && leads(meant) ? meant : undefined;
}

function* signsAreShown({ root }: DescriptorDocument): Iterable<Finding> {
  const errors = nodeAt(root, "api", "errors");
  const signs = nodeAt(errors, "signs");
  if (signs === undefined) return;
  for (const { example, what, mend } of examplesOf(errors)) {
    if (itemsOf(signs).some((sign) => isShown(example, sign))) continue;
    const misspelled = itemsOf(signs).flatMap((sign) => misspelledSign(example, sign, what));
    if (misspelled.length > 0) yield* misspelled;
    else yield findingAt(signs, "error-example", [`${what} shows none of these signs${mend}`]);
  }
}

function misspelledSign(example: Node, sign: Node, what: string): readonly Finding[] {
  const [at, equals] = [nodeAt(sign, "at"), nodeAt(sign, "equals")];
  const path = textOf(at) ?? "";
  const shown = textOf(leadsTo(example, path));
  const word = textOf(equals);
  const way = meantIn(example, path);
  if (at !== undefined && way !== undefined) {
    return [findingAt(at, "error-example", [`${what} has nothing at "${path}"`, way])];
  }
  if (equals === undefined || shown === undefined || word === undefined) return [];
  if (closest(word, [shown]) === undefined) return [];
  const message = `${what} has "${shown}" at "${path}", and not "${word}"`;
  return [findingAt(equals, "error-example", [message, shown])];
}

function examplesOf(
  errors: Node | undefined,
): readonly { readonly example: Node; readonly what: string; readonly mend: string }[] {
  const [example, xml] = [nodeAt(errors, "example"), nodeAt(errors, "xml")];
  const mend = example === undefined ? "" : ": list its own, too";
  return [
    ...(example === undefined ? [] : [{ example, what: "the example of an error", mend: "" }]),
    ...(xml === undefined ? [] : [{ example: xml, what: "the error in XML", mend }]),
  ];
}

/** Whether a client takes an example for an error. */
function isShown(example: Node, sign: Node): boolean {
  const value = valueOf(leadsTo(example, textOf(nodeAt(sign, "at")) ?? ""));
  const equals = nodeAt(sign, "equals");
  const least: unknown = nodeAt(sign, "least")?.value;
  if (equals !== undefined) return value === equals.value;
  if (typeof least === "number") return Number(value) >= least;
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** The node at a path: names and indexes with dots between them, the longest name that is there first. */
function leadsTo(node: Node, path: string): Node | undefined {
  if (path === "") return node;
  for (const [name, rest] of beginnings(path)) {
    const next = partAt(node, name);
    if (next !== undefined) return leadsTo(next, rest);
  }
  return undefined;
}

function partAt(node: Node, name: string): Node | undefined {
  return node.type === "array" ? itemsOf(node)[Number(name)] : nodeAt(node, name);
}

/** What comes with the status of a success is an error by its signs alone. */
function* statusIsOfErrors({ root }: DescriptorDocument): Iterable<Finding> {
  const errors = nodeAt(root, "api", "errors");
  const status = nodeAt(errors, "status");
  if (status === undefined || nodeAt(errors, "signs") !== undefined) return;
  if (!(Number(status.value) >= 200 && Number(status.value) < 300)) return;
  const message = `an answer of status ${status.value} is a result where no "signs" tell that it is an error`;
  yield findingAt(status, "error-example", [message]);
}

/** XML has no numbers, and no empty lists. */
function* xmlIsText({ root }: DescriptorDocument): Iterable<Finding> {
  for (const node of leavesOf(nodeAt(root, "api", "errors", "xml"))) {
    if (node.type === "string") continue;
    yield findingAt(node, "error-example", ["in XML this is text: put it in quotes"]);
  }
}

/** Prefixes are left out where only XML is told; where JSON is told too, nobody knows whose name a colon is in. */
function* prefixesAreLeftOut({ root }: DescriptorDocument): Iterable<Finding> {
  const errors = nodeAt(root, "api", "errors");
  if (nodeAt(errors, "example") === undefined) return;
  for (const { key, keyNode } of nodesOf(nodeAt(errors, "xml")).flatMap(entriesOf)) {
    if (!key.includes(":")) continue;
    const message = `"${key}" is read without the prefix of its namespace, here and in every path`;
    yield findingAt(keyNode, "error-example", [message, key.replace(/[^@:]*:/, "")]);
  }
}

function nodesOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return [node, ...[...valuesOf(node), ...itemsOf(node)].flatMap(nodesOf)];
}

function leavesOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  const parts = [...valuesOf(node), ...itemsOf(node)];
  return parts.length === 0 ? [node] : parts.flatMap(leavesOf);
}

function* codesAreKnown({ root }: DescriptorDocument): Iterable<Finding> {
  const codes = entriesOf(nodeAt(root, "api", "errors", "codes")).map(({ key }) => key);
  if (codes.length === 0) return;
  for (const { value } of entriesOf(nodeAt(root, "operations"))) {
    for (const node of itemsOf(nodeAt(value, "errors"))) {
      const code = textOf(node);
      if (code === undefined || codes.includes(code)) continue;
      const message = `api.errors.codes does not say what "${code}" means`;
      yield findingAt(node, "error-code", [message, closest(code, codes)]);
    }
  }
}

/** An emulator tells a problem by its code, and has to know where an answer has one. */
function* problemsAreTold({ root }: DescriptorDocument): Iterable<Finding> {
  const errors = nodeAt(root, "api", "errors");
  if (errors === undefined || nodeAt(errors, "code") !== undefined) return;
  for (const { value } of entriesOf(nodeAt(errors, "codes"))) {
    const problem = entriesOf(value).find(({ key }) => key === "problem");
    if (problem === undefined) continue;
    const message = 'no answer tells it: "code" has to say where errors have their code';
    yield findingAt(problem.keyNode, "error-code", [message]);
  }
}
