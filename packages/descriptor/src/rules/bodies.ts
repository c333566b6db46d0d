import { findingAt, type Finding, type Rule, type Subject } from "../document.js";
import { resolveType, unionMembers, type ResolvedType } from "../paths.js";
import { readParameterType } from "../schema.js";
import { closest } from "../suggest.js";
import { entriesOf, nodeAt, textOf, valuesOf, type Entry, type Node } from "../tree.js";
import { parameterPlace } from "./places.js";

/** What is wrong with the bodies of operations. */
export const bodyRules: readonly Rule[] = [
  forEachOperation(
    bodyIsSent,
    wholeIsDeclared,
    binaryIsOne,
    binaryIsPlain,
    bytesAreThere,
    signedIsMultipart,
    contentTypeIsFree,
    fixedFits,
  ),
];

function forEachOperation(
  ...checks: readonly ((operation: Entry, subject: Subject) => Iterable<Finding>)[]
): Rule {
  return (subject) =>
    entriesOf(nodeAt(subject.root, "operations")).flatMap((entry) =>
      checks.flatMap((check) => [...check(entry, subject)]),
    );
}

function* bodyIsSent({ keyNode, value }: Entry): Iterable<Finding> {
  const body = nodeAt(value, "body");
  const [first] = [...bodyParametersOf({ value }), ...entriesOf(nodeAt(body, "fixed"))];
  const method = textOf(nodeAt(value, "method")) ?? "";
  if (first !== undefined && BODILESS.has(method)) {
    yield findingAt(first.keyNode, "body", [`a ${method} request has no body`]);
  } else if (first !== undefined && body === undefined) {
    const message = 'body parameters need a "body": "json", "form", "multipart" or "binary"';
    yield findingAt(keyNode, "body", [message]);
  } else if (first === undefined && body !== undefined && !hasAstray(value)) {
    yield findingAt(body, "body", ['there are no body parameters, which say "in": "body"']);
  }
}

/** Whether it may be a parameter of the body whose place is none that there is. */
function hasAstray(operation: Node | undefined): boolean {
  const places = valuesOf(nodeAt(operation, "parameters")).map(parameterPlace);
  return places.some((place = "") => !PLACES.has(place));
}

const PLACES: ReadonlySet<string> = new Set(["body", "header", "path", "query"]);

const BODILESS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

function* wholeIsDeclared(operation: Entry): Iterable<Finding> {
  const body = nodeAt(operation.value, "body");
  const node = nodeAt(body, "whole");
  const whole = textOf(node);
  if (node === undefined || whole === undefined) return;
  const names = bodyParametersOf(operation).map(({ key }) => key);
  const kind = textOf(nodeAt(body, "kind"));
  if (!names.includes(whole)) {
    const message = `there is no body parameter "${whole}"`;
    yield findingAt(node, "body", [message, closest(whole, names)]);
  } else if (kind === "form" || kind === "multipart") {
    yield findingAt(node, "body", [`a body of kind "${kind}" is made of fields`]);
  } else if (names.length > 1) {
    const others = names.filter((name) => name !== whole).join(", ");
    yield findingAt(node, "body", [`what is the whole body leaves no room for ${others}`]);
  }
}

function* binaryIsOne(operation: Entry): Iterable<Finding> {
  const body = nodeAt(operation.value, "body");
  const kind = bodyKindOf(operation.value);
  if (body === undefined || kind !== "binary" || nodeAt(body, "whole") !== undefined) return;
  const count = bodyParametersOf(operation).length;
  if (count < 2) return;
  yield findingAt(body, "body", [`a binary body is one parameter, and here are ${count}`]);
}

/** What is sent as it is, a client takes as text or as bytes. */
function* binaryIsPlain(operation: Entry, subject: Subject): Iterable<Finding> {
  if (bodyKindOf(operation.value) !== "binary") return;
  for (const { keyNode, value } of bodyParametersOf(operation)) {
    if (unionMembers(subject, readParameterType(value)).every(isPlain)) continue;
    const message =
      'a binary body is text or bytes: say "type": "string", and "format": "binary" for bytes';
    yield findingAt(nodeAt(value, "type") ?? keyNode, "body", [message]);
  }
}

