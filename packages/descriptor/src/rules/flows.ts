import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { closest } from "../suggest.js";
import { entriesOf, itemsOf, nodeAt, textOf, type Node } from "../tree.js";
import { methodNamed, usualMethodNode } from "./signing.js";

/** What is wrong with the flows: what leads nowhere, and what contradicts what. */
export const flowRules: readonly Rule[] = [
  partsAreComplete,
  somethingCanBeCalled,
  partsAgree,
  verifierIsWanted,
  callbackIsWanted,
  handleExists,
  keptTokenIsNotTold,
  compositeIsWhole,
  compositeHasSecret,
];

/** What an app has tokens from. */
export const TOKENS: readonly string[] = ["tokenCredentials", "preIssued", "xAuth", "reverseAuth"];

/** What a member of `oauth` is nothing without; one of each list is enough. */
const NEEDS: readonly (readonly [name: string, ...needed: readonly (readonly string[])[]])[] = [
  ["temporaryCredentials", ["authorization", "pushedVerifier", "reverseAuth"]],
  ["authorization", ["temporaryCredentials"], ["tokenCredentials"]],
  ["tokenCredentials", ["temporaryCredentials", "xAuth"]],
  ["callback", ["authorization"]],
  ["pushedVerifier", ["temporaryCredentials"], ["tokenCredentials"]],
  ["discovery", ["authorization"]],
  ["reverseAuth", ["temporaryCredentials"]],
  ["liveSession", ["tokenCredentials", "preIssued"]],
  ["renewal", TOKENS],
  ["revocation", TOKENS],
];

function* partsAreComplete({ root }: DescriptorDocument): Iterable<Finding> {
  const members = entriesOf(nodeAt(root, "oauth"));
  const given = new Set(members.map(({ key }) => key));
  for (const [name, ...needed] of NEEDS) {
    const member = members.find(({ key }) => key === name);
    const missing = needed.find((names) => !names.some((one) => given.has(one)));
    if (member === undefined || missing === undefined) continue;
    const message = `"${name}" leads nowhere without ${missing.map((one) => `"${one}"`).join(" or ")}`;
    yield findingAt(member.keyNode, "flow", [message]);
  }
  const xAuth = members.find(({ key }) => key === "xAuth");
  const isWhole = nodeAt(xAuth?.value, "url") && nodeAt(xAuth?.value, "method");
  if (xAuth !== undefined && !given.has("tokenCredentials") && !isWhole) {
    const message = '"xAuth" needs a "method" and a "url", or "tokenCredentials" to take them from';
    yield findingAt(xAuth.keyNode, "flow", [message]);
  }
}

function* somethingCanBeCalled({ root }: DescriptorDocument): Iterable<Finding> {
  const entry = entriesOf(root).find(({ key }) => key === "oauth");
  const ways = new Set(["temporaryCredentials", "tokenCredentials", "authorization"]);
  for (const way of ["twoLegged", "preIssued", "xAuth", "reverseAuth"]) ways.add(way);
  const members = entriesOf(entry?.value).filter(({ value }) => value?.value !== false);
  if (entry?.value?.type !== "object" || members.some(({ key }) => ways.has(key))) return;
  const message =
    'nothing can be called: describe a login, or say "twoLegged", "preIssued" or "xAuth"';
  yield findingAt(entry.keyNode, "flow", [message]);
}

function* partsAgree({ root }: DescriptorDocument): Iterable<Finding> {
  const oauth = nodeAt(root, "oauth");
  const page = nodeAt(oauth, "authorization");
  const pushed = entriesOf(oauth).find(({ key }) => key === "pushedVerifier");
  if (page !== undefined && pushed !== undefined) {
    const message = 'a pushed verifier has no page to agree on: leave "authorization" out';
    yield findingAt(pushed.keyNode, "flow", [message]);
  }
  const method = nodeAt(page, "method");
  const verifierAt = nodeAt(page, "verifierAt");
  const isPage = (textOf(method) ?? "GET") === "GET";
  if (isPage && verifierAt !== undefined) {
    const message = 'a page answers nothing: "verifierAt" is for a call';
    yield findingAt(verifierAt, "flow", [message]);
  } else if (!isPage && method !== undefined && verifierAt === undefined && hasVerifier(oauth)) {
    yield findingAt(method, "flow", [
      'a call needs "verifierAt": where its answer has the verifier',
    ]);
  }
}

function hasVerifier(oauth: Node | undefined): boolean {
  return textOf(nodeAt(oauth, "revision")) !== "1.0";
}

/** What belongs to a verifier, which revision 1.0 has none of. */
const OF_VERIFIERS: readonly (readonly string[])[] = [
  ["authorization", "verifierAt"],
  ["tokenCredentials", "verifierIn"],
  ["callback", "verifier"],
  ["callback", "verifierParameter"],
  ["pushedVerifier"],
];

