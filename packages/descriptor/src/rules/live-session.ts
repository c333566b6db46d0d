import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import type { MethodModule } from "../model.js";
import { entriesOf, itemsOf, nodeAt, textOf, type Entry, type Node } from "../tree.js";
import { endpointsOf, exchangesOf, flowEndpointsOf, memberOf } from "./places.js";
import { methodNamed, usualMethodNode } from "./signing.js";

/** What is wrong with what a live session is opened with, and with what is signed with its token. */
export const liveSessionRules: readonly Rule[] = [
  methodHasSession,
  callsHaveToken,
  endpointsHaveKeys,
  secretIsSent,
];

function* methodHasSession({ root }: DescriptorDocument): Iterable<Finding> {
  if (hasSession(root)) return;
  for (const node of itemsOf(nodeAt(root, "oauth", "signatureMethods"))) {
    const method = methodNamed(node);
    if (method?.key !== "token") continue;
    const message = `${method.name} signs with the token of a live session: describe "liveSession", or say another method`;
    yield findingAt(node, "live-session", [message]);
  }
}

function hasSession(root: Node | undefined): boolean {
  return nodeAt(root, "oauth", "liveSession") !== undefined;
}

/** What an app calls for itself, it calls without a token. */
function* callsHaveToken({ root }: DescriptorDocument): Iterable<Finding> {
  const method = methodNamed(usualMethodNode(root));
  if (method?.key !== "token" || !hasSession(root)) return;
  const message = `without a token nothing can be signed with ${method.name}`;
  for (const { key, keyNode, value } of entriesOf(nodeAt(root, "oauth"))) {
    if (key !== "twoLegged" || value?.value === false) continue;
    yield findingAt(keyNode, "live-session", [message]);
  }
  for (const { value } of entriesOf(nodeAt(root, "operations"))) {
    const auth = nodeAt(value, "auth");
    if (auth === undefined || textOf(auth) !== "consumer") continue;
    yield findingAt(auth, "live-session", [message]);
  }
}

function* endpointsHaveKeys({ root }: DescriptorDocument): Iterable<Finding> {
  const later = new Set([
    ...flowEndpointsOf(root).filter(({ key }) => WITH_TOKEN.has(key)),
    ...exchangesOf(root),
  ]);
  for (const endpoint of endpointsOf(root)) {
    const own = memberOf(root, endpoint, "signatureMethod");
    const method = methodNamed(own ?? usualMethodNode(root));
    // What there is not, the schema reports.
    if (method === undefined || (own === undefined && endpoint.key === "liveSession")) continue;
    // Of a method that nothing could be signed with, it is said once.
    if (own === undefined && !hasSession(root)) continue;
    const problem = keyProblem(method, later.has(endpoint) && hasSession(root));
    if (problem !== undefined) yield findingAt(placeOf(endpoint), "live-session", [problem]);
  }
}

// What is signed with the token itself, whose secret the app has as the provider has encrypted it.
const WITH_TOKEN: ReadonlySet<string> = new Set(["liveSession", "renewal", "revocation"]);

function keyProblem({ key, name }: MethodModule, isEncrypted: boolean): string | undefined {
  if (isEncrypted && key !== "privateKey")
    return `${name} signs with the token's secret, which is encrypted for the app: say an RSA method as "signatureMethod"`;
  if (key !== "token") return undefined;
  return `${name} signs with the token of a live session, which there is none of here: say another "signatureMethod"`;
}

function placeOf({ keyNode, value }: Entry): Node | Entry["keyNode"] {
  return nodeAt(value, "signatureMethod") ?? keyNode;
}

function* secretIsSent({ root }: DescriptorDocument): Iterable<Finding> {
  if (!hasSession(root)) return;
  for (const { key, value } of flowEndpointsOf(root)) {
    const node = nodeAt(value, "secretOptional");
    if (!TOKEN_ENDPOINTS.has(key) || node?.value !== true) continue;
    const message = "a live session begins with the token's secret: no answer goes without it";
    yield findingAt(node, "live-session", [message]);
  }
}

const TOKEN_ENDPOINTS: ReadonlySet<string> = new Set(["renewal", "tokenCredentials", "xAuth"]);
