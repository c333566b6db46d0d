import {
  findingAt,
  type DescriptorDocument,
  type Finding,
  type Rule,
  type Subject,
} from "../document.js";
import { resolveType, unionMembers, type ResolvedType } from "../paths.js";
import { readParameterType } from "../schema.js";
import { closest } from "../suggest.js";
import { entriesOf, nodeAt, textOf, valueOf, type Entry, type Node } from "../tree.js";
import { bodyKindOf } from "./bodies.js";
import { headerProblem } from "./headers.js";
import { parameterPlace } from "./places.js";
import { isSigned, PROTOCOL_PARAMETERS } from "./signing.js";

/** What is wrong with the parameters of operations, wherever they travel but in the path. */
export const parameterRules: readonly Rule[] = [
  namesAreFree,
  namesAreSent,
  namesAreSentOnce,
  credentialsAreSentOnce,
  placesHoldTypes,
  stylesFit,
  flagsFit,
  leftOutIsCommon,
];

interface Parameter extends Entry {
  readonly operation: Node | undefined;
  readonly place: string | undefined;
}

function parametersOf({ root }: DescriptorDocument): readonly Parameter[] {
  return entriesOf(nodeAt(root, "operations")).flatMap(({ value: operation }) =>
    entriesOf(nodeAt(operation, "parameters")).map(({ key, keyNode, value }) => {
      return { key, keyNode, value, operation, place: parameterPlace(value) };
    }),
  );
}

function* namesAreFree(document: DescriptorDocument): Iterable<Finding> {
  for (const { key, keyNode, place } of parametersOf(document)) {
    if (key === "__proto__") {
      yield findingAt(keyNode, "parameter", ['JavaScript objects have no room for "__proto__"']);
    } else if (place === "header") {
      const problem = headerProblem(key);
      if (problem !== undefined) yield findingAt(keyNode, "parameter", [problem]);
    }
  }
}

/** A parameter that the operation, or every call, sends with a value of its own cannot be the app's too. */
function* namesAreSent(document: DescriptorDocument): Iterable<Finding> {
  for (const { key, keyNode, place, operation } of parametersOf(document)) {
    const fixed = fixedAt(operation, place, key);
    if (fixed === undefined || fixed.value === false) continue;
    const message = `this operation always sends "${key}" as ${JSON.stringify(valueOf(fixed))}`;
    yield findingAt(keyNode, "parameter", [message]);
  }
}

function fixedAt(
  operation: Node | undefined,
  place: string | undefined,
  name: string,
): Node | undefined {
  if (place === "query") return nodeAt(operation, "query", name);
  if (place === "header") return nodeAt(operation, "headers", name.toLowerCase());
  return place === "body" ? nodeAt(operation, "body", "fixed", name) : undefined;
}

/** What the signature itself adds to a query or a form would be there twice. */
function* namesAreSentOnce({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { value: operation } of entriesOf(nodeAt(root, "operations"))) {
    if (!isSigned(root, operation)) continue;
    for (const { key, keyNode } of signedNamesOf(operation)) {
      if (!PROTOCOL_PARAMETERS.has(key)) continue;
      const message = `the client sends "${key}" itself, with the signature: leave it out`;
      yield findingAt(keyNode, "parameter", [message]);
    }
  }
}

function signedNamesOf(operation: Node | undefined): readonly Entry[] {
  const body = nodeAt(operation, "body");
  const isForm = bodyKindOf(operation) === "form" || nodeAt(body, "signed")?.value === true;
  const places = isForm ? ["query", "body"] : ["query"];
  return [
    ...entriesOf(nodeAt(operation, "query")),
    ...(isForm ? entriesOf(nodeAt(body, "fixed")) : []),
    ...entriesOf(nodeAt(operation, "parameters")).filter(({ value }) =>
      places.includes(parameterPlace(value) ?? ""),
    ),
  ];
}

/** A call that the consumer key or the token authenticates has it in its place already. */
function* credentialsAreSentOnce({ root }: DescriptorDocument): Iterable<Finding> {
  const api = nodeAt(root, "api");
  const calls = entriesOf(nodeAt(root, "operations")).map(({ value }) => {
    return { value, auth: textOf(nodeAt(value, "auth")) ?? "token" };
  });
  // What every call carries meets the credentials of each.
  const common = ["key", "token"].map((auth) => ({ value: api, auth }));
  for (const { value, auth } of [...common, ...calls]) {
    for (const [place, name] of credentialNames(api, auth)) {
      const said = sentAt(value, place).filter(({ key }) => isSameName(place, key, name));
      for (const { key, keyNode } of said) {
        const message = `the client sends "${key}" itself, to authenticate the call: leave it out`;
        yield findingAt(keyNode, "parameter", [message]);
      }
    }
  }
}

type CredentialPlace = "headers" | "query";

function credentialNames(
  api: Node | undefined,
  auth: string,
): readonly (readonly [place: CredentialPlace, name: string])[] {
  const key = nodeAt(api, "key");
  const name = textOf(nodeAt(key, "name"));
  if (auth === "key" && name !== undefined) {
    return [[textOf(nodeAt(key, "in")) === "header" ? "headers" : "query", name]];
  }
  if (auth !== "token") return [];
  return (["headers", "query"] as const).flatMap((place) =>
    entriesOf(nodeAt(api, "authentication", place)).map((one) => [place, one.key] as const),
  );
}

function sentAt(operation: Node | undefined, place: CredentialPlace): readonly Entry[] {
  const fixed = entriesOf(nodeAt(operation, place)).filter(({ value }) => value?.value !== false);
  const wanted = place === "headers" ? "header" : place;
  const given = entriesOf(nodeAt(operation, "parameters")).filter(
    ({ value }) => parameterPlace(value) === wanted,
  );
  return [...fixed, ...given];
}

