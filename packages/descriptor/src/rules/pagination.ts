import { findingAt, type Finding, type Rule, type Subject } from "../document.js";
import type { TypeModel } from "../model.js";
import { itemType, resolvePath, unionMembers } from "../paths.js";
import { readParameterType, readType } from "../schema.js";
import { closest } from "../suggest.js";
import { entriesOf, nodeAt, textOf, type Entry, type Node } from "../tree.js";
import { missingPart } from "./missing.js";
import { parameterPlace } from "./places.js";

/** What is wrong with how lists go on. */
export const paginationRules: readonly Rule[] = [
  forEachList(parameterIsDeclared),
  forEachList(parameterCounts),
  forEachList(waysResolve),
  forEachList(waysEndInOne),
  forEachList(itemsAreListed),
  endIsToldOnce,
  nextIsToldOnce,
  inheritedIsThere,
];

/** A list that goes on. */
interface PagedList {
  readonly operation: Entry;
  readonly result: TypeModel;
  readonly pagination: Node | undefined;
  /** The `true` that stands for that of all operations. */
  readonly inherits: Node | undefined;
}

type ListCheck = (list: PagedList, subject: Subject) => Iterable<Finding>;

function forEachList(check: ListCheck): Rule {
  return (subject) => {
    const lists = listsOf(subject).map((list) => ({ list, found: [...check(list, subject)] }));
    const heirs = lists.filter(({ list }) => list.inherits !== undefined);
    const lacking = countsOf(heirs.flatMap(({ found }) => found.map(({ offset }) => offset)));
    return lists.flatMap(({ list, found }) =>
      found.flatMap((finding) => {
        const { offset, rule, message, suggestion } = finding;
        if (list.inherits === undefined) return [finding];
        // What all of them lack is misspelled where they have it from.
        const isOfAll = suggestion !== undefined && lacking.get(offset) === heirs.length;
        if (!isOfAll) return [findingAt(list.inherits, rule, [message])];
        return list === heirs[0]?.list ? [finding] : [];
      }),
    );
  };
}

function countsOf(numbers: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const one of numbers) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

function listsOf({ root }: Subject): readonly PagedList[] {
  const common = nodeAt(root, "api", "pagination");
  return entriesOf(nodeAt(root, "operations")).flatMap((operation) => {
    const at = nodeAt(operation.value, "pagination");
    if (at === undefined || at.value === false) return [];
    const result = readType(nodeAt(operation.value, "result"));
    const isInherited = at.value === true;
    const pagination = isInherited ? common : at;
    return [{ operation, result, pagination, inherits: isInherited ? at : undefined }];
  });
}

function* parameterIsDeclared({ operation, pagination }: PagedList): Iterable<Finding> {
  const node = nodeAt(pagination, "parameter");
  const name = textOf(node);
  if (node === undefined || name === undefined) return;
  const names = entriesOf(nodeAt(operation.value, "parameters"))
    .filter(({ value }) => !ELSEWHERE.has(parameterPlace(value) ?? ""))
    .map(({ key }) => key);
  if (names.includes(name)) return;
  const message = `"${operation.key}" has no query or body parameter "${name}"`;
  yield findingAt(node, "pagination", [message, closest(name, names)]);
}

// What is no place is reported where it stands.
const ELSEWHERE: ReadonlySet<string> = new Set(["header", "path"]);

/** What a client puts into it is the number of a page or of an item, or a text that came with the page before. */
function* parameterCounts(
  { operation, pagination }: PagedList,
  subject: Subject,
): Iterable<Finding> {
  const node = nodeAt(pagination, "parameter");
  const name = textOf(node);
  const parameter = nodeAt(operation.value, "parameters", name ?? "");
  if (node === undefined || parameter === undefined) return;
  if (isTextOrNumber(subject, readParameterType(parameter))) return;
  const message = `"${name}" of "${operation.key}" takes no text and no number, and pages are asked for with one`;
  yield findingAt(node, "pagination", [message]);
}

function isTextOrNumber(subject: Subject, type: TypeModel): boolean {
  return unionMembers(subject, type).some((one) =>
    one.kind === "primitive"
      ? one.name !== "boolean"
      : one.kind === "enum" || one.kind === "unknown",
  );
}

function* waysResolve(
  { operation, result, pagination }: PagedList,
  subject: Subject,
): Iterable<Finding> {
  for (const name of ["next", "more", "items", "pages", "total"]) {
    const node = nodeAt(pagination, name);
    const path = textOf(node);
    if (node === undefined || path === undefined) continue;
    const missing = missingPart(subject, result, path);
    if (missing === undefined) continue;
    const message = `the result of "${operation.key}" has no "${missing.part}"`;
    const suggestion = insideEnvelope(path, operation, subject) ?? missing.suggestion;
    yield findingAt(node, "pagination", [message, suggestion]);
  }
}

