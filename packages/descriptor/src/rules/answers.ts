import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import {
  entriesOf,
  itemsOf,
  nodeAt,
  textOf,
  valuesOf,
  type Entry,
  type Node,
  type Place,
} from "../tree.js";
import { isTakenField } from "./fields.js";
import { endpointsOf, exchangesOf, memberOf } from "./places.js";
import { PROTOCOL_PARAMETERS } from "./signing.js";

/** What is wrong with where steps tell something: an answer without a body, and two things in one place. */
export const answerRules: readonly Rule[] = [
  answerHasBody,
  answerPlacesDiffer,
  pageNamesDiffer,
  pageUrlsLeaveRoom,
  callbackNamesDiffer,
  discoveryLeadsToEach,
];

/** One thing that is told, where that is, and what says so. */
interface Told {
  readonly what: string;
  readonly at: string;
  readonly node: Place;
}

function* answerHasBody({ root }: DescriptorDocument): Iterable<Finding> {
  for (const endpoint of endpointsOf(root)) {
    const status = nodeAt(endpoint.value, "status");
    if (status === undefined || (status.value !== 204 && status.value !== 205)) continue;
    if (toldBy(root, endpoint).length === 0) continue;
    const message = `an answer of status ${status.value} has no body, and here something is read of it`;
    yield findingAt(status, "answer", [message]);
  }
}

function* answerPlacesDiffer({ root }: DescriptorDocument): Iterable<Finding> {
  for (const endpoint of endpointsOf(root)) {
    yield* clashes(toldBy(root, endpoint));
  }
}

/** What a client reads of an endpoint's answer. */
function toldBy(root: Node | undefined, endpoint: Entry): readonly Told[] {
  const { key, keyNode, value } = endpoint;
  const isExchange = exchangesOf(root).includes(endpoint);
  const isKept = nodeAt(value, "keepsToken")?.value === true;
  const fields = entriesOf(memberOf(root, endpoint, "fields")).map((field) => {
    const node = nodeAt(field.value, "at");
    const at = textOf(node) ?? field.key;
    return { name: field.key, what: `"${field.key}"`, at, node: node ?? field.keyNode };
  });
  if (isExchange || key === "revocation" || isKept) return fields;
  const credentials = key === "liveSession" ? AGREED : CREDENTIALS;
  const told = credentials.map(([name, what, usual]) => {
    const node = nodeAt(value, name);
    const at = textOf(memberOf(root, endpoint, name)) ?? usual;
    return { what, at, node: node ?? keyNode };
  });
  // What the account has a place for, no field can be called, and that is told of its name.
  return [...told, ...fields.filter(({ name }) => !isTakenField(name))];
}

type Credential = readonly [name: string, what: string, usual: string];

const CREDENTIALS: readonly Credential[] = [
  ["tokenAt", "the token", "oauth_token"],
  ["secretAt", "its secret", "oauth_token_secret"],
];

const AGREED: readonly Credential[] = [
  ["", "the provider's half of the agreement", "diffie_hellman_response"],
  ["", "its proof", "live_session_token_signature"],
];

/** Every thing but the first in one place. A name that is there twice is reported as that. */
function* clashes(told: readonly Told[]): Iterable<Finding> {
  for (const [index, { what, at, node }] of told.entries()) {
    const other = told.slice(0, index).find((one) => one.what !== what && one.at === at);
    if (other === undefined) continue;
    yield findingAt(node, "place", [`${what} and ${other.what} are both at "${at}"`]);
  }
}

const PAGE_PARAMETERS: readonly Credential[] = [
  ["tokenParameter", "the token", "oauth_token"],
  ["consumerKeyParameter", "the consumer key", ""],
  ["callbackParameter", "the callback", ""],
];

function* pageNamesDiffer({ root }: DescriptorDocument): Iterable<Finding> {
  const page = nodeAt(root, "oauth", "authorization");
  if (page === undefined) return;
  // What the client sends everywhere is no parameter of the page either, and that is told of each step.
  const parameters = parametersOfPage(page).filter(({ at }) => !PROTOCOL_PARAMETERS.has(at));
  yield* clashes([...ownNamesOf(page), ...parameters]);
}

function ownNamesOf(page: Node): readonly Told[] {
  const inPath = textOf(nodeAt(page, "url"))?.includes("{oauth_token}") === true;
  return namesAt(page, PAGE_PARAMETERS).filter(({ at }) => !inPath || at !== "oauth_token");
}

function parametersOfPage(page: Node): readonly Told[] {
  return entriesOf(nodeAt(page, "parameters")).map(({ key, keyNode }) => {
    return { what: "a parameter", at: key, node: keyNode };
  });
}

/** What the client adds to a URL of the page would be there twice. */
function* pageUrlsLeaveRoom({ root }: DescriptorDocument): Iterable<Finding> {
  const page = nodeAt(root, "oauth", "authorization");
  if (page === undefined) return;
  const added = [...ownNamesOf(page), ...parametersOfPage(page)].map(({ at }) => at);
  for (const url of [nodeAt(page, "url"), ...valuesOf(nodeAt(page, "variants"))]) {
    const [, query = ""] = textOf(url)?.split("?") ?? [];
    const twice = [...new URLSearchParams(query).keys()].find((name) => added.includes(name));
    if (url === undefined || twice === undefined) continue;
    yield findingAt(url, "place", [`the client adds "${twice}" to it: leave it out here`]);
  }
}

const CALLBACK_PARAMETERS: readonly Credential[] = [
  ["tokenParameter", "the token", "oauth_token"],
  ["verifierParameter", "the verifier", "oauth_verifier"],
];

function* callbackNamesDiffer({ root }: DescriptorDocument): Iterable<Finding> {
  const callback = nodeAt(root, "oauth", "callback");
  if (callback === undefined) return;
  const fields = entriesOf(nodeAt(callback, "fields")).map(({ key, keyNode }) => {
    return { what: `"${key}"`, at: key, node: keyNode };
  });
  // A value may stand where something else does otherwise: an empty verifier says no.
  const signs = itemsOf(nodeAt(callback, "denied")).flatMap((sign) => {
    const node = nodeAt(sign, "parameter");
    const at = textOf(node);
    if (node === undefined || at === undefined || nodeAt(sign, "equals")) return [];
    return [{ what: "a sign of refusal", at, node }];
  });
  yield* clashes([...namesAt(callback, CALLBACK_PARAMETERS), ...fields, ...signs]);
}

/** A URL is a text, which nothing is within. */
function* discoveryLeadsToEach({ root }: DescriptorDocument): Iterable<Finding> {
  const ways = entriesOf(nodeAt(root, "oauth", "discovery")).flatMap(({ key, value }) => {
    const way = key === "url" ? undefined : textOf(value);
    return value === undefined || way === undefined ? [] : [{ key, value, way }];
  });
  for (const { value, way } of ways) {
    const other = ways.find((one) => one.way !== "" && way.startsWith(`${one.way}.`));
    if (way === "") {
      yield findingAt(value, "place", ["the whole document is no URL: say the way to one in it"]);
    } else if (other !== undefined) {
      const message = `"${other.way}" is the URL of "${other.key}", and nothing is within a URL`;
      yield findingAt(value, "place", [message]);
    }
  }
}

/** Names that are said, or usual. */
function namesAt(owner: Node, names: readonly Credential[]): readonly Told[] {
  return names.flatMap(([name, what, usual]) => {
    const node = nodeAt(owner, name);
    const at = textOf(node) ?? usual;
    return at === "" ? [] : [{ what, at, node: node ?? owner }];
  });
}