function* verifierIsWanted({ root }: DescriptorDocument): Iterable<Finding> {
  const oauth = nodeAt(root, "oauth");
  if (hasVerifier(oauth)) return;
  for (const node of OF_VERIFIERS.flatMap((way) => nodeAt(oauth, ...way) ?? [])) {
    yield findingAt(node, "revision", ["revision 1.0 has no verifier"]);
  }
  const modes = nodeAt(oauth, "callback", "modes");
  if (modes !== undefined && textOf(modes) !== "callback") {
    yield findingAt(modes, "revision", ["revision 1.0 has no verifier that a user could type"]);
  }
}

function* callbackIsWanted({ root }: DescriptorDocument): Iterable<Finding> {
  const callback = nodeAt(root, "oauth", "callback");
  const node = nodeAt(callback, "modes");
  const modes = textOf(node);
  if (node !== undefined && modes === "callback" && isAnsweredByCall(nodeAt(root, "oauth"))) {
    const message =
      'the answer of a call has the verifier, and no callback brings it: leave "modes" out, or say "pin"';
    yield findingAt(node, "callback", [message]);
    return;
  }
  const verifier = entriesOf(callback).find(({ key }) => key === "verifier");
  if (modes === "callback" && verifier !== undefined) {
    const message = 'no user types a verifier where "modes" is "callback"';
    yield findingAt(verifier.keyNode, "callback", [message]);
  }
  if (modes !== "pin") return;
  for (const { key, keyNode } of entriesOf(callback)) {
    if (!OF_CALLBACKS.has(key)) continue;
    yield findingAt(keyNode, "callback", ['there is no callback where "modes" is "pin"']);
  }
}

function isAnsweredByCall(oauth: Node | undefined): boolean {
  const method = textOf(nodeAt(oauth, "authorization", "method")) ?? "GET";
  return method !== "GET" && hasVerifier(oauth);
}

const OF_CALLBACKS: ReadonlySet<string> = new Set([
  "tokenParameter",
  "verifierParameter",
  "denied",
  "fields",
]);

function* handleExists({ root }: DescriptorDocument): Iterable<Finding> {
  const oauth = nodeAt(root, "oauth");
  const members = entriesOf(oauth);
  const renewal = members.find(({ key }) => key === "renewal");
  // Where there is no token at all, that has been told.
  if (renewal === undefined || !members.some(({ key }) => TOKENS.includes(key))) return;
  const node = nodeAt(renewal.value, "handle");
  const handle = textOf(node) ?? "oauth_session_handle";
  const fields = [...fieldNames(oauth, "tokenCredentials"), ...fieldNames(oauth, "xAuth")];
  if (handle === "none" || fields.includes(handle)) return;
  const message = `the token answer has no field "${handle}" to renew with: add it to "fields", or say "none"`;
  yield findingAt(node ?? renewal.keyNode, "renewal", [
    message,
    closest(handle, [...fields, "none"]),
  ]);
}

/** An answer about a token that stays as it was is read without looking for one. */
function* keptTokenIsNotTold({ root }: DescriptorDocument): Iterable<Finding> {
  const renewal = nodeAt(root, "oauth", "renewal");
  if (nodeAt(renewal, "keepsToken")?.value !== true) return;
  for (const { key, keyNode } of entriesOf(renewal)) {
    if (!OF_NEW_TOKENS.has(key)) continue;
    const message = `"${key}" is for a new token, and "keepsToken" says that there is none`;
    yield findingAt(keyNode, "renewal", [message]);
  }
}

const OF_NEW_TOKENS: ReadonlySet<string> = new Set(["secretAt", "secretOptional", "tokenAt"]);

function fieldNames(oauth: Node | undefined, endpoint: string): readonly string[] {
  return entriesOf(nodeAt(oauth, endpoint, "fields")).map(({ key }) => key);
}

function* compositeIsWhole({ root }: DescriptorDocument): Iterable<Finding> {
  const order = nodeAt(root, "oauth", "preIssued", "composite", "order");
  if (order === undefined) return;
  const parts = itemsOf(order).map(textOf);
  for (const part of ["consumerKey", "token"].filter((name) => !parts.includes(name))) {
    yield findingAt(order, "composite", [`a composite text needs a "${part}"`]);
  }
}

/** A part that is left out is the empty text, with which nothing is signed that a consumer's secret belongs to. */
function* compositeHasSecret({ root }: DescriptorDocument): Iterable<Finding> {
  const oauth = nodeAt(root, "oauth");
  const order = nodeAt(oauth, "preIssued", "composite", "order");
  const parts = itemsOf(order).map(textOf);
  // Whose secret is missing, is told first.
  if (order === undefined || !parts.includes("consumerKey") || parts.includes("consumerSecret"))
    return;
  if (textOf(nodeAt(oauth, "consumer", "secret")) === "none") return;
  const isSigned = nodeAt(root, "api", "authentication") === undefined;
  if (!isSigned || methodNamed(usualMethodNode(root))?.key !== "secret") return;
  const message =
    'the consumer\'s secret would be the empty text: name "consumerSecret" here, or say "consumer": { "secret": "none" }';
  yield findingAt(order, "composite", [message]);
}
