import {
  findingAt,
  type DescriptorDocument,
  type Finding,
  type Rule,
  type Subject,
} from "../document.js";
import type { TypeModel } from "../model.js";
import { mayBeNull, resolveType, unionMembers } from "../paths.js";
import { readParameterType } from "../schema.js";
import { entriesOf, nodeAt, textOf, valuesOf, type Entry, type Node } from "../tree.js";
import { headerProblem } from "./headers.js";
import { isBoolean } from "./parameters.js";
import { endpointsOf, flowEndpointsOf, parameterPlace, stepsOf } from "./places.js";
import { PROTOCOL_PARAMETERS } from "./signing.js";
import { isInJson } from "./step-values.js";

/** What is wrong with the parameters and bodies of flows, and with the names of exchanges. */
export const stepRules: readonly Rule[] = [
  forEachParameter(nameIsFree),
  forEachParameter(placeExists),
  forEachParameter(valueIsNeeded),
  forEachParameter(jsonIsFlat),
  forEachParameter(separatorIsNeeded),
  forEachParameter(flagIsNeeded),
  forEachParameter(headerIsOne),
  valuesAreSaid,
  nullIsNotSent,
  typeTravels,
  verifierPlaceExists,
  bodyIsThere,
  exchangeNamesAreFree,
];

type ParameterCheck = (parameter: Entry, step: Entry, subject: Subject) => Iterable<Finding>;

function forEachParameter(check: ParameterCheck): Rule {
  return (subject) =>
    stepsOf(subject.root).flatMap((step) =>
      entriesOf(nodeAt(step.value, "parameters")).flatMap((parameter) => [
        ...check(parameter, step, subject),
      ]),
    );
}

function* nameIsFree({ key, keyNode }: Entry, step: Entry): Iterable<Finding> {
  if (key === "__proto__") {
    yield findingAt(keyNode, "step-parameter", ['JavaScript objects have no room for "__proto__"']);
  } else if (PROTOCOL_PARAMETERS.has(key) || (step.key === "xAuth" && X_AUTH.has(key))) {
    yield findingAt(keyNode, "step-parameter", [`the client sends "${key}" itself`]);
  }
}

const X_AUTH: ReadonlySet<string> = new Set(["x_auth_mode", "x_auth_password", "x_auth_username"]);

function* placeExists({ value }: Entry, step: Entry): Iterable<Finding> {
  const place = nodeAt(value, "in");
  if (place === undefined || textOf(place) !== "form") return;
  if (textOf(nodeAt(step.value, "method")) !== "GET") return;
  yield findingAt(place, "step-parameter", ['a GET request has no form: say "query"']);
}

function* verifierPlaceExists({ root }: DescriptorDocument): Iterable<Finding> {
  const endpoint = nodeAt(root, "oauth", "tokenCredentials");
  const place = nodeAt(endpoint, "verifierIn");
  if (place === undefined || textOf(place) !== "form") return;
  if (textOf(nodeAt(endpoint, "method")) !== "GET") return;
  yield findingAt(place, "step-parameter", ['a GET request has no form: say "query"']);
}

function* valueIsNeeded({ value }: Entry): Iterable<Finding> {
  const node = nodeAt(value, "value");
  if (node === undefined) return;
  if (nodeAt(value, "required")?.value === true) {
    const message = 'what is sent anyway is not "required" of the app';
    yield findingAt(node, "step-parameter", [message]);
  }
}

/** The members of a step's JSON body are texts, numbers and booleans, side by side. */
function* jsonIsFlat(
  { key, keyNode, value }: Entry,
  step: Entry,
  subject: Subject,
): Iterable<Finding> {
  if (!isInJson(value, step)) return;
  if (key.includes(".")) {
    const message = `"${key}" would be one member: no member of this JSON body can be within another`;
    yield findingAt(keyNode, "step-parameter", [message]);
  }
  const isList = resolveType(subject, readParameterType(value)).kind === "array";
  if (!isList || nodeAt(value, "separator") !== undefined) return;
  const message =
    'a list would be one text in this JSON body: say the "separator" between its items, or leave it out';
  yield findingAt(keyNode, "step-parameter", [message]);
}

function* separatorIsNeeded({ value }: Entry, _step: Entry, subject: Subject): Iterable<Finding> {
  const node = nodeAt(value, "separator");
  if (node === undefined || mayBeList(value, subject)) return;
  yield findingAt(node, "step-parameter", ['"separator" is for "type": "array"']);
}

/** Whether a parameter is a list, as far as one can tell: of a type that cannot be read, its own place tells. */
function mayBeList(parameter: Node | undefined, subject: Subject): boolean {
  if (textOf(nodeAt(parameter, "type")) === "array") return true;
  const isNamed = nodeAt(parameter, "$ref") !== undefined;
  return unionMembers(subject, readParameterType(parameter)).some(
    ({ kind }) => kind === "array" || (kind === "unknown" && isNamed),
  );
}