/** What says how many there are, or where the next page is, is a text or a number; what is sent back as it came is an object. */
function* waysEndInOne(
  { operation, result, pagination }: PagedList,
  subject: Subject,
): Iterable<Finding> {
  const isContinued = textOf(nodeAt(pagination, "kind")) === "continuation";
  for (const name of ["pages", "total", "next"]) {
    const node = nodeAt(pagination, name);
    const path = textOf(node);
    const found = path === undefined ? undefined : resolvePath(subject, result, path);
    if (node === undefined || found === undefined) continue;
    const isObject = isContinued && name === "next";
    if ((isObject ? mayBeObject : isTextOrNumber)(subject, found)) continue;
    const what = isObject ? "no object" : "no text and no number";
    const message = `"${path}" in the result of "${operation.key}" is ${what}, as "${name}" has to be`;
    yield findingAt(node, "pagination", [message]);
  }
}

function mayBeObject(subject: Subject, type: TypeModel): boolean {
  return unionMembers(subject, type).some(
    ({ kind }) => kind === "object" || kind === "map" || kind === "unknown",
  );
}

/** The way from inside the envelope, where it was written from outside. */
function insideEnvelope(path: string, { value }: Entry, { root }: Subject): string | undefined {
  const envelope = textOf(nodeAt(value, "envelope") ?? nodeAt(root, "api", "envelope"));
  if (envelope === undefined || !path.startsWith(`${envelope}.`)) return undefined;
  return path.slice(envelope.length + 1);
}

function* itemsAreListed(
  { operation, result, pagination }: PagedList,
  subject: Subject,
): Iterable<Finding> {
  const node = nodeAt(pagination, "items");
  const path = textOf(node);
  if (node === undefined || path === undefined) return;
  if (missingPart(subject, result, path) !== undefined) return;
  const item = itemType(subject, result, path);
  if (item !== undefined) return yield* fieldIsThere({ operation, pagination, item }, subject);
  const what = path === "" ? "the result" : `"${path}" in the result`;
  const message = `${what} of "${operation.key}" is not a list`;
  yield findingAt(node, "pagination", [message]);
}

function* fieldIsThere(
  {
    operation,
    pagination,
    item,
  }: Pick<PagedList, "operation" | "pagination"> & { item: TypeModel },
  subject: Subject,
): Iterable<Finding> {
  const node = nodeAt(pagination, "field");
  const path = textOf(node);
  if (node === undefined || path === undefined) return;
  const missing = missingPart(subject, item, path);
  if (missing !== undefined) {
    const message = `the items of "${operation.key}" have no "${missing.part}"`;
    yield findingAt(node, "pagination", [message, missing.suggestion]);
    return;
  }
  const found = resolvePath(subject, item, path);
  if (found === undefined || isTextOrNumber(subject, found)) return;
  const message = `"${path}" in the items of "${operation.key}" is no text and no number, as "field" has to be`;
  yield findingAt(node, "pagination", [message]);
}

function* endIsToldOnce({ root }: Subject): Iterable<Finding> {
  for (const pagination of paginationsOf(root)) yield* toldTwice(pagination, ENDS);
}

const ENDS: ReadonlySet<string> = new Set(["pages", "pagesHeader", "total", "totalHeader"]);

function* nextIsToldOnce({ root }: Subject): Iterable<Finding> {
  for (const pagination of paginationsOf(root)) {
    yield* toldTwice(pagination, MARKERS);
    const kind = nodeAt(pagination, "kind");
    const members = entriesOf(pagination).map(({ key }) => key);
    if (kind === undefined || textOf(kind) !== "cursor") continue;
    if (members.some((name) => MARKERS.has(name))) continue;
    const message = 'a cursor needs "next" or "nextHeader": where the answer has the next one';
    yield findingAt(kind, "pagination", [message]);
  }
}

const MARKERS: ReadonlySet<string> = new Set(["next", "nextHeader"]);

function* toldTwice(pagination: Node | undefined, names: ReadonlySet<string>): Iterable<Finding> {
  const [first, ...others] = entriesOf(pagination).filter(({ key }) => names.has(key));
  for (const { keyNode } of others) {
    const message = `"${first?.key ?? ""}" says it already: leave one of them out`;
    yield findingAt(keyNode, "pagination", [message]);
  }
}

/** Every pagination that is written down, once. */
function paginationsOf(root: Node | undefined): readonly (Node | undefined)[] {
  const operations = entriesOf(nodeAt(root, "operations")).map(({ value }) => value);
  return [nodeAt(root, "api"), ...operations].map((place) => nodeAt(place, "pagination"));
}

function* inheritedIsThere({ root }: Subject): Iterable<Finding> {
  if (nodeAt(root, "api", "pagination") !== undefined) return;
  for (const { value } of entriesOf(nodeAt(root, "operations"))) {
    const node = nodeAt(value, "pagination");
    if (node?.value !== true) continue;
    yield findingAt(node, "pagination", ['there is no "api.pagination" to inherit']);
  }
}