/** Text may be left out, but bytes are what such a call is made for: without them a client throws. */
function* bytesAreThere(operation: Entry, subject: Subject): Iterable<Finding> {
  if (bodyKindOf(operation.value) !== "binary") return;
  for (const { value } of bodyParametersOf(operation)) {
    const required = nodeAt(value, "required");
    if (required?.value !== false || isText(resolveType(subject, readParameterType(value))))
      continue;
    const message = 'no call is made without the bytes of its body: leave "required" out';
    yield findingAt(required, "body", [message]);
  }
}

function isPlain(type: ResolvedType): boolean {
  if (type.kind === "primitive") return type.name === "string";
  return type.kind === "enum" || type.kind === "unknown";
}

function isText(type: ResolvedType): boolean {
  return type.kind === "primitive" && type.format !== "binary";
}

function* signedIsMultipart({ value }: Entry): Iterable<Finding> {
  const body = nodeAt(value, "body");
  const signed = entriesOf(body).find(({ key }) => key === "signed");
  if (signed === undefined || textOf(nodeAt(body, "kind")) === "multipart") return;
  yield findingAt(signed.keyNode, "body", ['"signed" is for "kind": "multipart"']);
}

/** What is written as a form has the media type of one, with the boundary of its parts, and nothing else has. */
function* contentTypeIsFree({ value }: Entry): Iterable<Finding> {
  const body = nodeAt(value, "body");
  const kind = textOf(nodeAt(body, "kind")) ?? "";
  const entry = entriesOf(body).find(({ key }) => key === "contentType");
  if (entry?.value === undefined) return;
  const [type = ""] = textOf(entry.value)?.split(";") ?? [];
  const named = FORMS.get(type);
  // That of its kind is said once more than it has to be, and right.
  if (named === kind) return;
  if (kind === "form" || kind === "multipart") {
    const message = `a body of "kind": "${kind}" says its media type itself: leave "contentType" out`;
    yield findingAt(entry.keyNode, "body", [message]);
  } else if (kind === "json" && named !== undefined) {
    const message = `a body of "kind": "json" is no form: say "kind": "${named}"`;
    yield findingAt(entry.value, "body", [message]);
  }
}

const FORMS: ReadonlyMap<string, string> = new Map([
  ["application/x-www-form-urlencoded", "form"],
  ["multipart/form-data", "multipart"],
]);

/** Fixed fields need a body that has fields, and only JSON has other values than text. */
function* fixedFits({ value }: Entry): Iterable<Finding> {
  const body = nodeAt(value, "body");
  const fixed = entriesOf(body).find(({ key }) => key === "fixed");
  const kind = textOf(nodeAt(body, "kind"));
  if (fixed === undefined) return;
  if (kind === "binary" || nodeAt(body, "whole") !== undefined) {
    const message = "what is the whole body leaves no room for fixed fields";
    yield findingAt(fixed.keyNode, "body", [message]);
  }
  if (kind === "json") return;
  for (const { key, value: node } of entriesOf(fixed.value)) {
    if (node === undefined || node.type === "string") continue;
    yield findingAt(node, "body", [
      `the field "${key}" has to be text: only JSON has other values`,
    ]);
  }
}

/** What an operation's body is sent as. */
export function bodyKindOf(operation: Node | undefined): string | undefined {
  const body = nodeAt(operation, "body");
  return textOf(body) ?? textOf(nodeAt(body, "kind"));
}

function bodyParametersOf({ value }: Pick<Entry, "value">): readonly Entry[] {
  return entriesOf(nodeAt(value, "parameters")).filter(
    ({ value: parameter }) => parameterPlace(parameter) === "body",
  );
}