function* flagIsNeeded({ value }: Entry, _step: Entry, subject: Subject): Iterable<Finding> {
  const node = nodeAt(value, "flag");
  if (node === undefined || isBoolean(value, subject)) return;
  yield findingAt(node, "step-parameter", ['"flag" is for "type": "boolean"']);
}

function* headerIsOne({ key, keyNode, value }: Entry): Iterable<Finding> {
  if (parameterPlace(value) !== "header") return;
  const problem = headerProblem(key);
  if (problem !== undefined) yield findingAt(keyNode, "step-parameter", [problem]);
}

/** What is done with a token takes nothing but that token: its parameters are what the descriptor says. */
function* valuesAreSaid({ root }: DescriptorDocument): Iterable<Finding> {
  for (const step of flowEndpointsOf(root).filter(({ key }) => WITHOUT_PARAMS.has(key))) {
    for (const { key, keyNode, value } of entriesOf(nodeAt(step.value, "parameters"))) {
      if (nodeAt(value, "value") !== undefined) continue;
      const message = `no app can say what "${key}" is at this step: say its "value", or leave it out`;
      yield findingAt(keyNode, "step-parameter", [message]);
    }
  }
}

const WITHOUT_PARAMS: ReadonlySet<string> = new Set(["liveSession", "renewal", "revocation"]);

function parametersOf(root: Node | undefined): readonly Node[] {
  return stepsOf(root).flatMap(({ value }) => valuesOf(nodeAt(value, "parameters")));
}

function* nullIsNotSent({ root }: DescriptorDocument): Iterable<Finding> {
  for (const node of parametersOf(root).flatMap((one) => saidNullable(one) ?? [])) {
    yield findingAt(node, "step-parameter", ['a step sends no null: leave "nullable" out']);
  }
}

function saidNullable(parameter: Node): Node | undefined {
  const said = [parameter, nodeAt(parameter, "items")].map((one) => nodeAt(one, "nullable"));
  return said.find((node) => node?.value === true);
}

function* typeTravels(subject: Subject): Iterable<Finding> {
  for (const node of parametersOf(subject.root)) {
    if (saidNullable(node) !== undefined || isSent(readParameterType(node), subject)) continue;
    const message = "a step sends text, a number, a boolean, or a list of texts or numbers";
    yield findingAt(node, "step-parameter", [message]);
  }
}

function isSent(type: TypeModel, subject: Subject, isItem = false): boolean {
  if (mayBeNull(subject, type)) return false;
  return unionMembers(subject, type).every((here) => {
    if (here.kind === "array") return !isItem && isSent(here.items, subject, true);
    if (here.kind !== "primitive") return here.kind === "enum" || here.kind === "unknown";
    return here.format !== "binary" && !(isItem && here.name === "boolean");
  });
}

/** A body that is JSON has something in it, and is no form. */
function* bodyIsThere({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { key, value } of endpointsOf(root)) {
    const node = nodeAt(value, "body");
    if (node === undefined || textOf(node) !== "json") continue;
    const shared = nodeAt(root, "oauth", "signing", "transmission");
    const transmission = nodeAt(value, "signing", "transmission") ?? shared;
    if (textOf(nodeAt(value, "method")) === "GET") {
      yield findingAt(node, "step-body", ['a GET request has no body: leave "body" out']);
    } else if (textOf(transmission) === "body") {
      const message = 'the protocol parameters travel in a form here, by "transmission"';
      yield findingAt(node, "step-body", [message]);
    } else if (key !== "xAuth" && !hasForm(value)) {
      const message = 'nothing is in it: no parameter of this step is "in": "form"';
      yield findingAt(node, "step-body", [message]);
    }
  }
}

function hasForm(step: Node | undefined): boolean {
  const places = valuesOf(nodeAt(step, "parameters")).map((one) => nodeAt(one, "in"));
  return [...places, nodeAt(step, "verifierIn")].some((place) => textOf(place) === "form");
}

function* exchangeNamesAreFree({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { key, keyNode } of entriesOf(nodeAt(root, "oauth", "exchanges"))) {
    if (!CLIENT_METHODS.has(key)) continue;
    yield findingAt(keyNode, "exchange", [`the client has its own "${key}"`]);
  }
}

// `then` would make a promise of the client.
const CLIENT_METHODS: ReadonlySet<string> = new Set([
  "begin",
  "complete",
  "completePushed",
  "constructor",
  "consumerSession",
  "identify",
  "openLiveSession",
  "provider",
  "renew",
  "reverseAuth",
  "revoke",
  "session",
  "then",
  "toJSON",
  "toString",
  "xAuth",
]);