function isSameName(place: CredentialPlace, one: string, other: string): boolean {
  return place === "query" ? one === other : one.toLowerCase() === other.toLowerCase();
}

function* placesHoldTypes(subject: Subject): Iterable<Finding> {
  const lists = textOf(nodeAt(subject.root, "api", "lists"));
  for (const { value, place, operation } of parametersOf(subject)) {
    const type = nodeAt(value, "type") ?? nodeAt(value, "$ref");
    const style = textOf(nodeAt(value, "style")) ?? lists ?? "repeat";
    const isText = place !== "body" || bodyKindOf(operation) === "form";
    if (type === undefined || !isText) continue;
    const named = unionMembers(subject, readParameterType(value));
    if (named.every(isObject) && (place === "path" || !NESTING.has(style))) {
      const message =
        place === "header"
          ? OBJECT_IN_HEADER
          : 'only a JSON body can hold an object, or a "style" of "deep" or "json"';
      yield findingAt(type, "parameter", [message]);
    } else if (named.every(({ kind }) => kind === "array") && place === "path") {
      yield findingAt(type, "parameter", [
        'a path cannot hold a list: say "string", for which apps join the items',
      ]);
    }
  }
}

const OBJECT_IN_HEADER = 'a header has an object as JSON: say "style": "json"';

const NESTING: ReadonlySet<string> = new Set(["deep", "json"]);

function* stylesFit(subject: Subject): Iterable<Finding> {
  for (const { value, place, operation } of parametersOf(subject)) {
    const style = nodeAt(value, "style");
    const named = unionMembers(subject, readParameterType(value));
    if (style === undefined) continue;
    if (place === "body" && bodyKindOf(operation) === "json") {
      yield findingAt(style, "parameter", ["a JSON body writes lists as JSON does"]);
    } else if (named.every(({ kind }) => kind === "primitive" || kind === "enum")) {
      yield findingAt(style, "parameter", ['"style" is for lists and objects']);
    } else if (place === "header") {
      yield* headerStyleFits(style, named);
    }
  }
}

/** What a header has several of, stands side by side with commas (RFC 9110 section 5.6.1), and cannot be written otherwise. */
function* headerStyleFits(style: Node, named: readonly ResolvedType[]): Iterable<Finding> {
  const said = textOf(style) ?? "";
  const isOpen = named.some(({ kind }) => kind === "unknown");
  if (said === "comma" && (isOpen || named.some(({ kind }) => kind === "array"))) return;
  if (said === "json" && (isOpen || named.some(isObject))) return;
  if (!named.every(isObject)) {
    const message =
      'a header has commas between the items of a list: leave "style" out, or say "comma"';
    yield findingAt(style, "parameter", [message]);
  } else if (NESTING.has(said)) {
    yield findingAt(style, "parameter", [OBJECT_IN_HEADER]);
  }
}

function isObject({ kind }: ResolvedType): boolean {
  return kind === "map" || kind === "object";
}

function* flagsFit(subject: Subject): Iterable<Finding> {
  for (const { value, place, operation } of parametersOf(subject)) {
    const flag = nodeAt(value, "flag");
    if (flag === undefined) continue;
    if (!isBoolean(value, subject) && !mayHoldBooleans(value, subject)) {
      const message = '"flag" is for "type": "boolean", or for a list or a "deep" object of them';
      yield findingAt(flag, "parameter", [message]);
    } else if (place === "body" && bodyKindOf(operation) === "json") {
      yield findingAt(flag, "parameter", ["a JSON body writes booleans as JSON does"]);
    } else if (place === "path" && flag.members.length === 1) {
      yield findingAt(flag, "parameter", ["a path has to have a text for true and for false"]);
    }
  }
}

/** Of an object in brackets, whose members may be of any type, nothing more is asked. */
function mayHoldBooleans(parameter: Node | undefined, subject: Subject): boolean {
  const lists = nodeAt(subject.root, "api", "lists");
  const isDeep = textOf(nodeAt(parameter, "style") ?? lists) === "deep";
  return unionMembers(subject, readParameterType(parameter)).some((type) => {
    if (type.kind !== "array") return (isDeep && isObject(type)) || isFlag(type);
    return isDeep || unionMembers(subject, type.items).some(isFlag);
  });
}

function isFlag(type: ResolvedType): boolean {
  return type.kind === "primitive" && type.name === "boolean";
}

/** Whether a parameter is a boolean, as far as one can tell: of a type that cannot be read, its own place tells. */
export function isBoolean(parameter: Node | undefined, subject: Subject): boolean {
  const name = textOf(nodeAt(parameter, "$ref"));
  if (name === undefined) return textOf(nodeAt(parameter, "type")) === "boolean";
  const type = resolveType(subject, { kind: "reference", name, nullable: false });
  return type.kind === "unknown" || isFlag(type);
}

/** What a call goes without, every call of the API has to carry otherwise. */
function* leftOutIsCommon({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { value: operation } of entriesOf(nodeAt(root, "operations"))) {
    for (const place of ["query", "headers"]) {
      const common = entriesOf(nodeAt(root, "api", place)).map(({ key }) => key);
      for (const { key, keyNode, value } of entriesOf(nodeAt(operation, place))) {
        if (value?.value !== false || common.includes(key)) continue;
        const message = `api.${place} has no "${key}" to leave out`;
        yield findingAt(keyNode, "parameter", [message, closest(key, common)]);
      }
    }
  }
}
