import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { methods } from "../methods.generated.js";
import type { MethodModule } from "../model.js";
import { entriesOf, itemsOf, nodeAt, textOf, type Entry, type Node } from "../tree.js";
import { bodyKindOf } from "./bodies.js";
import { endpointsOf, signingOf } from "./places.js";

/** What is wrong with how requests are signed. */
export const signingRules: readonly Rule[] = [
  loginIsAlone,
  operationIsSigned,
  headerSettingsFit,
  bodyCanCarry,
  bodyHashFits,
  keyFits,
  secretFits,
];

function* loginIsAlone({ root }: DescriptorDocument): Iterable<Finding> {
  const [operation] = entriesOf(nodeAt(root, "operations"));
  if (operation === undefined || nodeAt(root, "api", "loginOnly")?.value !== true) return;
  const message = `"loginOnly" says that there are no operations: leave one of the two out`;
  yield findingAt(operation.keyNode, "signing", [message]);
}

function* operationIsSigned({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { signing, operation } of signingOf(root)) {
    if (operation === undefined || isSigned(root, operation.value)) continue;
    const message = `"${operation.key}" is not signed`;
    yield findingAt(signing, "signing", [message]);
  }
}

function* headerSettingsFit({ root }: DescriptorDocument): Iterable<Finding> {
  const usual = textOf(nodeAt(root, "oauth", "signing", "transmission"));
  for (const { signing } of signingOf(root)) {
    const transmission = textOf(nodeAt(signing, "transmission")) ?? usual ?? "header";
    if (transmission === "header") continue;
    for (const { key, keyNode } of entriesOf(signing)) {
      const isMeant = key === "separator" || (key === "realm" && transmission !== "json");
      if (!isMeant) continue;
      const message = `"${key}" is for the header, and the parameters travel in "${transmission}"`;
      yield findingAt(keyNode, "signing", [message]);
    }
  }
}

/** Where the protocol parameters travel in the body, there has to be a form for them. */
function* bodyCanCarry({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { signing, endpoint, operation } of signingOf(root)) {
    const node = nodeAt(signing, "transmission");
    if (node === undefined || textOf(node) !== "body") continue;
    if (endpoint !== undefined && textOf(nodeAt(endpoint, "method")) === "GET") {
      yield findingAt(node, "signing", ["a GET request has no body for the parameters"]);
    }
    const lost = endpoint === undefined ? lostIn(root, operation) : undefined;
    if (lost === undefined) continue;
    const mend =
      operation === undefined
        ? 'say "body" at the endpoints and the operations that take it'
        : 'say "query", or send a "body" of kind "form"';
    yield findingAt(node, "signing", [`"${lost.key}" has no form for the parameters: ${mend}`]);
  }
}

/** The first operation that cannot carry what the rules of its own, or of all, put into the body. */
function lostIn(root: Node | undefined, operation: Entry | undefined): Entry | undefined {
  const candidates = operation === undefined ? entriesOf(nodeAt(root, "operations")) : [operation];
  return candidates.find(
    (one) =>
      (one === operation || nodeAt(one.value, "signing", "transmission") === undefined) &&
      isSigned(root, one.value) &&
      hasNoForm(one),
  );
}

function hasNoForm({ value }: Entry): boolean {
  const kind = bodyKindOf(value);
  // Of a body without its kind, the schema tells.
  return kind === undefined ? nodeAt(value, "body") === undefined : kind !== "form";
}

/** Whether a call is signed, and not authenticated in another way. */
export function isSigned(root: Node | undefined, operation: Node | undefined): boolean {
  const auth = textOf(nodeAt(operation, "auth"));
  const isCarried = nodeAt(root, "api", "authentication") !== undefined && auth !== "consumer";
  return auth !== "none" && auth !== "key" && !isCarried;
}

/** What a signature is made of, which a client sends by itself. */
export const PROTOCOL_PARAMETERS: ReadonlySet<string> = new Set([
  "oauth_body_hash",
  "oauth_callback",
  "oauth_consumer_key",
  "oauth_nonce",
  "oauth_signature",
  "oauth_signature_method",
  "oauth_timestamp",
  "oauth_token",
  "oauth_verifier",
  "oauth_version",
]);

function* bodyHashFits({ root }: DescriptorDocument): Iterable<Finding> {
  const usual = textOf(nodeAt(root, "oauth", "signing", "bodyHash"));
  for (const { signing, endpoint } of signingOf(root)) {
    const node = nodeAt(signing, "bodyHash");
    const algorithm = nodeAt(signing, "bodyHashAlgorithm");
    const isNever = (textOf(node) ?? usual ?? "never") === "never";
    if (algorithm !== undefined && isNever) {
      const message = 'no body hash is sent: say "bodyHash": "auto" or "always"';
      yield findingAt(algorithm, "signing", [message]);
    }
    const method = methodOf(root, endpoint);
    if (node === undefined || isNever || method?.requiresTls !== true) continue;
    yield findingAt(node, "signing", [
      `${method.name} signs nothing, so a body hash proves nothing`,
    ]);
  }
}

function* keyFits({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { signing, endpoint } of signingOf(root)) {
    const node = nodeAt(signing, "keyAmpersand");
    const method = methodOf(root, endpoint);
    // With its "&" is how every key is.
    if (node?.value !== false || method === undefined) continue;
    if (method.key === "secret" && method.requiresTls !== true) continue;
    yield findingAt(node, "signing", [
      `only the key of an HMAC can do without its "&", not ${method.name}`,
    ]);
  }
}

function* secretFits({ root }: DescriptorDocument): Iterable<Finding> {
  const node = nodeAt(root, "oauth", "consumer", "secret");
  const method = methodOf(root, undefined);
  if (node === undefined || method?.key !== "privateKey") return;
  if (endpointsOf(root).some(({ value }) => methodOf(root, value)?.key === "secret")) return;
  const message = `${method.name} signs with a private key, not with a secret: leave "secret" out`;
  yield findingAt(node, "signing", [message]);
}

/** The method that a client signs with, at an endpoint or elsewhere. */
function methodOf(root: Node | undefined, endpoint: Node | undefined): MethodModule | undefined {
  return methodNamed(nodeAt(endpoint, "signatureMethod") ?? usualMethodNode(root));
}

/** Where the method is said that a client signs with, if nothing else is said. */
export function usualMethodNode(root: Node | undefined): Node | undefined {
  return itemsOf(nodeAt(root, "oauth", "signatureMethods"))[0];
}

/** The method of a name, where there is one. */
export function methodNamed(node: Node | undefined): MethodModule | undefined {
  return methods.find(({ name }) => name === textOf(node));
}
